#include "page/feed_xml.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/url.h"
#include "page/xml_mend.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

enum { BASES_MAX = 32 }; /* nested xml:base attributes; feeds have one or two */

/* An xml:base and the depth of its element. */
struct base {
    struct slice url;
    unsigned depth;
};

struct reader {
    struct arena *arena;
    struct feed *out;
    XML_Parser parser;
    unsigned depth;
    bool in_item, takes_text, has_link;
    bool is_refused; /* the document declares entities */
    struct buffer text;
    struct slice guid; /* the guid of the item, used if it has no link */
    struct base bases[BASES_MAX];
    size_t base_count; /* the first is the document's own address */
};

static void add(struct reader *r, struct slice address)
{
    if (r->base_count > 1) /* without an xml:base, the address is not changed */
        address = url_resolve(r->arena, r->bases[r->base_count - 1].url, address);
    if (!feed_add(r->arena, r->out, address))
        XML_StopParser(r->parser, XML_FALSE);
}

/* ---- names ------------------------------------------------------------------------- */

/* The name without its prefix: feeds use many prefixes for the same namespace. */
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

static bool is_item(struct slice name)
{
    return is_one_of(name, "item", "entry") || is_one_of(name, "url", "sitemap");
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

/* ---- elements ---------------------------------------------------------------------- */

static void begin_root(struct reader *r, struct slice name)
{
    static const struct {
        const char *name;
        enum feed_kind kind;
    } roots[] = {
        {"rss", FEED_LIST},    {"rdf", FEED_LIST},           {"feed", FEED_LIST},
        {"urlset", FEED_LIST}, {"sitemapindex", FEED_INDEX}, {"opml", FEED_FEEDS},
    };
    for (size_t i = 0; i < COUNT_OF(roots); i++)
        if (slice_equal_nocase(name, slice_of_string(roots[i].name)))
            r->out->kind = roots[i].kind;
    if (r->out->kind == FEED_NONE)
        XML_StopParser(r->parser, XML_FALSE);
}

/* XML Base (https://www.w3.org/TR/xmlbase/): each is relative to the enclosing one. */
static void begin_base(struct reader *r, const XML_Char **attributes)
{
    const char *base = attribute(attributes, "xml:base");
    if (!base || r->base_count == BASES_MAX)
        return;
    struct slice outer = r->bases[r->base_count - 1].url;
    struct slice url = url_resolve(r->arena, outer, slice_of_string(base));
    if (url.len)
        r->bases[r->base_count++] = (struct base){url, r->depth};
}

static void end_base(struct reader *r)
{
    if (r->base_count > 1 && r->bases[r->base_count - 1].depth == r->depth)
        r->base_count--;
}

/* Atom: adds the link to the entry itself, not to its comments or an enclosure. */
static void add_atom_link(struct reader *r, const XML_Char **attributes)
{
    const char *rel = attribute(attributes, "rel"), *href = attribute(attributes, "href");
    if (!href || (rel && strcmp(rel, "alternate") != 0) || r->has_link)
        return;
    add(r, slice_of_string(href));
    r->has_link = true;
}

/* OPML 2.0: an outline is a feed, or a link to a page (https://opml.org/spec2.opml). */
static void add_outline(struct reader *r, const XML_Char **attributes)
{
    static const char *const names[] = {"xmlUrl", "url", "htmlUrl"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *address = attribute(attributes, names[i]);
        if (address && address[0]) {
            add(r, slice_of_string(address));
            return;
        }
    }
}

static void begin_in_item(struct reader *r, struct slice name,
                          const XML_Char **attributes)
{
    bool is_guid = slice_equal_nocase(name, SLICE("guid"));
    const char *permanent = is_guid ? attribute(attributes, "isPermaLink") : NULL;
    r->takes_text = is_one_of(name, "link", "loc") ||
                    (is_guid && !(permanent && strcmp(permanent, "false") == 0));
    buffer_truncate(&r->text, 0);
    if (slice_equal_nocase(name, SLICE("link")))
        add_atom_link(r, attributes);
}

static void XMLCALL begin_element(void *data, const XML_Char *raw,
                                  const XML_Char **attributes)
{
    struct reader *r = data;
    struct slice name = local_name(raw);
    r->depth++;
    begin_base(r, attributes);
    if (r->depth == 1) {
        begin_root(r, name);
    } else if (is_item(name)) {
        r->in_item = true;
        r->has_link = false;
        r->guid = SLICE("");
    } else if (r->in_item) {
        begin_in_item(r, name, attributes);
    } else if (r->out->kind == FEED_FEEDS && slice_equal_nocase(name, SLICE("outline"))) {
        add_outline(r, attributes);
    }
}

static void XMLCALL end_element(void *data, const XML_Char *raw)
{
    struct reader *r = data;
    struct slice name = local_name(raw), text = slice_trim(buffer_slice(&r->text));
    if (is_item(name)) {
        if (!r->has_link && url_is_web(r->guid))
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
    end_base(r);
    r->depth--;
}

static void XMLCALL add_text(void *data, const XML_Char *text, int len)
{
    struct reader *r = data;
    if (r->takes_text && r->text.len <= FEED_ADDRESS_MAX)
        buffer_append(&r->text, slice_of(text, (size_t)len));
}

/* A document type can declare entities that expand without limit; feeds do not need
   any. */
static void XMLCALL refuse_entity(void *data, const XML_Char *name, int is_parameter,
                                  const XML_Char *value, int value_length,
                                  const XML_Char *base, const XML_Char *system_id,
                                  const XML_Char *public_id, const XML_Char *notation)
{
    struct reader *r = data;
    (void)name, (void)is_parameter, (void)value, (void)value_length, (void)base;
    (void)system_id, (void)public_id, (void)notation;
    r->is_refused = true;
    XML_StopParser(r->parser, XML_FALSE);
}

/* ---- the parser -------------------------------------------------------------------- */

static void free_parser(void *parser)
{
    XML_ParserFree(parser);
}

/* Returns the parser's message, in the arena or static, if the text is not well-formed;
   otherwise NULL. */
static const char *parse(struct reader *r, struct slice text)
{
    /* A fixed value, because expat would otherwise get a random one from the kernel,
       which a worker is not allowed to do. The salt protects expat's hash tables against
       names chosen to collide; the arena's deadline stops such documents too. */
    enum { HASH_SALT = 0x77696E6E };
    void **held = arena_hold(r->arena, free_parser);
    r->parser = *held = XML_ParserCreate("UTF-8");
    if (!r->parser)
        return "there is no memory to read it";
    buffer_open(&r->text, r->arena);
    XML_SetHashSalt(r->parser, HASH_SALT);
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(r->parser, add_text);
    XML_SetEntityDeclHandler(r->parser, refuse_entity);
    int size = text.len < INT_MAX ? (int)text.len : INT_MAX;
    if (XML_Parse(r->parser, text.ptr, size, 1) != XML_STATUS_ERROR)
        return NULL;
    enum XML_Error error = XML_GetErrorCode(r->parser);
    if (r->is_refused)
        return "it declares entities; it was read up to there";
    return error == XML_ERROR_ABORTED
               ? NULL
               : arena_printf(r->arena, "line %lu: %s",
                              (unsigned long)XML_GetCurrentLineNumber(r->parser),
                              XML_ErrorString(error));
}

static const char *read_into(struct arena *a, struct slice text, struct slice url,
                             struct feed *out)
{
    struct reader r = {.arena = a, .out = out, .bases = {{url, 0}}, .base_count = 1};
    return parse(&r, text);
}

void feed_xml_read(struct arena *a, struct slice text, struct slice url, struct feed *out)
{
    const char *error = read_into(a, text, url, out);
    if (!error || out->kind == FEED_NONE)
        return;
    struct feed mended = {.kind = FEED_NONE};
    const char *left = read_into(a, xml_mend(a, text), url, &mended);
    if (mended.count >= out->count)
        *out = mended;
    out->damage = left ? arena_printf(a,
                                      "not well-formed XML (%s); what comes before "
                                      "the error was read",
                                      left)
                       : arena_printf(a, "not well-formed XML (%s); mended", error);
}
