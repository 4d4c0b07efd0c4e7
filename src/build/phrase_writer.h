/* phrase_writer: phrases as tables in C, in the order in which phrase_lookup looks them
   up. */
#ifndef WINNOW_BUILD_PHRASE_WRITER_H
#define WINNOW_BUILD_PHRASE_WRITER_H

#include "base/buffer.h"
#include "build/phrase_file.h"

/* What is written: a struct phrase_table of this name, and arrays that it points to. */
struct phrase_output {
    const char *name, *senses_name;
    const struct sense *senses;
    size_t sense_count;
};

/* False where there are more phrases than the rows of a table can be numbered. */
bool phrase_writer_write(const struct phrase_output *table,
                         const struct phrase_entries *entries, struct arena *a,
                         struct buffer *out);

#endif
