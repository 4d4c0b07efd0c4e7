/* shortcodes: what a plug-in or a script should have replaced before anybody saw it:
   "[vc_row width="1/2"]", "[/caption]", "{{ item.title }}". */
#ifndef WINNOW_PAGE_SHORTCODES_H
#define WINNOW_PAGE_SHORTCODES_H

#include "page/page.h"

/* Removes them where a text begins or ends with them, and templates that are a whole
   text. Code, and a text that has one amid its words, stays as it is: it may be about
   them. */
void shortcodes_remove(struct page *page);

#endif
