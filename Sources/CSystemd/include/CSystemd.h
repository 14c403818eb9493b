#pragma once

#include <stdint.h>
#include <sys/uio.h>

/// libsystemd, as far as infusionwatch uses it. Each call returns 0 or more, or the negative error
/// number; without systemd there is nobody to tell, which is no error.

/// Writes one journal entry of `FIELD=value` byte strings.
int journal_send(const struct iovec *fields, int count);
/// Tells the service manager assignments such as `READY=1`, one a line; 0 if there is none.
int service_notify(const char *state);
/// Whether the service manager wants a sign of life, and how often at least, in µs.
int service_watchdog(uint64_t *microseconds);
/// How many sockets the service manager passed, from descriptor `FIRST_PASSED_SOCKET` on. Their
/// names come as a list that is freed with `free`, as is each of them. The second call finds none.
int service_sockets(char ***names);
/// Whether a descriptor is a stream socket that listens.
int service_is_listening(int descriptor);

enum { FIRST_PASSED_SOCKET = 3 };
