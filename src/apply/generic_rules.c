#include "apply/generic_rules.h"

#include "apply/apply_rules.h"
#include "base/search.h"
#include "base/utf8.h"
#include "model/passage_kind.h"

#include <stdlib.h>

enum {
    GENERIC_MAX = 50, /* percent of a page's text that a match may remove */
    LINKS_MIN = 50,   /* percent of text in links that makes a list of links */
    /* The score of what surely is content; the model has a part of boilerplate in two
       hundred there. Of 1,841 pages, this changes 13, and gives 0.005 of F1 on news. */
    SURE = 800,
    SURE_PROSE = 600, /* of a long paragraph without links, which no box has */
    SURE_MIN = 20,    /* bytes of it; labels are shorter */
    SURE_SHARE = 50,  /* percent of a match that is surely content */
    CONTENT_MIN = 60, /* bytes of a sentence */
    REST_MAX = 10,    /* percent of a match that is left of the page without it */
    SEARCHES_MAX = 16,
};

/* ---- sums -------------------------------------------------------------------------- */

static void add_passage(struct generic_rules *g, const struct passage *p)
{
    const struct page *page = g->matches->page;
    for (uint32_t i = p->first; i <= p->last;) {
        if (!passages_reads(&g->prediction->passages, page, i)) {
            i = page->nodes[i].end;
            continue;
        }
        if (node_is_text(&page->nodes[i]) && !g->matches->view.hidden[i])
            g->sure[i] = text_sums_non_space(page->nodes[i].text);
        i++;
    }
}

static bool is_sure(const struct generic_rules *g, const struct passage *p)
{
    int score = g->prediction->scores[p - g->prediction->passages.items];
    return score >= SURE ||
           (score >= SURE_PROSE && passage_kind_is_plain_paragraph(p, PROSE_WORDS_SURE));
}

static void sum_sure_text(struct generic_rules *g)
{
    uint32_t count = g->matches->page->count, sum = 0;
    g->sure = arena_calloc(g->matches->marks->arena, (size_t)count + 1, sizeof *g->sure);
    for (size_t i = 0; i < g->prediction->passages.count; i++) {
        const struct passage *p = &g->prediction->passages.items[i];
        if (is_sure(g, p))
            add_passage(g, p);
    }
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t here = g->sure[i];
        g->sure[i] = sum;
        sum += here;
    }
}

void generic_rules_open(struct generic_rules *g, const struct rule_matches *matches,
                        const struct text_sums *sums, const uint8_t *spared)
{
    *g = (struct generic_rules){
        .matches = matches,
        .sums = sums,
        .has_body = matches->out->has_body,
        .spared = spared,
        .prediction = matches->check->prediction,
    };
    for (size_t i = 0; i < matches->body.count; i++)
        g->all += text_sums_text(sums, matches->page, matches->body.items[i]);
    if (!g->has_body)
        g->all = sums->text[matches->page->count];
    if (g->prediction)
        sum_sure_text(g);
}

bool generic_rules_spares(const struct generic_rules *g, uint32_t node)
{
    return g->spared && g->spared[node];
}

/* ---- words of a sentence ----------------------------------------------------------- */

/* The passage that an inline element is in, or NULL. */
static const struct passage *passage_of(const struct generic_rules *g, uint32_t node)
{
    if (!g->prediction)
        return NULL;
    const struct passages *passages = &g->prediction->passages;
    uint32_t end = g->matches->page->nodes[node].end;
    uint32_t index = passages->before[node];
    if (index >= passages->count)
        return NULL;
    const struct passage *p = &passages->items[index];
    return p->element < node && p->first < end && p->last >= node ? p : NULL;
}

static struct slice text_at(const struct generic_rules *g, uint32_t i)
{
    const struct node *node = &g->matches->page->nodes[i];
    bool is_seen = node_is_text(node) && !g->matches->view.hidden[i];
    return is_seen ? node->text : (struct slice){0};
}

static bool is_word_char(uint32_t c)
{
    return c >= 0x80 || is_ascii_letter((unsigned char)c) ||
           is_ascii_digit((unsigned char)c);
}

static bool begins_with_word(struct slice text)
{
    return text.len && is_word_char((unsigned char)text.ptr[0]);
}

static bool ends_with_word(struct slice text)
{
    return text.len && is_word_char((unsigned char)text.ptr[text.len - 1]);
}

