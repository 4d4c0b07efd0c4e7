/* file: bytes read and written whole, and names of files that are made of URLs. */
#ifndef WINNOW_BASE_FILE_H
#define WINNOW_BASE_FILE_H

#include "base/buffer.h"
#include <dirent.h>
#include <sys/types.h>

/* read(2) to the end, or until more than `most` bytes have come, which out holds then.
   False with errno. */
bool file_read(int fd, size_t most, struct buffer *out);
/* write(2) until all is written. False with errno. */
bool file_write_all(int fd, struct slice bytes);

/* Where bytes are put. */
struct file_target {
    int folder;            /* a descriptor, or AT_FDCWD */
    const char *name;      /* below it */
    const char *temporary; /* beside it: nobody else's; what is left there goes */
    mode_t mode;           /* 0: what a new file has */
    bool is_synced;        /* on the disk, and the entry of a folder's descriptor too */
};
/* Puts bytes in the place of the target, whole or not at all. No symbolic link is
   followed. False with errno. */
bool file_replace(const struct file_target *target, struct slice bytes);

/* The entries of a folder, from the first on, to be closed with closedir(3); the
   descriptor stays the caller's. NULL with errno. */
DIR *file_open_entries(int folder);

/* Appends at most `most` bytes of a name that every file system takes and no shell minds:
   ASCII letters, digits, _ and single dots inside stay, all else is a hyphen. Nothing,
   where nothing of the part is left. */
void file_append_name(struct buffer *out, struct slice part, size_t most);
/* Appends the first digits of the SHA-256 of a whole URL, to tell names apart that are
   alike otherwise. */
void file_append_digest(struct buffer *out, struct slice url, size_t digits);

#endif
