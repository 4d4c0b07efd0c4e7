/* feed: any bytes as a feed or a sitemap. */
#include "page/feed.h"
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
    }
    arena_close(&a);
    return 0;
}
