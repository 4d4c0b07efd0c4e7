#include "embedded/schema_org.h"

#include "base/array.h"
#include "embedded/html_builder.h"

enum {
    TEXT_MIN = 80,        /* bytes; a shorter text is a label */
    MEMBERS_MAX = 7,      /* per type */
    WALK_MAX = 4 << 20,   /* data visited in total: items are nested */
    NAME_MAX_BYTES = 300, /* of a headline; a longer one is body text */
};

/* ---- types ------------------------------------------------------------------------- */

/* The members with a type's text, in the order in which a page would show them. */
static const struct type_row {
    struct slice type;
    bool is_ending; /* also matches narrower types, whose names end with this one */
    enum schema_org_rank rank;
    struct slice members[MEMBERS_MAX];
} TYPES[] = {
    {SLICE_INIT("Recipe"),
     false,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("description"), SLICE_INIT("recipeIngredient"),
      SLICE_INIT("recipeInstructions")}},
    {SLICE_INIT("HowTo"),
     false,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("description"), SLICE_INIT("supply"), SLICE_INIT("tool"),
      SLICE_INIT("step")}},
    {SLICE_INIT("FAQPage"), false, SCHEMA_ORG_TEXT, {SLICE_INIT("mainEntity")}},
    {SLICE_INIT("QAPage"), false, SCHEMA_ORG_TEXT, {SLICE_INIT("mainEntity")}},
    {SLICE_INIT("JobPosting"),
     false,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("description"), SLICE_INIT("responsibilities"),
      SLICE_INIT("qualifications"), SLICE_INIT("skills"),
      SLICE_INIT("educationRequirements"), SLICE_INIT("experienceRequirements"),
      SLICE_INIT("jobBenefits")}},
    {SLICE_INIT("LiveBlogPosting"),
     false,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("articleBody"), SLICE_INIT("liveBlogUpdate")}},
    {SLICE_INIT("Posting"),
     true,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("articleBody"), SLICE_INIT("text"), SLICE_INIT("comment")}},
    {SLICE_INIT("Article"),
     true,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("articleBody"), SLICE_INIT("text")}},
    {SLICE_INIT("Report"),
     false,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("articleBody"), SLICE_INIT("text")}},
    {SLICE_INIT("Review"),
     true,
     SCHEMA_ORG_TEXT,
     {SLICE_INIT("articleBody"), SLICE_INIT("reviewBody")}},
    {SLICE_INIT("CreativeWork"),
     false,
     SCHEMA_ORG_DESCRIPTION,
     {SLICE_INIT("articleBody"), SLICE_INIT("text"), SLICE_INIT("description")}},
    {SLICE_INIT("Product"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("ProductGroup"),
     false,
     SCHEMA_ORG_DESCRIPTION,
     {SLICE_INIT("description")}},
    {SLICE_INIT("Event"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Application"),
     true,
     SCHEMA_ORG_DESCRIPTION,
     {SLICE_INIT("description")}},
    {SLICE_INIT("Episode"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Business"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Listing"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Book"), false, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Vehicle"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Car"), false, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Course"), false, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Dataset"), false, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Movie"), false, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Hotel"), false, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("Restaurant"),
     false,
     SCHEMA_ORG_DESCRIPTION,
     {SLICE_INIT("description")}},
    {SLICE_INIT("Service"), true, SCHEMA_ORG_DESCRIPTION, {SLICE_INIT("description")}},
    {SLICE_INIT("VideoObject"),
     false,
     SCHEMA_ORG_DESCRIPTION,
     {SLICE_INIT("description"), SLICE_INIT("transcript")}},
    {SLICE_INIT("ItemList"), false, SCHEMA_ORG_LIST, {SLICE_INIT("itemListElement")}},
};

/* Members for what an item is part of or belongs to, and for what others say about it. */
static const struct slice APART[] = {
    SLICE_INIT("aggregateRating"),
    SLICE_INIT("author"),
    SLICE_INIT("brand"),
    SLICE_INIT("breadcrumb"),
    SLICE_INIT("creator"),
    SLICE_INIT("image"),
    SLICE_INIT("isPartOf"),
    SLICE_INIT("logo"),
    SLICE_INIT("offers"),
    SLICE_INIT("publisher"),
    SLICE_INIT("review"),
    SLICE_INIT("video"),
    SLICE_INIT("interactionStatistic"),
};

static const struct slice TITLES[] = {SLICE_INIT("headline"), SLICE_INIT("name"),
                                      SLICE_INIT("title")};
static const struct slice TEXTS[] = {
    SLICE_INIT("text"),       SLICE_INIT("articleBody"), SLICE_INIT("description"),
    SLICE_INIT("reviewBody"), SLICE_INIT("transcript"),
};

static bool is_among(const struct slice *names, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(names[i], name))
            return true;
    return false;
}
#define IS_AMONG(names, name) is_among(names, COUNT_OF(names), name)

static struct slice type_of(const struct loose_json *data, uint32_t thing)
{
    uint32_t type = loose_json_member(data, thing, SLICE("@type"));
    if (type == DATUM_NONE)
        return SLICE("");
    const struct datum *items = data->items;
    if (items[type].kind == DATUM_ARRAY && items[type].end > type + 1)
        type++;
    return items[type].text;
}

static const struct type_row *find_type(struct slice type)
{
    for (size_t i = 0; type.len && i < COUNT_OF(TYPES); i++)
        if (TYPES[i].is_ending ? slice_ends_with(type, TYPES[i].type)
                               : slice_equal(type, TYPES[i].type))
            return &TYPES[i];
    return NULL;
}

