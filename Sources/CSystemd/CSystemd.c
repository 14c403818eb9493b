#include "CSystemd.h"

/* The fields name their own source, or none. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

int journal_send(const struct iovec *fields, int count) {
  return sd_journal_sendv(fields, count);
}

int service_notify(const char *state) { return sd_notify(0, state); }
