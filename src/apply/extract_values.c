#include "apply/extract_values.h"

/* The text of a value. */
static struct slice text_of(const struct rule_matches *b,
                            const struct selector_value *value)
{
    bool is_node = value->node != NODE_NONE && !value->attribute.ptr;
    return slice_trim(
        is_node ? page_text(b->page, value->node, b->view.hidden, b->marks->arena)
                : value->text);
}

static bool is_seen(const struct rule_matches *b, const struct selector_value *value)
{
    return value->node == NODE_NONE || !b->view.hidden[value->node];
}

struct slice extract_values_read(struct rule_matches *b, enum directive_kind kind,
                                 bool *removed)
{
    struct walk walk = {.kind = kind};
    while (rule_matches_next(b, &walk)) {
        struct value_list values = rule_matches_values(b, &walk.place);
        for (size_t i = 0; i < values.count; i++) {
            const struct selector_value *value = &values.items[i];
            struct slice text = is_seen(b, value) ? text_of(b, value) : SLICE("");
            if (!text.len)
                continue;
            if (value->node != NODE_NONE && !value->attribute.ptr &&
                rule_check_allows_value(b->check, rule_matches_claim(&walk.place),
                                        value->node)) {
                marks_drop(b->marks, value->node, rule_matches_reason(b, &walk.place));
                *removed = b->page->body != NODE_NONE && b->view.hidden[value->node] &&
                           page_is_inside(b->page, value->node, b->page->body);
            }
            return text;
        }
    }
    return SLICE("");
}

/* The link of an element, or the text of an attribute or a string. */
static struct slice address_of(const struct rule_matches *b,
                               const struct selector_value *value)
{
    bool is_node = value->node != NODE_NONE && !value->attribute.ptr;
    return slice_trim(is_node ? page_attribute(b->page, value->node, SLICE("href"))
                              : value->text);
}

/* Whether the if_page_contains of a link line is met, or there is none. */
static bool holds(const struct rule_matches *b, const struct place *place)
{
    struct value_list values = {0};
    if (!place->directive->condition)
        return true;
    rule_matches_begin(b, place);
    selector_values(place->directive->condition, &b->view, b->marks->arena, &values);
    rule_matches_end(b, place);
    return values.count > 0;
}

struct slice extract_values_find_link(const struct rule_matches *b,
                                      enum directive_kind kind, struct place *place)
{
    struct walk walk = {.kind = kind};
    while (rule_matches_next(b, &walk)) {
        if (!holds(b, &walk.place))
            continue;
        struct value_list values = rule_matches_values(b, &walk.place);
        for (size_t i = 0; i < values.count; i++) {
            struct slice address = address_of(b, &values.items[i]);
            if (!address.len)
                continue;
            *place = walk.place;
            return address;
        }
    }
    return SLICE("");
}

bool extract_values_find_sign(const struct rule_matches *b, enum directive_kind kind,
                              struct place *place)
{
    struct walk walk = {.kind = kind};
    while (rule_matches_next(b, &walk)) {
        if (!rule_matches_values(b, &walk.place).count)
            continue;
        *place = walk.place;
        return true;
    }
    return false;
}
