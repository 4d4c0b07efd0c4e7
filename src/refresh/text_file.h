/* text_file: the file of a page in text/, as its layout asks for it: the current text, or
   front matter and the text, or front matter and Markdown. What a file holds depends on
   the rows of the database only. */
#ifndef WINNOW_REFRESH_TEXT_FILE_H
#define WINNOW_REFRESH_TEXT_FILE_H

#include "archive/store.h"

/* Appends what the file of a page that has a text should hold. */
bool text_file_render(struct store *store, const struct store_page *page, struct arena *a,
                      struct buffer *out, struct error *err);
/* Compares the file with that. */
enum text_tree_state text_file_check(const struct store *store,
                                     const struct store_page *page, struct slice content);
/* Writes the file of a page in the store's layout, which becomes the page's; nothing if
   the page has no text. *old receives the name of a file that replaces, to be removed
   once the row is committed, or NULL. */
bool text_file_update(struct store *store, int64_t id, struct arena *a, const char **old,
                      struct error *err);

#endif
