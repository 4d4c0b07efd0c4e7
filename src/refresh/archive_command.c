#include "refresh/archive_command.h"

#include "archive/search_index.h"
#include "base/array.h"
#include "base/rfc3339.h"
#include "cli/exit_codes.h"
#include "cli/printer.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- winnow.conf ------------------------------------------------------------------- */

static const struct option_row *find_setting(struct slice name)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (slice_equal(slice_of_string(option_rows[i].name), name) &&
            option_is_setting(&option_rows[i]))
            return &option_rows[i];
    return NULL;
}

/* Where the path in an option's value begins: after the @ of --header @FILE. SIZE_MAX:
   the value has none. */
static size_t path_start(const struct option_row *row, const char *value)
{
    bool is_header_file = strcmp(row->name, "header") == 0 && value[0] == '@';
    return is_header_file ? 1 : option_takes_path(row) ? 0 : SIZE_MAX;
}

/* Paths in winnow.conf are relative to the archive, so that the current folder of a cron
   job does not matter, and a moved archive finds what was moved with it. */
static const char *value_of(struct archive_command *command, const struct option_row *row,
                            struct slice value)
{
    const char *text = arena_string(&command->arena, value);
    size_t start = path_start(row, text);
    if (start == SIZE_MAX || text[start] == '/' || !text[start])
        return text;
    return arena_printf(&command->arena, "%.*s%s/%s", (int)start, text,
                        command->given->arguments.items[0], text + start);
}

/* What is read from a path has to be there. Reports are written. */
static bool check_path(const struct option_row *row, const char *value, struct error *err)
{
    size_t start = path_start(row, value);
    bool is_written = slice_starts_with(slice_of_string(row->name), SLICE("report"));
    return start == SIZE_MAX || is_written || access(value + start, F_OK) == 0 ||
           error_set(err, "%s: %s: %s", row->name, value + start, strerror(errno));
}

/* Parses the option alone, so that an invalid value is reported with its line. */
static bool check_word(struct archive_command *command, const struct option_row *row,
                       const char *word, struct error *err)
{
    const struct options *given = command->given;
    const char *first[] = {given->argv[0], verb_row(given->verb)->name, word, "--"};
    struct string_list words = {0};
    struct options unused;
    for (size_t i = 0; i < COUNT_OF(first); i++)
        ARENA_PUSH(&command->arena, &words, first[i]);
    for (size_t i = 0; i < given->arguments.count; i++)
        ARENA_PUSH(&command->arena, &words, given->arguments.items[i]);
    ARENA_PUSH(&command->arena, &words, NULL);
    if (!options_parse((int)words.count - 1, (char *const *)(uintptr_t)words.items,
                       &command->arena, &unused, err))
        return false;
    struct fetch *fetch = NULL; /* headers, proxies and the like are read by it */
    bool is_usable = row->group != GROUP_FETCHING || !row->argument ||
                     fetch_open(&fetch, &unused.fetch, err);
    fetch_close(fetch);
    return is_usable;
}

/* Whether an option's value is for the owner's eyes only. */
static bool is_secret(const char *name, const char *value)
{
    return (strcmp(name, "header") == 0 && value[0] != '@') ||
           (strcmp(name, "proxy") == 0 && strchr(value, '@'));
}

static bool add_setting(struct archive_command *command, const struct option_row *row,
                        struct slice value, struct string_list *words, struct error *err)
{
    const char *word;
    bool is_yes = slice_equal(value, SLICE("yes")),
         is_no = slice_equal(value, SLICE("no"));
    if (!row->argument && !is_yes && !is_no)
        return error_set(err, "%s: expected yes or no", row->name);
    if (!option_goes_with(row, command->given->verb) || (!row->argument && is_no))
        return true;
    const char *text = row->argument ? value_of(command, row, value) : NULL;
    if (text && !check_path(row, text, err))
        return false;
    word = text ? arena_printf(&command->arena, "--%s=%s", row->name, text)
                : arena_printf(&command->arena, "--%s", row->name);
    ARENA_PUSH(&command->arena, words, word);
    return check_word(command, row, word, err);
}

static bool read_line(struct archive_command *command, struct slice line,
                      struct string_list *words, struct error *err)
{
    line = slice_trim(line);
    size_t colon = slice_find_char(line, ':');
    if (!line.len || line.ptr[0] == '#')
        return true;
    if (colon == SIZE_MAX)
        return error_set(err, "missing colon; expected NAME: VALUE");
    struct slice name = slice_trim(slice_of(line.ptr, colon));
    const struct option_row *row = find_setting(name);
    if (!row)
        return error_set(err, "unknown setting \"%.*s\"", SLICE_ARG(name));
    struct slice value = slice_trim(slice_after(line, colon + 1));
    command->has_secrets = command->has_secrets ||
                           is_secret(row->name, arena_string(&command->arena, value));
    return add_setting(command, row, value, words, err);
}

