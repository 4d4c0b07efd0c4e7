/* schema_org: the text in a page's JSON-LD, by the members that schema.org gives each
   type. */
#ifndef WINNOW_EMBEDDED_SCHEMA_ORG_H
#define WINNOW_EMBEDDED_SCHEMA_ORG_H

#include "base/buffer.h"
#include "model/features.h"
#include "page/linked_data.h"

enum schema_org_rank {
    SCHEMA_ORG_NOTHING,
    SCHEMA_ORG_LIST,        /* the names of many things */
    SCHEMA_ORG_DESCRIPTION, /* a few words about a thing: a product, a place, a job */
    SCHEMA_ORG_TEXT,        /* an article, a recipe, questions and answers */
};

struct schema_org_text {
    enum schema_org_rank rank;
    struct slice type; /* "Product", "NewsArticle" */
    struct slice html; /* in the arena */
};

/* Finds the thing in a block with the highest rank, max at most, that has a text; of
   several the one with the longest. */
void schema_org_find(struct arena *a, const struct loose_json *data,
                     struct linked_block block, enum schema_org_rank max,
                     struct schema_org_text *out);

/* The type of a page about a thing of this type, if it is known: of a product or an
   article, for example. */
bool schema_org_page_type(struct slice type, enum page_type *out);

/* The comments about the thing with the most of them; empty for none. */
struct slice schema_org_comments(struct arena *a, const struct loose_json *data,
                                 struct linked_block block);

#endif
