/* line_reader: a stream as lines, as they come. It never waits: poll(2) says when there
   is more, so that a list can be worked on while it is still being written. */
#ifndef WINNOW_CLI_LINE_READER_H
#define WINNOW_CLI_LINE_READER_H

#include "base/buffer.h"
#include "base/error.h"

struct line_reader {
    int fd; /* borrowed */
    char separator;
    size_t line_max;
    struct buffer pending; /* what was read and not yet given out, from `start` on */
    size_t start;
    size_t searched; /* bytes from `start` on that are known to hold no separator */
    size_t number;   /* of the line given last, from 1 */
    bool at_end;
    bool skips; /* the rest of a line that was too long */
};

enum line_reader_result {
    LINE_READER_LINE,     /* *out is valid until the next call */
    LINE_READER_TOO_LONG, /* *out is how it begins */
    LINE_READER_WAIT,     /* nothing more until fd is readable */
    LINE_READER_END,
    LINE_READER_ERROR, /* err is filled */
};

/* Takes no memory yet. */
void line_reader_open(struct line_reader *lines, int fd, char separator, size_t line_max);
void line_reader_close(struct line_reader *lines);

enum line_reader_result line_reader_next(struct line_reader *lines, struct slice *out,
                                         struct error *err);

/* Reads what is there without waiting, up to a piece: LINE_READER_LINE when something
 * came. */
enum line_reader_result line_reader_fill(struct line_reader *lines, struct error *err);
/* What was read and not yet given out. */
struct slice line_reader_pending(const struct line_reader *lines);

#endif
