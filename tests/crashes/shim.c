/* Stands between the program and the system (LD_PRELOAD): from a certain call on that touches a file
   below a folder, the system "fails", or the program is killed.

   SHIM_FOLDER  calls on files below it count
   SHIM_FAULT   number of the error (errno) to answer with; 0 to kill; -1 to count only
   SHIM_KINDS   which calls count: letters of o (open to read), c (open to write or make), r (read),
                w (write, grow), s (flush), n (rename, remove, make a folder)
   SHIM_AT      the call from which on it fails, from 1
   SHIM_WHEN    a file: nothing fails while it is not there
   SHIM_COUNT   a file that gets the number of calls, at the end */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FILES 65536
static atomic_char below[MAX_FILES];
static atomic_long calls;
static const char *folder, *kinds, *when;
static long fault, at;

__attribute__((constructor)) static void begin(void) {
  const char *value;
  folder = getenv("SHIM_FOLDER");
  kinds = (value = getenv("SHIM_KINDS")) ? value : "";
  when = getenv("SHIM_WHEN");
  fault = (value = getenv("SHIM_FAULT")) ? atol(value) : -1;
  at = (value = getenv("SHIM_AT")) ? atol(value) : 0;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("SHIM_COUNT");
  if (!path) return;
  folder = NULL;
  FILE *file = fopen(path, "w");
  if (file) {
    fprintf(file, "%ld\n", atomic_load(&calls));
    fclose(file);
  }
}

static int lies_below(const char *path) { return folder && path && strstr(path, folder) == path; }

static int is_below(int file) {
  return file >= 0 && file < MAX_FILES && atomic_load(&below[file]);
}

/* Whether the call fails. */
static int fails(char kind) {
  if (!strchr(kinds, kind)) return 0;
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (fault < 0 || number < at || (when && access(when, F_OK) != 0)) return 0;
  if (fault == 0) kill(getpid(), SIGKILL);
  errno = (int)fault;
  return 1;
}

static int opened(int file, int counts) {
  if (file >= 0 && file < MAX_FILES) atomic_store(&below[file], (char)counts);
  return file;
}

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)
#define MODE(flags, mode) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list more; \
    va_start(more, flags); \
    mode = va_arg(more, mode_t); \
    va_end(more); \
  }

static char kind_of(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT)) ? 'c' : 'o'; }

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); \
    MODE(flags, mode); \
    int counts = lies_below(path); \
    if (counts && fails(kind_of(flags))) return -1; \
    return opened(real(path, flags, mode), counts); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int where, const char *path, int flags, ...) { \
    REAL(name); \
    MODE(flags, mode); \
    int counts = lies_below(path) || (path[0] != '/' && is_below(where)); \
    if (counts && fails(kind_of(flags))) return -1; \
    return opened(real(where, path, flags, mode), counts); \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
  REAL(close);
  opened(file, 0);
  return real(file);
}

ssize_t read(int file, void *to, size_t size) {
  REAL(read);
  if (is_below(file) && fails('r')) return -1;
  return real(file, to, size);
}
ssize_t pread(int file, void *to, size_t size, off_t where) {
  REAL(pread);
  if (is_below(file) && fails('r')) return -1;
  return real(file, to, size, where);
}
ssize_t pread64(int file, void *to, size_t size, off64_t where) {
  REAL(pread64);
  if (is_below(file) && fails('r')) return -1;
  return real(file, to, size, where);
}
ssize_t write(int file, const void *from, size_t size) {
  REAL(write);
  if (is_below(file) && fails('w')) return -1;
  return real(file, from, size);
}
ssize_t writev(int file, const struct iovec *from, int count) {
  REAL(writev);
  if (is_below(file) && fails('w')) return -1;
  return real(file, from, count);
}
ssize_t pwrite(int file, const void *from, size_t size, off_t where) {
  REAL(pwrite);
  if (is_below(file) && fails('w')) return -1;
  return real(file, from, size, where);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t where) {
  REAL(pwrite64);
  if (is_below(file) && fails('w')) return -1;
  return real(file, from, size, where);
}
int ftruncate(int file, off_t size) {
  REAL(ftruncate);
  if (size > 0 && is_below(file) && fails('w')) return -1;
  return real(file, size);
}
int ftruncate64(int file, off64_t size) {
  REAL(ftruncate64);
  if (size > 0 && is_below(file) && fails('w')) return -1;
  return real(file, size);
}
int fsync(int file) {
  REAL(fsync);
  if (is_below(file) && fails('s')) return -1;
  return real(file);
}
int fdatasync(int file) {
  REAL(fdatasync);
  if (is_below(file) && fails('s')) return -1;
  return real(file);
}
int rename(const char *from, const char *to) {
  REAL(rename);
  if ((lies_below(from) || lies_below(to)) && fails('n')) return -1;
  return real(from, to);
}
int unlink(const char *path) {
  REAL(unlink);
  if (lies_below(path) && fails('n')) return -1;
  return real(path);
}
int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (lies_below(path) && fails('n')) return -1;
  return real(path, mode);
}
