#include "container/wacz.h"

#include "base/array.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum {
    PIECE = 64 * 1024,
    HEAD = 30, /* of a member, before its name: PKWARE APPNOTE, 4.3.7 */
    NAME_LENGTH_AT = 26,
    RESUMES_MAX = 100, /* after damage */
};

struct wacz {
    struct byte_source member; /* first: see read_member */
    struct fd_source *from;
    struct archive *zip;
    locale_t utf8; /* 0: there is none */
    struct buffer name;
    const char *block;          /* of the member's data; libarchive's */
    size_t block_left;          /* bytes of it that were not given yet */
    bool at_end;                /* of the file */
    bool is_encrypted;          /* the member */
    bool is_damaged;            /* zip cannot go on; search for the next member */
    bool is_reported;           /* the damage, and no member was found since */
    size_t members, containers; /* WARC and WACZ files so far */
    unsigned resumes;
    uint64_t zip_at;   /* where in the file zip began */
    uint64_t piece_at; /* where in the file the piece is */
    size_t piece_len, piece_used;
    char piece[PIECE];
};

static const struct slice MAGIC = SLICE_INIT("PK\3\4");

bool wacz_is_zip(struct slice first)
{
    return slice_starts_with(first, MAGIC);
}

bool wacz_is(struct slice first)
{
    static const struct slice names[] = {
        SLICE_INIT("archive/"),    SLICE_INIT("pages/"), SLICE_INIT("indexes/"),
        SLICE_INIT("datapackage"), SLICE_INIT("logs/"),  SLICE_INIT("webarchive.yaml"),
    };
    if (!wacz_is_zip(first) || first.len < HEAD)
        return false;
    size_t len = (unsigned char)first.ptr[NAME_LENGTH_AT] |
                 (size_t)(unsigned char)first.ptr[NAME_LENGTH_AT + 1] << 8;
    struct slice name = slice_after(first, HEAD);
    name.len = len < name.len ? len : name.len;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_starts_with(name, names[i]))
            return true;
    return false;
}

static enum source_result read_member(struct byte_source *source, void *to, size_t room,
                                      size_t *count, struct error *err);

/* ---- the ZIP file ------------------------------------------------------------------ */

/* Reads the next piece of the file after the first `kept` bytes of wacz->piece. */
static bool read_piece(struct wacz *wacz, size_t kept, struct error *err)
{
    struct byte_source *from = &wacz->from->source;
    enum source_result result;
    size_t count = 0;
    while ((result = from->read(from, wacz->piece + kept, PIECE - kept, &count, err)) ==
           SOURCE_WAIT)
        if (!fd_source_wait(wacz->from, err))
            return false;
    wacz->piece_at += wacz->piece_len - kept;
    wacz->piece_len = kept + count;
    wacz->piece_used = 0;
    return result != SOURCE_BROKEN;
}

/* libarchive's callback. It has to wait for bytes, but is used when there are some. */
static la_ssize_t give_piece(struct archive *zip, void *context, const void **out)
{
    struct wacz *wacz = context;
    struct error why = {0};
    if (wacz->piece_used == wacz->piece_len && !read_piece(wacz, 0, &why)) {
        archive_set_error(zip, EIO, "%s", why.text);
        return -1;
    }
    *out = wacz->piece + wacz->piece_used;
    size_t count = wacz->piece_len - wacz->piece_used;
    wacz->piece_used = wacz->piece_len;
    return (la_ssize_t)count;
}

static bool begin_zip(struct wacz *wacz)
{
    archive_read_free(wacz->zip);
    wacz->zip = archive_read_new();
    wacz->zip_at = wacz->piece_at + wacz->piece_used;
    wacz->is_damaged = false;
    return wacz->zip &&
           archive_read_support_format_zip_streamable(wacz->zip) == ARCHIVE_OK &&
           archive_read_open(wacz->zip, wacz, NULL, give_piece, NULL) == ARCHIVE_OK;
}

