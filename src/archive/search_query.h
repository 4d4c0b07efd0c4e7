/* search_query: what a user looks for, as an expression of FTS5, and as phrases to mark
   in what is found.

     harbour night      both words
     "night ferry"      the words next to each other
     ferry OR boat      one of them
     -strike            without it
     harb*              words that begin so
     title:ferry        in the title
     host:example.com   pages of the host and of those below it; several are alternatives
     date:2025          also 2025-03, 2025-03-04, and ranges: 2024..2025-06, 2024..,
   ..2024

   Any other character separates words, so that no input is a syntax error. */
#ifndef WINNOW_ARCHIVE_SEARCH_QUERY_H
#define WINNOW_ARCHIVE_SEARCH_QUERY_H

#include "archive/db.h"
#include "base/arena.h"
#include "base/buffer.h"

struct search_phrase {
    struct slice *items; /* folded words, next to each other */
    size_t count, capacity;
    bool is_prefix; /* the last word is the beginning of one */
};

struct search_query {
    const char *expression;
    const char *title_expression; /* the same, with the words in the title; NULL: the
                                     query has no words, only hosts and dates */
    struct {
        struct search_phrase *items;
        size_t count, capacity;
    } phrases; /* that a result contains */
};

/* Parses a query; the result is in the arena. Returns false with err if there is nothing
   to look for, or a date is invalid. */
bool search_query_parse(struct db *db, struct slice text, struct arena *a,
                        struct search_query *out, struct error *err);

#endif
