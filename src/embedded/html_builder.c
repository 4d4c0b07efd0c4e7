#include "embedded/html_builder.h"

#include "base/array.h"
#include "embedded/bbcode.h"

/* ---- HTML -------------------------------------------------------------------------- */

static bool is_html(struct slice text)
{
    static const struct slice SIGNS[] = {SLICE_INIT("</"), SLICE_INIT("<br"),
                                         SLICE_INIT("<p>"), SLICE_INIT("<li>")};
    if (slice_find_char(text, '<') == SIZE_MAX)
        return false;
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++)
        if (slice_find_nocase(text, SIGNS[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool is_escaped_html(struct slice text)
{
    return slice_find(text, SLICE("&lt;")) != SIZE_MAX &&
           (slice_find(text, SLICE("&lt;/")) != SIZE_MAX ||
            slice_find(text, SLICE("&lt;br")) != SIZE_MAX);
}

static void put_unescaped(struct buffer *out, struct slice text)
{
    static const struct {
        struct slice entity;
        char c;
    } ENTITIES[] = {{SLICE_INIT("&lt;"), '<'},
                    {SLICE_INIT("&gt;"), '>'},
                    {SLICE_INIT("&quot;"), '"'},
                    {SLICE_INIT("&amp;"), '&'}};
    while (text.len) {
        size_t e = 0, count = COUNT_OF(ENTITIES);
        while (e < count && !slice_starts_with(text, ENTITIES[e].entity))
            e++;
        buffer_append_char(out, e < count ? ENTITIES[e].c : text.ptr[0]);
        text = slice_after(text, e < count ? ENTITIES[e].entity.len : 1);
    }
}

/* Entities are not escaped: plain texts in data contain them nearly as often as HTML
   does. */
static void put_line(struct buffer *out, const char *element, struct slice line)
{
    buffer_printf(out, "<%s>", element);
    while (line.len) {
        size_t plain = slice_find_char(line, '<');
        plain = plain == SIZE_MAX ? line.len : plain;
        buffer_append(out, slice_of(line.ptr, plain));
        line = slice_after(line, plain);
        if (line.len) {
            buffer_append(out, SLICE("&lt;"));
            line = slice_after(line, 1);
        }
    }
    buffer_printf(out, "</%s>\n", element);
}

void html_builder_put(struct buffer *out, const char *element, struct slice text)
{
    text = slice_trim(text);
    if (is_html(text)) {
        buffer_append(out, SLICE("<div>"));
        buffer_append(out, text);
        buffer_append(out, SLICE("</div>\n"));
        return;
    }
    if (is_escaped_html(text)) {
        buffer_append(out, SLICE("<div>"));
        put_unescaped(out, text);
        buffer_append(out, SLICE("</div>\n"));
        return;
    }
    if (bbcode_is(text)) {
        buffer_append(out, SLICE("<div>"));
        bbcode_put(out, text);
        buffer_append(out, SLICE("</div>\n"));
        return;
    }
    struct slice line;
    while (slice_split(&text, '\n', &line))
        if (slice_trim(line).len)
            put_line(out, element, slice_trim(line));
}

/* ---- text -------------------------------------------------------------------------- */

bool html_builder_is(struct slice text)
{
    enum {
        LOOK = 400,    /* bytes */
        NAME_MAX = 30, /* bytes without a space; German has words of this length */
    };
    static const struct slice NOT[] = {
        SLICE_INIT("http:"),  SLICE_INIT("https:"), SLICE_INIT("//"),
        SLICE_INIT("data:"),  SLICE_INIT("<svg"),   SLICE_INIT("<script"),
        SLICE_INIT("<style"), SLICE_INIT("query "), SLICE_INIT("function"),
    };
    text = slice_trim(text);
    for (size_t i = 0; i < COUNT_OF(NOT); i++)
        if (slice_starts_with_nocase(text, NOT[i]))
            return false;
    size_t braces = 0, spaces = 0, others = 0;
    size_t look = text.len < LOOK ? text.len : LOOK;
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        braces += c == '{' || c == '}' || c == ';';
        spaces += c == ' ' || c == '\n';
        others += c >= 0x80;
    }
    return text.len && braces * 25 <= look &&
           (look <= NAME_MAX || spaces * 25 >= look || others * 3 >= look);
}