/* The text before an inline element in its passage, as far as the next node with any
   but white space; the text after it; its own. */
struct context {
    struct slice before, after, own;
    bool has_gap; /* white space between before and own */
};

static void read_context(const struct generic_rules *g, uint32_t node,
                         const struct passage *p, struct context *out)
{
    uint32_t end = g->matches->page->nodes[node].end;
    bool has_space = false;
    *out = (struct context){0};
    for (uint32_t i = node; i > p->first && !out->before.len; i--) {
        struct slice text = text_at(g, i - 1);
        has_space = has_space || (text.len && is_ascii_space(text.ptr[text.len - 1]));
        out->before = slice_trim(text);
    }
    for (uint32_t i = node; i < end && !out->own.len; i++) {
        struct slice text = text_at(g, i);
        has_space = has_space || (text.len && is_ascii_space(text.ptr[0]));
        out->own = slice_trim(text);
    }
    for (uint32_t i = end; i <= p->last && !out->after.len; i++)
        out->after = slice_trim(text_at(g, i));
    out->has_gap = has_space;
}

static bool is_inline(const struct generic_rules *g, uint32_t node)
{
    enum tag_kind kind = tag_kind((enum tag)g->matches->page->nodes[node].tag);
    return kind != TAG_BLOCK && kind != TAG_CELL;
}

/* Whether an inline element with such text around it is a word of its sentence: there are
   words before and after it. A note that a pointer shows follows its word without a
   space, and buttons are at the end of a line. Chinese has no spaces. */
static bool is_word(const struct passage *p, const struct context *around)
{
    if (!begins_with_word(around->own))
        return false;
    if (!around->before.len || !ends_with_word(around->before))
        return around->after.len > 0;
    return (around->has_gap || p->ideographs) &&
           (around->after.len || !tag_is_heading(p->tag));
}

/* ---- the decision ------------------------------------------------------------------ */

/* The body's nodes are in document order. */
static bool is_body(const struct generic_rules *g, uint32_t node)
{
    const struct node_list *body = &g->matches->body;
    return body->count && bsearch(&node, body->items, body->count, sizeof *body->items,
                                  search_compare_keys);
}

/* Whether next to nothing else is left of the page. */
static bool is_all_there_is(struct generic_rules *g, uint32_t node, uint64_t text)
{
    const struct page *page = g->matches->page;
    uint64_t others = 0;
    if (g->has_body || !text || page->body == NODE_NONE || g->searches++ >= SEARCHES_MAX)
        return false;
    for (uint32_t i = page->body; i < page->nodes[page->body].end; i++) {
        if (i == node)
            i = page->nodes[node].end;
        if (i < page->nodes[page->body].end)
            others += text_sums_non_space(text_at(g, i));
        if (others * 100 > text * REST_MAX)
            return false;
    }
    return true;
}

/* A menu is no content, even if it is all there is. */
static bool is_navigation(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_NAV ||
           slice_equal(page_attribute(page, node, SLICE("role")), SLICE("navigation"));
}

/* Whether nothing of a match is surely content, and a sentence or more elsewhere is. */
static bool is_beside_content(const struct generic_rules *g, uint32_t node)
{
    const struct page *page = g->matches->page;
    return g->sure && g->sure[page->nodes[node].end] == g->sure[node] &&
           g->sure[page->count] >= CONTENT_MIN;
}

bool generic_rules_overrules(struct generic_rules *g, const struct directive *directive,
                             uint32_t node)
{
    const struct page *page = g->matches->page;
    uint64_t text = text_sums_text(g->sums, page, node);
    uint64_t links = text_sums_links(g->sums, page, node);
    if (is_body(g, node) ||
        (text * 100 > g->all * GENERIC_MAX && links * 100 < text * LINKS_MIN &&
         !is_beside_content(g, node)))
        return true;
    if (directive->forced)
        return false;
    const struct passage *p = is_inline(g, node) ? passage_of(g, node) : NULL;
    struct context around = {0};
    if (p)
        read_context(g, node, p, &around);
    if (around.before.len || around.after.len)
        return is_sure(g, p) && is_word(p, &around);
    uint64_t sure = g->sure ? g->sure[page->nodes[node].end] - g->sure[node] : 0;
    return (sure >= SURE_MIN && sure * 100 > text * SURE_SHARE) ||
           (!is_navigation(page, node) && is_all_there_is(g, node, text));
}
