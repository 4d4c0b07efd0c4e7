#include "passes/main_content.h"

#include "model/selection.h"
#include "model/trees.h"
#include "model/unseen_language.h"
#include "passes/boilerplate.h"
#include "passes/comments.h"
#include "passes/fill_gaps.h"
#include "passes/nav_only.h"

#include <string.h>

/* Of the passages, the page keeps those that are most likely to give the best F1 over its
   words; the prediction says how likely each is content. */

enum {
    BOX_LEVELS = 4,    /* between a box's name and its links */
    HOLE_SHARE = 3,    /* of the threshold: what a hole in the text must have */
    PRINTED_WORDS = 8, /* of a text below which small print can stand */
    PROSE_WORDS = 20,  /* of a paragraph that is no caption, label or notice */
    PROSE_SHARE = 2,   /* of the threshold: what it must have */
    LABEL_WORDS = 5,   /* of a date or a byline, mostly no more */
    LABELS_MAX = 2,    /* between a heading and its text */
    NAME_WORDS = 2,    /* of a site's name, mostly no more */
};

/* Why the score alone is not what decided. */
enum why {
    WHY_SCORE, /* it is */
    WHY_BOX,
    WHY_COMMENTS,
    WHY_ROW,
    WHY_BOILERPLATE,
    WHY_REPEAT,
    WHY_NO_TEXT,
    WHY_AROUND,
    WHY_COUNT
};

struct judging {
    struct marks *marks;
    const struct page *page;
    struct passages passages;
    const int16_t *scores;   /* of each passage */
    bool is_unseen_language; /* the model knows little of its language */
    int threshold;           /* the least score that is kept */
    uint8_t *is_kept;        /* of each passage */
    uint8_t *refusals; /* of each: an enum why; but for 0 it is no text of this page */
    const uint8_t *is_repeat;
    uint32_t *reasons; /* of each enum why and score; 0: not made yet */
    uint32_t *kept;    /* [i]: kept passages before passage i */
};

/* ---- boxes ------------------------------------------------------------------------- */

static bool is_heading(const struct passage *p)
{
    return p->tag >= TAG_H1 && p->tag <= TAG_H6 && !p->is_ruled;
}

/* Links alone, in an element that is named for leading elsewhere: that a short page has
   them in the midst of its text is no sign that they belong to it. */
static bool is_link_in_box(const struct passage *p)
{
    static const uint8_t NAMES[] = {NAMES_RELATED, NAMES_SHARE, NAMES_PAGER};
    if (p->linked * 10 < p->chars * 9)
        return false;
    for (size_t i = 0; i < sizeof NAMES; i++) {
        uint16_t depth = p->around.class_depth[NAMES[i]];
        if (depth && p->around.depth - depth <= BOX_LEVELS)
            return true;
    }
    return false;
}

static void refuse(struct judging *j, size_t index, enum why why)
{
    j->is_kept[index] = false;
    j->refusals[index] = (uint8_t)why;
}

/* What stands right over such links is their heading. */
static void drop_boxes(struct judging *j)
{
    bool is_box_next = false;
    for (size_t i = j->passages.count; i-- > 0;) {
        const struct passage *p = &j->passages.items[i];
        bool is_box =
            is_link_in_box(p) || (is_box_next && is_heading(p) && p->tag != TAG_H1);
        if (is_box)
            refuse(j, i, WHY_BOX);
        is_box_next = is_box;
    }
}

/* ---- comments ---------------------------------------------------------------------- */

static uint32_t count_kept_words(const struct judging *j, size_t begin, size_t end)
{
    uint32_t words = 0;
    for (size_t i = begin; i < end; i++)
        words += j->is_kept[i] ? j->passages.items[i].words : 0;
    return words;
}

/* What readers have written below a text is another text. Where there is more of it than
   of the first, the page may be a thread that was taken for something else. */
