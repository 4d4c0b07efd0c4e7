/* feed_xml: reads feeds, sitemaps and OPML as XML. Its source is the only file that uses
   expat. The XML is parsed as a stream: no tree is built, entity declarations are
   refused, and external resources are not loaded. */
#ifndef WINNOW_PAGE_FEED_XML_H
#define WINNOW_PAGE_FEED_XML_H

#include "page/feed.h"

/* See feed_read. out must be empty. */
void feed_xml_read(struct arena *a, struct slice text, struct slice url,
                   struct feed *out);

#endif
