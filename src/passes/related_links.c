#include "passes/related_links.h"

#include "model/passage_kind.h"
#include "passes/passage_range.h"
#include "passes/passage_text.h"
#include "phrases/phrases.h"

enum { LINKED_SHARE = 4 }; /* links are one part in so many of such a box */

/* ---- lines ------------------------------------------------------------------------- */

/* A phrase and a link. */
static bool is_line(const struct pass_state *s, const struct passage *p)
{
    struct slice label = slice_trim(s->page->nodes[p->first].text);
    return p->linked && p->linked < p->chars && phrases_read(label) & SENSE(RELATED) &&
           (p->linked + label.len) * 10 >= p->chars * 9;
}

void related_links_find_lines(struct pass_state *s)
{
    for (size_t i = 0; i < s->passages->count; i++)
        if (is_line(s, &s->passages->items[i]))
            pass_state_suspect(s, i, i + 1);
}

/* ---- headings ---------------------------------------------------------------------- */

static size_t end_of_links(const struct pass_state *s, size_t first)
{
    size_t end = first;
    while (end < s->passages->count && passage_kind_is_links(&s->passages->items[end]))
        end++;
    return end;
}

/* The end of the section below a heading, if a good part of it is links and it has no
   prose; else the heading. */
static size_t end_of_section(const struct pass_state *s, size_t heading)
{
    const struct passage *items = s->passages->items;
    const struct node *nodes = s->page->nodes;
    uint64_t chars = 0, linked = 0;
    uint32_t around = nodes[items[heading].element].parent;
    size_t end = s->passages->before[nodes[around].end], i;
    for (i = heading + 1; i < end; i++) {
        const struct passage *p = &items[i];
        if (passage_kind_is_heading(p) && p->tag <= items[heading].tag)
            break;
        if (passage_kind_is_paragraph(p, PROSE_WORDS))
            return heading;
        chars += p->chars;
        linked += p->linked;
    }
    return linked * LINKED_SHARE >= chars ? i : heading;
}

/* The end of what follows a phrase: its box, its section, or the links after it. */
static size_t find_end(const struct pass_state *s, size_t phrase)
{
    size_t end = end_of_links(s, phrase + 1), section;
    struct passage_range box = passage_range_of_box(s, phrase);
    if (box.end > phrase + 1 && box.linked * LINKED_SHARE >= box.chars)
        return box.end;
    if (!passage_kind_is_heading(&s->passages->items[phrase]))
        return end;
    section = end_of_section(s, phrase);
    return section > end ? section : end;
}

/* A button says "Read more" too. */
static bool has_phrase(const struct pass_state *s, size_t i, phrase_set senses)
{
    const struct passage *p = &s->passages->items[i];
    if (p->linked || p->tag == TAG_LI || p->tag == TAG_H1)
        return false;
    phrase_set says = passage_text_phrase(s, i);
    return says & senses && (!(says & SENSE(TOOL)) || passage_kind_is_heading(p));
}

/* Also finds a phrase with nothing below it: with the end of the page or a heading right
   after it. */
static void find_below(struct pass_state *s, phrase_set senses)
{
    const struct passage *items = s->passages->items;
    for (size_t i = 0; i < s->passages->count; i++) {
        if (!has_phrase(s, i, senses))
            continue;
        size_t end = find_end(s, i);
        bool is_alone =
            end == s->passages->count ||
            (passage_kind_is_heading(&items[end]) && items[end].tag <= items[i].tag);
        if (end > i + 1 || is_alone)
            pass_state_suspect(s, i, end);
    }
}

void related_links_find(struct pass_state *s)
{
    find_below(s, SENSE(RELATED));
}

void related_links_find_latest(struct pass_state *s)
{
    find_below(s, SENSE(LATEST));
}
