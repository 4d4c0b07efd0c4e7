/* headers: the request headers that a user or a rule file wants, and to which host each
   may go. */
#ifndef WINNOW_FETCH_HEADERS_H
#define WINNOW_FETCH_HEADERS_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

struct header {
    char *host; /* lower case; NULL for all */
    char *line; /* "NAME: VALUE", or "NAME;" for an empty value, as curl reads it */
};

struct headers { /* all zero at first */
    struct header *items;
    size_t count, capacity;
};

/* "NAME: VALUE"; refused where it could break out of its line. */
bool headers_add(struct headers *headers, const char *text, struct error *err);
/* "[HOST=]NAME:VALUE", of the command line. Credentials must say for which host. */
bool headers_add_option(struct headers *headers, const char *text, struct error *err);
void headers_close(struct headers *headers);

struct header_lines {
    const char **items; /* free it; the lines are borrowed */
    size_t count;
};

/* The lines for a request to host: those of common that are for it (NULL: for a host that
   none is for) and for all, all of own (NULL for none), and an Accept that asks for a
   page where neither names one. */
bool headers_select(const struct headers *common, const struct headers *own,
                    const char *host, struct header_lines *out);

/* A value of a server's own, which goes back as it came; NULL adds nothing, and one that
   is over VALUE_MAX is left out. */
bool headers_add_value(struct headers *headers, const char *name, const char *value,
                       struct error *err);
/* Puts the lines of `more` behind them, whatever the host. False: no memory. */
bool headers_append(const struct headers *more, struct header_lines *out);
/* Whether a line says who somebody is, as Cookie does. */
bool headers_is_secret(const char *line);

#endif
