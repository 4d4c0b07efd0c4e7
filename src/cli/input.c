#include "cli/input.h"

#include "base/array.h"
#include "base/magic.h"
#include "base/url.h"
#include "cli/content_kind.h"
#include "cli/jsonline.h"
#include "cli/page_file.h"
#include "cli/warcinput.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    URL_LINE_MAX = 1 << 16, /* eight times what servers accept */
    PROBE_LINES = 5,        /* if none of these is a URL, the input is not a list */
    PROBE_MAX = 1 << 20, /* bytes to search for them; if all are comments, it is a list */
    /* Size limit of a line of JSON relative to its page: JSON needs at most six bytes for
       a byte of a page (\u0000). */
    JSON_FACTOR = 6,
    JSON_EXTRA = 1 << 20,
};

static const char stdin_name[] = "standard input";

/* ---- items ------------------------------------------------------------------------- */

void item_open(struct item *item)
{
    *item = (struct item){.kind = ITEM_BROKEN};
    buffer_open(&item->name, NULL);
    buffer_open(&item->line, NULL);
    buffer_open(&item->passed, NULL);
    buffer_open(&item->bytes, NULL);
    buffer_open(&item->url, NULL);
    buffer_open(&item->content_type, NULL);
    buffer_open(&item->head, NULL);
}

void item_close(struct item *item)
{
    buffer_close(&item->name);
    buffer_close(&item->line);
    buffer_close(&item->passed);
    buffer_close(&item->bytes);
    buffer_close(&item->url);
    buffer_close(&item->content_type);
    buffer_close(&item->head);
}

static enum input_result give_url(struct item *item, struct slice url, bool is_typed)
{
    buffer_append(&item->name, url);
    buffer_append(&item->line, url);
    item->kind = ITEM_URL;
    item->is_named = true;
    item->is_typed = is_typed;
    return INPUT_ITEM;
}

/* Returns a broken item; its error has been set. */
static enum input_result give_broken(struct item *item, struct slice name,
                                     enum winnow_status status)
{
    buffer_append(&item->name, name);
    buffer_append(&item->line, name);
    item->kind = ITEM_BROKEN;
    item->is_named = true;
    item->status = status;
    return INPUT_ITEM;
}

/* ---- what bytes look like ---------------------------------------------------------- */

bool input_looks_like_url(struct slice line)
{
    line = slice_trim(line);
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '\0')
            return false;
    enum url_start start = url_start_of(line);
    if (start == URL_START_SCHEME)
        return true;
    for (size_t i = 0; i < line.len; i++)
        if (is_ascii_space((unsigned char)line.ptr[i]))
            return false;
    return start != URL_START_NONE || slice_starts_with(line, SLICE("//"));
}

static struct slice after_bom(struct slice text)
{
    return slice_after(text, slice_starts_with(text, SLICE("\xEF\xBB\xBF")) ? 3 : 0);
}

/* ---- a list's first lines ---------------------------------------------------------- */

static bool is_comment_or_blank(struct slice line)
{
    struct slice trimmed = slice_trim(line);
    return trimmed.len == 0 || line.ptr[0] == '#';
}

static bool is_utf16(struct slice text)
{
    return slice_starts_with(text, SLICE("\xFF\xFE")) ||
           slice_starts_with(text, SLICE("\xFE\xFF"));
}

static enum input_result refuse(const struct input *input, struct slice first,
                                struct error *err)
{
    const char *binary = magic_name(first);
    bool is_markup = slice_starts_with(slice_trim(first), SLICE("<"));
    const char *what = "none of its first lines is a URL";
    if (is_utf16(first))
        what = "it is UTF-16; iconv -f UTF-16 -t UTF-8 turns it into one";
    else if (binary)
        what = binary;
    else if (is_markup)
        what = "it begins with \"<\"";
    else if (slice_find_char(first, '\0') != SIZE_MAX)
        what = "it holds NUL bytes; -0 reads a list that is separated by them";
    error_set(err,
              "%s is not %s (%s%s); for a page or a text write --input html or "
              "--input text",
              input->name,
              input->kind == INPUT_JSONL ? "lines of JSON" : "a list of URLs",
              binary ? "it is " : "", what);
    return INPUT_REFUSED;
}

