#include "passes/repeats.h"

#include "base/array.h"
#include "model/passage_kind.h"

static bool is_likely_repeat(const struct pass_state *s, size_t i)
{
    return s->is_repeat[i] && !s->is_refused[i] && !s->passages->items[i].is_ruled &&
           s->scores[i] >= s->threshold;
}

void repeats_keep_all(struct pass_state *s)
{
    for (size_t i = 0; i < s->passages->count; i++)
        if (is_likely_repeat(s, i))
            pass_state_keep(s, i);
}

static bool is_list_item(const struct page *page, const struct passage *p)
{
    uint32_t element = p->element;
    if (page->nodes[element].tag == TAG_P)
        element = page->nodes[element].parent;
    return page->nodes[element].tag == TAG_LI && !passage_kind_is_half_links(p);
}

/* A list that the page shows twice repeats the neighbours of a step too. */
static bool is_step(const struct pass_state *s, size_t i)
{
    return is_list_item(s->page, &s->passages->items[i]) && i > 0 && s->is_kept[i - 1] &&
           i + 1 < s->passages->count && s->is_kept[i + 1] && !s->is_repeat[i + 1];
}

static bool ends_in_question(const struct pass_state *s, const struct passage *p)
{
    static const struct slice SIGNS[] = {SLICE_INIT("?"), SLICE_INIT("？"),
                                         SLICE_INIT("؟")};
    struct slice text = slice_trim(s->page->nodes[p->last].text);
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++)
        if (slice_ends_with(text, SIGNS[i]))
            return true;
    return false;
}

/* An interview asks several people the same question: what follows are other answers. */
static bool is_question(const struct pass_state *s, size_t i)
{
    const struct passage *items = s->passages->items;
    return i > 0 && i + 1 < s->passages->count && ends_in_question(s, &items[i]) &&
           !passage_kind_is_half_links(&items[i]) && s->is_kept[i - 1] &&
           s->is_kept[i + 1] && !s->is_repeat[i + 1] &&
           s->page->nodes[items[i].element].parent ==
               s->page->nodes[items[i + 1].element].parent;
}

void repeats_keep_steps(struct pass_state *s)
{
    for (size_t i = 0; i < s->passages->count; i++)
        if (is_likely_repeat(s, i) && (is_step(s, i) || is_question(s, i)))
            pass_state_keep(s, i);
}
