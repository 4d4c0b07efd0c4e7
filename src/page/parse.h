/* parse: parses UTF-8 HTML into a page. Its source is the only file that uses gumbo. */
#ifndef WINNOW_PAGE_PARSE_H
#define WINNOW_PAGE_PARSE_H

#include "base/arena.h"
#include "base/error.h"
#include "page/page.h"
#include "page/prefilter.h"

/* Parses html (valid UTF-8, any length) into the arena, which is also gumbo's allocator:
   a page that exceeds the arena's budget or deadline jumps to the arena's trap. Returns
   false and sets err if gumbo returns no document. The page points into the arena
   only. */
bool parse_html(struct arena *a, struct slice html, struct page *out, struct error *err);
/* Like parse_html, for the output of the prefilter. The page has the values and the data
   that were set aside, and also points to where they are stored. */
bool parse_blanked(struct arena *a, const struct prefiltered *blanked, struct page *out,
                   struct error *err);

#endif
