/* features: what the content model knows about each passage, as rows of small integers.
   This is their only definition: training reads the rows that this code writes. */
#ifndef WINNOW_MODEL_FEATURES_H
#define WINNOW_MODEL_FEATURES_H

#include "model/passages.h"

/* Shares are in thousandths; counts are at most 32,000. */

// clang-format off
/* Of the passage itself. The first few of these are also columns of its neighbours. */
#define OWN_FEATURES(X)                                                                  \
    X(words) X(link_share) X(last_glyph) X(tag_group) X(word_mean) X(content_sum)        \
    X(content_min) X(heading_level) X(depth) X(phrase) X(chars) X(links) X(word_length) X(commas)  \
    X(stops) X(first_glyph) X(capital_share) X(shout_share) X(digit_share)               \
    X(symbol_share) X(currency) X(ideograph_share) X(bold_share) X(code_share)           \
    X(word_min) X(word_max) X(title_share) X(title_cover) X(heading_share)               \
    X(heading_cover) X(description_share) X(description_cover) X(copies) X(copy_index)   \
    X(shape_count) X(shape_words) X(shape_mean) X(shape_index) X(shape_links) X(place)   \
    X(words_before) X(words_after) X(index) X(from_title) X(since_heading)               \
    X(words_since_heading) X(last_heading) X(content_max) X(rules_sum) X(rules_min)      \
    X(rules_max) X(in_best) X(from_best) X(words_to_long) X(run_of_short)                \
    X(heading_phrase) X(since_related) X(since_comments) X(phrase_run) X(stated)

/* Of an element around it that contains more passages than the one before. */
#define CONTAINER_FEATURES(X)                                                            \
    X(words) X(link_share) X(passages) X(long_passages) X(page_share) X(place)           \
    X(long_share) X(tag) X(stated)

/* Of the page. */
#define PAGE_FEATURES(X)                                                                 \
    X(passages) X(words) X(link_share) X(long_words) X(long_passages) X(stops)           \
    X(mean_words) X(headings) X(h1s) X(items) X(rows) X(cells) X(paragraphs)             \
    X(articles) X(sections) X(forms) X(inputs) X(buttons) X(images) X(links) X(times)    \
    X(codes) X(quotes) X(definitions) X(currency) X(digit_share) X(best_share)           \
    X(best_depth) X(best_links) X(top_shape_words) X(top_shape_count) X(shapes)          \
    X(noscript_words) X(comment_words) X(post_words) X(forum_words) X(product_words)     \
    X(price_words) X(card_words) X(list_words) X(docs_words) X(content_words)            \
    X(review_words) X(main_words) X(article_words) X(title_words) X(description_words)   \
    X(og_type) X(has_published_time) X(copies) X(ideograph_share) X(phrases)     \
    X(stated_words) X(stated)

/* Of the scores of the first pass around it. */
#define SECOND_FEATURES(X)                                                               \
    X(score) X(shape_score) X(heading_score) X(next_heading_score) X(share_before)       \
    X(share_after) X(page_sum) X(page_mean) X(page_kept) X(page_kept_links)              \
    X(from_sure) X(to_sure) X(same_before) X(same_after) X(element_score)                \
    X(page_best_run) X(rank)
// clang-format on

#define X(name) OWN_##name,
enum own_feature { OWN_FEATURES(X) OWN_COUNT };
#undef X
#define X(name) CONTAINER_##name,
enum container_feature { CONTAINER_FEATURES(X) CONTAINER_COUNT };
#undef X
#define X(name) PAGE_##name,
enum page_feature { PAGE_FEATURES(X) PAGE_COUNT };
#undef X
#define X(name) SECOND_##name,
enum second_feature { SECOND_FEATURES(X) SECOND_COUNT };
#undef X

enum page_type {
    TYPE_ARTICLE,
    TYPE_COLLECTION,
    TYPE_DOCUMENTATION,
    TYPE_FORUM,
    TYPE_LISTING,
    TYPE_PRODUCT,
    TYPE_SERVICE,
    TYPE_COUNT
};

enum {
    CONTAINERS = 6,     /* elements around a passage, from the inside out */
    NEIGHBOURS = 3,     /* on either side */
    NEIGHBOUR_OWN = 10, /* of a neighbour: the first columns of OWN_FEATURES */
    SCORED_NEIGHBOURS = 4,
    WINDOWS = 3,
};

/* Where each group of columns begins. A row of the first pass ends at COLUMN_SCORES. */
enum column {
    COLUMN_OWN = 0,
    COLUMN_INSIDE = COLUMN_OWN + OWN_COUNT,
    COLUMN_CLASSES = COLUMN_INSIDE + ENCLOSURE_COUNT,
    COLUMN_NAMED = COLUMN_CLASSES + NAME_CLASS_COUNT,
    COLUMN_CONTAINERS = COLUMN_NAMED + NAMED_KEPT,
    COLUMN_NEIGHBOURS = COLUMN_CONTAINERS + CONTAINERS * CONTAINER_COUNT,
    COLUMN_PAGE = COLUMN_NEIGHBOURS + 2 * NEIGHBOURS * NEIGHBOUR_OWN,
    COLUMN_TYPES = COLUMN_PAGE + PAGE_COUNT,
    COLUMN_SCORES = COLUMN_TYPES + TYPE_COUNT,
    FIRST_COLUMNS = COLUMN_SCORES,
    COLUMN_SCORED_NEIGHBOURS = COLUMN_SCORES + SECOND_COUNT,
    COLUMN_WINDOWS = COLUMN_SCORED_NEIGHBOURS + 2 * SCORED_NEIGHBOURS,
    COLUMN_CONTAINER_SCORES = COLUMN_WINDOWS + WINDOWS,
    COLUMN_CONTAINER_SHARES = COLUMN_CONTAINER_SCORES + CONTAINERS,
    COLUMNS = COLUMN_CONTAINER_SHARES + CONTAINERS,
};

struct features {
    const struct page *page;
    const struct passages *passages;
    int16_t *rows; /* passages->count rows of COLUMNS */
    int16_t page_row[PAGE_COUNT];
    uint32_t *groups;     /* of each passage: which of the page's shapes it has */
    uint32_t *containers; /* CONTAINERS a passage: ranges begin, end */
    uint32_t group_count;
};

/* Fills all columns up to COLUMN_TYPES. */
void features_read(const struct page *page, const struct passages *passages,
                   const struct lexicon *lexicon, struct arena *a, struct features *out);
/* The sum of the trees of a type as a column. */
int16_t features_type(int32_t sum);
/* Writes the columns of types, from features_type, into every row. */
void features_set_types(struct features *f, const int16_t types[TYPE_COUNT]);
/* Fills the columns from COLUMN_SCORES on. scores has the score of each passage in the
   first pass, in thousandths. */
void features_set_scores(struct features *f, const int16_t *scores, struct arena *a);

static inline int16_t *features_row(const struct features *f, size_t passage)
{
    return f->rows + passage * COLUMNS;
}

#endif
