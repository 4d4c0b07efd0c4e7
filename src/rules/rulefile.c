#include "rules/rulefile.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/http_header.h"
#include "base/utf8.h"
#include "rules/directives.h"
#include "rules/rulefile_index.h"
#include "rules/scope.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    FILE_BYTES_MAX = 1 << 23, /* the 2,041 FiveFilters files have 1.6 MB together */
    LINE_BYTES_MAX = 1 << 16, /* the longest line in them has 2 kB */
    PROBLEMS_MAX = 1000, /* in a file that is not a rule file, every line is an error */
};

struct directive_list {
    struct directive *items;
    size_t count, capacity;
};

/* The find_string lines, or the replace_string lines that belong to them, as indexes into
   the directives. */
struct pairs {
    uint32_t *items;
    size_t count, capacity;
};

/* The state of a file while it is read. */
struct reader {
    struct arena *arena;
    struct rulefile *file;
    struct directive_list directives;
    struct pairs finds, replaces;
    size_t link;               /* the position of the last link line, from 1; 0: none */
    const struct scope *scope; /* the scope of the following lines */
    const char *line;          /* the start of the current line */
    uint32_t number;           /* the number of that line, from 1 */
    bool takes_substrings;     /* the words may be substrings of a class or id */
};

/* ---- problems ---------------------------------------------------------------------- */

