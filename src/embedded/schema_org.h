/* schema_org: the text in a page's JSON-LD, selected by schema.org type. */
#ifndef WINNOW_EMBEDDED_SCHEMA_ORG_H
#define WINNOW_EMBEDDED_SCHEMA_ORG_H

#include "base/buffer.h"
#include "model/features.h"
#include "page/linked_data.h"

enum schema_org_rank {
    SCHEMA_ORG_NOTHING,
    SCHEMA_ORG_LIST,        /* the names of many items */
    SCHEMA_ORG_DESCRIPTION, /* a few words about an item: a product, a place, a job */
    SCHEMA_ORG_TEXT,        /* an article, a recipe, questions and answers */
};

struct schema_org_text {
    enum schema_org_rank rank;
    struct slice type; /* "Product", "NewsArticle" */
    struct slice html; /* in the arena */
};

/* Finds the item in a block that has text and the highest rank, at most max; among
   several, the one with the longest text. */
void schema_org_find(struct arena *a, const struct loose_json *data,
                     struct linked_block block, enum schema_org_rank max,
                     struct schema_org_text *out);

/* The page type that follows from an item of this schema.org type, if any: a page about a
   product or an article. Returns false if none follows. */
bool schema_org_page_type(struct slice type, enum page_type *out);

/* What readers have written about the item that has most comments; empty if there is
   none. */
struct slice schema_org_comments(struct arena *a, const struct loose_json *data,
                                 struct linked_block block);

#endif
