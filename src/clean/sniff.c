#include "clean/sniff.h"

#include "base/array.h"
#include "base/magic.h"
#include <stdint.h>

enum {
    LOOK = 1445, /* bytes looked at: "the resource header" of WHATWG MIME Sniffing, 5.2 */
    BINARY_MAX = 10, /* percent of bytes that text does not have; a few NULs are mistakes
                        of a page */
};

/* Content types that are never a page, by how they begin. */
static const struct slice TYPES[] = {
    SLICE_INIT("image/"),
    SLICE_INIT("audio/"),
    SLICE_INIT("video/"),
    SLICE_INIT("font/"),
    SLICE_INIT("application/pdf"),
    SLICE_INIT("application/zip"),
    SLICE_INIT("application/json"),
    SLICE_INIT("application/javascript"),
    SLICE_INIT("text/css"),
    SLICE_INIT("text/javascript"),
    SLICE_INIT("application/msword"),
    SLICE_INIT("application/vnd.ms-"),
    SLICE_INIT("application/vnd.openxml"),
    SLICE_INIT("application/vnd.oasis"),
};

/* "Binary data bytes" of WHATWG MIME Sniffing, section 3. */
static bool is_binary_byte(unsigned char c)
{
    return c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r' && c != 0x1B;
}

/* UTF-16 looks binary: every other byte of most of it is NUL. */
static bool is_wide(struct slice bytes)
{
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < bytes.len; i++)
        zeros[i & 1] += bytes.ptr[i] == '\0';
    size_t more = zeros[0] > zeros[1] ? zeros[0] : zeros[1];
    size_t fewer = zeros[0] + zeros[1] - more;
    return more * 4 > bytes.len && fewer * 20 < more;
}

static bool is_binary(struct slice bytes)
{
    bytes.len = bytes.len < LOOK ? bytes.len : LOOK;
    size_t count = 0;
    for (size_t i = 0; i < bytes.len; i++)
        count += is_binary_byte((unsigned char)bytes.ptr[i]);
    return count * 100 > bytes.len * BINARY_MAX && !is_wide(bytes);
}

const char *sniff_unsupported(struct slice bytes, struct slice content_type,
                              struct slice charset)
{
    const char *name = magic_name(bytes);
    if (name)
        return name;
    content_type = slice_trim(content_type);
    for (size_t i = 0; i < COUNT_OF(TYPES); i++)
        if (slice_starts_with_nocase(content_type, TYPES[i]))
            return "a file of another kind";
    bool is_declared =
        charset.len || slice_find_nocase(content_type, SLICE("charset=")) != SIZE_MAX;
    return !is_declared && is_binary(bytes) ? "binary data" : NULL;
}
