/* file: reads and writes whole files, and makes names of files from URLs. */
#ifndef WINNOW_BASE_FILE_H
#define WINNOW_BASE_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include <dirent.h>
#include <sys/types.h>
#include <time.h>

/* read(2) to the end, or until out has more than `most` bytes. False with errno. */
bool file_read(int fd, size_t most, struct buffer *out);
/* Opens a regular file for reading if it is in the folder or below it, wherever `..` and
   symbolic links in its path lead; neither a FIFO nor a device holds it up. -1 with
   err. */
int file_open_below(const char *folder, const char *path, struct error *err);
/* write(2) until everything is written. False with errno. */
bool file_write_all(int fd, struct slice bytes);

/* Where a file is written. */
struct file_target {
    int folder;       /* a descriptor, or AT_FDCWD */
    const char *name; /* below it */
    mode_t mode;      /* 0: the default of a new file */
    bool is_synced;   /* fsync the file, and the folder if folder is a descriptor */
};
/* Replaces the target with bytes, atomically. Symbolic links are not followed. False with
   errno. */
bool file_replace(const struct file_target *target, struct slice bytes);

/* Creates a file beside the target for its new bytes, and sets *name to its name, heap.
   The name is random: neither another run, which may have the same PID in another
   container, nor a stranger can have it too. -1 with errno. */
int file_create_temporary(const struct file_target *target, char **name);
/* Removes temporary files of a folder that were last written before `since`, by runs that
   were killed. Returns how many. */
unsigned file_sweep_temporaries(int folder, time_t since);

/* Opens the entries of a folder from the first on; close it with closedir(3). The
   descriptor remains the caller's. NULL with errno. */
DIR *file_open_entries(int folder);

/* Appends at most `most` bytes of a name that is valid in every file system and shell:
   ASCII letters, digits, _ and single dots inside are kept, everything else becomes a
   hyphen. Appends nothing if nothing remains. */
void file_append_name(struct buffer *out, struct slice part, size_t most);
/* Appends the first digits of the SHA-256 of a whole URL, to distinguish names that are
   alike otherwise. */
void file_append_digest(struct buffer *out, struct slice url, size_t digits);

#endif
