#include "passes/repeats.h"

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

void repeats_keep_steps(struct pass_state *s)
{
    for (size_t i = 0; i < s->passages->count; i++)
        if (is_likely_repeat(s, i) && is_step(s, i))
            pass_state_keep(s, i);
}
