#include "fetch/robots_matcher.h"

#include <stdlib.h>
#include <string.h>

/* A state of the automaton: the bytes that lead to it are the beginning of a part. */
struct node {
    uint32_t first_child, child_count; /* sorted by their bytes */
    uint32_t depth;
    uint32_t fail;   /* the longest suffix of it that is a state too */
    uint32_t output; /* the longest one that is a whole part after a star; 0: none */
    uint32_t begun;  /* patterns that begin with it, as 1 + index; 0: none */
    /* Patterns that wait for it in the search with this stamp: anywhere, the earliest
       first; or at the end of the path. While it is built, its parts: from first to
       last. */
    uint32_t first, last, ending, stamp;
    unsigned char byte; /* that leads to it from its parent */
    bool is_part;       /* a whole part after a star */
};

/* A rule's pattern: its first part begins the path, and may be empty; the others are
   not. */
struct pattern {
    uint32_t first_part, part_count; /* in part_nodes */
    bool to_end;                     /* the last part ends the path */
    uint32_t next_begun;             /* that begins with the same part */
    uint32_t part, from, next; /* the part that it waits for, from where, and in line */
};

struct robots_matcher {
    const struct robots_rule *rules;
    size_t count;
    struct pattern *patterns;
    uint32_t *part_nodes;
    size_t part_count;
    struct node *nodes; /* breadth first; the root is 0 */
    size_t node_count;
    uint32_t stamp;
    size_t budget; /* of steps, that is left for searches that take too many */
};

/* ---- the parts --------------------------------------------------------------------- */

struct part {
    struct slice text;
    uint32_t index; /* in part_nodes */
    bool is_first;
};

static void add_part(struct robots_matcher *m, struct pattern *pattern,
                     struct part *parts, struct slice text)
{
    uint32_t index = (uint32_t)m->part_count++;
    parts[index] = (struct part){text, index, pattern->part_count == 0};
    pattern->part_count++;
}

static void split_pattern(struct robots_matcher *m, struct slice bytes, size_t i,
                          struct part *parts)
{
    const struct robots_rule *rule = &m->rules[i];
    struct pattern *pattern = &m->patterns[i];
    struct slice rest = slice_of(bytes.ptr + rule->start, rule->len), part;
    pattern->first_part = (uint32_t)m->part_count;
    pattern->to_end = rule->to_end && !slice_ends_with(rest, SLICE("*"));
    if (!rest.len)
        add_part(m, pattern, parts, rest);
    while (slice_split(&rest, '*', &part))
        if (part.len || !pattern->part_count)
            add_part(m, pattern, parts, part);
}

static size_t count_parts(struct slice bytes, size_t rules)
{
    size_t count = rules;
    for (size_t i = 0; i < bytes.len; i++)
        count += bytes.ptr[i] == '*';
    return count;
}

