/* xpath_pairs: XPath of rule files that is matched as CSS, together with the same XPath
   for libxml2, to compare their results on any page. */
#ifndef WINNOW_TESTS_XPATH_PAIRS_H
#define WINNOW_TESTS_XPATH_PAIRS_H

#include "rules/directives.h"
#include "rules/xpath.h"

/* Each page is tested with every 16th expression, the next page with the next ones. */
enum { XPATH_PAIRS_STRIDE = 16 };

struct xpath_pair {
    struct slice text;
    const struct selector *selector;
    const struct xpath *xpath;
};

struct xpath_pairs {
    struct xpath_pair *items;
    size_t count, capacity;
};

/* Returns NULL if the text is not XPath. */
static inline const struct xpath *xpath_pairs_compile(struct arena *a, struct slice text)
{
    struct xpath_tree tree;
    const struct xpath *xpath;
    bool fine = xpath_read(a, text, &tree, NULL) && xpath_compile(a, &tree, &xpath, NULL);
    return fine ? xpath : NULL;
}

static inline bool xpath_pairs_hold(const struct xpath_pairs *pairs, struct slice text)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (slice_equal(pairs->items[i].text, text))
            return true;
    return false;
}

/* Adds the expressions of a rule file that are new. */
static inline void xpath_pairs_add(struct xpath_pairs *pairs, struct arena *a,
                                   struct slice path, struct slice text)
{
    const struct rulefile *file = rulefile_read(a, path, text, AUTHORITY_SITE);
    for (size_t i = 0; i < file->count; i++) {
        const struct directive *d = &file->directives[i];
        if (directive_row(d->kind)->value != VALUE_SELECTOR || !d->selector ||
            selector_is_xpath(d->selector) ||
            selector_language_of(d->value) != SELECTOR_XPATH ||
            xpath_pairs_hold(pairs, d->value))
            continue;
        struct xpath_pair pair = {d->value, d->selector,
                                  xpath_pairs_compile(a, d->value)};
        ARENA_PUSH(a, pairs, pair);
    }
}

static inline bool xpath_pair_agrees(const struct xpath_pair *pair,
                                     const struct view *view)
{
    if (!pair->xpath)
        return false;
    struct value_list native = {0};
    selector_values(pair->selector, view, view->arena, &native);
    const struct value_list *other = xpath_evaluate(pair->xpath, view, view->mirror);
    if (native.count != other->count)
        return false;
    for (size_t i = 0; i < native.count; i++)
        if (native.items[i].node != other->items[i].node ||
            !slice_equal(native.items[i].attribute, other->items[i].attribute) ||
            !slice_equal(native.items[i].text, other->items[i].text))
            return false;
    return true;
}

#endif
