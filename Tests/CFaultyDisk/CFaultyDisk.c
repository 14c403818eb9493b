#define _GNU_SOURCE
#include "CFaultyDisk.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A write, or a truncation (without bytes), that no sync has brought to the disk yet. */
typedef struct Change {
  struct Change *next;
  int64_t offset;
  int64_t count;
  unsigned char *bytes;
} Change;

/* What the disk holds of a file for certain, and what came after it. */
typedef struct Content {
  struct Content *next;
  char *path;
  unsigned char *bytes;
  int64_t count;
  int is_certain;   /* its name is on the disk */
  int is_deleted;   /* its name may be gone */
  Change *changes, **end;
} Content;

typedef struct {
  sqlite3_file base;
  sqlite3_file *real;
  Content *content;  /* NULL: it is not watched */
} File;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *real_vfs;
static char watched[512], target[512];
static Content *contents;
static int failure, sync_delay;
static int64_t operations, every;
static uint64_t random_state;

static uint64_t next_random(void) {
  random_state += 0x9E3779B97F4A7C15u;
  uint64_t z = random_state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/* Content */

static void resize(unsigned char **bytes, int64_t *count, int64_t wanted) {
  *bytes = realloc(*bytes, (size_t)(wanted > 0 ? wanted : 1));
  if (wanted > *count) memset(*bytes + *count, 0, (size_t)(wanted - *count));
  *count = wanted;
}

static void put(unsigned char **bytes, int64_t *count, const Change *change) {
  if (!change->bytes) {
    resize(bytes, count, change->offset);
    return;
  }
  int64_t end = change->offset + change->count;
  if (end > *count) resize(bytes, count, end);
  memcpy(*bytes + change->offset, change->bytes, (size_t)change->count);
}

static void forget_changes(Content *content) {
  while (content->changes) {
    Change *change = content->changes;
    content->changes = change->next;
    free(change->bytes);
    free(change);
  }
  content->end = &content->changes;
}

static void add_change(Content *content, int64_t offset, const void *bytes, int64_t count) {
  Change *change = calloc(1, sizeof *change);
  change->offset = offset;
  change->count = count;
  if (bytes) {
    change->bytes = malloc((size_t)count);
    memcpy(change->bytes, bytes, (size_t)count);
  }
  *content->end = change;
  content->end = &change->next;
}

static void delete_for_certain(Content *content) {
  forget_changes(content);
  content->count = 0;
  content->is_certain = 0;
}

/* A file's first sync brings its folder to the disk, too, with every deletion in it. */
static void make_certain(Content *content) {
  if (!content->is_certain)
    for (Content *other = contents; other; other = other->next)
      if (other->is_deleted) delete_for_certain(other);
  for (Change *change = content->changes; change; change = change->next)
    put(&content->bytes, &content->count, change);
  forget_changes(content);
  content->is_certain = 1;
}

static Content *find(const char *path) {
  for (Content *content = contents; content; content = content->next)
    if (!strcmp(content->path, path)) return content;
  return NULL;
}

/* A file that is opened for the first time: what it holds by now is on the disk. */
static Content *know(const char *path) {
  Content *content = find(path);
  if (content) {
    content->is_deleted = 0;
    return content;
  }
  content = calloc(1, sizeof *content);
  content->path = strdup(path);
  content->end = &content->changes;
  content->next = contents;
  contents = content;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size > 0) {
    resize(&content->bytes, &content->count, status.st_size);
    content->is_certain = read(descriptor, content->bytes, (size_t)status.st_size) >= 0;
  }
  if (descriptor >= 0) close(descriptor);
  return content;
}

/* The loss of power */

/* How much of what is uncertain the disk has taken in one loss. */
enum { take_nothing, take_beginning, take_some, take_torn, take_all, ways };

