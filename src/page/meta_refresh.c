#include "page/meta_refresh.h"

#include "base/array.h"
#include "page/tag_scanner.h"
#include <string.h>

enum {
    SECONDS_MAX = 5,    /* a page that is shown for longer is meant to be read */
    PARAGRAPHS_MAX = 4, /* a page with more has its text without the redirect */
    URL_MAX = 4096,
};

/* ---- the value --------------------------------------------------------------------- */

static void skip_spaces(struct slice *s)
{
    while (s->len && is_ascii_space((unsigned char)s->ptr[0]))
        *s = slice_after(*s, 1);
}

/* "5;", "0.5 ,", "3 ". */
static bool read_seconds(struct slice *s)
{
    unsigned seconds = 0;
    size_t digits = 0;
    skip_spaces(s);
    for (; digits < s->len && is_ascii_digit((unsigned char)s->ptr[digits]); digits++)
        if (seconds <= SECONDS_MAX)
            seconds = seconds * 10 + (unsigned)(s->ptr[digits] - '0');
    if (!digits && !slice_starts_with(*s, SLICE(".")))
        return false;
    *s = slice_after(*s, digits);
    while (s->len && (is_ascii_digit((unsigned char)s->ptr[0]) || s->ptr[0] == '.'))
        *s = slice_after(*s, 1);
    bool ends = s->len && (s->ptr[0] == ';' || s->ptr[0] == ',' ||
                           is_ascii_space((unsigned char)s->ptr[0]));
    skip_spaces(s);
    if (s->len && (s->ptr[0] == ';' || s->ptr[0] == ','))
        *s = slice_after(*s, 1);
    skip_spaces(s);
    return ends && seconds <= SECONDS_MAX;
}

/* The HTML standard's shared declarative refresh steps (4.2.5.3); an empty slice if the
   page only reloads itself. */
static struct slice read_value(struct slice value)
{
    if (!read_seconds(&value))
        return (struct slice){0};
    if (slice_starts_with_nocase(value, SLICE("url"))) {
        struct slice rest = slice_after(value, 3);
        skip_spaces(&rest);
        if (slice_starts_with(rest, SLICE("="))) {
            value = slice_after(rest, 1);
            skip_spaces(&value);
        }
    }
    if (value.len && (value.ptr[0] == '"' || value.ptr[0] == '\'')) {
        char quote = value.ptr[0];
        value = slice_after(value, 1);
        size_t end = slice_find_char(value, quote);
        value.len = end == SIZE_MAX ? value.len : end;
    }
    return slice_trim(value);
}

/* Guards that lead from one check to the next, and to the page only after a script. */
static bool is_of_guard(struct slice url)
{
    return slice_find(url, SLICE("bm-verify=")) != SIZE_MAX ||
           slice_find(url, SLICE("/.well-known/")) != SIZE_MAX;
}

/* Appends the URL with the character references that attributes need replaced. */
static bool add_url(struct slice url, bool is_markup, struct buffer *out)
{
    static const struct {
        struct slice source, text;
    } references[] = {
        {SLICE_INIT("&amp;"), SLICE_INIT("&")},   {SLICE_INIT("&#38;"), SLICE_INIT("&")},
        {SLICE_INIT("&#x26;"), SLICE_INIT("&")},  {SLICE_INIT("&#x2F;"), SLICE_INIT("/")},
        {SLICE_INIT("&quot;"), SLICE_INIT("\"")}, {SLICE_INIT("&#47;"), SLICE_INIT("/")},
        {SLICE_INIT("&#58;"), SLICE_INIT(":")},
    };
    if (!url.len || url.len > URL_MAX || is_of_guard(url))
        return false;
    while (url.len) {
        size_t used = 1, i = is_markup ? 0 : COUNT_OF(references);
        while (i < COUNT_OF(references) &&
               !slice_starts_with_nocase(url, references[i].source))
            i++;
        if (i < COUNT_OF(references)) {
            used = references[i].source.len;
            buffer_append(out, references[i].text);
        } else {
            buffer_append_char(out, url.ptr[0]);
        }
        url = slice_after(url, used);
    }
    return !out->failed;
}

/* ---- markup ------------------------------------------------------------------------ */

struct search {
    const char *at, *end;
    struct slice found;            /* the value's URL, as written */
    struct slice found_base, base; /* of the base element before it, and of the first */
    bool is_fallback;              /* it is in a noscript element */
    bool in_noscript;
    size_t paragraphs;
};

/* Elements whose content is no markup. */
static bool is_raw(struct slice name)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("script"),   SLICE_INIT("style"),  SLICE_INIT("title"),
        SLICE_INIT("textarea"), SLICE_INIT("iframe"), SLICE_INIT("noembed"),
        SLICE_INIT("noframes"), SLICE_INIT("xmp"),    SLICE_INIT("template"),
    };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (slice_equal_nocase(name, NAMES[i]))
            return true;
    return false;
}

/* Moves to the end tag of the element, or to the end. */
static void skip_raw(struct search *s, struct slice name)
{
    for (; (s->at = memchr(s->at, '<', (size_t)(s->end - s->at))); s->at++) {
        struct slice rest = slice_of(s->at, (size_t)(s->end - s->at));
        if (slice_starts_with(rest, SLICE("</")) &&
            slice_starts_with_nocase(slice_after(rest, 2), name))
            return;
    }
    s->at = s->end;
}

