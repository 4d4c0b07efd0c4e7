/* child: the code that runs in a worker process. */
#ifndef WINNOW_WORKER_CHILD_H
#define WINNOW_WORKER_CHILD_H

#include "worker/worker.h"
#include <sys/types.h>

/* The descriptor of the socket in the worker process. */
enum { CHILD_SOCKET = 3 };

/* To be called in a process that `parent` has just forked: enters the sandbox, then
   cleans the pages that arrive on the socket until it is closed. */
_Noreturn void child_serve_pages(int socket, pid_t parent,
                                 const struct worker_options *options);

#endif
