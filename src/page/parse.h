/* parse: UTF-8 HTML to a page. The gumbo door. */
#ifndef WINNOW_PAGE_PARSE_H
#define WINNOW_PAGE_PARSE_H

#include "base/arena.h"
#include "base/error.h"
#include "page/page.h"
#include "page/prefilter.h"

/* Parses html (valid UTF-8, any length) into the arena, which gumbo's allocator uses too:
   a page over the arena's budget or deadline jumps to its trap. False with err when gumbo
   gives no document. The page points into the arena only. */
bool parse_html(struct arena *a, struct slice html, struct page *out, struct error *err);
/* The same of html that was blanked before: the page has the values and the data that
   were set aside, and points also where they do. */
bool parse_blanked(struct arena *a, const struct prefiltered *blanked, struct page *out,
                   struct error *err);

#endif
