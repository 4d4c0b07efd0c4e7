#include "container/mhtml.h"

#include "base/url.h"
#include "container/base64.h"
#include <stdint.h>

enum {
    HEAD_MAX = 64 * 1024, /* bytes of the header of a message or part */
    DEPTH_MAX = 4,        /* multiparts inside multiparts; real ones have two */
    PARTS_MAX = 10000,    /* pictures of a page; the root is usually the first */
};

/* A message or a part of one. */
struct part {
    struct slice head, body;
};

/* ---- headers ----------------------------------------------------------------------- */

/* The header ends at the first empty line. Returns false if there is none. */
static bool split_head(struct slice bytes, struct part *out)
{
    struct slice rest = bytes, line;
    while (slice_split(&rest, '\n', &line)) {
        if (rest.ptr && (size_t)(rest.ptr - bytes.ptr) > HEAD_MAX)
            return false;
        if (slice_trim(line).len || !rest.ptr)
            continue;
        *out = (struct part){slice_of(bytes.ptr, (size_t)(line.ptr - bytes.ptr)), rest};
        return true;
    }
    return false;
}

/* The value of a field, with its continuation lines. */
static struct slice find_field(struct slice head, struct slice name)
{
    struct slice line, value = {0};
    bool is_in = false;
    while (slice_split(&head, '\n', &line)) {
        bool is_folded = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
        if (is_in && !is_folded)
            break;
        if (is_in)
            value.len = (size_t)(line.ptr + line.len - value.ptr);
        size_t colon = slice_find_char(line, ':');
        if (is_in || is_folded || colon == SIZE_MAX ||
            !slice_equal_nocase(slice_trim(slice_of(line.ptr, colon)), name))
            continue;
        value = slice_after(line, colon + 1);
        is_in = true;
    }
    return slice_trim(value);
}

