/* search_results: finds the pages whose current text has the words of a query. */
#ifndef WINNOW_ARCHIVE_SEARCH_RESULTS_H
#define WINNOW_ARCHIVE_SEARCH_RESULTS_H

#include "archive/search_query.h"
#include "archive/store.h"

enum {
    /* So many pages are ranked by bm25(), with the title counted eight times. Of more,
       those with the words in the title come first, then the newest: a ranking would take
       a second for words that are in every page. */
    SEARCH_RANKED_MAX = 2000,
};

/* The ids of the best pages, the best first, at most `limit`. *count receives how many
   pages match, or SEARCH_RANKED_MAX + 1 for more than that. */
bool search_find(struct store *store, const struct search_query *query, size_t limit,
                 struct arena *a, struct id_list *out, size_t *count, struct error *err);

/* A part of a text, from start to before end. */
struct search_range {
    size_t start, end;
};
struct search_ranges {
    struct search_range *items;
    size_t count, capacity;
};
/* Finds the places of a text that match the query, in order; at most a thousand. */
bool search_mark(struct store *store, const struct search_query *query, struct slice text,
                 struct arena *a, struct search_ranges *out, struct error *err);
/* Returns the part of a text, at most `max` bytes, that shows most of the query. */
struct search_range search_find_snippet(struct slice text,
                                        const struct search_ranges *marks, size_t max);

#endif