static void warn_of_secrets(struct archive_command *command)
{
    const char *path = command->store.path;
    if (command->has_secrets && store_settings_are_public(&command->store))
        console_news(&command->console,
                     "%s/winnow.conf has headers or a password, and other users can read "
                     "it; chmod 600 %s/winnow.conf",
                     path, path);
}

/* The text that versions are about is plain in each layout. */
static void take_layout(struct archive_command *command)
{
    struct options *options = &command->options;
    command->layout = options->page.form == WINNOW_AS_MARKDOWN ? TEXT_LAYOUT_MARKDOWN
                      : options->front_matter                  ? TEXT_LAYOUT_FRONT_MATTER
                                                               : TEXT_LAYOUT_PLAIN;
    options->page.form = WINNOW_AS_TEXT;
}

bool archive_command_read_settings(struct archive_command *command, struct error *err)
{
    struct buffer text;
    struct string_list words = {0};
    const struct options *given = command->given;
    unsigned number = 0;
    buffer_open(&text, &command->arena);
    if (!store_read_settings(&command->store, &text, err))
        return false;
    ARENA_PUSH(&command->arena, &words, given->argv[0]);
    for (struct slice line, rest = buffer_slice(&text);
         slice_split(&rest, '\n', &line);) {
        struct error why;
        number++;
        if (!read_line(command, line, &words, &why))
            return error_set(err, "%s/winnow.conf:%u: %s", command->store.path, number,
                             why.text);
    }
    warn_of_secrets(command);
    for (int i = 1; i < given->argc; i++)
        ARENA_PUSH(&command->arena, &words, given->argv[i]);
    ARENA_PUSH(&command->arena, &words, NULL);
    struct fetch_options proxies = given->fetch;
    if (!options_parse((int)words.count - 1, (char *const *)(uintptr_t)words.items,
                       &command->arena, &command->options, err))
        return false;
    take_layout(command);
    command->options.page.markdown = true; /* stored beside the text */
    command->options.fetch.http_proxy = proxies.http_proxy;
    command->options.fetch.https_proxy = proxies.https_proxy;
    command->options.fetch.no_proxy = proxies.no_proxy;
    return true;
}

static const char conf_head[] =
    "# Settings of this archive: long options of winnow refresh without the hyphens, "
    "one\n"
    "# per line, such as \"delay: 2\", \"rules: rules\" or \"allow-private: yes\". Paths "
    "are\n"
    "# relative to this folder. If there are headers or a password of a proxy here, let "
    "nobody\n"
    "# else read the file (mode 0600), or put them into a file that \"header: @FILE\" "
    "names.\n";

bool archive_command_has_secrets(const struct options *options)
{
    for (size_t i = 0; i < options->given.count; i++) {
        const struct given_option *given = &options->given.items[i];
        if (given->value && is_secret(given->row->name, given->value))
            return true;
    }
    return false;
}

/* The absolute path of a file that need not be there yet, unlike its folder. Heap; NULL
   with errno. */
static char *absolute_path(const char *path)
{
    char *absolute = realpath(path, NULL), *folder = NULL, *joined = NULL;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (absolute || errno != ENOENT || !*name)
        return absolute;
    folder = slash == path ? strdup("/")
             : slash       ? strndup(path, (size_t)(slash - path))
                           : strdup(".");
    absolute = folder ? realpath(folder, NULL) : NULL;
    if (absolute &&
        asprintf(&joined, "%s/%s", strcmp(absolute, "/") == 0 ? "" : absolute, name) < 0)
        joined = NULL;
    free(folder);
    free(absolute);
    return joined;
}

/* The rest of a path that is the folder or below it, without the slash; NULL for
   others. */
static const char *below(const char *path, struct slice folder)
{
    if (folder.len < 2 || !slice_starts_with(slice_of_string(path), folder))
        return NULL;
    return path[folder.len] == '/' ? path + folder.len + 1
           : path[folder.len]      ? NULL
                                   : ".";
}

/* Appends a path as a setting: relative to the archive if it is inside the archive or
   beside it, so that both can be moved together. */
static bool append_path(const char *archive, const char *path, struct buffer *out)
{
    size_t len = strlen(archive);
    while (len > 1 && archive[len - 1] == '/')
        len--;
    char *folder = strndup(archive, len);
    char *absolute = absolute_path(path), *home = folder ? absolute_path(folder) : NULL;
    bool done = absolute && home;
    int why = errno;
    if (done) {
        struct slice parent = slice_of_string(home);
        while (parent.len && parent.ptr[parent.len - 1] != '/')
            parent.len--;
        parent.len -= parent.len > 0;
        const char *inside = below(absolute, slice_of_string(home));
        const char *beside = inside ? NULL : below(absolute, parent);
        buffer_append_string(out, beside ? "../" : "");
        buffer_append_string(out, inside           ? inside
                                  : beside         ? beside
                                  : path[0] == '/' ? path
                                                   : absolute);
    }
    free(absolute);
    free(home);
    free(folder);
    errno = why;
    return done;
}

