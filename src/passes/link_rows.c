#include "passes/link_rows.h"

#include "base/url.h"
#include "model/passage_kind.h"

enum {
    LINKS_MIN = 3,       /* of a row; a text may have two below it */
    LINK_CHARS = 30,     /* per link, on average; most headlines are longer, ... */
    HEADLINE_CHARS = 24, /* ... and those of a run are not shorter */
    IDEOGRAPHS = 10,     /* of a Chinese headline */
    RUN_MIN = 2,         /* links of a run that leads to other texts */
    CRUMBS_MAX = 2,      /* between two of its links: a date, a section */
    CRUMB_WORDS = 4,     /* of one, mostly no more */
    LABEL_WORDS = 8,     /* of what is above a run */
};

static bool is_short_links(const struct passage *p)
{
    return p->links && passage_kind_is_links(p) && p->code == 0 &&
           p->linked <= p->links * LINK_CHARS;
}

void link_rows_refuse(struct pass_state *s)
{
    const struct passage *items = s->passages->items;
    if (!s->is_unseen_language)
        return;
    for (size_t i = 0; i < s->passages->count;) {
        size_t end = i;
        uint64_t links = 0;
        while (end < s->passages->count && is_short_links(&items[end]))
            links += items[end++].links;
        for (size_t k = i; links >= LINKS_MIN && k < end; k++)
            if (!items[k].is_ruled)
                pass_state_refuse(s, k);
        i = end + 1;
    }
}

/* ---- runs -------------------------------------------------------------------------- */

/* The link around the last words of a passage; NODE_NONE without one. */
static uint32_t find_link(const struct page *page, const struct passage *p)
{
    uint32_t up = page->nodes[p->last].parent;
    while (up != NODE_NONE && up != page->body && page->nodes[up].tag != TAG_A)
        up = page->nodes[up].parent;
    return up == NODE_NONE || up == page->body ? NODE_NONE : up;
}

struct slice link_rows_host(const struct page *page)
{
    uint32_t end = page->head == NODE_NONE ? 0 : page->nodes[page->head].end;
    for (uint32_t i = page->head; i < end; i++)
        if (page->nodes[i].tag == TAG_LINK &&
            slice_equal_nocase(page_attribute(page, i, SLICE("rel")), SLICE("canonical")))
            return url_host(page_attribute(page, i, SLICE("href")));
    return SLICE("");
}

/* Whether a link leads to another page of the site. Links elsewhere are sources. */
static bool is_on_site(const struct page *page, uint32_t link, struct slice host)
{
    struct slice target = slice_trim(page_attribute(page, link, SLICE("href")));
    if (!target.len || target.ptr[0] == '#')
        return false;
    struct slice other = url_host(target);
    if (!other.len)
        return !url_split(target).scheme.ptr;
    return slice_equal_nocase(other, host);
}

/* Whether an element is in an item of a numbered list. The root has no parent. */
static bool is_numbered(const struct page *page, uint32_t element)
{
    enum { LEVELS = 2 };
    uint32_t node = page->nodes[element].parent;
    for (int level = 0; level < LEVELS && node != NODE_NONE; level++) {
        if (page->nodes[node].tag == TAG_OL)
            return true;
        node = page->nodes[node].parent;
    }
    return false;
}

/* Tables and numbered lists name with links what they are about. */
bool link_rows_is_headline(const struct pass_state *s, size_t i, struct slice host)
{
    const struct passage *p = &s->passages->items[i];
    if (!p->links || !passage_kind_is_links(p) || p->code || p->tag == TAG_H1 ||
        p->around.inside[IN_TABLE] || p->around.inside[IN_QUOTE] ||
        (p->linked < p->links * HEADLINE_CHARS && p->ideographs < p->links * IDEOGRAPHS))
        return false;
    uint32_t link = find_link(s->page, p);
    return link != NODE_NONE && is_on_site(s->page, link, host) &&
           !is_numbered(s->page, p->element);
}

