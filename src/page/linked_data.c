#include "page/linked_data.h"

enum {
    SCRIPT_MAX = 5 << 20
}; /* bytes of a block; in the corpus, a page has at most 74 kB */

void linked_data_read(const struct page *page, struct arena *a, struct linked_data *out)
{
    *out = (struct linked_data){.bytes = 0};
    for (size_t i = 0; i < page->embedded_count; i++) {
        const struct embedded *script = &page->embedded[i];
        if (script->kind != EMBEDDED_JSON_LD)
            continue;
        out->bytes += script->text.len;
        if (script->text.len > SCRIPT_MAX)
            continue;
        struct linked_block block = {.first = (uint32_t)out->data.count};
        loose_json_repair(a, script->text, &out->data);
        block.end = (uint32_t)out->data.count;
        ARENA_PUSH(a, &out->blocks, block);
    }
}
