#include "base/mime.h"

#include "base/array.h"

/* Pages that are not text/... (RFC 7303, and what WAP sites send). */
static const char *const page_types[] = {
    "application/xhtml+xml",
    "application/xml",
    "application/vnd.wap.xhtml+xml",
    "application/html",
};

/* Types of text/... that are no pages. */
static const char *const other_text_types[] = {
    "text/css",   "text/javascript", "text/ecmascript", "text/calendar",
    "text/vcard", "text/csv",        "text/json",       "text/event-stream",
};

static bool is_listed(struct slice type, const char *const *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(type, slice_of_string(types[i])))
            return true;
    return false;
}

/* Without parameters. */
static struct slice essence_of(struct slice content_type)
{
    size_t end = slice_find_char(content_type, ';');
    if (end < content_type.len)
        content_type.len = end;
    return slice_trim(content_type);
}

bool mime_is_page(struct slice content_type)
{
    struct slice type = essence_of(content_type);
    size_t separator = slice_find_char(type, '/');
    if (separator >= type.len || separator == 0)
        return true;
    if (slice_starts_with_nocase(type, SLICE("text/")))
        return !is_listed(type, other_text_types, COUNT_OF(other_text_types));
    return is_listed(type, page_types, COUNT_OF(page_types));
}

bool mime_is_part_of_page(struct slice content_type)
{
    static const struct slice kinds[] = {
        SLICE_INIT("image/"),           SLICE_INIT("audio/"),
        SLICE_INIT("video/"),           SLICE_INIT("font/"),
        SLICE_INIT("application/font"), SLICE_INIT("application/x-font"),
    };
    static const char *const types[] = {
        "text/css",
        "text/javascript",
        "text/ecmascript",
        "application/javascript",
        "application/x-javascript",
        "application/ecmascript",
        "application/json",
        "application/manifest+json",
        "application/wasm",
        "application/vnd.ms-fontobject",
    };
    struct slice type = essence_of(content_type);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (slice_starts_with_nocase(type, kinds[i]))
            return true;
    return is_listed(type, types, COUNT_OF(types));
}

bool mime_is_plain_text(struct slice content_type)
{
    return slice_starts_with_nocase(slice_trim(content_type), SLICE("text/plain"));
}
