#include "charset/prescan.h"

#include "page/tag_scanner.h"
#include <string.h>

enum { PRESCAN_MAX = 1024 }; /* the HTML standard's limit for declarations */

/* ---- charset= ---------------------------------------------------------------------- */

/* The value after "=": quoted, or up to white space or ";". */
static struct slice read_label(struct slice s)
{
    if (s.len && (s.ptr[0] == '"' || s.ptr[0] == '\'')) {
        struct slice rest = slice_after(s, 1);
        size_t close = slice_find_char(rest, s.ptr[0]);
        return slice_of(rest.ptr, close == SIZE_MAX ? 0 : close);
    }
    size_t end = 0;
    while (end < s.len && s.ptr[end] != ';' && !is_ascii_space((unsigned char)s.ptr[end]))
        end++;
    return slice_of(s.ptr, end);
}

const struct encoding *prescan_content_type(struct slice value)
{
    size_t at;
    while ((at = slice_find_nocase(value, SLICE("charset"))) != SIZE_MAX) {
        value = slice_trim(slice_after(value, at + SLICE("charset").len));
        if (value.len && value.ptr[0] == '=')
            return encoding_of_label(read_label(slice_trim(slice_after(value, 1))));
    }
    return NULL;
}

/* ---- meta -------------------------------------------------------------------------- */

/* What a meta element has declared so far. If an attribute occurs twice, the first one
   counts. */
struct meta {
    bool has_equiv, is_pragma, has_content, has_charset;
    const struct encoding *content, *charset;
};

static void note_attribute(struct meta *meta,
                           const struct tag_scanner_attribute *attribute)
{
    struct slice value = attribute->value;
    if (slice_equal_nocase(attribute->name, SLICE("http-equiv")) && !meta->has_equiv) {
        meta->has_equiv = true;
        meta->is_pragma = slice_equal_nocase(value, SLICE("content-type"));
    } else if (slice_equal_nocase(attribute->name, SLICE("content")) &&
               !meta->has_content) {
        meta->has_content = true;
        meta->content = prescan_content_type(value);
    } else if (slice_equal_nocase(attribute->name, SLICE("charset")) &&
               !meta->has_charset) {
        meta->has_charset = true;
        meta->charset = encoding_of_label(value);
    }
}

/* Returns the encoding that a declaration actually means. A page that could be read up to
   here is not in UTF-16; and pages that declare x-user-defined mean windows-1252. */
static const struct encoding *mean(const struct encoding *declared)
{
    if (!declared)
        return NULL;
    switch (declared->kind) {
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        return encoding_of_label(SLICE("utf-8"));
    case ENCODING_USER_DEFINED:
        return encoding_of_label(SLICE("windows-1252"));
    default:
        return declared;
    }
}

/* *at points after a tag's name; moves it to the tag's end. */
static const struct encoding *read_meta(const char **at, const char *end)
{
    struct meta meta = {0};
    struct tag_scanner_attribute attribute;
    while (tag_scanner_next_attribute(at, end, &attribute))
        note_attribute(&meta, &attribute);
    if (meta.has_charset)
        return mean(meta.charset);
    return meta.is_pragma ? mean(meta.content) : NULL;
}

static void skip_attributes(const char **at, const char *end)
{
    struct tag_scanner_attribute attribute;
    while (tag_scanner_next_attribute(at, end, &attribute))
        continue;
}

/* ---- the scan ---------------------------------------------------------------------- */

static const char *behind(const char *at, const char *end, struct slice what)
{
    const char *hit =
        at < end ? memmem(at, (size_t)(end - at), what.ptr, what.len) : NULL;
    return hit ? hit + what.len : end;
}

/* Reads one tag or comment, whose "<" is at `at`. Returns where to continue. */
static const char *step(const char *at, const char *end, const struct encoding **found)
{
    struct slice rest = slice_of(at, (size_t)(end - at));
    if (slice_starts_with(rest, SLICE("<!--")))
        return behind(at + 2, end, SLICE("-->"));
    const char *name = at + 1;
    bool is_end = name < end && *name == '/';
    name += is_end;
    if (name < end && is_ascii_letter((unsigned char)*name)) {
        const char *p = name;
        while (p < end && !tag_scanner_ends_name(*p))
            p++;
        struct slice tag = slice_of(name, (size_t)(p - name));
        if (!is_end && slice_equal_nocase(tag, SLICE("meta")))
            *found = read_meta(&p, end);
        else
            skip_attributes(&p, end);
        return p;
    }
    if (is_end || (name < end && (*name == '!' || *name == '?')))
        return behind(at, end, SLICE(">"));
    return name;
}

/* Reads <?xml version="1.0" encoding="..."?> at the very start. */
static const struct encoding *read_xml_declaration(struct slice bytes)
{
    if (!slice_starts_with(bytes, SLICE("<?xml")))
        return NULL;
    size_t end = slice_find_char(bytes, '>');
    struct slice declaration = slice_of(bytes.ptr, end == SIZE_MAX ? 0 : end);
    size_t at = slice_find(declaration, SLICE("encoding"));
    if (at == SIZE_MAX)
        return NULL;
    struct slice value = slice_trim(slice_after(declaration, at + SLICE("encoding").len));
    if (!value.len || value.ptr[0] != '=')
        return NULL;
    return mean(encoding_of_label(read_label(slice_trim(slice_after(value, 1)))));
}

const struct encoding *prescan_html(struct slice bytes)
{
    const char *at = bytes.ptr;
    const char *end = at + (bytes.len < PRESCAN_MAX ? bytes.len : PRESCAN_MAX);
    const struct encoding *found = NULL;
    while (!found && at < end && (at = memchr(at, '<', (size_t)(end - at))))
        at = step(at, end, &found);
    return found ? found
                 : read_xml_declaration(slice_of(
                       bytes.ptr, bytes.len < PRESCAN_MAX ? bytes.len : PRESCAN_MAX));
}
