#include "site/markup.h"

#include "base/rfc3339.h"
#include "base/url.h"
#include "base/utf8.h"
#include <string.h>

enum { DAY_LENGTH = 10 }; /* of "2025-01-03" */

/* XML 1.0 has no characters U+FFFE and U+FFFF. */
static bool is_in_xml(uint32_t code_point)
{
    return code_point != 0xFFFE && code_point != 0xFFFF;
}

static bool append_special(struct buffer *out, char c)
{
    const char *as = c == '&'    ? "&amp;"
                     : c == '<'  ? "&lt;"
                     : c == '>'  ? "&gt;"
                     : c == '"'  ? "&quot;"
                     : c == '\'' ? "&#39;"
                                 : NULL;
    if (as)
        buffer_append_string(out, as);
    return as != NULL;
}

static void append_one(struct buffer *out, uint32_t c, bool is_line)
{
    bool is_break = c == '\n' || c == '\t' || c == '\r';
    if (is_line && is_break)
        buffer_append_char(out, ' ');
    else if (is_line && utf8_is_invisible(c))
        return;
    else if (!utf8_is_control(c))
        buffer_append_code_point(out, is_in_xml(c) ? c : UTF8_REPLACEMENT);
}

static bool is_plain(unsigned char c)
{
    return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"' &&
           c != '\'';
}

static void append_escaped(struct buffer *out, struct slice text, bool is_line)
{
    for (size_t i = 0; i < text.len;) {
        size_t start = i, used;
        while (i < text.len && is_plain((unsigned char)text.ptr[i]))
            i++;
        buffer_append(out, slice_of(text.ptr + start, i - start));
        if (i == text.len)
            return;
        if (append_special(out, text.ptr[i])) {
            i++;
            continue;
        }
        append_one(out, utf8_decode(slice_after(text, i), &used), is_line);
        i += used;
    }
}

void markup_text(struct buffer *out, struct slice text)
{
    append_escaped(out, text, false);
}

void markup_line(struct buffer *out, struct slice text)
{
    append_escaped(out, text, true);
}

void markup_string(struct buffer *out, const char *text)
{
    append_escaped(out, slice_of_string(text), true);
}

void markup_open_link(struct buffer *out, struct slice url)
{
    if (!url_is_web(url))
        return;
    buffer_append_string(out, "<a rel=\"external noopener noreferrer\" href=\"");
    markup_line(out, url);
    buffer_append_string(out, "\">");
}

void markup_close_link(struct buffer *out, struct slice url)
{
    if (url_is_web(url))
        buffer_append_string(out, "</a>");
}

void markup_day(struct buffer *out, int64_t when)
{
    char date[RFC3339_SIZE];
    rfc3339_write(when, date);
    buffer_append(out, slice_of(date, DAY_LENGTH));
}

void markup_time(struct buffer *out, int64_t when)
{
    char date[RFC3339_SIZE];
    rfc3339_write(when, date);
    buffer_printf(out, "<time datetime=\"%s\">%.*s</time>", date, DAY_LENGTH, date);
}

void markup_count(struct buffer *out, int64_t count, const char *singular)
{
    buffer_printf(out, "%lld %s%s", (long long)count, singular, count == 1 ? "" : "s");
}
