/* append_article: adds text that a page only has as data to the page. */
#ifndef WINNOW_EMBEDDED_APPEND_ARTICLE_H
#define WINNOW_EMBEDDED_APPEND_ARTICLE_H

#include "marks/marks.h"
#include "page/prefilter.h"

/* Parses source, from which page was parsed, again with the text at its end, and keeps
   that. All other nodes and marks stay as they are; if is_in_place, kept nodes are
   dropped. Returns false, with nothing changed, if the end of the page cannot take the
   text, or rules have reshaped the page. */
bool append_article(struct page *page, struct marks *marks,
                    const struct prefiltered *source, struct slice text,
                    bool is_in_place);

#endif
