/* comment_signatures: comments that nothing but their signatures tells from a text: "Jane
   said...", "Posted by: Jane at May 3, 2004 10:30 PM", or a date and "Reply" with each.
 */
#ifndef WINNOW_COMMENTS_COMMENT_SIGNATURES_H
#define WINNOW_COMMENTS_COMMENT_SIGNATURES_H

#include "comments/comment_sections.h"

/* Adds the ranges of signed comments, in document order. There are at least two in each,
   after a text, without a heading between them. Interviews have no dates, indexes of
   posts have headings, counts of comments or one author. */
void comment_signatures_find(const struct page *page, struct arena *a,
                             struct section_list *out);

#endif
