#include "passes/fill_gaps.h"

#include "base/array.h"

#include <string.h>

enum {
    CELL_PASSAGES = 2
}; /* of a table of facts: a name and a note; others are layouts */

/* ---- repeats ----------------------------------------------------------------------- */

static bool is_item(const struct page *page, const struct passage *p)
{
    uint32_t element = p->element;
    if (page->nodes[element].tag == TAG_P)
        element = page->nodes[element].parent;
    return page->nodes[element].tag == TAG_LI && p->linked * 2 <= p->chars;
}

/* A shop shows the same list twice, to wide and to narrow screens, and a forum quotes. */
static bool repeats_lists(enum page_type type)
{
    return type == TYPE_PRODUCT || type == TYPE_COLLECTION || type == TYPE_FORUM;
}

/* "Save the file." ends more than one list of steps; a list shown twice repeats its
   neighbours too. */
static bool is_meant(const struct gap_filling *w, size_t i)
{
    if (w->type == TYPE_DOCUMENTATION)
        return true;
    return !repeats_lists(w->type) && is_item(w->page, &w->passages->items[i]) && i > 0 &&
           w->is_kept[i - 1] && i + 1 < w->passages->count && w->is_kept[i + 1] &&
           !w->is_repeat[i + 1];
}

void fill_gaps_keep_repeats(const struct gap_filling *w)
{
    for (size_t i = 0; i < w->passages->count; i++)
        if (w->is_repeat[i] && !w->is_refused[i] && !w->passages->items[i].is_ruled &&
            w->scores[i] >= w->threshold && is_meant(w, i))
            w->is_kept[i] = true;
}

/* ---- wholes ------------------------------------------------------------------------ */

/* An element that is one whole: when it is short enough and not made of links, and enough
   of its words are kept. */
struct whole {
    uint16_t tag;
    bool is_forums;      /* also where tables are mostly the layout of posts */
    uint32_t share_min;  /* hundredths of its words that are kept */
    uint32_t words_max;  /* a longer one is a part of the page with parts of its own */
    uint32_t linked_max; /* hundredths of its letters that are links */
    bool with_repeats;
};

static const struct whole *whole_of(uint16_t tag)
{
    static const struct whole WHOLES[] = {
        /* a term goes with its detail; manuals write whole chapters as terms */
        {TAG_DL, true, 25, 150, 50, true},
        /* a cell goes with its row, be it a name that is linked */
        {TAG_TR, false, 25, 60, 90, true},
        {TAG_TABLE, false, 25, 500, 50, true},
        /* what is shown twice is in lists of navigation, mostly */
        {TAG_UL, false, 75, 500, 50, false},
        {TAG_OL, false, 75, 500, 50, false},
    };
    for (size_t i = 0; i < COUNT_OF(WHOLES); i++)
        if (WHOLES[i].tag == tag)
            return &WHOLES[i];
    return NULL;
}

static size_t count_passages(const struct gap_filling *w, uint32_t node)
{
    return w->passages->before[w->page->nodes[node].end] - w->passages->before[node];
}

/* Whether a part in it says that the element is there for the layout, or is a whole
   itself. */
static bool has_parts(const struct gap_filling *w, uint32_t top)
{
    const struct page *page = w->page;
    bool is_list = page->nodes[top].tag == TAG_DL;
    for (uint32_t i = top + 1; i < page->nodes[top].end && !is_list; i++)
        switch (page->nodes[i].tag) {
        case TAG_TABLE:
        case TAG_UL:
        case TAG_OL:
        case TAG_H1:
        case TAG_H2:
        case TAG_H3:
        case TAG_H4:
        case TAG_H5:
        case TAG_H6:
        case TAG_PRE:
        case TAG_BLOCKQUOTE:
        case TAG_FORM:
            return true;
        case TAG_TD:
            if (count_passages(w, i) > CELL_PASSAGES)
                return true;
            break;
        default:
            break;
        }
    return false;
}

