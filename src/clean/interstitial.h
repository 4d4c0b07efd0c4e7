/* interstitial: what stands before a page's text: the page of a guard that doubts its
   reader, or a box that asks for something. */
#ifndef WINNOW_CLEAN_INTERSTITIAL_H
#define WINNOW_CLEAN_INTERSTITIAL_H

#include "blocks/block.h"

/* The name of the guard whose page this is, as people know it; NULL for any other page.
   Static. A page with more to read than guards write is none, whatever it speaks of. */
const char *interstitial_guard(const struct page *page);

/* What a box asks of the reader that holds nearly all of a short page's text, all of it
   that stays, and a button: consent, or the reader's age. NULL for a page with more to
   read. Static. */
const char *interstitial_box(const struct marks *marks);

#endif
