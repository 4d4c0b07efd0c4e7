/* xml_mend: mends XML that is not well-formed, so that a parser can read it. Feeds are
   written by templates, which often do not escape what they insert. */
#ifndef WINNOW_PAGE_XML_MEND_H
#define WINNOW_PAGE_XML_MEND_H

#include "base/arena.h"
#include "base/slice.h"

/* Returns the mended text in the arena; text is UTF-8. Escapes an & that does not begin a
   reference, and removes references to entities that XML does not define (feeds do not
   declare HTML's entities) and characters that XML 1.0 does not allow
   (https://www.w3.org/TR/xml/#charsets). The text of CDATA sections and comments is
   kept. */
struct slice xml_mend(struct arena *a, struct slice text);

#endif