static void write_file(const char *folder, const Content *content) {
  uint64_t way = next_random() % ways;
  if (!content->is_certain && way == take_nothing) return;
  if (content->is_deleted && (!content->is_certain || next_random() % 2)) return;
  int64_t count = 0;
  unsigned char *bytes = NULL;
  resize(&bytes, &count, content->count);
  if (content->count) memcpy(bytes, content->bytes, (size_t)content->count);
  int64_t known = 0;
  for (Change *change = content->changes; change; change = change->next) known += 1;
  int64_t beginning = known ? (int64_t)(next_random() % (uint64_t)(known + 1)) : 0;
  int64_t index = 0;
  for (Change *change = content->changes; change; change = change->next, index += 1) {
    int is_taken = way == take_all || way == take_torn || (way == take_beginning && index < beginning)
      || (way == take_some && next_random() % 2);
    if (!is_taken) continue;
    if (way != take_torn || !change->bytes) {
      put(&bytes, &count, change);
      continue;
    }
    for (int64_t at = 0; at < change->count;) {
      int64_t end = (change->offset + at) / faulty_disk_sector * faulty_disk_sector
        + faulty_disk_sector - change->offset;
      if (end > change->count) end = change->count;
      Change sector = {NULL, change->offset + at, end - at, change->bytes + at};
      if (next_random() % 2) put(&bytes, &count, &sector);
      at = end;
    }
  }
  char path[1200];
  const char *name = strrchr(content->path, '/');
  snprintf(path, sizeof path, "%s%s", folder, name ? name : content->path);
  int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    int64_t done = 0;
    while (done < count) {
      ssize_t written = write(descriptor, bytes + done, (size_t)(count - done));
      if (written <= 0) break;
      done += written;
    }
    close(descriptor);
  }
  free(bytes);
}

/* Called with the lock, after each operation. */
static void count_operation(void) {
  operations += 1;
  if (!every || operations % every) return;
  char folder[600];
  snprintf(folder, sizeof folder, "%s-%lld", target, (long long)operations);
  if (mkdir(folder, 0700) != 0) return;
  for (Content *content = contents; content; content = content->next)
    write_file(folder, content);
}

/* Files */

static File *file_of(sqlite3_file *file) { return (File *)file; }
static sqlite3_file *real_of(sqlite3_file *file) { return file_of(file)->real; }

static int file_close(sqlite3_file *file) {
  sqlite3_file *real = real_of(file);
  return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return real_of(file)->pMethods->xRead(real_of(file), bytes, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  Content *content = file_of(file)->content;
  if (!content) return real_of(file)->pMethods->xWrite(real_of(file), bytes, count, offset);
  pthread_mutex_lock(&lock);
  int code = failure;
  if (!code) code = real_of(file)->pMethods->xWrite(real_of(file), bytes, count, offset);
  if (!code) {
    add_change(content, offset, bytes, count);
    count_operation();
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  Content *content = file_of(file)->content;
  if (!content) return real_of(file)->pMethods->xTruncate(real_of(file), size);
  pthread_mutex_lock(&lock);
  int code = failure;
  if (!code) code = real_of(file)->pMethods->xTruncate(real_of(file), size);
  if (!code) {
    add_change(content, size, NULL, 0);
    count_operation();
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static int file_sync(sqlite3_file *file, int flags) {
  Content *content = file_of(file)->content;
  if (!content) return real_of(file)->pMethods->xSync(real_of(file), flags);
  pthread_mutex_lock(&lock);
  int delay = sync_delay;
  pthread_mutex_unlock(&lock);
  if (delay) {
    struct timespec time = {delay / 1000, (delay % 1000) * 1000000L};
    nanosleep(&time, NULL);
  }
  pthread_mutex_lock(&lock);
  int code = failure ? SQLITE_IOERR_FSYNC : SQLITE_OK;
  if (!code) {
    make_certain(content);
    count_operation();
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
static int file_lock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
static int file_unlock(sqlite3_file *file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
static int file_reserved(sqlite3_file *file, int *is_reserved) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_reserved);
}
static int file_control(sqlite3_file *file, int operation, void *argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}
static int file_sector(sqlite3_file *file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}
static int file_characteristics(sqlite3_file *file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **map) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, map);
}
static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *file) {
  real_of(file)->pMethods->xShmBarrier(real_of(file));
}
static int file_shm_unmap(sqlite3_file *file, int deletes) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), deletes);
}

