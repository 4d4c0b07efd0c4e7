/* append_article: text that a page has as data alone, put where its scripts would have
 * put it. */
#ifndef WINNOW_EMBEDDED_APPEND_ARTICLE_H
#define WINNOW_EMBEDDED_APPEND_ARTICLE_H

#include "marks/marks.h"
#include "page/prefilter.h"

/* Parses source, which page came from, once more with the text at its end, and keeps
   that; all other nodes and their marks stay as they are, in page and marks themselves,
   or are dropped where the text stands in their place. False where the page's end
   swallows it, or rules have reshaped the page; then nothing has changed. */
bool append_article(struct page *page, struct marks *marks,
                    const struct prefiltered *source, struct slice text,
                    bool is_in_place);

#endif
