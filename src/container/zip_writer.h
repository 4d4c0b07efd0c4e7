/* zip_writer: writes ZIP files (PKWARE APPNOTE 6.3) as EPUB and WACZ need them: members
   in a given order, stored or deflated, without extra fields in their headers and with
   fixed times, so that the same content makes the same file. Members have less than 4
   GiB; the file may be larger. */
#ifndef WINNOW_CONTAINER_ZIP_WRITER_H
#define WINNOW_CONTAINER_ZIP_WRITER_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdint.h>

enum zip_method { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

struct zip_writer {
    int fd; /* of a file that can be written at any place; borrowed */
    uint64_t at;
    struct buffer directory;
    uint64_t count;
    /* The member that is being written by zip_writer_append. */
    uint64_t member_at, member_size;
    uint32_t member_crc;
    const char *member_name;
};

void zip_writer_open(struct zip_writer *zip, int fd);
/* Writes the directory if *err has no error so far; call it in any case. */
bool zip_writer_close(struct zip_writer *zip, bool done, struct error *err);

bool zip_writer_add(struct zip_writer *zip, const char *name, enum zip_method method,
                    struct slice bytes, struct error *err);
/* The same for a stored member that is written in pieces. */
bool zip_writer_begin(struct zip_writer *zip, const char *name, struct error *err);
bool zip_writer_append(struct zip_writer *zip, struct slice bytes, struct error *err);
bool zip_writer_end(struct zip_writer *zip, struct error *err);

#endif
