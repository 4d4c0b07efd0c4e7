/* The part of maintenance.h about what a person decides about pages: restore, pin and
   ignore. */
#include "upkeep/maintenance.h"

#include "refresh/archive_command.h"
#include "refresh/recorder.h"
#include <stdlib.h>

/* ---- restore ----------------------------------------------------------------------- */

static bool read_number(const char *word, int64_t *out, struct error *err)
{
    char *end;
    long long number = strtoll(word, &end, 10);
    *out = number;
    return (*word && !*end && number > 0) ||
           error_set(err, "\"%s\" is not the number of a version; winnow log lists them",
                     word);
}

static int restore(struct archive_command *command)
{
    struct recorder recorder;
    struct store_page page;
    struct error err = {0};
    int64_t number;
    if (!archive_command_find_page(command, 1, &page))
        return EXIT_FAILURE;
    if (!read_number(command->given->arguments.items[2], &number, &err))
        return archive_command_fail(command, &err);
    bool done = recorder_open(&recorder, command, &err) &&
                recorder_restore(&recorder, &page, number, &err);
    recorder_close(&recorder);
    return recorder.is_broken ? EXIT_FAILURE : archive_command_end(command, done, &err);
}

int restore_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), restore);
}

/* ---- pin, ignore ------------------------------------------------------------------- */

static bool pin(struct archive_command *command, const struct store_page *page,
                bool is_on, struct error *err)
{
    struct store *store = &command->store;
    return page->is_pinned == is_on ||
           (store_set_pinned(store, page->id, is_on, err) &&
            store_add_event(store, page->id, command->now, is_on ? "pinned" : "unpinned",
                            "", err));
}

/* The problems of a page that is no longer asked for are over, without a report. */
static bool ignore(struct archive_command *command, const struct store_page *page,
                   bool is_on, struct error *err)
{
    struct store *store = &command->store;
    return page->is_ignored == is_on ||
           (store_set_ignored(store, page->id, is_on, err) &&
            (!is_on || store_end_page_problems(store, page->id, err)) &&
            store_add_event(store, page->id, command->now,
                            is_on ? "ignored" : "no longer ignored", "", err));
}

typedef bool (*change_page)(struct archive_command *command,
                            const struct store_page *page, bool is_on, struct error *err);

static int change_pages(struct archive_command *command, change_page change)
{
    int code = EXIT_SUCCESS;
    for (size_t i = 1; i < command->given->arguments.count; i++) {
        struct store_page page;
        struct error err = {0};
        if (!archive_command_find_page(command, i, &page))
            code = EXIT_FAILURE;
        else if (!store_begin(&command->store, &err) ||
                 !change(command, &page, !command->given->undoes, &err) ||
                 !store_commit(&command->store, &err))
            return archive_command_fail(command, &err);
    }
    return code;
}

static int pin_pages(struct archive_command *command)
{
    return change_pages(command, pin);
}

int pin_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), pin_pages);
}

static int ignore_pages(struct archive_command *command)
{
    return change_pages(command, ignore);
}

int ignore_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options),
                               ignore_pages);
}
