/* embedded: text that a page has as data for its scripts or for search engines, if it
   shows none, or only the beginning. */
#ifndef WINNOW_EMBEDDED_EMBEDDED_H
#define WINNOW_EMBEDDED_EMBEDDED_H

#include "base/arena.h"
#include "blocks/block.h"
#include "page/linked_data.h"

struct embedded_text {
    struct slice html;  /* in the arena */
    const char *source; /* "JSON-LD", or the data's name: "__NEXT_DATA__" */
    struct slice type;  /* the schema.org type of what it is about; may be empty */
    bool is_more;       /* added below the page's text; else it replaces that */
};

/* Finds the text of a page that shows none: in its JSON-LD, or else in the state of its
   scripts. */
bool embedded_find(const struct page *page, const struct linked_data *linked,
                   struct arena *a, struct embedded_text *out);

/* The same for a page that shows a text. Only what is clearly better is found: an article
   of which the page shows the beginning, or a product's description that the page does
   not show. */
bool embedded_improve(const struct page *page, const struct linked_data *linked,
                      const struct block_list *shown, struct arena *a,
                      struct embedded_text *out);

/* Readers' comments of which the page shows nothing: from its JSON-LD. False when there
   are none. */
bool embedded_comments(const struct page *page, const struct linked_data *linked,
                       struct arena *a, struct embedded_text *out);

#endif
