/* frontmatter: the metadata of a page as YAML front matter of Markdown. */
#ifndef WINNOW_WRITE_FRONTMATTER_H
#define WINNOW_WRITE_FRONTMATTER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "winnow.h"

struct front_matter {
    const char *title, *author, *date, *url, *fetched, *site, *language; /* or NULL */
};
/* Appends the fields that are known, between two lines of "---", and a blank line. */
void front_matter_append(const struct front_matter *matter, struct buffer *out);

/* Reads front matter as it is written above from the beginning of a text, with strings in
   the arena; *text becomes what follows. Returns false if there is none. */
bool front_matter_read(struct slice *text, struct arena *a, struct front_matter *out);

/* Appends title, author, date, url, site and language of a record. */
void write_front_matter(const struct winnow_record *record, struct buffer *out);

#endif
