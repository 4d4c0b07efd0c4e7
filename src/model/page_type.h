/* page_type: what kind of page a page is, guessed from what its text looks like.

   Boosted trees as in content_score.h, over the columns of the page and over those of its
   likely content. The URL would say a little more, but a page without one, such as a
   file, would then get wrong guesses. */
#ifndef WINNOW_MODEL_PAGE_TYPE_H
#define WINNOW_MODEL_PAGE_TYPE_H

#include "model/features.h"
#include "model/trees.h"

// clang-format off
/* Of the likely content, where each passage has the weight of its words and its score. */
#define TEXT_FEATURES(X)                                                                 \
    X(passages) X(words) X(page_share) X(label_words) X(short_words) X(line_words)       \
    X(repeated_words)

/* Their means over the likely content, by the names of OWN_FEATURES. */
#define MEAN_FEATURES(X)                                                                 \
    X(link_share) X(shape_count) X(currency) X(digit_share) X(code_share) X(stops)       \
    X(from_title) X(commas) X(place)

// clang-format on

#define X(name) TEXT_##name,
enum text_feature { TEXT_FEATURES(X) TEXT_COUNT };
#undef X
#define X(name) MEAN_##name,
enum mean_feature { MEAN_FEATURES(X) MEAN_COUNT };
#undef X

/* Where each group of columns begins, after PAGE_FEATURES. */
enum type_column {
    COLUMN_TEXT = PAGE_COUNT,
    COLUMN_MEANS = COLUMN_TEXT + TEXT_COUNT,
    COLUMN_SHARES = COLUMN_MEANS + MEAN_COUNT, /* inside each enum enclosure */
    TYPE_COLUMNS = COLUMN_SHARES + ENCLOSURE_COUNT,
};

/* scores has one for each passage, 0 to SCORE_MAX. */
void page_type_read(const struct features *features, const int16_t *scores,
                    int16_t row[TYPE_COLUMNS]);
/* The type whose trees have the largest sum, the first one of equals; the next one; and
   how much larger the sum is, TREES_ONE for a log-odds of 1. */
struct type_guess {
    enum page_type best, second;
    int32_t lead;
};

struct type_guess page_type_guess(const struct forest types[TYPE_COUNT],
                                  const int16_t row[TYPE_COLUMNS]);
/* "article", ...: static. */
const char *page_type_name(enum page_type type);

#endif
