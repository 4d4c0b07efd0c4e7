/* The part of exchange.h about import: reads each FILE as what its content shows. */
#include "exchange/exchange.h"

#include "base/file.h"
#include "cli/exit_codes.h"
#include "cli/input.h"
#include "exchange/json_export.h"
#include "exchange/list_reader.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of a FILE that is read whole: an export of ten thousand articles with their texts has a
   few hundred megabytes. */
enum { FILE_BYTES_MAX = 1 << 30 };

struct import {
    struct archive_command *command;
    struct page_list pages;
    struct list_reader lists;
    size_t failed; /* files; reported */
};

static bool read_file(const char *path, struct buffer *out, struct error *err)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : input_open_file(path, err);
    if (fd < 0)
        return false;
    bool done =
        file_read(fd, FILE_BYTES_MAX, out) || error_set(err, "%s", strerror(errno));
    close(fd);
    if (done && out->len > FILE_BYTES_MAX)
        return error_set(err, "larger than 1 GiB; split the export");
    return done;
}

static void import_bytes(struct import *import, const char *name, struct slice bytes)
{
    struct error err = {0};
    switch (json_export_read(&import->pages, name, bytes, &err)) {
    case JSON_EXPORT_READ:
        break;
    case JSON_EXPORT_BROKEN:
        console_error(&import->command->console, "%s: %s", name, err.text);
        import->failed++;
        break;
    case JSON_EXPORT_OTHER:
        list_reader_read(&import->lists, name, bytes);
        break;
    }
}

static void import_file(struct import *import, const char *path)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    struct buffer bytes;
    struct error err;
    buffer_open(&bytes, NULL);
    if (read_file(path, &bytes, &err)) {
        import_bytes(import, name, buffer_slice(&bytes));
    } else {
        console_error(&import->command->console, "%s: %s", name, err.text);
        import->failed++;
    }
    buffer_close(&bytes);
}

static int import_all(struct archive_command *command)
{
    struct import import = {.command = command, .pages = {.command = command}};
    const struct string_list *files = &command->given->arguments;
    struct error err;
    if (!archive_command_read_settings(command, &err)) {
        console_error(&command->console, "%s", err.text);
        return EXIT_USAGE;
    }
    list_reader_open(&import.lists, &import.pages);
    for (size_t i = 1; i < files->count && !import.pages.is_broken; i++)
        import_file(&import, files->items[i]);
    int code = page_list_close(&import.pages);
    if (code == EXIT_SUCCESS && (import.failed || import.lists.failed))
        code = EXIT_FAILURE;
    list_reader_close(&import.lists);
    return code;
}

int import_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options),
                               import_all);
}
