/* placeholder: characters that stand for runs of text while a page is parsed.

   The parser takes a page's text character by character, 550 instructions for each, and
   asks of it only whether it is white space. So a run of text that begins with anything
   else goes through the parse as one character, U+50000 for the first: a plane of Unicode
   in which nothing is assigned. */
#ifndef WINNOW_PAGE_PLACEHOLDER_H
#define WINNOW_PAGE_PLACEHOLDER_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdint.h>

struct placeholder_list {
    struct slice *items; /* the runs, in the order of the page */
    size_t count, capacity;
};

/* Whether html has no character of its own that could be taken for one that stands in. */
bool placeholder_may(struct slice html);

/* The next run in what is left of text, which then is what stands behind it: of
   characters that the parser leaves as they are, and long enough to be worth it. False
   for none. */
bool placeholder_next(struct slice *text, struct slice *run);

/* Puts the run on the list and writes what stands for it; 0 bytes where the list is full.
 */
size_t placeholder_add(struct arena *a, struct placeholder_list *list, struct slice run,
                       char out[4]);

/* What the parser made of text, with the runs in their places again. Each is put back
   once (is_back, a byte for each, keeps count): a page that writes such a character by
   its number may so move its own text, and cannot multiply it. */
struct slice placeholder_restore(struct arena *a, const struct placeholder_list *list,
                                 uint8_t *is_back, struct slice text);

#endif