static void drop_comments(struct judging *j)
{
    const uint32_t *before = j->passages.before;
    struct section_list sections;
    comments_find(j->page, j->marks->arena, &sections);
    uint32_t all = count_kept_words(j, 0, j->passages.count), comments = 0;
    for (size_t i = 0; i < sections.count; i++)
        comments += count_kept_words(j, before[sections.items[i].first],
                                     before[sections.items[i].end]);
    if (comments * 2 > all)
        return;
    for (size_t i = 0; i < sections.count; i++)
        for (uint32_t p = before[sections.items[i].first];
             p < before[sections.items[i].end]; p++)
            refuse(j, p, WHY_COMMENTS);
}

/* ---- rows of links ----------------------------------------------------------------- */

static void drop_rows(struct judging *j)
{
    uint8_t *is_row = arena_calloc(j->marks->arena, j->passages.count + 1, 1);
    unseen_language_find_link_rows(&j->passages, is_row);
    for (size_t i = 0; i < j->passages.count; i++)
        if (is_row[i])
            refuse(j, i, WHY_ROW);
}

/* ---- furniture --------------------------------------------------------------------- */

/* Where most of what stays is such a thing, the page was read wrongly; small print may be
   most of it, if it is not all. */
static void drop_boilerplate(struct judging *j, enum page_type type)
{
    size_t count = j->passages.count;
    uint8_t *kinds = arena_calloc(j->marks->arena, count + 1, 1);
    uint32_t words[] = {
        [BOILERPLATE_NONE] = 0, [BOILERPLATE_OTHER] = 0, [BOILERPLATE_PRINT] = 0};
    boilerplate_find(j->page, &j->passages, type, kinds);
    for (size_t i = 0; i < count; i++)
        if (j->is_kept[i] && !is_heading(&j->passages.items[i]))
            words[kinds[i]] += j->passages.items[i].words;
    for (size_t i = 0; i < count; i++)
        if (kinds[i] == BOILERPLATE_PRINT
                ? words[BOILERPLATE_NONE] >= PRINTED_WORDS
                : kinds[i] && words[BOILERPLATE_OTHER] <= words[BOILERPLATE_NONE])
            refuse(j, i, WHY_BOILERPLATE);
}

/* ---- holes ------------------------------------------------------------------------- */

static bool are_siblings(const struct judging *j, size_t a, size_t b)
{
    const struct passage *items = j->passages.items;
    return j->page->nodes[items[a].element].parent ==
           j->page->nodes[items[b].element].parent;
}

/* No links, or a sentence with some: link lists have no full stop, nor words between. */
static bool is_prose(const struct passage *p)
{
    return p->linked == 0 || (p->tag == TAG_P && p->last_glyph == GLYPH_STOP &&
                              p->linked * 10 < p->chars * 9);
}

/* A single doubted passage between two that stay, all three in one element, stays too.
   What rules have decided, and links that go, are not looked at. */
static void fill_holes(struct judging *j)
{
    size_t count = j->passages.count, before = count, hole = count;
    for (size_t i = 0; i < count; i++) {
        const struct passage *p = &j->passages.items[i];
        bool is_link = p->linked * 2 > p->chars && !is_prose(p);
        if (p->is_ruled || (!j->is_kept[i] && is_link))
            continue;
        if (hole < count && j->is_kept[i] && are_siblings(j, hole, i))
            j->is_kept[hole] = true;
        bool is_hole = !j->is_kept[i] && !j->is_repeat[i] && is_prose(p) &&
                       before < count && j->is_kept[before] &&
                       are_siblings(j, before, i) &&
                       j->scores[i] * HOLE_SHARE >= j->threshold;
        hole = is_hole ? i : count;
        before = i;
    }
}

/* ---- prose ------------------------------------------------------------------------- */

/* A paragraph of an article that the model half doubts stays: to lose one is worse than
   to keep a line too much, and on annotated pages it is right as often as not. Where no
   passage stays, there is no article. */
