#include "clean/embedded.h"

#include "base/buffer.h"
#include "base/literal.h"
#include "clean/flight.h"
#include "clean/overlap.h"
#include "clean/schema.h"
#include "clean/state.h"
#include "page/parse.h"

enum {
    SCRIPT_MAX = 5 << 20,   /* bytes that are read; larger states are whole data bases */
    ASSIGNMENTS_MAX = 64,   /* of a script */
    ATTRIBUTE_MIN = 200,    /* bytes; shorter ones hold settings */
    DESCRIPTION_BYTES = 80, /* of a product; less is its name once more */
    /* bytes that a page shows besides a description it lacks: of real pages that show
       more, the description was in none of the references, and in that of one less */
    PRODUCT_SHOWN_MAX = 600,
    SHELL_MAX = 200,  /* bytes that an application shows before it has begun */
    SHELL_FACTOR = 5, /* by which its text is longer than that */
    STUB_MAX = 6000,  /* bytes of the beginning of an article, mostly one to four */
    STATE_FACTOR = 3, /* by which a state's text is longer than a mere description */
};

/* A text that was found, as HTML. */
struct finding {
    struct slice html;
    const char *source;
};

/* ---- JSON-LD ----------------------------------------------------------------------- */

static void find_linked(const struct page *page, struct arena *a, enum schema_rank max,
                        struct schema_text *best)
{
    struct literal data = {0};
    *best = (struct schema_text){0};
    for (size_t i = 0; i < page->embedded_count; i++) {
        const struct embedded *script = &page->embedded[i];
        struct schema_text text;
        if (script->kind != EMBEDDED_JSON_LD || script->text.len > SCRIPT_MAX)
            continue;
        data.count = 0; /* its memory serves again */
        literal_read(a, script->text, &data);
        schema_find(a, &data, max, &text);
        if (text.rank > best->rank ||
            (text.rank == best->rank && text.html.len > best->html.len))
            *best = text;
    }
}

/* ---- states ------------------------------------------------------------------------ */

