/* metadata: what a page says of itself: title, author, date,
   language, canonical, site. */
#ifndef WINNOW_METADATA_METADATA_H
#define WINNOW_METADATA_METADATA_H

#include "base/arena.h"
#include "page/linked_data.h"

struct metadata {
    struct slice title, author, date, language, site, canonical; /* empty: not known */
    struct slice base; /* what the page's references are seen from */
};

/* From JSON-LD, Open Graph, other meta elements, microdata and RDFa, and the text around
   the headline, believed in this order. Three things are otherwise, because on the
   annotated pages that is right more often: an h1 that is much like the title is the
   title; a visible date more than a day earlier than the data's is the date; and an
   author that is but the site's name gives way to a byline. date is ISO 8601, language
   BCP 47, authors have ", " between them, canonical is absolute or empty. Strings live in
   the arena. url is the page's own. */
void metadata_read(const struct page *page, const struct linked_data *linked,
                   struct slice url, struct arena *a, struct metadata *out);

#endif
