/* reveal: signs that a reader, or a script, shows a part of a page that is hidden at
 * first: names, attributes of frameworks, and controls beside it. */
#ifndef WINNOW_MARKS_REVEAL_H
#define WINNOW_MARKS_REVEAL_H

#include "page/page.h"

/* What the names of an element say about it, if it is hidden. */
enum reveal_names {
    REVEAL_NAMES_NOTHING,
    REVEAL_NAMES_PART,   /* "tab-panel", "faq__answer", "read-more", "slide" */
    REVEAL_NAMES_NOTICE, /* "error-message", "login-popup", "tooltip" */
};

/* Reads classes, id, role and the names of attributes that scripts read. */
enum reveal_names reveal_names_of(const struct page *page, uint32_t node);

/* The same of one class name alone. */
enum reveal_names reveal_names_in(struct slice name);

/* Whether boxes around it are tabs, accordions or the like. */
bool reveal_has_box(const struct page *page, uint32_t node);

/* Whether an element right before or after it opens it: a button, a question, a link
   that leads nowhere. is_inline: in a sentence, where headings are no controls. */
bool reveal_has_control(const struct page *page, uint32_t node, bool is_inline);

/* Whether a picture, or an icon, is right beside it: then it may be the picture's text.
 */
bool reveal_has_picture(const struct page *page, uint32_t node);

/* Whether an element beside it is of the same kind: one of several panels. */
bool reveal_has_twin(const struct page *page, uint32_t node);

#endif
