#include "embedded/bbcode.h"

#include "base/array.h"

#include <string.h>

enum {
    NAME_MAX = 16,    /* bytes of a tag's name; the longest known one has 14 */
    MEDIA_MAX = 2000, /* bytes between the tags of a picture: an address */
};

/* What a tag is converted to; NULL: the tag is removed and its content stays. The content
   of a tag that shows a picture is an address instead of text. These are the tags that
   phpBB, vBulletin, XenForo and Steam have in common, according to their help pages. */
static const struct mark_name {
    struct slice name;
    const char *element;
    bool is_media;
} MARKS[] = {
    {SLICE_INIT("*"), "li", false},
    {SLICE_INIT("b"), "b", false},
    {SLICE_INIT("i"), "i", false},
    {SLICE_INIT("u"), NULL, false},
    {SLICE_INIT("s"), "s", false},
    {SLICE_INIT("strike"), "s", false},
    {SLICE_INIT("p"), "p", false},
    {SLICE_INIT("h1"), "h2", false},
    {SLICE_INIT("h2"), "h2", false},
    {SLICE_INIT("h3"), "h3", false},
    {SLICE_INIT("h4"), "h4", false},
    {SLICE_INIT("h5"), "h5", false},
    {SLICE_INIT("list"), "ul", false},
    {SLICE_INIT("olist"), "ol", false},
    {SLICE_INIT("quote"), "blockquote", false},
    {SLICE_INIT("code"), "pre", false},
    {SLICE_INIT("url"), NULL, false},
    {SLICE_INIT("color"), NULL, false},
    {SLICE_INIT("size"), NULL, false},
    {SLICE_INIT("font"), NULL, false},
    {SLICE_INIT("center"), NULL, false},
    {SLICE_INIT("spoiler"), NULL, false},
    {SLICE_INIT("img"), NULL, true},
    {SLICE_INIT("video"), NULL, true},
    {SLICE_INIT("youtube"), NULL, true},
    {SLICE_INIT("previewyoutube"), NULL, true},
};

struct mark_found {
    const struct mark_name *mark;
    size_t len; /* including the brackets */
    bool is_end;
};

static const struct mark_name *find_name(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(MARKS); i++)
        if (slice_equal_nocase(name, MARKS[i].name))
            return &MARKS[i];
    return NULL;
}

/* Reads the tag that text begins with: "[/quote]", "[url=https://...]", "[img src=...]".
   No other tag may begin inside it, so that no text is scanned twice. */
static bool read_mark(struct slice text, struct mark_found *out)
{
    if (text.len < 3 || text.ptr[0] != '[')
        return false;
    out->is_end = text.ptr[1] == '/';
    size_t begin = out->is_end ? 2 : 1, end = begin;
    while (end < text.len && end - begin <= NAME_MAX && !is_ascii_space(text.ptr[end]) &&
           text.ptr[end] != '=' && text.ptr[end] != ']' && text.ptr[end] != '[')
        end++;
    out->mark = find_name(slice_of(text.ptr + begin, end - begin));
    if (!out->mark)
        return false;
    while (end < text.len && !strchr("[]\n", text.ptr[end]))
        end++;
    out->len = end + 1;
    return end < text.len && text.ptr[end] == ']';
}

/* Finds the next tag; returns false at the end. Moves text past the tag; before is the
   text that precedes it. */
static bool next_mark(struct slice *text, struct slice *before, struct mark_found *out)
{
    struct slice rest = *text;
    while (rest.len && !read_mark(rest, out)) {
        size_t next = slice_find_char(slice_after(rest, 1), '[');
        rest = slice_after(rest, next == SIZE_MAX ? rest.len : next + 1);
    }
    *before = slice_of(text->ptr, text->len - rest.len);
    *text = rest.len ? slice_after(rest, out->len) : rest;
    return rest.len != 0;
}

bool bbcode_is(struct slice text)
{
    struct slice before;
    struct mark_found found;
    while (next_mark(&text, &before, &found))
        if (found.is_end)
            return true;
    return false;
}

static void put_plain(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            buffer_append_string(out, "<p>");
        else if (text.ptr[i] == '<')
            buffer_append_string(out, "&lt;");
        else
            buffer_append_char(out, text.ptr[i]);
    }
}

/* Moves text past the end of a picture whose opening tag was just read, if the end comes
   next. */
static void skip_media(struct slice *text, const struct mark_name *media)
{
    struct slice before, rest = *text;
    struct mark_found found;
    if (next_mark(&rest, &before, &found) && found.is_end && found.mark == media &&
        before.len <= MEDIA_MAX)
        *text = rest;
}

void bbcode_put(struct buffer *out, struct slice text)
{
    struct slice before;
    struct mark_found found;
    while (next_mark(&text, &before, &found)) {
        put_plain(out, before);
        if (found.mark->is_media && !found.is_end)
            skip_media(&text, found.mark);
        else if (found.mark->element)
            buffer_printf(out, found.is_end ? "</%s>" : "<%s>", found.mark->element);
    }
    put_plain(out, before);
}
