/* site: what the pages of one site have in common: its archive, its names of files, and
   whether they are files or answers of `winnow serve`. */
#ifndef WINNOW_SITE_SITE_H
#define WINNOW_SITE_SITE_H

#include "archive/catalogue.h"

struct site {
    struct store *store;
    const char *name;  /* what its pages call it */
    const char *token; /* of the forms of `winnow serve`; NULL: a site of files */
};

enum {
    SITE_ITEMS_MAX = 200,   /* texts on one page of an index */
    SITE_VERSIONS_MAX = 50, /* of a text that have pages: the newest */
};

/* What the pages of an archive call it: the last part of its path. The caller frees it;
   NULL: no memory. */
char *site_name(const char *path);

/* Where the files of a page are whose text has this name:
   "text/example.com/index-0123456789". */
void site_append_stem(const char *name, struct buffer *out);
/* Appends the folder of a page's file in text/. */
void site_append_folder(const struct catalogue_page *page, struct buffer *out);

/* What stands in place of a missing title. Borrowed from the page. */
const char *site_title(const struct catalogue_page *page);

#endif
