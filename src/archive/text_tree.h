/* text_tree: text/HOST/NAME.txt or .md, the current texts as files, to be read by people
   or committed to git. A file changes only with its text or its metadata, and is written
   atomically. */
#ifndef WINNOW_ARCHIVE_TEXT_TREE_H
#define WINNOW_ARCHIVE_TEXT_TREE_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdint.h>

/* The most bytes of a text that are read back: far more than a page has by default. */
enum { TEXT_TREE_BYTES_MAX = 1 << 28 };

/* What the files look like. */
enum text_layout {
    TEXT_LAYOUT_PLAIN,        /* NAME.txt: the text alone */
    TEXT_LAYOUT_FRONT_MATTER, /* NAME.txt: metadata as YAML, then the text */
    TEXT_LAYOUT_MARKDOWN,     /* NAME.md: metadata as YAML, then the text as Markdown */
};
/* Appends the name of a file, which ends in ".txt", with the suffix of a layout. */
void text_tree_set_suffix(const char *name, enum text_layout layout, struct buffer *out);

/* Appends the name of a URL's file, such as "example.com/news-a-title-0123456789.txt":
   the host, the path made safe for file systems, and the first digits of the URL's
   SHA-256: TEXT_TREE_DIGITS (40 bits), or more if that name is taken. */
enum { TEXT_TREE_DIGITS = 10, TEXT_TREE_DIGITS_MAX = 40 };
void text_tree_name(struct slice url, const char *host, size_t digits,
                    struct buffer *out);

/* Writes a text: temporary file, fsync, rename, fsync of the folder. In all functions
   below, `folder` is the descriptor of text/; symbolic links in it are not followed. */
bool text_tree_write(int folder, const char *name, struct slice text, struct error *err);
/* Removes a file, and its host's folder if that is then empty. A missing file is not an
   error. */
bool text_tree_remove(int folder, const char *name, struct error *err);

/* Appends the name that a file has in another layout. */
void text_tree_other_name(const char *name, struct buffer *out);

enum text_tree_state { TEXT_TREE_SAME, TEXT_TREE_CHANGED, TEXT_TREE_MISSING };
/* Compares a file's SHA-256 with `sha256` (hexadecimal). */
enum text_tree_state text_tree_check(int folder, const char *name, const char *sha256);
/* Appends the content of a file. Returns false if there is none. */
bool text_tree_read(int folder, const char *name, struct buffer *out);
bool text_tree_exists(int folder, const char *name);
/* Visits the names of all files, such as "example.com/a-0123456789.txt". */
void text_tree_each(int folder, bool (*visit)(void *context, const char *name),
                    void *context);
/* Whether a file exists and was last modified before `since` (system clock). */
bool text_tree_is_older(int folder, const char *name, int64_t since);
/* Removes temporary files left by a crash. Returns how many. */
unsigned text_tree_sweep(int folder);

#endif
