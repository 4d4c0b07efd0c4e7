/* interstitial: what a site shows before a page's text: the page of a guard against
   robots, or a box that asks for something. */
#ifndef WINNOW_CLEAN_INTERSTITIAL_H
#define WINNOW_CLEAN_INTERSTITIAL_H

#include "blocks/block.h"

/* The common name of the guard whose page this is; NULL for any other page. Static. A
   page with more text than a guard's is not one, whatever it is about. */
const char *interstitial_guard(const struct page *page);

/* What a box asks for (consent, or the reader's age) that has nearly all text of a short
   page, all text that stays, and a button. NULL for a page with more text. Static. */
const char *interstitial_box(const struct marks *marks);

#endif
