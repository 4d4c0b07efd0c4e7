#include "passes/nav_only.h"

#include "phrases/ui_phrases.h"

enum {
    ENTRY_WORDS = 5,    /* of a menu, mostly no more */
    ENTRY_BYTES = 40,   /* of one that is not known */
    ENTRIES_MAX = 4096, /* that are looked at; the largest menus have hundreds */
    KNOWN_MIN = 3,      /* entries that every site has: a page may write of one or two */
};

/* What stays of a page, as the entries that it may be. */
struct entries {
    uint32_t count, known; /* all, and those that sites have in their menus */
    uint64_t chars, linked;
    bool is_short; /* no line has more words than an entry */
};

/* Whether a text may stand in a menu, then it is counted: parts of it too, where signs
   part them. */
static bool count_entries(struct slice text, bool is_in_menu, struct entries *all)
{
    struct slice part;
    while (all->count < ENTRIES_MAX && slice_split(&text, '|', &part)) {
        part = slice_trim(part);
        if (!part.len || ui_phrases_begin_copyright(part))
            continue; /* "© 2024 Harbour Ltd" stands below menus too */
        bool is_known = is_in_menu || ui_phrases_read(part) & UI_MENU;
        if (part.len > ENTRY_BYTES && !is_known)
            return false;
        all->count++;
        all->known += is_known;
    }
    return true;
}

/* False for a line that is in no menu. */
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

/* Links of a few words each, over which no headline stands: of 1,300 real pages with text
   one in five hundred has no longer line, and those have a headline or are tables without
   links. Menus that scripts bring to life have no links, but their words are known. */
bool nav_only_detect(const struct page *page, const struct passages *passages,
                     const uint8_t *is_kept)
{
    struct entries all = {.is_short = true};
    for (size_t i = 0; i < passages->count; i++) {
        const struct passage *p = &passages->items[i];
        if (is_kept[i] && (p->tag == TAG_H1 || !read_line(page, passages, p, &all)))
            return false;
    }
    if (all.is_short && all.linked * 10 >= all.chars * 8)
        return true;
    return all.known >= KNOWN_MIN && all.known * 3 >= all.count;
}
