/* heading_id: ids that are the addresses of headings. Programs that write manuals make
   them from the words of the heading: id="comments-in-yaml" on "Comments in YAML", or on
   the section that the heading begins. They say nothing about what a box is for. */
#ifndef WINNOW_MODEL_HEADING_ID_H
#define WINNOW_MODEL_HEADING_ID_H

#include "page/page.h"

/* Whether the id of an element spells the heading that the element is; or, of a chapter,
   the heading that it begins with. */
bool heading_id_is_address(const struct page *page, uint32_t node);

#endif
