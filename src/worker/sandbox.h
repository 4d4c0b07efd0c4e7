/* sandbox: what a worker gives up before the first byte of a page, for good. Left to it
   are its socket, memory, the clock, and its own end. The seccomp door. */
#ifndef WINNOW_WORKER_SANDBOX_H
#define WINNOW_WORKER_SANDBOX_H

#include "base/error.h"
#include <stddef.h>

enum sandbox {
    SANDBOX_NONE,   /* for debuggers */
    SANDBOX_LIMITS, /* resource limits and no new privileges: where the kernel has no more
                     */
    SANDBOX_WHOLE,  /* the same, and any other system call is the end of the process */
};

/* The strongest cage that this kernel gives, tried in a child of its own. When that is
   not SANDBOX_WHOLE, err says why; with an empty text where nobody need be told, for it
   is the program that was built with a sanitizer, which lives in no cage. */
enum sandbox sandbox_find_strongest(struct error *err);

/* Cages the calling process. `socket` is the descriptor that it goes on using, and
   memory_max the bytes that it may take beside what it has; 0: any. False when the cage
   cannot be had: then the process is to end. */
bool sandbox_enter(enum sandbox cage, int socket, size_t memory_max);

#endif
