/* frontmatter: what is known of a page as YAML, to stand before its Markdown. */
#ifndef WINNOW_WRITE_FRONTMATTER_H
#define WINNOW_WRITE_FRONTMATTER_H

#include "base/buffer.h"
#include "winnow.h"

/* title, author, date, url, site and language, those that are known, between two lines of
   "---", and a blank line. */
void write_front_matter(const struct winnow_record *record, struct buffer *out);

#endif
