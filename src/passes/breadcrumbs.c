#include "passes/breadcrumbs.h"

#include "base/array.h"
#include "model/passage_kind.h"
#include "passes/passage_text.h"
#include "phrases/phrases.h"

enum {
    PATH_WORDS = 25,  /* of the whole path */
    BEFORE_TITLE = 8, /* passages from its first step to the headline */
};

static bool has_step_sign(struct slice line)
{
    static const struct slice SIGNS[] = {SLICE_INIT("›"),  SLICE_INIT("»"),
                                         SLICE_INIT("/ "), SLICE_INIT("> "),
                                         SLICE_INIT("→"),  SLICE_INIT("❯")};
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++)
        if (slice_find(line, SIGNS[i]) != SIZE_MAX)
            return true;
    return false;
}

/* Links with such signs between them, and the page's own name at the end. Without links,
   the first step must be the entry of a menu. */
static bool is_path(const struct pass_state *s, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    struct passage_text buffer;
    struct slice text = passage_text_read(s, i, &buffer), home;
    if (p->links)
        return p->linked < p->chars && has_step_sign(text);
    return slice_split(&text, '>', &home) && text.len && phrases_read(home) & SENSE(MENU);
}

/* The first of the list items up to the last step; the last step itself if it is not a
   list item. */
static size_t find_first_step(const struct passage *items, size_t begin, size_t last)
{
    size_t first = last;
    while (first > begin && items[first - 1].tag == TAG_LI && items[last].tag == TAG_LI)
        first--;
    return first;
}

void breadcrumbs_find(struct pass_state *s)
{
    const struct passage *items = s->passages->items;
    size_t headline = s->passages->heading_passage;
    if (headline >= s->passages->count || items[headline].words == 0)
        return;
    size_t begin = headline > BEFORE_TITLE ? headline - BEFORE_TITLE : 0;
    for (size_t i = begin; i < headline; i++) {
        if (passage_kind_is_heading(&items[i]) || items[i].words > PATH_WORDS)
            continue;
        if (is_path(s, i))
            pass_state_suspect(s, i, i + 1);
        if (items[i].text_hash == items[headline].text_hash)
            pass_state_suspect(s, find_first_step(items, begin, i), i + 1);
    }
}