static bool tell(struct reader *r, uint32_t column, const char *code, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

/* Reports a problem. Always returns false, so that a reader can end with `return
   tell(...)`. */
static bool tell(struct reader *r, uint32_t column, const char *code, const char *format,
                 ...)
{
    char raw[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    error_format(raw, sizeof raw, format, args);
    va_end(args);
    struct buffer text;
    buffer_open(&text, r->arena);
    utf8_append_line(&text, slice_of_string(raw));
    problems_add(&r->file->problems, r->arena,
                 (struct problem){.file = r->file->path,
                                  .line = r->number,
                                  .column = column,
                                  .level = PROBLEM_ERROR,
                                  .code = code,
                                  .text = buffer_slice(&text)});
    return false;
}

static uint32_t column_of(const struct reader *r, const char *place)
{
    return (uint32_t)(place - r->line) + 1;
}

/* Reports an error in a part of the line; the column of err counts from the first byte of
   that part. */
static bool tell_inside(struct reader *r, struct slice part, const char *code,
                        const struct error *err)
{
    uint32_t inside = err->column ? err->column - 1 : 0;
    return tell(r, column_of(r, part.ptr) + inside, code, "%s", err->text);
}

/* ---- arguments --------------------------------------------------------------------- */

/* Reads the words css, xpath and force, if the directive accepts them. */
static bool read_argument_words(struct reader *r, const struct directive_row *row,
                                struct directive *d, enum selector_language *language)
{
    bool knows_language =
        row->argument == ARGUMENT_LANGUAGE || row->argument == ARGUMENT_LANGUAGE_CUT;
    bool knows_force =
        row->argument == ARGUMENT_CUT || row->argument == ARGUMENT_LANGUAGE_CUT;
    struct slice rest = d->argument, word;
    while (slice_next_word(&rest, &word)) {
        if (knows_language && slice_equal_nocase(word, SLICE("css")))
            *language = SELECTOR_CSS;
        else if (knows_language && slice_equal_nocase(word, SLICE("xpath")))
            *language = SELECTOR_XPATH;
        else if (knows_force && slice_equal_nocase(word, SLICE("force")))
            d->forced = true;
        else
            return tell(r, column_of(r, word.ptr), "bad-argument",
                        "%s does not take \"%.*s\" in parentheses%s%s%s", row->name,
                        SLICE_ARG(word),
                        knows_language || knows_force ? "; it takes" : "",
                        knows_language ? " css or xpath" : "",
                        knows_force ? (knows_language ? " and force" : " force") : "");
    }
    return true;
}

static bool read_pattern(struct reader *r, struct slice value, const struct regex **out)
{
    struct error err = {0};
    return regex_parse(r->arena, value, out, &err) ||
           tell_inside(r, value, "bad-pattern", &err);
}

static bool read_header_name(struct reader *r, const struct directive *d)
{
    uint32_t column = column_of(r, d->argument.ptr);
    enum http_header_right right = http_header_right_of(d->argument);
    if (!http_header_is_name(d->argument))
        return tell(r, column, "bad-argument",
                    "this is no name of a header; write http_header(user-agent): value");
    return right == HTTP_HEADER_ANYBODYS || right == HTTP_HEADER_PERSONAL ||
           tell(r, column, "bad-argument",
                "the header %.*s is not for rules to set; take the line out",
                SLICE_ARG(d->argument));
}

/* Reads the name as the HTML parser reads a tag's name, but rejects bytes that no element
   name has. */
static bool read_element_name(struct reader *r, struct directive *d)
{
    struct slice name = d->argument = arena_copy_lower(r->arena, d->argument);
    bool is_name = name.len && is_ascii_letter((unsigned char)name.ptr[0]);
    for (size_t i = 0; is_name && i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        is_name = is_ascii_letter(c) || is_ascii_digit(c) || c == '-';
    }
    return is_name || tell(r, d->column, "bad-argument",
                           "wrap_in takes the name of an element in parentheses, as in "
                           "wrap_in(blockquote): .quote");
}

static bool read_target(struct reader *r, struct directive *d)
{
    struct error err = {0};
    return selector_compile(r->arena, d->argument, SELECTOR_AUTO, &d->target, &err) ||
           tell_inside(r, d->argument, "bad-selector", &err);
}

/* An example for the error about a directive that lacks a required argument. */
static const char *example_of(enum directive_kind kind)
{
    switch (kind) {
    case DIRECTIVE_HTTP_HEADER:
        return "http_header(user-agent): value";
    case DIRECTIVE_WRAP_IN:
        return "wrap_in(blockquote): .quote";
    case DIRECTIVE_MOVE_INTO:
        return "move_into(.story): .lead";
    case DIRECTIVE_REPLACE_LINE:
        return "replace_line(/re/): text";
    default:
        return "strip_lines(/re/): /re/";
    }
}

static bool read_argument(struct reader *r, const struct directive_row *row,
                          struct directive *d, enum selector_language *language)
{
    if (row->argument <= ARGUMENT_CUT)
        return read_argument_words(r, row, d, language);
    if (row->argument == ARGUMENT_FIND)
        return !d->argument.ptr || d->argument.len ||
               tell(r, d->column, "bad-argument", "there is nothing to find in ()");
    if (!d->argument.len)
        return tell(r, d->column, "bad-argument", "%s needs an argument: %s", row->name,
                    example_of(d->kind));
    if (row->argument == ARGUMENT_HEADER)
        return read_header_name(r, d);
    if (row->argument == ARGUMENT_ELEMENT)
        return read_element_name(r, d);
    if (row->argument == ARGUMENT_SELECTOR)
        return read_target(r, d);
    return read_pattern(r, d->argument, &d->regex);
}

/* ---- values ------------------------------------------------------------------------ */

static bool read_selector(struct reader *r, struct directive *d,
                          enum selector_language language)
{
    struct error err = {0};
    return selector_compile(r->arena, d->value, language, &d->selector, &err) ||
           tell_inside(r, d->value, "bad-selector", &err);
}

/* FiveFilters files also write strip_id_or_class: "name", and mean the name without
   quotes. */
static bool read_unquoted(struct reader *r, struct slice value, struct slice *out)
{
    struct buffer bare;
    buffer_open(&bare, r->arena);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '"' && value.ptr[i] != '\'')
            buffer_append_char(&bare, value.ptr[i]);
    *out = slice_trim(buffer_slice(&bare));
    return out->len || tell(r, column_of(r, value.ptr), "bad-value",
                            "there is nothing between the quotes");
}

/* Quotes are removed from the words, so only a backslash must be escaped by another. */
static bool read_substring(struct reader *r, struct directive *d, struct slice words)
{
    struct error err = {0};
    struct buffer css;
    buffer_open(&css, r->arena);
    for (int id = 0; id < 2; id++) {
        buffer_append_string(&css, id ? ", [id*=\"" : "[class*=\"");
        for (size_t i = 0; i < words.len; i++) {
            if (words.ptr[i] == '\\')
                buffer_append_char(&css, '\\');
            buffer_append_char(&css, words.ptr[i]);
        }
        buffer_append_string(&css, "\"]");
    }
    return selector_compile(r->arena, buffer_slice(&css), SELECTOR_CSS, &d->selector,
                            &err) ||
           tell_inside(r, d->value, "bad-value", &err);
}

static bool read_words(struct reader *r, struct directive *d)
{
    struct slice words;
    if (!read_unquoted(r, d->value, &words))
        return false;
    if (r->takes_substrings)
        return read_substring(r, d, words);
    d->selector = selector_of_words(r->arena, words);
    return true;
}

static bool read_replacement(struct reader *r, struct directive *d)
{
    struct error err = {0};
    return regex_check_replacement(d->regex, d->value, &err) ||
           tell_inside(r, d->value, "bad-replacement", &err);
}

/* FiveFilters files also write true and false. */
static bool read_yes_no(struct reader *r, struct directive *d)
{
    d->enabled = slice_equal_nocase(d->value, SLICE("yes")) ||
                 slice_equal_nocase(d->value, SLICE("true"));
    if (d->enabled || slice_equal_nocase(d->value, SLICE("no")) ||
        slice_equal_nocase(d->value, SLICE("false")))
        return true;
    return tell(r, column_of(r, d->value.ptr), "bad-value",
                "expected yes or no, not \"%.*s\"", SLICE_ARG(d->value));
}

static bool read_file_name(struct reader *r, struct directive *d)
{
    if (slice_ends_with(d->value, SLICE(".txt")))
        d->value.len -= 4;
    bool is_plain = d->value.len && d->value.ptr[0] != '.' &&
                    slice_find_char(d->value, '/') == SIZE_MAX;
    return is_plain ||
           tell(r, column_of(r, d->value.ptr), "bad-value",
                "include takes the name of a file in shared/, as in include: wordpress");
}

/* A header's value is sent unchanged. */
static bool read_header_value(struct reader *r, const struct directive *d)
{
    enum { HEADER_BYTES_MAX = 4096 }; /* servers accept 8 kB for all request headers */
    if (d->value.len > HEADER_BYTES_MAX)
        return tell(r, column_of(r, d->value.ptr), "bad-value",
                    "the header is longer than %d bytes", HEADER_BYTES_MAX);
    size_t control = http_header_find_control(d->value);
    return control == SIZE_MAX ||
           tell(r, column_of(r, d->value.ptr + control), "bad-value",
                "a control character in a header; take it out");
}

static bool read_value(struct reader *r, const struct directive_row *row,
                       struct directive *d, enum selector_language language)
{
    bool may_be_empty = row->value == VALUE_REPLACEMENT || row->value == VALUE_MAYBE_TEXT;
    if (!d->value.len && !may_be_empty)
        return tell(r, d->column, "missing-value", "%s has no value behind its colon",
                    row->name);
    switch (row->value) {
    case VALUE_SELECTOR:
        return read_selector(r, d, language);
    case VALUE_WORDS:
        return read_words(r, d);
    case VALUE_PATTERN:
        return read_pattern(r, d->value, d->regex ? &d->regex_to : &d->regex);
    case VALUE_REPLACEMENT:
        return read_replacement(r, d);
    case VALUE_YES_NO:
        return read_yes_no(r, d);
    case VALUE_FILE_NAME:
        return read_file_name(r, d);
    case VALUE_QUOTABLE:
        return read_unquoted(r, d->value, &d->value);
    case VALUE_HEADER:
        return read_header_value(r, d);
    case VALUE_TEXT:
    case VALUE_MAYBE_TEXT:
        return true;
    }
    return false;
}

/* ---- lines ------------------------------------------------------------------------- */

/* Returns where the argument that begins at `at` ends: at a ")" that is followed by a
   colon. A pattern may itself contain "):", so for a pattern the closing slash must come
   first. SIZE_MAX if there is no end. */
static size_t argument_end(struct slice line, size_t at, bool is_pattern)
{
    bool inside = is_pattern && at < line.len && line.ptr[at] == '/';
    for (size_t i = at + inside; i < line.len; i++) {
        if (inside && line.ptr[i] == '\\')
            i++;
        else if (inside)
            inside = line.ptr[i] != '/';
        else if (line.ptr[i] == ')') {
            struct slice behind = slice_trim(slice_after(line, i + 1));
            if (behind.len && behind.ptr[0] == ':')
                return i;
        }
    }
    return SIZE_MAX;
}

static bool tell_unknown(struct reader *r, struct slice name, struct slice lower)
{
    uint32_t column = column_of(r, name.ptr);
    const char *nearest = directive_nearest(lower);
    if (nearest)
        return tell(r, column, "unknown-directive",
                    "unknown directive \"%.*s\"; did you mean \"%s\"?", SLICE_ARG(name),
                    nearest);
    return tell(r, column, "unknown-directive",
                "unknown directive \"%.*s\"; write # before a comment", SLICE_ARG(name));
}

/* Splits "name: value" and "name(argument): value". Returns false if an error was
   reported or there is nothing to do. */
static bool split_line(struct reader *r, struct slice line, struct directive *d)
{
    size_t colon = slice_find_char(line, ':'), open = slice_find_char(line, '(');
    if (colon == SIZE_MAX)
        return tell(r, column_of(r, line.ptr), "missing-colon",
                    "no colon; a rule is written name: value, a comment begins with #");
    bool has_argument = open < colon;
    struct slice name = slice_trim(slice_of(line.ptr, has_argument ? open : colon));
    struct slice lower = arena_copy_lower(r->arena, name);
    enum directive_support support = directive_find(lower, &d->kind);
    if (support == DIRECTIVE_ACCEPTED)
        return false;
    if (support != DIRECTIVE_KNOWN)
        return tell_unknown(r, name, lower);
    d->line = r->number;
    d->column = column_of(r, name.ptr);
    if (has_argument) {
        enum directive_argument takes = directive_row(d->kind)->argument;
        size_t close = argument_end(line, open + 1, takes == ARGUMENT_PATTERN);
        if (close == SIZE_MAX)
            return tell(r, column_of(r, line.ptr + open), "bad-argument",
                        "no \"):\" behind the argument; write %.*s(argument): value",
                        SLICE_ARG(lower));
        d->argument = slice_of(line.ptr + open + 1, close - open - 1);
        if (takes != ARGUMENT_FIND)
            d->argument = slice_trim(d->argument);
        struct slice behind = slice_after(line, close + 1);
        colon = close + 1 + slice_find_char(behind, ':');
    }
    d->value = slice_trim(slice_after(line, colon + 1));
    return true;
}

/* include and fingerprint decide which files apply to a page, before the lines for its
   path are selected, so they must not be under a [path]. */
static bool may_stand_here(struct reader *r, const struct directive_row *row,
                           const struct directive *d)
{
    bool is_of_the_file =
        d->kind == DIRECTIVE_INCLUDE || d->kind == DIRECTIVE_FINGERPRINT;
    return !d->scope || !is_of_the_file ||
           tell(r, d->column, "bad-scope",
                "%s is for all paths; move it above the first [path], or write [all] "
                "before it",
                row->name);
}

static bool bind_condition(struct reader *r, const struct directive *d)
{
    if (!r->link)
        return tell(r, d->column, "no-link",
                    "if_page_contains is for the single_page_link or next_page_link line "
                    "before it, and there is none");
    r->directives.items[r->link - 1].condition = d->selector;
    return true;
}

/* Connects a line to the earlier lines that it belongs to. */
static bool join_earlier(struct reader *r, struct directive *d)
{
    uint32_t place = (uint32_t)r->directives.count;
    switch (d->kind) {
    case DIRECTIVE_SINGLE_PAGE_LINK:
    case DIRECTIVE_NEXT_PAGE_LINK:
        r->link = r->directives.count + 1;
        return true;
    case DIRECTIVE_IF_PAGE_CONTAINS:
        return bind_condition(r, d);
    case DIRECTIVE_FIND_STRING:
        ARENA_PUSH(r->arena, &r->finds, place);
        return true;
    case DIRECTIVE_REPLACE_STRING:
        if (d->argument.ptr)
            d->replacement = (struct replacement){d->argument, d->value};
        else
            ARENA_PUSH(r->arena, &r->replaces, place);
        return true;
    default:
        return true;
    }
}

static void read_directive(struct reader *r, struct slice line)
{
    struct directive d = {.scope = r->scope};
    enum selector_language language = SELECTOR_AUTO;
    if (!split_line(r, line, &d))
        return;
    const struct directive_row *row = directive_row(d.kind);
    if (!read_argument(r, row, &d, &language) || !read_value(r, row, &d, language) ||
        !may_stand_here(r, row, &d) || !join_earlier(r, &d))
        return;
    d.is_xpath = d.selector && selector_is_xpath(d.selector);
    ARENA_PUSH(r->arena, &r->directives, d);
}

/* The scope of the lines below an invalid scope: since their paths are not known, they
   apply to no path. */
static const struct scope nowhere = {.is_unless = false};

static bool read_globs(struct reader *r, struct slice globs, bool is_unless)
{
    struct scope *scope = arena_calloc(r->arena, 1, sizeof *scope);
    scope->is_unless = is_unless;
    struct slice glob;
    while (slice_next_word(&globs, &glob)) {
        if (glob.ptr[0] != '/' && glob.ptr[0] != '*')
            return tell(r, column_of(r, glob.ptr), "bad-scope",
                        "a path begins with /; write /%.*s", SLICE_ARG(glob));
        ARENA_PUSH(r->arena, scope, glob);
    }
    if (!scope->count)
        return tell(r, column_of(r, globs.ptr), "bad-scope",
                    "no path is named; write [path /live/**]");
    r->scope = scope;
    return true;
}

static bool read_scope(struct reader *r, struct slice line)
{
    uint32_t column = column_of(r, line.ptr);
    struct slice inside = slice_after(line, 1), name = {0};
    r->scope = &nowhere;
    if (line.ptr[line.len - 1] != ']')
        return tell(r, column, "bad-scope", "the bracket is not closed; add ]");
    inside.len--;
    slice_next_word(&inside, &name);
    if (slice_equal_nocase(name, SLICE("path")))
        return read_globs(r, inside, false);
    if (slice_equal_nocase(name, SLICE("unless-path")))
        return read_globs(r, inside, true);
    if (!slice_equal_nocase(name, SLICE("all")))
        return tell(r, column, "bad-scope",
                    "unknown scope \"%.*s\"; known are [path GLOB], [unless-path GLOB] "
                    "and [all]",
                    SLICE_ARG(name));
    if (slice_trim(inside).len)
        return tell(r, column, "bad-scope", "[all] takes nothing behind it");
    r->scope = NULL;
    return true;
}

static void read_line(struct reader *r, struct slice line)
{
    r->line = line.ptr;
    r->number++;
    line = slice_trim(line);
    if (!line.len || line.ptr[0] == '#')
        return;
    if (line.len > LINE_BYTES_MAX)
        tell(r, 1, "too-long", "the line is longer than %d bytes; split it in several",
             LINE_BYTES_MAX);
    else if (line.ptr[0] == '[')
        read_scope(r, line);
    else
        read_directive(r, line);
}

/* ---- the file ---------------------------------------------------------------------- */

/* Checks for what makes the whole file unreadable; this is reported once, instead of an
   error for each line. */
static bool is_readable(struct reader *r, struct slice text)
{
    size_t nul = slice_find_char(text, '\0');
    if (text.len > FILE_BYTES_MAX)
        return tell(r, 0, "too-large", "the file is larger than %d MiB, and no rule file",
                    FILE_BYTES_MAX >> 20);
    if (nul == SIZE_MAX)
        return true;
    struct slice before = slice_of(text.ptr, nul);
    size_t newline = slice_find_last_char(before, '\n');
    for (struct slice rest = before, line; slice_split(&rest, '\n', &line);)
        r->number++;
    return tell(r, (uint32_t)(newline == SIZE_MAX ? nul + 1 : nul - newline), "binary",
                "a NUL byte: this is no text file");
}

static void read_lines(struct reader *r, struct slice text)
{
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_after(text, 3);
    struct slice line;
    while (slice_split(&text, '\n', &line)) {
        read_line(r, line);
        if (r->file->problems.count < PROBLEMS_MAX)
            continue;
        tell(r, 1, "too-many", "reading ends here: more than %d errors", PROBLEMS_MAX);
        return;
    }
}

/* Pairs find_string and replace_string by their order. If one is missing, it is not clear
   which, so none of them is used. */
static void pair_strings(struct reader *r)
{
    struct directive *items = r->directives.items;
    size_t finds = r->finds.count, replaces = r->replaces.count;
    if (finds == replaces) {
        for (size_t i = 0; i < finds; i++)
            items[r->finds.items[i]].replacement = (struct replacement){
                items[r->finds.items[i]].value, items[r->replaces.items[i]].value};
        return;
    }
    const struct pairs *more = finds > replaces ? &r->finds : &r->replaces;
    const struct pairs *less = finds > replaces ? &r->replaces : &r->finds;
    const struct directive *alone = &items[more->items[less->count]];
    uint32_t last = less->count ? items[less->items[less->count - 1]].line : 0;
    const char *missing = finds > replaces ? "replace_string" : "find_string";
    r->number = alone->line;
    if (last)
        tell(
            r, alone->column, "unpaired",
            "%zu find_string and %zu replace_string lines: this line has no %s, the last "
            "one is in line %u; none of them is used",
            finds, replaces, missing, (unsigned)last);
    else
        tell(r, alone->column, "unpaired", "there is no %s to go with this line",
             missing);
}

static const struct rulefile *read_as(struct arena *a, struct slice path,
                                      struct slice text, enum authority authority,
                                      bool takes_substrings)
{
    struct rulefile *file = arena_calloc(a, 1, sizeof *file);
    struct reader reader = {
        .arena = a, .file = file, .takes_substrings = takes_substrings};
    char hash[HASH_HEX_SIZE];
    hash_sha256(text, hash);
    memcpy(file->revision, hash, sizeof file->revision - 1);
    file->path = arena_copy(a, path);
    file->authority = authority;
    if (is_readable(&reader, text))
        read_lines(&reader, arena_copy(a, text));
    pair_strings(&reader);
    file->directives = reader.directives.items;
    file->count = reader.directives.count;
    rulefile_index(a, file);
    return file;
}

const struct rulefile *rulefile_read(struct arena *a, struct slice path,
                                     struct slice text, enum authority authority)
{
    return read_as(a, path, text, authority, false);
}

const struct rulefile *rulefile_read_substrings(struct arena *a, struct slice path,
                                                struct slice text,
                                                enum authority authority)
{
    return read_as(a, path, text, authority, true);
}

bool directive_applies(const struct directive *directive, struct slice url_path)
{
    return !directive->scope || scope_takes_in(directive->scope, url_path);
}
