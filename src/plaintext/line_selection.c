#include "plaintext/line_selection.h"

#include "model/passage_kind.h"
#include "model/recall_weight.h"
#include "model/score_reasons.h"
#include "model/threshold.h"

enum {
    LINES_MIN = 8,     /* a text with fewer lines is a note, not a page */
    LIKELY = 250,      /* a score; if fewer than LIKELY_WORDS words have it, ... */
    LIKELY_WORDS = 12, /* ... all lines are menus: a few of 3,900 texts of real pages */
    /* One part in so many of the threshold is enough for a paragraph in a gap of prose, a
       heading before prose or the title, an item of an announced list, a sentence. */
    GAP_SHARE = 3,
    HEADING_SHARE = 3,
    LIST_SHARE = 4,
    SENTENCE_SHARE = 5,
    SENTENCE_WORDS = 5,
};

enum choice { DROPPED, CHOSEN, KEPT_IN_CONTEXT };

struct selecting {
    struct block_list *blocks;
    struct marks *marks;
    enum winnow_favor favor;
    struct paragraphs paragraphs;
    struct line_features features;
    int16_t *scores;  /* of each paragraph */
    uint8_t *choices; /* of each paragraph: enum choice */
    uint32_t *open;   /* the paragraphs that no rule has decided about */
    size_t open_count;
    uint8_t *codes; /* of each paragraph: enum reason_code of who made the choice */
    struct score_reasons reasons;
    int threshold; /* the lowest score that is chosen */
};

/* ---- scores ------------------------------------------------------------------------ */

static void score(const struct line_features *f, const struct line_model *model,
                  const struct forest *forest, int32_t *sums, int16_t *scores)
{
    size_t count = f->paragraphs->count;
    trees_add(forest, f->rows, LINE_COLUMNS, count, sums);
    for (size_t i = 0; i < count; i++)
        scores[i] = trees_score(model->cutoffs, sums[i]);
}

void line_selection_score(struct line_features *f, const struct paragraphs *paragraphs,
                          const struct line_model *model, struct arena *a,
                          int16_t *scores)
{
    size_t count = paragraphs->count;
    int32_t *sums = arena_calloc(a, count, sizeof *sums);
    line_features_read(f, paragraphs, &model->lexicon);
    score(f, model, &model->first, sums, scores);
    line_features_set_scores(f, scores);
    for (size_t i = 0; i < count; i++)
        sums[i] /= 2; /* the leaves of the second are halved: a mean of both passes */
    score(f, model, &model->second, sums, scores);
}

int16_t *line_selection_score_blocks(const struct block_list *blocks, struct arena *a)
{
    size_t room = blocks->count < PARAGRAPHS_MAX ? blocks->count : PARAGRAPHS_MAX;
    struct paragraphs paragraphs = {.width = paragraphs_find_width(blocks)};
    struct line_features features;
    struct line_model model;
    if (blocks->count < LINES_MIN)
        return NULL;
    line_model_open(&model);
    int16_t *of_blocks = arena_calloc(a, blocks->count, sizeof *of_blocks);
    int16_t *scores = arena_alloc(a, room * sizeof *scores);
    line_features_open(&features, room, a);
    for (size_t at = 0; at < blocks->count;) {
        at = paragraphs_read(blocks, at, a, &paragraphs);
        line_selection_score(&features, &paragraphs, &model, a, scores);
        for (size_t i = 0; i < paragraphs.count; i++)
            for (size_t b = paragraphs.items[i].first; b < paragraphs.items[i].end; b++)
                of_blocks[b] = scores[i];
    }
    return of_blocks;
}

/* ---- the choice -------------------------------------------------------------------- */

static bool is_open(const struct selecting *s, const struct block *block)
{
    return block->verdict != VERDICT_DROP && !block_is_kept_by_line(s->marks, block);
}

static const struct paragraph *paragraph_of(const struct selecting *s, size_t k)
{
    return &s->paragraphs.items[s->open[k]];
}

