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
    {{"%PDF-", 5}, "a PDF document", false},
    {{"%!PS", 4}, "a PostScript document", false},
    {{"{\\rtf", 5}, "an RTF document", false},
    {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, "an Office document", false},
    {{"\x89PNG\r\n\x1A\n", 8}, "a PNG image", false},
    {{"\xFF\xD8\xFF", 3}, "a JPEG image", false},
    {{"GIF87a", 6}, "a GIF image", true},
    {{"GIF89a", 6}, "a GIF image", true},
    {{"II*\0", 4}, "a TIFF image", false},
    {{"MM\0*", 4}, "a TIFF image", false},
    {{"RIFF", 4}, "an image, a sound or a video", true},
    {{"OggS", 4}, "a sound or a video", true},
    {{"ID3", 3}, "a sound", true},
    {{"fLaC", 4}, "a sound", true},
    {{"\x1A\x45\xDF\xA3", 4}, "a video", false},
    {{"PK\x03\x04", 4}, "a ZIP archive or an Office document", false},
    {{"\x1F\x8B\x08", 3}, "a gzip file", false},
    {{"7z\xBC\xAF\x27\x1C", 6}, "a 7-Zip archive", false},
    {{"Rar!\x1A\x07", 6}, "a RAR archive", false},
    {{"BZh", 3}, "a bzip2 file", true},
    {{"\xFD"
      "7zXZ\0",
      6},
     "an xz file",
     false},
    {{"\x28\xB5\x2F\xFD", 4}, "a Zstandard file", false},
    {{"\x7F"
      "ELF",
      4},
     "a program",
     false},
    {{"\0asm", 4}, "a program", false},
    {{"SQLite format 3\0", 16}, "a database", false},
    {{"wOFF", 4}, "a font", true},
    {{"wOF2", 4}, "a font", true},
};

/* Content types that are never a page, by how they begin. */
static const struct slice TYPES[] = {
    {"image/", 6},
    {"audio/", 6},
    {"video/", 6},
    {"font/", 5},
    {"application/pdf", 15},
    {"application/zip", 15},
    {"application/json", 16},
    {"application/javascript", 22},
    {"text/css", 8},
    {"text/javascript", 15},
    {"application/msword", 18},
    {"application/vnd.ms-", 19},
    {"application/vnd.openxml", 23},
    {"application/vnd.oasis", 21},
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
            return "of a type that is no page";
    bool is_declared =
        charset.len || slice_find_nocase(content_type, SLICE("charset=")) != SIZE_MAX;
    return !is_declared && is_binary(bytes) ? "binary data" : NULL;
}

bool kind_is_plain_text(struct slice content_type)
{
    return slice_starts_with_nocase(slice_trim(content_type), SLICE("text/plain"));
}
