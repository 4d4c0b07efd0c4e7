#include "passes/next_articles.h"

#include "model/passage_kind.h"
#include "passes/link_rows.h"
#include "passes/passage_range.h"

enum {
    ARTICLE_WORDS = 40, /* of prose in the article, or more */
    NEXT_WORDS = 20,    /* of prose in another one, or more */
    LEVELS_MAX = 12,    /* from a headline up to the article, or from a link to its box */
    SIBLINGS_MAX = 64,  /* that are looked at */
    TEASER_WORDS = 60,  /* of one, mostly no more */
    TEASERS_MIN = 3,    /* of a row */
    LABELS_MAX = 2,     /* of a teaser, above what is kept of it */
};

/* ---- whole articles ---------------------------------------------------------------- */

static uint32_t count_prose(const struct pass_state *s, uint32_t node)
{
    const uint32_t *before = s->passages->before;
    uint32_t words = 0;
    for (size_t i = before[node]; i < before[s->page->nodes[node].end]; i++)
        if (s->is_kept[i] && passage_kind_is_prose(&s->passages->items[i], PROSE_WORDS))
            words += s->passages->items[i].words;
    return words;
}

/* Whether a page is one whose article goes on in small articles: its data says so. */
static bool is_live(const struct page *page)
{
    for (size_t i = 0; i < page->embedded_count; i++)
        if (slice_find(page->embedded[i].text, SLICE("LiveBlogPosting")) != SIZE_MAX)
            return true;
    return false;
}

/* Whether an element is a post of its own, by its id ("post-12"), its date or a heading
   that links to it; a section of a text has none of these. */
static bool is_post(const struct page *page, uint32_t node)
{
    struct slice id = page_attribute(page, node, SLICE("id"));
    if (id.len && is_ascii_digit((unsigned char)id.ptr[id.len - 1]))
        return true;
    if (page_find(page, node, TAG_TIME) != NODE_NONE)
        return true;
    for (enum tag tag = TAG_H1; tag <= TAG_H4; tag++) {
        uint32_t heading = page_find(page, node, tag);
        if (heading != NODE_NONE &&
            (page_find(page, heading, TAG_A) != NODE_NONE ||
             page->nodes[page->nodes[heading].parent].tag == TAG_A))
            return true;
    }
    return false;
}

/* The outermost article element around the headline, with enough text; or NODE_NONE. */
static uint32_t find_article(const struct pass_state *s)
{
    const struct node *nodes = s->page->nodes;
    size_t headline = s->passages->heading_passage;
    uint32_t article = NODE_NONE;
    if (headline >= s->passages->count ||
        s->passages->items[headline].topic_words[TOPIC_TITLE] * 2 <
            s->passages->items[headline].words)
        return NODE_NONE;
    uint32_t node = s->passages->items[headline].element;
    for (int level = 0; level < LEVELS_MAX && node != NODE_NONE; level++) {
        if (nodes[node].tag == TAG_ARTICLE)
            article = node;
        node = nodes[node].parent;
    }
    return article != NODE_NONE && count_prose(s, article) >= ARTICLE_WORDS ? article
                                                                            : NODE_NONE;
}

void next_articles_refuse(struct pass_state *s)
{
    const struct node *nodes = s->page->nodes;
    uint32_t article = find_article(s);
    if (article == NODE_NONE || is_live(s->page))
        return;
    uint32_t end = nodes[nodes[article].parent].end;
    unsigned siblings = 0;
    for (uint32_t i = nodes[article].end; i < end && siblings < SIBLINGS_MAX;
         i = node_is_text(&nodes[i]) ? i + 1 : nodes[i].end) {
        if (nodes[i].tag != TAG_ARTICLE)
            continue;
        siblings++;
        if (count_prose(s, i) < NEXT_WORDS || !is_post(s->page, i))
            continue;
        struct passage_range range = passage_range_of(s, i);
        for (size_t k = range.begin; k < range.end; k++)
            if (!s->passages->items[k].is_ruled)
                pass_state_refuse(s, k);
    }
}

/* ---- teasers ----------------------------------------------------------------------- */

static bool are_alike(const struct page *page, uint32_t a, uint32_t b)
{
    const struct node *x = &page->nodes[a], *y = &page->nodes[b];
    if (x->tag != y->tag || (x->class_count == 0) != (y->class_count == 0))
        return false;
    return x->class_count == 0 ||
           page->classes[x->classes].hash == page->classes[y->classes].hash;
}

/* Whether an element has a passage that is a link, or a link around all, and few words.
 */
static bool is_teaser(const struct pass_state *s, uint32_t node, struct slice host)
{
    const uint32_t *before = s->passages->before;
    size_t begin = before[node], end = before[s->page->nodes[node].end];
    uint32_t words = 0;
    bool has_link = false;
    for (size_t i = begin; i < end && words <= TEASER_WORDS; i++) {
        const struct passage *p = &s->passages->items[i];
        words += p->words;
        has_link = has_link || link_rows_is_headline(s, i, host);
        if (p->code || p->is_ruled || p->tag == TAG_H1)
            return false;
    }
    return has_link && words > 0 && words <= TEASER_WORDS;
}

/* The end of the last paragraph of a text: a p element of prose in no teaser. */
static size_t end_of_text(const struct pass_state *s)
{
    size_t i = s->passages->count;
    while (i > 0 &&
           !(s->is_kept[i - 1] && passage_kind_is_plain_paragraph(
                                      &s->passages->items[i - 1], PROSE_WORDS_SURE)))
        i--;
    return i;
}

/* The end of the row of teasers that begins with an element; that element if there is
   none. */
static uint32_t end_of_row(const struct pass_state *s, uint32_t first, struct slice host)
{
    const struct node *nodes = s->page->nodes;
    uint32_t parent_end = nodes[nodes[first].parent].end, end = first;
    unsigned count = 0;
    for (uint32_t i = first; i < parent_end && count < SIBLINGS_MAX;) {
        if (node_is_text(&nodes[i])) {
            i++;
            continue;
        }
        if (!are_alike(s->page, first, i) || !is_teaser(s, i, host))
            break;
        count++;
        end = i = nodes[i].end;
    }
    return count >= TEASERS_MIN ? end : first;
}

void next_articles_find_teasers(struct pass_state *s)
{
    const struct node *nodes = s->page->nodes;
    const uint32_t *before = s->passages->before;
    struct slice host = link_rows_host(s->page);
    for (size_t i = end_of_text(s); i < s->passages->count; i++) {
        if (!s->is_kept[i])
            continue;
        uint32_t node = s->passages->items[i].element;
        for (int level = 0; level < LEVELS_MAX && node != s->page->body &&
                            node != NODE_NONE && before[node] + LABELS_MAX >= i;
             level++, node = nodes[node].parent) {
            uint32_t end = end_of_row(s, node, host);
            if (end == node)
                continue;
            pass_state_suspect(s, before[node], before[end]);
            i = before[end] - 1;
            break;
        }
    }
}