enum guess { GUESS_LIST, GUESS_OTHER, GUESS_OPEN };

static bool is_page_or_binary(struct slice text)
{
    return slice_starts_with(slice_trim(text), SLICE("<")) || magic_name(text);
}

/* What kind of text a stream begins with, when this much of it has been read. */
static enum guess guess_list(struct slice text, char separator, bool at_end)
{
    struct slice rest = text, line;
    unsigned others = 0;
    if (is_page_or_binary(text))
        return GUESS_OTHER;
    while (others < PROBE_LINES && slice_split(&rest, separator, &line)) {
        bool is_whole = rest.ptr || at_end;
        if (!is_whole && line.len <= URL_LINE_MAX)
            break;
        if (is_comment_or_blank(line))
            continue;
        if (is_whole && input_looks_like_url(line))
            return GUESS_LIST;
        others++;
    }
    bool is_empty = others == 0 && (at_end || text.len > PROBE_MAX);
    if (is_empty)
        return GUESS_LIST;
    return at_end || others >= PROBE_LINES ? GUESS_OTHER : GUESS_OPEN;
}

/* The same for lines of JSON. A broken line does not affect the others, even if it is the
   first; but for a whole page, every line would be an error. */
static enum guess guess_json(struct slice text, bool at_end)
{
    bool is_open = slice_trim(text).len == 0 && text.len <= PROBE_MAX && !at_end;
    return is_page_or_binary(text) ? GUESS_OTHER : is_open ? GUESS_OPEN : GUESS_LIST;
}

/* Whether the stream has the expected content: INPUT_ITEM if it has. Looks at the pending
   bytes without consuming them. */
static enum input_result probe_lines(struct input *input, struct error *err)
{
    struct line_reader *lines = &input->lines;
    for (;;) {
        struct slice text = after_bom(line_reader_pending(lines));
        enum guess guess = input->kind == INPUT_JSONL
                               ? guess_json(text, lines->at_end)
                               : guess_list(text, lines->separator, lines->at_end);
        if (guess == GUESS_LIST)
            return INPUT_ITEM;
        if (guess == GUESS_OTHER || text.len > PROBE_MAX)
            return refuse(input, text, err);
        enum line_reader_result filled = line_reader_fill(lines, err);
        if (filled == LINE_READER_ERROR)
            return INPUT_FAILED;
        if (filled == LINE_READER_WAIT)
            return INPUT_WAIT;
    }
}

/* ---- lists and lines --------------------------------------------------------------- */

static enum input_result give_url_line(struct slice line, struct item *item)
{
    struct slice url = slice_trim(line);
    if (slice_find_char(url, '\0') == SIZE_MAX)
        return give_url(item, url, false);
    error_set(&item->error, "the line holds a NUL byte");
    return give_broken(item, url, WINNOW_INVALID);
}

static enum input_result give_json_line(struct input *input, struct slice line,
                                        struct item *item)
{
    line = slice_trim(line);
    buffer_printf(&item->name, "%s:%zu", input->name, input->lines.number);
    if (input->options->failed)
        buffer_append(&item->line, line);
    jsonline_read(line, input->options->fetch.max_bytes, item);
    return INPUT_ITEM;
}

static enum input_result give_long_line(struct input *input, struct slice line,
                                        struct item *item)
{
    bool is_json = input->kind == INPUT_JSONL;
    error_set(&item->error, "line %zu is longer than %zu bytes", input->lines.number,
              input->lines.line_max);
    give_broken(item, line, is_json ? WINNOW_TOO_LARGE : WINNOW_INVALID);
    item->is_named = !is_json;
    return INPUT_ITEM;
}

