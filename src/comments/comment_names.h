/* comment_names: what the names of an element say about comments in it. */
#ifndef WINNOW_COMMENTS_COMMENT_NAMES_H
#define WINNOW_COMMENTS_COMMENT_NAMES_H

#include "page/page.h"
#include "phrases/names.h"

/* What the classes and the id of an element say together. */
name_set comment_names_read(const struct page *page, uint32_t node);

/* Whether an element has a name for comments, in any of several languages: a class, its
   id, or an attribute for screen readers, tests or scripts. */
bool comment_names_by_class(const struct page *page, uint32_t node);
bool comment_names_by_id(const struct page *page, uint32_t node);
/* Whether its class or id says that it is a list of comments, and nothing else. */
bool comment_names_list(const struct page *page, uint32_t node);
bool comment_names_by_attribute(const struct page *page, uint32_t node);
/* Any of these. */
bool comment_names_section(const struct page *page, uint32_t node);

/* Whether it has the name of a single comment, as in schema.org and most software. */
bool comment_names_single(const struct page *page, uint32_t node);

/* Whether an element may hold comments: it has lines of its own, or an unknown name. */
bool comment_names_is_box(const struct page *page, uint32_t node);

#endif
