/* sandboxed_pool: the workers as the command line wants them, in the
   strongest cage that there is. */
#ifndef WINNOW_CLI_SANDBOXED_POOL_H
#define WINNOW_CLI_SANDBOXED_POOL_H

#include "cli/console.h"
#include "worker/worker.h"

/* How many --workers says, or as many as cores. */
unsigned sandboxed_pool_count(const struct options *options);

/* Opens a pool with the limits and the cage of the options; count, book, clean and
   answer_max are the caller's. A cage that this kernel does not give is told, and an
   error only with --require-sandbox. */
bool sandboxed_pool_open(const struct options *options, struct console *console,
                         struct worker_options workers, struct worker_pool **out,
                         struct error *err);

#endif
