#include "embedded/embedded.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/loose_json.h"
#include "embedded/html_builder.h"
#include "embedded/react_flight.h"
#include "embedded/schema_org.h"
#include "embedded/script_state.h"
#include "embedded/turbo_stream.h"
#include "model/shingles.h"
#include "page/parse.h"

enum {
    SCRIPT_MAX = 5 << 20,   /* bytes to read; larger states are whole databases */
    ASSIGNMENTS_MAX = 64,   /* per script */
    ATTRIBUTE_MIN = 200,    /* bytes; shorter ones hold settings */
    ANCESTORS_MAX = 16,     /* between a description and the item that it describes */
    DESCRIPTION_BYTES = 80, /* of a product; a shorter one only repeats its name */
    /* bytes that a page shows besides a description that it lacks: of the real pages that
       show more, no reference text had the description; of those that show less, one had
       it */
    PRODUCT_SHOWN_MAX = 600,
    SHELL_MAX = 200,  /* bytes that an application shows before it has started */
    SHELL_FACTOR = 5, /* times that its text is longer than that */
    STUB_MAX = 6000,  /* bytes of the beginning of an article, usually one to four */
    STATE_FACTOR = 3, /* times that a state's text is longer than a description */
};

/* A text that was found, as HTML. */
struct finding {
    struct slice html;
    const char *source;
};

/* ---- JSON-LD ----------------------------------------------------------------------- */

static void find_linked(const struct linked_data *linked, struct arena *a,
                        enum schema_org_rank max, struct schema_org_text *best)
{
    *best = (struct schema_org_text){0};
    for (size_t i = 0; i < linked->blocks.count; i++) {
        struct schema_org_text text;
        schema_org_find(a, &linked->data, linked->blocks.items[i], max, &text);
        if (text.rank > best->rank ||
            (text.rank == best->rank && text.html.len > best->html.len))
            *best = text;
    }
}

/* ---- microdata --------------------------------------------------------------------- */

static struct slice type_around(const struct page *page, uint32_t node)
{
    for (int level = 0; node != NODE_NONE && level < ANCESTORS_MAX; level++) {
        struct slice type = page_attribute(page, node, SLICE("itemtype"));
        if (type.len)
            return type;
        node = page->nodes[node].parent;
    }
    return SLICE("");
}

/* The description of a product that is only provided for search engines. */
static bool find_microdata(const struct page *page, struct arena *a,
                           struct schema_org_text *out)
{
    for (uint32_t i = 0; i < page->count; i++) {
        if (page->nodes[i].tag != TAG_META ||
            !slice_equal(page_attribute(page, i, SLICE("itemprop")),
                         SLICE("description")) ||
            !slice_ends_with(slice_trim(type_around(page, i)), SLICE("Product")))
            continue;
        struct buffer html;
        buffer_open(&html, a);
        html_builder_put(&html, "p", page_attribute(page, i, SLICE("content")));
        *out = (struct schema_org_text){SCHEMA_ORG_DESCRIPTION, SLICE("Product"),
                                        buffer_slice(&html)};
        return html.len >= DESCRIPTION_BYTES;
    }
    return false;
}

/* ---- states ------------------------------------------------------------------------ */

static void offer(struct finding *best, struct slice html, const char *source)
{
    if (html.len > best->html.len)
        *best = (struct finding){html, source};
}

static void search(struct arena *a, struct loose_json *data, const char *source,
                   struct finding *best)
{
    offer(best, script_state_find(a, data), source);
}

/* The last name in "window.__STATE__" or window["__STATE__"]. */
static struct slice name_before(struct slice script, size_t sign)
{
    size_t end = sign;
    while (end && !is_ascii_letter((unsigned char)script.ptr[end - 1]) &&
           script.ptr[end - 1] != '_')
        end--;
    size_t start = end;
    while (start && (is_ascii_letter((unsigned char)script.ptr[start - 1]) ||
                     is_ascii_digit((unsigned char)script.ptr[start - 1]) ||
                     script.ptr[start - 1] == '_'))
        start--;
    return slice_of(script.ptr + start, end - start);
}

/* Reads the value after an assignment operator; returns its size in bytes, or 0 if it is
   not a value. */
static size_t read_assigned(struct arena *a, struct slice value, struct loose_json *data)
{
    static const struct slice BEGINNINGS[] = {
        SLICE_INIT("{"),  SLICE_INIT("["),   SLICE_INIT("\"{"),
        SLICE_INIT("'{"), SLICE_INIT("\"["), SLICE_INIT("JSON.parse("),
    };
    struct slice trimmed = slice_trim(value);
    if (slice_starts_with(trimmed, SLICE("(function")) ||
        slice_starts_with(trimmed, SLICE("function(")))
        return loose_json_read_call(a, value, data);
    for (size_t i = 0; i < COUNT_OF(BEGINNINGS); i++)
        if (slice_starts_with(trimmed, BEGINNINGS[i]))
            return loose_json_read(a, value, data);
    return 0;
}

