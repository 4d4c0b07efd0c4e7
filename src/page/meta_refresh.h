/* meta_refresh: pages that send the browser to another page after a moment, by a meta
   element or by a Refresh header. */
#ifndef WINNOW_PAGE_META_REFRESH_H
#define WINNOW_PAGE_META_REFRESH_H

#include "base/buffer.h"

/* Finds where an answer redirects to within five seconds. head: the lines of the answer's
   header; html: its body, or empty. Appends the URL, which may be relative, to url.
   Returns false if there is none. A meta element in a noscript element counts as well,
   unless the page has text for readers with scripts. The pages of bot checks that come
   back until a script has run are left alone. */
bool meta_refresh_find(struct slice head, struct slice html, struct buffer *url);

#endif
