/* text_file: the file of a page in text/, as its layout asks for it: the current text, or
   front matter and the text, or front matter and Markdown. What a file holds depends on
   the rows of the database only. */
#ifndef WINNOW_REFRESH_TEXT_FILE_H
#define WINNOW_REFRESH_TEXT_FILE_H

#include "archive/store.h"
#include "write/frontmatter.h"

/* Appends what the file of a page that has a text should hold. */
bool text_file_render(struct store *store, const struct store_page *page, struct arena *a,
                      struct buffer *out, struct error *err);
/* Compares the file with that. */
enum text_tree_state text_file_check(const struct store *store,
                                     const struct store_page *page, struct slice content);
/* What a file holds. */
struct text_content {
    struct front_matter matter;
    struct slice text;            /* after the front matter */
    struct store_details details; /* the same matter; Markdown if that is what it is */
    int64_t fetched;              /* 0: it does not say when */
};
/* Reads a file of text/, whoever wrote it. Returns false if there is none. */
bool text_file_read(struct store *store, const char *name, struct arena *a,
                    struct text_content *out);
/* Reads a file, which may have any layout. Returns true if it has a text that neither a
   version of the page nor its quarantine has. */
bool text_file_find_unknown(struct store *store, const struct store_page *page,
                            const char *name, struct arena *a, struct text_content *out);

/* Writes the file of a page in the store's layout, which becomes the page's; nothing if
   the page has no text. *old receives the name of a file that replaces, to be removed
   once the row is committed, or NULL. */
bool text_file_update(struct store *store, int64_t id, struct arena *a, const char **old,
                      struct error *err);

#endif
