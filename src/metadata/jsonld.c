#include "metadata/jsonld.h"

#include "base/array.h"
#include "base/json.h"
#include "base/json_mend.h"

enum {
    BLOCKS_MAX = 256,    /* a shop has one a product; what is behind them is the same */
    BYTES_MAX = 1 << 20, /* of all blocks; a page of the corpus has 74 kB at most */
    THINGS_MAX = 10000,  /* objects and arrays that are looked at */
    REFERENCES_MAX = 4,  /* from an @id to an @id; two of them may name each other */
    AUTHORS_TRIED = 64,  /* each is looked for among all things that have an @id */
};

/* How much a thing of some type says of the page that it is on. */
enum weight { NO_WEIGHT, IS_PAGE, IS_WORK, IS_ARTICLE, WEIGHT_COUNT };

struct thing_list {
    struct json **items;
    size_t count, capacity;
};

struct reader {
    struct arena *arena;
    struct thing_list open;  /* in the order in which they are looked at */
    struct thing_list named; /* those that have an @id */
    struct json *best[WEIGHT_COUNT];
    struct json *site;
};

/* ---- types ------------------------------------------------------------------------- */

/* "https://schema.org/Article" and "schema:Article" are Article. */
static struct slice local_name(struct slice type)
{
    for (size_t i = type.len; i > 0; i--)
        if (type.ptr[i - 1] == '/' || type.ptr[i - 1] == '#' || type.ptr[i - 1] == ':')
            return slice_after(type, i);
    return type;
}

/* schema.org's types that are a text which somebody has signed and dated, or at least a
   thing that a page is about. */
static enum weight weight_of_name(struct slice type)
{
    static const struct {
        struct slice ending;
        enum weight weight;
    } types[] = {
        {SLICE_INIT("JobPosting"), IS_WORK},  {SLICE_INIT("Article"), IS_ARTICLE},
        {SLICE_INIT("Posting"), IS_ARTICLE},  {SLICE_INIT("Report"), IS_ARTICLE},
        {SLICE_INIT("Review"), IS_ARTICLE},   {SLICE_INIT("Question"), IS_ARTICLE},
        {SLICE_INIT("Recipe"), IS_ARTICLE},   {SLICE_INIT("HowTo"), IS_ARTICLE},
        {SLICE_INIT("Course"), IS_WORK},      {SLICE_INIT("Dataset"), IS_WORK},
        {SLICE_INIT("Book"), IS_WORK},        {SLICE_INIT("Event"), IS_WORK},
        {SLICE_INIT("Application"), IS_WORK}, {SLICE_INIT("Product"), IS_WORK},
        {SLICE_INIT("SourceCode"), IS_WORK},  {SLICE_INIT("CreativeWork"), IS_WORK},
        {SLICE_INIT("VideoObject"), IS_WORK}, {SLICE_INIT("Episode"), IS_WORK},
        {SLICE_INIT("Page"), IS_PAGE},
    };
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (slice_ends_with(type, types[i].ending))
            return types[i].weight;
    return NO_WEIGHT;
}

/* The string itself, or the index-th of an array; empty when there is none. */
static struct slice text_at(const struct json *value, size_t index)
{
    if (json_kind(value) == JSON_ARRAY_VALUE)
        return json_text(json_at(value, index));
    return index ? slice_of(NULL, 0) : json_text(value);
}

static size_t count_of(const struct json *value)
{
    return json_kind(value) == JSON_ARRAY_VALUE ? json_count(value) : value != NULL;
}

static enum weight weight_of(const struct json *thing)
{
    const struct json *types = json_get(thing, "@type");
    enum weight best = NO_WEIGHT;
    for (size_t i = 0; i < count_of(types); i++) {
        enum weight weight = weight_of_name(local_name(text_at(types, i)));
        best = weight > best ? weight : best;
    }
    return best;
}

static bool has_type(const struct json *thing, struct slice type)
{
    const struct json *types = json_get(thing, "@type");
    for (size_t i = 0; i < count_of(types); i++)
        if (slice_equal(local_name(text_at(types, i)), type))
            return true;
    return false;
}

/* ---- things ------------------------------------------------------------------------ */

static void drop_value(void *value)
{
    json_drop(value);
}

/* new, until the arena is closed; NULL for what is no JSON even when mended. */
static struct json *parse(struct arena *a, struct slice text)
{
    void **held = arena_hold(a, drop_value);
    struct json *root = json_parse(text, NULL);
    if (!root) {
        struct slice mended = json_mend(a, text);
        root = mended.len ? json_parse(mended, NULL) : NULL;
    }
    *held = root;
    return root;
}

static void open_thing(struct reader *r, struct json *value)
{
    enum json_kind kind = json_kind(value);
    bool is_container = kind == JSON_OBJECT_VALUE || kind == JSON_ARRAY_VALUE;
    if (is_container && r->open.count < THINGS_MAX)
        ARENA_PUSH(r->arena, &r->open, value);
}

/* A thing that is the page's, and what it is made of: what else a thing holds, comments
   and related articles for example, speaks for itself. */