bool schema_org_page_type(struct slice type, enum page_type *out)
{
    static const struct {
        struct slice ending;
        enum page_type page;
    } PAGES[] = {
        {SLICE_INIT("TechArticle"), TYPE_DOCUMENTATION},
        {SLICE_INIT("APIReference"), TYPE_DOCUMENTATION},
        {SLICE_INIT("DiscussionForumPosting"), TYPE_FORUM},
        {SLICE_INIT("QAPage"), TYPE_FORUM},
        {SLICE_INIT("Article"), TYPE_ARTICLE},
        {SLICE_INIT("BlogPosting"), TYPE_ARTICLE},
        {SLICE_INIT("Report"), TYPE_ARTICLE},
        {SLICE_INIT("Review"), TYPE_ARTICLE},
        {SLICE_INIT("Recipe"), TYPE_ARTICLE},
        {SLICE_INIT("Product"), TYPE_PRODUCT},
        {SLICE_INIT("ProductGroup"), TYPE_PRODUCT},
        {SLICE_INIT("ItemList"), TYPE_LISTING},
        {SLICE_INIT("Service"), TYPE_SERVICE},
        {SLICE_INIT("Business"), TYPE_SERVICE},
    };
    for (size_t i = 0; i < COUNT_OF(PAGES); i++)
        if (slice_ends_with(type, PAGES[i].ending)) {
            *out = PAGES[i].page;
            return true;
        }
    return false;
}

/* ---- building the text ------------------------------------------------------------- */

struct composing {
    const struct loose_json *data;
    struct buffer *out;
    size_t walked; /* data visited, for all items together */
};

static struct slice title_of(const struct loose_json *data, uint32_t thing)
{
    for (size_t i = 0; i < COUNT_OF(TITLES); i++) {
        uint32_t title = loose_json_member(data, thing, TITLES[i]);
        if (title != DATUM_NONE && data->items[title].kind == DATUM_STRING &&
            data->items[title].text.len <= NAME_MAX_BYTES)
            return data->items[title].text;
    }
    return SLICE("");
}

/* The name of a step often repeats the beginning of its text. */
static bool is_name_of_step(const struct loose_json *data, uint32_t title)
{
    uint32_t thing = data->items[title].parent;
    return slice_starts_with(type_of(data, thing), SLICE("HowToStep")) &&
           loose_json_member(data, thing, SLICE("text")) != DATUM_NONE;
}

static void put_string(struct composing *c, uint32_t i)
{
    const struct datum *datum = &c->data->items[i];
    bool is_item =
        datum->parent != DATUM_NONE && c->data->items[datum->parent].kind == DATUM_ARRAY;
    if (is_item) {
        if (i == datum->parent + 1)
            buffer_append_string(c->out, "<ul>");
        html_builder_put(c->out, "li", datum->text);
        if (datum->end == c->data->items[datum->parent].end)
            buffer_append_string(c->out, "</ul>");
    } else if (IS_AMONG(TEXTS, datum->key))
        html_builder_put(c->out, "p", datum->text);
    else if (IS_AMONG(TITLES, datum->key) && !is_name_of_step(c->data, i))
        html_builder_put(c->out, "h3", datum->text);
}

/* Appends all readable text in a member of an item. */
static void put_member(struct composing *c, uint32_t member)
{
    const struct datum *items = c->data->items;
    if (items[member].kind == DATUM_STRING) {
        html_builder_put(c->out, "p", items[member].text);
        return;
    }
    for (uint32_t i = member + 1; i < items[member].end && c->walked < WALK_MAX;) {
        c->walked++;
        if (IS_AMONG(APART, items[i].key)) {
            i = items[i].end;
            continue;
        }
        if (items[i].kind == DATUM_STRING)
            put_string(c, i);
        i++;
    }
}

static size_t put_thing(struct composing *c, uint32_t thing, const struct type_row *type)
{
    struct slice title = title_of(c->data, thing);
    if (title.len)
        html_builder_put(c->out, "h1", title);
    size_t before = c->out->len;
    for (size_t m = 0; m < MEMBERS_MAX && type->members[m].len; m++) {
        uint32_t member = loose_json_member(c->data, thing, type->members[m]);
        if (member != DATUM_NONE)
            put_member(c, member);
    }
    return c->out->len - before;
}

void schema_org_find(struct arena *a, const struct loose_json *data,
                     struct linked_block block, enum schema_org_rank max,
                     struct schema_org_text *out)
{
    size_t longest = 0;
    struct buffer html;
    *out = (struct schema_org_text){0};
    buffer_open(&html, a);
    struct composing c = {.data = data, .out = &html};
    for (uint32_t i = block.first; i < block.end && c.walked < WALK_MAX;
         i++, c.walked++) {
        if (data->items[i].kind != DATUM_OBJECT)
            continue;
        const struct type_row *type = find_type(type_of(data, i));
        if (!type || type->rank < out->rank || type->rank > max)
            continue;
        buffer_truncate(&html, 0);
        size_t length = put_thing(&c, i, type);
        if (length < TEXT_MIN || (type->rank == out->rank && length <= longest))
            continue;
        longest = length;
        *out = (struct schema_org_text){type->rank, type_of(data, i),
                                        arena_copy(a, buffer_slice(&html))};
    }
}

struct slice schema_org_comments(struct arena *a, const struct loose_json *data,
                                 struct linked_block block)
{
    struct slice most = {0};
    struct composing c = {.data = data};
    for (uint32_t i = block.first; i < block.end && c.walked < WALK_MAX;
         i++, c.walked++) {
        const struct datum *member = &data->items[i];
        struct buffer html;
        if (!slice_equal(member->key, SLICE("comment")) || member->kind == DATUM_STRING)
            continue;
        buffer_open(&html, a);
        c.out = &html;
        put_member(&c, i);
        most = html.len > most.len ? buffer_slice(&html) : most;
        i = member->end - 1;
    }
    return most;
}
