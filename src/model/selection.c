#include "model/selection.h"

#include "base/hash.h"
#include "base/hash_table.h"
#include "base/utf8.h"
#include "model/threshold.h"

#include <string.h>

enum {
    LIKELY = 160,     /* a score; nearly all pages with content have a passage of 500 */
    REPEAT_WORDS = 4, /* shorter lines are the same by chance */
};

/* ---- repeats ----------------------------------------------------------------------- */

/* Unlike text_hash, with the digits as they are. Two texts are the same if their hashes
   and lengths are: even with PASSAGES_MAX passages, different texts have the same on one
   page in thousands. */
static uint32_t hash_text(const struct page *page, const struct passages *passages,
                          const struct passage *p)
{
    uint32_t hash = HASH_TOKEN_START;
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &page->nodes[i];
        if (!passages_reads(passages, page, i)) {
            i = node->end;
            continue;
        }
        for (size_t k = 0; node_is_text(node) && k < node->text.len; k++) {
            unsigned char c = (unsigned char)node->text.ptr[k];
            if (c > ' ')
                hash = hash_token_add(hash, c);
        }
        i++;
    }
    return hash;
}

/* Code and cells of tables repeat on purpose. */
static bool can_be_repeat(const struct passage *p)
{
    return !p->is_ruled && p->words >= REPEAT_WORDS && p->code * 2 <= p->chars &&
           tag_kind((enum tag)p->tag) != TAG_CELL;
}

/* Refrains and lines of a list repeat on purpose, within one element. */
static bool are_siblings(const struct page *page, const struct passage *a,
                         const struct passage *b)
{
    return page->nodes[a->element].parent == page->nodes[b->element].parent;
}

/* Text that a page has twice (in a tab and its copy for narrow screens, in a post and its
   quotation) is kept once: the one with the best score, or the first of these. */
static void find_repeats(const struct page *page, const struct passages *passages,
                         const int16_t *scores, struct arena *a, uint8_t *is_repeat)
{
    struct hash_table texts; /* the best passage so far, by its text's hash and length */
    hash_table_open(&texts, a, sizeof(uint32_t));
    for (uint32_t i = 0; i < passages->count; i++) {
        const struct passage *p = &passages->items[i];
        bool is_new;
        if (!can_be_repeat(p))
            continue;
        uint64_t key = (uint64_t)hash_text(page, passages, p) << 32 | p->chars;
        uint32_t *best = hash_table_put_number(&texts, key, &is_new);
        if (is_new) {
            *best = i;
            continue;
        }
        bool is_better = scores[i] > scores[*best];
        if (!are_siblings(page, p, &passages->items[*best]))
            is_repeat[is_better ? *best : i] = true;
        *best = is_better ? i : *best;
    }
}

/* ---- the threshold ----------------------------------------------------------------- */

static int find_threshold(const struct passages *passages, const int16_t *scores,
                          const uint8_t *is_repeat, int64_t recall_weight)
{
    int64_t words[SCORE_MAX + 1] = {0};
    for (size_t i = 0; i < passages->count; i++)
        if (!passages->items[i].is_ruled && !is_repeat[i])
            words[scores[i]] += passages->items[i].words;
    return threshold_find(words, recall_weight);
}

/* ---- the choice -------------------------------------------------------------------- */

void selection_choose(const struct page *page, const struct passages *passages,
                      const int16_t *scores, int64_t recall_weight, struct arena *a,
                      struct selection *out)
{
    size_t count = passages->count;
    out->is_kept = arena_calloc(a, count + 1, 1);
    out->is_repeat = arena_calloc(a, count + 1, 1);
    find_repeats(page, passages, scores, a, out->is_repeat);
    out->threshold = find_threshold(passages, scores, out->is_repeat, recall_weight);
    bool is_any_likely = false;
    for (size_t i = 0; i < count; i++) {
        out->is_kept[i] = !passages->items[i].is_ruled && !out->is_repeat[i] &&
                          scores[i] >= out->threshold;
        is_any_likely |= out->is_kept[i] && scores[i] >= LIKELY;
    }
    if (!is_any_likely) /* the page has no main content */
        memset(out->is_kept, 0, count);
}
