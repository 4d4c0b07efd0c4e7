#include "container/warc.h"

#include "base/hash.h"
#include "container/gzip.h"
#include "winnow.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* The limit for a record that winnow has written: more than the largest page that
   --max-bytes allows (2 GiB). */
static const int64_t RECORD_BYTES_MAX = (int64_t)3 << 30;

/* ---- one record -------------------------------------------------------------------- */

/* Calls getrandom(2) once for many ids. */
static bool random_bytes(struct warc_writer *writer, unsigned char *out, size_t count,
                         struct error *err)
{
    if (writer->random_left < count) {
        if (getrandom(writer->random, WARC_RANDOM_SIZE, 0) != WARC_RANDOM_SIZE)
            return error_set(err, "cannot get random bytes: %s", strerror(errno));
        writer->random_left = WARC_RANDOM_SIZE;
    }
    writer->random_left -= count;
    memcpy(out, writer->random + writer->random_left, count);
    return true;
}

/* A random UUID (RFC 9562, version 4). */
static bool append_id(struct warc_writer *writer, struct buffer *out, struct error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[16];
    char text[36], *at = text;
    if (!random_bytes(writer, bytes, sizeof bytes, err))
        return false;
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = digits[bytes[i] >> 4];
        *at++ = digits[bytes[i] & 15];
    }
    buffer_append_string(out, "<urn:uuid:");
    buffer_append(out, slice_of(text, sizeof text));
    buffer_append_char(out, '>');
    return true;
}

static void append_field(struct buffer *out, const char *name, const char *value)
{
    buffer_append_string(out, name);
    buffer_append_string(out, ": ");
    buffer_append_string(out, value);
    buffer_append_string(out, "\r\n");
}

/* Every record has a type, an id and a date. */
static void begin_record(struct buffer *out, const char *type, struct slice id,
                         const char *date)
{
    buffer_append_string(out, "WARC/1.1\r\n");
    append_field(out, "WARC-Type", type);
    buffer_append_string(out, "WARC-Record-ID: ");
    buffer_append(out, id);
    buffer_append_string(out, "\r\n");
    append_field(out, "WARC-Date", date);
}

/* Appends the length, the block and the two line ends after it. */
static void end_record(struct buffer *out, const char *type, struct slice head,
                       struct slice body)
{
    append_field(out, "Content-Type", type);
    buffer_printf(out, "Content-Length: %zu\r\n\r\n", head.len + body.len);
    buffer_append(out, head);
    buffer_append(out, body);
    buffer_append_string(out, "\r\n\r\n");
}

static bool write_all(int fd, struct slice bytes, int64_t offset)
{
    while (bytes.len) {
        ssize_t count = pwrite(fd, bytes.ptr, bytes.len, (off_t)offset);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes = slice_after(bytes, (size_t)count);
        offset += count;
    }
    return true;
}

/* Compresses one record to a gzip member. */
static bool compress_record(const struct buffer *record, struct buffer *compressed,
                            struct error *err)
{
    return (!record->failed && gzip_append(compressed, buffer_slice(record))) ||
           error_set(err, "out of memory");
}

/* Appends members to the file. On an error writer->size is unchanged: the next write
   overwrites what was written. */
static bool append_members(struct warc_writer *writer, const struct buffer *compressed,
                           struct error *err)
{
    if (!write_all(writer->fd, buffer_slice(compressed), writer->size))
        return error_set(err, "warc/%s: %s", writer->name, strerror(errno));
    writer->size += (int64_t)compressed->len;
    return true;
}

/* ---- files ------------------------------------------------------------------------- */

void warc_writer_open(struct warc_writer *writer, int folder, int64_t size_max)
{
    *writer = (struct warc_writer){.folder = folder, .fd = -1, .size_max = size_max};
}

void warc_writer_close(struct warc_writer *writer)
{
    if (writer->fd >= 0)
        close(writer->fd);
    writer->fd = -1;
}

