#include "passes/boilerplate.h"

#include "model/passage_kind.h"

enum { PRINTED_WORDS = 8 }; /* of text, with less of which small print is kept */

/* Kept words, not counting headings. */
struct tally {
    uint32_t content, boilerplate;
};

static struct tally count_kept(const struct pass_state *s)
{
    struct tally words = {0};
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct passage *p = &s->passages->items[i];
        if (!s->is_kept[i] || passage_kind_is_heading(p))
            continue;
        if (!s->candidates[i])
            words.content += p->words;
        else if (s->candidates[i] != REASON_SMALL_PRINT)
            words.boilerplate += p->words;
    }
    return words;
}

/* If most of the kept text were boilerplate, the page was misread. Small print may be
   most of it, if there is any other text. */
void boilerplate_refuse(struct pass_state *s)
{
    struct tally words = count_kept(s);
    bool is_print_refused = words.content >= PRINTED_WORDS;
    bool are_others_refused = words.boilerplate <= words.content;
    for (size_t i = 0; i < s->passages->count; i++) {
        s->code = (enum reason_code)s->candidates[i];
        if (s->code == REASON_SMALL_PRINT ? is_print_refused
                                          : s->code && are_others_refused)
            pass_state_refuse(s, i);
    }
}
