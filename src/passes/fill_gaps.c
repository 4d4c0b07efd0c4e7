#include "passes/fill_gaps.h"

#include "base/array.h"
#include "model/passage_kind.h"

enum {
    PASSAGE_SHARE = 3, /* of the threshold: what a passage in a gap must have, ... */
    ELEMENT_SHARE = 2, /* ... and an element */
    QUOTE_SHARE = 3,   /* ... and a quotation between paragraphs */
    GAP_LINKED = 10,   /* percent of an element between texts that is links, at most; */
    LIST_LINKED = 30,  /* of a list below a heading: sources have addresses */
    CELL_PASSAGES = 2, /* of a table of facts: a name and a note; others are layouts */
};

static bool are_siblings(const struct pass_state *s, uint32_t a, uint32_t b)
{
    return s->page->nodes[a].parent == s->page->nodes[b].parent;
}

/* ---- passages ---------------------------------------------------------------------- */

static bool can_fill_gap(const struct pass_state *s, size_t i)
{
    return !s->is_kept[i] && !s->is_repeat[i] &&
           passage_kind_is_running_text(&s->passages->items[i]) &&
           s->scores[i] * PASSAGE_SHARE >= s->threshold;
}

/* Keeps a single doubted passage between two kept ones, all three in one element. Skips
   what rules have decided, and headings and links that are dropped. */
void fill_gaps_keep_passages(struct pass_state *s)
{
    const struct passage *items = s->passages->items;
    const size_t none = s->passages->count;
    size_t before = none, gap = none;
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct passage *p = &items[i];
        bool is_links = passage_kind_is_half_links(p) && !passage_kind_is_running_text(p);
        if (p->is_ruled || (!s->is_kept[i] && (is_links || passage_kind_is_heading(p))))
            continue;
        if (gap != none && s->is_kept[i] &&
            are_siblings(s, items[gap].element, p->element))
            pass_state_keep(s, gap);
        bool is_after_kept = before != none && s->is_kept[before] &&
                             are_siblings(s, items[before].element, p->element);
        gap = is_after_kept && can_fill_gap(s, i) ? i : none;
        before = i;
    }
}

/* ---- wholes ------------------------------------------------------------------------ */

/* An element that is kept as a whole if it is short, is not made of links, and enough of
   its words are kept. */
struct whole {
    uint16_t tag;
    enum reason_code code;
    bool is_in_forums;   /* also where tables are mostly the layout of posts */
    uint32_t share_min;  /* hundredths of its words that are kept */
    uint32_t words_max;  /* a longer one is a part of the page, with its own parts */
    uint32_t linked_max; /* hundredths of its letters that are links */
    bool with_repeats;
};

static const struct whole *find_whole(uint16_t tag)
{
    static const struct whole WHOLES[] = {
        /* a term goes with its detail; manuals write whole chapters as terms */
        {TAG_DL, REASON_COMPLETES_TERMS, true, 25, 150, 50, true},
        /* a cell goes with its row, even if it is a name with a link */
        {TAG_TR, REASON_COMPLETES_ROW, false, 25, 60, 90, true},
        {TAG_TABLE, REASON_COMPLETES_TABLE, false, 25, 500, 50, true},
        /* the line below a quotation says whose it is */
        {TAG_BLOCKQUOTE, REASON_COMPLETES_QUOTE, false, 40, 150, 50, false},
        /* what is repeated in a list is navigation, mostly */
        {TAG_UL, REASON_COMPLETES_LIST, false, 33, 500, 50, false},
        {TAG_OL, REASON_COMPLETES_LIST, false, 33, 500, 50, false},
    };
    for (size_t i = 0; i < COUNT_OF(WHOLES); i++)
        if (WHOLES[i].tag == tag)
            return &WHOLES[i];
    return NULL;
}

static size_t count_passages(const struct pass_state *s, uint32_t node)
{
    return s->passages->before[s->page->nodes[node].end] - s->passages->before[node];
}

static bool is_part(const struct pass_state *s, uint32_t node)
{
    uint16_t tag = s->page->nodes[node].tag;
    if (tag == TAG_TD)
        return count_passages(s, node) > CELL_PASSAGES;
    return tag == TAG_FORM || tag_is_structure(tag);
}

/* Whether an element in it shows that it is there for the layout, or is a whole
   itself. */
static bool has_parts(const struct pass_state *s, uint32_t top)
{
    if (s->page->nodes[top].tag == TAG_DL)
        return false;
    for (uint32_t i = top + 1; i < s->page->nodes[top].end; i++)
        if (is_part(s, i))
            return true;
    return false;
}

/* Whether the element may be completed. Nearly all passages have a word, so an element
   with too many passages need not be counted. */
static bool can_be_whole(const struct pass_state *s, uint32_t node,
                         const struct whole *whole)
{
    size_t count = count_passages(s, node);
    return count && count <= whole->words_max &&
           (whole->is_in_forums || s->type != TYPE_FORUM) && !has_parts(s, node);
}

/* A list that is kept at both ends has lost an item out of its middle. */
static uint32_t share_of(const struct pass_state *s, size_t begin, size_t end,
                         const struct whole *whole)
{
    enum { SHARE_BETWEEN = 50 };
    bool is_list = whole->tag == TAG_UL || whole->tag == TAG_OL;
    return is_list && s->is_kept[begin] && s->is_kept[end - 1] ? SHARE_BETWEEN
                                                               : whole->share_min;
}