static const sqlite3_io_methods methods = {
  2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock,
  file_unlock, file_reserved, file_control, file_sector, file_characteristics, file_shm_map,
  file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL,
};

/* The file system */

static int is_watched(const char *path) {
  size_t length = strlen(watched);
  return path && length && !strncmp(path, watched, length);
}

static int vfs_open(
  sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags
) {
  File *own = file_of(file);
  memset(own, 0, sizeof *own);
  own->real = (sqlite3_file *)(own + 1);
  pthread_mutex_lock(&lock);
  Content *content = is_watched(path) ? know(path) : NULL;
  pthread_mutex_unlock(&lock);
  int code = real_vfs->xOpen(real_vfs, path, own->real, flags, out_flags);
  if (code == SQLITE_OK) {
    own->base.pMethods = &methods;
    own->content = content;
  }
  return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int syncs) {
  int code = real_vfs->xDelete(real_vfs, path, syncs);
  pthread_mutex_lock(&lock);
  Content *content = is_watched(path) ? find(path) : NULL;
  if (content && !code) {
    content->is_deleted = 1;
    if (syncs) delete_for_certain(content);
    count_operation();
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
  return real_vfs->xAccess(real_vfs, path, flags, result);
}
static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full) {
  return real_vfs->xFullPathname(real_vfs, path, size, full);
}
static int vfs_randomness(sqlite3_vfs *vfs, int count, char *bytes) {
  return real_vfs->xRandomness(real_vfs, count, bytes);
}
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  return real_vfs->xSleep(real_vfs, microseconds);
}
static int vfs_time(sqlite3_vfs *vfs, double *time) {
  return real_vfs->xCurrentTime(real_vfs, time);
}
static int vfs_last_error(sqlite3_vfs *vfs, int count, char *text) {
  return real_vfs->xGetLastError ? real_vfs->xGetLastError(real_vfs, count, text) : 0;
}
static int vfs_time_64(sqlite3_vfs *vfs, sqlite3_int64 *time) {
  return real_vfs->xCurrentTimeInt64(real_vfs, time);
}

static sqlite3_vfs faulty = {
  .iVersion = 2, .zName = "faulty-disk", .xOpen = vfs_open, .xDelete = vfs_delete,
  .xAccess = vfs_access, .xFullPathname = vfs_full_path, .xRandomness = vfs_randomness,
  .xSleep = vfs_sleep, .xCurrentTime = vfs_time, .xGetLastError = vfs_last_error,
  .xCurrentTimeInt64 = vfs_time_64,
};

int faulty_disk_install(void) {
  pthread_mutex_lock(&lock);
  int code = SQLITE_OK;
  if (!real_vfs) {
    real_vfs = sqlite3_vfs_find(NULL);
    faulty.szOsFile = (int)sizeof(File) + real_vfs->szOsFile;
    faulty.mxPathname = real_vfs->mxPathname;
    code = sqlite3_vfs_register(&faulty, 1);
  }
  pthread_mutex_unlock(&lock);
  return code;
}

void faulty_disk_watch(const char *folder) {
  pthread_mutex_lock(&lock);
  /* Files that are still open keep what they point to; a test has few of them. */
  contents = NULL;
  snprintf(watched, sizeof watched, "%s", folder);
  failure = sync_delay = 0;
  operations = every = 0;
  pthread_mutex_unlock(&lock);
}

void faulty_disk_fail(int code) {
  pthread_mutex_lock(&lock);
  failure = code;
  pthread_mutex_unlock(&lock);
}

void faulty_disk_delay_sync(int milliseconds) {
  pthread_mutex_lock(&lock);
  sync_delay = milliseconds;
  pthread_mutex_unlock(&lock);
}

int64_t faulty_disk_operations(void) {
  pthread_mutex_lock(&lock);
  int64_t count = operations;
  pthread_mutex_unlock(&lock);
  return count;
}

void faulty_disk_lose_power(int64_t at_every, const char *to, uint64_t seed) {
  pthread_mutex_lock(&lock);
  every = at_every;
  random_state = seed;
  snprintf(target, sizeof target, "%s", to);
  pthread_mutex_unlock(&lock);
}