struct wacz *wacz_open(struct fd_source *from)
{
    struct wacz *wacz = calloc(1, sizeof *wacz);
    if (!wacz)
        return NULL;
    wacz->member.read = read_member;
    wacz->from = from;
    wacz->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    buffer_open(&wacz->name, NULL);
    if (begin_zip(wacz))
        return wacz;
    wacz_close(wacz);
    return NULL;
}

void wacz_close(struct wacz *wacz)
{
    if (!wacz)
        return;
    archive_read_free(wacz->zip);
    buffer_close(&wacz->name);
    if (wacz->utf8)
        freelocale(wacz->utf8);
    free(wacz);
}

static const char *reason_of(struct wacz *wacz)
{
    const char *text = archive_error_string(wacz->zip);
    return text ? text : "the file ends before its directory";
}

/* Begins again at the next member after the one that is damaged. Sets *found. Returns
   false with err if that is impossible. */
static bool resume(struct wacz *wacz, bool *found, struct error *err)
{
    enum { OVERLAP = 3 }; /* the magic may be split between two pieces */
    la_int64_t header = archive_read_header_position(wacz->zip);
    uint64_t from = wacz->zip_at + (header > 0 ? (uint64_t)header : 0) + MAGIC.len;
    *found = false;
    if (wacz->resumes++ == RESUMES_MAX)
        return error_set(err, "damaged in more than %d places", RESUMES_MAX);
    while (wacz->piece_len) {
        struct slice piece = slice_of(wacz->piece, wacz->piece_len);
        size_t start = from > wacz->piece_at ? (size_t)(from - wacz->piece_at) : 0;
        start = start < piece.len ? start : piece.len;
        size_t at = slice_find(slice_after(piece, start), MAGIC);
        if (at != SIZE_MAX) {
            wacz->piece_used = start + at;
            *found = true;
            return begin_zip(wacz) || error_set(err, "out of memory");
        }
        size_t kept = piece.len < OVERLAP ? 0 : OVERLAP;
        memmove(wacz->piece, wacz->piece + piece.len - kept, kept);
        if (!read_piece(wacz, kept, err))
            return false;
        if (wacz->piece_len == kept)
            break;
    }
    return true;
}

/* ---- members ----------------------------------------------------------------------- */

/* Whether a call of libarchive will not have to wait, as far as that can be known. */
static bool is_ready(const struct wacz *wacz)
{
    return wacz->piece_used < wacz->piece_len || fd_source_is_ready(wacz->from);
}

static enum source_result read_member(struct byte_source *source, void *to, size_t room,
                                      size_t *count, struct error *err)
{
    struct wacz *wacz = (struct wacz *)source;
    while (!wacz->block_left) {
        la_int64_t offset;
        const void *block;
        if (wacz->is_damaged)
            return SOURCE_END;
        if (!is_ready(wacz))
            return SOURCE_WAIT;
        int result =
            archive_read_data_block(wacz->zip, &block, &wacz->block_left, &offset);
        wacz->block = block;
        if (result == ARCHIVE_EOF)
            return SOURCE_END;
        if (result == ARCHIVE_OK)
            continue;
        wacz->block_left = 0;
        wacz->is_damaged = result == ARCHIVE_FATAL;
        wacz->is_reported |= wacz->is_damaged;
        error_set(err, "damaged in the ZIP file: %s", reason_of(wacz));
        return SOURCE_BROKEN;
    }
    *count = wacz->block_left < room ? wacz->block_left : room;
    memcpy(to, wacz->block, *count);
    wacz->block += *count;
    wacz->block_left -= *count;
    return SOURCE_BYTES;
}

struct byte_source *wacz_member(struct wacz *wacz)
{
    return &wacz->member;
}

/* The standard says archive/NAME.warc.gz; packed again, the folder may have another one
   around it. */
