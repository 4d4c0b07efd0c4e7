#include "container/webarchive.h"

#include "base/array.h"
#include "base/utf8.h"
#include "container/base64.h"
#include <stdint.h>

/* The format is that of Core Foundation's CFBinaryPList.c: objects, a table of their
   offsets, and a trailer of 32 bytes. All numbers are big-endian. */
enum {
    TRAILER = 32,
    TYPE_DATA = 0x4,
    TYPE_ASCII = 0x5,
    TYPE_UTF16 = 0x6,
    TYPE_DICT = 0xD,
    ENTRIES_MAX = 1000, /* of a dictionary; these have up to 10 */
};

struct plist {
    struct slice bytes;
    uint64_t count, top, table; /* objects, the root, the offset of the table */
    size_t offset_size, ref_size;
};

struct object {
    unsigned type;
    uint64_t length;   /* bytes, characters or entries */
    struct slice rest; /* from the object's content to the end of the file */
};

static bool is_xml(struct slice bytes)
{
    enum { LOOK = 1024 };
    struct slice front = slice_of(bytes.ptr, bytes.len < LOOK ? bytes.len : LOOK);
    return slice_starts_with(bytes, SLICE("<")) &&
           slice_find(front, SLICE("<plist")) != SIZE_MAX &&
           slice_find(front, SLICE("<key>WebMainResource")) != SIZE_MAX;
}

bool webarchive_is(struct slice bytes)
{
    return slice_starts_with(bytes, SLICE("bplist00")) || is_xml(bytes);
}

/* A number of up to 8 bytes; *ok becomes false if it is not in the file. */
static uint64_t read_number(struct slice bytes, uint64_t at, size_t size, bool *ok)
{
    uint64_t value = 0;
    *ok = *ok && size <= 8 && at <= bytes.len && size <= bytes.len - at;
    for (size_t i = 0; *ok && i < size; i++)
        value = value << 8 | (unsigned char)bytes.ptr[at + i];
    return value;
}

static bool read_trailer(struct slice bytes, struct plist *out)
{
    bool ok = bytes.len > TRAILER;
    uint64_t at = ok ? bytes.len - TRAILER : 0;
    *out = (struct plist){.bytes = bytes};
    out->offset_size = (size_t)read_number(bytes, at + 6, 1, &ok);
    out->ref_size = (size_t)read_number(bytes, at + 7, 1, &ok);
    out->count = read_number(bytes, at + 8, 8, &ok);
    out->top = read_number(bytes, at + 16, 8, &ok);
    out->table = read_number(bytes, at + 24, 8, &ok);
    return ok && out->offset_size && out->ref_size && out->table < bytes.len &&
           out->count <= bytes.len;
}

static bool read_object(const struct plist *plist, uint64_t ref, struct object *out)
{
    bool ok = ref < plist->count;
    uint64_t entry = plist->table + (ok ? ref : 0) * plist->offset_size;
    uint64_t at = read_number(plist->bytes, entry, plist->offset_size, &ok);
    uint64_t marker = read_number(plist->bytes, at, 1, &ok);
    uint64_t length = marker & 0xF;
    at++;
    if (ok && length == 0xF) { /* the length is an integer object */
        size_t size = (size_t)1 << (read_number(plist->bytes, at, 1, &ok) & 0x3);
        length = read_number(plist->bytes, at + 1, size, &ok);
        at += 1 + size;
    }
    if (!ok || at > plist->bytes.len)
        return false;
    *out = (struct object){(unsigned)(marker >> 4), length,
                           slice_after(plist->bytes, (size_t)at)};
    return true;
}

/* Appends the bytes of data, or a string as UTF-8. */
static bool append_content(const struct object *object, struct buffer *out)
{
    bool is_wide = object->type == TYPE_UTF16;
    if (!is_wide && object->type != TYPE_DATA && object->type != TYPE_ASCII)
        return false;
    if (object->length > object->rest.len / (is_wide ? 2 : 1))
        return false;
    if (!is_wide)
        buffer_append(out, slice_of(object->rest.ptr, (size_t)object->length));
    bool ok = true;
    for (uint64_t i = 0; is_wide && i < object->length; i++)
        buffer_append_code_point(out, (uint32_t)read_number(object->rest, 2 * i, 2, &ok));
    return true;
}

static bool is_key(const struct object *object, struct slice name)
{
    return object->type == TYPE_ASCII && object->length == name.len &&
           slice_starts_with(object->rest, name);
}

/* The value of a key of a dictionary, whose references to keys come before those to
   values. */
static bool find_value(const struct plist *plist, const struct object *dict,
                       struct slice name, struct object *out)
{
    bool ok = dict->type == TYPE_DICT && dict->length <= ENTRIES_MAX;
    for (uint64_t i = 0; ok && i < dict->length; i++) {
        struct object key;
        uint64_t ref = read_number(dict->rest, i * plist->ref_size, plist->ref_size, &ok);
        if (!ok || !read_object(plist, ref, &key) || !is_key(&key, name))
            continue;
        ref = read_number(dict->rest, (dict->length + i) * plist->ref_size,
                          plist->ref_size, &ok);
        return ok && read_object(plist, ref, out);
    }
    return false;
}

