/* embedded: text that a page carries as data for its scripts or for search engines, when
 * the page shows no text or only the beginning. */
#ifndef WINNOW_EMBEDDED_EMBEDDED_H
#define WINNOW_EMBEDDED_EMBEDDED_H

#include "base/arena.h"
#include "blocks/block.h"
#include "page/linked_data.h"

struct embedded_text {
    struct slice html;  /* in the arena */
    const char *source; /* "JSON-LD", or the name of the data: "__NEXT_DATA__" */
    struct slice type;  /* the schema.org type of what the text is about; may be empty */
    bool is_more;       /* goes below the text that the page shows; does not replace it */
};

/* Finds the text of a page that shows none: in its JSON-LD or, failing that, in its
   embedded state. Returns false if there is none. */
bool embedded_find(const struct page *page, const struct linked_data *linked,
                   struct arena *a, struct embedded_text *out);

/* The same for a page that shows text. Finds only what is clearly better: an article of
   which the page shows the beginning, or a product description that the page does not
   show. */
bool embedded_improve(const struct page *page, const struct linked_data *linked,
                      const struct block_list *shown, struct arena *a,
                      struct embedded_text *out);

/* Finds readers' comments that the page does not show, in its JSON-LD. Returns false if
   there are none. */
bool embedded_comments(const struct page *page, const struct linked_data *linked,
                       struct arena *a, struct embedded_text *out);

#endif
