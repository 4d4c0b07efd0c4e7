/* multipage: the pages that a site's rules make one article of: which page is wanted next,
   and the one record of them all. It fetches nothing itself. */
#ifndef WINNOW_CLI_MULTIPAGE_H
#define WINNOW_CLI_MULTIPAGE_H

#include "base/buffer.h"
#include "winnow.h"

enum {
    ARTICLE_PAGES_MAX = 20, /* no article is longer; a calendar's "next" never ends */
    ARTICLE_NOTES_MAX = 4,  /* each ends the search for a single page, or for more */
};

/* All zero at first. Strings are on the heap. */
struct article {
    struct winnow_record *records[ARTICLE_PAGES_MAX]; /* whose texts are joined */
    size_t record_count;
    char *pages[ARTICLE_PAGES_MAX]; /* URLs, where each was found in the end */
    size_t page_count;
    char *visited[2 * ARTICLE_PAGES_MAX]; /* as asked for, and as found */
    size_t visited_count;
    char *wanted;     /* the page to fetch; NULL for none */
    bool wants_whole; /* wanted is the whole article on one page */
    bool failed;      /* there was no memory */
    struct winnow_note notes[ARTICLE_NOTES_MAX]; /* text is ours; place is NULL */
    size_t note_count;
};

/* Takes the record of the first page, or of the one that was wanted. asked is its URL, or
   NULL for a page that was not fetched: then none is wanted. True when another page is
   wanted now. */
bool article_add(struct article *article, struct winnow_record *record,
                 const char *asked);
/* The wanted page cannot be had. True when another is wanted in its place. */
bool article_fail(struct article *article, const char *reason);
/* The record of all pages, the caller's; the article is empty
   again. NULL without memory. */
struct winnow_record *article_take(struct article *article);

void article_close(struct article *article);

/* Whether two absolute URLs are of one host and port. */
bool article_is_same_host(const char *a, const char *b);

#endif