static void keep_prose(struct judging *j)
{
    if (!memchr(j->is_kept, true, j->passages.count))
        return;
    for (size_t i = 0; i < j->passages.count; i++) {
        const struct passage *p = &j->passages.items[i];
        bool is_paragraph = p->tag == TAG_P && p->words >= PROSE_WORDS &&
                            p->linked == 0 && p->last_glyph == GLYPH_STOP &&
                            p->around.inside[IN_ARTICLE] == 1;
        if (is_paragraph && !p->is_ruled && !j->is_repeat[i] &&
            j->scores[i] * PROSE_SHARE >= j->threshold)
            j->is_kept[i] = true;
    }
}

/* ---- headings ---------------------------------------------------------------------- */

/* The page's headline: an h1 that its title repeats, and not the site's name that leads
   home. */
static bool is_headline(const struct passage *p)
{
    return p->tag == TAG_H1 && (p->linked == 0 || p->words > NAME_WORDS) &&
           p->topic_words[TOPIC_TITLE] * 2 >= p->words;
}

/* Whether a text stands in the same element as a heading before it. */
static bool is_in_section(const struct judging *j, size_t heading, size_t text)
{
    const struct passage *items = j->passages.items;
    uint32_t section = j->page->nodes[items[heading].element].parent;
    return page_is_inside(j->page, items[text].first, section);
}

/* A heading goes with what it stands over: it stays when the text right behind it does,
   or that of its element which only a date or a byline parts from it, and the headline
   when any text behind it does. References differ about headlines, and so does the model;
   a reader misses it. */
static void keep_headings(struct judging *j)
{
    size_t none = j->passages.count,
           text = none;  /* the kept one behind, where it is near */
    unsigned labels = 0; /* between here and there */
    bool any_is_kept = false;
    for (size_t i = none; i-- > 0;) {
        const struct passage *p = &j->passages.items[i];
        bool is_over_text =
            text != none && (labels == 0 || (!j->is_repeat[i] && !j->refusals[i] &&
                                             is_in_section(j, i, text)));
        if (is_heading(p) && (is_over_text || (any_is_kept && is_headline(p))))
            j->is_kept[i] = true;
        any_is_kept = any_is_kept || j->is_kept[i];
        if (p->is_ruled)
            continue;
        bool is_label = !j->is_kept[i] && !is_heading(p) && p->words <= LABEL_WORDS;
        labels = is_label ? labels + 1 : 0;
        if (j->is_kept[i])
            text = i;
        else if (labels == 0 || labels > LABELS_MAX)
            text = none;
    }
}

/* ---- marks ------------------------------------------------------------------------- */

static uint32_t reason_of(struct judging *j, int score, enum why why)
{
    static const char *const CODES[WHY_COUNT] = {
        [WHY_BOX] = "leads-elsewhere",   [WHY_COMMENTS] = "comments-below",
        [WHY_ROW] = "row-of-links",      [WHY_BOILERPLATE] = "furniture",
        [WHY_REPEAT] = "said-elsewhere", [WHY_NO_TEXT] = "no-text",
        [WHY_AROUND] = "goes-with",
    };
    uint32_t *reason = &j->reasons[(int)why * (SCORE_MAX + 1) + score];
    if (!*reason)
        *reason = marks_add_reason(
            j->marks,
            (struct reason){.by = JUDGE_MODEL, .code = CODES[why], .score = score});
    return *reason;
}

static void open_reasons(struct judging *j)
{
    j->reasons = arena_calloc(j->marks->arena, (size_t)WHY_COUNT * (SCORE_MAX + 1),
                              sizeof *j->reasons);
}

/* In a rule's body the score decides alone. */
static enum why why_of(const struct judging *j, size_t index)
{
    bool is_likely = j->scores[index] >= j->threshold;
    if (!j->refusals || j->is_kept[index] == is_likely)
        return WHY_SCORE;
    if (j->is_kept[index])
        return WHY_AROUND;
    if (j->refusals[index])
        return (enum why)j->refusals[index];
    return j->is_repeat[index] ? WHY_REPEAT : WHY_NO_TEXT;
}

