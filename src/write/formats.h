/* formats: what a page can be written as, in one table. A format of text writes the text
   alone; a format of records writes the whole record, failed ones too. */
#ifndef WINNOW_WRITE_FORMATS_H
#define WINNOW_WRITE_FORMATS_H

#include "base/buffer.h"
#include "winnow.h"
#include "write/write_context.h"

struct format {
    const char *name;
    const char *extension;   /* of a file with one page, dot included */
    const char *description; /* for the manual page */

    /* Of a format of text. */
    void (*write_blocks)(const struct block_list *blocks,
                         const struct write_context *context, struct buffer *out);
    /* Appends a text that write_blocks wrote, with a title above it. */
    void (*write_titled)(struct slice title, struct slice text, struct buffer *out);
    /* Appends what is known of the page, to come before its text. NULL: not possible. */
    void (*write_front_matter)(const struct winnow_record *record, struct buffer *out);

    /* Of a format of records; NULL else. `passed` is the JSON object that the page came
       with, or empty. False without memory. */
    bool (*write_record)(const struct winnow_record *record, struct slice passed,
                         struct buffer *out);
    /* Appends what comes before the first record. NULL: nothing. */
    void (*write_head)(struct buffer *out);
};

/* The formats of text come first, each at its enum winnow_form. */
extern const struct format formats[];
extern const size_t format_count;

/* NULL for an unknown name. */
const struct format *format_find(const char *name);

#endif
