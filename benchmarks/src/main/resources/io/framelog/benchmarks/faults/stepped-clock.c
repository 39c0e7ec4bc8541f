/*
 * Steps the wall clock of one process and leaves its monotonic clock alone: LD_PRELOAD=stepped-clock.so with
 * STEPPED_CLOCK=FILE, whose first 8 bytes are the seconds to add, as a number of the machine. A change counts at once.
 *
 * libfaketime does the same for any program, but takes a lock for each look at the clock, and wraps the waits for
 * conditions, too: Java's threads then get a tenth of their frames.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const int64_t none = 0;
static const volatile int64_t *seconds = &none;
static int (*vdso)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  vdso = dlsym(RTLD_NEXT, "clock_gettime");
  const char *file = getenv("STEPPED_CLOCK");
  int descriptor = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
  if (descriptor < 0) return;
  void *mapped = mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, descriptor, 0);
  if (mapped != MAP_FAILED) seconds = mapped;
  close(descriptor);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = vdso ? vdso(clock, now) : (int)syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += *seconds;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec precise;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return result;
}

time_t time(time_t *now) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now) *now = precise.tv_sec;
  return precise.tv_sec;
}
