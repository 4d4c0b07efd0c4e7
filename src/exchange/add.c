/* The part of exchange.h about add: URLs from the command line and from lists. */
#include "exchange/exchange.h"

#include "cli/exit_codes.h"
#include "cli/line_reader.h"
#include "exchange/page_list.h"
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { URL_BYTES_MAX = 64 * 1024 };

static const char stdin_name[] = "standard input";

static bool add_line(struct page_list *list, struct slice line)
{
    line = slice_trim(line);
    return !line.len || line.ptr[0] == '#' || page_list_add(list, NULL, line);
}

/* Returns false if standard input could not be read, which is reported, or after an error
   of the archive. */
static bool add_stdin(struct page_list *list)
{
    struct console *console = &list->command->console;
    struct line_reader lines;
    struct slice line;
    struct error err;
    bool goes_on = true, failed = false;
    line_reader_open(&lines, STDIN_FILENO, '\n', URL_BYTES_MAX);
    while (goes_on) {
        struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
        switch (line_reader_next(&lines, &line, &err)) {
        case LINE_READER_LINE:
            goes_on = add_line(list, line);
            break;
        case LINE_READER_TOO_LONG:
            console_error(console, "%s:%zu: the line is too long for a URL", stdin_name,
                          lines.number);
            list->invalid++;
            break;
        case LINE_READER_WAIT:
            poll(&ready, 1, -1);
            break;
        case LINE_READER_ERROR:
            console_error(console, "%s: %s", stdin_name, err.text);
            failed = true;
            goes_on = false;
            break;
        case LINE_READER_END:
            goes_on = false;
            break;
        }
    }
    line_reader_close(&lines);
    return !failed && !list->is_broken;
}

static int add(struct archive_command *command)
{
    struct page_list list = {.command = command};
    const struct string_list *arguments = &command->given->arguments;
    bool done = true;
    for (size_t i = 1; i < arguments->count && !list.is_broken; i++) {
        const char *word = arguments->items[i];
        if (strcmp(word, "-") == 0)
            done = add_stdin(&list) && done;
        else
            page_list_add(&list, NULL, slice_of_string(word));
    }
    int code = page_list_close(&list);
    return done ? code : EXIT_FAILURE;
}

int add_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), add);
}
