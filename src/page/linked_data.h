/* linked_data: the JSON-LD of a page, parsed once for metadata, article texts and
   comments. */
#ifndef WINNOW_PAGE_LINKED_DATA_H
#define WINNOW_PAGE_LINKED_DATA_H

#include "base/arena.h"
#include "base/loose_json.h"
#include "page/page.h"

/* The data of one script: indexes from first up to, but not including, end. */
struct linked_block {
    uint32_t first, end;
};

struct linked_data {
    struct loose_json data; /* of all blocks, in document order */
    struct {
        struct linked_block *items;
        size_t count, capacity;
    } blocks;
    size_t bytes; /* total size of the scripts */
};

/* Reads the JSON-LD blocks of a page. Invalid JSON is repaired where possible. */
void linked_data_read(const struct page *page, struct arena *a, struct linked_data *out);

#endif
