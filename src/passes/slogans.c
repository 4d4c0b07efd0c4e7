#include "passes/slogans.h"

#include "base/hash.h"
#include "model/passage_kind.h"

enum {
    WORDS_MIN = 4,     /* of a slogan */
    WORDS_MAX = 30,    /* a longer one is a paragraph */
    TIMES_MIN = 3,     /* an author may repeat a line once */
    SLOGANS_MAX = 256, /* that are counted; of two in one slot the first is */
};

struct slogan {
    uint32_t hash;
    uint32_t times;
};

/* A hash of a passage's words and its parent: the same line in another parent may be a
   copy of the text for narrow screens. Digits count, unlike in text_hash: "Day 1" is not
   "Day 2". */
static uint32_t hash_words(const struct page *page, const struct passage *p)
{
    uint32_t hash = page->nodes[p->element].parent;
    for (uint32_t i = p->first; i <= p->last; i++)
        if (node_is_text(&page->nodes[i]))
            hash = hash_mix(hash, hash_token(slice_trim(page->nodes[i].text)));
    return hash;
}

/* Whether a passage is one line between two paragraphs of prose. */
static bool is_between_paragraphs(const struct pass_state *s, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    return p->words >= WORDS_MIN && p->words <= WORDS_MAX && i > 0 &&
           i + 1 < s->passages->count && passage_kind_can_be_label(s->page, p) &&
           passage_kind_is_paragraph(p - 1, PROSE_WORDS) &&
           passage_kind_is_paragraph(p + 1, PROSE_WORDS);
}

/* Where a passage that may be one is counted; NULL for any other. */
static struct slogan *find_slot(const struct pass_state *s, size_t i,
                                struct slogan *slots)
{
    if (!is_between_paragraphs(s, i))
        return NULL;
    uint32_t hash = hash_words(s->page, &s->passages->items[i]);
    struct slogan *slot = &slots[hash % SLOGANS_MAX];
    if (!slot->times)
        slot->hash = hash;
    return slot->hash == hash ? slot : NULL;
}

void slogans_find(struct pass_state *s)
{
    struct slogan slots[SLOGANS_MAX] = {{0, 0}};
    for (size_t i = 0; i < s->passages->count; i++) {
        struct slogan *slot = find_slot(s, i, slots);
        if (slot)
            slot->times++;
    }
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct slogan *slot = find_slot(s, i, slots);
        if (slot && slot->times >= TIMES_MIN)
            pass_state_suspect(s, i, i + 1);
    }
}
