/* explanation: a cleaned page told block by block, as lines of JSON in a record's text.

   First a line for each block, in the order of the page:
     {"block":1,"verdict":"drop","by":"rule","place":"rules/x.txt:3","reason":"strip:
   .ad", "kind":"paragraph","level":0,"text":"..."} `by` is rule, model (then `score` is
   there too) or built-in. Then one for each rule line:
     {"place":"rules/x.txt:3","rule":"strip:
   .ad","hits":2,"characters":120,"state":"used"} `state` is used, nothing (it matches
   nothing on the page), late (what it matches was gone already) or overruled (a note says
   by whom). Lines of the generic rules are there only when they have been used. Then one
   for each note of the record:
     {"note":"rule-overruled","place":"rules/x.txt:3","text":"..."} */
#ifndef WINNOW_WRITE_EXPLANATION_H
#define WINNOW_WRITE_EXPLANATION_H

#include "write/record.h"

/* Each is a worker_clean. */
struct winnow_record *explanation_clean(struct rulebook *book,
                                        const struct site_source *site,
                                        const struct winnow_input *input,
                                        struct error *err);
/* With "selectors":[{"selector":".ad","blocks":3,"changes":2}] in each block's line, and
   a line {"body":"div.story"} that names what holds the kept text. */
struct winnow_record *explanation_clean_with_selectors(struct rulebook *book,
                                                       const struct site_source *site,
                                                       const struct winnow_input *input,
                                                       struct error *err);

#endif
