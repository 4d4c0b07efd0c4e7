#include "passes/comment_names.h"

#include "base/array.h"
#include "model/lexicon.h"
#include "phrases/comment_phrases.h"

enum { NAME_MAX = 80 }; /* bytes of a name for screen readers and scripts */

/* ---- parts of names ---------------------------------------------------------------- */

/* In the order of their bytes: every name of a page is looked up. */
static const struct {
    struct slice word;
    uint8_t sense;
} WORDS[] = {
    {SLICE_INIT("action"), SENSE_ACTION},
    {SLICE_INIT("actions"), SENSE_ACTION},
    {SLICE_INIT("area"), SENSE_MANY},
    {SLICE_INIT("avatar"), SENSE_ACTION},
    {SLICE_INIT("btn"), SENSE_ACTION},
    {SLICE_INIT("button"), SENSE_ACTION},
    {SLICE_INIT("buttons"), SENSE_ACTION},
    {SLICE_INIT("closed"), SENSE_ASIDE},
    {SLICE_INIT("collapse"), SENSE_ACTION},
    {SLICE_INIT("comentario"), SENSE_COMMENT},
    {SLICE_INIT("comentarios"), SENSE_COMMENTS}, /* Spanish, Portuguese */
    {SLICE_INIT("comment"), SENSE_COMMENT},
    {SLICE_INIT("commentaire"), SENSE_COMMENT},
    {SLICE_INIT("commentaires"), SENSE_COMMENTS}, /* French */
    {SLICE_INIT("commentarea"), SENSE_COMMENTS},
    {SLICE_INIT("commentform"), SENSE_FORM | SENSE_ASIDE},
    {SLICE_INIT("commenti"), SENSE_COMMENTS}, /* Italian */
    {SLICE_INIT("commentlist"), SENSE_COMMENTS},
    {SLICE_INIT("comments"), SENSE_COMMENTS},
    {SLICE_INIT("commentsection"), SENSE_COMMENTS},
    {SLICE_INIT("container"), SENSE_MANY},
    {SLICE_INIT("controls"), SENSE_ACTION},
    {SLICE_INIT("count"), SENSE_ASIDE},
    {SLICE_INIT("counter"), SENSE_ASIDE},
    {SLICE_INIT("disabled"), SENSE_ASIDE},
    {SLICE_INIT("dislike"), SENSE_ACTION},
    {SLICE_INIT("disqus"), SENSE_COMMENTS},
    {SLICE_INIT("downvote"), SENSE_ACTION},
    {SLICE_INIT("edit"), SENSE_ACTION},
    {SLICE_INIT("expand"), SENSE_ACTION},
    {SLICE_INIT("flag"), SENSE_ACTION},
    {SLICE_INIT("form"), SENSE_FORM | SENSE_ASIDE},
    {SLICE_INIT("icon"), SENSE_ACTION},
    {SLICE_INIT("isso"), SENSE_COMMENTS},
    {SLICE_INIT("komentarze"), SENSE_COMMENTS}, /* Polish */
    {SLICE_INIT("kommentar"), SENSE_COMMENT},
    {SLICE_INIT("kommentare"), SENSE_COMMENTS},  /* German */
    {SLICE_INIT("kommentarer"), SENSE_COMMENTS}, /* Danish, Norwegian, Swedish */
    {SLICE_INIT("kommentarii"), SENSE_COMMENTS}, /* Russian */
    {SLICE_INIT("kommentit"), SENSE_COMMENTS},   /* Finnish */
    {SLICE_INIT("latest"), SENSE_ASIDE},
    {SLICE_INIT("leserkommentare"), SENSE_COMMENTS},
    {SLICE_INIT("like"), SENSE_ACTION},
    {SLICE_INIT("likes"), SENSE_ACTION},
    {SLICE_INIT("link"), SENSE_ASIDE | SENSE_ACTION},
    {SLICE_INIT("links"), SENSE_ASIDE | SENSE_ACTION},
    {SLICE_INIT("list"), SENSE_MANY},
    {SLICE_INIT("login"), SENSE_ACTION},
    {SLICE_INIT("menu"), SENSE_ACTION},
    {SLICE_INIT("more"), SENSE_ACTION},
    {SLICE_INIT("nav"), SENSE_ASIDE | SENSE_ACTION},
    {SLICE_INIT("navigation"), SENSE_ASIDE | SENSE_ACTION},
    {SLICE_INIT("number"), SENSE_ASIDE},
    {SLICE_INIT("off"), SENSE_ASIDE},
    {SLICE_INIT("open"), SENSE_ASIDE},
    {SLICE_INIT("pagination"), SENSE_ASIDE | SENSE_ACTION},
    {SLICE_INIT("policy"), SENSE_ASIDE},
    {SLICE_INIT("rating"), SENSE_ACTION},
    {SLICE_INIT("reacties"), SENSE_COMMENTS}, /* Dutch */
    {SLICE_INIT("recent"), SENSE_ASIDE},
    {SLICE_INIT("remark42"), SENSE_COMMENTS},
    {SLICE_INIT("reply"), SENSE_ACTION},
    {SLICE_INIT("report"), SENSE_ACTION},
    {SLICE_INIT("respond"), SENSE_FORM | SENSE_ASIDE},
    {SLICE_INIT("rules"), SENSE_ASIDE},
    {SLICE_INIT("score"), SENSE_ACTION},
    {SLICE_INIT("section"), SENSE_MANY},
    {SLICE_INIT("share"), SENSE_ACTION},
    {SLICE_INIT("sort"), SENSE_ACTION},
    {SLICE_INIT("stream"), SENSE_MANY},
    {SLICE_INIT("thread"), SENSE_MANY},
    {SLICE_INIT("threads"), SENSE_MANY},
    {SLICE_INIT("toggle"), SENSE_ASIDE | SENSE_ACTION},
    {SLICE_INIT("toolbar"), SENSE_ACTION},
    {SLICE_INIT("tools"), SENSE_ACTION},
    {SLICE_INIT("tree"), SENSE_MANY},
    {SLICE_INIT("upvote"), SENSE_ACTION},
    {SLICE_INIT("vote"), SENSE_ACTION},
    {SLICE_INIT("votes"), SENSE_ACTION},
    {SLICE_INIT("voting"), SENSE_ACTION},
    {SLICE_INIT("widget"), SENSE_ASIDE},
    {SLICE_INIT("wpdcom"), SENSE_COMMENTS}, /* wpDiscuz */
    {SLICE_INIT("wrapper"), SENSE_MANY},
    {SLICE_INIT("yorumlar"), SENSE_COMMENTS}, /* Turkish */
};

