/* line_features: what the model of old scrapes knows of each paragraph, as rows of
   small integers. The one definition of them: training reads the rows that this code
   writes. No feature knows a language: words have learned scores alone. */
#ifndef WINNOW_PLAINTEXT_LINE_FEATURES_H
#define WINNOW_PLAINTEXT_LINE_FEATURES_H

#include "base/hash_table.h"
#include "model/lexicon.h"
#include "plaintext/paragraphs.h"

/* Shares are in thousandths; counts stop at 32,000. */

// clang-format off
/* Of the paragraph itself; neighbours' rows are looked at by the first few of these. */
#define LINE_FEATURES(X)                                                                 \
    X(words) X(last_glyph) X(said) X(capital_share) X(topic_share) X(digit_share)        \
    X(is_marked) X(known) X(chars) X(word_length) X(commas) X(stops) X(first_glyph)      \
    X(shout_share) X(symbol_share) X(currency) X(ideograph_share) X(said_least)          \
    X(said_most) X(lines) X(indent) X(is_tight) X(is_tight_behind) X(bars) X(brackets)   \
    X(years) X(clocks) X(copies) X(copy_index) X(shape_count) X(shape_words)             \
    X(shape_mean) X(shape_index) X(shape_step) X(shape_run) X(opening_count)             \
    X(title_share) X(title_cover) X(from_title) X(place) X(words_before) X(words_after)  \
    X(index) X(index_behind) X(stanza_index) X(stanza_size) X(stanza_words)              \
    X(since_long) X(to_long) X(words_since_long) X(words_to_long) X(from_best)           \
    X(from_core)

/* Of so many paragraphs before it, and as many behind it. */
#define SIDE_FEATURES(X) X(words) X(long_share) X(said) X(marked)

/* Of the whole text. */
#define SCRAPE_FEATURES(X)                                                               \
    X(paragraphs) X(words) X(longs) X(long_words) X(mean_words) X(stops) X(currency)     \
    X(digit_share) X(ideograph_share) X(marked) X(tight) X(width) X(best_share)          \
    X(best_size) X(core_share) X(known) X(copies) X(shapes) X(top_shape_words)           \
    X(top_shape_count) X(years) X(clocks) X(said) X(words_before_best)                   \
    X(words_behind_best)

/* What the first pass has said around it. */
#define AGAIN_FEATURES(X)                                                                \
    X(score) X(shape_score) X(stanza_score) X(share_before) X(share_behind)              \
    X(text_sum) X(text_mean) X(text_kept) X(best_run) X(from_sure) X(to_sure) X(rank)    \
    X(same_before) X(same_behind)
// clang-format on

#define X(name) LINE_##name,
enum line_feature { LINE_FEATURES(X) LINE_COUNT };
#undef X
#define X(name) SIDE_##name,
enum side_feature { SIDE_FEATURES(X) SIDE_COUNT };
#undef X
#define X(name) SCRAPE_##name,
enum scrape_feature { SCRAPE_FEATURES(X) SCRAPE_COUNT };
#undef X
#define X(name) AGAIN_##name,
enum again_feature { AGAIN_FEATURES(X) AGAIN_COUNT };
#undef X

enum {
    LINE_NEIGHBOURS = 3, /* either side */
    NEIGHBOUR_LINE = 6,  /* the first of LINE_FEATURES */
    LINE_SPANS = 5,      /* 2, 4, 8, 16, 32 */
    SCORED_LINES = 4,    /* neighbours either side whose scores are looked at */
    SCORED_SPANS = 3,
    SAID_MAX = 2 * WORDS_KEPT + 1, /* words of a paragraph, and pairs of them */
};

/* Where each group of columns begins. A row of the first pass ends at LINE_AGAIN. */
enum line_column {
    LINE_SPANNED = LINE_COUNT,
    LINE_AROUND = LINE_SPANNED + 2 * LINE_SPANS * SIDE_COUNT,
    LINE_SCRAPE = LINE_AROUND + 2 * LINE_NEIGHBOURS * NEIGHBOUR_LINE,
    LINE_AGAIN = LINE_SCRAPE + SCRAPE_COUNT,
    LINE_SCORES_AROUND = LINE_AGAIN + AGAIN_COUNT,
    LINE_SCORES_SPANNED = LINE_SCORES_AROUND + 2 * SCORED_LINES,
    LINE_COLUMNS = LINE_SCORES_SPANNED + SCORED_SPANS,
};

/* Sums over the paragraphs before each one. */
struct line_sums {
    int64_t words, longs, long_words, marked, scores;
};

struct line_group {
    uint32_t count, seen;
    size_t last; /* paragraph of it, and one */
    int64_t words, scored;
};

struct line_features {
    const struct paragraphs *paragraphs;
    int16_t *rows;            /* paragraphs->count rows of LINE_COLUMNS */
    struct line_sums *sums;   /* count + 1 */
    uint32_t *shapes;         /* of each paragraph: its group */
    struct hash_table groups; /* of struct line_group */
    size_t words_max;         /* different words of a text that are learned */
};

static inline struct line_group *line_group_at(const struct line_features *f,
                                               uint32_t group)
{
    return hash_table_at(&f->groups, group);
}

/* Room for texts of so many paragraphs, to be used again and again. */
void line_features_open(struct line_features *f, size_t capacity, struct arena *a);
/* Fills all columns up to LINE_AGAIN. */
void line_features_read(struct line_features *f, const struct paragraphs *paragraphs,
                        const struct lexicon *lexicon);
/* The columns from LINE_AGAIN on; scores has what the first pass said of each paragraph,
   in thousandths. */
void line_features_set_scores(struct line_features *f, const int16_t *scores);

/* What a paragraph says, as hashes that have learned scores: its first words, and each
   pair of them that stand side by side or at an end of it. Gives how many. */
uint32_t line_features_read_said(const struct passage *p, uint32_t said[SAID_MAX]);

/* The end of the paragraphs from this one on that no blank line parts. */
size_t line_features_stanza_end(const struct paragraphs *paragraphs, size_t begin);

static inline int16_t *scrape_row(const struct line_features *f, size_t paragraph)
{
    return f->rows + paragraph * LINE_COLUMNS;
}

#endif
