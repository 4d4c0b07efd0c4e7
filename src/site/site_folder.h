/* site_folder: the folder of a static site, in which only changed files are written and
   only files that an earlier run wrote are replaced or removed. Which those are stands in
   winnow-site.txt, a line each; the name of a new file is appended to it before the file
   is made, so that a run that was killed loses sight of none. */
#ifndef WINNOW_SITE_SITE_FOLDER_H
#define WINNOW_SITE_SITE_FOLDER_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash_table.h"

struct site_folder {
    const char *path;
    struct arena arena;
    struct hash_table files; /* by name: struct site_file */
    int fd;                  /* of the folder, locked */
    int journal;
    int below; /* the subfolder that was used last; -1: none */
    char below_name[512];
    size_t written, removed;
};

/* Opens a folder that is new, empty or an earlier site. False with err, also while
   another process writes the site; nothing has to be closed then. */
bool site_folder_open(struct site_folder *folder, const char *path, struct error *err);
/* Removes the files that this run neither wrote nor kept, if the run is complete, and
   saves the list of the others. */
bool site_folder_close(struct site_folder *folder, bool is_complete, struct error *err);

/* What a file was made from, as 16 hexadecimal digits. */
enum { SITE_KEY_SIZE = 17 };
void site_folder_make_key(struct slice of, char out[SITE_KEY_SIZE]);

/* Whether the file, a relative path with slashes, is as it was written with this key: it
   is kept then, and need not be written. */
bool site_folder_keep(struct site_folder *folder, const char *name, const char *key);
/* Writes a file, atomically; makes its folder. */
bool site_folder_write(struct site_folder *folder, const char *name, const char *key,
                       struct slice bytes, struct error *err);
/* Writes a file unless it has these bytes already. */
bool site_folder_put(struct site_folder *folder, const char *name, struct slice bytes,
                     struct error *err);
/* Appends a file that is as site_folder_put wrote it; false if it is not, or there is
   none. */
bool site_folder_read(struct site_folder *folder, const char *name, struct buffer *out);

/* The number of files whose names begin like this. */
size_t site_folder_count(const struct site_folder *folder, const char *prefix);
/* Keeps those files as they are. */
void site_folder_retain(struct site_folder *folder, const char *prefix);

#endif
