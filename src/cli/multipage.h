/* multipage: the pages that a site's rules make one article of: which page is wanted
   next, and the one record of them all. It fetches nothing itself. */
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
    struct winnow_record *records[MULTIPAGE_PAGES_MAX]; /* whose texts are joined */
    size_t record_count;
    char *pages[MULTIPAGE_PAGES_MAX]; /* URLs, where each was found in the end */
    size_t page_count;
    char *visited[2 * MULTIPAGE_PAGES_MAX]; /* as asked for, and as found */
    size_t visited_count;
    char *wanted;     /* the page to fetch; NULL for none */
    bool wants_whole; /* wanted is the whole article on one page */
    bool failed;      /* there was no memory */
    struct winnow_note notes[MULTIPAGE_NOTES_MAX]; /* text is ours; place is NULL */
    size_t note_count;
};

/* Takes the record of the first page, or of the one that was wanted. asked is its URL, or
   NULL for a page that was not fetched: then none is wanted. True when another page is
   wanted now. */
bool multipage_add(struct multipage *article, struct winnow_record *record,
                   const char *asked);
/* The wanted page cannot be had. True when another is wanted in its place. */
bool multipage_fail(struct multipage *article, const char *reason);
/* The record of all pages, the caller's; the article is empty
   again. NULL without memory. */
struct winnow_record *multipage_take(struct multipage *article);

void multipage_close(struct multipage *article);

/* Whether two absolute URLs are of one host and port. */
bool multipage_is_same_host(const char *a, const char *b);

#endif
