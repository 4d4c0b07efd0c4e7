/* warc: WARC 1.1 files (ISO 28500:2017): what was fetched, a gzip member a record; and a
   reader for anybody's. */
#ifndef WINNOW_ARCHIVE_WARC_H
#define WINNOW_ARCHIVE_WARC_H

#include "base/buffer.h"
#include "base/error.h"

enum { WARC_NAME_SIZE = 64 };

/* Where a record stands. */
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

/* One request and what came of it. */
struct warc_exchange {
    enum warc_kind kind;
    const char *url, *date; /* RFC 3339, UTC */
    struct slice request_head, response_head;
    struct slice body;          /* decoded; empty for a revisit */
    const char *payload_sha256; /* of the body, or of the one that is referred to */
    const char *refers_to_url;  /* of a revisit: where the body was found, */
    const char *refers_to_date; /* and when */
};

/* So many getrandom(2) gives at once, whatever signal comes. */
enum { WARC_CHANCE_SIZE = 256 };

struct warc_writer {
    int folder; /* descriptor, borrowed */
    int fd;     /* -1: none is open */
    char name[WARC_NAME_SIZE];
    int64_t size;                           /* of the file that is written */
    int64_t size_max;                       /* then the next one begins */
    unsigned char chance[WARC_CHANCE_SIZE]; /* random bytes for the next ids */
    size_t chance_left;
};

/* Whether a file is called as those that are written. */
bool warc_is_name(const char *name);

void warc_writer_open(struct warc_writer *writer, int folder, int64_t size_max);
void warc_writer_close(struct warc_writer *writer);
/* Goes on with a file, of which `size` bytes are known: what is behind them was cut off
   by a crash, and goes. A file that is shorter or is not there is left as it is. */
bool warc_writer_resume(struct warc_writer *writer, const char *name, int64_t size,
                        struct error *err);
/* Appends a request record and a response or revisit record, whose place is filled. */
bool warc_write(struct warc_writer *writer, const struct warc_exchange *exchange,
                struct warc_place *place, struct error *err);
/* Everything written so far is on the disk. */
bool warc_sync(struct warc_writer *writer, struct error *err);

/* ---- reading ----------------------------------------------------------------------- */

struct warc_record {
    struct buffer head;  /* its named fields, with the version's line */
    struct buffer block; /* as much of it as the limit allows */
    bool is_cut;         /* the block is longer than that */
};
void warc_record_open(struct warc_record *record);
void warc_record_close(struct warc_record *record);
/* A named field without the space around it; empty when there is none. The target's URI
   loses the angle brackets that some writers of WARC 1.0 put around it. */
struct slice warc_field(const struct warc_record *record, const char *name);

/* The record at a place of a file below `folder`. */
bool warc_read_at(int folder, const struct warc_place *place, size_t max,
                  struct warc_record *out, struct error *err);

struct warc_reader;
/* fd is borrowed; gzip or plain. NULL: no memory. */
struct warc_reader *warc_reader_open(int fd);
void warc_reader_close(struct warc_reader *reader); /* NULL is allowed */
enum warc_result {
    WARC_RECORD,
    WARC_WAIT, /* nothing more until the descriptor is readable; then with the same out */
    WARC_END,
    WARC_BROKEN, /* err says how; there is no going on */
};
/* The next record, with at most `max` bytes of its block; the rest is passed over. It
   never waits. */
enum warc_result warc_reader_next(struct warc_reader *reader, size_t max,
                                  struct warc_record *out, struct error *err);

/* ---- what is inside ---------------------------------------------------------------- */

struct warc_response {
    long http_status;
    struct slice content_type; /* empty for none; borrowed from the record */
    struct buffer body;        /* decoded */
};
/* The HTTP response in a block: chunks and codings undone. False with err; with more than
   max bytes in the body where that is what it is. */
bool warc_read_response(struct slice block, size_t max, struct warc_response *out,
                        struct error *err);
/* A header of an HTTP message's head, the last of its name; empty for none. */
struct slice warc_find_header(struct slice head, const char *name);

#endif
