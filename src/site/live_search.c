#include "site/live_search.h"

#include "site/frame.h"
#include "site/markup.h"
#include "site/words.h"

enum {
    WORDS_MAX = 16,  /* of a query; more are left out */
    SHOWN_MAX = 100, /* texts */
};

struct search {
    const struct site *site;
    struct buffer *out;
    struct slice words[WORDS_MAX];
    size_t count;
    struct arena *arena;
    uint32_t seen; /* a bit for each word that the text has */
    size_t found;
};

static void add_word(void *context, struct slice word)
{
    struct search *search = context;
    if (search->count < WORDS_MAX)
        search->words[search->count++] = arena_copy(search->arena, word);
}

static void look_at_word(void *context, struct slice word)
{
    struct search *search = context;
    for (size_t i = 0; i < search->count; i++)
        if (slice_starts_with(word, search->words[i]))
            search->seen |= (uint32_t)1 << i;
}

static bool look_at_text(void *context, const struct catalogue_page *page)
{
    struct search *search = context;
    search->seen = 0;
    words_each(slice_of_string(site_title(page)), look_at_word, search);
    words_each(slice_of_string(page->url), look_at_word, search);
    if (search->seen != ((uint32_t)1 << search->count) - 1)
        return true;
    if (search->found++ >= SHOWN_MAX)
        return true;
    struct buffer *out = search->out;
    buffer_append_string(out, "<li><a class=\"title\" dir=\"auto\" href=\"");
    site_append_stem(page, out);
    buffer_append_string(out, ".html\">");
    markup_string(out, site_title(page));
    buffer_append_string(out, "</a> <span class=\"meta\">");
    markup_string(out, page->host);
    buffer_append_string(out, " · ");
    markup_time(out, page->made);
    buffer_append_string(out, "</span></li>\n");
    return true;
}

static bool append_found(struct search *search, struct error *err)
{
    struct buffer *out = search->out;
    buffer_append_string(out, "<ul class=\"texts\">\n");
    bool done = catalogue_each_page(search->site->store, CATALOGUE_BY_ID, look_at_text,
                                    search, err);
    buffer_append_string(out, "</ul>\n<p class=\"meta\">");
    markup_count(out, (int64_t)search->found, "text");
    buffer_append_string(out, search->found > SHOWN_MAX ? ", the first 100 of them.</p>\n"
                                                        : ".</p>\n");
    return done;
}

bool live_search_append(const struct site *site, struct slice query, struct buffer *out,
                        struct error *err)
{
    struct arena a;
    struct search search = {.site = site, .out = out, .arena = &a};
    struct frame frame = {
        .site = site, .out = out, .root = "", .title = "Search", .tab = FRAME_SEARCH};
    arena_open(&a, SIZE_MAX);
    words_each(query, add_word, &search);
    frame_begin(&frame);
    buffer_append_string(out, "<h1>Search</h1>\n");
    bool done = !search.count || append_found(&search, err);
    if (!search.count)
        buffer_append_string(out, "<p class=\"meta\">Type a word of a title.</p>\n");
    frame_end(&frame);
    arena_close(&a);
    return done;
}
