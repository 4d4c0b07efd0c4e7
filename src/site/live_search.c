#include "site/live_search.h"

#include "archive/page_listing.h"
#include "archive/search_results.h"
#include "base/utf8.h"
#include "site/frame.h"
#include "site/markup.h"
#include <string.h>

enum {
    SHOWN_MAX = 100,        /* texts */
    SNIPPET_MAX = 240,      /* bytes */
    MARKED_MAX = 256 << 10, /* bytes of a text in which a snippet is looked for */
};

struct search {
    const struct site *site;
    struct buffer *out;
    struct search_query query;
    struct error *err;
    bool failed;
};

/* A reader types while the page is not there yet: the last word is a beginning. */
static bool parse(struct search *search, struct slice text, struct arena *a,
                  struct error *err)
{
    struct buffer query;
    buffer_open(&query, a);
    buffer_append(&query, text);
    unsigned char last = text.len ? (unsigned char)text.ptr[text.len - 1] : ' ';
    if (is_ascii_letter(last) || is_ascii_digit(last) || last >= 0x80)
        buffer_append_char(&query, '*');
    return search_query_parse(search->site->store->db, buffer_slice(&query), a,
                              &search->query, err);
}

/* ---- results ----------------------------------------------------------------------- */

static void append_marked(struct buffer *out, struct slice text, struct search_range part,
                          const struct search_ranges *marks)
{
    size_t at = part.start;
    for (size_t i = 0; i < marks->count && marks->items[i].start < part.end; i++) {
        const struct search_range *mark = &marks->items[i];
        if (mark->start < at)
            continue;
        size_t end = mark->end < part.end ? mark->end : part.end;
        markup_line(out, slice_of(text.ptr + at, mark->start - at));
        buffer_append_string(out, "<mark>");
        markup_line(out, slice_of(text.ptr + mark->start, end - mark->start));
        buffer_append_string(out, "</mark>");
        at = end;
    }
    markup_line(out, slice_of(text.ptr + at, part.end - at));
}

static bool append_snippet(struct search *search, const struct listing_row *row,
                           struct arena *a)
{
    struct buffer text;
    struct search_ranges marks;
    buffer_open(&text, a);
    if (!store_read_text(search->site->store, row->page, row->version, &text,
                         search->err))
        return false;
    struct slice shown = slice_of(text.ptr, utf8_cut(buffer_slice(&text), MARKED_MAX));
    if (!search_mark(search->site->store, &search->query, shown, a, &marks, search->err))
        return false;
    struct search_range part = search_find_snippet(shown, &marks, SNIPPET_MAX);
    buffer_append_string(search->out, "<p dir=\"auto\">");
    append_marked(search->out, shown, part, &marks);
    buffer_append_string(search->out, "</p>");
    return true;
}

static bool append_result(void *context, const struct listing_row *row)
{
    struct search *search = context;
    struct buffer *out = search->out;
    struct arena a;
    if (!row->version)
        return true;
    arena_open(&a, SIZE_MAX);
    buffer_append_string(out, "<li><a class=\"title\" dir=\"auto\" href=\"");
    site_append_stem(row->file, out);
    buffer_append_string(out, ".html\">");
    markup_string(out, row->title && row->title[0] ? row->title : row->url);
    buffer_append_string(out, "</a> <span class=\"meta\">");
    markup_string(out, row->host);
    buffer_append_string(out, " · ");
    markup_time(out, row->changed);
    buffer_append_string(out, "</span>");
    search->failed = !append_snippet(search, row, &a);
    buffer_append_string(out, "</li>\n");
    arena_close(&a);
    return !search->failed;
}

static bool append_found(struct search *search, struct arena *a, struct error *err)
{
    struct buffer *out = search->out;
    struct store *store = search->site->store;
    struct id_list pages;
    size_t count;
    bool done = search_find(store, &search->query, SHOWN_MAX, a, &pages, &count, err);
    buffer_append_string(out, "<ul class=\"texts\">\n");
    for (size_t i = 0; done && i < pages.count; i++)
        done = listing_page(store, pages.items[i], append_result, search, err) &&
               !search->failed;
    buffer_append_string(out, "</ul>\n<p class=\"meta\">");
    if (count > SEARCH_RANKED_MAX)
        buffer_append_string(out, "More than ");
    markup_count(out, (int64_t)(count > SEARCH_RANKED_MAX ? SEARCH_RANKED_MAX : count),
                 "text");
    buffer_append_string(out,
                         count > SHOWN_MAX ? ", the best 100 of them.</p>\n" : ".</p>\n");
    return done;
}

bool live_search_append(const struct site *site, struct slice query, struct buffer *out,
                        struct error *err)
{
    struct arena a;
    struct error why = {0};
    struct search search = {.site = site, .out = out, .err = err};
    struct frame frame = {
        .site = site, .out = out, .root = "", .title = "Search", .tab = FRAME_SEARCH};
    arena_open(&a, SIZE_MAX);
    frame_begin(&frame);
    buffer_append_string(out, "<h1>Search</h1>\n");
    bool is_query = parse(&search, slice_trim(query), &a, &why);
    bool done = !is_query || append_found(&search, &a, err);
    if (!is_query) {
        buffer_append_string(out, "<p class=\"meta\">");
        markup_string(out, query.len ? why.text : "Type a word of a text or a title.");
        buffer_append_string(out, "</p>\n");
    }
    frame_end(&frame);
    arena_close(&a);
    return done;
}