static void search(struct arena *a, struct literal *data, const char *source,
                   struct finding *best)
{
    struct slice html = state_find(a, data);
    if (html.len > best->html.len)
        *best = (struct finding){html, source};
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

/* Reads the value behind a sign of assignment; returns its bytes, 0 for what is none. */
static size_t read_assigned(struct arena *a, struct slice value, struct literal *data)
{
    struct slice trimmed = slice_trim(value);
    if (slice_starts_with(trimmed, SLICE("(function")) ||
        slice_starts_with(trimmed, SLICE("function(")))
        return literal_read_call(a, value, data);
    bool is_value = slice_starts_with(trimmed, SLICE("{")) ||
                    slice_starts_with(trimmed, SLICE("[")) ||
                    slice_starts_with(trimmed, SLICE("JSON.parse("));
    return is_value ? literal_read(a, value, data) : 0;
}

static void search_script(struct arena *a, struct slice script, struct literal *data,
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

/* What SvelteKit gives to its start stands behind "data:". */
static void search_start(struct arena *a, struct slice script, struct literal *data,
                         struct finding *best)
{
    size_t start = slice_find(script, SLICE("data:"));
    if (start == SIZE_MAX || slice_find(script, SLICE("__sveltekit_")) == SIZE_MAX)
        return;
    data->count = 0;
    literal_read(a, slice_after(script, start), data);
    search(a, data, "__sveltekit", best);
}

static void search_json(struct arena *a, const struct embedded *script,
                        struct literal *data, struct finding *best)
{
    data->count = 0;
    literal_read(a, script->text, data);
    search(a, data, script->id.len ? arena_string(a, script->id) : "a script's data",
           best);
}

/* Data in an attribute: Discourse's data-preloaded, Inertia's data-page. */
static void search_attributes(const struct page *page, struct arena *a,
                              struct literal *data, struct finding *best)
{
    for (uint32_t i = 0; i < page->count; i++)
        for (uint32_t n = 0; n < page->nodes[i].attribute_count; n++) {
            const struct attribute *attribute =
                &page->attributes[page->nodes[i].attributes + n];
            struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
            if (attribute->value.len < ATTRIBUTE_MIN ||
                attribute->value.len > SCRIPT_MAX ||
                !slice_starts_with(name, SLICE("data-")) ||
                (attribute->value.ptr[0] != '{' && attribute->value.ptr[0] != '['))
                continue;
            data->count = 0;
            literal_read(a, attribute->value, data);
            search(a, data, arena_string(a, name), best);
        }
}

static void find_state(const struct page *page, struct arena *a, struct finding *best)
{
    struct literal data = {0}; /* of one source after the other */
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
    struct slice html = flight_find(page, a);
    if (html.len > best->html.len)
        *best = (struct finding){html, "__next_f"};
}

/* ---- the better one ---------------------------------------------------------------- */

bool embedded_find(const struct page *page, struct arena *a, struct embedded_text *out)
{
    struct schema_text linked;
    struct finding found = {0};
    find_linked(page, a, SCHEMA_TEXT, &linked);
    if (linked.rank < SCHEMA_TEXT)
        find_state(page, a, &found);
    bool is_state =
        linked.rank == SCHEMA_NOTHING || found.html.len > linked.html.len * STATE_FACTOR;
    *out = is_state ? (struct embedded_text){found.html, found.source, false}
                    : (struct embedded_text){linked.html, "JSON-LD", false};
    return out->html.len > 0;
}

/* ---- better than what is shown ----------------------------------------------------- */

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

static size_t count_linked_bytes(const struct page *page)
{
    size_t bytes = 0;
    for (size_t i = 0; i < page->embedded_count; i++)
        if (page->embedded[i].kind == EMBEDDED_JSON_LD)
            bytes += page->embedded[i].text.len;
    return bytes;
}

/* Whether what the page shows is no more than the beginning of a text. */
static bool is_stub(struct slice shown, struct slice all, struct slice text,
                    struct arena *a)
{
    return text.len > 2 * shown.len && overlap_share(text, all, a) < 600 &&
           (overlap_share(shown, text, a) > 300 || shown.len * 5 < text.len);
}

static bool is_missed_product(struct slice all, struct slice text, struct arena *a)
{
    return text.len >= DESCRIPTION_BYTES && overlap_share(text, all, a) < 300;
}

/* The page shows the name of what it describes. */
static struct slice without_title(struct slice html)
{
    size_t end = slice_starts_with(html, SLICE("<h1>")) ? slice_find(html, SLICE("</h1>"))
                                                        : SIZE_MAX;
    return end == SIZE_MAX ? html : slice_after(html, end + SLICE("</h1>").len);
}

/* The words of HTML. */
static struct slice words_of(struct slice html, struct arena *a)
{
    struct page page;
    struct error err;
    return parse_html(a, arena_copy(a, html), &page, &err) ? page_text(&page, 0, NULL, a)
                                                           : SLICE("");
}

/* The same for data of any kind, where the page shows next to nothing: the name of an
   application, a notice that it is loading. */
static bool find_instead(const struct page *page, struct slice shown, struct slice all,
                         struct arena *a, struct embedded_text *out)
{
    if (shown.len > SHELL_MAX || !embedded_find(page, a, out))
        return false;
    struct slice found = words_of(out->html, a);
    return found.len > SHELL_FACTOR * shown.len && overlap_share(found, all, a) < 300;
}

/* A text of the type that such a page may lack: questions about a product are none. */
static bool find_lacking(const struct page *page, struct slice shown, struct arena *a,
                         struct schema_text *out, bool *is_article)
{
    find_linked(page, a, SCHEMA_TEXT, out);
    *is_article = (slice_ends_with(out->type, SLICE("Article")) ||
                   slice_ends_with(out->type, SLICE("Posting"))) &&
                  out->html.len > 2 * shown.len;
    if (*is_article || shown.len > PRODUCT_SHOWN_MAX)
        return *is_article;
    find_linked(page, a, SCHEMA_DESCRIPTION, out);
    return slice_starts_with(out->type, SLICE("Product"));
}

bool embedded_improve(const struct page *page, const struct block_list *shown,
                      struct arena *a, struct embedded_text *out)
{
    struct slice has = text_of(shown, a);
    struct schema_text linked = {0};
    bool is_article = false;
    bool may_lack = has.len <= STUB_MAX &&
                    count_linked_bytes(page) >= DESCRIPTION_BYTES &&
                    find_lacking(page, has, a, &linked, &is_article);
    if (!may_lack && has.len > SHELL_MAX)
        return false;
    struct slice all = page_text(page, page->body, NULL, a);
    struct slice found = may_lack ? words_of(linked.html, a) : SLICE("");
    *out = (struct embedded_text){is_article ? linked.html : without_title(linked.html),
                                  "JSON-LD", !is_article};
    return (may_lack && is_article && is_stub(has, all, found, a)) ||
           (may_lack && !is_article && is_missed_product(all, found, a)) ||
           find_instead(page, has, all, a, out);
}

/* ---- comments ---------------------------------------------------------------------- */

bool embedded_comments(const struct page *page, struct arena *a,
                       struct embedded_text *out)
{
    struct literal data = {0};
    *out = (struct embedded_text){.source = "JSON-LD", .is_more = true};
    for (size_t i = 0; i < page->embedded_count; i++) {
        const struct embedded *script = &page->embedded[i];
        if (script->kind != EMBEDDED_JSON_LD || script->text.len > SCRIPT_MAX ||
            slice_find(script->text, SLICE("\"comment\"")) == SIZE_MAX)
            continue;
        data.count = 0;
        literal_read(a, script->text, &data);
        struct slice html = schema_comments(a, &data);
        out->html = html.len > out->html.len ? html : out->html;
    }
    return out->html.len && overlap_share(words_of(out->html, a),
                                          page_text(page, page->body, NULL, a), a) < 300;
}
