#include "refresh/layout_change.h"

#include <stdlib.h>

static int compare_ids(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void drop_duplicates(struct id_list *ids)
{
    size_t kept = 0;
    if (ids->count)
        qsort(ids->items, ids->count, sizeof *ids->items, compare_ids);
    for (size_t i = 0; i < ids->count; i++)
        if (!kept || ids->items[kept - 1] != ids->items[i])
            ids->items[kept++] = ids->items[i];
    ids->count = kept;
}

static bool rewrite(struct recorder *recorder, struct arena *a, struct error *err)
{
    struct id_list pages;
    if (!store_list_other_layouts(recorder->store, a, &pages, err))
        return false;
    console_detail(recorder->console, "%s: writing %zu files of text/ in another format",
                   recorder->store->path, pages.count);
    for (size_t i = 0; i < pages.count; i++)
        if (!store_begin(recorder->store, err) ||
            !recorder_check(recorder, recorder_write_text(recorder, pages.items[i]), err))
            return false;
    return recorder_flush(recorder);
}

bool layout_change_begin(struct recorder *recorder, struct arena *a,
                         struct id_list *to_clean, struct error *err)
{
    struct id_list more = {0};
    if (!rewrite(recorder, a, err) ||
        (recorder->store->layout == TEXT_LAYOUT_MARKDOWN &&
         !store_list_undescribed(recorder->store, a, &more, err)))
        return false;
    for (size_t i = 0; i < more.count; i++)
        ARENA_PUSH(a, to_clean, more.items[i]);
    drop_duplicates(to_clean);
    return true;
}
