/* file: bytes written whole, and names of files that are made of URLs. */
#ifndef WINNOW_BASE_FILE_H
#define WINNOW_BASE_FILE_H

#include "base/buffer.h"

/* write(2) until all is written. False with errno. */
bool file_write_all(int fd, struct slice bytes);

/* Appends at most `most` bytes of a name that every file system takes and no shell minds:
   ASCII letters, digits, _ and single dots inside stay, all else is a hyphen. Nothing,
   where nothing of the part is left. */
void file_append_name(struct buffer *out, struct slice part, size_t most);
/* Appends the first digits of the SHA-256 of a whole URL, to tell names apart that are
   alike otherwise. */
void file_append_digest(struct buffer *out, struct slice url, size_t digits);

#endif
