#include "exchange/xhtml.h"

#include "base/utf8.h"
#include "exchange/xhtml_inline.h"
#include <string.h>

enum {
    CONTAINERS_MAX = 16, /* nested lists and quotations; deeper ones are text */
    TAB = 4,
};

/* ---- text -------------------------------------------------------------------------- */

/* The production Char of XML 1.0. */
static bool is_xml_char(uint32_t c)
{
    return c == '\t' || c == '\n' || (c >= 0x20 && c < 0xD800) ||
           (c >= 0xE000 && c < 0xFFFE) || (c >= 0x10000 && c <= 0x10FFFF);
}

void xhtml_append_text(struct buffer *out, struct slice text)
{
    while (text.len) {
        size_t used;
        uint32_t c = utf8_decode(text, &used);
        if (c == '&')
            buffer_append_string(out, "&amp;");
        else if (c == '<')
            buffer_append_string(out, "&lt;");
        else if (c == '>')
            buffer_append_string(out, "&gt;");
        else if (c == '"')
            buffer_append_string(out, "&quot;");
        else
            buffer_append_code_point(out, is_xml_char(c) ? c : 0xFFFD);
        text = slice_after(text, used ? used : 1);
    }
}

/* ---- blocks ------------------------------------------------------------------------ */

enum container { QUOTE, BULLETS, NUMBERS };

/* An open quotation, or an open item of an open list. */
struct nest {
    enum container kind;
    size_t indent; /* of an item's content */
};

enum leaf { LEAF_NONE, LEAF_PARAGRAPH, LEAF_CODE, LEAF_TABLE };

struct blocks {
    struct buffer *out;
    struct nest nests[CONTAINERS_MAX];
    size_t count;
    enum leaf leaf;
    struct buffer paragraph;
    size_t fence;  /* length of the line that begins the code */
    bool has_rows; /* of the table, above its line of hyphens */
};

static void end_leaf(struct blocks *b)
{
    static const char *const ends[] = {
        [LEAF_NONE] = "",
        [LEAF_PARAGRAPH] = "</p>\n",
        [LEAF_CODE] = "</code></pre>\n",
        [LEAF_TABLE] = "</tbody></table>\n",
    };
    if (b->leaf == LEAF_PARAGRAPH) {
        buffer_append_string(b->out, "<p>");
        xhtml_append_inline(b->out, buffer_slice(&b->paragraph));
        buffer_truncate(&b->paragraph, 0);
    }
    buffer_append_string(b->out, ends[b->leaf]);
    b->leaf = LEAF_NONE;
}

static void open_nest(struct blocks *b, enum container kind, size_t indent, bool is_next)
{
    static const char *const begins[] = {"<blockquote>\n", "<ul>\n", "<ol>\n"};
    b->nests[b->count++] = (struct nest){kind, indent};
    buffer_append_string(b->out, is_next ? "" : begins[kind]);
    buffer_append_string(b->out, kind == QUOTE ? "" : "<li>");
}

static void close_nests(struct blocks *b, size_t from)
{
    static const char *const ends[] = {"</blockquote>\n", "</li>\n</ul>\n",
                                       "</li>\n</ol>\n"};
    if (from < b->count)
        end_leaf(b);
    while (b->count > from)
        buffer_append_string(b->out, ends[b->nests[--b->count].kind]);
}

/* ---- containers -------------------------------------------------------------------- */

static size_t count_spaces(struct slice line)
{
    size_t count = 0;
    while (count < line.len && line.ptr[count] == ' ')
        count++;
    return count;
}

/* The length of "- ", "* ", "12. " or "12) " at the beginning; 0 for anything else. */
static size_t marker_length(struct slice line, enum container *kind)
{
    size_t digits = 0;
    *kind = BULLETS;
    if (line.len && (line.ptr[0] == '-' || line.ptr[0] == '*'))
        return line.len == 1 || line.ptr[1] == ' ' ? 2 : 0;
    while (digits < line.len && digits < 9 &&
           is_ascii_digit((unsigned char)line.ptr[digits]))
        digits++;
    *kind = NUMBERS;
    bool is_number = digits && digits < line.len &&
                     (line.ptr[digits] == '.' || line.ptr[digits] == ')');
    bool is_ended = is_number && (digits + 1 == line.len || line.ptr[digits + 1] == ' ');
    return is_ended ? digits + 2 : 0;
}

/* Takes what the open containers have at the beginning of a line. Returns how many of
   them go on. */
static size_t match_nests(const struct blocks *b, struct slice *line)
{
    bool is_blank = !slice_trim(*line).len;
    for (size_t i = 0; i < b->count; i++) {
        const struct nest *nest = &b->nests[i];
        if (nest->kind != QUOTE) {
            if (!is_blank && count_spaces(*line) < nest->indent)
                return i;
            *line = slice_after(*line, is_blank ? 0 : nest->indent);
        } else if (slice_starts_with(*line, SLICE(">"))) {
            *line = slice_after(*line, slice_starts_with(*line, SLICE("> ")) ? 2 : 1);
        } else {
            return i;
        }
    }
    return b->count;
}

/* Opens the containers that begin in this line; `kept` of the open ones go on. */
static void open_nests(struct blocks *b, size_t kept, struct slice *line)
{
    enum container kind;
    while (kept < CONTAINERS_MAX) {
        bool is_quote = slice_starts_with(*line, SLICE(">"));
        size_t marker = is_quote ? 0 : marker_length(*line, &kind);
        if (!is_quote && !marker)
            break;
        kind = is_quote ? QUOTE : kind;
        bool is_next = !is_quote && kept < b->count && b->nests[kept].kind == kind;
        close_nests(b, kept + is_next);
        end_leaf(b);
        if (is_next) {
            buffer_append_string(b->out, "</li>\n");
            b->count--;
        }
        open_nest(b, kind, marker, is_next);
        kept++;
        *line = slice_after(
            *line, is_quote ? (size_t)1 + slice_starts_with(*line, SLICE("> ")) : marker);
    }
    close_nests(b, kept);
}

