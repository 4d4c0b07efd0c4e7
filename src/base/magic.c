#include "base/magic.h"

#include "base/array.h"
#include <stdint.h>

enum { LOOK = 1445 }; /* "the resource header" of WHATWG MIME Sniffing, section 5.2 */

/* WHATWG MIME Sniffing, section 6, and file(1)'s magic. */
static const struct {
    struct slice magic;
    const char *name;
    bool is_word; /* text may begin so too: then a NUL must be near it */
} magics[] = {
    {SLICE_INIT("%PDF-"), "a PDF document", false},
    {SLICE_INIT("%!PS-Adobe-"), "a PostScript document", false},
    {SLICE_INIT("{\\rtf"), "an RTF document", false},
    {SLICE_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an Office document", false},
    {SLICE_INIT("\x89PNG\r\n\x1A\n"), "a PNG image", false},
    {SLICE_INIT("\xFF\xD8\xFF"), "a JPEG image", false},
    {SLICE_INIT("GIF87a"), "a GIF image", true},
    {SLICE_INIT("GIF89a"), "a GIF image", true},
    {SLICE_INIT("II*\0"), "a TIFF image", false},
    {SLICE_INIT("MM\0*"), "a TIFF image", false},
    {SLICE_INIT("\0\0\1\0"), "an icon", false},
    {SLICE_INIT("RIFF"), "an image, a sound or a video", true},
    {SLICE_INIT("OggS"), "a sound or a video", true},
    {SLICE_INIT("ID3"), "a sound", true},
    {SLICE_INIT("fLaC"), "a sound", true},
    {SLICE_INIT("\x1A\x45\xDF\xA3"), "a video", false},
    {SLICE_INIT("PK\3\4"), "a ZIP archive or an Office document", false},
    {SLICE_INIT("\x1F\x8B\x08"), "a gzip file", false},
    {SLICE_INIT("7z\xBC\xAF\x27\x1C"), "a 7-Zip archive", false},
    {SLICE_INIT("Rar!\x1A\7"), "a RAR archive", false},
    {SLICE_INIT("BZh"), "a bzip2 file", true},
    {SLICE_INIT("\3757zXZ\0"), "an xz file", false},
    {SLICE_INIT("\x28\xB5\x2F\xFD"), "a Zstandard file", false},
    {SLICE_INIT("\177ELF"), "a program", false},
    {SLICE_INIT("\0asm"), "a program", false},
    {SLICE_INIT("SQLite format 3\0"), "a database", false},
    {SLICE_INIT("wOFF"), "a font", true},
    {SLICE_INIT("wOF2"), "a font", true},
};

const char *magic_name(struct slice bytes)
{
    struct slice front = slice_of(bytes.ptr, bytes.len < LOOK ? bytes.len : LOOK);
    bool has_nul = slice_find_char(front, '\0') != SIZE_MAX;
    for (size_t i = 0; i < COUNT_OF(magics); i++)
        if (slice_starts_with(bytes, magics[i].magic) && (has_nul || !magics[i].is_word))
            return magics[i].name;
    /* The first box of an MP4 or similar file (ISO 14496-12), after its length. */
    bool is_media_box =
        has_nul && slice_starts_with(slice_after(bytes, 4), SLICE("ftyp"));
    return is_media_box ? "an image or a video" : NULL;
}
