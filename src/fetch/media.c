#include "fetch/media.h"

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

bool media_type_is_page(struct slice content_type)
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

/* Signatures of the WHATWG MIME Sniffing standard (sections 6 and 7) that no text begins
   with. */
static const struct {
    struct slice bytes;
    const char *what;
} signatures[] = {
    {{"%PDF-", 5}, "a PDF"},
    {{"%!PS-Adobe-", 11}, "a PostScript file"},
    {{"\x89PNG\r\n\x1A\n", 8}, "an image (PNG)"},
    {{"\xFF\xD8\xFF", 3}, "an image (JPEG)"},
    {{"GIF87a", 6}, "an image (GIF)"},
    {{"GIF89a", 6}, "an image (GIF)"},
    {{"\0\0\1\0", 4}, "an icon"},
    {{"PK\3\4", 4}, "a ZIP archive"},
    {{"\x1F\x8B\x08", 3}, "a gzip archive"},
    {{"Rar!\x1A\7", 6}, "a RAR archive"},
    {{"7z\xBC\xAF\x27\x1C", 6}, "a 7z archive"},
    {{"OggS\0", 5}, "a media file (Ogg)"},
    {{"\x1A\x45\xDF\xA3", 4}, "a media file (Matroska)"},
    {{"ID3\3", 4}, "a media file (MP3)"},
    {{"ID3\4", 4}, "a media file (MP3)"},
    {{"wOFF", 4}, "a font"},
    {{"wOF2", 4}, "a font"},
    {{"\x7F"
      "ELF",
      4},
     "a program"},
};

const char *media_find_binary(struct slice body)
{
    for (size_t i = 0; i < COUNT_OF(signatures); i++)
        if (slice_starts_with(body, signatures[i].bytes))
            return signatures[i].what;
    if (slice_starts_with(body, SLICE("RIFF")) &&
        slice_starts_with(slice_after(body, 8), SLICE("WEBP")))
        return "an image (WebP)";
    if (body.len >= 12 && slice_equal(slice_of(body.ptr + 4, 4), SLICE("ftyp")))
        return "a media file (MP4)";
    return NULL;
}
