#include "comments/comment_sections.h"

#include "comments/comment_names.h"
#include "comments/comment_signatures.h"
#include "phrases/phrases.h"

enum {
    ACTION_MAX = 60,     /* bytes of text; "Reply", "3 likes" and a date after them */
    CHAPTER_NODES = 16,  /* that are read for the heading of a chapter */
    SECTIONS_MAX = 2000, /* per page; each is searched */
    HEADINGS_MAX = 32,   /* that say "Comments", and ids: what follows is searched */
    LEVELS_MAX = 3,      /* from a heading up to the element with comments after it */
    HEADING_MAX = 80,    /* bytes of a whole heading */
};

/* ---- below a heading --------------------------------------------------------------- */

/* Of one element below a heading. */
struct row {
    bool has_text, has_time;
    bool has_sign; /* that readers wrote it, or are asked to write */
    bool is_other; /* a part of the page with its own heading, or the end of the page */
};

static bool is_sign(const struct page *page, uint32_t node)
{
    if (node_is_text(&page->nodes[node]))
        return phrases_read(page->nodes[node].text) & SENSE(COMMENT_ACTION);
    name_set senses = comment_names_read(page, node);
    return page->nodes[node].tag == TAG_TEXTAREA || comment_names_single(page, node) ||
           (senses & (NAMED(COMMENT) | NAMED(COMMENTS)) && !(senses & NAMED(ASIDE)));
}

static void read_row(const struct page *page, uint32_t top, uint16_t heading,
                     struct row *out)
{
    *out = (struct row){.is_other = page->nodes[top].tag == TAG_FOOTER};
    for (uint32_t i = top; i < page->nodes[top].end && !out->is_other; i++) {
        uint16_t tag = page->nodes[i].tag;
        out->is_other =
            (tag_is_heading(tag) && tag <= heading) || tag == TAG_MAIN || tag == TAG_NAV;
        out->has_time = out->has_time || tag == TAG_TIME;
        out->has_text =
            out->has_text || (tag == TAG_TEXT && slice_trim(page->nodes[i].text).len);
        out->has_sign = out->has_sign || is_sign(page, i);
    }
}

/* Counts the bytes of text, trimmed node by node; stops after most. */
static size_t count_text(const struct page *page, uint32_t from, uint32_t to, size_t most)
{
    size_t bytes = 0;
    for (uint32_t i = from; i < to && bytes <= most; i++)
        if (node_is_text(&page->nodes[i]))
            bytes += slice_trim(page->nodes[i].text).len;
    return bytes;
}

static bool are_alike(const struct page *page, uint32_t a, uint32_t b)
{
    return page->nodes[a].tag == page->nodes[b].tag &&
           slice_equal(page_attribute(page, a, SLICE("class")),
                       page_attribute(page, b, SLICE("class")));
}

/* The end of the comments after an element, in its parent; the element itself if nothing
   shows that readers wrote what is there. */
static uint32_t end_of_rows(const struct page *page, uint32_t beside, uint16_t rank,
                            bool is_counted)
{
    enum { DATED_MIN = 2 };
    uint32_t box = page->nodes[beside].parent, first = NODE_NONE, end = beside;
    unsigned dated = 0;
    bool is_sure = is_counted;
    for (uint32_t i = page->nodes[beside].end; i < page->nodes[box].end;
         i = page->nodes[i].end) {
        struct row row;
        read_row(page, i, rank, &row);
        if (row.is_other)
            break;
        if (!row.has_text || node_is_text(&page->nodes[i]))
            continue;
        first = first == NODE_NONE ? i : first;
        dated += row.has_time;
        is_sure = is_sure || row.has_sign;
        if (row.has_sign || are_alike(page, first, i))
            end = page->nodes[i].end;
    }
    return is_sure || dated >= DATED_MIN ? end : beside;
}

/* The end of the comments after a heading that says so; the heading itself if there are
   none: a manual may have a chapter on comments. They are in the parent of the heading,
   or in that of an element which has little but the heading in it. */
static uint32_t end_of_comments(const struct page *page, uint32_t heading,
                                bool is_counted)
{
    uint16_t tag = page->nodes[heading].tag, rank = tag_is_heading(tag) ? tag : TAG_H3;
    uint32_t beside[LEVELS_MAX + 1] = {heading};
    unsigned level = 0;
    while (level < LEVELS_MAX) {
        uint32_t node = beside[level], parent = page->nodes[node].parent;
        if (parent == page->body || parent == NODE_NONE ||
            count_text(page, page->nodes[node].end, page->nodes[parent].end, ACTION_MAX) >
                ACTION_MAX)
            break;
        beside[++level] = parent;
    }
    for (unsigned i = level + 1; i-- > 0;) {
        uint32_t end = end_of_rows(page, beside[i], rank, is_counted);
        if (end > beside[i])
            return end;
    }
    return heading;
}

/* ---- sections ---------------------------------------------------------------------- */

/* The first h1 or main element after node, or the end of the page. */
static uint32_t find_headline(const struct page *page, uint32_t node)
{
    uint32_t i = node + 1;
    while (i < page->count && page->nodes[i].tag != TAG_H1 &&
           page->nodes[i].tag != TAG_MAIN)
        i++;
    return i;
}

struct search {
    const struct page *page;
    struct arena *arena;
    unsigned tried;    /* headings and ids after which comments were searched */
    uint32_t headline; /* the next one */
    uint32_t past;     /* the end of the last section */
};

