/* line_reader: a stream as lines, as they come. It never waits: poll(2) says when there is
   more, so that a list can be worked on while it is still being written. */
#ifndef WINNOW_CLI_LINE_READER_H
#define WINNOW_CLI_LINE_READER_H

#include "base/buffer.h"
#include "base/error.h"

struct lines {
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

enum lines_result {
    LINES_LINE,     /* *out is valid until the next call */
    LINES_TOO_LONG, /* *out is how it begins */
    LINES_WAIT,     /* nothing more until fd is readable */
    LINES_END,
    LINES_ERROR, /* err is filled */
};

/* Takes no memory yet. */
void lines_open(struct lines *lines, int fd, char separator, size_t line_max);
void lines_close(struct lines *lines);

enum lines_result lines_next(struct lines *lines, struct slice *out, struct error *err);

/* Reads what is there without waiting, up to a piece: LINES_LINE when something came. */
enum lines_result lines_fill(struct lines *lines, struct error *err);
/* What was read and not yet given out. */
struct slice lines_pending(const struct lines *lines);

#endif
