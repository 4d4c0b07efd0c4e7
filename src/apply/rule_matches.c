#include "apply/rule_matches.h"

/* Whether the directive may have an effect here: it has early hits, or none can be
   known. */
static bool is_live(const struct hits *hits, size_t d)
{
    uint32_t s = hits->file->selector_of[d];
    return s == SELECTOR_NONE || hits->start[s] < hits->start[s + 1];
}

static void find_live(struct rule_matches *b, struct hits *hits)
{
    const struct rulefile *file = hits->file;
    uint32_t *live = arena_alloc(b->marks->arena, file->count * sizeof *live);
    for (uint32_t d = 0; d < file->count; d++)
        if (is_live(hits, d))
            live[hits->live_count++] = d;
    hits->live = live;
}

/* Sorts the hits of the file's set by selector: counted, summed, placed. */
static void match_file(struct rule_matches *b, const struct rulefile *file,
                       struct hits *out)
{
    struct arena *a = b->marks->arena;
    struct selector_hits found = {0};
    selector_set_match_early(file->set, &b->view, a, &found);
    uint32_t *start = arena_calloc(a, file->selector_count + 2, sizeof *start);
    uint32_t *nodes = arena_alloc(a, found.count * sizeof *nodes);
    for (size_t i = 0; i < found.count; i++)
        start[found.items[i].selector + 2]++;
    for (size_t s = 2; s < file->selector_count + 2; s++)
        start[s] += start[s - 1];
    for (size_t i = 0; i < found.count; i++)
        nodes[start[found.items[i].selector + 1]++] = found.items[i].node;
    *out = (struct hits){.file = file, .nodes = nodes, .start = start};
    find_live(b, out);
}

void rule_matches_begin(const struct rule_matches *b, const struct place *place)
{
    b->notes->busy_file = place->hits->file;
    b->notes->busy_directive = place->directive;
}

void rule_matches_end(const struct rule_matches *b, const struct place *place)
{
    struct error err;
    b->notes->busy_directive = NULL;
    if (view_take_fault(&b->view, &err))
        notes_add(b->notes, NOTE_XPATH_LIMIT, place->hits->file, place->directive, "%s",
                  err.text);
    if (view_take_limit(&b->view))
        notes_add(b->notes, NOTE_REGEX_LIMIT, place->hits->file, place->directive,
                  "the pattern of :has-text took too long on an element and was stopped "
                  "there; simplify it");
}

struct node_list rule_matches_nodes(const struct rule_matches *b,
                                    const struct place *place)
{
    const struct hits *hits = place->hits;
    const struct selector *selector = place->directive->selector;
    struct node_list list = {0};
    if (place->directive->is_xpath) {
        rule_matches_begin(b, place);
        selector_select(selector, &b->view, 0, b->marks->arena, &list);
        rule_matches_end(b, place);
        return list;
    }
    uint32_t s = hits->file->selector_of[place->index];
    if (s == SELECTOR_NONE)
        return list;
    const uint32_t *early = hits->nodes + hits->start[s];
    uint32_t count = hits->start[s + 1] - hits->start[s];
    if (!selector_is_positional(selector)) {
        list.items = (uint32_t *)early;
        list.count = count;
        return list;
    }
    rule_matches_begin(b, place);
    selector_sift(selector, &b->view, early, count, b->marks->arena, &list);
    rule_matches_end(b, place);
    return list;
}

/* Converts early hits to the values of a selector that gives nodes only. */
static void add_hit_values(const struct rule_matches *b, const struct place *place,
                           struct value_list *out)
{
    struct node_list nodes = rule_matches_nodes(b, place);
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

struct value_list rule_matches_values(const struct rule_matches *b,
                                      const struct place *place)
{
    struct value_list values = {0};
    const struct selector *selector = place->directive->selector;
    if (!place->directive->is_xpath) {
        add_hit_values(b, place, &values);
        return values;
    }
    rule_matches_begin(b, place);
    selector_values(selector, &b->view, b->marks->arena, &values);
    rule_matches_end(b, place);
    return values;
}

bool rule_matches_next(const struct rule_matches *b, struct walk *walk)
{
    while (walk->file < b->file_count) {
        const struct hits *hits = &b->hits[walk->file];
        size_t d;
        while ((d = rulefile_next(hits->file, walk->kind, walk->next)) <
               hits->file->count) {
            const struct directive *directive = &hits->file->directives[d];
            walk->next = (uint32_t)d + 1;
            if ((walk->with_misses || is_live(hits, d)) &&
                !directive->scope == walk->for_all &&
                directive_applies(directive, b->url_path)) {
                walk->place = (struct place){hits, directive, (uint32_t)d};
                return true;
            }
        }
        walk->next = 0;
        walk->file += walk->for_all;
        walk->for_all = !walk->for_all;
    }
    return false;
}

uint32_t rule_matches_reason(const struct rule_matches *b, const struct place *place)
{
    return marks_add_reason(b->marks, (struct reason){.by = JUDGE_RULE,
                                                      .file = place->hits->file,
                                                      .directive = place->directive});
}

void rule_matches_open(struct rule_matches *b, const struct ruleset *rules,
                       struct slice url_path, struct marks *marks,
                       struct note_list *notes, struct rule_findings *out)
{
    *b = (struct rule_matches){
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
