#include "exchange/xhtml_inline.h"

#include "base/array.h"
#include "base/url.h"
#include "base/utf8.h"
#include "exchange/xhtml.h"
#include <ctype.h>
#include <string.h>

enum { OPEN_MAX = 32 }; /* nested elements; deeper ones are written as text */

/* An element that is open. */
struct open {
    const char *name;   /* of the element */
    struct slice mark;  /* that closes it; empty for a link */
    size_t end, resume; /* of a link: where its text ends, and what follows it begins */
};

struct writer {
    struct buffer *out;
    struct slice text;
    size_t at;
    struct open open[OPEN_MAX];
    size_t count;
};

static struct slice rest(const struct writer *w)
{
    return slice_after(w->text, w->at);
}

/* ---- elements ---------------------------------------------------------------------- */

static void close_last(struct writer *w)
{
    buffer_printf(w->out, "</%s>", w->open[--w->count].name);
}

static bool open_element(struct writer *w, const char *name, struct slice mark)
{
    if (w->count == OPEN_MAX)
        return false;
    w->open[w->count++] = (struct open){.name = name, .mark = mark, .end = SIZE_MAX};
    buffer_printf(w->out, "<%s>", name);
    return true;
}

/* Closes the innermost element with this mark, and those in it; not beyond a link. */
static bool close_element(struct writer *w, struct slice mark)
{
    size_t i = w->count;
    while (i > 0 && w->open[i - 1].mark.len && !slice_equal(w->open[i - 1].mark, mark))
        i--;
    if (i == 0 || !w->open[i - 1].mark.len)
        return false;
    while (w->count >= i)
        close_last(w);
    return true;
}

/* ---- marks ------------------------------------------------------------------------- */

struct mark {
    struct slice begin, end;
    const char *name;
};
static const struct mark marks[] = {
    {SLICE_INIT("**"), SLICE_INIT("**"), "strong"},
    {SLICE_INIT("*"), SLICE_INIT("*"), "em"},
    {SLICE_INIT("_"), SLICE_INIT("_"), "em"},
    {SLICE_INIT("~~"), SLICE_INIT("~~"), "del"},
    {SLICE_INIT("<sup>"), SLICE_INIT("</sup>"), "sup"},
    {SLICE_INIT("<sub>"), SLICE_INIT("</sub>"), "sub"},
    {SLICE_INIT("<kbd>"), SLICE_INIT("</kbd>"), "kbd"},
    {SLICE_INIT("<mark>"), SLICE_INIT("</mark>"), "mark"},
    {SLICE_INIT("<ins>"), SLICE_INIT("</ins>"), "ins"},
    {SLICE_INIT("<u>"), SLICE_INIT("</u>"), "u"},
};

/* Takes a mark that opens or closes an element. */
static bool take_mark(struct writer *w)
{
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const struct mark *mark = &marks[i];
        bool may_begin = slice_starts_with(rest(w), mark->begin);
        if (slice_starts_with(rest(w), mark->end) && close_element(w, mark->end)) {
            w->at += mark->end.len;
            return true;
        }
        struct slice after = slice_after(rest(w), mark->begin.len);
        bool has_text = after.len && !is_ascii_space((unsigned char)after.ptr[0]);
        if (may_begin && has_text && open_element(w, mark->name, mark->end)) {
            w->at += mark->begin.len;
            return true;
        }
    }
    return false;
}

/* ---- code -------------------------------------------------------------------------- */

static size_t count_ticks(struct slice text)
{
    size_t count = 0;
    while (count < text.len && text.ptr[count] == '`')
        count++;
    return count;
}

static bool take_code(struct writer *w)
{
    size_t ticks = count_ticks(rest(w));
    size_t i = w->at + ticks;
    while (ticks && i < w->text.len) {
        size_t found = count_ticks(slice_after(w->text, i));
        if (found == ticks) {
            struct slice code = slice_of(w->text.ptr + w->at + ticks, i - w->at - ticks);
            buffer_append_string(w->out, "<code>");
            xhtml_append_text(w->out, slice_trim(code));
            buffer_append_string(w->out, "</code>");
            w->at = i + ticks;
            return true;
        }
        i += found ? found : 1;
    }
    return false;
}

/* ---- links ------------------------------------------------------------------------- */

/* The place of the bracket that closes the one at the beginning; SIZE_MAX if there is
   none. */
static size_t find_closing(struct slice text, char open, char close)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == open)
            depth++;
        else if (text.ptr[i] == close && --depth == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Appends an address without its escapes. */
static void append_address(struct buffer *out, struct slice address)
{
    struct buffer plain;
    buffer_open(&plain, NULL);
    for (size_t i = 0; i < address.len; i++) {
        struct slice left = slice_after(address, i);
        if (address.ptr[i] == '\\' && i + 1 < address.len)
            i++;
        if (slice_starts_with(left, SLICE("&amp;"))) {
            buffer_append_char(&plain, '&');
            i += strlen("amp;");
        } else {
            buffer_append_char(&plain, address.ptr[i]);
        }
    }
    xhtml_append_text(out, buffer_slice(&plain));
    buffer_close(&plain);
}

static bool take_reference(struct writer *w, size_t close)
{
    buffer_append_string(w->out, "<sup>");
    xhtml_append_text(w->out, slice_of(w->text.ptr + w->at + 2, close - 2));
    buffer_append_string(w->out, "</sup>");
    w->at += close + 1;
    return true;
}

static bool is_in_link(const struct writer *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->open[i].name, "a") == 0)
            return true;
    return false;
}

