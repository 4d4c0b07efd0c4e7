#include "model/page_type.h"

#include "base/array.h"
#include "model/columns.h"

#include <string.h>

enum {
    LABEL_WORDS = 4, /* these three: words of a passage, at most */
    SHORT_WORDS = 12,
    LINE_WORDS = 40,
    REPEATED = 5, /* passages of one shape: a list of similar things */
};

/* ---- the likely content ------------------------------------------------------------ */

struct type_sums {
    int64_t scores, weight, label, short_lines, lines, repeated;
    int64_t means[MEAN_COUNT], inside[ENCLOSURE_COUNT];
};

static void add_passage(const int16_t *row, int64_t words, int64_t score,
                        struct type_sums *t)
{
#define X(name) OWN_##name,
    static const uint8_t COLUMNS_OF_MEANS[] = {MEAN_FEATURES(X)};
#undef X
    int64_t weight = words * score;
    t->scores += score;
    t->weight += weight;
    t->label += words <= LABEL_WORDS ? weight : 0;
    t->short_lines += words <= SHORT_WORDS ? weight : 0;
    t->lines += words <= LINE_WORDS ? weight : 0;
    t->repeated += row[OWN_shape_count] >= REPEATED ? weight : 0;
    for (size_t k = 0; k < COUNT_OF(COLUMNS_OF_MEANS); k++)
        t->means[k] += weight * row[COLUMNS_OF_MEANS[k]];
    for (size_t k = 0; k < ENCLOSURE_COUNT; k++)
        t->inside[k] += row[COLUMN_INSIDE + k] > 0 ? weight : 0;
}

static void read_text(const struct features *f, const int16_t *scores, int16_t *row)
{
    struct type_sums t = {0};
    int64_t words = 0;
    for (size_t i = 0; i < f->passages->count; i++) {
        words += f->passages->items[i].words;
        add_passage(features_row(f, i), f->passages->items[i].words, scores[i], &t);
    }
    row[COLUMN_TEXT + TEXT_passages] = clamp(t.scores / SCORE_MAX);
    row[COLUMN_TEXT + TEXT_words] = clamp(t.weight / SCORE_MAX);
    row[COLUMN_TEXT + TEXT_page_share] = share(t.weight / SCORE_MAX, words);
    row[COLUMN_TEXT + TEXT_label_words] = share(t.label, t.weight);
    row[COLUMN_TEXT + TEXT_short_words] = share(t.short_lines, t.weight);
    row[COLUMN_TEXT + TEXT_line_words] = share(t.lines, t.weight);
    row[COLUMN_TEXT + TEXT_repeated_words] = share(t.repeated, t.weight);
    for (size_t k = 0; k < MEAN_COUNT && t.weight; k++)
        row[COLUMN_MEANS + k] = clamp(t.means[k] / t.weight);
    for (size_t k = 0; k < ENCLOSURE_COUNT; k++)
        row[COLUMN_SHARES + k] = share(t.inside[k], t.weight);
}

/* ---- the guess --------------------------------------------------------------------- */

void page_type_read(const struct features *features, const int16_t *scores,
                    int16_t row[TYPE_COLUMNS])
{
    memset(row, 0, TYPE_COLUMNS * sizeof *row);
    memcpy(row, features->page_row, sizeof features->page_row);
    read_text(features, scores, row);
}

struct type_guess page_type_guess(const struct forest types[TYPE_COUNT],
                                  const int16_t row[TYPE_COLUMNS])
{
    int32_t sums[TYPE_COUNT] = {0};
    int best = 0, second = 0;
    for (int t = 0; t < TYPE_COUNT; t++) {
        trees_add(&types[t], row, TYPE_COLUMNS, 1, &sums[t]);
        if (sums[t] > sums[best])
            best = t;
    }
    second = best == 0;
    for (int t = 0; t < TYPE_COUNT; t++)
        if (t != best && sums[t] > sums[second])
            second = t;
    return (struct type_guess){(enum page_type)best, (enum page_type)second,
                               sums[best] - sums[second]};
}

const char *page_type_name(enum page_type type)
{
    static const char *const NAMES[TYPE_COUNT] = {
        "article", "collection", "documentation", "forum",
        "listing", "product",    "service",
    };
    return NAMES[type];
}
