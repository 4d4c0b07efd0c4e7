#include "refresh/maintenance.h"

#include "archive/rfc3339.h"
#include "refresh/archive_command.h"
#include "refresh/recorder.h"
#include <stdlib.h>

/* ---- quarantine -------------------------------------------------------------------- */

static bool tell_suspect(void *context, const struct store_suspect *suspect)
{
    char date[RFC3339_SIZE];
    rfc3339_write(suspect->since, date);
    buffer_printf(context, "%s  %s  %s  %u  %s\n", date, suspect->url, suspect->kind,
                  suspect->runs, suspect->reason);
    return true;
}

static int list_suspects(struct archive_command *archived)
{
    struct error err;
    bool done = store_each_suspect(&archived->store, tell_suspect, &archived->out, &err);
    return archive_command_end(archived, done, &err);
}

static bool discard(struct archive_command *archived, const struct store_page *page,
                    struct error *err)
{
    bool existed;
    return store_begin(&archived->store, err) &&
           store_delete_suspect(&archived->store, page->id, &existed, err) &&
           (existed || error_set(err, "%s: it is not in quarantine", page->url)) &&
           store_end_problem(
               &archived->store,
               arena_printf(&archived->arena, "suspect:%lld", (long long)page->id), 0,
               err) &&
           store_commit(&archived->store, err);
}

static int decide(struct archive_command *archived)
{
    const struct options *options = archived->given;
    const char *url = options->accept ? options->accept : options->discard;
    struct recorder ledger;
    struct store_page page;
    struct error err = {0};
    archived->options.arguments.items = &url;
    archived->options.arguments.count = 1;
    if (!archive_command_find_page(archived, 0, &page))
        return EXIT_FAILURE;
    bool done = recorder_open(&ledger, &archived->store, &archived->console,
                              archived->now, (int64_t)options->warc_bytes, &err);
    if (done)
        done = options->accept ? recorder_accept(&ledger, &page, &err)
                               : discard(archived, &page, &err);
    recorder_close(&ledger);
    return ledger.is_broken ? EXIT_FAILURE : archive_command_end(archived, done, &err);
}

int quarantine_run(const struct options *options)
{
    return options->accept || options->discard
               ? archive_command_run(options, archive_command_write_access(options),
                                     decide)
               : archive_command_run(options, STORE_READ, list_suspects);
}

/* ---- forget ------------------------------------------------------------------------ */

static int forget(struct archive_command *archived)
{
    int code = EXIT_SUCCESS;
    for (size_t i = 1; i < archived->given->arguments.count; i++) {
        struct store_page page;
        struct error err;
        if (!archive_command_find_page(archived, i, &page))
            code = EXIT_FAILURE;
        else if (!store_delete_page(&archived->store, &page, &err))
            code = archive_command_fail(archived, &err);
    }
    return code;
}

int forget_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), forget);
}
