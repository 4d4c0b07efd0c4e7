/* The part of exchange.h about import: reads each FILE as what its content shows. */
#include "exchange/exchange.h"

#include "base/file.h"
#include "cli/exit_codes.h"
#include "cli/input.h"
#include "exchange/json_export.h"
#include "exchange/list_reader.h"
#include "exchange/record_import.h"
#include "exchange/warc_import.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a FILE that is read whole: an export of ten thousand articles with their texts has a
   few hundred megabytes. */
enum { FILE_BYTES_MAX = 1 << 30 };

struct import {
    struct importer importer;
    struct list_reader lists;
};

static void import_bytes(struct import *import, const char *name, struct slice bytes)
{
    struct error err = {0};
    switch (json_export_read(&import->importer, name, bytes, &err)) {
    case JSON_EXPORT_READ:
        break;
    case JSON_EXPORT_BROKEN:
        importer_fail(&import->importer, name, err.text);
        break;
    case JSON_EXPORT_OTHER:
        list_reader_read(&import->lists, name, bytes);
        break;
    }
}

/* Reads the file whole, unless it is a WARC file. */
static void import_open_file(struct import *import, const char *name, int fd)
{
    struct importer *importer = &import->importer;
    struct buffer bytes;
    if (warc_import_is(fd)) {
        warc_import_read(importer, name, fd);
        return;
    }
    buffer_open(&bytes, NULL);
    if (!file_read(fd, FILE_BYTES_MAX, &bytes))
        importer_fail(importer, name, strerror(errno));
    else if (bytes.len > FILE_BYTES_MAX)
        importer_fail(importer, name, "larger than 1 GiB; split the export");
    else
        import_bytes(import, name, buffer_slice(&bytes));
    buffer_close(&bytes);
}

static void import_file(struct import *import, const char *path)
{
    struct stat info;
    struct error err;
    bool is_stdin = strcmp(path, "-") == 0;
    if (!is_stdin && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        if (!record_import_folder(&import->importer, path, &err))
            importer_fail(&import->importer, path, err.text);
        return;
    }
    int fd = is_stdin ? STDIN_FILENO : input_open_file(path, &err);
    if (fd < 0)
        importer_fail(&import->importer, path, err.text);
    else
        import_open_file(import, is_stdin ? "standard input" : path, fd);
    if (fd > STDIN_FILENO)
        close(fd);
}

static int import_files(struct import *import, const struct string_list *files)
{
    struct importer *importer = &import->importer;
    list_reader_open(&import->lists, &importer->pages);
    for (size_t i = 1;
         i < files->count && !importer->is_broken && !importer->pages.is_broken; i++)
        import_file(import, files->items[i]);
    importer->failed += import->lists.failed;
    list_reader_close(&import->lists);
    return importer_close(importer);
}

static int import_all(struct archive_command *command)
{
    struct import *import = calloc(1, sizeof *import);
    struct error err;
    if (!archive_command_read_settings(command, &err) || !import) {
        console_error(&command->console, "%s", import ? err.text : "out of memory");
        free(import);
        return EXIT_USAGE;
    }
    importer_open(&import->importer, command);
    int code = import_files(import, &command->given->arguments);
    free(import);
    return code;
}

int import_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options),
                               import_all);
}
