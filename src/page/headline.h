/* headline: which of the titles that a page gives itself is the article's. */
#ifndef WINNOW_PAGE_HEADLINE_H
#define WINNOW_PAGE_HEADLINE_H

#include "base/slice.h"

/* Whether heading (an h1's text) says what title says: half of its words are in it. A
   title made for search engines is shorter, or has the site's name in it. */
bool headline_is_told_by(struct slice heading, struct slice title);

/* title without " | The Site" or " - The Site" at its end, where that is the site's name
   or the host's. */
struct slice headline_without_site(struct slice title, struct slice site,
                                   struct slice host);

/* Whether name is the site's own: no more than its name or its host's, however written.
 */
bool headline_is_site(struct slice name, struct slice site, struct slice host);

#endif
