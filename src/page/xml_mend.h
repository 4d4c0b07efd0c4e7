/* xml_mend: XML that is not well-formed as a parser can read it. Feeds are written by
   templates, which forget to escape what they put in. */
#ifndef WINNOW_PAGE_XML_MEND_H
#define WINNOW_PAGE_XML_MEND_H

#include "base/arena.h"
#include "base/slice.h"

/* text is UTF-8. In the arena: an & that begins no reference is escaped, a reference to
   an entity that XML does not define is left out (HTML's are not declared in feeds), and
   so are characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
   Sections of CDATA and comments keep their text. */
struct slice xml_mend(struct arena *a, struct slice text);

#endif
