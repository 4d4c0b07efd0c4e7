#include "clean/content.h"

#include "clean/tally.h"

/* Weight of text by the block it stands in, then from the body down into the child that
   holds the most of it, as long as one does; then what is mostly links is taken out. The
   measures, text and link density of blocks, are those of Kohlschuetter, Fankhauser and
   Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010); the walk down
   is ours. */
enum {
    SHORT_BYTES = 25, /* a block with less is a label; its text has no weight */
    LONG_BYTES = 80,  /* a block with as much is a paragraph, whatever it ends with */
    SHARE_DOWN = 60,  /* percent of the weight that a child must hold to be entered */
    LINKS_MAX = 65,   /* percent of its text in links that a part may have */
};

struct model {
    const struct page *page;
    struct marks *marks;
    const uint8_t *verdicts; /* as the rules have left them */
    struct tally tally;
    uint32_t *weight;   /* [i]: of the blocks before node i */
    uint32_t long_text; /* text of all blocks that are no labels */
};

static bool is_block(const struct node *node)
{
    enum tag_kind kind = tag_kind((enum tag)node->tag);
    return kind == TAG_BLOCK || kind == TAG_CELL;
}

/* ---- weights ----------------------------------------------------------------------- */

struct block_sum {
    uint32_t text, links;
    bool ends_sentence;
};

static bool ends_sentence(struct slice text)
{
    text = slice_trim(text);
    if (!text.len)
        return false;
    char last = text.ptr[text.len - 1];
    return last == '.' || last == '!' || last == '?' || last == '"' || last == ':';
}

static uint32_t weigh(const struct block_sum *sum)
{
    if (sum->text < SHORT_BYTES)
        return 0;
    uint32_t plain = sum->text - sum->links;
    uint32_t weight = (uint32_t)((uint64_t)plain * plain / sum->text);
    return sum->text >= LONG_BYTES || sum->ends_sentence ? weight : weight / 4;
}

/* Sums the text of each block without that of the blocks inside it. */
static void sum_blocks(const struct model *m, struct block_sum *sums)
{
    const struct page *page = m->page;
    uint32_t *block_of = arena_alloc(m->marks->arena, page->count * sizeof *block_of);
    for (uint32_t i = 0; i < page->count; i++) {
        const struct node *node = &page->nodes[i];
        block_of[i] = i == 0 || is_block(node) ? i : block_of[node->parent];
        if (!node_is_text(node))
            continue;
        struct block_sum *sum = &sums[block_of[i]];
        uint32_t ink = m->tally.text[i + 1] - m->tally.text[i];
        sum->text += ink;
        sum->links += m->tally.links[i + 1] - m->tally.links[i];
        if (ink)
            sum->ends_sentence = ends_sentence(node->text);
    }
}

static void weigh_blocks(struct model *m)
{
    struct arena *a = m->marks->arena;
    struct block_sum *sums = arena_calloc(a, m->page->count, sizeof *sums);
    sum_blocks(m, sums);
    m->weight = arena_alloc(a, ((size_t)m->page->count + 1) * sizeof *m->weight);
    uint32_t weight = 0;
    for (uint32_t i = 0; i < m->page->count; i++) {
        m->weight[i] = weight;
        weight += weigh(&sums[i]);
        if (sums[i].text >= SHORT_BYTES)
            m->long_text += sums[i].text;
    }
    m->weight[m->page->count] = weight;
}

static uint32_t weight_of(const struct model *m, uint32_t top)
{
    return m->weight[m->page->nodes[top].end] - m->weight[top];
}

/* ---- the walk down ----------------------------------------------------------------- */

static uint32_t heaviest_child(const struct model *m, uint32_t top)
{
    uint32_t heaviest = NODE_NONE, most = 0;
    for (uint32_t i = top + 1; i < m->page->nodes[top].end; i = m->page->nodes[i].end) {
        uint32_t weight = weight_of(m, i);
        if (weight > most) {
            most = weight;
            heaviest = i;
        }
    }
    return heaviest;
}

/* The first h1 with text in the nodes [first, end), or NODE_NONE. */
static uint32_t find_headline(const struct model *m, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (m->page->nodes[i].tag == TAG_H1 && tally_text(&m->tally, m->page, i))
            return i;
    return NODE_NONE;
}

/* Whether a node may hold a whole text; a paragraph or an item is a part of one. */
static bool is_room(const struct node *node)
{
    return is_block(node) && node->tag != TAG_P && node->tag != TAG_LI &&
           node->tag != TAG_BLOCKQUOTE && node->tag != TAG_PRE;
}

/* The walk ends where a step would leave the headline behind, but for one that stands in
   the body itself, with everything else on the page. */
static uint32_t find_container(const struct model *m)
{
    uint32_t top = m->page->body;
    for (;;) {
        uint32_t child = heaviest_child(m, top);
        if (child == NODE_NONE || !is_room(&m->page->nodes[child]) ||
            (uint64_t)weight_of(m, child) * 100 <
                (uint64_t)weight_of(m, top) * SHARE_DOWN)
            return top;
        if (top != m->page->body && find_headline(m, top, child) != NODE_NONE)
            return top;
        top = child;
    }
}

/* ---- marks ------------------------------------------------------------------------- */

static uint32_t add_reason(struct model *m, int score)
{
    return marks_add_reason(m->marks, (struct reason){.by = JUDGE_MODEL, .score = score});
}

static bool is_mostly_links(const struct model *m, uint32_t top)
{
    uint64_t text = tally_text(&m->tally, m->page, top);
    uint64_t links = tally_links(&m->tally, m->page, top);
    return text && links * 100 > text * LINKS_MAX;
}

/* A heading that is a link leads to the text below it, and stays with it; so does the
   headline with whatever links stand beside it. */
static bool is_link_list(const struct model *m, uint32_t i)
{
    const struct node *node = &m->page->nodes[i];
    bool is_heading = node->tag >= TAG_H1 && node->tag <= TAG_H6;
    return is_block(node) && !is_heading && is_mostly_links(m, i) &&
           find_headline(m, i, node->end) == NODE_NONE;
}

static void prune(struct model *m, uint32_t top)
{
    uint32_t reason = add_reason(m, 0);
    for (uint32_t i = top + 1; i < m->page->nodes[top].end;) {
        bool drops =
            m->marks->items[i].verdict == VERDICT_UNDECIDED && is_link_list(m, i);
        if (drops)
            marks_mute(m->marks, i, reason);
        i = drops ? m->page->nodes[i].end : i + 1;
    }
}

/* Labels in links and nothing to read between them: a list of headlines is longer. */
static bool is_menu(const struct model *m)
{
    return !m->weight[m->page->count] && is_mostly_links(m, 0) &&
           m->long_text < m->tally.text[m->page->count] / 2;
}

void content_judge(struct marks *marks)
{
    struct model m = {.page = marks->page, .marks = marks};
    if (m.page->body == NODE_NONE)
        return;
    m.verdicts = marks_spread(marks);
    tally_count(m.page, m.verdicts, VERDICT_DROP, marks->arena, &m.tally);
    weigh_blocks(&m);
    if (marks->items[0].verdict == VERDICT_UNDECIDED)
        marks_mute(marks, 0, add_reason(&m, 0));
    if (is_menu(&m))
        return;
    uint32_t container = find_container(&m);
    if (marks->items[container].verdict != VERDICT_DROP)
        marks_keep(marks, container, add_reason(&m, 1000));
    /* where links are what there is, the page is a list of them */
    if (!is_mostly_links(&m, container))
        prune(&m, container);
}
