/* The part of reading.h about winnow search. */
#include "reader/reading.h"

#include "archive/search_results.h"
#include "base/utf8.h"
#include "cli/color.h"
#include "cli/exit_codes.h"
#include "refresh/archive_command.h"
#include "write/formats.h"
#include <stdlib.h>
#include <string.h>

enum {
    SNIPPET_MAX = 240,      /* bytes: three lines of a terminal */
    MARKED_MAX = 256 << 10, /* bytes of a text in which a snippet is looked for */
    DATE_LEN = 10,
};

struct search {
    struct archive_command *command;
    struct search_query query;
    bool is_json, is_colored, failed;
    size_t shown;
    struct error err;
};

/* ---- text with marks --------------------------------------------------------------- */

/* Appends a part of a text on one line, in bold where it is marked. */
static void append_marked(const struct search *s, struct slice text,
                          struct search_range part, const struct search_ranges *marks,
                          struct buffer *out)
{
    size_t at = part.start;
    for (size_t i = 0; i < marks->count && marks->items[i].start < part.end; i++) {
        const struct search_range *mark = &marks->items[i];
        if (mark->start < at)
            continue;
        size_t end = mark->end < part.end ? mark->end : part.end;
        utf8_append_line(out, slice_of(text.ptr + at, mark->start - at));
        color_begin(s->is_colored, COLOR_BOLD, out);
        color_begin(s->is_colored, COLOR_RED, out);
        utf8_append_line(out, slice_of(text.ptr + mark->start, end - mark->start));
        color_end(s->is_colored, out);
        at = end;
    }
    utf8_append_line(out, slice_of(text.ptr + at, part.end - at));
}

/* White space becomes single spaces, so that a snippet is a line without holes. */
static struct slice on_one_line(struct arena *a, struct slice text)
{
    struct buffer line;
    buffer_open(&line, a);
    for (size_t i = 0; i < text.len; i++) {
        bool is_space = is_ascii_space((unsigned char)text.ptr[i]);
        if (!is_space)
            buffer_append_char(&line, text.ptr[i]);
        else if (line.len && line.ptr[line.len - 1] != ' ')
            buffer_append_char(&line, ' ');
    }
    if (line.len && line.ptr[line.len - 1] == ' ')
        buffer_truncate(&line, line.len - 1);
    return buffer_slice(&line);
}

/* ---- results ----------------------------------------------------------------------- */

struct result {
    const struct listing_row *row;
    struct slice title, text; /* on one line */
    struct search_ranges title_marks, marks;
    struct search_range snippet;
};

static bool make_result(struct search *s, const struct listing_row *row, struct arena *a,
                        struct result *out)
{
    struct store *store = &s->command->store;
    struct buffer text;
    buffer_open(&text, a);
    if (!store_read_text(store, row->page, row->version, &text, &s->err))
        return false;
    struct slice shown = slice_of(text.ptr, utf8_cut(buffer_slice(&text), MARKED_MAX));
    struct slice title = on_one_line(a, slice_of_string(row->title));
    /* Most texts begin with their title, which has its own line. */
    if (title.len && slice_starts_with(shown, title))
        shown = slice_after(shown, title.len);
    *out = (struct result){row, title, on_one_line(a, shown), {0}, {0}, {0}};
    if (!search_mark(store, &s->query, out->title, a, &out->title_marks, &s->err) ||
        !search_mark(store, &s->query, out->text, a, &out->marks, &s->err))
        return false;
    out->snippet = search_find_snippet(out->text, &out->marks, SNIPPET_MAX);
    return true;
}

static void append_colored(const struct search *s, enum color color, struct slice text,
                           struct buffer *out)
{
    color_begin(s->is_colored, color, out);
    utf8_append_line(out, text);
    color_end(s->is_colored, out);
}

