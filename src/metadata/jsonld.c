#include "metadata/jsonld.h"

#include "base/array.h"

enum {
    THINGS_MAX = 10000, /* objects and arrays that are examined */
    REFERENCES_MAX = 4, /* from @id to @id; two things may refer to each other */
    AUTHORS_TRIED = 64, /* each one is searched among all things that have an @id */
};

/* How much a thing of a given type says about the page that it is on. */
enum weight { NO_WEIGHT, IS_PAGE, IS_WORK, IS_ARTICLE, WEIGHT_COUNT };

struct thing_list {
    uint32_t *items;
    size_t count, capacity;
};

struct reader {
    struct arena *arena;
    const struct loose_json *data;
    struct thing_list open;  /* in the order in which they are examined */
    struct thing_list named; /* those that have an @id */
    uint32_t best[WEIGHT_COUNT];
    uint32_t site;
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

/* Weights of schema.org types: texts that have an author and a date, or at least things
   that a page is about. */
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

/* ---- values of all kinds; DATUM_NONE has and is nothing ---------------------------- */

static enum datum_kind kind_of(const struct reader *r, uint32_t value)
{
    return value == DATUM_NONE ? DATUM_WORD : r->data->items[value].kind;
}

static uint32_t member_of(const struct reader *r, uint32_t thing, struct slice name)
{
    return thing == DATUM_NONE ? DATUM_NONE : loose_json_member(r->data, thing, name);
}

/* Returns the text of a string value; empty for any other value. */
static struct slice string_of(const struct reader *r, uint32_t value)
{
    return kind_of(r, value) == DATUM_STRING ? r->data->items[value].text : SLICE("");
}

/* Returns the value itself, or the first item of an array. */
static uint32_t first_of(const struct reader *r, uint32_t value)
{
    if (kind_of(r, value) != DATUM_ARRAY)
        return value;
    return r->data->items[value].end > value + 1 ? value + 1 : DATUM_NONE;
}

/* Returns the item after one that first_of or next_of returned for `value`. */
static uint32_t next_of(const struct reader *r, uint32_t value, uint32_t item)
{
    uint32_t next = r->data->items[item].end;
    return item != value && next < r->data->items[value].end ? next : DATUM_NONE;
}

static struct slice first_string(const struct reader *r, uint32_t value)
{
    return string_of(r, first_of(r, value));
}

/* ---- things ------------------------------------------------------------------------ */

static enum weight weight_of(const struct reader *r, uint32_t thing)
{
    uint32_t types = member_of(r, thing, SLICE("@type"));
    enum weight best = NO_WEIGHT;
    for (uint32_t i = first_of(r, types); i != DATUM_NONE; i = next_of(r, types, i)) {
        enum weight weight = weight_of_name(local_name(string_of(r, i)));
        best = weight > best ? weight : best;
    }
    return best;
}

static bool has_type(const struct reader *r, uint32_t thing, struct slice type)
{
    uint32_t types = member_of(r, thing, SLICE("@type"));
    for (uint32_t i = first_of(r, types); i != DATUM_NONE; i = next_of(r, types, i))
        if (slice_equal(local_name(string_of(r, i)), type))
            return true;
    return false;
}

static void open_thing(struct reader *r, uint32_t value)
{
    enum datum_kind kind = kind_of(r, value);
    bool is_container = kind == DATUM_OBJECT || kind == DATUM_ARRAY;
    if (is_container && r->open.count < THINGS_MAX)
        ARENA_PUSH(r->arena, &r->open, value);
}

/* Examines a thing that describes the page, and its parts. Anything else in a thing, such
   as comments and related articles, is a separate thing. */
static void look_at(struct reader *r, uint32_t thing)
{
    if (string_of(r, member_of(r, thing, SLICE("@id"))).len)
        ARENA_PUSH(r->arena, &r->named, thing);
    enum weight weight = weight_of(r, thing);
    if (r->best[weight] == DATUM_NONE)
        r->best[weight] = thing;
    if (r->site == DATUM_NONE && has_type(r, thing, SLICE("WebSite")))
        r->site = thing;
    open_thing(r, member_of(r, thing, SLICE("@graph")));
    if (!has_type(r, thing, SLICE("FAQPage"))) /* its questions do not have authors */
        open_thing(r, member_of(r, thing, SLICE("mainEntity")));
    open_thing(r, member_of(r, thing, SLICE("mainEntityOfPage")));
}

static void read_things(struct reader *r)
{
    for (uint32_t i = 0; i < r->data->count; i = r->data->items[i].end)
        open_thing(r, i);
    for (size_t i = 0; i < r->open.count; i++) {
        uint32_t value = r->open.items[i];
        if (kind_of(r, value) == DATUM_OBJECT) {
            look_at(r, value);
            continue;
        }
        for (uint32_t k = first_of(r, value); k != DATUM_NONE; k = next_of(r, value, k))
            open_thing(r, k);
    }
}

/* An empty name does not count: plugins write one next to the @id of a person. */
static bool has_name(const struct reader *r, uint32_t thing)
{
    return slice_trim(first_string(r, member_of(r, thing, SLICE("name")))).len > 0;
}

/* Returns the thing itself, or the one that it refers to. */
static uint32_t follow(const struct reader *r, uint32_t thing)
{
    for (int steps = 0; steps < REFERENCES_MAX && !has_name(r, thing); steps++) {
        struct slice id = string_of(r, member_of(r, thing, SLICE("@id")));
        uint32_t found = DATUM_NONE;
        for (size_t i = 0; i < r->named.count && id.len && found == DATUM_NONE; i++) {
            uint32_t named = r->named.items[i];
            struct slice other = string_of(r, member_of(r, named, SLICE("@id")));
            if (named != thing && slice_equal(other, id))
                found = named;
        }
        if (found == DATUM_NONE)
            return thing;
        thing = found;
    }
    return thing;
}

/* ---- what things say --------------------------------------------------------------- */

/* Returns a string value, or the name of a thing. */
static struct slice name_of(const struct reader *r, uint32_t value)
{
    struct slice text = first_string(r, value);
    if (text.len || kind_of(r, value) != DATUM_OBJECT)
        return text;
    uint32_t thing = follow(r, value);
    text = first_string(r, member_of(r, thing, SLICE("name")));
    struct slice given = string_of(r, member_of(r, thing, SLICE("givenName")));
    struct slice family = string_of(r, member_of(r, thing, SLICE("familyName")));
    if (text.len || (!given.len && !family.len))
        return text;
    return slice_of_string(
        arena_printf(r->arena, "%.*s %.*s", SLICE_ARG(given), SLICE_ARG(family)));
}

static void add_authors(const struct reader *r, uint32_t value, struct jsonld *out)
{
    uint32_t item = first_of(r, value);
    for (size_t n = 0; item != DATUM_NONE && n < AUTHORS_TRIED; n++) {
        struct slice name = name_of(r, item);
        if (name.len && out->author_count < JSONLD_AUTHORS_MAX)
            out->authors[out->author_count++] = name;
        item = next_of(r, value, item);
    }
}

static void set_first(struct slice *field, struct slice value)
{
    if (!field->len)
        *field = value;
}

static struct slice language_of(const struct reader *r, uint32_t value)
{
    uint32_t first = first_of(r, value);
    if (kind_of(r, first) != DATUM_OBJECT)
        return string_of(r, first);
    struct slice code = string_of(r, member_of(r, first, SLICE("alternateName")));
    return code.len ? code : string_of(r, member_of(r, first, SLICE("name")));
}

static void read_thing(const struct reader *r, enum weight weight, struct jsonld *out)
{
    uint32_t thing = r->best[weight];
    set_first(&out->headline, first_string(r, member_of(r, thing, SLICE("headline"))));
    if (weight == IS_WORK)
        set_first(&out->name, first_string(r, member_of(r, thing, SLICE("name"))));
    set_first(&out->date, first_string(r, member_of(r, thing, SLICE("datePublished"))));
    set_first(&out->language, language_of(r, member_of(r, thing, SLICE("inLanguage"))));
    set_first(&out->url, string_of(r, member_of(r, thing, SLICE("url"))));
    set_first(&out->site, name_of(r, member_of(r, thing, SLICE("publisher"))));
    if (!out->author_count)
        add_authors(r, member_of(r, thing, SLICE("author")), out);
    if (!out->author_count)
        add_authors(r, member_of(r, thing, SLICE("creator")), out);
}

void jsonld_read(const struct linked_data *linked, struct arena *a, struct jsonld *out)
{
    struct reader r = {.arena = a, .data = &linked->data, .site = DATUM_NONE};
    *out = (struct jsonld){.author_count = 0};
    for (int weight = NO_WEIGHT; weight < WEIGHT_COUNT; weight++)
        r.best[weight] = DATUM_NONE;
    read_things(&r);
    out->site = name_of(&r, r.site);
    out->is_article = r.best[IS_ARTICLE] != DATUM_NONE;
    for (int weight = IS_ARTICLE; weight > NO_WEIGHT; weight--)
        read_thing(&r, (enum weight)weight, out);
}
