/* text_tree: text/HOST/NAME.txt, the current clean texts as plain files that a person can
   read and git can keep. No times inside, and never half a file. */
#ifndef WINNOW_ARCHIVE_TEXT_TREE_H
#define WINNOW_ARCHIVE_TEXT_TREE_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdint.h>

/* Bytes of a text that is read again: far more than a page gives by default. */
enum { TEXT_TREE_BYTES_MAX = 1 << 28 };

/* "example.com/news-a-title-0123456789.txt": the host of the URL as it is asked for, its
   path made safe, and the first digits of the SHA-256 of all of it. */
void text_tree_name(struct slice url, const char *host, struct buffer *out);

/* Puts the text there: a temporary file, fsync, rename, fsync of the folder. `folder` is
   the descriptor of text/; no symbolic link is followed below it. */
bool text_tree_write(int folder, const char *name, struct slice text, struct error *err);
/* Removes it, and its host's folder when that is empty then. A file that is not there is
   no error. */
bool text_tree_remove(int folder, const char *name, struct error *err);

enum text_tree_state { TEXT_TREE_SAME, TEXT_TREE_OTHER, TEXT_TREE_MISSING };
/* Whether the file is there and its bytes have this hash. */
enum text_tree_state text_tree_check(int folder, const char *name, const char *sha256);
/* Whether the file is there and was last written before `since` (of the real clock). */
bool text_tree_is_older(int folder, const char *name, int64_t since);
/* Removes temporary files that a crash has left. Returns how many. */
unsigned text_tree_sweep(int folder);

#endif
