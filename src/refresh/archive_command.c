#include "refresh/archive_command.h"

#include "archive/rfc3339.h"
#include "cli/exit_codes.h"
#include "cli/printer.h"
#include <stdlib.h>
#include <time.h>

/* ---- winnow.conf ------------------------------------------------------------------- */

static const struct option_row *find_setting(struct slice name)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (slice_equal(slice_of_string(option_rows[i].name), name) &&
            option_is_setting(&option_rows[i]))
            return &option_rows[i];
    return NULL;
}

/* Paths in the archive's file are seen from the archive, for cron runs anywhere. */
static const char *value_of(struct archive_command *archived,
                            const struct option_row *row, struct slice value)
{
    const char *text = arena_string(&archived->arena, value);
    if (!option_takes_path(row) || text[0] == '/' || !text[0])
        return text;
    return arena_printf(&archived->arena, "%s/%s", archived->given->arguments.items[0],
                        text);
}

/* Whether the word alone would do behind the verb: so that a bad value is told with its
   line. */
static bool check_word(struct archive_command *archived, const char *word,
                       struct error *err)
{
    const struct options *given = archived->given;
    const char *words[] = {given->argv[0], verb_row(given->verb)->name,
                           given->arguments.items[0], word, NULL};
    struct options unused;
    return options_parse(4, (char *const *)(uintptr_t)words, &archived->arena, &unused,
                         err);
}

static bool add_setting(struct archive_command *archived, const struct option_row *row,
                        struct slice value, struct string_list *words, struct error *err)
{
    const char *word;
    bool is_yes = slice_equal(value, SLICE("yes")),
         is_no = slice_equal(value, SLICE("no"));
    if (!row->argument && !is_yes && !is_no)
        return error_set(err, "%s is yes or no", row->name);
    if (!option_goes_with(row, archived->given->verb) || (!row->argument && is_no))
        return true;
    if (row->argument)
        word = arena_printf(&archived->arena, "--%s=%s", row->name,
                            value_of(archived, row, value));
    else
        word = arena_printf(&archived->arena, "--%s", row->name);
    ARENA_PUSH(&archived->arena, words, word);
    return check_word(archived, word, err);
}

static bool read_line(struct archive_command *archived, struct slice line,
                      struct string_list *words, struct error *err)
{
    line = slice_trim(line);
    size_t colon = slice_find_char(line, ':');
    if (!line.len || line.ptr[0] == '#')
        return true;
    if (colon == SIZE_MAX)
        return error_set(err, "no colon; write NAME: VALUE");
    struct slice name = slice_trim(slice_of(line.ptr, colon));
    const struct option_row *row = find_setting(name);
    if (!row)
        return error_set(err, "unknown setting \"%.*s\"", SLICE_ARG(name));
    return add_setting(archived, row, slice_trim(slice_after(line, colon + 1)), words,
                       err);
}

bool archive_command_read_settings(struct archive_command *archived, struct error *err)
{
    struct buffer text;
    struct string_list words = {0};
    const struct options *given = archived->given;
    unsigned number = 0;
    buffer_open(&text, &archived->arena);
    if (!store_read_settings(&archived->store, &text, err))
        return false;
    ARENA_PUSH(&archived->arena, &words, given->argv[0]);
    for (struct slice line, rest = buffer_slice(&text);
         slice_split(&rest, '\n', &line);) {
        struct error why;
        number++;
        if (!read_line(archived, line, &words, &why))
            return error_set(err, "%s/winnow.conf:%u: %s", archived->store.path, number,
                             why.text);
    }
    for (int i = 1; i < given->argc; i++)
        ARENA_PUSH(&archived->arena, &words, given->argv[i]);
    ARENA_PUSH(&archived->arena, &words, NULL);
    struct fetch_options proxies = given->fetch;
    if (!options_parse((int)words.count - 1, (char *const *)(uintptr_t)words.items,
                       &archived->arena, &archived->options, err))
        return false;
    archived->options.fetch.http_proxy = proxies.http_proxy;
    archived->options.fetch.https_proxy = proxies.https_proxy;
    archived->options.fetch.no_proxy = proxies.no_proxy;
    return true;
}

