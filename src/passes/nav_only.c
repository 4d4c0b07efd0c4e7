#include "passes/nav_only.h"

#include "phrases/copyright.h"
#include "phrases/phrases.h"

enum {
    ENTRY_WORDS = 5,    /* of a menu, mostly no more */
    ENTRY_BYTES = 40,   /* of one that is not known */
    ENTRIES_MAX = 4096, /* that are looked at; the largest menus have hundreds */
    KNOWN_MIN = 3,      /* entries that are in the menus of most sites: a text may name
                           one or two */
};

/* The kept text of a page, as entries of menus. */
struct entries {
    uint32_t count, known; /* all, and those that sites have in their menus */
    uint64_t chars, linked;
    bool is_short; /* no line has more words than an entry */
};

/* Whether a text can be in a menu. Counts its entries, of which a sign may separate
   several. */
static bool count_entries(struct slice text, bool is_in_menu, struct entries *all)
{
    struct slice part;
    while (all->count < ENTRIES_MAX && slice_split(&text, '|', &part)) {
        part = slice_trim(part);
        if (!part.len || copyright_begins(part))
            continue; /* "© 2024 Harbour Ltd" is below menus too */
        bool is_known = is_in_menu || phrases_read(part) & SENSE(MENU);
        if (part.len > ENTRY_BYTES && !is_known)
            return false;
        all->count++;
        all->known += is_known;
    }
    return true;
}

/* Returns false if a passage cannot be in a menu. */
static bool read_line(const struct page *page, const struct passages *passages,
                      const struct passage *p, struct entries *all)
{
    all->is_short = all->is_short && p->words <= ENTRY_WORDS;
    all->chars += p->chars;
    all->linked += p->linked;
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &page->nodes[i];
        if (!passages_reads(passages, page, i)) {
            i = node->end;
            continue;
        }
        if (node_is_text(node) &&
            !count_entries(slice_trim(node->text), p->around.inside[IN_NAV] > 0, all))
            return false;
        i++;
    }
    return true;
}

/* Whether all kept text is links of a few words each, without a headline. Of 1,300 real
   pages with text, one in five hundred has no longer line, and those have a headline or
   are tables without links. Menus that scripts make work have no links, but known
   words. */
static bool has_only_menus(const struct pass_state *s)
{
    struct entries all = {.is_short = true};
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct passage *p = &s->passages->items[i];
        if (s->is_kept[i] &&
            (p->tag == TAG_H1 || !read_line(s->page, s->passages, p, &all)))
            return false;
    }
    if (all.is_short && all.linked * 10 >= all.chars * 8)
        return true;
    return all.known >= KNOWN_MIN && all.known * 3 >= all.count;
}

void nav_only_drop(struct pass_state *s)
{
    if (!has_only_menus(s))
        return;
    for (size_t i = 0; i < s->passages->count; i++)
        pass_state_drop(s, i);
}