/* An element that is a heading, or begins with one: as in manuals, where the id of each
   chapter is made of its heading, and may have any word in it. */
static bool is_chapter(const struct page *page, uint32_t node)
{
    uint32_t i = node, end = page->nodes[node].end;
    end = end < node + CHAPTER_NODES ? end : node + CHAPTER_NODES;
    while (i < end && !tag_is_heading(page->nodes[i].tag) &&
           (!node_is_text(&page->nodes[i]) || !slice_trim(page->nodes[i].text).len))
        i++;
    return i < end && tag_is_heading(page->nodes[i].tag);
}

/* Chapters in it are no signs, although their ids may have such words too. */
static bool holds_sign(struct search *s, uint32_t node)
{
    if (s->tried++ >= HEADINGS_MAX)
        return false;
    for (uint32_t i = node + 1; i < s->page->nodes[node].end; i++)
        if (is_sign(s->page, i) &&
            !(s->page->nodes[i].tag != TAG_OTHER && comment_names_is_box(s->page, i) &&
              is_chapter(s->page, i)))
            return true;
    return false;
}

static bool is_section(struct search *s, uint32_t node)
{
    const struct page *page = s->page;
    if (!comment_names_is_box(page, node))
        return false;
    if (comment_names_single(page, node) || comment_names_by_attribute(page, node))
        return true;
    return (comment_names_by_class(page, node) || comment_names_by_id(page, node)) &&
           (comment_names_list(page, node) || !is_chapter(page, node) ||
            holds_sign(s, node));
}

/* The block that a text begins. */
static uint32_t block_of(const struct page *page, uint32_t text)
{
    uint32_t node = page->nodes[text].parent;
    while (node != page->body && !comment_names_is_box(page, node))
        node = page->nodes[node].parent;
    return count_text(page, node, text, 0) ? page->body : node;
}

static bool begins_with_digit(const struct page *page, uint32_t node)
{
    uint32_t i = node + 1, end = page->nodes[node].end;
    while (i < end &&
           (!node_is_text(&page->nodes[i]) || !slice_trim(page->nodes[i].text).len))
        i++;
    return i < end && is_ascii_digit((unsigned char)*slice_trim(page->nodes[i].text).ptr);
}

/* Whether a number before a heading is that of a chapter, not of comments: it has a stop,
   or the heading before has one too. */
static bool is_numbered_chapter(const struct page *page, uint32_t block,
                                struct slice whole)
{
    size_t digits = 0;
    while (digits < whole.len && is_ascii_digit((unsigned char)whole.ptr[digits]))
        digits++;
    if (!digits)
        return false;
    if (slice_starts_with(slice_after(whole, digits), SLICE(".")))
        return true;
    uint32_t i = tag_is_heading(page->nodes[block].tag) ? block : page->body;
    while (--i > page->body && i < block)
        if (page->nodes[i].tag == page->nodes[block].tag)
            return begins_with_digit(page, i);
    return false;
}

/* Whether a text is the heading of comments; if so, gives their range. */
static bool read_heading(struct search *s, uint32_t text, struct section *out)
{
    const struct page *page = s->page;
    uint16_t tag = page->nodes[page->nodes[text].parent].tag;
    bool is_other = tag == TAG_A || tag == TAG_BUTTON || tag == TAG_LABEL;
    phrase_set says = is_other ? 0 : phrases_read(page->nodes[text].text);
    if (!(says & SENSE(COMMENTS_HEADING)) || s->tried >= HEADINGS_MAX)
        return false;
    s->tried++;
    uint32_t block = block_of(page, text);
    if (block == page->body || block < s->past || page->nodes[block].tag == TAG_LI)
        return false;
    struct slice whole = page_text(page, block, NULL, s->arena);
    says |= phrases_read(whole) & SENSE(NUMBER);
    if (is_numbered_chapter(page, block, whole))
        says &= ~SENSE(NUMBER);
    *out = (struct section){block, end_of_comments(page, block, says & SENSE(NUMBER)),
                            false};
    return whole.len <= HEADING_MAX && out->end > block;
}

/* A theme may give a name for comments to the whole page, or to the article. */
static bool has_headline(struct search *s, const struct section *section)
{
    if (s->headline <= section->first)
        s->headline = find_headline(s->page, section->first);
    return s->headline < section->end;
}

void comment_sections_find(const struct page *page, struct arena *a,
                           struct section_list *out)
{
    *out = (struct section_list){0};
    if (page->body == NODE_NONE)
        return;
    struct search s = {.page = page, .arena = a};
    struct section_list signed_by = {0};
    comment_signatures_find(page, a, &signed_by);
    size_t next = 0;
    uint32_t end = page->nodes[page->body].end;
    for (uint32_t i = page->body + 1; i < end && out->count < SECTIONS_MAX;) {
        struct section section = {i, page->nodes[i].end, false};
        bool is_found = node_is_text(&page->nodes[i]) ? read_heading(&s, i, &section)
                                                      : is_section(&s, i);
        while (next < signed_by.count && signed_by.items[next].first < i)
            next++;
        if (!is_found && next < signed_by.count && signed_by.items[next].first == i) {
            section = signed_by.items[next];
            is_found = true;
        }
        if (!is_found || has_headline(&s, &section)) {
            i++;
            continue;
        }
        ARENA_PUSH(a, out, section);
        i = s.past = section.end;
    }
}
