#include "container/zip_writer.h"

#include "container/gzip.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    LOCAL_HEAD = 30,
    GZIP_HEAD =
        10, /* of a gzip member without a name, and its end: the CRC and the size */
    GZIP_TAIL = 8,
    VERSION = 20,    /* of a reader: deflated members */
    VERSION_64 = 45, /* and more than 4 GiB */
    NAMES_ARE_UTF8 = 1 << 11,
    FIRST_DAY = 1 << 5 | 1, /* 1 January 1980, the earliest that ZIP has */
};

/* ---- numbers ----------------------------------------------------------------------- */

static void put(struct buffer *out, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        buffer_append_char(out, (char)(number >> (8 * i) & 0xFF));
}

static uint32_t at_most_32_bits(uint64_t number)
{
    return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* ---- writing ----------------------------------------------------------------------- */

void zip_writer_open(struct zip_writer *zip, int fd)
{
    *zip = (struct zip_writer){.fd = fd};
    buffer_open(&zip->directory, NULL);
}

static bool write_at(const struct zip_writer *zip, uint64_t at, struct slice bytes,
                     struct error *err)
{
    while (bytes.len) {
        ssize_t count = pwrite(zip->fd, bytes.ptr, bytes.len, (off_t)at);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_set(err, "%s", strerror(errno));
        bytes = slice_after(bytes, (size_t)count);
        at += (uint64_t)count;
    }
    return true;
}

static bool write_next(struct zip_writer *zip, struct slice bytes, struct error *err)
{
    bool done = write_at(zip, zip->at, bytes, err);
    zip->at += bytes.len;
    return done;
}

static bool write_buffer(struct zip_writer *zip, uint64_t at, struct buffer *bytes,
                         struct error *err)
{
    bool done = !bytes->failed || error_set(err, "out of memory");
    done = done && write_at(zip, at, buffer_slice(bytes), err);
    buffer_close(bytes);
    return done;
}

struct member {
    const char *name;
    enum zip_method method;
    uint32_t crc;
    uint64_t packed, size, at;
};

/* What a local header and an entry of the directory have in common. */
static void put_common(struct buffer *out, const struct member *member, unsigned version)
{
    put(out, version, 2);
    put(out, NAMES_ARE_UTF8, 2);
    put(out, member->method, 2);
    put(out, 0, 2); /* midnight */
    put(out, FIRST_DAY, 2);
    put(out, member->crc, 4);
    put(out, member->packed, 4);
    put(out, member->size, 4);
    put(out, strlen(member->name), 2);
}

static bool write_local_head(struct zip_writer *zip, const struct member *member,
                             struct error *err)
{
    struct buffer head;
    buffer_open(&head, NULL);
    buffer_append_string(&head, "PK\3\4");
    put_common(&head, member, VERSION);
    put(&head, 0, 2); /* extra fields */
    buffer_append_string(&head, member->name);
    return write_buffer(zip, member->at, &head, err);
}

static void list_member(struct zip_writer *zip, const struct member *member)
{
    struct buffer *out = &zip->directory;
    bool is_far = member->at >= UINT32_MAX;
    buffer_append_string(out, "PK\1\2");
    put(out, is_far ? VERSION_64 : VERSION, 2);
    put_common(out, member, is_far ? VERSION_64 : VERSION);
    put(out, is_far ? 12 : 0, 2); /* bytes of extra fields */
    put(out, 0, 2);               /* of a comment */
    put(out, 0, 2);               /* of the disk */
    put(out, 0, 2);               /* attributes */
    put(out, 0, 4);
    put(out, at_most_32_bits(member->at), 4);
    buffer_append_string(out, member->name);
    if (is_far) {
        put(out, 1, 2); /* the ZIP64 extra field, of eight bytes */
        put(out, 8, 2);
        put(out, member->at, 8);
    }
    zip->count++;
}

static bool check_size(const char *name, uint64_t size, struct error *err)
{
    return size < UINT32_MAX || error_set(err, "%s: larger than 4 GiB", name);
}

bool zip_writer_add(struct zip_writer *zip, const char *name, enum zip_method method,
                    struct slice bytes, struct error *err)
{
    struct member member = {name,      method,    gzip_crc32(0, bytes),
                            bytes.len, bytes.len, zip->at};
    struct slice packed = bytes;
    struct buffer compressed;
    buffer_open(&compressed, NULL);
    bool done = check_size(name, bytes.len, err);
    if (done && method == ZIP_DEFLATED) {
        done = gzip_append(&compressed, bytes) || error_set(err, "out of memory");
        packed = slice_after(buffer_slice(&compressed), GZIP_HEAD);
        packed.len -= packed.len > GZIP_TAIL ? GZIP_TAIL : packed.len;
        member.packed = packed.len;
    }
    done = done && write_local_head(zip, &member, err);
    zip->at += LOCAL_HEAD + strlen(name);
    done = done && write_next(zip, packed, err);
    list_member(zip, &member);
    buffer_close(&compressed);
    return done;
}

bool zip_writer_begin(struct zip_writer *zip, const char *name, struct error *err)
{
    struct member member = {.name = name, .at = zip->at};
    zip->member_at = zip->at;
    zip->member_size = 0;
    zip->member_crc = 0;
    zip->member_name = name;
    zip->at += LOCAL_HEAD + strlen(name);
    return write_local_head(zip, &member, err);
}

bool zip_writer_append(struct zip_writer *zip, struct slice bytes, struct error *err)
{
    zip->member_size += bytes.len;
    zip->member_crc = gzip_crc32(zip->member_crc, bytes);
    return check_size(zip->member_name, zip->member_size, err) &&
           write_next(zip, bytes, err);
}

/* Now that the CRC and the size are known, the header is written again. */
bool zip_writer_end(struct zip_writer *zip, struct error *err)
{
    struct member member = {zip->member_name, ZIP_STORED,       zip->member_crc,
                            zip->member_size, zip->member_size, zip->member_at};
    list_member(zip, &member);
    return write_local_head(zip, &member, err);
}

/* ---- the directory ----------------------------------------------------------------- */

static void put_end_64(struct buffer *out, const struct zip_writer *zip, uint64_t size)
{
    enum { END_64_REST = 44 }; /* bytes of the record after this number */
    buffer_append_string(out, "PK\6\6");
    put(out, END_64_REST, 8);
    put(out, VERSION_64, 2);
    put(out, VERSION_64, 2);
    put(out, 0, 4); /* this disk, and that of the directory */
    put(out, 0, 4);
    put(out, zip->count, 8);
    put(out, zip->count, 8);
    put(out, size, 8);
    put(out, zip->at, 8);
    buffer_append_string(out, "PK\6\7");
    put(out, 0, 4);
    put(out, zip->at + size, 8);
    put(out, 1, 4); /* disks */
}

bool zip_writer_close(struct zip_writer *zip, bool done, struct error *err)
{
    struct buffer *out = &zip->directory;
    uint64_t size = out->len, count = zip->count;
    bool is_large = count >= UINT16_MAX || zip->at + size >= UINT32_MAX;
    if (is_large)
        put_end_64(out, zip, size);
    buffer_append_string(out, "PK\5\6");
    put(out, 0, 4); /* disks */
    put(out, count < UINT16_MAX ? count : UINT16_MAX, 2);
    put(out, count < UINT16_MAX ? count : UINT16_MAX, 2);
    put(out, at_most_32_bits(size), 4);
    put(out, is_large ? UINT32_MAX : zip->at, 4);
    put(out, 0, 2); /* bytes of a comment */
    done = done && (!out->failed || error_set(err, "out of memory")) &&
           write_next(zip, buffer_slice(out), err);
    buffer_close(out);
    return done;
}
