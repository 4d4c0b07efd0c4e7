/* prescan: finds the encoding that an HTML page declares, before the page is decoded. */
#ifndef WINNOW_CHARSET_PRESCAN_H
#define WINNOW_CHARSET_PRESCAN_H

#include "charset/encoding.h"

/* Returns the encoding named by "charset=..." in a Content-Type value, of a header or of
   a meta element; NULL if there is none or it is unknown. */
const struct encoding *prescan_content_type(struct slice value);

/* Returns the encoding that the first 1024 bytes declare in a meta element or an XML
   declaration, as defined in the HTML standard, section 13.2.3.2; NULL if they declare
   none or an unknown one. */
const struct encoding *prescan_html(struct slice bytes);

#endif
