/* placeholder: characters that replace runs of text while a page is parsed.

   The parser processes text character by character, with 550 instructions for each, and
   only needs to know whether a character is white space. So a run of text that starts
   with anything else is parsed as a single character, U+50000 for the first run: it is in
   a plane of Unicode in which nothing is assigned. */
#ifndef WINNOW_PAGE_PLACEHOLDER_H
#define WINNOW_PAGE_PLACEHOLDER_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdint.h>

struct placeholder_list {
    struct slice *items; /* the runs, in document order */
    size_t count, capacity;
};

/* Whether placeholders can be used: html itself has no character that could be mistaken
   for one. */
bool placeholder_may(struct slice html);

/* Sets *run to the next run in *text, and *text to what follows it. A run has only
   characters that the parser does not change, and is long enough to be worth replacing.
   Returns false if there is none. */
bool placeholder_next(struct slice *text, struct slice *run);

/* Adds the run to the list, writes its placeholder to out and returns its length; 0 if
   the list is full. */
size_t placeholder_add(struct arena *a, struct placeholder_list *list, struct slice run,
                       char out[4]);

/* Returns text from the parser's output with the runs restored. Each run is restored only
   once (is_back, one byte for each run, records this): a page that writes a placeholder
   as a numeric character reference can move its own text, but cannot multiply it. */
struct slice placeholder_restore(struct arena *a, const struct placeholder_list *list,
                                 uint8_t *is_back, struct slice text);

#endif
