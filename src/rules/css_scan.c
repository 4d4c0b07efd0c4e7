#include "rules/css_parser.h"

#include "base/buffer.h"
#include <stdarg.h>
#include <stdio.h>

/* ---- characters -------------------------------------------------------------------- */

bool css_fail(struct css_parser *p, size_t at, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    error_format(text, sizeof text, format, args);
    va_end(args);
    return error_at(p->err, NULL, 0, (uint32_t)at + 1, "%s", text);
}

int css_peek_at(const struct css_parser *p, size_t at)
{
    return at < p->text.len ? (unsigned char)p->text.ptr[at] : -1;
}

int css_peek(const struct css_parser *p)
{
    return css_peek_at(p, p->at);
}

bool css_skip_spaces(struct css_parser *p)
{
    size_t start = p->at;
    while (p->at < p->text.len && is_ascii_space((unsigned char)p->text.ptr[p->at]))
        p->at++;
    return p->at > start;
}

bool css_take(struct css_parser *p, char c)
{
    if (css_peek(p) != (unsigned char)c)
        return false;
    p->at++;
    return true;
}

/* ---- names and strings (CSS Syntax 3, section 4.3) --------------------------------- */

static bool is_name_start(int c)
{
    return c >= 0x80 || c == '_' || c == '\\' ||
           (c > 0 && is_ascii_letter((unsigned char)c));
}

bool css_is_name_byte(int c)
{
    return is_name_start(c) || c == '-' || (c > 0 && is_ascii_digit((unsigned char)c));
}

bool css_at_name(const struct css_parser *p)
{
    if (css_peek(p) != '-')
        return is_name_start(css_peek(p));
    int next = css_peek_at(p, p->at + 1);
    return next == '-' || is_name_start(next);
}

/* Appends a decoded escape; its backslash has already been read. */
static void append_escape(struct css_parser *p, struct buffer *out)
{
    uint32_t code = 0;
    int digits = 0;
    for (; digits < 6 && ascii_hex_value(css_peek(p)) >= 0; digits++)
        code = code * 16 + (uint32_t)ascii_hex_value(p->text.ptr[p->at++]);
    if (digits) {
        if (css_peek(p) >= 0 && is_ascii_space((unsigned char)css_peek(p)))
            p->at++;
        buffer_append_code_point(out, code ? code : 0xFFFD);
    } else if (css_peek(p) >= 0) {
        buffer_append_char(out, p->text.ptr[p->at++]);
    }
}

/* Reads the name at the current position; the caller has checked for at_name or a
   digit. */
struct slice css_take_name(struct css_parser *p)
{
    struct buffer name;
    buffer_open(&name, p->arena);
    while (css_is_name_byte(css_peek(p))) {
        if (css_take(p, '\\'))
            append_escape(p, &name);
        else
            buffer_append_char(&name, p->text.ptr[p->at++]);
    }
    return buffer_slice(&name);
}

bool css_take_string(struct css_parser *p, struct slice *out)
{
    size_t start = p->at;
    char quote = p->text.ptr[p->at++];
    struct buffer string;
    buffer_open(&string, p->arena);
    while (css_peek(p) >= 0) {
        if (css_take(p, quote)) {
            *out = buffer_slice(&string);
            return true;
        }
        if (css_take(p, '\\'))
            append_escape(p, &string);
        else
            buffer_append_char(&string, p->text.ptr[p->at++]);
    }
    return css_fail(p, start, "the quote is not closed; add %c behind the value", quote);
}
