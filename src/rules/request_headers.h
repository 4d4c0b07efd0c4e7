/* request_headers: the HTTP headers that rules set for the request of a page. */
#ifndef WINNOW_RULES_REQUEST_HEADERS_H
#define WINNOW_RULES_REQUEST_HEADERS_H

#include "rules/rulebook.h"

struct request_headers {
    const char **items; /* "Name: value" */
    size_t count, capacity;
};

bool request_headers_have_headers(const struct ruleset *rules);
/* Selects the http_header lines in scope, in merge order. The first file that sets a
   header wins. Within a file, lines under a path take precedence over lines for all
   paths; among equal ones the last wins. Strings go to the arena. */
void request_headers_select_headers(const struct ruleset *rules, struct slice url_path,
                                    struct arena *a, struct request_headers *out);

#endif
