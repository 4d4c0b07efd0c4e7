#include "plaintext/paragraphs.h"

#include "base/utf8.h"
#include "model/text_stats.h"
#include "phrases/menu_vocabulary.h"

#include <string.h>

enum {
    WIDTH_MIN = 50,  /* columns; nobody reads prose on narrower screens */
    WIDTH_MAX = 160, /* wider screens break hardly any line */
    EDGE = 8,        /* columns before the edge in which most full lines end */
    TAB = 8,
    /* A text was broken if one in FULL_SHARE long lines is full, and FULL_MIN at least;
       or if one in FLOW_SHARE full lines continues in lower case, and FLOW_MIN at least.
     */
    FULL_SHARE = 2,
    FULL_MIN = 3,
    FLOW_SHARE = 3,
    FLOW_MIN = 4,
};

/* ---- columns ----------------------------------------------------------------------- */

/* Ideographs and kana take two columns. */
static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* Counts up to one column more than the widest screen has. */
static uint32_t count_columns(struct slice text, bool first_word)
{
    uint32_t columns = 0;
    while (text.len && columns <= WIDTH_MAX) {
        size_t used = 1;
        unsigned char byte = (unsigned char)text.ptr[0];
        uint32_t c = byte < 0x80 ? byte : utf8_decode(text, &used);
        if (first_word && columns && (c == ' ' || is_wide(c)))
            break;
        columns += is_wide(c) ? 2 : 1;
        text = slice_after(text, used);
    }
    return columns;
}

static uint32_t indent_of(const struct block *block)
{
    uint32_t columns = 0;
    for (size_t i = 0; i < block->indent.len && columns < WIDTH_MAX; i++)
        columns += block->indent.ptr[i] == '\t' ? TAB : 1;
    return columns;
}

static uint32_t marker_columns(const struct block *block)
{
    return block->marker.len ? 2 : 0; /* a bullet and a space */
}

static uint32_t columns_of(const struct block *block)
{
    return indent_of(block) + marker_columns(block) + count_columns(block->text, false);
}

/* "3. " or "3) ". */
static bool is_numbered(struct slice text)
{
    size_t digits = 0;
    while (digits < text.len && is_ascii_digit((unsigned char)text.ptr[digits]))
        digits++;
    return digits && digits <= 3 && digits + 1 < text.len &&
           (text.ptr[digits] == '.' || text.ptr[digits] == ')') &&
           text.ptr[digits + 1] == ' ';
}

static bool is_marked(const struct block *block)
{
    return block->marker.len || is_numbered(block->text);
}

/* In Latin, Greek and Cyrillic; other scripts have no capitals. */
static bool begins_small(struct slice text)
{
    size_t used;
    uint32_t c = text.len ? utf8_decode(text, &used) : 0;
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) ||
           (c >= 0x3B1 && c <= 0x3C9) || (c >= 0x430 && c <= 0x45F);
}

/* Whether a line continues in the next one: it had no room for the first word of that. */
static bool goes_on(const struct block *line, const struct block *next, uint32_t columns,
                    uint32_t width)
{
    if (!next->tight || is_marked(next) || columns > width + 1)
        return false;
    uint32_t indent = indent_of(line), next_indent = indent_of(next);
    if (next_indent < indent || (next_indent > indent && !is_marked(line)))
        return false;
    return columns + 1 + count_columns(next->text, true) > width;
}

/* ---- the width --------------------------------------------------------------------- */

/* The column with the most ends of lines just before it and the fewest just after it. */
static uint32_t find_edge(const uint32_t counts[WIDTH_MAX + EDGE + 2])
{
    int64_t best = 0;
    uint32_t edge = 0;
    for (uint32_t width = WIDTH_MIN; width <= WIDTH_MAX; width++) {
        int64_t score = 0;
        for (uint32_t k = 0; k < EDGE; k++)
            score += (int64_t)counts[width - k] - 3 * (int64_t)counts[width + 1 + k];
        if (score > best) {
            best = score;
            edge = width;
        }
    }
    return edge;
}

/* Whether more lines than by chance have no room for the first word of the next one. If
   most long lines are in menus, the lines that end inside a sentence decide, if there are
   more of them than lines longer than the width. */