/* What is beside headlines: a date, a section, a link to one. */
static bool is_crumb(const struct passage *p)
{
    return p->words <= CRUMB_WORDS && (p->linked || !passage_kind_is_heading(p)) &&
           p->last_glyph != GLYPH_STOP && p->last_glyph != GLYPH_COLON;
}

/* The end of the run that begins at a headline, or that passage if it is alone. */
static size_t end_of_run(const struct pass_state *s, size_t first, struct slice host)
{
    size_t links = 0, crumbs = 0, end = first;
    for (size_t i = first; i < s->passages->count && crumbs <= CRUMBS_MAX; i++) {
        if (link_rows_is_headline(s, i, host)) {
            links++;
            crumbs = 0;
            end = i + 1;
        } else if (is_crumb(&s->passages->items[i])) {
            crumbs++;
        } else {
            break;
        }
    }
    return links >= RUN_MIN ? end : first;
}

/* Whether a passage is above links only to say what they are. */
static bool is_label(const struct passage *p)
{
    return p->words <= LABEL_WORDS && p->tag != TAG_H1 && p->tag != TAG_LI &&
           (passage_kind_is_heading(p) || p->last_glyph != GLYPH_STOP);
}

/* A sentence that ends with a colon announces a list of the text. */
static bool is_announcement(const struct passage *p)
{
    return p->last_glyph == GLYPH_COLON && p->words > LABEL_WORDS;
}

/* The beginning of a run with its label. */
static size_t begin_of_run(const struct pass_state *s, size_t first)
{
    const struct passage *items = s->passages->items;
    size_t begin = first;
    while (begin > 0 && first - begin < CRUMBS_MAX && items[begin - 1].linked &&
           is_crumb(&items[begin - 1]))
        begin--;
    if (begin > 0 && is_announcement(&items[begin - 1]))
        return s->passages->count;
    return begin > 0 && is_label(&items[begin - 1]) ? begin - 1 : begin;
}

/* Whether prose of the same element is on both sides of a run. */
static bool is_in_prose(const struct pass_state *s, size_t begin, size_t end)
{
    const struct passage *items = s->passages->items;
    return begin > 0 && end < s->passages->count &&
           passage_kind_is_paragraph(&items[begin - 1], PROSE_WORDS) &&
           passage_kind_is_paragraph(&items[end], PROSE_WORDS) &&
           s->page->nodes[items[begin - 1].element].parent ==
               s->page->nodes[items[end].element].parent;
}

static void find_runs(struct pass_state *s, bool is_anywhere)
{
    struct slice host = link_rows_host(s->page);
    for (size_t i = 0; i < s->passages->count; i++) {
        size_t end = link_rows_is_headline(s, i, host) ? end_of_run(s, i, host) : i;
        if (end == i)
            continue;
        size_t begin = begin_of_run(s, i);
        if (is_anywhere || is_in_prose(s, begin, end))
            pass_state_suspect(s, begin, end);
        i = end - 1;
    }
}

void link_rows_find_runs(struct pass_state *s)
{
    find_runs(s, true);
}

void link_rows_find_runs_in_prose(struct pass_state *s)
{
    find_runs(s, false);
}

/* Between two paragraphs: one that is nothing but a headline. */
void link_rows_find_lines(struct pass_state *s)
{
    struct slice host = link_rows_host(s->page);
    const struct passage *items = s->passages->items;
    for (size_t i = 1; i + 1 < s->passages->count; i++)
        if (items[i].tag == TAG_P && link_rows_is_headline(s, i, host) &&
            passage_kind_is_paragraph(&items[i - 1], PROSE_WORDS) &&
            passage_kind_is_paragraph(&items[i + 1], PROSE_WORDS) &&
            items[i - 1].last_glyph != GLYPH_COLON)
            pass_state_suspect(s, i, i + 1);
}
