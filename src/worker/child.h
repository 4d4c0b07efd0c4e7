/* child: the child's half of a worker. */
#ifndef WINNOW_WORKER_CHILD_H
#define WINNOW_WORKER_CHILD_H

#include "worker/worker.h"
#include <sys/types.h>

/* The descriptor that a worker's socket has in the worker. */
enum { CHILD_SOCKET = 3 };

/* Runs in a process just forked off by `parent`: gives up what a worker needs not, then
   cleans the pages that come through the socket until it ends. */
_Noreturn void child_serve_pages(int socket, pid_t parent,
                                 const struct worker_options *options);

#endif