static bool is_broken(const struct block_list *blocks, uint32_t width)
{
    size_t longs = 0, full = 0, flows = 0, over = 0;
    for (size_t i = 0; i + 1 < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        uint32_t columns = columns_of(block);
        if (columns * 2 <= width)
            continue;
        bool is_full = goes_on(block, block + 1, columns, width);
        bool is_over = columns > width + 1;
        longs += is_over || block[1].tight;
        over += is_over;
        full += is_full;
        flows += is_full && begins_small(block[1].text);
    }
    return (full >= FULL_MIN && full * FULL_SHARE > longs) ||
           (flows >= FLOW_MIN && flows * FLOW_SHARE > full && flows > over);
}

uint32_t paragraphs_find_width(const struct block_list *blocks)
{
    uint32_t counts[WIDTH_MAX + EDGE + 2] = {0};
    for (size_t i = 0; i < blocks->count; i++) {
        uint32_t columns = columns_of(&blocks->items[i]);
        counts[columns <= WIDTH_MAX + EDGE ? columns : WIDTH_MAX + EDGE + 1]++;
    }
    uint32_t width = find_edge(counts);
    return width && is_broken(blocks, width) ? width : 0;
}

/* ---- signs ------------------------------------------------------------------------- */

static bool is_year(struct slice s)
{
    for (size_t i = 0; i < 4; i++)
        if (i >= s.len || !is_ascii_digit((unsigned char)s.ptr[i]))
            return false;
    return (s.len == 4 || !is_ascii_digit((unsigned char)s.ptr[4])) &&
           ((s.ptr[0] == '1' && s.ptr[1] == '9') || (s.ptr[0] == '2' && s.ptr[1] == '0'));
}

static void read_digits(struct slice text, size_t at, struct signs *signs)
{
    bool is_first = !at || !is_ascii_digit((unsigned char)text.ptr[at - 1]);
    struct slice rest = slice_after(text, at);
    signs->years += is_first && is_year(rest);
    signs->clocks += rest.len > 2 && strchr(":/.-", rest.ptr[1]) && rest.ptr[1] &&
                     is_ascii_digit((unsigned char)rest.ptr[2]);
}

static void read_ascii(struct slice text, size_t at, struct signs *signs)
{
    char c = text.ptr[at];
    switch (c) {
    case '|':
    case '>':
    case '/':
        signs->bars += c != '/' || (at && text.ptr[at - 1] == ' ');
        break;
    case '(':
    case '[':
    case '{':
        signs->brackets++;
        break;
    default:
        if (is_ascii_digit((unsigned char)c))
            read_digits(text, at, signs);
    }
}

static void read_signs(struct slice text, struct signs *signs)
{
    for (size_t i = 0; i < text.len;) {
        if ((unsigned char)text.ptr[i] < 0x80) {
            read_ascii(text, i++, signs);
            continue;
        }
        size_t used;
        uint32_t c = utf8_decode(slice_after(text, i), &used);
        signs->bars += c == 0xB7 || c == 0xBB || c == 0x2022 || c == 0x203A ||
                       (c >= 0x2190 && c <= 0x2193) || c == 0x2502 || c == 0xFF5C;
        i += used;
    }
}

/* ---- paragraphs -------------------------------------------------------------------- */

static void read_paragraph(const struct block_list *blocks, struct text_stats *stats,
                           struct paragraph *p)
{
    const struct block *first = &blocks->items[p->first];
    for (size_t i = p->first; i < p->end; i++) {
        struct slice text = blocks->items[i].text;
        text_stats_add(stats, &p->text, text);
        text_stats_add(stats, &p->text, SLICE(" "));
        read_signs(text, &p->signs);
    }
    text_stats_end_word(stats, &p->text);
    p->text.words += (p->text.ideographs + 1) / 2;
    p->known = p->end - p->first == 1 ? menu_vocabulary_read(first->text) : 0;
    p->indent = indent_of(first);
    p->is_marked = is_marked(first);
    p->is_tight = first->tight;
}

static size_t end_of_paragraph(const struct block_list *blocks, size_t first,
                               uint32_t width)
{
    size_t end = first + 1;
    while (width && end < blocks->count &&
           goes_on(&blocks->items[end - 1], &blocks->items[end],
                   columns_of(&blocks->items[end - 1]), width))
        end++;
    return end;
}

size_t paragraphs_read(const struct block_list *blocks, size_t first, struct arena *a,
                       struct paragraphs *out)
{
    size_t at = first;
    struct text_stats stats = {.word = {0}};
    out->count = 0;
    while (at < blocks->count && out->count < PARAGRAPHS_MAX) {
        struct paragraph p = {.first = at,
                              .end = end_of_paragraph(blocks, at, out->width)};
        read_paragraph(blocks, &stats, &p);
        ARENA_PUSH(a, out, p);
        at = p.end;
    }
    return at;
}