static void count_kept(struct judging *j)
{
    size_t count = j->passages.count;
    j->kept = arena_alloc(j->marks->arena, (count + 1) * sizeof *j->kept);
    j->kept[0] = 0;
    for (size_t i = 0; i < count; i++)
        j->kept[i + 1] = j->kept[i] + j->is_kept[i];
}

/* Blocks are open where there is something kept in them, for their form. What never is
   text stays out, also of what the page has hidden. Returns the next node. */
static uint32_t mark_element(struct judging *j, uint32_t i)
{
    const struct node *node = &j->page->nodes[i];
    enum tag_kind kind = tag_kind((enum tag)node->tag);
    if (!passages_reads(&j->passages, j->page, i)) {
        marks_mute(j->marks, i, reason_of(j, 0, WHY_SCORE));
        return node->end;
    }
    if (kind == TAG_BLOCK || kind == TAG_CELL) {
        const uint32_t *before = j->passages.before;
        bool keeps = j->kept[before[node->end]] > j->kept[before[i]];
        j->marks->items[i] =
            (struct mark){keeps ? VERDICT_KEEP : VERDICT_DROP,
                          reason_of(j, keeps ? SCORE_MAX : 0, WHY_SCORE)};
    }
    return i + 1;
}

static void mark_elements(struct judging *j)
{
    uint32_t body = j->page->body, end = j->page->nodes[body].end;
    for (uint32_t i = body; i < end;) {
        if (node_is_text(&j->page->nodes[i]) ||
            j->passages.visibility[i] >= VISIBILITY_RULED)
            i++;
        else
            i = mark_element(j, i);
    }
}

static void mark_passage(struct judging *j, size_t index)
{
    const struct passage *p = &j->passages.items[index];
    struct mark mark = {j->is_kept[index] ? VERDICT_KEEP : VERDICT_DROP,
                        reason_of(j, j->scores[index], why_of(j, index))};
    for (uint32_t i = p->first; i <= p->last;) {
        bool is_read = passages_reads(&j->passages, j->page, i);
        if (is_read && j->passages.visibility[i] < VISIBILITY_RULED)
            j->marks->items[i] = mark;
        i = is_read ? i + 1 : j->page->nodes[i].end;
    }
}

static void mark_all(struct judging *j)
{
    open_reasons(j);
    if (j->marks->items[0].verdict == VERDICT_UNDECIDED)
        marks_mute(j->marks, 0, reason_of(j, 0, WHY_SCORE));
    count_kept(j);
    mark_elements(j);
    for (size_t i = 0; i < j->passages.count; i++)
        mark_passage(j, i);
}

/* ---- the judge --------------------------------------------------------------------- */

static void open_judging(struct judging *j, struct marks *marks,
                         const struct prediction *prediction)
{
    *j = (struct judging){.marks = marks,
                          .page = marks->page,
                          .passages = prediction->passages,
                          .scores = prediction->scores,
                          .is_unseen_language = prediction->is_unseen_language};
}

static void choose(struct judging *j, enum page_type type, enum winnow_favor favor)
{
    struct arena *a = j->marks->arena;
    struct selection choice;
    selection_choose(j->page, &j->passages, j->scores, favor, a, &choice);
    j->threshold = choice.threshold;
    j->is_kept = choice.is_kept;
    j->is_repeat = choice.is_repeat;
    j->refusals = arena_calloc(a, j->passages.count + 1, 1);
    struct gap_filling wholes = {j->page,      &j->passages, type,        j->scores,
                                 j->threshold, j->is_repeat, j->refusals, j->is_kept};
    if (type != TYPE_LISTING && type != TYPE_COLLECTION)
        drop_boxes(j);
    fill_gaps_keep_repeats(&wholes);
    keep_prose(j);
    keep_headings(j);
    fill_holes(j);
    fill_gaps_complete(&wholes);
    if (type != TYPE_FORUM)
        drop_comments(j);
    drop_boilerplate(j, type);
    if (j->is_unseen_language && type == TYPE_ARTICLE)
        drop_rows(j);
    if (nav_only_detect(j->page, &j->passages, j->is_kept))
        memset(j->is_kept, 0, j->passages.count);
}

