#include "rules/suggest.h"

enum { WORD_MAX = 40 }; /* longer than any word in the tables, typos included */

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The edit distance of two words: letters inserted, deleted, substituted, or swapped with
   their neighbor (Damerau-Levenshtein, in the restricted form of "optimal string
   alignment"). */
static unsigned edit_distance(struct slice a, struct slice b)
{
    unsigned rows[3][WORD_MAX + 1];
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.len; j++)
        above[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned change = a.ptr[i - 1] != b.ptr[j - 1];
            row[j] = smaller(above[j - 1] + change, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1])
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
        unsigned *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.len];
}

void suggest_offer(struct suggestion *nearest, const char *known)
{
    struct slice word = nearest->word, offered = slice_of_string(known);
    if (word.len > WORD_MAX || offered.len > WORD_MAX)
        return;
    unsigned distance = edit_distance(word, offered);
    /* If more than about a third of the letters differ, it is another word, not a
       typo. */
    if (distance > 1 + (word.len > 3 ? word.len / 4 : 0))
        return;
    if (!nearest->best || distance < nearest->distance) {
        nearest->best = known;
        nearest->distance = distance;
    }
}
