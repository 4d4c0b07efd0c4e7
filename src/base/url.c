#include "base/url.h"

#include "base/buffer.h"

/* ---- parts ------------------------------------------------------------------------- */

/* The length of "scheme:" without the colon; 0 if there is none. */
static size_t scheme_length(struct slice s)
{
    if (s.len == 0 || !is_ascii_letter((unsigned char)s.ptr[0]))
        return 0;
    for (size_t i = 1; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == ':')
            return i;
        if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '+' && c != '-' && c != '.')
            return 0;
    }
    return 0;
}

/* Cuts s at the first mark, if there is one, and returns what follows it. */
static struct slice cut_behind(struct slice *s, char mark)
{
    size_t at = slice_find_char(*s, mark);
    if (at == SIZE_MAX)
        return slice_of(NULL, 0);
    struct slice part = slice_of(s->ptr + at + 1, s->len - at - 1);
    s->len = at;
    return part;
}

struct url_parts url_split(struct slice url)
{
    struct url_parts parts = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    parts.fragment = cut_behind(&url, '#');
    parts.query = cut_behind(&url, '?');
    size_t scheme = scheme_length(url);
    if (scheme) {
        parts.scheme = slice_of(url.ptr, scheme);
        url = slice_of(url.ptr + scheme + 1, url.len - scheme - 1);
    }
    if (slice_starts_with(url, SLICE("//"))) {
        url = slice_of(url.ptr + 2, url.len - 2);
        size_t slash = slice_find_char(url, '/');
        size_t end = slash == SIZE_MAX ? url.len : slash;
        parts.authority = slice_of(url.ptr, end);
        url = slice_of(url.ptr + end, url.len - end);
    }
    parts.path = url;
    return parts;
}

struct slice url_host(struct slice url)
{
    struct slice host = url_split(url).authority;
    size_t at = slice_find_last_char(host, '@');
    if (at != SIZE_MAX)
        host = slice_after(host, at + 1);
    size_t port = slice_find_last_char(host, ':');
    if (port != SIZE_MAX && slice_find_char(slice_after(host, port), ']') == SIZE_MAX)
        host.len = port;
    return host;
}

struct slice url_path(struct slice url)
{
    struct url_parts parts = url_split(url);
    return parts.authority.ptr && parts.path.len ? parts.path : SLICE("/");
}

bool url_is_web(struct slice url)
{
    struct url_parts parts = url_split(url);
    return parts.authority.len && (slice_equal_nocase(parts.scheme, SLICE("http")) ||
                                   slice_equal_nocase(parts.scheme, SLICE("https")));
}

/* ---- beginnings -------------------------------------------------------------------- */

static bool is_host_char(unsigned char c)
{
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.' ||
           c >= 0x80;
}

/* The part before the path, query or fragment. */
static struct slice authority_of(struct slice text)
{
    size_t end = 0;
    while (end < text.len && slice_find_char(SLICE("/?#"), text.ptr[end]) == SIZE_MAX)
        end++;
    return slice_of(text.ptr, end);
}

/* "example.com", "example.com:8080": labels with a dot between two of them, or localhost.
   Nobody writes a user name without a scheme; "a@b.example" is an address for mail. */
static bool is_host_alone(struct slice authority)
{
    size_t len = 0;
    if (slice_find_char(authority, '@') != SIZE_MAX)
        return false;
    if (slice_starts_with(authority, SLICE("[")))
        return true;
    while (len < authority.len && is_host_char((unsigned char)authority.ptr[len]))
        len++;
    struct slice host = slice_of(authority.ptr, len);
    size_t dot = slice_find_char(host, '.');
    bool is_local = slice_equal_nocase(host, SLICE("localhost"));
    return (len == authority.len || authority.ptr[len] == ':') &&
           (is_local || (dot != SIZE_MAX && dot > 0 && dot + 1 < host.len &&
                         host.ptr[dot + 1] != '.'));
}

