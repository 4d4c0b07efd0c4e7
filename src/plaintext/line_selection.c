#include "plaintext/line_selection.h"

#include "model/passage_kind.h"
#include "model/score_reasons.h"
#include "model/threshold.h"

enum {
    LINES_MIN = 8,      /* fewer are a note, and no page that somebody has scraped */
    LIKELY = 250,       /* a score; where less than so many words have it, ... */
    LIKELY_WORDS = 12,  /* ... all is menus: of 3,900 texts of real pages few are such */
    HOLE_SHARE = 3,     /* of the threshold: what a hole in prose must have, ... */
    HEADING_SHARE = 3,  /* ... a heading over prose, or its title, ... */
    LIST_SHARE = 4,     /* ... an item of a list that the text announces, ... */
    SENTENCE_SHARE = 5, /* ... and a sentence within it */
    SENTENCE_WORDS = 5,
};

enum choice { GONE, CHOSEN, IN_COMPANY };

struct judging {
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
    int threshold; /* the least score that is chosen */
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
        sums[i] /= 2; /* the second's values are halved: the mean of both passes */
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

static bool is_open(const struct judging *j, const struct block *block)
{
    return block->verdict != VERDICT_DROP && !block_is_kept_by_line(j->marks, block);
}

static const struct paragraph *paragraph_of(const struct judging *j, size_t k)
{
    return &j->paragraphs.items[j->open[k]];
}

static void find_open(struct judging *j)
{
    j->open_count = 0;
    for (uint32_t i = 0; i < j->paragraphs.count; i++)
        if (is_open(j, &j->blocks->items[j->paragraphs.items[i].first]))
            j->open[j->open_count++] = i;
}

/* A text of which next to nothing is likely holds nothing: all of it goes. */
static void choose(struct judging *j)
{
    int64_t words[SCORE_MAX + 1] = {0}, likely = 0;
    for (size_t k = 0; k < j->open_count; k++) {
        int score = j->scores[j->open[k]];
        words[score] += paragraph_of(j, k)->text.words;
        likely += score >= LIKELY ? paragraph_of(j, k)->text.words : 0;
    }
    j->threshold = threshold_find(words, j->favor);
    bool is_likely_text = likely >= LIKELY_WORDS;
    for (size_t k = 0; k < j->open_count; k++) {
        uint32_t i = j->open[k];
        bool is_chosen = is_likely_text && j->scores[i] >= j->threshold;
        j->choices[i] = is_chosen ? CHOSEN : GONE;
        j->codes[i] = is_likely_text ? REASON_NONE : REASON_NO_LIKELY_TEXT;
    }
}

/* ---- what goes with it ------------------------------------------------------------- */

/* At a distance from the k-th open paragraph. */
static bool is_chosen(const struct judging *j, size_t k, ptrdiff_t distance)
{
    ptrdiff_t other = (ptrdiff_t)k + distance;
    return other >= 0 && other < (ptrdiff_t)j->open_count &&
           j->choices[j->open[other]] == CHOSEN;
}

static bool has_share(const struct judging *j, size_t k, int share)
{
    return j->scores[j->open[k]] * share >= j->threshold;
}

static bool is_prose(const struct judging *j, size_t k, ptrdiff_t distance)
{
    return is_chosen(j, k, distance) &&
           paragraph_of(j, k + (size_t)distance)->text.words >= PROSE_WORDS_PLAIN;
}

/* A single doubted paragraph between two of prose. */
static bool is_hole(const struct judging *j, size_t k)
{
    return is_prose(j, k, -1) && is_prose(j, k, 1) && has_share(j, k, HOLE_SHARE);
}

/* Over the first prose of the text, with a date between them. */
static bool is_headline(const struct judging *j, size_t k, bool is_after_prose)
{
    return !is_after_prose && is_prose(j, k, 2) && paragraph_of(j, k + 1)->text.digits;
}

/* The title of the whole, or what stands over prose. */
static bool is_heading(const struct judging *j, size_t k, bool is_after_prose)
{
    const struct paragraph *p = paragraph_of(j, k);
    if (p->is_marked || p->text.words >= HEADING_WORDS_OF_LINE ||
        !has_share(j, k, HEADING_SHARE))
        return false;
    return scrape_row(&j->features, j->open[k])[LINE_from_title] == 0 ||
           is_prose(j, k, 1) || is_headline(j, k, is_after_prose);
}

/* A doubted sentence within what stays, or where a list ends. */
static bool is_sentence_within(const struct judging *j, size_t k)
{
    const struct passage *p = &paragraph_of(j, k)->text;
    return p->words >= SENTENCE_WORDS && p->last_glyph == GLYPH_STOP &&
           has_share(j, k, SENTENCE_SHARE) && is_chosen(j, k, -1) &&
           (is_chosen(j, k, 1) || paragraph_of(j, k - 1)->is_marked);
}

static void choose_for(struct judging *j, size_t k, enum choice choice,
                       enum reason_code code)
{
    uint32_t i = j->open[k];
    if (j->choices[i] == GONE)
        j->codes[i] = (uint8_t)code;
    j->choices[i] = (uint8_t)choice;
}

/* "What to bring:" and the list after it are kept together. */
static void keep_lists(struct judging *j)
{
    bool is_listed = false;
    for (size_t k = 1; k < j->open_count; k++) {
        bool is_introduced =
            is_chosen(j, k, -1) && paragraph_of(j, k - 1)->text.last_glyph == GLYPH_COLON;
        is_listed = paragraph_of(j, k)->is_marked && (is_listed || is_introduced);
        if (is_listed && has_share(j, k, LIST_SHARE))
            choose_for(j, k, CHOSEN, REASON_ANNOUNCED_LIST);
    }
}

/* Why a doubted paragraph is kept because of those around it; REASON_NONE if it is not.
 */
static enum reason_code find_company(const struct judging *j, size_t k,
                                     bool is_after_prose)
{
    if (is_hole(j, k))
        return REASON_GAP;
    if (is_heading(j, k, is_after_prose))
        return REASON_HEADING_OF_TEXT;
    return is_sentence_within(j, k) ? REASON_SENTENCE_IN_TEXT : REASON_NONE;
}

static void keep_company(struct judging *j)
{
    bool is_after_prose = false;
    keep_lists(j);
    for (size_t k = 0; k < j->open_count; k++) {
        bool is_gone = j->choices[j->open[k]] == GONE;
        enum reason_code code = is_gone ? find_company(j, k, is_after_prose) : 0;
        if (code)
            choose_for(j, k, IN_COMPANY, code);
        is_after_prose = is_after_prose || is_prose(j, k, 0);
    }
}

/* ---- marks ------------------------------------------------------------------------- */

/* REASON_NONE where the score alone says the same. */
static enum reason_code code_of(const struct judging *j, uint32_t i)
{
    bool is_likely = j->scores[i] >= j->threshold;
    return (j->choices[i] != GONE) == is_likely ? REASON_NONE
                                                : (enum reason_code)j->codes[i];
}

static void mark_all(struct judging *j)
{
    for (size_t k = 0; k < j->open_count; k++) {
        const struct paragraph *p = paragraph_of(j, k);
        uint32_t i = j->open[k];
        uint32_t reason =
            score_reasons_get(&j->reasons, j->marks, j->scores[i], code_of(j, i));
        for (size_t b = p->first; b < p->end; b++) {
            struct block *block = &j->blocks->items[b];
            if (!is_open(j, block))
                continue;
            block->verdict = j->choices[i] == GONE ? VERDICT_DROP : VERDICT_KEEP;
            block->reason = reason;
        }
    }
}

/* ---- the judge --------------------------------------------------------------------- */

/* Whether there is enough to be judged, and nobody who knows better has: a site's own
   rules that have found what to take out know how its pages were scraped. */
static bool is_asked(const struct judging *j)
{
    for (size_t i = 0; i < j->blocks->count; i++) {
        const struct block *block = &j->blocks->items[i];
        const struct rulefile *file = j->marks->reasons[block->reason].file;
        if (block->verdict == VERDICT_DROP && file && file->authority == AUTHORITY_SITE)
            return false;
    }
    return j->blocks->count >= LINES_MIN;
}

void line_selection_apply(struct block_list *blocks, struct marks *marks,
                          enum winnow_favor favor)
{
    struct arena *a = marks->arena;
    struct judging j = {.blocks = blocks, .marks = marks, .favor = favor};
    struct line_model model;
    size_t room = blocks->count < PARAGRAPHS_MAX ? blocks->count : PARAGRAPHS_MAX;
    if (!is_asked(&j))
        return;
    line_model_open(&model);
    j.paragraphs.width = paragraphs_find_width(blocks);
    line_features_open(&j.features, room, a);
    j.scores = arena_alloc(a, room * sizeof *j.scores);
    j.choices = arena_alloc(a, room);
    j.open = arena_alloc(a, room * sizeof *j.open);
    j.codes = arena_alloc(a, room);
    for (size_t at = 0; at < blocks->count;) {
        at = paragraphs_read(blocks, at, a, &j.paragraphs);
        line_selection_score(&j.features, &j.paragraphs, &model, a, j.scores);
        find_open(&j);
        choose(&j);
        keep_company(&j);
        mark_all(&j);
    }
}
