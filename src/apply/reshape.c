#include "apply/reshape.h"

/* ---- attributes -------------------------------------------------------------------- */

static void remove_attributes(const struct value_list *values, struct overlay *overlay)
{
    for (size_t i = 0; i < values->count; i++)
        if (values->items[i].attribute.ptr)
            overlay_remove_attribute(overlay, values->items[i].node,
                                     values->items[i].attribute);
}

void reshape_reveal(const struct ruleset *rules, struct slice url_path,
                    struct marks *marks)
{
    struct view view = view_open(marks->page, marks->hidden, marks->arena);
    for (size_t f = 0; f < rules->count; f++)
        for (size_t i = 0; i < rules->files[f]->revealing_count; i++) {
            const struct rulefile *file = rules->files[f];
            const struct directive *directive = &file->directives[file->revealing[i]];
            struct value_list values = {0};
            if (!directive_applies(directive, url_path))
                continue;
            selector_values(directive->selector, &view, marks->arena, &values);
            remove_attributes(&values, &marks->overlay);
        }
}

void reshape_strip_attributes(struct rule_matches *b, const struct place *place)
{
    struct value_list values = rule_matches_values(b, place);
    remove_attributes(&values, &b->marks->overlay);
}

/* ---- elements ---------------------------------------------------------------------- */

static void dissolve(struct rule_matches *b, const struct place *place)
{
    struct node_list nodes = rule_matches_nodes(b, place);
    for (size_t i = 0; i < nodes.count; i++)
        overlay_dissolve(&b->marks->overlay, nodes.items[i]);
}

static void wrap(struct rule_matches *b, const struct place *place)
{
    struct node_list nodes = rule_matches_nodes(b, place);
    for (size_t i = 0; i < nodes.count; i++)
        overlay_wrap(&b->marks->overlay, nodes.items[i], place->directive->argument);
}

static void move(struct rule_matches *b, const struct place *place)
{
    struct node_list nodes = rule_matches_nodes(b, place);
    rule_matches_begin(b, place);
    uint32_t target =
        nodes.count ? selector_first(place->directive->target, &b->view, 0) : NODE_NONE;
    rule_matches_end(b, place);
    for (size_t i = 0; target != NODE_NONE && i < nodes.count; i++)
        if (!b->view.hidden[nodes.items[i]])
            overlay_move(&b->marks->overlay, nodes.items[i], target);
}

/* ---- images ------------------------------------------------------------------------ */

static void strip_images(struct rule_matches *b, const struct place *place)
{
    uint32_t reason = 0;
    for (uint32_t i = 0; i < b->page->count; i++) {
        if (b->page->nodes[i].tag != TAG_IMG || b->view.hidden[i])
            continue;
        struct slice src = page_attribute(b->page, i, SLICE("src"));
        if (slice_find(src, place->directive->value) == SIZE_MAX)
            continue;
        if (!reason)
            reason = rule_matches_reason(b, place);
        marks_drop(b->marks, i, reason);
    }
}

static void add_lazy(struct rule_matches *b, const struct place *place)
{
    overlay_add_lazy(&b->marks->overlay,
                     arena_copy_lower(b->marks->arena, place->directive->value));
}

void reshape_by(struct rule_matches *b, const struct place *place)
{
    static void (*const steps[DIRECTIVE_COUNT])(struct rule_matches * b,
                                                const struct place *place) = {
        [DIRECTIVE_STRIP_ATTR] = reshape_strip_attributes,
        [DIRECTIVE_POST_STRIP_ATTR] = reshape_strip_attributes,
        [DIRECTIVE_DISSOLVE] = dissolve,
        [DIRECTIVE_WRAP_IN] = wrap,
        [DIRECTIVE_MOVE_INTO] = move,
        [DIRECTIVE_STRIP_IMAGE_SRC] = strip_images,
        [DIRECTIVE_SRC_LAZY_LOAD_ATTR] = add_lazy,
    };
    if (steps[place->directive->kind])
        steps[place->directive->kind](b, place);
}
