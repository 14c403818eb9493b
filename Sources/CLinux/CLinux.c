#include "CLinux.h"

#include <malloc.h>
#include <sys/timex.h>

int clock_is_synchronised(void) {
  struct timex clock = {0};
  return adjtimex(&clock) >= 0 && !(clock.status & STA_UNSYNC);
}

void share_one_heap(void) { mallopt(M_ARENA_MAX, 1); }
