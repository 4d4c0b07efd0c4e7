#include "clean/kind.h"

#include <stdint.h>

enum {
    LOOK = 1445, /* bytes looked at: "the resource header" of WHATWG MIME Sniffing, 5.2 */
    BINARY_MAX = 10, /* percent of bytes that no text has; a few NULs are a page's bug */
};

/* The first bytes of what is no page (WHATWG MIME Sniffing, section 6; file(1)'s magic).
 */
static const struct {
    struct slice magic;
    const char *name;
    bool is_word; /* could begin a text: then there must be a NUL near it */
} MAGICS[] = {
    {SLICE_INIT("%PDF-"), "a PDF document", false},
    {SLICE_INIT("%!PS"), "a PostScript document", false},
    {SLICE_INIT("{\\rtf"), "an RTF document", false},
    {SLICE_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an Office document", false},
    {SLICE_INIT("\x89PNG\r\n\x1A\n"), "a PNG image", false},
    {SLICE_INIT("\xFF\xD8\xFF"), "a JPEG image", false},
    {SLICE_INIT("GIF87a"), "a GIF image", true},
    {SLICE_INIT("GIF89a"), "a GIF image", true},
    {SLICE_INIT("II*\0"), "a TIFF image", false},
    {SLICE_INIT("MM\0*"), "a TIFF image", false},
    {SLICE_INIT("RIFF"), "an image, a sound or a video", true},
    {SLICE_INIT("OggS"), "a sound or a video", true},
    {SLICE_INIT("ID3"), "a sound", true},
    {SLICE_INIT("fLaC"), "a sound", true},
    {SLICE_INIT("\x1A\x45\xDF\xA3"), "a video", false},
    {SLICE_INIT("PK\x03\x04"), "a ZIP archive or an Office document", false},
    {SLICE_INIT("\x1F\x8B\x08"), "a gzip file", false},
    {SLICE_INIT("7z\xBC\xAF\x27\x1C"), "a 7-Zip archive", false},
    {SLICE_INIT("Rar!\x1A\x07"), "a RAR archive", false},
    {SLICE_INIT("BZh"), "a bzip2 file", true},
    {SLICE_INIT("\3757zXZ\0"), "an xz file", false},
    {SLICE_INIT("\x28\xB5\x2F\xFD"), "a Zstandard file", false},
    {SLICE_INIT("\177ELF"), "a program", false},
    {SLICE_INIT("\0asm"), "a program", false},
    {SLICE_INIT("SQLite format 3\0"), "a database", false},
    {SLICE_INIT("wOFF"), "a font", true},
    {SLICE_INIT("wOF2"), "a font", true},
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

static struct slice front(struct slice bytes)
{
    return slice_of(bytes.ptr, bytes.len < LOOK ? bytes.len : LOOK);
}

static const char *name_by_magic(struct slice bytes)
{
    bool has_nul = slice_find_char(front(bytes), '\0') != SIZE_MAX;
    for (size_t i = 0; i < sizeof MAGICS / sizeof MAGICS[0]; i++)
        if (slice_starts_with(bytes, MAGICS[i].magic) && (has_nul || !MAGICS[i].is_word))
            return MAGICS[i].name;
    bool is_media_box =
        bytes.len >= 8 && slice_starts_with(slice_after(bytes, 4), SLICE("ftyp"));
    return is_media_box ? "an image or a video" : NULL;
}

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
    bytes = front(bytes);
    size_t count = 0;
    for (size_t i = 0; i < bytes.len; i++)
        count += is_binary_byte((unsigned char)bytes.ptr[i]);
    return count * 100 > bytes.len * BINARY_MAX && !is_wide(bytes);
}

const char *kind_unsupported(struct slice bytes, struct slice content_type,
                             struct slice charset)
{
    const char *name = name_by_magic(bytes);
    if (name)
        return name;
    content_type = slice_trim(content_type);
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++)
        if (slice_starts_with_nocase(content_type, TYPES[i]))
            return "a file of another kind";
    bool is_declared =
        charset.len || slice_find_nocase(content_type, SLICE("charset=")) != SIZE_MAX;
    return !is_declared && is_binary(bytes) ? "binary data" : NULL;
}

bool kind_is_plain_text(struct slice content_type)
{
    return slice_starts_with_nocase(slice_trim(content_type), SLICE("text/plain"));
}
