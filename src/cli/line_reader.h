/* line_reader: splits a stream into lines as they arrive. It never blocks: poll(2)
 * reports when there is more, so that a list can be processed while it is still being
 * written. */
#ifndef WINNOW_CLI_LINE_READER_H
#define WINNOW_CLI_LINE_READER_H

#include "base/buffer.h"
#include "base/error.h"

struct line_reader {
    int fd; /* borrowed: not closed here */
    char separator;
    size_t line_max;
    struct buffer pending; /* what was read and not yet returned, from `start` on */
    size_t start;
    size_t searched; /* bytes from `start` on that contain no separator */
    size_t number;   /* of the last line returned, from 1 */
    bool at_end;
    bool skips; /* skipping the rest of a line that was too long */
};

enum line_reader_result {
    LINE_READER_LINE,     /* *out is valid until the next call */
    LINE_READER_TOO_LONG, /* *out is the beginning of the line */
    LINE_READER_WAIT,     /* nothing more until fd is readable */
    LINE_READER_END,
    LINE_READER_ERROR, /* err is filled */
};

/* Allocates no memory yet. */
void line_reader_open(struct line_reader *lines, int fd, char separator, size_t line_max);
void line_reader_close(struct line_reader *lines);

enum line_reader_result line_reader_next(struct line_reader *lines, struct slice *out,
                                         struct error *err);

/* Reads what is available without waiting, at most one piece; LINE_READER_LINE if there
 * was something. */
enum line_reader_result line_reader_fill(struct line_reader *lines, struct error *err);
/* What was read and not yet returned. */
struct slice line_reader_pending(const struct line_reader *lines);

#endif
