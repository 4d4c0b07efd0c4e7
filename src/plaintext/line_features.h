/* line_features: what the model of lines knows about each paragraph, as rows of small
   integers. This is their only definition: training reads the rows that this code writes.
   No feature depends on a language, except for the learned scores of words. */
#ifndef WINNOW_PLAINTEXT_LINE_FEATURES_H
#define WINNOW_PLAINTEXT_LINE_FEATURES_H

#include "base/hash_table.h"
#include "model/lexicon.h"
#include "plaintext/paragraphs.h"

/* Shares are in thousandths; counts are at most 32,000. */

// clang-format off
/* Of the paragraph itself. The first few of these are also columns of its neighbours. */
#define LINE_FEATURES(X)                                                                 \
    X(words) X(last_glyph) X(terms) X(capital_share) X(topic_share) X(digit_share)        \
    X(is_marked) X(known) X(chars) X(word_length) X(commas) X(stops) X(first_glyph)      \
    X(shout_share) X(symbol_share) X(currency) X(ideograph_share) X(term_least)          \
    X(term_most) X(lines) X(indent) X(is_tight) X(is_tight_after) X(bars) X(brackets)   \
    X(years) X(clocks) X(copies) X(copy_index) X(shape_count) X(shape_words)             \
    X(shape_mean) X(shape_index) X(shape_step) X(shape_run) X(opening_count)             \
    X(title_share) X(title_cover) X(from_title) X(place) X(words_before) X(words_after)  \
    X(index) X(index_from_end) X(section_index) X(section_size) X(section_words)              \
    X(since_long) X(to_long) X(words_since_long) X(words_to_long) X(from_best)           \
    X(from_core)

/* Of a number of paragraphs before it, and of as many after it. */
#define SIDE_FEATURES(X) X(words) X(long_share) X(terms) X(marked)

/* Of the whole text. */
#define WHOLE_FEATURES(X)                                                               \
    X(paragraphs) X(words) X(longs) X(long_words) X(mean_words) X(stops) X(currency)     \
    X(digit_share) X(ideograph_share) X(marked) X(tight) X(width) X(best_share)          \
    X(best_size) X(core_share) X(known) X(copies) X(shapes) X(top_shape_words)           \
    X(top_shape_count) X(years) X(clocks) X(terms) X(words_before_best)                   \
    X(words_after_best)

/* Of the scores of the first pass around it. */
#define PASS2_FEATURES(X)                                                                \
    X(score) X(shape_score) X(section_score) X(share_before) X(share_after)              \
    X(text_sum) X(text_mean) X(text_kept) X(best_run) X(from_sure) X(to_sure) X(rank)    \
    X(same_before) X(same_after)
// clang-format on

#define X(name) LINE_##name,
enum line_feature { LINE_FEATURES(X) LINE_COUNT };
#undef X
#define X(name) SIDE_##name,
enum side_feature { SIDE_FEATURES(X) SIDE_COUNT };
#undef X
#define X(name) WHOLE_##name,
enum whole_feature { WHOLE_FEATURES(X) WHOLE_COUNT };
#undef X
#define X(name) PASS2_##name,
enum pass2_feature { PASS2_FEATURES(X) PASS2_COUNT };
#undef X

enum {
    LINE_NEIGHBOURS = 3, /* on either side */
    NEIGHBOUR_LINE = 6,  /* of a neighbour: the first columns of LINE_FEATURES */
    LINE_SPANS = 5,      /* 2, 4, 8, 16, 32 */
    SCORED_LINES = 4,    /* neighbours on either side whose scores are columns */
    SCORED_SPANS = 3,
    TERMS_MAX = 2 * WORDS_KEPT + 1, /* words of a paragraph, and pairs of words */
};

/* Where each group of columns begins. A row of the first pass ends at LINE_PASS2. */
enum line_column {
    LINE_SPANNED = LINE_COUNT,
    LINE_AROUND = LINE_SPANNED + 2 * LINE_SPANS * SIDE_COUNT,
    LINE_WHOLE = LINE_AROUND + 2 * LINE_NEIGHBOURS * NEIGHBOUR_LINE,
    LINE_PASS2 = LINE_WHOLE + WHOLE_COUNT,
    LINE_SCORES_AROUND = LINE_PASS2 + PASS2_COUNT,
    LINE_SCORES_SPANNED = LINE_SCORES_AROUND + 2 * SCORED_LINES,
    LINE_COLUMNS = LINE_SCORES_SPANNED + SCORED_SPANS,
};

/* Sums over the paragraphs before each one. */
struct line_sums {
    int64_t words, longs, long_words, marked, scores;
};

struct line_group {
    uint32_t count, seen;
    size_t last; /* the last paragraph of it, plus one */
    int64_t words, scored;
};

struct line_features {
    const struct paragraphs *paragraphs;
    int16_t *rows;            /* paragraphs->count rows of LINE_COLUMNS */
    struct line_sums *sums;   /* count + 1 */
    uint32_t *shapes;         /* of each paragraph: its group */
    struct hash_table groups; /* of struct line_group */
    size_t words_max;         /* different words of a text that are remembered */
};

static inline struct line_group *line_group_at(const struct line_features *f,
                                               uint32_t group)
{
    return hash_table_at(&f->groups, group);
}

/* Room for texts of up to capacity paragraphs; it is used for one text after the other.
 */
void line_features_open(struct line_features *f, size_t capacity, struct arena *a);
/* Fills all columns up to LINE_PASS2. */
void line_features_read(struct line_features *f, const struct paragraphs *paragraphs,
                        const struct lexicon *lexicon);
/* Fills the columns from LINE_PASS2 on. scores has the score of each paragraph in the
   first pass, in thousandths. */
void line_features_set_scores(struct line_features *f, const int16_t *scores);

/* The terms of a paragraph that can have scores, as hashes: its first words, and the
   pairs of words that are next to each other or at one of its ends. Returns how many. */
uint32_t line_features_read_terms(const struct passage *p, uint32_t terms[TERMS_MAX]);

/* The end of the section that begins here: of the paragraphs without a blank line between
   them. */
size_t line_features_section_end(const struct paragraphs *paragraphs, size_t begin);

static inline int16_t *line_features_row(const struct line_features *f, size_t paragraph)
{
    return f->rows + paragraph * LINE_COLUMNS;
}

#endif