static void append_value(const struct plist *plist, const struct object *dict,
                         struct slice name, struct buffer *out)
{
    struct object value;
    if (find_value(plist, dict, name, &value))
        append_content(&value, out);
}

/* What a webarchive has about its main page. */
struct resource {
    struct buffer *data, *url, *type, encoding;
};

static bool read_binary(struct slice bytes, struct resource *out)
{
    struct plist plist;
    struct object top, resource, data;
    if (!read_trailer(bytes, &plist) || !read_object(&plist, plist.top, &top) ||
        !find_value(&plist, &top, SLICE("WebMainResource"), &resource) ||
        !find_value(&plist, &resource, SLICE("WebResourceData"), &data) ||
        !append_content(&data, out->data))
        return false;
    append_value(&plist, &resource, SLICE("WebResourceURL"), out->url);
    append_value(&plist, &resource, SLICE("WebResourceMIMEType"), out->type);
    append_value(&plist, &resource, SLICE("WebResourceTextEncodingName"), &out->encoding);
    return true;
}

/* ---- property lists in XML ----------------------------------------------------------
 */

/* Moves *rest after the next `mark` and sets *before to what is before it. */
static bool split_at(struct slice *rest, struct slice mark, struct slice *before)
{
    size_t at = slice_find(*rest, mark);
    if (at == SIZE_MAX)
        return false;
    *before = slice_of(rest->ptr, at);
    *rest = slice_after(*rest, at + mark.len);
    return true;
}

static void append_unescaped(struct slice text, struct buffer *out)
{
    static const struct {
        struct slice source;
        char c;
    } references[] = {
        {SLICE_INIT("&amp;"), '&'},   {SLICE_INIT("&lt;"), '<'},
        {SLICE_INIT("&gt;"), '>'},    {SLICE_INIT("&quot;"), '"'},
        {SLICE_INIT("&apos;"), '\''}, {SLICE_INIT("&#38;"), '&'},
    };
    while (text.len) {
        size_t i = 0;
        while (i < COUNT_OF(references) && !slice_starts_with(text, references[i].source))
            i++;
        bool is_reference = i < COUNT_OF(references);
        buffer_append_char(out, is_reference ? references[i].c : text.ptr[0]);
        text = slice_after(text, is_reference ? references[i].source.len : 1);
    }
}

/* The dictionary of the main page has data and strings only. Other programs than Safari
   write it in this form: plutil -convert xml1. */
static bool read_xml(struct slice bytes, struct resource *out)
{
    const struct {
        struct slice name;
        struct buffer *value;
    } keys[] = {
        {SLICE("WebResourceData"), out->data},
        {SLICE("WebResourceURL"), out->url},
        {SLICE("WebResourceMIMEType"), out->type},
        {SLICE("WebResourceTextEncodingName"), &out->encoding},
    };
    struct slice rest = bytes, dict, name, value;
    if (!split_at(&rest, SLICE("<key>WebMainResource</key>"), &dict) ||
        !split_at(&rest, SLICE("</dict>"), &dict))
        return false;
    while (split_at(&dict, SLICE("<key>"), &name) &&
           split_at(&dict, SLICE("</key>"), &name)) {
        while (dict.len && is_ascii_space((unsigned char)dict.ptr[0]))
            dict = slice_after(dict, 1);
        bool is_data = slice_starts_with(dict, SLICE("<data>"));
        if (!is_data && !slice_starts_with(dict, SLICE("<string>")))
            continue;
        dict = slice_after(dict, is_data ? 6 : 8);
        if (!split_at(&dict, is_data ? SLICE("</data>") : SLICE("</string>"), &value))
            return false;
        for (size_t i = 0; i < COUNT_OF(keys); i++)
            if (!slice_equal(name, keys[i].name) || keys[i].value->len)
                continue;
            else if (is_data)
                base64_decode(value, keys[i].value);
            else
                append_unescaped(value, keys[i].value);
    }
    return out->data->len > 0;
}

/* ---- the page -----------------------------------------------------------------------
 */

bool webarchive_read(struct slice bytes, struct saved_page *out, struct error *err)
{
    struct resource resource = {&out->body, &out->url, &out->content_type, {0}};
    buffer_open(&resource.encoding, NULL);
    bool done =
        is_xml(bytes) ? read_xml(bytes, &resource) : read_binary(bytes, &resource);
    out->has_body = done;
    if (out->content_type.len && resource.encoding.len)
        buffer_printf(&out->content_type, "; charset=%s", resource.encoding.ptr);
    buffer_close(&resource.encoding);
    if (!done)
        return error_set(err, "a webarchive without a main page, or damaged; save the "
                              "page again");
    return !out->body.failed || error_set(err, "out of memory");
}
