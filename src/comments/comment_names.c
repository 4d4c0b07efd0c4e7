#include "comments/comment_names.h"

#include "base/array.h"
#include "model/lexicon.h"
#include "phrases/phrases.h"

enum { NAME_MAX = 80 }; /* bytes of a name for screen readers and scripts */

/* ---- parts of names ---------------------------------------------------------------- */

static void add_senses(void *context, struct slice part, uint32_t hash)
{
    name_set *senses = context;
    *senses |= names_read(part, hash).senses;
}

static bool is_name_of_section(struct slice name)
{
    name_set senses = 0;
    if (name.len < SLICE("isso").len)
        return false;
    lexicon_split_name(name, add_senses, &senses);
    bool holds_many =
        senses & NAMED(COMMENTS) || (senses & NAMED(COMMENT) && senses & NAMED(MANY));
    return holds_many && !(senses & (NAMED(ASIDE) | NAMED(ACTION)));
}

/* What a name says part by part. */
struct parts {
    name_set senses;
    size_t whole;   /* bytes of the name, which comes as a part first */
    bool has_other; /* a part that says nothing about comments */
};

static void add_part(void *context, struct slice part, uint32_t hash)
{
    struct parts *parts = context;
    name_set senses = names_read(part, hash).senses;
    parts->senses |= senses;
    parts->has_other = parts->has_other || (!senses && part.len < parts->whole);
}

static bool is_name_of_list(struct slice name)
{
    struct parts parts = {.whole = name.len};
    lexicon_split_name(name, add_part, &parts);
    return parts.senses & NAMED(MANY) && !parts.has_other && is_name_of_section(name);
}

bool comment_names_list(const struct page *page, uint32_t node)
{
    for (uint32_t c = 0; c < page->nodes[node].class_count; c++) {
        const struct token *class = &page->classes[page->nodes[node].classes + c];
        if (is_name_of_list(slice_of(class->ptr, class->len)))
            return true;
    }
    return is_name_of_list(page_attribute(page, node, SLICE("id")));
}

name_set comment_names_read(const struct page *page, uint32_t node)
{
    name_set senses = 0;
    for (uint32_t c = 0; c < page->nodes[node].class_count; c++) {
        const struct token *class = &page->classes[page->nodes[node].classes + c];
        lexicon_split_name(slice_of(class->ptr, class->len), add_senses, &senses);
    }
    lexicon_split_name(page_attribute(page, node, SLICE("id")), add_senses, &senses);
    return senses;
}

/* ---- elements ---------------------------------------------------------------------- */

/* Attributes that name elements for screen readers, tests and scripts; where class names
   are generated, there are no others. */
static const struct slice NAMING[] = {
    SLICE_INIT("aria-labelledby"), SLICE_INIT("data-testid"),
    SLICE_INIT("data-test-id"),    SLICE_INIT("data-test"),
    SLICE_INIT("data-qa"),         SLICE_INIT("data-component"),
    SLICE_INIT("data-module"),     SLICE_INIT("data-block-name"),
};

static bool is_naming(struct slice attribute)
{
    if (!slice_starts_with(attribute, SLICE("data-")) &&
        !slice_starts_with(attribute, SLICE("aria-")))
        return false;
    for (size_t i = 0; i < COUNT_OF(NAMING); i++)
        if (slice_equal(NAMING[i], attribute))
            return true;
    return false;
}

bool comment_names_by_attribute(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    for (uint32_t i = n->attributes; i < n->attributes + n->attribute_count; i++) {
        const struct attribute *attribute = &page->attributes[i];
        struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
        bool is_named = slice_equal(name, SLICE("aria-label"))
                            ? phrases_read(attribute->value) & SENSE(COMMENTS_HEADING)
                            : attribute->value.len <= NAME_MAX && is_naming(name) &&
                                  is_name_of_section(attribute->value);
        if (is_named)
            return true;
    }
    return false;
}

bool comment_names_by_class(const struct page *page, uint32_t node)
{
    for (uint32_t c = 0; c < page->nodes[node].class_count; c++) {
        const struct token *class = &page->classes[page->nodes[node].classes + c];
        if (is_name_of_section(slice_of(class->ptr, class->len)))
            return true;
    }
    return false;
}

bool comment_names_by_id(const struct page *page, uint32_t node)
{
    return is_name_of_section(page_attribute(page, node, SLICE("id")));
}

bool comment_names_section(const struct page *page, uint32_t node)
{
    return comment_names_by_class(page, node) || comment_names_by_id(page, node) ||
           comment_names_by_attribute(page, node);
}

bool comment_names_single(const struct page *page, uint32_t node)
{
    return page_has_class(page, node, SLICE("comment")) ||
           slice_equal(page_attribute(page, node, SLICE("itemprop")), SLICE("comment")) ||
           slice_equal(page_attribute(page, node, SLICE("data-testid")),
                       SLICE("comment"));
}

bool comment_names_is_box(const struct page *page, uint32_t node)
{
    uint16_t tag = page->nodes[node].tag;
    return tag == TAG_OTHER ||
           (tag != TAG_HTML && tag != TAG_BODY && tag_kind((enum tag)tag) == TAG_BLOCK);
}
