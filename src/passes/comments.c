#include "passes/comments.h"

#include "comments/comment_names.h"
#include "phrases/phrases.h"

enum {
    ACTION_MAX = 60,   /* bytes of text; "Reply", "3 likes" and a date after them */
    ACTION_NODES = 32, /* that are read for actions */
    TEXT_MIN = 20,     /* bytes outside of links and headings: "View all", "0 Comments" */
};

/* ---- what a subtree contains ------------------------------------------------------- */

/* What comes next in the page, from a node on. There are boxes in boxes, and each is
   asked what is in it: searching them takes 11 s for a page of 60,000 nodes in 500
   boxes. */
struct ahead {
    uint32_t comment;   /* the first node that has a name for comments */
    uint32_t paragraph; /* the first p element; the end of the page if there is none */
    uint32_t bytes;     /* of text, trimmed node by node */
};

struct keeping {
    struct marks *marks;
    const struct page *page;
    struct ahead *ahead; /* one per node, and one for the end of the page */
};

static struct ahead *look_ahead(const struct page *page, struct arena *a)
{
    struct ahead *ahead = arena_calloc(a, page->count + 1, sizeof *ahead);
    ahead[page->count] = (struct ahead){page->count, page->count, 0};
    for (uint32_t i = page->count; i-- > 0;) {
        const struct node *node = &page->nodes[i];
        ahead[i] = ahead[i + 1];
        if (node_is_text(node))
            ahead[i].bytes += (uint32_t)slice_trim(node->text).len;
        else if (comment_names_single(page, i) ||
                 (comment_names_is_box(page, i) && comment_names_section(page, i)))
            ahead[i].comment = i;
        if (node->tag == TAG_P)
            ahead[i].paragraph = i;
    }
    return ahead;
}

/* Whether the node, or one in it, has a name for comments. */
static bool holds_comment(const struct keeping *k, uint32_t node)
{
    return k->ahead[node].comment < k->page->nodes[node].end;
}

static bool is_short_line(const struct keeping *k, uint32_t node)
{
    uint32_t end = k->page->nodes[node].end;
    return k->ahead[node].bytes - k->ahead[end].bytes <= ACTION_MAX &&
           k->ahead[node].paragraph >= end;
}

/* ---- keeping ----------------------------------------------------------------------- */

/* Whether the site's own rules have removed the node. Generic rules remove comments
   because most readers do not want them. */
static bool is_removed(const struct marks *m, uint32_t node)
{
    const struct reason *reason = &m->reasons[m->items[node].reason];
    return m->items[node].verdict == VERDICT_DROP && reason->by == JUDGE_RULE &&
           (reason->file->authority == AUTHORITY_SITE ||
            reason->file->authority == AUTHORITY_COMMUNITY) &&
           reason->directive->kind != DIRECTIVE_BODY;
}

static bool is_in_removed(const struct marks *m, uint32_t node)
{
    for (; node != NODE_NONE; node = m->page->nodes[node].parent)
        if (is_removed(m, node))
            return true;
    return false;
}

static bool is_button(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_BUTTON ||
           slice_equal(page_attribute(page, node, SLICE("role")), SLICE("button"));
}

/* Whether all of a line is actions: "Reply · Report · 3". */
static bool says_actions(const struct keeping *k, uint32_t node)
{
    const struct page *page = k->page;
    bool is_said = false;
    if (page->nodes[node].end - node > ACTION_NODES)
        return false;
    for (uint32_t i = node + 1; i < page->nodes[node].end; i++) {
        if (!node_is_text(&page->nodes[i]))
            continue;
        phrase_set says = phrases_read(page->nodes[i].text);
        if (!(says & (SENSE(COMMENT_ACTION) | SENSE(POST_ACTION) | SENSE(NOTHING))))
            return false;
        is_said = is_said || says & (SENSE(COMMENT_ACTION) | SENSE(POST_ACTION));
    }
    return is_said;
}

/* Whether a node is something to click on or to fill in, and not a comment. */
static bool is_tool(const struct keeping *k, uint32_t node)
{
    name_set senses = comment_names_read(k->page, node);
    if (k->page->nodes[node].tag == TAG_FORM || senses & NAMED(FORM))
        return !holds_comment(k, node);
    struct slice link = page_attribute(k->page, node, SLICE("href"));
    if (slice_find(link, SLICE("replytocom=")) != SIZE_MAX)
        return true;
    return is_short_line(k, node) && !holds_comment(k, node) &&
           (senses & NAMED(ACTION) || is_button(k->page, node) || says_actions(k, node));
}

