#include "model/unseen_language.h"

#include "model/passage_kind.h"

enum {
    KNOWN_MAX = 450, /* thousandths of all words: the lexicon has 600 or more of English
                        pages, at most 370 of Spanish ones, at most 60 of Russian ones */
    PARAGRAPHS_MIN = 2, /* of an article, in one element */
    PROSE_SHARE = 500,  /* their share of the likely content, in thousandths */
};

/* ---- languages --------------------------------------------------------------------- */

bool unseen_language_detect(const struct passages *passages,
                            const struct lexicon *lexicon)
{
    uint64_t words = 0, known = 0;
    for (size_t i = 0; i < passages->count; i++) {
        const struct passage *p = &passages->items[i];
        for (uint32_t k = 0; k < p->kept_count; k++)
            known += lexicon_score_word(lexicon, p->kept[k]) != 0;
        words += p->kept_count;
    }
    return known * 1000 <= words * KNOWN_MAX;
}

/* ---- types ------------------------------------------------------------------------- */

/* Whether most of the likely content is paragraphs of one element, below a headline. */
static bool is_one_text(const struct features *f, const int16_t *scores, struct arena *a)
{
    const struct node *nodes = f->page->nodes;
    const struct passages *passages = f->passages;
    uint32_t *counts = arena_calloc(a, f->page->count, sizeof *counts);
    int64_t *weights = arena_calloc(a, f->page->count, sizeof *weights), all = 0,
            most = 0;
    size_t headline = passages->heading_passage;
    for (size_t i = headline < passages->count ? headline : 0; i < passages->count; i++) {
        const struct passage *p = &passages->items[i];
        int64_t weight = (int64_t)p->words * scores[i];
        all += weight;
        if (!passage_kind_has_sentence(p, PROSE_WORDS_UNSEEN))
            continue;
        uint32_t parent = nodes[p->element].parent;
        weights[parent] += weight;
        if (++counts[parent] >= PARAGRAPHS_MIN && weights[parent] > most)
            most = weights[parent];
    }
    return most * 1000 > all * PROSE_SHARE;
}

enum page_type unseen_language_page_type(const struct features *f, const int16_t *scores,
                                         struct arena *a, enum page_type guess)
{
    bool is_list = guess == TYPE_LISTING || guess == TYPE_SERVICE ||
                   guess == TYPE_COLLECTION || guess == TYPE_FORUM;
    return is_list && is_one_text(f, scores, a) ? TYPE_ARTICLE : guess;
}
