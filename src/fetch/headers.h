/* headers: the request headers that users and rule files add, and the hosts they may be
   sent to. */
#ifndef WINNOW_FETCH_HEADERS_H
#define WINNOW_FETCH_HEADERS_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

struct header {
    char *host; /* lower case; NULL for all hosts */
    char *line; /* "NAME: VALUE", or "NAME;" for an empty value, as curl reads it */
};

struct headers { /* all zero at first */
    struct header *items;
    size_t count, capacity;
};

/* "NAME: VALUE"; refused if it contains line breaks or other controls. */
bool headers_add(struct headers *headers, const char *text, struct error *err);
/* "[HOST=]NAME:VALUE", as on the command line. Credentials need a host. */
bool headers_add_option(struct headers *headers, const char *text, struct error *err);
void headers_close(struct headers *headers);

struct header_lines {
    const char **items; /* free it; the lines are borrowed */
    size_t count;
};

/* Selects the lines for a request to host: those of common for all hosts and for this one
   (host NULL: for no host), all of own (NULL for none), and an Accept header for pages if
   neither has one. */
bool headers_select(const struct headers *common, const struct headers *own,
                    const char *host, struct header_lines *out);

/* Adds a value that came from the server itself. NULL adds nothing; a value longer than
   VALUE_MAX is left out. */
bool headers_add_value(struct headers *headers, const char *name, const char *value,
                       struct error *err);
/* Appends the lines of `more`, for any host. False: no memory. */
bool headers_append(const struct headers *more, struct header_lines *out);
/* Whether a line identifies a person, as Cookie and X-Api-Key do, by its name: one that
   is known, one that says so, or one of `names`. */
bool headers_is_secret(const char *line, const char *const *names, size_t count);

#endif
