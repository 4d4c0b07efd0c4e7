/* sandbox: restricts a worker process for good, before it reads the first byte of a page.
   It keeps its socket, memory, the clock, and exit. The only user of libseccomp. */
#ifndef WINNOW_WORKER_SANDBOX_H
#define WINNOW_WORKER_SANDBOX_H

#include "base/error.h"
#include <stddef.h>

enum sandbox {
    SANDBOX_NONE,   /* for debuggers */
    SANDBOX_LIMITS, /* resource limits and no new privileges; if seccomp is unavailable */
    SANDBOX_FULL,   /* the same, and seccomp kills the process on other system calls */
};

/* Returns the strongest sandbox that this kernel supports, tested in a child process. If
   that is not SANDBOX_FULL, err says why; err is empty if there is nothing to report
   because the program was built with a sanitizer, which does not work in a sandbox. */
enum sandbox sandbox_find_strongest(struct error *err);

/* Puts the calling process into a sandbox. `socket` is the descriptor that it may still
   use, memory_max the bytes that it may allocate in addition to what it has; 0: no limit.
   Returns false on failure: the process must then exit. */
bool sandbox_enter(enum sandbox sandbox, int socket, size_t memory_max);

/* Writes the filter of system calls to a file, as the program that the kernel runs for
   each call (seccomp(2)): for tests, which can then ask about any call. */
bool sandbox_export_filter(int socket, int fd);

#endif
