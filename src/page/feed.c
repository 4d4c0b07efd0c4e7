#include "page/feed.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/json.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

enum { ADDRESS_MAX = 8192 }; /* bytes; what is longer is no address */

struct reader {
    struct arena *arena;
    struct feed *out;
    XML_Parser parser;
    unsigned depth;
    bool in_item, takes_text, has_link;
    struct buffer text;
    struct slice guid; /* the item's, in case it has no link */
};

static void add(struct reader *r, struct slice address)
{
    address = slice_trim(address);
    if (!address.len || address.len > ADDRESS_MAX)
        return;
    if (r->out->count < FEED_ITEMS_MAX)
        ARENA_PUSH(r->arena, r->out, arena_copy(r->arena, address));
    else
        XML_StopParser(r->parser, XML_FALSE);
}

/* ---- XML --------------------------------------------------------------------------- */

/* Without the prefix: feeds call the same thing by many. */
static struct slice local_name(const XML_Char *name)
{
    const char *colon = strrchr(name, ':');
    return slice_of_string(colon ? colon + 1 : name);
}

static bool is_one_of(struct slice name, const char *first, const char *second)
{
    return slice_equal_nocase(name, slice_of_string(first)) ||
           slice_equal_nocase(name, slice_of_string(second));
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static void begin_root(struct reader *r, struct slice name)
{
    static const struct {
        const char *name;
        enum feed_kind kind;
    } roots[] = {
        {"rss", FEED_LIST},    {"rdf", FEED_LIST},           {"feed", FEED_LIST},
        {"urlset", FEED_LIST}, {"sitemapindex", FEED_INDEX},
    };
    for (size_t i = 0; i < COUNT_OF(roots); i++)
        if (slice_equal_nocase(name, slice_of_string(roots[i].name)))
            r->out->kind = roots[i].kind;
    if (r->out->kind == FEED_NONE)
        XML_StopParser(r->parser, XML_FALSE);
}

/* Atom: the link that is the entry itself, and not its comments or an enclosure. */
static void take_atom_link(struct reader *r, const XML_Char **attributes)
{
    const char *rel = attribute(attributes, "rel"), *href = attribute(attributes, "href");
    if (!href || (rel && strcmp(rel, "alternate") != 0) || r->has_link)
        return;
    add(r, slice_of_string(href));
    r->has_link = true;
}

static void XMLCALL begin_element(void *data, const XML_Char *raw,
                                  const XML_Char **attributes)
{
    struct reader *r = data;
    struct slice name = local_name(raw);
    if (r->depth++ == 0) {
        begin_root(r, name);
    } else if (is_one_of(name, "item", "entry") || is_one_of(name, "url", "sitemap")) {
        r->in_item = true;
        r->has_link = false;
        r->guid = SLICE("");
    } else if (r->in_item) {
        bool is_guid = slice_equal_nocase(name, SLICE("guid"));
        const char *permanent = is_guid ? attribute(attributes, "isPermaLink") : NULL;
        r->takes_text = is_one_of(name, "link", "loc") ||
                        (is_guid && !(permanent && strcmp(permanent, "false") == 0));
        buffer_truncate(&r->text, 0);
        if (slice_equal_nocase(name, SLICE("link")))
            take_atom_link(r, attributes);
    }
}

static bool is_address(struct slice text)
{
    return slice_starts_with_nocase(text, SLICE("http://")) ||
           slice_starts_with_nocase(text, SLICE("https://"));
}

static void XMLCALL end_element(void *data, const XML_Char *raw)
{
    struct reader *r = data;
    struct slice name = local_name(raw), text = slice_trim(buffer_slice(&r->text));
    r->depth--;
    if (is_one_of(name, "item", "entry") || is_one_of(name, "url", "sitemap")) {
        if (!r->has_link && is_address(r->guid))
            add(r, r->guid);
        r->in_item = false;
    } else if (r->takes_text && text.len) {
        if (slice_equal_nocase(name, SLICE("guid"))) {
            r->guid = arena_copy(r->arena, text);
        } else if (!r->has_link) {
            add(r, text);
            r->has_link = true;
        }
    }
    r->takes_text = false;
}

static void XMLCALL take_text(void *data, const XML_Char *text, int len)
{
    struct reader *r = data;
    if (r->takes_text && r->text.len < ADDRESS_MAX)
        buffer_append(&r->text, slice_of(text, (size_t)len));
}

/* A document type may declare entities that grow without end; a feed has none. */
static void XMLCALL refuse_entity(void *data, const XML_Char *name, int is_parameter,
                                  const XML_Char *value, int value_length,
                                  const XML_Char *base, const XML_Char *system_id,
                                  const XML_Char *public_id, const XML_Char *notation)
{
    struct reader *r = data;
    (void)name, (void)is_parameter, (void)value, (void)value_length, (void)base;
    (void)system_id, (void)public_id, (void)notation;
    XML_StopParser(r->parser, XML_FALSE);
}

static void free_parser(void *parser)
{
    XML_ParserFree(parser);
}

static void read_xml(struct reader *r, struct slice text)
{
    /* what expat would ask the kernel for, which a worker must not; it guards tables of
       names against a chosen order, and the arena's deadline ends those too */
    enum { HASH_SALT = 0x77696E6E };
    void **held = arena_hold(r->arena, free_parser);
    r->parser = *held = XML_ParserCreate(NULL);
    if (!r->parser)
        return;
    buffer_open(&r->text, r->arena);
    XML_SetHashSalt(r->parser, HASH_SALT);
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(r->parser, take_text);
    XML_SetEntityDeclHandler(r->parser, refuse_entity);
    XML_Parse(r->parser, text.ptr, text.len < INT_MAX ? (int)text.len : INT_MAX, 1);
}

/* ---- JSON -------------------------------------------------------------------------- */

static void free_json(void *value)
{
    json_drop(value);
}

/* JSON Feed 1.1: items with a url, or an external_url for what is elsewhere. */
static void read_json(struct reader *r, struct slice text)
{
    struct error err;
    void **held = arena_hold(r->arena, free_json);
    struct json *root = *held = json_parse(text, &err);
    if (!root)
        return;
    const struct json *items = json_get(root, "items");
    struct slice version = json_text(json_get(root, "version"));
    if (slice_find(version, SLICE("jsonfeed.org")) == SIZE_MAX)
        return;
    r->out->kind = FEED_LIST;
    for (size_t i = 0; i < json_count(items) && r->out->count < FEED_ITEMS_MAX; i++) {
        const struct json *item = json_at(items, i);
        struct slice url = json_text(json_get(item, "url"));
        add(r, url.len ? url : json_text(json_get(item, "external_url")));
    }
}

/* ---- either ------------------------------------------------------------------------ */

void feed_read(struct arena *a, struct slice text, struct feed *out)
{
    struct reader r = {.arena = a, .out = out};
    *out = (struct feed){.kind = FEED_NONE};
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_after(text, 3);
    text = slice_trim(text);
    if (slice_starts_with(text, SLICE("{")))
        read_json(&r, text);
    else if (slice_starts_with(text, SLICE("<")))
        read_xml(&r, text);
}