static void complete(const struct gap_filling *w, uint32_t node,
                     const struct whole *whole)
{
    const struct passages *passages = w->passages;
    size_t begin = passages->before[node],
           end = passages->before[w->page->nodes[node].end];
    uint64_t words = 0, kept = 0, chars = 0, linked = 0;
    for (size_t i = begin; i < end && words <= whole->words_max; i++) {
        const struct passage *p = &passages->items[i];
        words += p->is_ruled ? 0 : p->words;
        kept += w->is_kept[i] ? p->words : 0;
        chars += p->chars;
        linked += p->linked;
    }
    if (!kept || words > whole->words_max || kept * 100 < words * whole->share_min ||
        linked * 100 > chars * whole->linked_max)
        return;
    for (size_t i = begin; i < end; i++)
        if (!passages->items[i].is_ruled && !w->is_refused[i] &&
            (whole->with_repeats || !w->is_repeat[i]))
            w->is_kept[i] = true;
}

/* ---- holes ------------------------------------------------------------------------- */

static bool is_sibling(const struct gap_filling *w, size_t i, uint32_t node)
{
    uint32_t element = w->passages->items[i].element;
    return w->page->nodes[element].parent == w->page->nodes[node].parent;
}

static bool can_stay(const struct gap_filling *w, size_t i)
{
    return !w->is_kept[i] && !w->is_refused[i] && !w->is_repeat[i] &&
           !w->passages->items[i].is_ruled;
}

/* A part that is half doubted, without links, between two texts that stay, all three in
   one element: a table in an article, or a box that says more of what stands over it. */
static bool is_hole(const struct gap_filling *w, uint32_t node)
{
    enum { SHARE = 2 }; /* of the threshold: what it must have */
    const struct passages *passages = w->passages;
    size_t begin = passages->before[node],
           end = passages->before[w->page->nodes[node].end];
    if (begin == 0 || end <= begin || end == passages->count || !w->is_kept[begin - 1] ||
        !w->is_kept[end] || !is_sibling(w, begin - 1, node) || !is_sibling(w, end, node))
        return false;
    int64_t words = 0, scored = 0;
    uint64_t chars = 0, linked = 0;
    for (size_t i = begin; i < end; i++) {
        const struct passage *p = &passages->items[i];
        if (!can_stay(w, i))
            return false;
        words += p->words + 1; /* a bare sign counts a little */
        scored += (p->words + 1) * (int64_t)w->scores[i];
        chars += p->chars;
        linked += p->linked;
    }
    return linked * 10 <= chars && scored * SHARE >= words * w->threshold;
}

static void fill_hole(const struct gap_filling *w, uint32_t node)
{
    switch (w->page->nodes[node].tag) {
    case TAG_TABLE:
    case TAG_UL:
    case TAG_OL:
    case TAG_DL:
    case TAG_BLOCKQUOTE:
    case TAG_DIV:
    case TAG_SECTION:
        if (is_hole(w, node))
            memset(w->is_kept + w->passages->before[node], true, count_passages(w, node));
        return;
    default:
        return;
    }
}

/* ---- the whole page ---------------------------------------------------------------- */

/* Whether the element may be completed. Nearly all passages have a word, so that what has
   too many of them need not be counted. */
static bool is_whole(const struct gap_filling *w, uint32_t node,
                     const struct whole *whole)
{
    size_t count = count_passages(w, node);
    return count && count <= whole->words_max &&
           (whole->is_forums || w->type != TYPE_FORUM) && !has_parts(w, node);
}

void fill_gaps_complete(const struct gap_filling *w)
{
    uint32_t body = w->page->body;
    for (uint32_t i = w->page->nodes[body].end; i-- > body;) { /* rows before tables */
        const struct whole *whole = whole_of(w->page->nodes[i].tag);
        if (whole && is_whole(w, i, whole))
            complete(w, i, whole);
        fill_hole(w, i);
    }
}
