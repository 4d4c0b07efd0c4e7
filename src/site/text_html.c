#include "site/text_html.h"

#include "exchange/xhtml.h"
#include "site/markup.h"

/* ---- what a block of lines is ------------------------------------------------------ */

static bool is_item(struct slice line)
{
    return slice_starts_with(line, SLICE("- ")) || slice_starts_with(line, SLICE("* ")) ||
           slice_starts_with(line, SLICE("• "));
}

static bool is_list(struct slice block)
{
    for (struct slice line; slice_split(&block, '\n', &line);)
        if (!is_item(line))
            return false;
    return true;
}

/* Code and tables: several lines, of which one is indented or has columns. */
static bool is_preformatted(struct slice block)
{
    size_t lines = 0;
    bool has_columns = false;
    for (struct slice line; slice_split(&block, '\n', &line); lines++) {
        struct slice inside = slice_trim(line);
        has_columns = has_columns || inside.len + 1 < line.len ||
                      slice_find(inside, SLICE("  ")) != SIZE_MAX ||
                      slice_starts_with(line, SLICE("$ "));
    }
    return lines > 1 && has_columns;
}

/* ---- writing ----------------------------------------------------------------------- */

static void append_list(struct slice block, struct buffer *out)
{
    buffer_append_string(out, "<ul>\n");
    for (struct slice line; slice_split(&block, '\n', &line);) {
        buffer_append_string(out, "<li>");
        markup_text(out, slice_after(line, slice_find_char(line, ' ') + 1));
        buffer_append_string(out, "</li>\n");
    }
    buffer_append_string(out, "</ul>\n");
}

static void append_paragraph(struct slice block, struct buffer *out)
{
    bool is_first = true;
    buffer_append_string(out, "<p>");
    for (struct slice line; slice_split(&block, '\n', &line); is_first = false) {
        if (!is_first)
            buffer_append_string(out, "<br>\n");
        markup_text(out, line);
    }
    buffer_append_string(out, "</p>\n");
}

static void append_block(struct slice block, struct buffer *out)
{
    if (is_list(block)) {
        append_list(block, out);
    } else if (is_preformatted(block)) {
        buffer_append_string(out, "<pre tabindex=\"0\">");
        markup_text(out, block);
        buffer_append_string(out, "</pre>\n");
    } else {
        append_paragraph(block, out);
    }
}

/* Takes the lines before the next blank one. False at the end. */
static bool next_block(struct slice *rest, struct slice *block)
{
    struct slice line;
    *block = slice_of(NULL, 0);
    while (slice_split(rest, '\n', &line)) {
        if (slice_trim(line).len) {
            if (!block->len)
                block->ptr = line.ptr;
            block->len = (size_t)(line.ptr + line.len - block->ptr);
        } else if (block->len) {
            return true;
        }
    }
    return block->len > 0;
}

void text_html_append_plain(struct slice text, struct slice title, struct buffer *out)
{
    bool is_first = true;
    for (struct slice block; next_block(&text, &block); is_first = false)
        if (!is_first || !slice_equal(slice_trim(block), slice_trim(title)))
            append_block(block, out);
}

void text_html_append_markdown(struct slice markdown, struct slice title,
                               struct buffer *out)
{
    struct slice rest = markdown, line;
    if (slice_split(&rest, '\n', &line) && slice_starts_with(line, SLICE("# ")) &&
        slice_equal(slice_trim(slice_after(line, 2)), slice_trim(title)))
        markdown = rest.ptr ? rest : SLICE("");
    xhtml_append_markdown(out, markdown);
}
