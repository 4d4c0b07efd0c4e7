#include "passes/mark_selection.h"

#include "model/score_reasons.h"
#include "model/trees.h"

struct marking {
    struct marks *marks;
    const struct page *page;
    const struct marked_selection *selection;
    struct score_reasons reasons;
    uint32_t *kept; /* [i]: kept passages before passage i */
};

static void open_marking(struct marking *m, struct marks *marks,
                         const struct marked_selection *selection)
{
    size_t count = selection->passages->count;
    *m = (struct marking){.marks = marks, .page = marks->page, .selection = selection};
    m->kept = arena_alloc(marks->arena, (count + 1) * sizeof *m->kept);
    m->kept[0] = 0;
    for (size_t i = 0; i < count; i++)
        m->kept[i + 1] = m->kept[i] + selection->is_kept[i];
}

static uint32_t reason_of(struct marking *m, int score, enum reason_code code)
{
    return score_reasons_get(&m->reasons, m->marks, score, code);
}

static bool has_kept(const struct marking *m, uint32_t node)
{
    const uint32_t *before = m->selection->passages->before;
    return m->kept[before[m->page->nodes[node].end]] > m->kept[before[node]];
}

static bool has_passage(const struct marking *m, uint32_t node)
{
    const uint32_t *before = m->selection->passages->before;
    return before[m->page->nodes[node].end] > before[node];
}

static bool is_box(const struct marking *m, uint32_t node)
{
    enum tag_kind kind = tag_kind((enum tag)m->page->nodes[node].tag);
    return kind == TAG_BLOCK || kind == TAG_CELL;
}

static bool is_read(const struct marking *m, uint32_t node)
{
    return passages_reads(m->selection->passages, m->page, node);
}

/* ---- passages ---------------------------------------------------------------------- */

static void mark_passage(struct marking *m, size_t index)
{
    const struct marked_selection *s = m->selection;
    const struct passage *p = &s->passages->items[index];
    enum reason_code code = s->codes ? (enum reason_code)s->codes[index] : REASON_NONE;
    struct mark mark = {s->is_kept[index] ? VERDICT_KEEP : VERDICT_DROP,
                        reason_of(m, s->scores[index], code)};
    for (uint32_t i = p->first; i <= p->last;) {
        if (!is_read(m, i)) {
            i = m->page->nodes[i].end;
            continue;
        }
        if (s->passages->visibility[i] < VISIBILITY_CONCEALED)
            m->marks->items[i] = mark;
        i++;
    }
}

/* Marks the kept passages of a body, or the others. */
static void mark_passages(struct marking *m, uint32_t body, bool is_kept)
{
    const uint32_t *before = m->selection->passages->before;
    for (size_t i = before[body]; i < before[m->page->nodes[body].end]; i++)
        if (m->selection->is_kept[i] == is_kept)
            mark_passage(m, i);
}

/* ---- elements ---------------------------------------------------------------------- */

/* Keeps a block, for its formatting, if a passage in it is kept. Drops what is never
   text, hidden or not. Returns the next node. */
static uint32_t mark_element(struct marking *m, uint32_t i)
{
    if (!is_read(m, i)) {
        marks_mute(m->marks, i, reason_of(m, 0, REASON_NONE));
        return m->page->nodes[i].end;
    }
    if (is_box(m, i)) {
        bool keeps = has_kept(m, i);
        m->marks->items[i] =
            (struct mark){keeps ? VERDICT_KEEP : VERDICT_DROP,
                          reason_of(m, keeps ? SCORE_MAX : 0, REASON_NONE)};
    }
    return i + 1;
}

static void mark_elements(struct marking *m)
{
    uint32_t body = m->page->body, end = m->page->nodes[body].end;
    const uint8_t *visibility = m->selection->passages->visibility;
    for (uint32_t i = body; i < end;) {
        if (node_is_text(&m->page->nodes[i]) || visibility[i] >= VISIBILITY_CONCEALED)
            i++;
        else
            i = mark_element(m, i);
    }
}

static void drop_elements(struct marking *m, uint32_t top)
{
    const uint8_t *visibility = m->selection->passages->visibility;
    for (uint32_t i = top, end = m->page->nodes[top].end; i < end;) {
        if (!is_read(m, i)) {
            i = m->page->nodes[i].end;
            continue;
        }
        if (is_box(m, i) && has_passage(m, i) && !has_kept(m, i) &&
            visibility[i] < VISIBILITY_CONCEALED)
            marks_mute(m->marks, i, reason_of(m, 0, REASON_NONE));
        i++;
    }
}

static void reveal_elements(struct marking *m, uint32_t top)
{
    const uint8_t *visibility = m->selection->passages->visibility;
    for (uint32_t i = top, end = m->page->nodes[top].end; i < end;) {
        if (node_is_text(&m->page->nodes[i]) || visibility[i] != VISIBILITY_HIDDEN)
            i++;
        else
            i = mark_element(m, i);
    }
}

/* ---- pages and bodies -------------------------------------------------------------- */

void mark_selection_of_page(struct marks *marks, const struct marked_selection *selection)
{
    struct marking m;
    open_marking(&m, marks, selection);
    if (marks->items[0].verdict == VERDICT_UNDECIDED)
        marks_mute(marks, 0, reason_of(&m, 0, REASON_NONE));
    mark_elements(&m);
    for (size_t i = 0; i < selection->passages->count; i++)
        mark_passage(&m, i);
}

void mark_selection_drop(struct marks *marks, const struct marked_selection *selection,
                         const struct node_list *body)
{
    struct marking m;
    open_marking(&m, marks, selection);
    for (size_t k = 0; k < body->count; k++) {
        drop_elements(&m, body->items[k]);
        mark_passages(&m, body->items[k], false);
    }
}

void mark_selection_reveal(struct marks *marks, const struct marked_selection *selection,
                           const struct node_list *body)
{
    struct marking m;
    open_marking(&m, marks, selection);
    for (size_t k = 0; k < body->count; k++) {
        reveal_elements(&m, body->items[k]);
        mark_passages(&m, body->items[k], true);
    }
}