static bool is_kept_enough(const struct pass_state *s, size_t begin, size_t end,
                           const struct whole *whole)
{
    uint64_t words = 0, kept = 0, chars = 0, linked = 0;
    for (size_t i = begin; i < end && words <= whole->words_max; i++) {
        const struct passage *p = &s->passages->items[i];
        words += p->is_ruled ? 0 : p->words;
        kept += s->is_kept[i] ? p->words : 0;
        chars += p->chars;
        linked += p->linked;
    }
    return kept && words <= whole->words_max &&
           kept * 100 >= words * share_of(s, begin, end, whole) &&
           linked * 100 <= chars * whole->linked_max;
}

static void complete(struct pass_state *s, uint32_t node, const struct whole *whole)
{
    size_t begin = s->passages->before[node],
           end = s->passages->before[s->page->nodes[node].end];
    if (!is_kept_enough(s, begin, end, whole))
        return;
    s->code = whole->code;
    for (size_t i = begin; i < end; i++)
        if (!s->passages->items[i].is_ruled && !s->is_refused[i] &&
            (whole->with_repeats || !s->is_repeat[i]))
            pass_state_keep(s, i);
}

/* ---- elements ---------------------------------------------------------------------- */

/* In an article a div or a section that the model doubts is a promo of another one,
   mostly; elsewhere it may be a chapter. */
static bool can_be_gap(const struct pass_state *s, uint16_t tag)
{
    switch (tag) {
    case TAG_TABLE:
    case TAG_UL:
    case TAG_OL:
    case TAG_DL:
    case TAG_BLOCKQUOTE:
        return true;
    case TAG_DIV:
    case TAG_SECTION:
        return s->type != TYPE_ARTICLE;
    default:
        return false;
    }
}

/* A table may follow another one, whose text is deeper. */
static bool are_beside(const struct pass_state *s, uint32_t other, uint32_t node)
{
    const struct node *nodes = s->page->nodes;
    uint32_t parent = nodes[node].parent;
    if (nodes[node].tag == TAG_TABLE)
        return other > parent && other < nodes[parent].end;
    return are_siblings(s, other, node);
}

static bool is_between_kept(const struct pass_state *s, uint32_t node, size_t begin,
                            size_t end)
{
    const struct passage *items = s->passages->items;
    return begin > 0 && end > begin && end < s->passages->count &&
           s->is_kept[begin - 1] && s->is_kept[end] &&
           are_beside(s, items[begin - 1].element, node) &&
           are_beside(s, items[end].element, node);
}

/* Whether an element is a list right after its kept heading. */
static bool is_below_heading(const struct pass_state *s, uint32_t node, size_t begin,
                             size_t end)
{
    uint16_t tag = s->page->nodes[node].tag;
    const struct passage *heading = &s->passages->items[begin ? begin - 1 : 0];
    return (tag == TAG_UL || tag == TAG_OL || tag == TAG_DL) && begin > 0 &&
           end > begin && s->is_kept[begin - 1] && passage_kind_is_heading(heading) &&
           are_siblings(s, heading->element, node);
}

/* Whether an element is half doubted and has so few links: a table in an article, or a
   list with details of the text above it. */
static bool is_gap(const struct pass_state *s, size_t begin, size_t end,
                   uint32_t linked_max, int share)
{
    int64_t words = 0, scored = 0;
    uint64_t chars = 0, linked = 0;
    for (size_t i = begin; i < end; i++) {
        const struct passage *p = &s->passages->items[i];
        if (s->is_kept[i] || s->is_refused[i] || s->is_repeat[i] || p->is_ruled)
            return false;
        words += p->words + 1; /* a bare sign counts a little */
        scored += (p->words + 1) * (int64_t)s->scores[i];
        chars += p->chars;
        linked += p->linked;
    }
    return linked * 100 <= chars * linked_max && scored * share >= words * s->threshold;
}

static void fill_gap(struct pass_state *s, uint32_t node)
{
    size_t begin = s->passages->before[node],
           end = s->passages->before[s->page->nodes[node].end];
    bool is_between = is_between_kept(s, node, begin, end);
    if (!is_between && !is_below_heading(s, node, begin, end))
        return;
    int share = s->page->nodes[node].tag == TAG_BLOCKQUOTE ? QUOTE_SHARE : ELEMENT_SHARE;
    if (!is_gap(s, begin, end, is_between ? GAP_LINKED : LIST_LINKED, share))
        return;
    s->code = REASON_GAP_ELEMENT;
    for (size_t i = begin; i < end; i++)
        pass_state_keep(s, i);
}

/* ---- the whole page ---------------------------------------------------------------- */

void fill_gaps_keep_elements(struct pass_state *s)
{
    uint32_t body = s->page->body;
    for (uint32_t i = s->page->nodes[body].end; i-- > body;) { /* rows before tables */
        uint16_t tag = s->page->nodes[i].tag;
        const struct whole *whole = find_whole(tag);
        if (whole && can_be_whole(s, i, whole))
            complete(s, i, whole);
        if (can_be_gap(s, tag))
            fill_gap(s, i);
    }
}
