#include "marks/text_sums.h"

uint32_t text_sums_non_space(struct slice text)
{
    uint32_t bytes = 0;
    for (size_t i = 0; i < text.len; i++)
        bytes += (unsigned char)text.ptr[i] > ' ';
    return bytes;
}

static bool shows_text(enum tag tag)
{
    enum tag_kind kind = tag_kind(tag);
    return kind != TAG_SILENT && kind != TAG_CONTROL && kind != TAG_MEDIA;
}

void text_sums_count(const struct page *page, const uint8_t *left_out, uint8_t out,
                     struct arena *a, struct text_sums *sums)
{
    sums->text = arena_alloc(a, ((size_t)page->count + 1) * sizeof *sums->text);
    sums->links = arena_alloc(a, ((size_t)page->count + 1) * sizeof *sums->links);
    uint32_t text = 0, links = 0, silent_end = 0, lbytes_end = 0;
    for (uint32_t i = 0; i < page->count; i++) {
        const struct node *node = &page->nodes[i];
        sums->text[i] = text;
        sums->links[i] = links;
        if (i < silent_end)
            continue;
        if (node->tag == TAG_TEXT) {
            uint32_t bytes =
                left_out && left_out[i] == out ? 0 : text_sums_non_space(node->text);
            text += bytes;
            if (i < lbytes_end)
                links += bytes;
        } else if (!shows_text((enum tag)node->tag) && i != 0) {
            silent_end = node->end;
        } else if (node->tag == TAG_A && node->end > lbytes_end) {
            lbytes_end = node->end;
        }
    }
    sums->text[page->count] = text;
    sums->links[page->count] = links;
}