/* A parameter of a Content-Type value, without quotation marks. */
static struct slice find_parameter(struct slice value, struct slice name)
{
    struct slice parameter;
    while (slice_split(&value, ';', &parameter)) {
        parameter = slice_trim(parameter);
        size_t sign = slice_find_char(parameter, '=');
        if (sign == SIZE_MAX ||
            !slice_equal_nocase(slice_trim(slice_of(parameter.ptr, sign)), name))
            continue;
        struct slice text = slice_trim(slice_after(parameter, sign + 1));
        if (text.len > 1 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"')
            text = slice_of(text.ptr + 1, text.len - 2);
        return text;
    }
    return (struct slice){0};
}

static struct slice type_of(const struct part *part)
{
    return find_field(part->head, SLICE("Content-Type"));
}

static bool is_multipart(struct slice type)
{
    return slice_starts_with_nocase(type, SLICE("multipart/"));
}

static bool is_html(struct slice type)
{
    return slice_starts_with_nocase(type, SLICE("text/html")) ||
           slice_starts_with_nocase(type, SLICE("application/xhtml"));
}

bool mhtml_is(struct slice bytes)
{
    struct part message;
    size_t colon =
        slice_find_char(slice_of(bytes.ptr, bytes.len < 80 ? bytes.len : 80), ':');
    if (colon == SIZE_MAX || !is_ascii_letter((unsigned char)bytes.ptr[0]))
        return false;
    for (size_t i = 0; i < colon; i++)
        if (!is_ascii_letter((unsigned char)bytes.ptr[i]) && bytes.ptr[i] != '-')
            return false;
    return split_head(bytes, &message) &&
           find_field(message.head, SLICE("MIME-Version")).len &&
           (is_multipart(type_of(&message)) || is_html(type_of(&message)));
}

/* ---- parts ------------------------------------------------------------------------- */

/* Whether the line is a delimiter; *is_last if no part follows it. */
static bool is_delimiter(struct slice line, struct slice boundary, bool *is_last)
{
    if (!slice_starts_with(line, SLICE("--")) ||
        !slice_starts_with(slice_after(line, 2), boundary))
        return false;
    struct slice after = slice_trim(slice_after(line, 2 + boundary.len));
    *is_last = slice_starts_with(after, SLICE("--"));
    return after.len == 0 || *is_last;
}

/* Takes the next part of a multipart from *rest, which is at a line. A last part without
   a delimiter after it ends with the file. */
static bool next_part(struct slice *rest, struct slice boundary, struct slice *part)
{
    struct slice line;
    bool is_last = false, is_in = false;
    const char *start = NULL, *end = rest->ptr ? rest->ptr + rest->len : NULL;
    struct slice at = *rest;
    while (slice_split(&at, '\n', &line)) {
        if (!is_delimiter(line, boundary, &is_last))
            continue;
        if (is_in || is_last) {
            *rest = is_last ? (struct slice){0}
                            : slice_of(line.ptr, (size_t)(end - line.ptr));
            *part =
                is_in ? slice_of(start, (size_t)(line.ptr - start)) : (struct slice){0};
            return is_in;
        }
        is_in = true;
        start = at.ptr ? at.ptr : end;
    }
    *rest = (struct slice){0};
    if (is_in)
        *part = slice_of(start, (size_t)(end - start));
    return is_in;
}

static bool has_id(const struct part *part, struct slice id)
{
    return id.len && slice_equal(find_field(part->head, SLICE("Content-ID")), id);
}

/* The part of a multipart that is the page: the one that the header names, or the first
   with HTML or further parts. */
static bool find_root(const struct part *whole, struct part *out)
{
    struct slice type = type_of(whole), rest = whole->body, bytes;
    struct slice boundary = find_parameter(type, SLICE("boundary"));
    struct slice start = find_parameter(type, SLICE("start"));
    bool found = false;
    for (size_t i = 0;
         i < PARTS_MAX && boundary.len && next_part(&rest, boundary, &bytes); i++) {
        struct part part;
        if (!split_head(bytes, &part))
            continue;
        bool is_candidate = is_html(type_of(&part)) || is_multipart(type_of(&part));
        bool is_named = has_id(&part, start);
        if (is_named || (is_candidate && !found))
            *out = part;
        found = found || is_candidate || is_named;
        if (is_named || (found && !start.len))
            break;
    }
    return found;
}

/* ---- transfer encodings ------------------------------------------------------------ */

/* The length of a soft line break after "=", with the spaces that may precede it; 0 for
   none. */
static size_t soft_break(struct slice rest)
{
    size_t i = 0;
    while (i < rest.len && (rest.ptr[i] == ' ' || rest.ptr[i] == '\t'))
        i++;
    if (i < rest.len && rest.ptr[i] == '\r')
        i++;
    return i < rest.len && rest.ptr[i] == '\n' ? i + 1 : 0;
}

/* RFC 2045, section 6.7. What is no escape is kept as it is. */
static void decode_quoted_printable(struct slice text, struct buffer *out)
{
    size_t sign;
    while ((sign = slice_find_char(text, '=')) != SIZE_MAX) {
        buffer_append(out, slice_of(text.ptr, sign));
        text = slice_after(text, sign + 1);
        size_t skip = soft_break(text);
        int high = text.len > 1 ? ascii_hex_value((unsigned char)text.ptr[0]) : -1;
        int low = text.len > 1 ? ascii_hex_value((unsigned char)text.ptr[1]) : -1;
        if (!skip && high >= 0 && low >= 0) {
            buffer_append_char(out, (char)(high * 16 + low));
            skip = 2;
        } else if (!skip) {
            buffer_append_char(out, '=');
        }
        text = slice_after(text, skip);
    }
    buffer_append(out, text);
}

static void decode_body(const struct part *part, struct buffer *out)
{
    struct slice coding = find_field(part->head, SLICE("Content-Transfer-Encoding"));
    if (slice_equal_nocase(coding, SLICE("quoted-printable")))
        decode_quoted_printable(part->body, out);
    else if (slice_equal_nocase(coding, SLICE("base64")))
        base64_decode(part->body, out);
    else
        buffer_append(out, part->body);
}

/* ---- the page ---------------------------------------------------------------------- */

static void note_url(struct slice url, struct saved_page *out)
{
    if (url_is_web(url)) {
        buffer_truncate(&out->url, 0);
        buffer_append(&out->url, url);
    }
}

bool mhtml_read(struct slice bytes, struct saved_page *out, struct error *err)
{
    struct part part;
    bool found = split_head(bytes, &part);
    if (found)
        note_url(find_field(part.head, SLICE("Snapshot-Content-Location")), out);
    for (size_t depth = 0; found && is_multipart(type_of(&part)) && depth < DEPTH_MAX;
         depth++) {
        note_url(find_field(part.head, SLICE("Content-Location")), out);
        struct part whole = part;
        found = find_root(&whole, &part);
    }
    if (!found || !is_html(type_of(&part)))
        return error_set(err, "an MHTML file without an HTML page; save the page again");
    note_url(find_field(part.head, SLICE("Content-Location")), out);
    buffer_append(&out->content_type, type_of(&part));
    decode_body(&part, &out->body);
    out->has_body = true;
    return !out->body.failed || error_set(err, "out of memory");
}