static bool is_warc_name(struct slice name)
{
    static const struct slice ends[] = {SLICE_INIT(".warc"), SLICE_INIT(".warc.gz"),
                                        SLICE_INIT(".warc.zst")};
    size_t slash;
    while ((slash = slice_find_char(name, '/')) != SIZE_MAX)
        name = slice_after(name, slash + 1);
    bool is_of_finder = slice_starts_with(name, SLICE("._")); /* no copy of the file */
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (slice_ends_with(name, ends[i]))
            return !is_of_finder;
    return false;
}

/* Other compressions may need any amount of memory, and no program writes WACZ so. */
static bool check_member(struct wacz *wacz, struct error *err)
{
    const char *format = archive_format_name(wacz->zip);
    if (wacz->is_encrypted)
        return error_set(err,
                         "%s is encrypted; unpack the file with its password, and give "
                         "the WARC file",
                         wacz->name.ptr);
    return !format || strstr(format, "(uncompressed)") || strstr(format, "(deflation)") ||
           error_set(
               err,
               "%s is neither stored nor deflated in the ZIP file; unpack the file, "
               "and give the WARC file",
               wacz->name.ptr);
}

static enum wacz_result end_of(struct wacz *wacz, struct error *err)
{
    wacz->at_end = true;
    if (wacz->members || wacz->is_reported)
        return WACZ_END;
    if (wacz->containers)
        error_set(err, "a ZIP file with %zu WACZ files; unpack it, and give these",
                  wacz->containers);
    else
        error_set(err, "a ZIP file without a WARC file in archive/: not a WACZ file; "
                       "unpack it, and give its files");
    return WACZ_BROKEN;
}

static enum wacz_result report_damage(struct wacz *wacz, struct error *err)
{
    la_int64_t header = archive_read_header_position(wacz->zip);
    error_set(err,
              "after byte %llu: not a whole ZIP file: %s; the next member is "
              "searched for",
              (unsigned long long)wacz->zip_at +
                  (unsigned long long)(header > 0 ? header : 0),
              reason_of(wacz));
    wacz->is_reported = true;
    return WACZ_DAMAGED;
}

/* Takes the header of a member; false if it is no WARC file. */
static bool take_header(struct wacz *wacz, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    struct slice text = slice_of_string(name ? name : "");
    buffer_truncate(&wacz->name, 0);
    buffer_append(&wacz->name, text);
    wacz->containers += slice_ends_with(text, SLICE(".wacz"));
    bool is_warc = is_warc_name(text);
    wacz->members += is_warc;
    wacz->is_encrypted = archive_entry_is_data_encrypted(entry);
    return is_warc;
}

/* Reads the next header. libarchive gives no name that the locale cannot write. */
static int read_header(struct wacz *wacz, bool *is_warc)
{
    struct archive_entry *entry;
    locale_t before = uselocale(wacz->utf8);
    int result = archive_read_next_header(wacz->zip, &entry);
    *is_warc =
        result != ARCHIVE_EOF && result != ARCHIVE_FATAL && take_header(wacz, entry);
    uselocale(before);
    return result;
}

enum wacz_result wacz_next(struct wacz *wacz, const char **name, struct error *err)
{
    wacz->block_left = 0;
    for (;;) {
        bool is_warc, found = !wacz->at_end;
        if (found && wacz->is_damaged && !resume(wacz, &found, err))
            return WACZ_BROKEN;
        if (!found)
            return end_of(wacz, err);
        if (!is_ready(wacz))
            return WACZ_WAIT;
        int result = read_header(wacz, &is_warc);
        if (result == ARCHIVE_EOF)
            return end_of(wacz, err);
        wacz->is_damaged = result == ARCHIVE_FATAL;
        if (wacz->is_damaged && !wacz->is_reported)
            return report_damage(wacz, err);
        if (!is_warc)
            continue;
        wacz->is_reported = false;
        *name = wacz->name.ptr;
        return check_member(wacz, err) ? WACZ_MEMBER : WACZ_DAMAGED;
    }
}
