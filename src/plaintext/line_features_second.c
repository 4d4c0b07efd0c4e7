/* The columns of the second pass over a text: the scores of the first pass around each
   paragraph. */
#include "plaintext/line_features.h"

#include "model/columns.h"
#include "model/trees.h"

#include <string.h>

struct scoring {
    struct line_features *f;
    const struct paragraph *items;
    size_t count;
    const int16_t *scores;
    int64_t kept, best_run; /* words that are kept: of the text, of its best run */
};

/* ---- sums -------------------------------------------------------------------------- */

static int64_t weight_of(const struct scoring *s, size_t i)
{
    return (int64_t)s->items[i].text.words + 1; /* so that a sign counts too */
}

/* Overwrites the sums of the scores of words, which are in the rows already. */
static void sum_scores(struct scoring *s)
{
    struct line_features *f = s->f;
    int64_t run = 0;
    memset(f->sums, 0, sizeof *f->sums);
    for (uint32_t g = 0; g < f->groups.count; g++)
        line_group_at(f, g)->words = line_group_at(f, g)->scored = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct line_group *g = line_group_at(f, f->shapes[i]);
        int64_t words = weight_of(s, i), scored = words * s->scores[i];
        f->sums[i + 1].words = f->sums[i].words + words;
        f->sums[i + 1].scores = f->sums[i].scores + scored;
        g->words += words;
        g->scored += scored;
        run = s->scores[i] >= SCORE_KEPT ? run + words : 0;
        s->kept += s->scores[i] >= SCORE_KEPT ? words : 0;
        s->best_run = run > s->best_run ? run : s->best_run;
    }
}

static int16_t mean_score(const struct scoring *s, int64_t begin, int64_t end)
{
    begin = begin < 0 ? 0 : begin;
    end = end > (int64_t)s->count ? (int64_t)s->count : end;
    const struct line_sums *from = &s->f->sums[begin], *to = &s->f->sums[end];
    return clamp((to->scores - from->scores) / (to->words - from->words));
}

/* ---- columns ----------------------------------------------------------------------- */

static void set_around(const struct scoring *s, size_t i, int16_t *row)
{
    static const int SPANS[SCORED_SPANS] = {5, 15, 40};
    int16_t *cells = row + LINE_SCORES_AROUND;
    int64_t at = (int64_t)i, count = (int64_t)s->count;
    for (int64_t other = at - SCORED_LINES; other <= at + SCORED_LINES; other++)
        if (other != at)
            *cells++ = other < 0 || other >= count ? -1 : s->scores[other];
    for (int k = 0; k < SCORED_SPANS; k++)
        row[LINE_SCORES_SPANNED + k] = mean_score(s, at - SPANS[k], at + SPANS[k] + 1);
}

static void set_text_scores(const struct scoring *s, size_t i, int16_t *cells)
{
    const struct line_sums *sums = s->f->sums, *all = &sums[s->count];
    const struct line_group *g = line_group_at(s->f, s->f->shapes[i]);
    cells[PASS2_score] = s->scores[i];
    cells[PASS2_shape_score] = clamp(g->scored / g->words);
    cells[PASS2_share_before] = share(sums[i].scores, all->scores);
    cells[PASS2_share_after] = share(all->scores - sums[i + 1].scores, all->scores);
    cells[PASS2_text_sum] = clamp(all->scores / 1000);
    cells[PASS2_text_mean] = clamp(all->scores / all->words);
    cells[PASS2_text_kept] = clamp(s->kept);
    cells[PASS2_best_run] = clamp(s->best_run);
}

static void set_section_scores(const struct scoring *s)
{
    for (size_t begin = 0, end; begin < s->count; begin = end) {
        end = line_features_section_end(s->f->paragraphs, begin);
        int16_t mean = mean_score(s, (int64_t)begin, (int64_t)end);
        for (size_t i = begin; i < end; i++)
            line_features_row(s->f, i)[LINE_PASS2 + PASS2_section_score] = mean;
    }
}

/* What came before each paragraph, in one direction. */
static void set_directed_scores(const struct scoring *s, bool forward)
{
    size_t sure = s->count;
    for (uint32_t g = 0; g < s->f->groups.count; g++)
        line_group_at(s->f, g)->seen = 0; /* a score, plus one */
    for (size_t k = 0; k < s->count; k++) {
        size_t i = forward ? k : s->count - 1 - k;
        int16_t *cells = line_features_row(s->f, i) + LINE_PASS2;
        struct line_group *g = line_group_at(s->f, s->f->shapes[i]);
        int64_t steps = forward ? (int64_t)(i - sure) : (int64_t)(sure - i);
        cells[forward ? PASS2_from_sure : PASS2_to_sure] =
            sure == s->count ? NEVER : clamp(steps);
        cells[forward ? PASS2_same_before : PASS2_same_after] =
            clamp((int64_t)g->seen - 1);
        g->seen = (uint32_t)s->scores[i] + 1;
        if (s->scores[i] >= SCORE_SURE && s->items[i].text.words >= LONG_WORDS)
            sure = i;
    }
}

/* Which share of the words of the text has a higher score. */
static void set_ranks(const struct scoring *s)
{
    int64_t above[SCORE_MAX + 2] = {0};
    for (size_t i = 0; i < s->count; i++)
        above[s->scores[i]] += weight_of(s, i);
    for (int score = SCORE_MAX; score >= 0; score--)
        above[score] += above[score + 1];
    for (size_t i = 0; i < s->count; i++)
        line_features_row(s->f, i)[LINE_PASS2 + PASS2_rank] =
            share(above[s->scores[i] + 1], above[0]);
}

void line_features_set_scores(struct line_features *f, const int16_t *scores)
{
    struct scoring s = {.f = f,
                        .items = f->paragraphs->items,
                        .count = f->paragraphs->count,
                        .scores = scores};
    if (!s.count)
        return;
    sum_scores(&s);
    for (size_t i = 0; i < s.count; i++) {
        set_around(&s, i, line_features_row(f, i));
        set_text_scores(&s, i, line_features_row(f, i) + LINE_PASS2);
    }
    set_section_scores(&s);
    set_directed_scores(&s, true);
    set_directed_scores(&s, false);
    set_ranks(&s);
}