/* ---- leaves ------------------------------------------------------------------------ */

static size_t fence_length(struct slice line)
{
    size_t count = 0;
    while (count < line.len && line.ptr[count] == '`')
        count++;
    return count >= 3 ? count : 0;
}

static void add_code(struct blocks *b, struct slice line)
{
    if (fence_length(line) >= b->fence && fence_length(line) == slice_trim(line).len) {
        end_leaf(b);
        return;
    }
    xhtml_append_text(b->out, line);
    buffer_append_char(b->out, '\n');
}

static bool is_delimiter_row(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!strchr("|-: ", line.ptr[i]))
            return false;
    return slice_find_char(line, '-') != SIZE_MAX;
}

/* Takes the next cell of a row, up to a bar that is not escaped. */
static bool next_cell(struct slice *row, struct slice *cell)
{
    size_t i = 0;
    if (!row->len)
        return false;
    while (i < row->len && row->ptr[i] != '|')
        i += row->ptr[i] == '\\' ? 2 : 1;
    i = i < row->len ? i : row->len;
    *cell = slice_trim(slice_of(row->ptr, i));
    *row = slice_after(*row, i + 1);
    return true;
}

static void add_row(struct blocks *b, struct slice line)
{
    struct slice row = slice_trim(line), cell;
    if (is_delimiter_row(row) && !b->has_rows) {
        b->has_rows = true;
        return;
    }
    row = slice_after(row, 1);
    if (slice_ends_with(row, SLICE("|")))
        row.len--;
    buffer_append_string(b->out, "<tr>");
    while (next_cell(&row, &cell)) {
        buffer_append_string(b->out, b->has_rows ? "<td>" : "<th>");
        xhtml_append_inline(b->out, cell);
        buffer_append_string(b->out, b->has_rows ? "</td>" : "</th>");
    }
    buffer_append_string(b->out, "</tr>\n");
}

static void add_heading(struct blocks *b, struct slice line, size_t level)
{
    /* The title of the text is the heading of the first level. */
    unsigned element = level < 6 ? (unsigned)level + 1 : 6;
    buffer_printf(b->out, "<h%u>", element);
    xhtml_append_inline(b->out, slice_trim(slice_after(line, level)));
    buffer_printf(b->out, "</h%u>\n", element);
}

static size_t heading_level(struct slice line)
{
    size_t level = 0;
    while (level < line.len && line.ptr[level] == '#')
        level++;
    return level <= 6 && level < line.len && line.ptr[level] == ' ' ? level : 0;
}

static void begin_leaf(struct blocks *b, struct slice line)
{
    size_t level = heading_level(line);
    if (level) {
        end_leaf(b);
        add_heading(b, line, level);
    } else if (fence_length(line)) {
        end_leaf(b);
        b->fence = fence_length(line);
        b->leaf = LEAF_CODE;
        buffer_append_string(b->out, "<pre><code>");
    } else if (slice_equal(line, SLICE("---"))) {
        end_leaf(b);
        buffer_append_string(b->out, "<hr/>\n");
    } else if (b->leaf == LEAF_NONE && slice_starts_with(line, SLICE("|"))) {
        b->leaf = LEAF_TABLE;
        b->has_rows = false;
        buffer_append_string(b->out, "<table><tbody>\n");
        add_row(b, line);
    } else {
        buffer_append_string(&b->paragraph, b->paragraph.len ? "\n" : "");
        buffer_append(&b->paragraph, line);
        b->leaf = LEAF_PARAGRAPH;
    }
}

static void add_line(struct blocks *b, struct slice line)
{
    size_t kept = match_nests(b, &line);
    bool is_blank = !slice_trim(line).len;
    if (b->leaf == LEAF_CODE && kept == b->count) {
        add_code(b, line);
        return;
    }
    if (is_blank) {
        close_nests(b, kept);
        end_leaf(b);
        return;
    }
    size_t spaces = count_spaces(line);
    line = slice_after(line, spaces < TAB ? spaces : 0);
    open_nests(b, kept, &line);
    if (b->leaf == LEAF_TABLE && slice_starts_with(line, SLICE("|"))) {
        add_row(b, line);
    } else {
        if (b->leaf == LEAF_TABLE)
            end_leaf(b);
        begin_leaf(b, line);
    }
}

void xhtml_append_markdown(struct buffer *out, struct slice markdown)
{
    struct blocks b = {.out = out};
    struct slice line;
    buffer_open(&b.paragraph, NULL);
    while (slice_split(&markdown, '\n', &line))
        add_line(&b, line);
    close_nests(&b, 0);
    end_leaf(&b);
    out->failed |= b.paragraph.failed;
    buffer_close(&b.paragraph);
}

void xhtml_append_plain(struct buffer *out, struct slice text)
{
    struct slice line;
    bool is_open = false;
    while (slice_split(&text, '\n', &line)) {
        bool is_blank = !slice_trim(line).len;
        if (!is_blank)
            buffer_append_string(out, is_open ? "<br/>\n" : "<p>");
        else
            buffer_append_string(out, is_open ? "</p>\n" : "");
        xhtml_append_text(out, is_blank ? SLICE("") : line);
        is_open = !is_blank;
    }
    buffer_append_string(out, is_open ? "</p>\n" : "");
}