static void skip_comment(struct search *s)
{
    struct slice rest = slice_of(s->at, (size_t)(s->end - s->at));
    size_t close = slice_find(rest, SLICE("-->"));
    s->at = close == SIZE_MAX ? s->end : s->at + close + 3;
}

enum element { OTHER, META, BASE };

/* The attributes of a tag; s->at is after its name. */
static void read_attributes(struct search *s, enum element element)
{
    struct tag_scanner_attribute attribute;
    struct slice content = {0};
    bool is_refresh = false;
    while (tag_scanner_next_attribute(&s->at, s->end, &attribute)) {
        if (element == BASE && !s->base.len &&
            slice_equal_nocase(attribute.name, SLICE("href")))
            s->base = slice_trim(attribute.value);
        else if (slice_equal_nocase(attribute.name, SLICE("content")))
            content = attribute.value;
        else if (slice_equal_nocase(attribute.name, SLICE("http-equiv")))
            is_refresh =
                slice_equal_nocase(slice_trim(attribute.value), SLICE("refresh"));
    }
    struct slice url =
        element == META && is_refresh ? read_value(content) : (struct slice){0};
    if (!url.len || (s->found.len && (s->in_noscript || !s->is_fallback)))
        return;
    s->found = url;
    s->found_base = s->base;
    s->is_fallback = s->in_noscript;
}

/* One tag; s->at is after its "<". */
static void read_tag(struct search *s)
{
    bool is_end = *s->at == '/';
    const char *start = s->at + is_end;
    const char *at = start;
    while (at < s->end && !tag_scanner_ends_name(*at))
        at++;
    struct slice name = slice_of(start, (size_t)(at - start));
    if (!name.len || !is_ascii_letter((unsigned char)name.ptr[0]))
        return;
    if (slice_equal_nocase(name, SLICE("noscript")))
        s->in_noscript = !is_end;
    s->paragraphs += !is_end && slice_equal_nocase(name, SLICE("p"));
    s->at = at;
    bool is_meta = !is_end && slice_equal_nocase(name, SLICE("meta"));
    bool is_base = !is_end && slice_equal_nocase(name, SLICE("base"));
    read_attributes(s, is_meta ? META : is_base ? BASE : OTHER);
    if (!is_end && is_raw(name))
        skip_raw(s, name);
}

static struct search search_markup(struct slice html)
{
    struct search s = {.at = html.ptr, .end = html.ptr + html.len};
    while (s.at < s.end && (s.at = memchr(s.at, '<', (size_t)(s.end - s.at)))) {
        if (++s.at == s.end)
            break;
        if (slice_starts_with(slice_of(s.at, (size_t)(s.end - s.at)), SLICE("!--")))
            skip_comment(&s);
        else
            read_tag(&s);
    }
    return s;
}

static size_t find_any(struct slice s, const char *chars)
{
    size_t i = 0;
    while (i < s.len && !strchr(chars, s.ptr[i]))
        i++;
    return i;
}

/* The part of a base that a reference is appended to (RFC 3986, 5.2), as far as it has
   one: the page's own URL completes the rest later. */
static struct slice base_of(struct slice base, struct slice reference)
{
    size_t colon = find_any(base, ":/?#"), slashes = 0;
    if (colon < base.len && base.ptr[colon] == ':')
        slashes = colon + 1;
    size_t authority = slashes;
    if (slice_starts_with(slice_after(base, slashes), SLICE("//")))
        authority += 2 + find_any(slice_after(base, slashes + 2), "/?#");
    if (slice_starts_with(reference, SLICE("//")))
        return slice_of(base.ptr, slashes);
    if (slice_starts_with(reference, SLICE("/")))
        return slice_of(base.ptr, authority);
    size_t path = authority + find_any(slice_after(base, authority), "?#");
    if (slice_starts_with(reference, SLICE("?")))
        return slice_of(base.ptr, path);
    while (path > authority && base.ptr[path - 1] != '/')
        path--;
    return slice_of(base.ptr, path);
}

static bool find_in_markup(struct slice html, struct buffer *url)
{
    struct search s = search_markup(html);
    bool has_text = s.is_fallback && s.paragraphs > PARAGRAPHS_MAX;
    if (!s.found.len || has_text)
        return false;
    size_t colon = find_any(s.found, ":/?#");
    bool is_whole = colon < s.found.len && s.found.ptr[colon] == ':';
    struct slice base = base_of(s.found_base, s.found);
    if (!is_whole && base.len) {
        bool is_bare = base.ptr[base.len - 1] != '/' && s.found.ptr[0] != '/' &&
                       s.found.ptr[0] != '?';
        if (!add_url(base, true, url))
            return false;
        if (is_bare) /* "https://host" */
            buffer_append_char(url, '/');
    }
    return add_url(s.found, true, url);
}

static struct slice find_in_head(struct slice head)
{
    const struct slice name = SLICE("Refresh:");
    struct slice line;
    while (slice_split(&head, '\n', &line))
        if (slice_starts_with_nocase(line, name))
            return read_value(slice_trim(slice_after(line, name.len)));
    return (struct slice){0};
}

bool meta_refresh_find(struct slice head, struct slice html, struct buffer *url)
{
    struct slice found = find_in_head(head);
    return found.len ? add_url(found, false, url) : html.len && find_in_markup(html, url);
}
