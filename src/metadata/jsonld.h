/* jsonld: what the JSON-LD of a page says of the thing that the page is about, in
   schema.org's words. */
#ifndef WINNOW_METADATA_JSONLD_H
#define WINNOW_METADATA_JSONLD_H

#include "base/arena.h"
#include "page/linked_data.h"

enum { JSONLD_AUTHORS_MAX = 32 }; /* longer lists are of a collaboration's members */

/* As written, not yet cleaned; empty: not said. They live as long as the arena. */
struct jsonld {
    struct slice headline, name, date, language, site, url;
    struct slice authors[JSONLD_AUTHORS_MAX];
    size_t author_count;
};

/* Reads the first article, or else the first other work or page, in the page's blocks;
   what it does not say is read from the next kind in this order. References by @id are
   followed through all blocks. */
void jsonld_read(const struct linked_data *linked, struct arena *a, struct jsonld *out);

#endif
