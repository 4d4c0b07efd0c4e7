/* atom_feed: an Atom feed (RFC 4287) of new and changed texts. */
#ifndef WINNOW_SITE_ATOM_FEED_H
#define WINNOW_SITE_ATOM_FEED_H

#include "site/site.h"

bool atom_feed_append(const struct site *site, struct buffer *out, struct error *err);

#endif