static void search_script(struct arena *a, struct slice script, struct loose_json *data,
                          struct finding *best)
{
    size_t at = 0, start = 0;
    for (int n = 0; n < ASSIGNMENTS_MAX; n++) {
        data->count = 0;
        size_t sign = slice_find_char(slice_after(script, at), '=');
        if (sign == SIZE_MAX)
            return;
        sign += at;
        at = sign + 1;
        size_t used = read_assigned(a, slice_after(script, at), data);
        if (!used)
            continue;
        struct slice name = name_before(slice_after(script, start), sign - start);
        search(a, data, arena_string(a, name), best);
        start = at = at + used;
    }
}

/* The argument that SvelteKit passes to its start function follows "data:". */
static void search_start(struct arena *a, struct slice script, struct loose_json *data,
                         struct finding *best)
{
    size_t start = slice_find(script, SLICE("data:"));
    if (start == SIZE_MAX || slice_find(script, SLICE("__sveltekit_")) == SIZE_MAX)
        return;
    data->count = 0;
    loose_json_read(a, slice_after(script, start), data);
    search(a, data, "__sveltekit", best);
}

/* Angular up to version 16 writes "{&q;title&q;:&q;Rain &a; snow&q;}". */
static struct slice without_escapes(struct arena *a, struct slice json)
{
    static const char LETTERS[] = "qaslg", MEANT[] = "\"&'<>";
    struct buffer out;
    if (!slice_starts_with(slice_trim(json), SLICE("{&q;")))
        return json;
    buffer_open(&out, a);
    while (json.len) {
        bool is_escape = json.len > 2 && json.ptr[0] == '&' && json.ptr[2] == ';';
        size_t letter =
            is_escape ? slice_find_char(slice_of_string(LETTERS), json.ptr[1]) : SIZE_MAX;
        buffer_append_char(&out, letter == SIZE_MAX ? json.ptr[0] : MEANT[letter]);
        json = slice_after(json, letter == SIZE_MAX ? 1 : 3);
    }
    return buffer_slice(&out);
}

static void search_json(struct arena *a, const struct embedded *script,
                        struct loose_json *data, struct finding *best)
{
    data->count = 0;
    loose_json_read(a, without_escapes(a, script->text), data);
    search(a, data, script->id.len ? arena_string(a, script->id) : "a script's data",
           best);
}

/* Data in an attribute: Discourse's data-preloaded, Inertia's data-page, the props of
   Astro's islands, Vue's :article. */
static void search_attributes(const struct page *page, struct arena *a,
                              struct loose_json *data, struct finding *best)
{
    for (uint32_t i = 0; i < page->count; i++)
        for (uint32_t n = 0; n < page->nodes[i].attribute_count; n++) {
            const struct attribute *attribute =
                &page->attributes[page->nodes[i].attributes + n];
            struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
            if (attribute->value.len < ATTRIBUTE_MIN ||
                attribute->value.len > SCRIPT_MAX ||
                (attribute->value.ptr[0] != '{' && attribute->value.ptr[0] != '['))
                continue;
            data->count = 0;
            loose_json_read(a, attribute->value, data);
            search(a, data, arena_string(a, name), best);
        }
}

static void find_state(const struct page *page, struct arena *a, struct finding *best)
{
    struct loose_json data = {0}; /* from one source at a time */
    for (size_t i = 0; i < page->embedded_count; i++) {
        const struct embedded *script = &page->embedded[i];
        if (script->text.len > SCRIPT_MAX)
            continue;
        if (script->kind == EMBEDDED_STATE) {
            search_json(a, script, &data, best);
        } else if (script->kind == EMBEDDED_SCRIPT) {
            search_script(a, script->text, &data, best);
            search_start(a, script->text, &data, best);
        }
    }
    search_attributes(page, a, &data, best);
    offer(best, react_flight_find(page, a), "__next_f");
    offer(best, turbo_stream_find(page, a), "streamController");
}

/* ---- choosing the better text ------------------------------------------------------ */

bool embedded_find(const struct page *page, const struct linked_data *linked,
                   struct arena *a, struct embedded_text *out)
{
    struct schema_org_text text;
    struct finding found = {0};
    find_linked(linked, a, SCHEMA_ORG_TEXT, &text);
    if (text.rank < SCHEMA_ORG_TEXT)
        find_state(page, a, &found);
    bool is_state =
        text.rank == SCHEMA_ORG_NOTHING || found.html.len > text.html.len * STATE_FACTOR;
    *out = is_state ? (struct embedded_text){found.html, found.source, {0}, false}
                    : (struct embedded_text){text.html, "JSON-LD", text.type, false};
    if (!out->html.len && find_microdata(page, a, &text))
        *out = (struct embedded_text){text.html, "microdata", text.type, false};
    return out->html.len > 0;
}

/* ---- better than what the page shows ----------------------------------------------- */

