#include "CSystemd.h"

/* The fields name their own source, or none. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

_Static_assert(FIRST_PASSED_SOCKET == SD_LISTEN_FDS_START, "where passed sockets begin");

int journal_send(const struct iovec *fields, int count) {
  return sd_journal_sendv(fields, count);
}

int service_notify(const char *state) { return sd_notify(0, state); }

int service_watchdog(uint64_t *microseconds) { return sd_watchdog_enabled(0, microseconds); }

/* The variables go, so that no child of this program takes its sockets for its own. */
int service_sockets(char ***names) { return sd_listen_fds_with_names(1, names); }

int service_is_listening(int descriptor) {
  return sd_is_socket(descriptor, AF_UNSPEC, SOCK_STREAM, 1);
}
