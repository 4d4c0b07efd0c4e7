/* frontmatter: the metadata of a page as YAML front matter of Markdown. */
#ifndef WINNOW_WRITE_FRONTMATTER_H
#define WINNOW_WRITE_FRONTMATTER_H

#include "base/buffer.h"
#include "winnow.h"

/* Appends title, author, date, url, site and language, as far as they are known, between
   two lines of "---", and a blank line. */
void write_front_matter(const struct winnow_record *record, struct buffer *out);

#endif