static enum input_result next_line(struct input *input, struct item *item,
                                   struct error *err)
{
    struct slice line;
    for (;;) {
        enum line_reader_result result = line_reader_next(&input->lines, &line, err);
        switch (result) {
        case LINE_READER_WAIT:
            return INPUT_WAIT;
        case LINE_READER_END:
            return INPUT_END;
        case LINE_READER_ERROR:
            return INPUT_FAILED;
        case LINE_READER_TOO_LONG:
            return give_long_line(input, line, item);
        case LINE_READER_LINE:
            line = input->lines.number == 1 ? after_bom(line) : line;
            if (input->kind == INPUT_JSONL && slice_trim(line).len)
                return give_json_line(input, line, item);
            if (input->kind != INPUT_JSONL && !is_comment_or_blank(line))
                return give_url_line(line, item);
        }
    }
}

static enum input_result next_probed_line(struct input *input, struct item *item,
                                          struct error *err)
{
    if (!input->is_sure) {
        enum input_result probed = probe_lines(input, err);
        if (probed != INPUT_ITEM)
            return probed;
        input->is_sure = true;
    }
    return next_line(input, item, err);
}

/* ---- whole pages ------------------------------------------------------------------- */

static enum input_result give_page(struct input *input, struct item *item)
{
    struct slice bytes = line_reader_pending(&input->lines);
    bool is_stdin = input->name == stdin_name;
    const char *url = input->options->url;
    struct slice name = slice_of_string(url ? url : input->name);
    size_t max = input->options->fetch.max_bytes;
    if (bytes.len > max) {
        error_set(&item->error, "larger than %zu bytes; --max-bytes allows more", max);
        give_broken(item, name, WINNOW_TOO_LARGE);
    } else {
        bool is_text = input->kind == INPUT_TEXT;
        give_broken(item, name, WINNOW_OK);
        if (page_file_read(bytes, max, is_text, item))
            item->kind = ITEM_PAGE;
        item->page_kind = is_text ? WINNOW_TEXT : WINNOW_HTML;
        if (url) {
            buffer_truncate(&item->name, 0);
            buffer_truncate(&item->url, 0);
            buffer_append(&item->name, name);
            buffer_append(&item->url, name);
        }
    }
    item->is_named = url || !is_stdin || item->url.len;
    /* The line to pass to a later run is the file's name, not the URL that it came
       from. */
    buffer_truncate(&item->line, 0);
    buffer_append_string(&item->line, is_stdin ? "-" : input->name);
    return INPUT_ITEM;
}

static enum input_result next_page(struct input *input, struct item *item,
                                   struct error *err)
{
    if (input->is_sure)
        return INPUT_END;
    while (line_reader_pending(&input->lines).len <= input->options->fetch.max_bytes) {
        enum line_reader_result filled = line_reader_fill(&input->lines, err);
        if (filled == LINE_READER_WAIT)
            return INPUT_WAIT;
        if (filled == LINE_READER_END)
            break;
        if (filled == LINE_READER_ERROR) {
            item->error = *err;
            input->is_sure = true;
            return give_broken(item, slice_of_string(input->name), WINNOW_INVALID);
        }
    }
    input->is_sure = true;
    return give_page(input, item);
}

/* ---- WARC files -------------------------------------------------------------------- */

static enum input_result next_record(struct input *input, struct item *item,
                                     struct error *err)
{
    struct slice first = line_reader_pending(&input->lines);
    if (!input->warc && !(input->warc = warcinput_open(input->lines.fd, first))) {
        error_set(err, "out of memory");
        return INPUT_FAILED;
    }
    return warcinput_next(input->warc, input->options->fetch.max_bytes, item, err);
}

/* ---- standard input without --input ------------------------------------------------ */

static size_t line_max_of(const struct options *options, enum input_kind kind)
{
    return kind == INPUT_JSONL ? JSON_EXTRA + JSON_FACTOR * options->fetch.max_bytes
                               : URL_LINE_MAX;
}

