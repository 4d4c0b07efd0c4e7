/* append_article: inserts text that a page carries only as data where the page's scripts
 * would insert it. */
#ifndef WINNOW_EMBEDDED_APPEND_ARTICLE_H
#define WINNOW_EMBEDDED_APPEND_ARTICLE_H

#include "marks/marks.h"
#include "page/prefilter.h"

/* Parses source (the bytes that page was parsed from) again with the text at its end, and
   keeps the text. All other nodes and their marks stay as they are in page and marks, or
   are dropped if the text replaces them. Returns false, with nothing changed, if the end
   of the page swallows the text or if rules have reshaped the page. */
bool append_article(struct page *page, struct marks *marks,
                    const struct prefiltered *source, struct slice text,
                    bool is_in_place);

#endif
