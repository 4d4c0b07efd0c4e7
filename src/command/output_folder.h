/* output_folder: the directory of -o DIR. It has one file per page, named after the
 * requested URL and never after what a server sent, and an index of the results. */
#ifndef WINNOW_COMMAND_OUTPUT_FOLDER_H
#define WINNOW_COMMAND_OUTPUT_FOLDER_H

#include "base/buffer.h"
#include "base/error.h"
#include "winnow.h"

struct output_folder {
    const char *path;
    int directory, index; /* descriptors; -1: closed */
};

/* Creates the directory if it does not exist. */
bool output_folder_open(struct output_folder *folder, const char *path,
                        struct error *err);
void output_folder_close(struct output_folder *folder);

/* "example.com-news-a-title-0123456789abcdef0123456789abcdef.txt": host and path of
   `url`, which may also be the name of a file, then the first 32 digits of the SHA-256 of
   `identity`, which begins with the whole url. */
void output_folder_name(struct slice url, struct slice identity, const char *suffix,
                        struct buffer *out);
/* Whether a file of that name exists. */
bool output_folder_has(const struct output_folder *folder, const char *name);
/* Writes the file atomically: completely or not at all. */
bool output_folder_write(struct output_folder *folder, const char *name,
                         struct slice bytes, struct error *err);
/* Writes a line of index.jsonl; name is NULL for a page without a file. */
bool output_folder_note(struct output_folder *folder, const char *name,
                        const struct winnow_record *record, struct error *err);

#endif
