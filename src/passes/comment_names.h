/* comment_names: what the names of elements say of the comments that may be in them. */
#ifndef WINNOW_PASSES_COMMENT_NAMES_H
#define WINNOW_PASSES_COMMENT_NAMES_H

#include "page/page.h"
#include "phrases/names.h"

/* What an element's classes and id say together. */
name_set comment_names_read(const struct page *page, uint32_t node);

/* Whether an element is named for holding comments, in any of some languages: by a class,
   by its id, or by an attribute for screen readers, tests or scripts. */
bool comment_names_by_class(const struct page *page, uint32_t node);
bool comment_names_by_id(const struct page *page, uint32_t node);
bool comment_names_by_attribute(const struct page *page, uint32_t node);
/* By any of these. */
bool comment_names_section(const struct page *page, uint32_t node);

/* Whether it is named for being a single comment, as schema.org and most software do. */
bool comment_names_single(const struct page *page, uint32_t node);

#endif