static void look_at(struct reader *r, struct json *thing)
{
    if (json_text(json_get(thing, "@id")).len)
        ARENA_PUSH(r->arena, &r->named, thing);
    enum weight weight = weight_of(thing);
    if (!r->best[weight])
        r->best[weight] = thing;
    if (!r->site && has_type(thing, SLICE("WebSite")))
        r->site = thing;
    open_thing(r, json_get(thing, "@graph"));
    if (!has_type(thing, SLICE("FAQPage"))) /* its questions have no authors */
        open_thing(r, json_get(thing, "mainEntity"));
    open_thing(r, json_get(thing, "mainEntityOfPage"));
}

static void read_blocks(struct reader *r, const struct page *page)
{
    size_t blocks = 0, bytes = 0;
    for (size_t i = 0; i < page->embedded_count && blocks < BLOCKS_MAX; i++) {
        const struct embedded *block = &page->embedded[i];
        if (block->kind != EMBEDDED_JSON_LD || block->text.len > BYTES_MAX - bytes)
            continue;
        bytes += block->text.len;
        blocks++;
        open_thing(r, parse(r->arena, block->text));
    }
    for (size_t i = 0; i < r->open.count; i++) {
        struct json *value = r->open.items[i];
        if (json_kind(value) == JSON_OBJECT_VALUE)
            look_at(r, value);
        for (size_t k = 0; k < json_count(value); k++)
            open_thing(r, json_at(value, k));
    }
}

/* The thing itself, or the one that it refers to. */
static const struct json *follow(const struct reader *r, const struct json *thing)
{
    for (int steps = 0; steps < REFERENCES_MAX && !json_get(thing, "name"); steps++) {
        struct slice id = json_text(json_get(thing, "@id"));
        const struct json *found = NULL;
        for (size_t i = 0; i < r->named.count && id.len && !found; i++)
            if (r->named.items[i] != thing &&
                slice_equal(json_text(json_get(r->named.items[i], "@id")), id))
                found = r->named.items[i];
        if (!found)
            return thing;
        thing = found;
    }
    return thing;
}

/* ---- values ------------------------------------------------------------------------ */

/* A string, or the name of a thing. */
static struct slice name_of(const struct reader *r, const struct json *value)
{
    struct slice text = text_at(value, 0);
    if (text.len || json_kind(value) != JSON_OBJECT_VALUE)
        return text;
    const struct json *thing = follow(r, value);
    text = text_at(json_get(thing, "name"), 0);
    struct slice given = json_text(json_get(thing, "givenName"));
    struct slice family = json_text(json_get(thing, "familyName"));
    if (text.len || (!given.len && !family.len))
        return text;
    return slice_of_string(
        arena_printf(r->arena, "%.*s %.*s", SLICE_ARG(given), SLICE_ARG(family)));
}

static void add_authors(const struct reader *r, const struct json *value,
                        struct jsonld *out)
{
    bool is_list = json_kind(value) == JSON_ARRAY_VALUE;
    for (size_t i = 0; i < count_of(value) && i < AUTHORS_TRIED; i++) {
        struct slice name = name_of(r, is_list ? json_at(value, i) : value);
        if (name.len && out->author_count < JSONLD_AUTHORS_MAX)
            out->authors[out->author_count++] = name;
    }
}

static void set_first(struct slice *field, struct slice value)
{
    if (!field->len)
        *field = value;
}

static struct slice language_of(const struct json *value)
{
    const struct json *first =
        json_kind(value) == JSON_ARRAY_VALUE ? json_at(value, 0) : value;
    if (json_kind(first) == JSON_OBJECT_VALUE) {
        struct slice code = json_text(json_get(first, "alternateName"));
        return code.len ? code : json_text(json_get(first, "name"));
    }
    return json_text(first);
}

static void read_thing(const struct reader *r, enum weight weight, struct jsonld *out)
{
    const struct json *thing = r->best[weight];
    if (!thing)
        return;
    set_first(&out->headline, text_at(json_get(thing, "headline"), 0));
    if (weight == IS_WORK)
        set_first(&out->name, text_at(json_get(thing, "name"), 0));
    set_first(&out->date, text_at(json_get(thing, "datePublished"), 0));
    set_first(&out->language, language_of(json_get(thing, "inLanguage")));
    set_first(&out->url, json_text(json_get(thing, "url")));
    set_first(&out->site, name_of(r, json_get(thing, "publisher")));
    if (!out->author_count)
        add_authors(r, json_get(thing, "author"), out);
    if (!out->author_count)
        add_authors(r, json_get(thing, "creator"), out);
}

void jsonld_read(const struct page *page, struct arena *a, struct jsonld *out)
{
    struct reader r = {.arena = a};
    *out = (struct jsonld){.author_count = 0};
    read_blocks(&r, page);
    if (r.site)
        out->site = name_of(&r, r.site);
    for (int weight = IS_ARTICLE; weight > NO_WEIGHT; weight--)
        read_thing(&r, (enum weight)weight, out);
}
