#include "base/mime.h"

#include "base/array.h"

/* What is not text/... and still a page (RFC 7303, and what WAP sites send). */
static const char *const page_types[] = {
    "application/xhtml+xml",
    "application/xml",
    "application/vnd.wap.xhtml+xml",
    "application/html",
};

/* What is text/... and still none. */
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

bool mime_is_page(struct slice content_type)
{
    struct slice type = content_type;
    size_t end = slice_find_char(type, ';');
    if (end < type.len)
        type.len = end;
    type = slice_trim(type);
    size_t separator = slice_find_char(type, '/');
    if (separator >= type.len || separator == 0)
        return true;
    if (slice_starts_with_nocase(type, SLICE("text/")))
        return !is_listed(type, other_text_types, COUNT_OF(other_text_types));
    return is_listed(type, page_types, COUNT_OF(page_types));
}

bool mime_is_plain_text(struct slice content_type)
{
    return slice_starts_with_nocase(slice_trim(content_type), SLICE("text/plain"));
}
