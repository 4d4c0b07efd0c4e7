/* content: where a page's text is, when no rule says so. The model of main content. */
#ifndef WINNOW_CLEAN_CONTENT_H
#define WINNOW_CLEAN_CONTENT_H

#include "clean/marks.h"

/* Decides over all nodes that rules have left undecided: keeps the subtrees that hold the
   text a person came to read, if there are any, and drops the rest. Verdicts that stand
   already are left as they are. */
void content_judge(struct marks *marks);

#endif
