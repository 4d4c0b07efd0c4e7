/* metadata: extracts the metadata of a page: title, author, date, language, canonical,
   site. */
#ifndef WINNOW_METADATA_METADATA_H
#define WINNOW_METADATA_METADATA_H

#include "base/arena.h"
#include "page/linked_data.h"

struct metadata {
    struct slice title, author, date, language, site, canonical; /* empty: not found */
    struct slice base; /* the base URL that the page's references are resolved against */
};

/* Reads JSON-LD, Open Graph, other meta elements, microdata and RDFa, and the text around
   the headline, preferred in this order. There are three exceptions, because they are
   right more often on the annotated pages: an h1 that is much like the title is the
   title; a visible date more than a day earlier than the date in the data is the date;
   and a byline replaces an author that is just the site's name. date is ISO 8601,
   language is BCP 47, authors are separated by ", ", canonical is absolute or empty.
   Strings live in the arena. url is the page's own URL. */
void metadata_read(const struct page *page, const struct linked_data *linked,
                   struct slice url, struct arena *a, struct metadata *out);

#endif
