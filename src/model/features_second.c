/* The columns of the second pass: the scores of the first pass around each passage. */
#include "model/features.h"

#include "model/columns.h"
#include "model/trees.h"

/* Words, and words times score, of the passages before each one. */
struct score_sums {
    int64_t words, scored;
};

struct scoring {
    struct features *f;
    const struct passage *items;
    size_t count;
    const int16_t *scores;
    struct score_sums *sums;
    int64_t *group_words, *group_scored;
};

static int16_t mean_score(const struct scoring *s, int64_t begin, int64_t end)
{
    if (begin < 0)
        begin = 0;
    if (end > (int64_t)s->count)
        end = (int64_t)s->count;
    if (begin >= end)
        return -1;
    int64_t words = s->sums[end].words - s->sums[begin].words;
    return words ? clamp((s->sums[end].scored - s->sums[begin].scored) / words) : -1;
}

static void sum_scores(struct scoring *s, struct arena *a)
{
    s->sums = arena_calloc(a, s->count + 1, sizeof *s->sums);
    s->group_words = arena_calloc(a, s->f->group_count + 1, sizeof *s->group_words);
    s->group_scored = arena_calloc(a, s->f->group_count + 1, sizeof *s->group_scored);
    for (size_t i = 0; i < s->count; i++) {
        int64_t words = s->items[i].words + 1; /* so that a sign counts too */
        int64_t scored = words * s->scores[i];
        s->sums[i + 1].words = s->sums[i].words + words;
        s->sums[i + 1].scored = s->sums[i].scored + scored;
        s->group_words[s->f->groups[i]] += words;
        s->group_scored[s->f->groups[i]] += scored;
    }
}

static void set_neighbour_scores(const struct scoring *s, size_t i, int16_t *row)
{
    static const int SPANS[WINDOWS] = {5, 15, 40};
    int16_t *cells = row + COLUMN_SCORED_NEIGHBOURS;
    int64_t at = (int64_t)i;
    for (int step = -SCORED_NEIGHBOURS; step <= SCORED_NEIGHBOURS; step++) {
        int64_t other = at + step;
        if (step != 0)
            *cells++ = other < 0 || other >= (int64_t)s->count ? -1 : s->scores[other];
    }
    for (int k = 0; k < WINDOWS; k++)
        row[COLUMN_WINDOWS + k] = mean_score(s, at - SPANS[k], at + SPANS[k] + 1);
}

static void set_container_scores(const struct scoring *s, size_t i, int16_t *row)
{
    const uint32_t *ranges = s->f->containers + i * CONTAINERS * 2;
    for (int k = 0; k < CONTAINERS; k++) {
        uint32_t begin = ranges[k * 2], end = ranges[k * 2 + 1];
        row[COLUMN_CONTAINER_SCORES + k] = mean_score(s, begin, end);
        row[COLUMN_CONTAINER_SHARES + k] =
            share(s->sums[end].scored - s->sums[begin].scored, s->sums[s->count].scored);
    }
    uint32_t group = s->f->groups[i];
    row[COLUMN_SCORES + SECOND_shape_score] =
        clamp(s->group_scored[group] / s->group_words[group]);
}

struct page_scores {
    int64_t kept, kept_chars, kept_linked, best_run;
};

static void sum_page_scores(const struct scoring *s, struct page_scores *p)
{
    int64_t run = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct passage *item = &s->items[i];
        bool is_kept = s->scores[i] >= SCORE_KEPT;
        p->kept += is_kept ? item->words : 0;
        p->kept_chars += is_kept ? item->chars : 0;
        p->kept_linked += is_kept ? item->linked : 0;
        run = is_kept ? run + item->words : 0;
        p->best_run = run > p->best_run ? run : p->best_run;
    }
}