/* Begins a link, or leaves an image's description. */
static bool take_bracket(struct writer *w)
{
    bool is_image = slice_starts_with(rest(w), SLICE("!["));
    struct slice text = slice_after(rest(w), is_image);
    size_t close =
        slice_starts_with(text, SLICE("[")) ? find_closing(text, '[', ']') : SIZE_MAX;
    if (close == SIZE_MAX)
        return false;
    struct slice after = slice_after(text, close + 1);
    if (slice_starts_with(text, SLICE("[^")))
        return take_reference(w, close);
    size_t end =
        slice_starts_with(after, SLICE("(")) ? find_closing(after, '(', ')') : SIZE_MAX;
    if (end == SIZE_MAX || w->count == OPEN_MAX)
        return false;
    struct slice url = slice_of(after.ptr + 1, end - 1);
    size_t text_end = w->at + is_image + close;
    struct open link = {"a", SLICE(""), text_end, text_end + 1 + end + 1};
    if (!is_image && url_is_web(url) && !is_in_link(w)) {
        buffer_append_string(w->out, "<a href=\"");
        append_address(w->out, url);
        buffer_append_string(w->out, "\">");
    } else {
        link.name = "span";
        buffer_append_string(w->out, "<span>");
    }
    w->open[w->count++] = link;
    w->at += is_image + 1;
    return true;
}

/* Whether the text of the innermost link ends here. */
static bool end_link(struct writer *w)
{
    size_t i = w->count;
    while (i > 0 && w->open[i - 1].end != w->at)
        i--;
    if (i == 0)
        return false;
    size_t resume = w->open[i - 1].resume;
    while (w->count >= i)
        close_last(w);
    w->at = resume;
    return true;
}

/* ---- text -------------------------------------------------------------------------- */

/* "&#x2028;" or "&amp;": passed on if XML knows it. */
static bool take_entity(struct writer *w)
{
    static const struct slice named[] = {SLICE_INIT("&amp;"), SLICE_INIT("&lt;"),
                                         SLICE_INIT("&gt;"), SLICE_INIT("&quot;")};
    struct slice text = rest(w);
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (slice_starts_with(text, named[i])) {
            buffer_append(w->out, named[i]);
            w->at += named[i].len;
            return true;
        }
    if (!slice_starts_with(text, SLICE("&#x")))
        return false;
    uint32_t code = 0;
    size_t i = strlen("&#x");
    for (; i < text.len && i < 9 && ascii_hex_value(text.ptr[i]) >= 0; i++)
        code = code * 16 + (uint32_t)ascii_hex_value(text.ptr[i]);
    if (i >= text.len || text.ptr[i] != ';')
        return false;
    struct buffer character;
    buffer_open(&character, NULL);
    buffer_append_code_point(&character, code);
    xhtml_append_text(w->out, buffer_slice(&character));
    buffer_close(&character);
    w->at += i + 1;
    return true;
}

static bool take_escape(struct writer *w)
{
    struct slice text = rest(w);
    if (slice_starts_with(text, SLICE("\\\n"))) {
        buffer_append_string(w->out, "<br/>\n");
        w->at += 2;
    } else if (text.len > 1 && text.ptr[0] == '\\' &&
               ispunct((unsigned char)text.ptr[1])) {
        xhtml_append_text(w->out, slice_of(text.ptr + 1, 1));
        w->at += 2;
    } else if (slice_starts_with(text, SLICE("<br>"))) {
        buffer_append_string(w->out, "<br/>");
        w->at += strlen("<br>");
    } else if (slice_starts_with(text, SLICE("<!-- -->"))) {
        w->at += strlen("<!-- -->");
    } else {
        return false;
    }
    return true;
}

/* Writes up to the next character that may have a meaning. */
static void take_plain(struct writer *w)
{
    size_t start = w->at++;
    while (w->at < w->text.len && !strchr("\\`*_~<&[!", w->text.ptr[w->at]) &&
           (w->text.ptr[w->at] != ']' || !w->count))
        w->at++;
    xhtml_append_text(w->out, slice_of(w->text.ptr + start, w->at - start));
}

void xhtml_append_inline(struct buffer *out, struct slice text)
{
    struct writer w = {.out = out, .text = text};
    while (w.at < text.len)
        if (!end_link(&w) && !take_escape(&w) && !take_code(&w) && !take_entity(&w) &&
            !take_bracket(&w) && !take_mark(&w))
            take_plain(&w);
    while (w.count)
        close_last(&w);
}
