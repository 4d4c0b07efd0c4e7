/* sandboxed_pool: starts the workers that the command line asks for, in the strongest
 * sandbox available. */
#ifndef WINNOW_CLI_SANDBOXED_POOL_H
#define WINNOW_CLI_SANDBOXED_POOL_H

#include "cli/console.h"
#include "worker/worker.h"

/* The number of --workers or, without it, of cores. */
unsigned sandboxed_pool_count(const struct options *options);

/* Opens a pool with the limits and the sandbox of the options; count, book, clean and
   answer_max are the caller's. If this kernel does not support the sandbox, that is
   reported; it is an error only with --require-sandbox. */
bool sandboxed_pool_open(const struct options *options, struct console *console,
                         struct worker_options workers, struct worker_pool **out,
                         struct error *err);

#endif
