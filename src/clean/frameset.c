#include "clean/frameset.h"

#include "base/buffer.h"
#include "base/url.h"

enum {
    TEXT_BESIDE_MAX = 200,  /* bytes: "Your browser shows no frames", a copyright line */
    FRAMES_TOLD_MAX = 8,    /* a page of frames has two to four */
    ADDRESS_TOLD_MAX = 500, /* bytes; an advertiser's frame has longer ones */
};

/* The address that a frame shows: as it is in the page if the page's own address is not
   known. */
static struct slice address_of(const struct page *page, uint32_t frame, struct slice base,
                               struct arena *a)
{
    struct slice source = slice_trim(page_attribute(page, frame, SLICE("src")));
    struct slice url = url_resolve(a, base, source);
    return base.len && !url_is_web(url) ? SLICE("") : url.len ? url : source;
}

/* Frames amid text are advertisements and videos. */
static bool is_all_frames(const struct page *page)
{
    size_t bytes = 0;
    if (page->body == NODE_NONE || page_find(page, 0, TAG_FRAMESET) != NODE_NONE)
        return true;
    for (uint32_t i = page->body; i < page->count && bytes <= TEXT_BESIDE_MAX; i++)
        if (node_is_text(&page->nodes[i]))
            bytes += slice_trim(page->nodes[i].text).len;
    return bytes <= TEXT_BESIDE_MAX;
}

struct slice frameset_list_urls(const struct page *page, struct slice base,
                                struct arena *a)
{
    struct buffer out;
    unsigned told = 0;
    buffer_open(&out, a);
    if (!page->count || !is_all_frames(page))
        return SLICE("");
    for (uint32_t i = 0; i < page->count && told < FRAMES_TOLD_MAX; i++) {
        uint16_t tag = page->nodes[i].tag;
        if (tag != TAG_FRAME && tag != TAG_IFRAME)
            continue;
        struct slice url = address_of(page, i, base, a);
        if (!url.len || url.len > ADDRESS_TOLD_MAX)
            continue;
        if (told++)
            buffer_append_char(&out, ' ');
        buffer_append(&out, url);
    }
    return buffer_slice(&out);
}
