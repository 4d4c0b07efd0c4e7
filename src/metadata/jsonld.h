/* jsonld: reads what the JSON-LD of a page says, in schema.org terms, about the thing
   that the page is about. */
#ifndef WINNOW_METADATA_JSONLD_H
#define WINNOW_METADATA_JSONLD_H

#include "base/arena.h"
#include "page/linked_data.h"

enum { JSONLD_AUTHORS_MAX = 32 }; /* longer lists are the members of a collaboration */

/* Values as written, not cleaned; empty if missing. They live as long as the arena. */
struct jsonld {
    struct slice headline, name, date, language, site, url;
    struct slice authors[JSONLD_AUTHORS_MAX];
    size_t author_count;
    bool is_article; /* the page is about a text, not about a product or a place */
};

/* Reads the first article, or else the first other work or page, in the JSON-LD blocks of
   the page; a field that it does not have is read from the next kind in this order.
   References by @id are followed across all blocks. */
void jsonld_read(const struct linked_data *linked, struct arena *a, struct jsonld *out);

#endif
