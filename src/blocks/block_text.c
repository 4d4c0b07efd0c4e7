#include "blocks/block_text.h"

#include "base/utf8.h"

void block_text_open(struct block_text *w, struct arena *a)
{
    *w = (struct block_text){.arena = a};
    buffer_open(&w->text, a);
}

void block_text_clear(struct block_text *w)
{
    buffer_truncate(&w->text, 0);
    w->begun = w->spans.count = 0;
    w->space = w->gap = w->line = false;
}

/* ---- text -------------------------------------------------------------------------- */

/* The first bytes of all code points that are spaces, controls or invisible. */
static inline bool is_special(unsigned char c)
{
    return c <= ' ' || c == 0x7F || c == 0xC2 || c == 0xD8 || (c >= 0xE1 && c <= 0xE3) ||
           c == 0xEF;
}

static inline bool is_word_byte(unsigned char c)
{
    /* scripts that put spaces between words end before U+2000 */
    return is_ascii_letter(c) || is_ascii_digit(c) || (c >= 0x80 && c < 0xE2);
}

static void begin_spans(struct block_text *w)
{
    for (; w->begun < w->open.count; w->begun++) {
        struct open_span *open = &w->open.items[w->begun];
        struct span span = {
            .kind = open->kind, .start = (uint32_t)w->text.len, .node = open->node};
        open->span = (uint32_t)w->spans.count;
        ARENA_PUSH(w->arena, &w->spans, span);
        buffer_append(&w->text, open->opening);
    }
}

/* The white space that is due before a word. */
static void append_space(struct block_text *w)
{
    uint32_t at = (uint32_t)w->text.len;
    struct span line = {
        .kind = SPAN_BREAK, .start = at, .end = at + 1, .node = NODE_NONE};
    buffer_append_char(&w->text, ' ');
    if (w->line)
        ARENA_PUSH(w->arena, &w->spans, line);
}

static void append_run(struct block_text *w, struct slice run)
{
    size_t len = w->text.len;
    char before = len ? w->text.ptr[len - 1] : '\n';
    if (w->gap && is_word_byte((unsigned char)before) &&
        is_word_byte((unsigned char)run.ptr[0]))
        w->space = true;
    if (w->space && before != '\n' && before != '\t')
        append_space(w);
    w->space = w->gap = w->line = false;
    if (w->begun < w->open.count)
        begin_spans(w);
    buffer_append(&w->text, run);
}

/* A joiner with nothing before it: page builders write one into an empty line. */
static bool joins_nothing(const struct block_text *w, uint32_t c)
{
    enum { NON_JOINER = 0x200C, JOINER = 0x200D };
    return (c == JOINER || c == NON_JOINER) && (w->space || !w->text.len);
}

void block_text_append(struct block_text *w, struct slice s)
{
    while (s.len) {
        size_t n = 0;
        while (n < s.len && !is_special((unsigned char)s.ptr[n]))
            n++;
        if (n)
            append_run(w, slice_of(s.ptr, n));
        s = slice_after(s, n);
        if (!s.len)
            return;
        size_t used = 1;
        uint32_t c = (unsigned char)s.ptr[0];
        if (c >= 0x80)
            c = utf8_decode(s, &used);
        if (utf8_is_space(c) && !utf8_is_invisible(c))
            w->space = true;
        else if (!utf8_is_invisible(c) && !utf8_is_control(c) && !joins_nothing(w, c))
            append_run(w, slice_of(s.ptr, used));
        s = slice_after(s, used);
    }
}

/* Keeps line breaks and spaces; removes invisible characters. */
void block_text_append_verbatim(struct block_text *w, struct slice s)
{
    while (s.len) {
        size_t used;
        uint32_t c = utf8_decode(s, &used);
        if (c == 0xA0)
            buffer_append_char(&w->text, ' ');
        else if (!utf8_is_invisible(c) && !utf8_is_control(c))
            buffer_append(&w->text, slice_of(s.ptr, used));
        s = slice_after(s, used);
    }
}

/* ---- spans ------------------------------------------------------------------------- */

void block_text_open_span(struct block_text *w, enum span_kind kind, uint32_t node,
                          uint32_t end)
{
    struct open_span open = {.node = node, .end = end, .kind = kind};
    ARENA_PUSH(w->arena, &w->open, open);
}

void block_text_open_marked(struct block_text *w, uint32_t node, uint32_t end,
                            struct slice opening, struct slice closing)
{
    struct open_span open = {
        .node = node, .end = end, .opening = opening, .closing = closing};
    ARENA_PUSH(w->arena, &w->open, open);
}

void block_text_append_as(struct block_text *w, enum span_kind kind, uint32_t node,
                          struct slice words)
{
    block_text_open_span(w, kind, node, node);
    append_run(w, words);
    block_text_close_spans(w, node);
}

static void end_span(struct block_text *w, const struct open_span *open)
{
    struct span *span = &w->spans.items[open->span];
    span->end = (uint32_t)w->text.len;
    span->inner = (uint32_t)(w->spans.count - open->span - 1);
    if (span->end == span->start && !span->inner)
        w->spans.count--;
}

void block_text_close_spans(struct block_text *w, uint32_t node)
{
    while (w->open.count && w->open.items[w->open.count - 1].end <= node) {
        const struct open_span *open = &w->open.items[w->open.count - 1];
        if (w->begun == w->open.count--) {
            buffer_append(&w->text, open->closing);
            end_span(w, open);
            w->begun--;
        }
    }
}

void block_text_break_spans(struct block_text *w)
{
    while (w->begun)
        end_span(w, &w->open.items[--w->begun]);
}

void block_text_add_image(struct block_text *w, uint32_t node)
{
    begin_spans(w);
    uint32_t at = (uint32_t)w->text.len;
    struct span span = {.kind = SPAN_IMAGE, .start = at, .end = at, .node = node};
    ARENA_PUSH(w->arena, &w->spans, span);
}

/* Converts an offset in the gathered text to one in the part that becomes the block's
   text. */
static uint32_t offset_in(struct slice text, size_t skipped, uint32_t offset)
{
    size_t inside = offset > skipped ? offset - skipped : 0;
    return (uint32_t)(inside < text.len ? inside : text.len);
}

void block_text_take_spans(struct block_text *w, struct slice text, struct block *block)
{
    size_t skipped = text.len ? (size_t)(text.ptr - w->text.ptr) : 0;
    block_text_break_spans(w);
    if (!w->spans.count)
        return;
    block->span_count = (uint32_t)w->spans.count;
    block->spans = arena_alloc(w->arena, w->spans.count * sizeof *block->spans);
    for (size_t i = 0; i < w->spans.count; i++) {
        struct span span = w->spans.items[i];
        span.start = offset_in(text, skipped, span.start);
        span.end = offset_in(text, skipped, span.end);
        block->spans[i] = span;
    }
}
