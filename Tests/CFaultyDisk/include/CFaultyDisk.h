#pragma once

#include <stdint.h>

/// A disk for tests that fails, takes its time, and can lose its power at any moment.
///
/// It stands between SQLite and the files of one folder, as the default VFS of the process, and
/// knows which writes were brought to the disk by a sync. All other writes may be on the disk after
/// a loss of power or not, in any order, and torn at any 512 bytes.

enum {
  faulty_disk_sector = 512,  /* bytes: what a disk writes whole */
};

/// Puts the disk between SQLite and every file from now on; 0, or SQLite's error.
int faulty_disk_install(void);

/// Begins to record the files of a folder; those of another are forgotten.
void faulty_disk_watch(const char *folder);

/// Every write, truncation and sync fails with this result code of SQLite; 0: none does.
void faulty_disk_fail(int code);

/// Each sync takes so long.
void faulty_disk_delay_sync(int milliseconds);

/// How many writes, truncations, deletions and syncs there were.
int64_t faulty_disk_operations(void);

/// What the disk may hold after a loss of power is written to a new folder at every so many
/// operations: TARGET-OPERATION. 0 ends it.
void faulty_disk_lose_power(int64_t every, const char *target, uint64_t seed);
