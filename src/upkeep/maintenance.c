#include "upkeep/maintenance.h"

#include "archive/unfinished.h"
#include "base/rfc3339.h"
#include "refresh/archive_command.h"
#include "refresh/recorder.h"
#include <stdlib.h>

/* ---- quarantine -------------------------------------------------------------------- */

static bool append_suspect(void *context, const struct store_suspect *suspect)
{
    char date[RFC3339_SIZE];
    rfc3339_write(suspect->since, date);
    buffer_printf(context, "%s  %s  %s  %u  %s\n", date, suspect->url, suspect->kind,
                  suspect->runs, suspect->reason);
    return true;
}

static int list_suspects(struct archive_command *command)
{
    struct error err;
    bool done = store_each_suspect(&command->store, append_suspect, &command->out, &err);
    return archive_command_end(command, done, &err);
}

static int decide_suspect(struct archive_command *command)
{
    const struct options *options = command->given;
    const char *url = options->accept ? options->accept : options->discard;
    struct recorder recorder;
    struct store_page page;
    struct error err = {0};
    command->options.arguments.items = &url;
    command->options.arguments.count = 1;
    if (!archive_command_find_page(command, 0, &page))
        return EXIT_FAILURE;
    bool done = recorder_open(&recorder, command, &err);
    if (done)
        done = options->accept ? recorder_accept(&recorder, &page, &err)
                               : recorder_discard(&recorder, &page, &err);
    recorder_close(&recorder);
    return recorder.is_broken ? EXIT_FAILURE : archive_command_end(command, done, &err);
}

int quarantine_run(const struct options *options)
{
    return options->accept || options->discard
               ? archive_command_run(options, archive_command_write_access(options),
                                     decide_suspect)
               : archive_command_run(options, STORE_READ, list_suspects);
}

/* ---- forget ------------------------------------------------------------------------ */

/* All pages are forgotten at once: a run that is killed forgets all of them or none. */
static int forget(struct archive_command *command)
{
    struct error why;
    int code = EXIT_SUCCESS;
    for (size_t i = 1; i < command->given->arguments.count; i++) {
        struct store_page page;
        struct error err;
        if (!archive_command_find_page(command, i, &page))
            code = EXIT_FAILURE;
        else if (!store_delete_page(&command->store, &page, &err))
            return archive_command_fail(command, &err);
    }
    bool done =
        store_commit(&command->store, &why) && unfinished_complete(&command->store, &why);
    return done ? code : archive_command_fail(command, &why);
}

int forget_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), forget);
}