static enum input_result next_of_unknown_kind(struct input *input, struct item *item,
                                              struct error *err);

/* ---- arguments --------------------------------------------------------------------- */

typedef enum input_result (*input_reader)(struct input *input, struct item *item,
                                          struct error *err);

static const input_reader readers[] = {
    [INPUT_UNSAID] = next_of_unknown_kind,
    [INPUT_URLS] = next_probed_line,
    [INPUT_HTML] = next_page,
    [INPUT_TEXT] = next_page,
    [INPUT_JSONL] = next_probed_line,
    [INPUT_WARC] = next_record,
};

/* The kind is found by the first bytes; what cannot be found so is a list of URLs. */
static enum input_result next_of_unknown_kind(struct input *input, struct item *item,
                                              struct error *err)
{
    struct line_reader *lines = &input->lines;
    enum input_kind kind;
    bool needs_more;
    while (
        (kind = content_kind_of(line_reader_pending(lines), lines->at_end, &needs_more)),
        needs_more) {
        enum line_reader_result filled = line_reader_fill(lines, err);
        if (filled == LINE_READER_ERROR)
            return INPUT_FAILED;
        if (filled == LINE_READER_WAIT)
            return INPUT_WAIT;
    }
    input->kind = kind == INPUT_UNSAID ? INPUT_URLS : kind;
    lines->line_max = line_max_of(input->options, input->kind);
    return readers[input->kind](input, item, err);
}

static void begin(struct input *input, int fd, const char *name, enum input_kind kind)
{
    const struct options *options = input->options;
    size_t line_max = line_max_of(options, kind);
    input->name = name;
    input->kind = kind;
    input->is_open = true;
    input->is_sure = false;
    line_reader_open(&input->lines, fd, options->nul_separated ? '\0' : '\n', line_max);
}

static void end(struct input *input)
{
    if (input->is_open && input->lines.fd != STDIN_FILENO)
        close(input->lines.fd);
    if (input->is_open)
        line_reader_close(&input->lines);
    warcinput_close(input->warc);
    input->warc = NULL;
    input->is_open = false;
}

/* A name with one of these suffixes is a file, even if it looks like a host: there are no
   such top-level domains. */
static bool has_file_suffix(struct slice name)
{
    static const struct slice suffixes[] = {
        SLICE(".html"),  SLICE(".htm"),  SLICE(".xhtml"),      SLICE(".xml"),
        SLICE(".txt"),   SLICE(".pdf"),  SLICE(".json"),       SLICE(".jsonl"),
        SLICE(".csv"),   SLICE(".opml"), SLICE(".warc"),       SLICE(".gz"),
        SLICE(".mhtml"), SLICE(".mht"),  SLICE(".webarchive"), SLICE(".zst"),
        SLICE(".wacz"),
    };
    for (size_t i = 0; i < COUNT_OF(suffixes); i++)
        if (slice_ends_with(name, suffixes[i]) && slice_find_char(name, '/') == SIZE_MAX)
            return true;
    return false;
}

enum input_argument input_argument_of(const char *argument)
{
    struct slice text = slice_of_string(argument);
    struct stat info;
    if (strcmp(argument, "-") == 0)
        return INPUT_ARGUMENT_STDIN;
    if (slice_find(text, SLICE("://")) != SIZE_MAX)
        return INPUT_ARGUMENT_URL;
    if (stat(argument, &info) == 0)
        return INPUT_ARGUMENT_FILE;
    if (url_start_of(text) == URL_START_HOST && !has_file_suffix(text))
        return INPUT_ARGUMENT_URL;
    return strchr(argument, '/') || has_file_suffix(text) ? INPUT_ARGUMENT_FILE
                                                          : INPUT_ARGUMENT_NEITHER;
}

