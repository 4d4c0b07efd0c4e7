#include "passes/link_rows.h"

#include "model/passage_kind.h"

enum {
    LINKS_MIN = 3,   /* of a row; a text may have two below it */
    LINK_CHARS = 30, /* per link, on average; headlines are longer */
};

static bool is_short_links(const struct passage *p)
{
    return p->links && passage_kind_is_links(p) && p->code == 0 &&
           p->linked <= p->links * LINK_CHARS;
}

void link_rows_refuse(struct pass_state *s)
{
    const struct passage *items = s->passages->items;
    if (!s->is_unseen_language)
        return;
    for (size_t i = 0; i < s->passages->count;) {
        size_t end = i;
        uint64_t links = 0;
        while (end < s->passages->count && is_short_links(&items[end]))
            links += items[end++].links;
        for (size_t k = i; links >= LINKS_MIN && k < end; k++)
            if (!items[k].is_ruled)
                pass_state_refuse(s, k);
        i = end + 1;
    }
}