static void find_open(struct selecting *s)
{
    s->open_count = 0;
    for (uint32_t i = 0; i < s->paragraphs.count; i++)
        if (is_open(s, &s->blocks->items[s->paragraphs.items[i].first]))
            s->open[s->open_count++] = i;
}

/* If almost nothing of a text is likely, it has no main content: all of it is dropped. */
static void choose(struct selecting *s)
{
    int64_t words[SCORE_MAX + 1] = {0}, likely = 0;
    for (size_t k = 0; k < s->open_count; k++) {
        int score = s->scores[s->open[k]];
        words[score] += paragraph_of(s, k)->text.words;
        likely += score >= LIKELY ? paragraph_of(s, k)->text.words : 0;
    }
    s->threshold = threshold_find(words, recall_weight_favor(RECALL_ONE, s->favor));
    s->marks->threshold = s->threshold;
    bool is_likely_text = likely >= LIKELY_WORDS;
    for (size_t k = 0; k < s->open_count; k++) {
        uint32_t i = s->open[k];
        bool is_chosen = is_likely_text && s->scores[i] >= s->threshold;
        s->choices[i] = is_chosen ? CHOSEN : DROPPED;
        s->codes[i] = is_likely_text ? REASON_NONE : REASON_NO_LIKELY_TEXT;
    }
}

/* ---- paragraphs around what is chosen ---------------------------------------------- */

/* At a distance from the k-th open paragraph. */
static bool is_chosen(const struct selecting *s, size_t k, ptrdiff_t distance)
{
    ptrdiff_t other = (ptrdiff_t)k + distance;
    return other >= 0 && other < (ptrdiff_t)s->open_count &&
           s->choices[s->open[other]] == CHOSEN;
}

static bool has_share(const struct selecting *s, size_t k, int share)
{
    return s->scores[s->open[k]] * share >= s->threshold;
}

static bool is_prose(const struct selecting *s, size_t k, ptrdiff_t distance)
{
    return is_chosen(s, k, distance) &&
           paragraph_of(s, k + (size_t)distance)->text.words >= PROSE_WORDS_PLAIN;
}

/* A single dropped paragraph between two of prose. */
static bool is_in_gap(const struct selecting *s, size_t k)
{
    return is_prose(s, k, -1) && is_prose(s, k, 1) && has_share(s, k, GAP_SHARE);
}

/* Before the first prose of the text, with a date between them. */
static bool is_headline(const struct selecting *s, size_t k, bool is_after_prose)
{
    return !is_after_prose && is_prose(s, k, 2) && paragraph_of(s, k + 1)->text.digits;
}

/* The title of the text, or a line before prose. */
static bool is_heading(const struct selecting *s, size_t k, bool is_after_prose)
{
    const struct paragraph *p = paragraph_of(s, k);
    if (p->is_marked || p->text.words >= HEADING_WORDS_OF_LINE ||
        !has_share(s, k, HEADING_SHARE))
        return false;
    return line_features_row(&s->features, s->open[k])[LINE_from_title] == 0 ||
           is_prose(s, k, 1) || is_headline(s, k, is_after_prose);
}

/* A sentence between paragraphs that are kept, or after a list. */
static bool is_sentence_within(const struct selecting *s, size_t k)
{
    const struct passage *p = &paragraph_of(s, k)->text;
    return p->words >= SENTENCE_WORDS && p->last_glyph == GLYPH_STOP &&
           has_share(s, k, SENTENCE_SHARE) && is_chosen(s, k, -1) &&
           (is_chosen(s, k, 1) || paragraph_of(s, k - 1)->is_marked);
}

static void choose_for(struct selecting *s, size_t k, enum choice choice,
                       enum reason_code code)
{
    uint32_t i = s->open[k];
    if (s->choices[i] == DROPPED)
        s->codes[i] = (uint8_t)code;
    s->choices[i] = (uint8_t)choice;
}