int input_open_file(const char *path, struct error *err)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool is_folder = fd >= 0 && fstat(fd, &info) == 0 && S_ISDIR(info.st_mode);
    if (fd >= 0 && !is_folder)
        return fd;
    error_set(err, "%s", strerror(is_folder ? EISDIR : errno));
    if (is_folder)
        close(fd);
    return -1;
}

/* Returns INPUT_WAIT if a stream was opened. */
static enum input_result take_argument(struct input *input, const char *argument,
                                       struct item *item)
{
    enum input_kind kind = (enum input_kind)input->options->input;
    struct slice text = slice_of_string(argument);
    int fd;
    switch (input_argument_of(argument)) {
    case INPUT_ARGUMENT_URL:
        return give_url(item, text, true);
    case INPUT_ARGUMENT_STDIN:
        if (kind == INPUT_UNSAID && input->options->nul_separated)
            kind = INPUT_URLS;
        begin(input, STDIN_FILENO, stdin_name, kind);
        return INPUT_WAIT;
    case INPUT_ARGUMENT_FILE:
        fd = input_open_file(argument, &item->error);
        if (fd < 0)
            return give_broken(item, text, WINNOW_INVALID);
        if (kind == INPUT_UNSAID)
            kind = content_kind_of_file(fd);
        if (kind == INPUT_UNSAID)
            kind = INPUT_HTML;
        begin(input, fd, argument, kind);
        return INPUT_WAIT;
    case INPUT_ARGUMENT_NEITHER:
        break;
    }
    error_set(&item->error, "not a URL, a file or a command");
    return give_broken(item, text, WINNOW_INVALID);
}

static enum input_result take_next_argument(struct input *input, struct item *item)
{
    const struct string_list *arguments = &input->options->arguments;
    if (input->next_argument >= arguments->count + (arguments->count == 0))
        return INPUT_END;
    const char *argument =
        arguments->count ? arguments->items[input->next_argument] : "-";
    input->next_argument++;
    return take_argument(input, argument, item);
}

void input_open(struct input *input, const struct options *options)
{
    *input = (struct input){.options = options};
}

void input_close(struct input *input)
{
    end(input);
}

enum input_result input_next(struct input *input, struct item *item, struct error *err)
{
    for (;;) {
        if (!input->is_open) {
            enum input_result taken = take_next_argument(input, item);
            if (taken != INPUT_WAIT)
                return taken;
        }
        enum input_result result = readers[input->kind](input, item, err);
        if (err->text[0] && result != INPUT_ITEM && result != INPUT_REFUSED) {
            struct error why = *err;
            error_at(err, input->name, 0, 0, "%s", why.text);
        }
        if (result == INPUT_END || result == INPUT_FAILED)
            end(input);
        if (result != INPUT_END)
            return result;
    }
}

int input_poll(const struct input *input)
{
    return input->lines.fd;
}

/* Whether a file has a page, not many of them. */
static bool is_page_file(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) /* a pipe is opened once only */
        return true;
    int fd = input_open_file(path, NULL);
    enum input_kind kind = fd >= 0 ? content_kind_of_file(fd) : INPUT_UNSAID;
    if (fd >= 0)
        close(fd);
    return kind != INPUT_WARC && kind != INPUT_JSONL;
}

bool input_is_single(const struct options *options)
{
    bool is_page = options->input != INPUT_URLS && options->input != INPUT_JSONL &&
                   options->input != INPUT_WARC;
    if (options->arguments.count == 0)
        return is_page && options->input != INPUT_UNSAID;
    if (options->arguments.count > 1)
        return false;
    const char *argument = options->arguments.items[0];
    bool is_url = strstr(argument, "://") != NULL;
    bool is_stdin = strcmp(argument, "-") == 0;
    if (!is_url && !is_stdin && options->input == INPUT_UNSAID && !is_page_file(argument))
        return false;
    return is_url || (is_page && !(is_stdin && options->input == INPUT_UNSAID));
}