bool warc_writer_resume(struct warc_writer *writer, const char *name, int64_t size,
                        struct error *err)
{
    struct stat info;
    int fd = openat(writer->folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || error_set(err, "warc/%s: %s", name, strerror(errno));
    if (fstat(fd, &info) != 0 || info.st_size != size || !size ||
        size >= writer->size_max) {
        close(fd);
        return true;
    }
    writer->fd = fd;
    writer->size = size;
    snprintf(writer->name, sizeof writer->name, "%s", name);
    return true;
}

bool warc_is_name(const char *name)
{
    struct slice text = slice_of_string(name);
    return slice_starts_with(text, SLICE("winnow-")) &&
           slice_ends_with(text, SLICE(".warc.gz")) && text.len < WARC_NAME_SIZE;
}

/* Creates "winnow-20251112T131415Z-00000.warc.gz", with the first unused number. */
static bool create_file(struct warc_writer *writer, const char *date, struct error *err)
{
    char digits[20];
    size_t len = 0;
    for (; *date && len + 1 < sizeof digits; date++)
        if (*date != '-' && *date != ':')
            digits[len++] = *date;
    digits[len] = '\0';
    for (unsigned n = 0; writer->fd < 0 && n < 100000; n++) {
        snprintf(writer->name, sizeof writer->name, "winnow-%s-%05u.warc.gz", digits, n);
        writer->fd = openat(writer->folder, writer->name,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (writer->fd < 0 && errno != EEXIST)
            break;
    }
    writer->size = 0;
    if (writer->fd < 0 || fsync(writer->folder) != 0)
        return error_set(err, "warc/%s: %s", writer->name, strerror(errno));
    return true;
}

/* Appends a record about the file as a gzip member. */
static bool append_info(struct slice id, const char *name, const char *date,
                        struct buffer *out, struct error *err)
{
    static const char info[] =
        "software: winnow/" WINNOW_VERSION "\r\n"
        "format: WARC File Format 1.1\r\n"
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
        "warc-format/warc-1.1/\r\n";
    struct buffer record;
    buffer_open(&record, NULL);
    begin_record(&record, "warcinfo", id, date);
    append_field(&record, "WARC-Filename", name);
    end_record(&record, "application/warc-fields", slice_of_string(info), SLICE(""));
    bool done = compress_record(&record, out, err);
    buffer_close(&record);
    return done;
}

static bool write_info(struct warc_writer *writer, const char *date, struct error *err)
{
    struct buffer id, compressed;
    buffer_open(&id, NULL);
    buffer_open(&compressed, NULL);
    bool done = append_id(writer, &id, err) &&
                append_info(buffer_slice(&id), writer->name, date, &compressed, err) &&
                append_members(writer, &compressed, err);
    buffer_close(&id);
    buffer_close(&compressed);
    return done;
}

bool warc_append_info(const char *name, const char *date, struct buffer *out,
                      struct error *err)
{
    struct buffer id;
    char digits[HASH_HEX_SIZE], uuid[37];
    hash_sha256(slice_of_string(name), digits);
    /* The name is that of the content, so the id may be made of it (RFC 9562, version
       8). */
    snprintf(uuid, sizeof uuid, "%.8s-%.4s-8%.3s-8%.3s-%.12s", digits, digits + 8,
             digits + 12, digits + 15, digits + 18);
    buffer_open(&id, NULL);
    buffer_printf(&id, "<urn:uuid:%s>", uuid);
    bool done = append_info(buffer_slice(&id), name, date, out, err);
    buffer_close(&id);
    return done;
}

static bool begin_file(struct warc_writer *writer, const char *date, struct error *err)
{
    return create_file(writer, date, err) && write_info(writer, date, err);
}

/* ---- copies ------------------------------------------------------------------------ */

bool warc_name_after(int folder, const char *name, char out[WARC_NAME_SIZE],
                     struct error *err)
{
    static const char pattern[] = "winnow-20251112T131415Z-";
    int stem = (int)sizeof pattern - 1;
    for (unsigned n = 0; n < 100000; n++) {
        snprintf(out, WARC_NAME_SIZE, "%.*s%05u.warc.gz", stem, name, n);
        if (faccessat(folder, out, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
            return errno == ENOENT || error_set(err, "warc/%s: %s", out, strerror(errno));
    }
    return error_set(err, "warc/%s: no free name after it", name);
}

bool warc_writer_begin(struct warc_writer *writer, const char *date, struct error *err)
{
    writer->size = 0;
    writer->fd = openat(writer->folder, writer->name,
                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (writer->fd < 0 || fsync(writer->folder) != 0)
        return error_set(err, "warc/%s: %s", writer->name, strerror(errno));
    return write_info(writer, date, err);
}

/* Copies a piece within the kernel, or where that is impossible through memory. Returns
   its length, 0 at the end of the file, or -1 with errno. */
static ssize_t copy_piece(struct warc_writer *writer, int from, int64_t offset,
                          size_t most)
{
    enum { PIECE = 256 * 1024 };
    char bytes[PIECE];
    off64_t in = offset, out = writer->size;
    ssize_t count = copy_file_range(from, &in, writer->fd, &out, most, 0);
    if (count >= 0 || errno == EINTR || errno == ENOSPC || errno == EIO)
        return count;
    count = pread(from, bytes, most < PIECE ? most : PIECE, (off_t)offset);
    return count <= 0 ||
                   write_all(writer->fd, slice_of(bytes, (size_t)count), writer->size)
               ? count
               : -1;
}

bool warc_copy(struct warc_writer *writer, int from, int64_t offset, int64_t length,
               struct error *err)
{
    while (length > 0) {
        ssize_t count = copy_piece(writer, from, offset, (size_t)length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return error_set(err, "warc/%s: %s", writer->name,
                             count < 0 ? strerror(errno) : "its source is truncated");
        writer->size += count;
        offset += count;
        length -= count;
    }
    return true;
}

/* ---- exchanges --------------------------------------------------------------------- */

static void append_request(struct buffer *out, const struct warc_exchange *exchange,
                           struct slice id, struct slice response_id)
{
    begin_record(out, "request", id, exchange->date);
    append_field(out, "WARC-Target-URI", exchange->url);
    buffer_append_string(out, "WARC-Concurrent-To: ");
    buffer_append(out, response_id);
    buffer_append_string(out, "\r\n");
    end_record(out, "application/http;msgtype=request", exchange->request_head,
               SLICE(""));
}

static void append_response(struct buffer *out, const struct warc_exchange *exchange,
                            struct slice id)
{
    static const char *const profiles[] = {
        [WARC_REVISIT_SAME] = "http://netpreserve.org/warc/1.1/revisit/"
                              "identical-payload-digest",
        [WARC_REVISIT_NOT_MODIFIED] = "http://netpreserve.org/warc/1.1/revisit/"
                                      "server-not-modified",
    };
    bool is_revisit = exchange->kind != WARC_RESPONSE;
    begin_record(out, is_revisit ? "revisit" : "response", id, exchange->date);
    append_field(out, "WARC-Target-URI", exchange->url);
    if (is_revisit) {
        append_field(out, "WARC-Profile", profiles[exchange->kind]);
        append_field(out, "WARC-Refers-To-Target-URI", exchange->refers_to_url);
        append_field(out, "WARC-Refers-To-Date", exchange->refers_to_date);
    }
    if (exchange->page)
        append_field(out, "Winnow-Page", exchange->page);
    if (exchange->requested)
        append_field(out, "Winnow-Request", exchange->requested);
    if (exchange->payload_sha256)
        buffer_printf(out, "WARC-Payload-Digest: sha256:%s\r\n",
                      exchange->payload_sha256);
    end_record(out, "application/http;msgtype=response", exchange->response_head,
               is_revisit ? SLICE("") : exchange->body);
}

bool warc_write(struct warc_writer *writer, const struct warc_exchange *exchange,
                struct warc_place *place, struct error *err)
{
    struct buffer request_id, id, record, compressed;
    if (writer->fd >= 0 && writer->size >= writer->size_max) {
        if (!warc_sync(writer, err))
            return false;
        warc_writer_close(writer);
    }
    if (writer->fd < 0 && !begin_file(writer, exchange->date, err))
        return false;
    buffer_open(&request_id, NULL);
    buffer_open(&id, NULL);
    buffer_open(&record, NULL);
    buffer_open(&compressed, NULL);
    bool done = append_id(writer, &request_id, err) && append_id(writer, &id, err);
    if (exchange->request_head.len) {
        append_request(&record, exchange, buffer_slice(&request_id), buffer_slice(&id));
        done = done && compress_record(&record, &compressed, err);
    }
    int64_t offset = writer->size + (int64_t)compressed.len;
    buffer_truncate(&record, 0);
    append_response(&record, exchange, buffer_slice(&id));
    done = done && compress_record(&record, &compressed, err) &&
           append_members(writer, &compressed, err);
    *place = (struct warc_place){.offset = offset, .length = writer->size - offset};
    memcpy(place->file, writer->name, sizeof place->file);
    buffer_close(&request_id);
    buffer_close(&id);
    buffer_close(&record);
    buffer_close(&compressed);
    return done;
}

bool warc_sync(struct warc_writer *writer, struct error *err)
{
    return writer->fd < 0 || fdatasync(writer->fd) == 0 ||
           error_set(err, "warc/%s: %s", writer->name, strerror(errno));
}

/* ---- reading a record by its position ---------------------------------------------- */

bool warc_read_member(int folder, const struct warc_place *place, struct buffer *out,
                      struct error *err)
{
    int fd = openat(folder, place->file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, "warc/%s: %s", place->file, strerror(errno));
    size_t wanted = (size_t)place->length, got = 0;
    ssize_t count = 1;
    bool has_room = place->length > 0 && place->length <= RECORD_BYTES_MAX &&
                    buffer_reserve(out, wanted);
    while (has_room && got < wanted && count > 0) {
        count = pread(fd, out->ptr + got, wanted - got,
                      (off_t)(place->offset + (int64_t)got));
        got += count > 0 ? (size_t)count : 0;
    }
    close(fd);
    if (!has_room || got < wanted)
        return error_set(err, "warc/%s: no record at %lld", place->file,
                         (long long)place->offset);
    out->len = wanted;
    out->ptr[wanted] = '\0';
    return true;
}

/* Splits a record at its blank line. */
static bool split_record(struct slice bytes, struct warc_record *out, struct error *err)
{
    size_t end = slice_find(bytes, SLICE("\r\n\r\n"));
    if (end == SIZE_MAX || !slice_starts_with(bytes, SLICE("WARC/1.")))
        return error_set(err, "not a WARC record");
    buffer_append(&out->head, slice_of(bytes.ptr, end + 2));
    struct slice length = warc_field(out, "Content-Length");
    struct slice block = slice_after(bytes, end + 4);
    size_t wanted = strtoull(length.len ? length.ptr : "0", NULL, 10);
    if (block.len < wanted)
        return error_set(err, "truncated WARC record");
    buffer_append(&out->block, slice_of(block.ptr, wanted));
    return (!out->head.failed && !out->block.failed) || error_set(err, "out of memory");
}

bool warc_read_at(int folder, const struct warc_place *place, size_t max,
                  struct warc_record *out, struct error *err)
{
    struct buffer compressed, bytes;
    buffer_open(&compressed, NULL);
    buffer_open(&bytes, NULL);
    bool done =
        warc_read_member(folder, place, &compressed, err) &&
        gzip_decompress(buffer_slice(&compressed), GZIP_OR_ZLIB, max, &bytes, err) &&
        split_record(buffer_slice(&bytes), out, err);
    buffer_close(&compressed);
    buffer_close(&bytes);
    return done;
}
