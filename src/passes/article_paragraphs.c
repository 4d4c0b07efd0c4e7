#include "passes/article_paragraphs.h"

#include "model/passage_kind.h"

#include <string.h>

enum { SHARE = 2 }; /* of the threshold: what a paragraph must have */

/* Losing a paragraph is worse than keeping a line too many, and on annotated pages such a
   paragraph is content half of the time. If no passage is kept, there is no article. */
void article_paragraphs_keep(struct pass_state *s)
{
    if (!memchr(s->is_kept, true, s->passages->count))
        return;
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct passage *p = &s->passages->items[i];
        if (p->around.inside[IN_ARTICLE] == 1 && !p->is_ruled && !s->is_repeat[i] &&
            s->scores[i] * SHARE >= s->threshold &&
            passage_kind_is_plain_paragraph(p, PROSE_WORDS_SURE))
            pass_state_keep(s, i);
    }
}
