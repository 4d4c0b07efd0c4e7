/* prescan: what encoding an HTML page declares, before it is decoded. */
#ifndef WINNOW_CHARSET_PRESCAN_H
#define WINNOW_CHARSET_PRESCAN_H

#include "charset/encoding.h"

/* The encoding named by "charset=..." in a Content-Type value, of a header or of a meta
   element; NULL when there is none or it is not known. */
const struct encoding *prescan_content_type(struct slice value);

/* What the first 1024 bytes declare by a meta element or an XML declaration, as the HTML
   standard's section 13.2.3.2 reads them; NULL when they declare nothing known. */
const struct encoding *prescan_html(struct slice bytes);

#endif
