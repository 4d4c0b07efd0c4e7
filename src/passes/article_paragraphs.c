#include "passes/article_paragraphs.h"

#include "model/passage_kind.h"

#include <string.h>

enum {
    SHARE = 2, /* of the threshold: what a paragraph must have */
    /* The same of a passage that the page's data has, how many words of the data make it
       a text, and percent of a passage's words that must be among them. */
    STATED_SHARE = 6,
    STATED_TEXT_MIN = 12,
    STATED_MIN = 60,
};

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

/* The ingredients of a recipe are as short as the lines of a menu; the data says which of
   them are text. */
void article_paragraphs_keep_stated(struct pass_state *s)
{
    if (s->passages->stated_words < STATED_TEXT_MIN)
        return;
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct passage *p = &s->passages->items[i];
        if (!p->is_ruled && !s->is_repeat[i] &&
            p->stated * 100 >= p->words * STATED_MIN &&
            s->scores[i] * STATED_SHARE >= s->threshold)
            pass_state_keep(s, i);
    }
}
