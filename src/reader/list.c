/* The part of reading.h about winnow list. */
#include "reader/reading.h"

#include "base/rfc3339.h"
#include "base/utf8.h"
#include "cli/exit_codes.h"
#include "cli/printer.h"
#include "refresh/archive_command.h"
#include "write/formats.h"
#include <stdlib.h>
#include <string.h>

enum { OUT_MAX = 1 << 20, DATE_LEN = 10 };

struct list {
    struct archive_command *command;
    bool is_json, is_broken; /* broken: nothing more can be written */
    size_t count;
};

/* ---- rows -------------------------------------------------------------------------- */

static void put_text(struct json *row, const char *key, const char *value)
{
    json_put(row, key, value ? json_string_new(slice_of_string(value)) : json_null_new());
}

static void put_time(struct json *row, const char *key, int64_t when)
{
    char date[RFC3339_SIZE];
    put_text(row, key, when ? rfc3339_write(when, date) : NULL);
}

struct json *list_row_json(const struct listing_row *row)
{
    struct json *object = json_object_new();
    put_text(object, "url", row->url);
    put_text(object, "host", row->host);
    put_text(object, "state", row->state);
    put_text(object, "file", row->file);
    put_text(object, "title", row->title);
    put_text(object, "author", row->author);
    put_text(object, "date", row->date);
    put_text(object, "site", row->site);
    put_text(object, "language", row->language);
    json_put(object, "version", json_integer_new(row->version));
    put_time(object, "checked_at", row->checked);
    put_time(object, "changed_at", row->changed);
    put_time(object, "due_at", row->due);
    return object;
}

static void append_line(const struct listing_row *row, struct buffer *out)
{
    char date[RFC3339_SIZE] = "-         ";
    if (row->changed)
        rfc3339_write(row->changed, date);
    buffer_printf(out, "%.*s  %-7s  ", DATE_LEN, date, row->state);
    utf8_append_line(out, slice_of_string(row->url));
    if (row->title) {
        buffer_append_string(out, "  ");
        utf8_append_line(out, slice_of_string(row->title));
    }
    buffer_append_char(out, '\n');
}

static bool append_row(void *context, const struct listing_row *row)
{
    struct list *list = context;
    struct buffer *out = &list->command->out;
    list->count++;
    if (list->is_json) {
        struct json *object = list_row_json(row);
        json_write(object, out);
        json_drop(object);
        buffer_append_char(out, '\n');
    } else {
        append_line(row, out);
    }
    list->is_broken = out->len > OUT_MAX && !printer_write(&list->command->console, out);
    return !list->is_broken;
}

/* ---- the command ------------------------------------------------------------------- */

static bool read_since(const struct archive_command *command, int64_t *since,
                       struct error *err)
{
    const char *text = command->given->since;
    int64_t duration;
    *since = 0;
    if (!text)
        return true;
    if (rfc3339_read_duration(text, &duration)) {
        *since = command->now - duration;
        return true;
    }
    return rfc3339_read(text, since) ||
           error_set(err,
                     "--since: expected a date, such as 2025-03-04, or a duration, such "
                     "as 2d, got \"%s\"",
                     text);
}

static bool read_choice(const struct archive_command *command,
                        struct listing_choice *choice, struct error *err)
{
    const struct options *options = command->given;
    *choice = (struct listing_choice){.state = options->state};
    if (options->arguments.count > 1)
        choice->host = options->arguments.items[1];
    if (choice->state && !listing_knows_state(choice->state))
        return error_set(err,
                         "--state: expected new, ok, failing, missing, gone or "
                         "quarantine, got \"%s\"",
                         choice->state);
    return read_since(command, &choice->since, err);
}

static int list_pages(struct archive_command *command)
{
    struct list list = {
        .command = command,
        .is_json = command->given->format->write_record != NULL,
    };
    struct listing_choice choice;
    struct error err = {0};
    if (!read_choice(command, &choice, &err)) {
        archive_command_fail(command, &err);
        return EXIT_USAGE;
    }
    bool done = listing_each(&command->store, &choice, append_row, &list, &err);
    return list.is_broken ? EXIT_FAILURE : archive_command_end(command, done, &err);
}

int list_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, list_pages);
}
