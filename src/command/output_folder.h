/* output_folder: the directory of -o DIR. A file a page, named after the URL as it was
   asked for and never after what a server said, and an index of what was done. */
#ifndef WINNOW_COMMAND_OUTPUT_FOLDER_H
#define WINNOW_COMMAND_OUTPUT_FOLDER_H

#include "base/buffer.h"
#include "base/error.h"
#include "winnow.h"

struct output_folder {
    const char *path;
    int directory, index; /* descriptors; -1: closed */
};

/* Makes the directory when it is not there. */
bool output_folder_open(struct output_folder *folder, const char *path,
                        struct error *err);
void output_folder_close(struct output_folder *folder);

/* "example.com-news-a-title-0123456789ab.txt": host and path, then the first digits of
   the SHA-256 of all of `url`, which may also be a file's name. */
void output_folder_name(struct slice url, const char *suffix, struct buffer *out);
/* Whether a file of that name is there. */
bool output_folder_has(const struct output_folder *folder, const char *name);
/* Puts it there whole, or not at all. */
bool output_folder_write(struct output_folder *folder, const char *name,
                         struct slice bytes, struct error *err);
/* A line of index.jsonl; name is NULL for a page that made no file. */
bool output_folder_note(struct output_folder *folder, const char *name,
                        const struct winnow_record *record, struct error *err);

#endif
