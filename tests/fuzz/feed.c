/* feed: any bytes as a feed or a sitemap, and as invalid JSON. */
#include "page/feed.h"
#include "base/json.h"
#include "base/json_mend.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_slice(data, size);
    struct feed feed;
    struct arena a;
    arena_open(&a, (size_t)64 << 20);
    arena_set_deadline(&a, 2000000000);
    if (!arena_trap(&a)) {
        feed_read(&a, text, SLICE("https://fuzz.example/"), &feed);
        must(feed.count <= FEED_ITEMS_MAX && (feed.kind != FEED_NONE || !feed.count));
        struct slice mended = json_mend(&a, text);
        json_drop(mended.len ? json_parse(mended, NULL) : NULL);
    }
    arena_close(&a);
    return 0;
}
