/* cookies: the cookies that the user gives, read from a file in Netscape's format. */
#ifndef WINNOW_FETCH_COOKIES_H
#define WINNOW_FETCH_COOKIES_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

struct cookie {
    const char *line; /* seven fields between tabs, as curl reads it */
    bool is_secure;   /* sent over https only */
};

struct cookies { /* all zero at first */
    char *text;  /* of the file; the lines are parts of it */
    struct cookie *items;
    size_t count;
};

/* Reads the cookies of a file that have not expired; one at least. Returns false with
   err. */
bool cookies_read(struct cookies *cookies, const char *file, struct error *err);
void cookies_close(struct cookies *cookies);

#endif
