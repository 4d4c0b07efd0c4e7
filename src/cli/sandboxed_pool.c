#include "cli/sandboxed_pool.h"

#include <unistd.h>

unsigned sandboxed_pool_count(const struct options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (options->workers)
        return options->workers;
    return cores < 1 ? 1 : cores > WORKERS_MAX ? WORKERS_MAX : (unsigned)cores;
}

static bool choose_sandbox(const struct options *options, struct console *console,
                           enum sandbox *out, struct error *err)
{
    *out = SANDBOX_NONE;
    if (options->sandbox == SANDBOX_OFF)
        return true;
    *out = sandbox_find_strongest(err);
    if (*out == SANDBOX_FULL)
        return true;
    if (options->sandbox == SANDBOX_REQUIRED)
        return error_set(err, "--require-sandbox: %s",
                         err->text[0] ? err->text : "there is none in this build");
    if (err->text[0])
        console_news(console, "%s; pages are parsed under resource limits alone",
                     err->text);
    return true;
}

bool sandboxed_pool_open(const struct options *options, struct console *console,
                         struct worker_options workers, struct worker_pool **out,
                         struct error *err)
{
    workers.page_seconds = options->page_seconds;
    workers.memory_max = options->page_memory;
    workers.bytes_max = options->fetch.max_bytes;
    workers.isolate = options->isolate;
    return choose_sandbox(options, console, &workers.sandbox, err) &&
           worker_pool_open(out, &workers, err);
}