static void add_sense(void *context, struct slice part, uint32_t hash)
{
    unsigned *senses = context;
    size_t low = 0, high = COUNT_OF(WORDS);
    (void)hash;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(part, WORDS[middle].word);
        if (order == 0) {
            *senses |= WORDS[middle].sense;
            return;
        }
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
}

static bool is_name_of_section(struct slice name)
{
    unsigned senses = 0;
    if (name.len < SLICE("isso").len)
        return false;
    lexicon_split_name(name, add_sense, &senses);
    bool holds_many =
        senses & SENSE_COMMENTS || (senses & SENSE_COMMENT && senses & SENSE_MANY);
    return holds_many && !(senses & (SENSE_ASIDE | SENSE_ACTION));
}

unsigned comment_names_read(const struct page *page, uint32_t node)
{
    unsigned senses = 0;
    for (uint32_t c = 0; c < page->nodes[node].class_count; c++) {
        const struct token *class = &page->classes[page->nodes[node].classes + c];
        lexicon_split_name(slice_of(class->ptr, class->len), add_sense, &senses);
    }
    lexicon_split_name(page_attribute(page, node, SLICE("id")), add_sense, &senses);
    return senses;
}

/* ---- elements ---------------------------------------------------------------------- */

/* Attributes that name elements for screen readers, for tests and for scripts: all that
   is left where class names are made by machines. */
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
                            ? comment_phrases_read(attribute->value) & SAYS_COMMENTS
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