static void set_page_scores(const struct scoring *s, const struct page_scores *p,
                            size_t i, int16_t *row)
{
    const struct score_sums *all = &s->sums[s->count];
    int16_t *cells = row + COLUMN_SCORES;
    cells[SECOND_score] = s->scores[i];
    cells[SECOND_share_before] = share(s->sums[i].scored, all->scored);
    cells[SECOND_share_after] = share(all->scored - s->sums[i + 1].scored, all->scored);
    cells[SECOND_page_sum] = clamp(all->scored / 1000);
    cells[SECOND_page_mean] = all->words ? clamp(all->scored / all->words) : 0;
    cells[SECOND_page_kept] = clamp(p->kept);
    cells[SECOND_page_kept_links] = share(p->kept_linked, p->kept_chars);
    cells[SECOND_page_best_run] = clamp(p->best_run);
}

/* What came before each passage, in one direction. */
static void set_directed_scores(const struct scoring *s, bool forward,
                                int16_t *last_of_group)
{
    int16_t heading = -1;
    size_t sure = s->count;
    for (uint32_t g = 0; g < s->f->group_count; g++)
        last_of_group[g] = -1;
    for (size_t k = 0; k < s->count; k++) {
        size_t i = forward ? k : s->count - 1 - k;
        int16_t *cells = features_row(s->f, i) + COLUMN_SCORES;
        uint32_t group = s->f->groups[i];
        cells[forward ? SECOND_heading_score : SECOND_next_heading_score] = heading;
        cells[forward ? SECOND_same_before : SECOND_same_after] = last_of_group[group];
        cells[forward ? SECOND_from_sure : SECOND_to_sure] =
            sure == s->count ? NEVER
                             : clamp(forward ? (int64_t)(i - sure) : (int64_t)(sure - i));
        if (heading_level(s->items[i].tag))
            heading = s->scores[i];
        if (s->scores[i] >= SCORE_SURE && s->items[i].words >= LONG_WORDS)
            sure = i;
        last_of_group[group] = s->scores[i];
    }
}

/* The mean of the passages of the same block element, as lines between breaks are. */
static void set_element_scores(const struct scoring *s)
{
    for (size_t i = 0, end; i < s->count; i = end) {
        end = i + 1;
        while (end < s->count && s->items[end].element == s->items[i].element)
            end++;
        int16_t mean = mean_score(s, (int64_t)i, (int64_t)end);
        for (size_t k = i; k < end; k++)
            features_row(s->f, k)[COLUMN_SCORES + SECOND_element_score] = mean;
    }
}

/* Which share of the words of the page has a higher score: how a passage compares with
   the best of the page, whatever their scores are. */
static void set_ranks(const struct scoring *s, struct arena *a)
{
    int64_t *above = arena_calloc(a, SCORE_MAX + 2, sizeof *above);
    for (size_t i = 0; i < s->count; i++)
        above[s->scores[i]] += s->items[i].words;
    for (int score = SCORE_MAX; score >= 0; score--)
        above[score] += above[score + 1];
    for (size_t i = 0; i < s->count; i++)
        features_row(s->f, i)[COLUMN_SCORES + SECOND_rank] =
            share(above[s->scores[i] + 1], above[0]);
}

void features_set_scores(struct features *f, const int16_t *scores, struct arena *a)
{
    struct scoring s = {.f = f,
                        .items = f->passages->items,
                        .count = f->passages->count,
                        .scores = scores};
    struct page_scores totals = {0};
    sum_scores(&s, a);
    sum_page_scores(&s, &totals);
    for (size_t i = 0; i < s.count; i++) {
        int16_t *row = features_row(f, i);
        set_neighbour_scores(&s, i, row);
        set_container_scores(&s, i, row);
        set_page_scores(&s, &totals, i, row);
    }
    int16_t *last = arena_alloc(a, (f->group_count + 1) * sizeof *last);
    set_directed_scores(&s, true, last);
    set_directed_scores(&s, false, last);
    set_element_scores(&s);
    set_ranks(&s, a);
}
