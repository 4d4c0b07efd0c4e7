#include "metadata/months.h"

#include "base/utf8.h"
#include "phrases/phrases.h"

enum { LETTERS_MIN = 3 }; /* letters of an abbreviated name: "Mar", "sept" */

unsigned months_find(struct slice word)
{
    unsigned month = phrases_value(word, SENSE_MONTH);
    if (!month && utf8_count(word) >= LETTERS_MIN)
        month = phrases_value_of_short(word, SENSE_MONTH);
    return month;
}
