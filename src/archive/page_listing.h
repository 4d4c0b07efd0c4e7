/* page_listing: the pages of an archive as lists show them. */
#ifndef WINNOW_ARCHIVE_PAGE_LISTING_H
#define WINNOW_ARCHIVE_PAGE_LISTING_H

#include "archive/store.h"

struct listing_row {
    const char *url, *host, *state;
    const char *file; /* in text/; NULL: there is no text */
    int64_t page, version, checked, changed, due;
    const char *title, *author, *date, *site, *language; /* of the current text */
};
typedef bool (*listing_visit)(void *context, const struct listing_row *row);

struct listing_choice {
    const char *host;  /* and those below it; NULL: all */
    const char *state; /* a name of store_state_name, or "quarantine"; NULL: all */
    int64_t since;     /* when the text changed last; 0: all */
};
/* Visits pages by URL, or with `since` the last changed first. */
bool listing_each(struct store *store, const struct listing_choice *choice,
                  listing_visit visit, void *context, struct error *err);
/* Visits one page; none if it does not exist. */
bool listing_page(struct store *store, int64_t page, listing_visit visit, void *context,
                  struct error *err);
/* Whether `state` is a name that a choice may have. */
bool listing_knows_state(const char *state);

#endif