static struct slice text_of(const struct block_list *blocks, struct arena *a)
{
    struct buffer text;
    buffer_open(&text, a);
    for (size_t i = 0; i < blocks->count; i++)
        if (blocks->items[i].verdict != VERDICT_DROP) {
            buffer_append(&text, blocks->items[i].text);
            buffer_append_char(&text, '\n');
        }
    return buffer_slice(&text);
}

/* Whether the text that the page shows is only the beginning of another text. */
static bool is_stub(struct slice shown, struct slice all, struct slice text,
                    struct arena *a)
{
    return text.len > 2 * shown.len && shingles_share(text, all, a) < 600 &&
           (shingles_share(shown, text, a) > 300 || shown.len * 5 < text.len);
}

static bool is_missed_product(struct slice all, struct slice text, struct arena *a)
{
    return text.len >= DESCRIPTION_BYTES && shingles_share(text, all, a) < 300;
}

/* The page shows the name of the item that it describes. */
static struct slice without_title(struct slice html)
{
    size_t end = slice_starts_with(html, SLICE("<h1>")) ? slice_find(html, SLICE("</h1>"))
                                                        : SIZE_MAX;
    return end == SIZE_MAX ? html : slice_after(html, end + SLICE("</h1>").len);
}

/* The words in HTML. */
static struct slice words_of(struct slice html, struct arena *a)
{
    struct page page;
    struct error err;
    return parse_html(a, arena_copy(a, html), &page, &err) ? page_text(&page, 0, NULL, a)
                                                           : SLICE("");
}

/* The same for any kind of data, if the page shows next to nothing: the name of an
   application, or a loading notice. */
static bool find_instead(const struct page *page, const struct linked_data *linked,
                         struct slice shown, struct slice all, struct arena *a,
                         struct embedded_text *out)
{
    if (shown.len > SHELL_MAX || !embedded_find(page, linked, a, out))
        return false;
    struct slice found = words_of(out->html, a);
    return found.len > SHELL_FACTOR * shown.len && shingles_share(found, all, a) < 300;
}

static bool find_article(const struct linked_data *linked, struct slice shown,
                         struct arena *a, struct embedded_text *out)
{
    struct schema_org_text text;
    find_linked(linked, a, SCHEMA_ORG_TEXT, &text);
    *out = (struct embedded_text){text.html, "JSON-LD", text.type, false};
    return (slice_ends_with(text.type, SLICE("Article")) ||
            slice_ends_with(text.type, SLICE("Posting"))) &&
           text.html.len > 2 * shown.len;
}

static bool find_product(const struct page *page, const struct linked_data *linked,
                         struct arena *a, struct embedded_text *out)
{
    struct schema_org_text text;
    find_linked(linked, a, SCHEMA_ORG_DESCRIPTION, &text);
    bool is_linked = slice_starts_with(text.type, SLICE("Product"));
    bool is_found = is_linked || find_microdata(page, a, &text);
    *out = (struct embedded_text){without_title(text.html),
                                  is_linked ? "JSON-LD" : "microdata", text.type, true};
    return is_found;
}

/* Finds a text of a type that such a page may lack; questions about a product are not of
   such a type. */
static bool find_lacking(const struct page *page, const struct linked_data *linked,
                         struct slice shown, struct arena *a, struct embedded_text *out)
{
    *out = (struct embedded_text){.html = {0}};
    bool has_data = linked->bytes >= DESCRIPTION_BYTES;
    if (shown.len <= STUB_MAX && has_data && find_article(linked, shown, a, out))
        return true;
    return shown.len <= PRODUCT_SHOWN_MAX && find_product(page, linked, a, out);
}

bool embedded_improve(const struct page *page, const struct linked_data *linked,
                      const struct block_list *shown, struct arena *a,
                      struct embedded_text *out)
{
    struct slice has = text_of(shown, a);
    bool may_lack = find_lacking(page, linked, has, a, out);
    if (!may_lack && has.len > SHELL_MAX)
        return false;
    struct slice all = page_text(page, page->body, NULL, a);
    struct slice found = may_lack ? words_of(out->html, a) : SLICE("");
    bool is_lacking = may_lack && (out->is_more ? is_missed_product(all, found, a)
                                                : is_stub(has, all, found, a));
    return is_lacking || find_instead(page, linked, has, all, a, out);
}

/* ---- comments ---------------------------------------------------------------------- */

bool embedded_comments(const struct page *page, const struct linked_data *linked,
                       struct arena *a, struct embedded_text *out)
{
    *out = (struct embedded_text){.source = "JSON-LD", .is_more = true};
    for (size_t i = 0; i < linked->blocks.count; i++) {
        struct slice html =
            schema_org_comments(a, &linked->data, linked->blocks.items[i]);
        out->html = html.len > out->html.len ? html : out->html;
    }
    return out->html.len && shingles_share(words_of(out->html, a),
                                           page_text(page, page->body, NULL, a), a) < 300;
}
