/* text_page: the pages of one text: the text as it is now, as each older version had it,
   and what changed from one version to the next. */
#ifndef WINNOW_SITE_TEXT_PAGE_H
#define WINNOW_SITE_TEXT_PAGE_H

#include "site/site.h"

/* The newest versions that have pages, the oldest first. */
struct text_versions {
    struct store_version *items; /* in the arena, with their strings */
    size_t count, capacity;
    size_t left_out; /* older ones */
};
bool text_versions_load(struct store *store, int64_t page, struct arena *a,
                        struct text_versions *out, struct error *err);

struct text_page {
    const struct site *site;
    const struct catalogue_page *page;
    const struct text_versions *versions;
};

/* Append whole pages; `index` is that of a version. The current version's page is that of
   the text. */
bool text_page_append(const struct text_page *text, size_t index, struct arena *a,
                      struct buffer *out, struct error *err);
/* Append the comparison with the version before; index is at least 1. */
bool text_page_append_diff(const struct text_page *text, size_t index, struct arena *a,
                           struct buffer *out, struct error *err);

/* Append the names of their files, without folders: "STEM.html" for the current version,
   "STEM.3.html" for another, and "STEM.2-3.html" for a comparison. */
void text_page_append_name(const struct text_page *text, size_t index,
                           struct buffer *out);
void text_page_append_diff_name(const struct text_page *text, size_t index,
                                struct buffer *out);

#endif