/* Whether a node in a section remains dropped. */
static bool stays_out(const struct keeping *k, uint32_t node, uint32_t section)
{
    const struct marks *m = k->marks;
    const struct reason *reason = &m->reasons[m->items[node].reason];
    if (m->items[node].verdict != VERDICT_DROP || reason->by == JUDGE_MODEL)
        return false;
    if (reason->by == JUDGE_RULE)
        return is_removed(m, node) || (reason->directive->kind != DIRECTIVE_BODY &&
                                       k->ahead[node].comment != node);
    return reason->by == JUDGE_BUILTIN && node != section;
}

static bool is_tool_in(const struct keeping *k, uint32_t node,
                       const struct section *section)
{
    return node != section->first && node_is_element(&k->page->nodes[node]) &&
           is_tool(k, node);
}

/* Returns the node after those of which no text is kept; node itself if there are none
   here. */
static uint32_t skip_dropped(const struct keeping *k, uint32_t node,
                             const struct section *section)
{
    bool is_out = stays_out(k, node, section->first) || is_tool_in(k, node, section);
    return is_out ? k->page->nodes[node].end : node;
}

/* Whether a section has a comment: it may be just a heading and a link. */
static bool has_comment(const struct keeping *k, const struct section *section)
{
    const struct page *page = k->page;
    for (uint32_t i = section->first; i < section->end;) {
        uint32_t next = skip_dropped(k, i, section);
        const struct node *node = &page->nodes[i];
        if (next == i && node_is_text(node) && slice_trim(node->text).len >= TEXT_MIN)
            return true;
        if (next == i && node_is_element(node) && comment_names_single(page, i))
            return true;
        bool is_label = node->tag == TAG_A || tag_is_heading(node->tag);
        i = next != i ? next : is_label ? node->end : i + 1;
    }
    return false;
}

static void keep_section(const struct keeping *k, const struct section *section,
                         uint32_t kept, uint32_t tool)
{
    for (uint32_t i = section->first; i < section->end;) {
        uint32_t next = skip_dropped(k, i, section);
        if (next == i)
            marks_keep(k->marks, i++, kept);
        else if (!stays_out(k, i, section->first))
            marks_mute(k->marks, i, tool);
        i = next > i ? next : i;
    }
}

size_t comments_keep(struct marks *marks, const struct section_list *sections)
{
    size_t count = 0;
    if (!sections->count)
        return 0;
    struct keeping keeping = {marks, marks->page, look_ahead(marks->page, marks->arena)};
    uint32_t kept = marks_add_builtin(marks, REASON_REQUESTED_COMMENTS);
    uint32_t tool = marks_add_builtin(marks, REASON_COMMENT_TOOL);
    for (size_t i = 0; i < sections->count; i++) {
        const struct section *section = &sections->items[i];
        if (is_in_removed(marks, section->first) || !has_comment(&keeping, section))
            continue;
        keep_section(&keeping, section, kept, tool);
        count++;
    }
    return count;
}

/* ---- the pass ---------------------------------------------------------------------- */

static uint32_t count_kept_words(const struct pass_state *s, size_t begin, size_t end)
{
    uint32_t words = 0;
    for (size_t i = begin; i < end; i++)
        words += s->is_kept[i] ? s->passages->items[i].words : 0;
    return words;
}

/* Where a page may be more than an article, signatures alone do not show what is not its
   text: shops have reviews. */
static bool is_refused(const struct pass_state *s, const struct section *section)
{
    return s->type == TYPE_ARTICLE || !section->is_by_signatures;
}

/* If there is more text in comments than outside, the page may be a thread that was taken
   for another type. */
void comments_refuse(struct pass_state *s)
{
    const uint32_t *before = s->passages->before;
    struct section_list sections;
    comment_sections_find(s->page, s->arena, &sections);
    uint32_t all = count_kept_words(s, 0, s->passages->count), comments = 0;
    for (size_t i = 0; i < sections.count; i++)
        if (is_refused(s, &sections.items[i]))
            comments += count_kept_words(s, before[sections.items[i].first],
                                         before[sections.items[i].end]);
    if (comments * 2 > all)
        return;
    for (size_t i = 0; i < sections.count; i++)
        for (uint32_t p = before[sections.items[i].first];
             p < before[sections.items[i].end] && is_refused(s, &sections.items[i]); p++)
            pass_state_refuse(s, p);
}
