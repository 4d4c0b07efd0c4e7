/* explanation: why each block of a page was kept or dropped, as lines of JSON that
   replace the record's text.

   First comes a line for each block, in page order:

       {"block":1,"verdict":"drop","by":"rule","place":"rules/x.txt:3",
        "reason":"strip: .ad","kind":"paragraph","level":0,"text":"..."}

   (on one line; it is broken here). `by` is rule, model (then `score` is present too, and
   `threshold`, the lowest score that the model keeps on the page) or built-in. `code`,
   after it, is one of marks/reason_codes.h: the reason for a built-in decision, or the
   pass that decided against the model's score. Then comes a line for each rule line of
   the files that apply:

       {"place":"rules/x.txt:3","rule":"strip: .ad","hits":2,"characters":120,
        "state":"used"}

   `state` is used, nothing (it matches nothing on the page), late (what it matches was
   removed before) or overruled (a note says by what). Lines of the generic rules are
   listed only if they were used. Last comes a line for each note of the record:

       {"note":"rule-overruled","place":"rules/x.txt:3","text":"..."} */
#ifndef WINNOW_WRITE_EXPLANATION_H
#define WINNOW_WRITE_EXPLANATION_H

#include "write/record.h"

/* Both are of type worker_clean. */
struct winnow_record *explanation_clean(struct rulebook *book,
                                        const struct site_source *site,
                                        const struct winnow_input *input,
                                        struct error *err);
/* The same, with "selectors":[{"selector":".ad","blocks":3,"changes":2}] in the line of
   each block, and a line {"body":"div.story"} that names the element around the kept
   text. */
struct winnow_record *explanation_clean_with_selectors(struct rulebook *book,
                                                       const struct site_source *site,
                                                       const struct winnow_input *input,
                                                       struct error *err);

#endif
