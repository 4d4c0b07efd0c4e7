/* feed_xml: feeds, sitemaps and OPML as XML. The expat door: XML is read as it streams
   by, without a tree, entities of its own or anything from outside. */
#ifndef WINNOW_PAGE_FEED_XML_H
#define WINNOW_PAGE_FEED_XML_H

#include "page/feed.h"

/* See feed_read. out is empty. */
void feed_xml_read(struct arena *a, struct slice text, struct slice url,
                   struct feed *out);

#endif