/* "What to bring:" and the list after it are kept together. */
static void keep_lists(struct selecting *s)
{
    bool is_listed = false;
    for (size_t k = 1; k < s->open_count; k++) {
        bool is_introduced =
            is_chosen(s, k, -1) && paragraph_of(s, k - 1)->text.last_glyph == GLYPH_COLON;
        is_listed = paragraph_of(s, k)->is_marked && (is_listed || is_introduced);
        if (is_listed && has_share(s, k, LIST_SHARE))
            choose_for(s, k, CHOSEN, REASON_ANNOUNCED_LIST);
    }
}

/* Why a dropped paragraph is kept because of those around it; REASON_NONE if it is not.
 */
static enum reason_code find_context(const struct selecting *s, size_t k,
                                     bool is_after_prose)
{
    if (is_in_gap(s, k))
        return REASON_GAP;
    if (is_heading(s, k, is_after_prose))
        return REASON_HEADING_OF_TEXT;
    return is_sentence_within(s, k) ? REASON_SENTENCE_IN_TEXT : REASON_NONE;
}

static void keep_context(struct selecting *s)
{
    bool is_after_prose = false;
    keep_lists(s);
    for (size_t k = 0; k < s->open_count; k++) {
        bool is_dropped = s->choices[s->open[k]] == DROPPED;
        enum reason_code code = is_dropped ? find_context(s, k, is_after_prose) : 0;
        if (code)
            choose_for(s, k, KEPT_IN_CONTEXT, code);
        is_after_prose = is_after_prose || is_prose(s, k, 0);
    }
}

/* ---- marks ------------------------------------------------------------------------- */

/* REASON_NONE if the score alone gives the same choice. */
static enum reason_code code_of(const struct selecting *s, uint32_t i)
{
    bool is_likely = s->scores[i] >= s->threshold;
    return (s->choices[i] != DROPPED) == is_likely ? REASON_NONE
                                                   : (enum reason_code)s->codes[i];
}

static void mark_all(struct selecting *s)
{
    for (size_t k = 0; k < s->open_count; k++) {
        const struct paragraph *p = paragraph_of(s, k);
        uint32_t i = s->open[k];
        uint32_t reason =
            score_reasons_get(&s->reasons, s->marks, s->scores[i], code_of(s, i));
        for (size_t b = p->first; b < p->end; b++) {
            struct block *block = &s->blocks->items[b];
            if (!is_open(s, block))
                continue;
            block->verdict = s->choices[i] == DROPPED ? VERDICT_DROP : VERDICT_KEEP;
            block->reason = reason;
        }
    }
}

/* ---- all paragraphs ---------------------------------------------------------------- */

/* Whether there are enough lines, and no rule of the site has dropped any: such rules
   were written for the text of that site. */
static bool is_for_model(const struct selecting *s)
{
    for (size_t i = 0; i < s->blocks->count; i++) {
        const struct block *block = &s->blocks->items[i];
        const struct rulefile *file = s->marks->reasons[block->reason].file;
        if (block->verdict == VERDICT_DROP && file && file->authority == AUTHORITY_SITE)
            return false;
    }
    return s->blocks->count >= LINES_MIN;
}

void line_selection_apply(struct block_list *blocks, struct marks *marks,
                          enum winnow_favor favor)
{
    struct arena *a = marks->arena;
    struct selecting s = {.blocks = blocks, .marks = marks, .favor = favor};
    struct line_model model;
    size_t room = blocks->count < PARAGRAPHS_MAX ? blocks->count : PARAGRAPHS_MAX;
    if (!is_for_model(&s))
        return;
    line_model_open(&model);
    s.paragraphs.width = paragraphs_find_width(blocks);
    line_features_open(&s.features, room, a);
    s.scores = arena_alloc(a, room * sizeof *s.scores);
    s.choices = arena_alloc(a, room);
    s.open = arena_alloc(a, room * sizeof *s.open);
    s.codes = arena_alloc(a, room);
    for (size_t at = 0; at < blocks->count;) {
        at = paragraphs_read(blocks, at, a, &s.paragraphs);
        line_selection_score(&s.features, &s.paragraphs, &model, a, s.scores);
        find_open(&s);
        choose(&s);
        keep_context(&s);
        mark_all(&s);
    }
}
