/* interstitial: what a site shows in place of a page's text: the page of a guard against
   robots, or a box that asks for something. */
#ifndef WINNOW_CLEAN_INTERSTITIAL_H
#define WINNOW_CLEAN_INTERSTITIAL_H

#include "blocks/block.h"

/* The common name of the guard whose page this is ("Cloudflare"); NULL for other pages,
   such as texts about guards. Static. */
const char *interstitial_guard(const struct page *page);

/* What a box asks for (consent, or the reader's age) that has nearly all text of a short
   page, all of its kept text, and a button; NULL for none. Static. */
const char *interstitial_box(const struct marks *marks);

#endif