enum url_start url_start_of(struct slice text)
{
    size_t scheme = scheme_length(text);
    struct slice rest = slice_after(text, scheme + 1);
    if (scheme && slice_starts_with(rest, SLICE("//")))
        return URL_START_SCHEME;
    if (is_host_alone(authority_of(text)))
        return URL_START_HOST;
    /* "a:" is a drive, "shop:8080" a host that has no dot. */
    bool is_other = scheme > 1 && rest.len && !is_ascii_digit((unsigned char)rest.ptr[0]);
    return is_other ? URL_START_OTHER : URL_START_NONE;
}

/* ---- paths ------------------------------------------------------------------------- */

/* Appends path without its "." and ".." segments (section 5.2.4). */
static void append_without_dots(struct buffer *out, struct slice path)
{
    size_t root = out->len;
    struct slice rest = path, segment;
    bool is_absolute = slice_starts_with(path, SLICE("/"));
    if (is_absolute)
        rest = slice_of(path.ptr + 1, path.len - 1);
    while (slice_split(&rest, '/', &segment)) {
        bool is_last = !rest.ptr;
        bool is_up = slice_equal(segment, SLICE(".."));
        bool is_dot = is_up || slice_equal(segment, SLICE("."));
        if (is_up) {
            size_t last =
                slice_find_last_char(slice_of(out->ptr + root, out->len - root), '/');
            buffer_truncate(out, last == SIZE_MAX ? root : root + last);
        }
        if (!is_dot || is_last) {
            if (is_absolute || out->len > root)
                buffer_append_char(out, '/');
            if (!is_dot)
                buffer_append(out, segment);
        }
    }
}

/* Replaces the last segment of the base's path with a path (section 5.2.3). */
static struct slice merge(struct arena *a, const struct url_parts *base,
                          struct slice path)
{
    struct buffer merged;
    buffer_open(&merged, a);
    size_t slash = slice_find_last_char(base->path, '/');
    if (base->authority.ptr && !base->path.len)
        buffer_append_char(&merged, '/');
    else if (slash != SIZE_MAX)
        buffer_append(&merged, slice_of(base->path.ptr, slash + 1));
    buffer_append(&merged, path);
    return buffer_slice(&merged);
}

/* ---- resolving --------------------------------------------------------------------- */

static struct url_parts transform(struct arena *a, const struct url_parts *base,
                                  struct url_parts r)
{
    struct url_parts target = r;
    if (r.scheme.ptr)
        return target;
    target.scheme = base->scheme;
    if (r.authority.ptr)
        return target;
    target.authority = base->authority;
    if (!r.path.len) {
        target.path = base->path;
        if (!r.query.ptr)
            target.query = base->query;
    } else if (r.path.ptr[0] != '/') {
        target.path = merge(a, base, r.path);
    }
    return target;
}

static void append_part(struct buffer *out, const char *mark, struct slice part)
{
    if (!part.ptr)
        return;
    buffer_append_string(out, mark);
    buffer_append(out, part);
}

/* Removes line breaks and tabs, as browsers do, and escapes other controls and spaces. */
static struct slice escape(struct arena *a, struct slice reference)
{
    struct buffer out;
    buffer_open(&out, a);
    reference = slice_trim(reference);
    for (size_t i = 0; i < reference.len; i++) {
        unsigned char c = (unsigned char)reference.ptr[i];
        if (c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c <= ' ' || c == 0x7F)
            buffer_printf(&out, "%%%02X", c);
        else
            buffer_append_char(&out, (char)c);
    }
    return buffer_slice(&out);
}

struct slice url_resolve(struct arena *a, struct slice base, struct slice reference)
{
    struct url_parts from = url_split(slice_trim(base));
    struct url_parts to = transform(a, &from, url_split(escape(a, reference)));
    if (!to.scheme.ptr)
        return slice_of("", 0);
    struct buffer out;
    buffer_open(&out, a);
    buffer_append(&out, to.scheme);
    buffer_append_char(&out, ':');
    append_part(&out, "//", to.authority);
    if (to.authority.ptr)
        append_without_dots(&out, to.path);
    else
        buffer_append(&out, to.path); /* mailto:..., data:...: no hierarchy */
    append_part(&out, "?", to.query);
    append_part(&out, "#", to.fragment);
    return buffer_slice(&out);
}
