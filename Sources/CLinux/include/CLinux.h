#pragma once

/// What Linux and its C library offer, and no Swift module shows.

/// Whether the kernel's clock is in step with a time server (adjtimex(2)): 1 or 0.
int clock_is_synchronised(void);
/// Lets every thread allocate from one heap (mallopt(3)), which keeps what it once grew to. Called
/// before there are threads.
void share_one_heap(void);
