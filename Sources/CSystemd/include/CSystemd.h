#pragma once

#include <sys/uio.h>

/// libsystemd, as far as infusionwatch uses it. Each call returns 0 or more, or the negative error
/// number; without systemd there is nobody to tell, which is no error.

/// Writes one journal entry of `FIELD=value` byte strings.
int journal_send(const struct iovec *fields, int count);
/// Tells the service manager: `READY=1`, `STOPPING=1`.
int service_notify(const char *state);
