/* multipage: joins the pages that a site's rules declare to be one article: which page to
 * fetch next, and the single record of them all. It fetches nothing itself. */
#ifndef WINNOW_CLI_MULTIPAGE_H
#define WINNOW_CLI_MULTIPAGE_H

#include "base/buffer.h"
#include "winnow.h"

enum {
    MULTIPAGE_PAGES_MAX = 20, /* no article is longer; a calendar's "next" never ends */
    MULTIPAGE_NOTES_MAX = 4,  /* each ends the search for a single page, or for more */
};

/* All zero at first. Strings are on the heap. */
struct multipage {
    struct winnow_record
        *records[MULTIPAGE_PAGES_MAX]; /* the records whose texts are joined */
    size_t record_count;
    char *pages[MULTIPAGE_PAGES_MAX]; /* final URLs of the pages */
    size_t page_count;
    char *visited[2 * MULTIPAGE_PAGES_MAX]; /* as requested, and after redirects */
    size_t visited_count;
    char *wanted;     /* URL of the page to fetch; NULL: none */
    bool wants_whole; /* wanted is the page that has the whole article */
    bool failed;      /* out of memory */
    struct winnow_note
        notes[MULTIPAGE_NOTES_MAX]; /* text belongs to this struct; place is NULL */
    size_t note_count;
};

/* Takes the record of the first page, or of the page that was wanted. asked is its URL,
   or NULL for a page that was not fetched: then no other page is wanted. Returns true if
   another page is wanted now. */
bool multipage_add(struct multipage *article, struct winnow_record *record,
                   const char *asked);
/* Whether the wanted page continues the text of the pages before it. */
bool multipage_continues(const struct multipage *article);
/* Reports that the wanted page cannot be obtained. Returns true if another one is wanted
   instead. */
bool multipage_fail(struct multipage *article, const char *reason);
/* Returns the record of all pages, which the caller owns, and empties the article. NULL
   if out of memory. */
struct winnow_record *multipage_take(struct multipage *article);

void multipage_close(struct multipage *article);

/* Whether two absolute URLs have the same host and port. */
bool multipage_is_same_host(const char *a, const char *b);

#endif