/* An option as a line of winnow.conf. False with err for what that cannot hold. */
static bool write_setting(const struct given_option *given, const char *archive,
                          struct buffer *out, struct error *err)
{
    const char *value = given->value ? given->value : "yes";
    struct slice text = slice_of_string(value);
    size_t start = path_start(given->row, value);
    if (slice_trim(text).len != text.len || slice_find_char(text, '\n') != SIZE_MAX)
        return error_set(err, "--%s: a setting has no line break and no space around it",
                         given->row->name);
    buffer_printf(out, "%s: ", given->row->name);
    if (start == SIZE_MAX) {
        buffer_append_string(out, value);
    } else {
        buffer_append(out, slice_of(value, start));
        if (!check_path(given->row, value, err) ||
            !append_path(archive, value + start, out))
            return error_set(err, "--%s %s: %s", given->row->name, value,
                             strerror(errno));
    }
    buffer_append_char(out, '\n');
    return true;
}

bool archive_command_write_settings(const struct options *options, struct buffer *out,
                                    struct error *err)
{
    buffer_append_string(out, conf_head);
    for (size_t i = 0; i < options->given.count; i++) {
        const struct given_option *given = &options->given.items[i];
        if (option_is_setting(given->row) &&
            !write_setting(given, options->arguments.items[0], out, err))
            return false;
    }
    if (!options_has(options, "text-format"))
        buffer_append_string(out, "text-format: markdown\n");
    return true;
}

/* ---- opening and closing ----------------------------------------------------------- */

static int refuse(struct archive_command *command, int code, const struct error *err)
{
    char line[ERROR_LINE_MAX];
    console_error(&command->console, "%s", error_line(err, line));
    arena_close(&command->arena);
    return code;
}

enum store_access archive_command_write_access(const struct options *options)
{
    return options->waits ? STORE_WRITE_WAIT : STORE_WRITE;
}

int archive_command_open(struct archive_command *command, const struct options *options,
                         enum store_access access)
{
    struct error err = {0};
    *command = (struct archive_command){.given = options, .options = *options};
    arena_open(&command->arena, SIZE_MAX);
    buffer_open(&command->out, NULL);
    console_open(&command->console, (enum verbosity)options->verbosity,
                 (enum progress_when)options->progress);
    command->now = (int64_t)time(NULL);
    if (options->now && !rfc3339_read(options->now, &command->now)) {
        error_set(&err, "--now: \"%s\" is not a valid time", options->now);
        return refuse(command, EXIT_USAGE, &err);
    }
    switch (store_open(&command->store, options->arguments.items[0], access, &err)) {
    case STORE_REFUSED:
        return refuse(command, EXIT_USAGE, &err);
    case STORE_LOCKED:
        return refuse(command, EXIT_LOCKED, &err);
    case STORE_OPEN:
        break;
    }
    return 0;
}

int archive_command_close(struct archive_command *command, int code)
{
    if (command->out.len && !printer_write(&command->console, &command->out) && !code)
        code = EXIT_FAILURE;
    buffer_close(&command->out);
    store_close(&command->store);
    arena_close(&command->arena);
    return code;
}

int archive_command_run(const struct options *options, enum store_access access,
                        int (*work)(struct archive_command *command))
{
    struct archive_command command;
    int code = archive_command_open(&command, options, access);
    return code ? code : archive_command_close(&command, work(&command));
}

/* What keeps texts from being indexed, such as a run that writes at the moment, does not
   keep the others from being found. */
void archive_command_complete_index(struct store *store, struct console *console)
{
    enum { TOLD_MIN = 100 }; /* pages; fewer are indexed before one notices */
    struct error err;
    int64_t stale = search_index_count_stale(store);
    if (stale >= TOLD_MIN)
        console_news(console,
                     "%s: indexing %lld texts for winnow search, which is done once",
                     store->path, (long long)stale);
    if (stale && !search_index_complete(store, &err))
        console_news(console, "%s: %lld texts cannot be found until they are indexed: %s",
                     store->path, (long long)search_index_count_stale(store), err.text);
}

bool archive_command_find_page(struct archive_command *command, size_t index,
                               struct store_page *page)
{
    const char *text = command->options.arguments.items[index];
    struct error err = {0};
    char *url = NULL;
    bool found = fetch_normalise_url(text, &url, &err) &&
                 store_find_page(&command->store, url, &command->arena, page, &err);
    if (!found)
        console_error(&command->console, "%s: %s", text,
                      err.text[0] ? err.text : "not in the archive");
    free(url);
    return found;
}

int archive_command_end(struct archive_command *command, bool done,
                        const struct error *err)
{
    return done ? EXIT_SUCCESS : archive_command_fail(command, err);
}

int archive_command_fail(struct archive_command *command, const struct error *err)
{
    console_error(&command->console, "%s", err->text);
    return EXIT_FAILURE;
}