/* The title, the URL, the file, and a part of the text. */
static void print_result(const struct search *s, const struct result *r)
{
    struct buffer *out = &s->command->out;
    struct slice date = slice_of_string(r->row->date);
    if (s->shown > 1)
        buffer_append_char(out, '\n');
    if (r->title.len)
        append_marked(s, r->title, (struct search_range){0, r->title.len},
                      &r->title_marks, out);
    else
        utf8_append_line(out, slice_of_string(r->row->url));
    if (date.len >= DATE_LEN)
        buffer_printf(out, "  %.*s", DATE_LEN, date.ptr);
    buffer_append_char(out, '\n');
    append_colored(s, COLOR_CYAN, slice_of_string(r->row->url), out);
    buffer_printf(out, "\n%s/text/%s\n", s->command->store.path, r->row->file);
    if (!r->text.len)
        return;
    buffer_append_string(out, r->snippet.start ? "    … " : "    ");
    append_marked(s, r->text, r->snippet, &r->marks, out);
    buffer_append_string(out, r->snippet.end < r->text.len ? " …\n" : "\n");
}

/* Appends the marked strings of the snippet as an array. */
static void append_matches(const struct result *r, struct buffer *out)
{
    bool has_one = false;
    buffer_append_char(out, '[');
    for (size_t i = 0; i < r->marks.count; i++) {
        const struct search_range *mark = &r->marks.items[i];
        if (mark->start < r->snippet.start || mark->end > r->snippet.end)
            continue;
        if (has_one)
            buffer_append_char(out, ',');
        json_append_string(out,
                           slice_of(r->text.ptr + mark->start, mark->end - mark->start));
        has_one = true;
    }
    buffer_append_char(out, ']');
}

static void print_json(const struct search *s, const struct result *r)
{
    struct buffer *out = &s->command->out;
    struct json *object = list_row_json(r->row);
    json_put(object, "rank", json_integer_new((int64_t)s->shown));
    json_put(object, "snippet",
             json_string_new(slice_of(r->text.ptr + r->snippet.start,
                                      r->snippet.end - r->snippet.start)));
    json_write(object, out);
    json_drop(object);
    buffer_truncate(out, out->len - 1); /* the closing brace */
    buffer_append_string(out, ",\"matches\":");
    append_matches(r, out);
    buffer_append_string(out, "}\n");
}

static bool show_page(void *context, const struct listing_row *row)
{
    struct search *s = context;
    struct result result;
    struct arena a;
    if (!row->version)
        return true;
    arena_open(&a, SIZE_MAX);
    s->failed = !make_result(s, row, &a, &result);
    s->shown += !s->failed;
    if (!s->failed && s->is_json)
        print_json(s, &result);
    else if (!s->failed)
        print_result(s, &result);
    arena_close(&a);
    return !s->failed;
}

/* ---- the command ------------------------------------------------------------------- */

static struct slice join_words(struct archive_command *command)
{
    const struct string_list *words = &command->given->arguments;
    struct buffer all;
    buffer_open(&all, &command->arena);
    for (size_t i = 1; i < words->count; i++)
        buffer_printf(&all, "%s%s", i > 1 ? " " : "", words->items[i]);
    return buffer_slice(&all);
}

static void print_count(const struct search *s, size_t count)
{
    const char *more = count > SEARCH_RANKED_MAX ? "more than " : "";
    if (count > SEARCH_RANKED_MAX)
        count = SEARCH_RANKED_MAX;
    if (count > s->shown && !s->is_json)
        console_detail(&s->command->console, "%zu of %s%zu results; --limit shows more",
                       s->shown, more, count);
}

static int search(struct archive_command *command)
{
    const struct options *options = command->given;
    struct search s = {
        .command = command,
        .is_json = options->format->write_record != NULL,
        .is_colored = color_is_on(options),
    };
    struct arena *a = &command->arena;
    struct id_list pages;
    size_t count;
    if (!search_query_parse(command->store.db, join_words(command), a, &s.query,
                            &s.err)) {
        archive_command_fail(command, &s.err);
        return EXIT_USAGE;
    }
    archive_command_complete_index(&command->store, &command->console);
    bool done =
        search_find(&command->store, &s.query, options->limit, a, &pages, &count, &s.err);
    for (size_t i = 0; done && i < pages.count; i++)
        done = listing_page(&command->store, pages.items[i], show_page, &s, &s.err) &&
               !s.failed;
    if (!done)
        return archive_command_fail(command, &s.err);
    print_count(&s, count);
    return s.shown ? EXIT_SUCCESS : EXIT_FAILURE;
}

int search_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, search);
}
