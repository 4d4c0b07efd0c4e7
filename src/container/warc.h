/* warc: a writer of WARC 1.1 files (ISO 28500:2017), one gzip member per record, and a
   reader of WARC files of any origin. */
#ifndef WINNOW_CONTAINER_WARC_H
#define WINNOW_CONTAINER_WARC_H

#include "base/buffer.h"
#include "base/error.h"
#include "container/byte_source.h"

enum { WARC_NAME_SIZE = 64 };

/* The position of a record. */
struct warc_place {
    char file[WARC_NAME_SIZE];
    int64_t offset, length; /* of its gzip member */
};

/* ---- writing ----------------------------------------------------------------------- */

enum warc_kind {
    WARC_RESPONSE,
    WARC_REVISIT_SAME,         /* the same body as before */
    WARC_REVISIT_NOT_MODIFIED, /* a 304 */
};

/* One request and its response. */
struct warc_exchange {
    enum warc_kind kind;
    const char *url, *date; /* RFC 3339, UTC */
    /* The page of the archive that it belongs to, and the URL that was requested, if it
       was redirected or is a further page of an article; otherwise NULL. */
    const char *page, *requested;
    struct slice request_head, response_head;
    struct slice body;          /* decoded; empty for a revisit */
    const char *payload_sha256; /* of the body, or of the body that a revisit refers to */
    const char *refers_to_url;  /* of a revisit: the URL of that body */
    const char *refers_to_date; /* and when it was fetched */
};

/* getrandom(2) returns up to 256 bytes without being interrupted by a signal. */
enum { WARC_RANDOM_SIZE = 256 };

struct warc_writer {
    int folder; /* descriptor, borrowed */
    int fd;     /* -1: no file is open */
    char name[WARC_NAME_SIZE];
    int64_t size;                           /* of the file that is being written */
    int64_t size_max;                       /* from which on the next file is begun */
    unsigned char random[WARC_RANDOM_SIZE]; /* random bytes for the next record ids */
    size_t random_left;
};

/* Whether this is a name that the writer could have given to a file. */
bool warc_is_name(const char *name);

void warc_writer_open(struct warc_writer *writer, int folder, int64_t size_max);
void warc_writer_close(struct warc_writer *writer);
/* Continues a file of which `size` bytes are known. A file that is missing, shorter or
   longer is not touched: a new file is begun. */
bool warc_writer_resume(struct warc_writer *writer, const char *name, int64_t size,
                        struct error *err);
/* Appends a request record, unless its head is empty, and a response or revisit record.
 *place receives the position of the second. */
bool warc_write(struct warc_writer *writer, const struct warc_exchange *exchange,
                struct warc_place *place, struct error *err);
/* Finds an unused name for a file that takes the place of another: that of `name`, with
   the next free number. */
bool warc_name_after(int folder, const char *name, char out[WARC_NAME_SIZE],
                     struct error *err);
/* Creates the file writer->name, with its warcinfo record. */
bool warc_writer_begin(struct warc_writer *writer, const char *date, struct error *err);
/* Appends bytes of another file: whole members. */
bool warc_copy(struct warc_writer *writer, int from, int64_t offset, int64_t length,
               struct error *err);
/* Flushes everything that was written to the disk. */
bool warc_sync(struct warc_writer *writer, struct error *err);

/* Appends the record that a WARC file begins with, as a gzip member. Its id is made of
   the file's name, so that the same name gives the same bytes. */
bool warc_append_info(const char *name, const char *date, struct buffer *out,
                      struct error *err);

/* ---- reading ----------------------------------------------------------------------- */

struct warc_record {
    struct buffer head;  /* the version line and the named fields */
    struct buffer block; /* as much of it as the limit allows */
    bool is_cut;         /* the block is longer than the limit */
};
void warc_record_open(struct warc_record *record);
void warc_record_close(struct warc_record *record);
/* Returns the trimmed value of a named field, borrowed; empty if there is none. The angle
   brackets that some writers of WARC 1.0 put around WARC-Target-URI are removed. */
struct slice warc_field(const struct warc_record *record, const char *name);

/* Reads the record at a position of a file in `folder`, of at most max bytes. */
bool warc_read_at(int folder, const struct warc_place *place, size_t max,
                  struct warc_record *out, struct error *err);

/* Reads the same as it is in the file: a gzip member. */
bool warc_read_member(int folder, const struct warc_place *place, struct buffer *out,
                      struct error *err);

struct warc_reader;
/* from is borrowed; its content may be compressed or not. Returns NULL if out of
   memory. */
struct warc_reader *warc_reader_open(struct byte_source *from);
void warc_reader_close(struct warc_reader *reader); /* NULL is allowed */
enum warc_result {
    WARC_RECORD,
    WARC_WAIT, /* call again with the same record when the descriptor is readable */
    WARC_END,
    WARC_DAMAGED, /* err says what and where; call again: the next record is looked for */
    WARC_BROKEN,  /* err says why; the rest cannot be read */
};
/* Reads the next record, with at most `max` bytes of its block; the rest is skipped.
   Never blocks. A record whose Content-Length is wrong ends where the next one begins, if
   it is too large, and as it says otherwise. Positions in err count bytes of the
   decompressed file. */
enum warc_result warc_reader_next(struct warc_reader *reader, size_t max,
                                  struct warc_record *out, struct error *err);

/* ---- HTTP -------------------------------------------------------------------------- */

struct warc_response {
    long http_status;
    struct slice content_type; /* empty if there is none; borrowed from the block */
    struct buffer body;        /* decoded; the caller closes it, also on an error */
};
/* Parses the HTTP response in a block, and decodes its transfer and content codings.
   Returns false with err; if the body exceeds max bytes, out->body then has more than
   max bytes. */
bool warc_read_response(struct slice block, size_t max, struct warc_response *out,
                        struct error *err);
/* Returns the last header field of this name in an HTTP or WARC head; empty if there is
   none. */
struct slice warc_find_header(struct slice head, const char *name);

#endif