static int compare_parts(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = len ? memcmp(a->text.ptr, b->text.ptr, len) : 0;
    return order ? order : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

/* ---- the automaton ----------------------------------------------------------------- */

static uint32_t find_child(const struct robots_matcher *m, uint32_t at,
                           unsigned char byte)
{
    uint32_t low = m->nodes[at].first_child, end = low + m->nodes[at].child_count,
             high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (m->nodes[middle].byte < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && m->nodes[low].byte == byte ? low : 0;
}

static uint32_t follow(const struct robots_matcher *m, uint32_t at, unsigned char byte)
{
    uint32_t child = find_child(m, at, byte);
    while (!child && at) {
        at = m->nodes[at].fail;
        child = find_child(m, at, byte);
    }
    return child;
}

/* Adds the children of a node: one for each byte that its parts, which are sorted, have
   next. */
static void add_children(struct robots_matcher *m, uint32_t at, const struct part *parts)
{
    struct node *node = &m->nodes[at];
    uint32_t i = node->first, end = node->last;
    for (; i < end && parts[i].text.len == node->depth; i++) {
        m->part_nodes[parts[i].index] = at;
        node->is_part = node->is_part || !parts[i].is_first;
    }
    node->first_child = (uint32_t)m->node_count;
    while (i < end) {
        struct node *child = &m->nodes[m->node_count++];
        *child = (struct node){.depth = node->depth + 1, .first = i};
        child->byte = (unsigned char)parts[i].text.ptr[node->depth];
        while (i < end && (unsigned char)parts[i].text.ptr[node->depth] == child->byte)
            i++;
        child->last = i;
        node->child_count++;
    }
}

static void build(struct robots_matcher *m, const struct part *parts)
{
    m->nodes[0].last = (uint32_t)m->part_count;
    m->node_count = 1;
    for (uint32_t at = 0; at < m->node_count; at++)
        add_children(m, at, parts);
    for (uint32_t at = 0; at < m->node_count; at++) {
        struct node *node = &m->nodes[at];
        node->first = node->last = 0;
        if (m->nodes[node->fail].is_part)
            node->output = node->fail;
        else
            node->output = m->nodes[node->fail].output;
        for (uint32_t i = 0; i < node->child_count; i++) {
            struct node *child = &m->nodes[node->first_child + i];
            child->fail = at ? follow(m, node->fail, child->byte) : 0;
        }
    }
}

static void list_beginnings(struct robots_matcher *m)
{
    for (size_t i = m->count; i > 0; i--) {
        struct pattern *pattern = &m->patterns[i - 1];
        struct node *node = &m->nodes[m->part_nodes[pattern->first_part]];
        pattern->next_begun = node->begun;
        node->begun = (uint32_t)i;
    }
}

static bool compile(struct robots_matcher *m, struct slice bytes)
{
    size_t most = count_parts(bytes, m->count);
    struct part *parts = calloc(most + 1, sizeof *parts);
    m->patterns = calloc(m->count + 1, sizeof *m->patterns);
    m->part_nodes = calloc(most + 1, sizeof *m->part_nodes);
    m->nodes = calloc(bytes.len + 1, sizeof *m->nodes);
    bool done = parts && m->patterns && m->part_nodes && m->nodes;
    if (done) {
        for (size_t i = 0; i < m->count; i++)
            split_pattern(m, bytes, i, parts);
        qsort(parts, m->part_count, sizeof *parts, compare_parts);
        build(m, parts);
        list_beginnings(m);
        struct node *smaller = realloc(m->nodes, m->node_count * sizeof *smaller);
        m->nodes = smaller ? smaller : m->nodes;
    }
    free(parts);
    return done;
}

struct robots_matcher *
robots_matcher_compile(struct slice bytes, const struct robots_rule *rules, size_t count)
{
    struct robots_matcher *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->rules = rules;
    m->count = count;
    m->budget = ROBOTS_STEPS_BUDGET;
    if (compile(m, bytes))
        return m;
    robots_matcher_free(m);
    return NULL;
}

void robots_matcher_free(struct robots_matcher *matcher)
{
    if (!matcher)
        return;
    free(matcher->patterns);
    free(matcher->part_nodes);
    free(matcher->nodes);
    free(matcher);
}

size_t robots_matcher_size(const struct robots_matcher *matcher)
{
    return sizeof *matcher + matcher->count * sizeof *matcher->patterns +
           matcher->part_count * sizeof *matcher->part_nodes +
           matcher->node_count * sizeof *matcher->nodes;
}

/* ---- the search -------------------------------------------------------------------- */

struct search {
    struct robots_matcher *m;
    struct slice path;
    const struct robots_rule *best;
    size_t steps, steps_max;
};

static void note_match(struct search *s, size_t index)
{
    const struct robots_rule *rule = &s->m->rules[index], *best = s->best;
    size_t len = rule->len + rule->to_end, best_len = best ? best->len + best->to_end : 0;
    bool is_better =
        !best || len > best_len || (len == best_len && rule->allow > best->allow);
    bool is_same = best && len == best_len && rule->allow == best->allow;
    if (is_better || (is_same && rule->line < best->line))
        s->best = rule;
}

/* The node, without the patterns of an earlier search. */
static struct node *fresh(struct robots_matcher *m, uint32_t at)
{
    struct node *node = &m->nodes[at];
    if (node->stamp != m->stamp) {
        node->first = node->last = node->ending = 0;
        node->stamp = m->stamp;
    }
    return node;
}

/* A part of the pattern has been found, up to `end` in the path: waits for the next. */
static void advance(struct search *s, uint32_t number, size_t end)
{
    struct robots_matcher *m = s->m;
    struct pattern *pattern = &m->patterns[number - 1];
    if (++pattern->part == pattern->part_count) {
        if (!pattern->to_end || end == s->path.len)
            note_match(s, number - 1);
        return;
    }
    struct node *node = fresh(m, m->part_nodes[pattern->first_part + pattern->part]);
    pattern->from = (uint32_t)end;
    pattern->next = 0;
    if (pattern->to_end && pattern->part + 1 == pattern->part_count) {
        pattern->next = node->ending;
        node->ending = number;
    } else {
        *(node->first ? &m->patterns[node->last - 1].next : &node->first) = number;
        node->last = number;
    }
}

static void begin_patterns(struct search *s, uint32_t at, size_t end)
{
    uint32_t number = s->m->nodes[at].begun;
    for (; number; number = s->m->patterns[number - 1].next_begun) {
        s->m->patterns[number - 1].part = 0;
        advance(s, number, end);
    }
}

/* The part of this node ends here: those that wait for it from before its beginning go
   on. Each pattern comes here once a part, so that all of them take linear time. */
static void find_part(struct search *s, uint32_t at, size_t end)
{
    struct node *node = fresh(s->m, at);
    uint32_t number;
    while ((number = node->first) &&
           s->m->patterns[number - 1].from + node->depth <= end) {
        node->first = s->m->patterns[number - 1].next;
        advance(s, number, end);
    }
    if (end < s->path.len)
        return;
    for (number = node->ending; number; number = s->m->patterns[number - 1].next)
        if (s->m->patterns[number - 1].from + node->depth <= end)
            note_match(s, number - 1);
}

static void find_parts(struct search *s, uint32_t at, size_t end)
{
    if (!s->m->nodes[at].is_part)
        at = s->m->nodes[at].output;
    for (; at && s->steps <= s->steps_max; at = s->m->nodes[at].output, s->steps++)
        find_part(s, at, end);
}

bool robots_matcher_find(struct robots_matcher *matcher, struct slice path,
                         const struct robots_rule **out)
{
    size_t free_steps = ROBOTS_STEPS_A_BYTE * path.len;
    struct search s = {.m = matcher, .path = path};
    uint32_t at = 0;
    s.steps_max = free_steps + (matcher->budget < ROBOTS_STEPS_MAX ? matcher->budget
                                                                   : ROBOTS_STEPS_MAX);
    matcher->stamp++;
    begin_patterns(&s, 0, 0);
    for (size_t i = 0; i < path.len && s.steps <= s.steps_max; i++, s.steps++) {
        at = follow(matcher, at, (unsigned char)path.ptr[i]);
        if (at && matcher->nodes[at].depth == i + 1) /* all of the path up to here */
            begin_patterns(&s, at, i + 1);
        find_parts(&s, at, i + 1);
    }
    *out = s.best;
    size_t excess = s.steps > free_steps ? s.steps - free_steps : 0;
    matcher->budget -= excess < matcher->budget ? excess : matcher->budget;
    return s.steps <= s.steps_max;
}
