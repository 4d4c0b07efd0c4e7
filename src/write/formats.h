/* formats: the table of output formats. A text format writes only the text; a record
 * format writes the whole record, also for failed inputs. */
#ifndef WINNOW_WRITE_FORMATS_H
#define WINNOW_WRITE_FORMATS_H

#include "base/buffer.h"
#include "winnow.h"
#include "write/write_context.h"

struct format {
    const char *name;
    const char *extension;   /* of a file with one page, including the dot */
    const char *description; /* for the manual page */

    /* For a text format. */
    void (*write_blocks)(const struct block_list *blocks,
                         const struct write_context *context, struct buffer *out);
    /* Appends a text that write_blocks wrote, with a title above it. */
    void (*write_titled)(struct slice title, struct slice text, struct buffer *out);
    /* Appends the metadata of the page, to precede its text. NULL: not supported. */
    void (*write_front_matter)(const struct winnow_record *record, struct buffer *out);

    /* For a record format; otherwise NULL. `passed` is the JSON object that the page came
       with, or empty. Returns false if out of memory. */
    bool (*write_record)(const struct winnow_record *record, struct slice passed,
                         struct buffer *out);
    /* Appends what precedes the first record. NULL: nothing. */
    void (*write_head)(struct buffer *out);
};

/* The text formats come first, each at the index of its enum winnow_form. */
extern const struct format formats[];
extern const size_t format_count;

/* NULL for an unknown name. */
const struct format *format_find(const char *name);

#endif
