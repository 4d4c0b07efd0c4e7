#include "blocks/block.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "blocks/block_text.h"

/* The bullets that browsers and text dumpers put before list items. */
static const struct slice BULLETS[] = {
    SLICE_INIT("*"), SLICE_INIT("-"), SLICE_INIT("+"), SLICE_INIT("·"),
    SLICE_INIT("•"), SLICE_INIT("‣"), SLICE_INIT("◦"), SLICE_INIT("▪"),
    SLICE_INIT("►"), SLICE_INIT("●"), SLICE_INIT("○"), SLICE_INIT("■"),
};

static struct slice bullet_of(struct slice line)
{
    for (size_t i = 0; i < COUNT_OF(BULLETS); i++) {
        size_t len = BULLETS[i].len;
        if (slice_starts_with(line, BULLETS[i]) && line.len > len &&
            (is_ascii_space((unsigned char)line.ptr[len]) ||
             slice_starts_with(slice_after(line, len), SLICE(" "))))
            return slice_of(line.ptr, len);
    }
    return SLICE("");
}

/* The white space before the first word; a no-break space counts as one column. */
static struct slice indent_of(struct slice line, struct arena *a)
{
    struct buffer indent;
    buffer_open(&indent, a);
    while (line.len) {
        size_t used;
        uint32_t c = utf8_decode(line, &used);
        if (!utf8_is_space(c))
            break;
        if (!utf8_is_invisible(c) && !utf8_is_control(c))
            buffer_append_char(&indent, c == '\t' ? '\t' : ' ');
        line = slice_after(line, used);
    }
    return buffer_slice(&indent);
}

void blocks_of_text(struct slice text, struct arena *a, struct block_list *out)
{
    struct block_text gathered;
    struct slice line;
    bool tight = false;
    block_text_open(&gathered, a);
    while (slice_split(&text, '\n', &line)) {
        block_text_clear(&gathered);
        block_text_append(&gathered, line);
        struct slice words = buffer_slice(&gathered.text);
        if (!words.len) {
            tight = false;
            continue;
        }
        struct slice marker = bullet_of(words);
        struct block block = {
            .kind = BLOCK_LINE,
            .tight = tight,
            .marker = arena_copy(a, marker),
            .indent = indent_of(line, a),
            .text = arena_copy(a, slice_trim(slice_after(words, marker.len))),
            .first = NODE_NONE,
            .last = NODE_NONE,
            .reshaped_first = NODE_NONE,
            .reshaped_last = NODE_NONE,
            .verdict = VERDICT_KEEP,
        };
        block_add(a, out, block);
        tight = true;
    }
}
