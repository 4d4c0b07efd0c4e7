#include "passes/small_print.h"

#include "model/passage_kind.h"
#include "passes/passage_text.h"
#include "phrases/copyright.h"
#include "phrases/phrases.h"

enum {
    REGISTERS_MIN = 2, /* in a line of them; an article may name one */
    PRINT_WORDS = 200, /* of small print from the copyright on */
};

static bool is_copyright(const struct page *page, const struct passage *p)
{
    return copyright_is_line(slice_trim(page->nodes[p->first].text));
}

/* Counts the names of registers and numbers that the laws of many countries require a
   company to state. */
static size_t count_registers(const struct page *page, const struct passage *p)
{
    size_t count = 0;
    for (uint32_t i = p->first; i <= p->last; i++)
        if (node_is_text(&page->nodes[i]))
            count += phrases_count_inside(page->nodes[i].text, SENSE_COMPANY_REGISTER);
    return count;
}

/* Some pages are there to state them: "Imprint", "Contact". */
static bool is_about_company(const struct pass_state *s)
{
    size_t headline = s->passages->heading_passage;
    return headline < s->passages->count &&
           passage_text_phrase(s, headline) & SENSE(MENU);
}

static bool is_registry(const struct pass_state *s, const struct passage *p)
{
    return p->digits && !is_about_company(s) &&
           count_registers(s->page, p) >= REGISTERS_MIN;
}

static uint32_t parent_of(const struct pass_state *s, size_t i)
{
    return s->page->nodes[s->passages->items[i].element].parent;
}

/* Whether a paragraph in [begin, end) is in the same element as a paragraph before it. */
static bool continues_article(const struct pass_state *s, size_t begin, size_t end)
{
    const struct passage *items = s->passages->items;
    for (size_t i = begin; i < end; i++) {
        uint32_t parent = parent_of(s, i);
        if (!passage_kind_is_prose(&items[i], PROSE_WORDS))
            continue;
        for (size_t k = s->passages->before[parent]; k < begin; k++)
            if (passage_kind_is_prose(&items[k], PROSE_WORDS) &&
                parent_of(s, k) == parent)
                return true;
    }
    return false;
}

/* Finds what follows the copyright or the company near the end of a page. A picture
   within a text may have a copyright too. */
void small_print_find(struct pass_state *s)
{
    size_t count = s->passages->count, end = count;
    uint32_t words = 0;
    for (size_t i = count; i-- > 0;) {
        const struct passage *p = &s->passages->items[i];
        words += p->words;
        if (passage_kind_is_heading(p) || words > PRINT_WORDS)
            return;
        if (!is_copyright(s->page, p) && !is_registry(s, p))
            continue;
        if (continues_article(s, i, end))
            return;
        pass_state_suspect(s, i, count);
        end = i;
    }
}
