/* request_headers: what rules say of the request for a page: its headers. */
#ifndef WINNOW_RULES_REQUEST_HEADERS_H
#define WINNOW_RULES_REQUEST_HEADERS_H

#include "rules/rulebook.h"

struct request_headers {
    const char **items; /* "Name: value" */
    size_t count, capacity;
};

bool request_headers_have_headers(const struct ruleset *rules);
/* The http_header lines in scope, in the order of merging. The first file that sets a
   header has its way, and in a file the lines under a path before those for all; of equal
   ones the last. Strings go to the arena. */
void request_headers_select_headers(const struct ruleset *rules, struct slice url_path,
                                    struct arena *a, struct request_headers *out);

#endif
