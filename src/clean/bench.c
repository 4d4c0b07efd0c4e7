#include "clean/bench.h"

static void find_live(struct bench *b, struct hits *hits)
{
    const struct rulefile *file = hits->file;
    uint32_t *live = arena_alloc(b->marks->arena, file->count * sizeof *live);
    for (uint32_t d = 0; d < file->count; d++) {
        const struct directive *directive = &file->directives[d];
        if (!directive->selector || directive->is_xpath ||
            hits->start[d] < hits->start[d + 1])
            live[hits->live_count++] = d;
    }
    hits->live = live;
}

/* Sorts the hits of the file's set by directive: counted, summed, placed. */
static void match_file(struct bench *b, const struct rulefile *file, struct hits *out)
{
    struct arena *a = b->marks->arena;
    struct selector_hits found = {0};
    if (file->set)
        selector_set_match_early(file->set, &b->view, a, &found);
    uint32_t *start = arena_calloc(a, file->count + 2, sizeof *start);
    uint32_t *nodes = arena_alloc(a, found.count * sizeof *nodes);
    for (size_t i = 0; i < found.count; i++)
        start[file->selector_directives[found.items[i].selector] + 2]++;
    for (size_t d = 2; d < file->count + 2; d++)
        start[d] += start[d - 1];
    for (size_t i = 0; i < found.count; i++)
        nodes[start[file->selector_directives[found.items[i].selector] + 1]++] =
            found.items[i].node;
    *out = (struct hits){.file = file, .nodes = nodes, .start = start};
    find_live(b, out);
}

void bench_begin(const struct bench *b, const struct place *place)
{
    b->notes->busy_file = place->hits->file;
    b->notes->busy_directive = place->directive;
}

void bench_end(const struct bench *b, const struct place *place)
{
    struct error err;
    b->notes->busy_directive = NULL;
    if (view_take_fault(&b->view, &err))
        notes_add(b->notes, "xpath-limit", place->hits->file, place->directive, "%s",
                  err.text);
}

struct node_list bench_nodes(const struct bench *b, const struct place *place)
{
    uint32_t first = place->hits->start[place->index];
    uint32_t end = place->hits->start[place->index + 1];
    const uint32_t *early = place->hits->nodes + first;
    const struct selector *selector = place->directive->selector;
    struct node_list list = {0};
    if (first == end && !place->directive->is_xpath)
        return list;
    if (place->directive->is_xpath) {
        bench_begin(b, place);
        selector_select(selector, &b->view, 0, b->marks->arena, &list);
        bench_end(b, place);
        return list;
    }
    if (!selector || !selector_is_positional(selector)) {
        list.items = (uint32_t *)early;
        list.count = end - first;
        return list;
    }
    for (uint32_t i = 0; i < end - first; i++)
        if (!b->view.hidden[early[i]] && selector_matches(selector, &b->view, early[i]))
            ARENA_PUSH(b->marks->arena, &list, early[i]);
    return list;
}

/* What the early hits of a selector that is no more than a node list give as values. */
static void add_hit_values(const struct bench *b, const struct place *place,
                           struct value_list *out)
{
    struct node_list nodes = bench_nodes(b, place);
    if (!nodes.count)
        return;
    struct slice name = selector_attribute(place->directive->selector);
    for (size_t i = 0; i < nodes.count; i++) {
        struct selector_value value = {.node = nodes.items[i]};
        if (b->view.hidden[value.node])
            continue;
        if (name.len) {
            value.attribute = name;
            value.text = page_attribute(b->page, value.node, name);
            if (!value.text.ptr)
                continue;
        }
        ARENA_PUSH(b->marks->arena, out, value);
    }
}

struct value_list bench_values(const struct bench *b, const struct place *place)
{
    struct value_list values = {0};
    const struct selector *selector = place->directive->selector;
    if (!place->directive->is_xpath) {
        add_hit_values(b, place, &values);
        return values;
    }
    bench_begin(b, place);
    selector_values(selector, &b->view, b->marks->arena, &values);
    bench_end(b, place);
    return values;
}

bool bench_next(const struct bench *b, struct walk *walk)
{
    while (walk->file < b->file_count) {
        const struct hits *hits = &b->hits[walk->file];
        while (walk->next < hits->file->count) {
            uint32_t d = walk->next++;
            const struct directive *directive = &hits->file->directives[d];
            if (directive->kind == walk->kind && !directive->scope == walk->for_all &&
                directive_applies(directive, b->url_path)) {
                walk->place = (struct place){hits, directive, d};
                return true;
            }
        }
        walk->next = 0;
        walk->file += walk->for_all;
        walk->for_all = !walk->for_all;
    }
    return false;
}

uint32_t bench_reason(const struct bench *b, const struct place *place)
{
    return marks_add_reason(b->marks, (struct reason){.by = JUDGE_RULE,
                                                      .file = place->hits->file,
                                                      .directive = place->directive});
}

void bench_open(struct bench *b, const struct ruleset *rules, struct slice url_path,
                struct marks *marks, struct note_list *notes, struct judgement *out)
{
    *b = (struct bench){
        .page = marks->page,
        .marks = marks,
        .notes = notes,
        .url_path = url_path,
        .view = view_open(marks->page, marks->hidden, marks->arena),
        .file_count = rules->count,
        .out = out,
    };
    for (size_t f = 0; f < rules->count; f++)
        match_file(b, rules->files[f], &b->hits[f]);
}