static const char conf_head[] =
    "# Settings of this archive: options of winnow refresh without their hyphens, one a\n"
    "# line, as \"delay: 2\", \"rules: rules\" or \"allow-private: yes\". Paths are seen "
    "from\n"
    "# this folder.\n";

/* An option that was given stands in argv as "--name=value",
   "--name value" or "--name". */
void archive_command_write_settings(const struct options *options, struct buffer *out)
{
    buffer_append_string(out, conf_head);
    for (int i = 1; i < options->argc; i++) {
        struct slice word = slice_of_string(options->argv[i]);
        size_t equals = slice_find_char(word, '=');
        if (!slice_starts_with(word, SLICE("--")))
            continue;
        struct slice name =
            slice_after(slice_of(word.ptr, equals < word.len ? equals : word.len), 2);
        const struct option_row *row = find_setting(name);
        if (!row)
            continue;
        const char *value = !row->argument      ? "yes"
                            : equals < word.len ? word.ptr + equals + 1
                                                : options->argv[++i];
        char *whole =
            option_takes_path(row) && value[0] != '/' ? realpath(value, NULL) : NULL;
        buffer_printf(out, "%s: %s\n", row->name, whole ? whole : value);
        free(whole);
    }
}

/* ---- beginning and end ------------------------------------------------------------- */

static int refuse(struct archive_command *archived, int code, const struct error *err)
{
    char line[ERROR_LINE_MAX];
    console_error(&archived->console, "%s", error_line(err, line));
    arena_close(&archived->arena);
    return code;
}

enum store_access archive_command_write_access(const struct options *options)
{
    return options->waits ? STORE_WRITE_WAIT : STORE_WRITE;
}

int archive_command_open(struct archive_command *archived, const struct options *options,
                         enum store_access access)
{
    struct error err = {0};
    *archived = (struct archive_command){.given = options, .options = *options};
    arena_open(&archived->arena, SIZE_MAX);
    buffer_open(&archived->out, NULL);
    console_open(&archived->console, (enum verbosity)options->verbosity,
                 (enum progress_when)options->progress);
    archived->now = (int64_t)time(NULL);
    if (options->now && !rfc3339_read(options->now, &archived->now)) {
        error_set(&err, "--now: \"%s\" is no time", options->now);
        return refuse(archived, EXIT_USAGE, &err);
    }
    switch (store_open(&archived->store, options->arguments.items[0], access, &err)) {
    case STORE_REFUSED:
        return refuse(archived, EXIT_USAGE, &err);
    case STORE_LOCKED:
        return refuse(archived, EXIT_LOCKED, &err);
    case STORE_OPEN:
        break;
    }
    return 0;
}

int archive_command_close(struct archive_command *archived, int code)
{
    if (archived->out.len && !printer_write(&archived->console, &archived->out) && !code)
        code = EXIT_FAILURE;
    buffer_close(&archived->out);
    store_close(&archived->store);
    arena_close(&archived->arena);
    return code;
}

int archive_command_run(const struct options *options, enum store_access access,
                        int (*work)(struct archive_command *archived))
{
    struct archive_command archived;
    int code = archive_command_open(&archived, options, access);
    return code ? code : archive_command_close(&archived, work(&archived));
}

bool archive_command_find_page(struct archive_command *archived, size_t index,
                               struct store_page *page)
{
    const char *text = archived->options.arguments.items[index];
    struct error err = {0};
    char *url = NULL;
    bool found = fetch_normalise_url(text, &url, &err) &&
                 store_find_page(&archived->store, url, &archived->arena, page, &err);
    if (!found)
        console_error(&archived->console, "%s: %s", text,
                      err.text[0] ? err.text : "is not in the archive");
    free(url);
    return found;
}

int archive_command_end(struct archive_command *archived, bool done,
                        const struct error *err)
{
    return done ? EXIT_SUCCESS : archive_command_fail(archived, err);
}

int archive_command_fail(struct archive_command *archived, const struct error *err)
{
    console_error(&archived->console, "%s", err->text);
    return EXIT_FAILURE;
}
