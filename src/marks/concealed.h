/* concealed: hidden text that is no part of what a page says, told from text that a
 * reader opens (tabs, answers, spoilers, "read more"), which the model decides about. */
#ifndef WINNOW_MARKS_CONCEALED_H
#define WINNOW_MARKS_CONCEALED_H

#include "base/hash_table.h"
#include "marks/marks.h"
#include "marks/text_sums.h"

enum concealment {
    CONCEALED_NOT,
    CONCEALED_HIDDEN,   /* a script may show it, or nothing does: the model decides */
    CONCEALED_FOR_GOOD, /* nothing on the page shows it */
    CONCEALED_LABEL,    /* for screen readers, or shown under the pointer alone */
};

struct concealed {
    const struct marks *marks;
    const struct page *page;
    const struct text_sums *tally;
    struct hash_table targets; /* hashes of ids that something on the page opens */
    bool has_targets;
    uint64_t label_bits[16]; /* of the hashes of all class names of labels */
};

/* The marks must be open; what is hidden before a node in document order must be marked
   when the node is asked about. */
void concealed_open(struct concealed *c, const struct marks *marks,
                    const struct text_sums *tally);

/* Whether the page hides this element, and for good. */
enum concealment concealed_is(struct concealed *c, uint32_t node);

/* Whether an attribute hides its element. The caller checks whether the overlay has
   removed it. */
bool concealed_is_hiding(const struct attribute *attribute);

#endif