void main_content_mark(struct marks *marks, const struct prediction *prediction,
                       enum winnow_favor favor)
{
    struct judging j;
    if (marks->page->body == NODE_NONE)
        return;
    open_judging(&j, marks, prediction);
    passages_update_ruled(marks, &j.passages);
    choose(&j, prediction->type, favor);
    mark_all(&j);
}

void main_content_predict_selection(struct marks *marks,
                                    const struct prediction *prediction,
                                    struct main_content_selection *out)
{
    struct judging j;
    open_judging(&j, marks, prediction);
    choose(&j, prediction->type, WINNOW_FAVOR_BALANCE);
    *out = (struct main_content_selection){j.threshold, j.is_kept, j.refusals};
}

/* ---- a body that a rule has found -------------------------------------------------- */

static void open_body(struct judging *j, struct marks *marks,
                      const struct prediction *prediction)
{
    open_judging(j, marks, prediction);
    passages_update_ruled(marks, &j->passages);
    open_reasons(j);
    j->is_kept = arena_calloc(marks->arena, prediction->passages.count, 1);
}

/* Marks the elements of the body, as given, and those of its passages that are kept, or
   those that are not. */
static void mark_body(struct judging *j, const struct node_list *body,
                      void (*mark_elements_below)(struct judging *, uint32_t), bool kept)
{
    const uint32_t *before = j->passages.before;
    count_kept(j);
    for (size_t k = 0; k < body->count; k++) {
        uint32_t top = body->items[k];
        mark_elements_below(j, top);
        for (size_t i = before[top]; i < before[j->page->nodes[top].end]; i++)
            if (j->is_kept[i] == kept)
                mark_passage(j, i);
    }
}

static void prune_elements(struct judging *j, uint32_t top)
{
    const uint32_t *before = j->passages.before;
    for (uint32_t i = top, end = j->page->nodes[top].end; i < end;) {
        const struct node *node = &j->page->nodes[i];
        enum tag_kind kind = tag_kind((enum tag)node->tag);
        if (!passages_reads(&j->passages, j->page, i)) {
            i = node->end;
            continue;
        }
        bool is_block = kind == TAG_BLOCK || kind == TAG_CELL;
        bool has_text = before[node->end] > before[i];
        bool keeps = j->kept[before[node->end]] > j->kept[before[i]];
        if (is_block && has_text && !keeps &&
            j->passages.visibility[i] < VISIBILITY_RULED)
            j->marks->items[i] = (struct mark){VERDICT_DROP, reason_of(j, 0, WHY_SCORE)};
        i++;
    }
}

void main_content_prune(struct marks *marks, const struct prediction *prediction,
                        const uint8_t *is_boilerplate, const struct node_list *body)
{
    struct judging j;
    open_body(&j, marks, prediction);
    for (size_t i = 0; i < j.passages.count; i++)
        j.is_kept[i] = j.passages.items[i].is_ruled || !is_boilerplate[i];
    mark_body(&j, body, prune_elements, false);
}

static bool is_hidden(const struct judging *j, size_t index)
{
    return j->passages.visibility[j->passages.items[index].first] == VISIBILITY_HIDDEN;
}

static void reveal_elements(struct judging *j, uint32_t top)
{
    for (uint32_t i = top, end = j->page->nodes[top].end; i < end;) {
        if (node_is_text(&j->page->nodes[i]) ||
            j->passages.visibility[i] != VISIBILITY_HIDDEN)
            i++;
        else
            i = mark_element(j, i);
    }
}

void main_content_reveal(struct marks *marks, const struct prediction *prediction,
                         const uint8_t *is_kept, const struct node_list *body)
{
    struct judging j;
    open_body(&j, marks, prediction);
    for (size_t i = 0; i < j.passages.count; i++)
        j.is_kept[i] = is_kept[i] && is_hidden(&j, i);
    mark_body(&j, body, reveal_elements, true);
}
