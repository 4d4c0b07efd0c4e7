#include "embedded/script_state.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/hash_table.h"
#include "embedded/html_builder.h"

#include <string.h>

enum {
    TEXT_MIN = 80,   /* bytes; a shorter text is a label */
    LEVELS_MAX = 40, /* upwards from a text; levels above are not looked at */
    TITLE_MAX = 300, /* bytes; a longer one is body text */
};

/* ---- names ------------------------------------------------------------------------- */

/* Names of texts, and how much more each byte counts than a byte of a text called "text",
   a name that every button's label has too. */
static const struct {
    struct slice name;
    unsigned weight;
} TEXTS[] = {
    {SLICE_INIT("articleBody"), 8},
    {SLICE_INIT("bodyHtml"), 8},
    {SLICE_INIT("body_html"), 8},
    {SLICE_INIT("bodyText"), 8},
    {SLICE_INIT("contentHtml"), 8},
    {SLICE_INIT("content_html"), 8},
    {SLICE_INIT("post_content"), 8},
    {SLICE_INIT("fullText"), 8},
    {SLICE_INIT("article"), 6},
    {SLICE_INIT("story"), 6},
    {SLICE_INIT("cooked"), 8},
    {SLICE_INIT("body"), 6},
    {SLICE_INIT("content"), 6},
    {SLICE_INIT("paragraphs"), 6},
    {SLICE_INIT("selftext"), 6},
    {SLICE_INIT("markdown"), 4},
    {SLICE_INIT("html"), 4},
    {SLICE_INIT("rendered"), 6},
    {SLICE_INIT("descriptionHtml"), 4},
    {SLICE_INIT("description_html"), 4},
    {SLICE_INIT("longDescription"), 4},
    {SLICE_INIT("text"), 2},
    {SLICE_INIT("value"), 2},
    {SLICE_INIT("message"), 2},
    {SLICE_INIT("description"), 2},
    {SLICE_INIT("blocks"), 4},
};

static const struct slice TITLES[] = {SLICE_INIT("title"), SLICE_INIT("headline"),
                                      SLICE_INIT("heading"), SLICE_INIT("name")};

/* Names of members that hold other kinds of text: translations of the user interface,
   menus, recommended pages. */
static const struct slice APART[] = {
    SLICE_INIT("i18n"),
    SLICE_INIT("translations"),
    SLICE_INIT("locales"),
    SLICE_INIT("locale"),
    SLICE_INIT("dictionary"),
    SLICE_INIT("related"),
    SLICE_INIT("relatedPosts"),
    SLICE_INIT("relatedArticles"),
    SLICE_INIT("recommendations"),
    SLICE_INIT("recommended"),
    SLICE_INIT("sidebar"),
    SLICE_INIT("footer"),
    SLICE_INIT("navigation"),
    SLICE_INIT("menu"),
    SLICE_INIT("menus"),
    SLICE_INIT("cookieBanner"),
    SLICE_INIT("seo"),
    SLICE_INIT("metadata"),
    SLICE_INIT("meta"),
    SLICE_INIT("author"),
    SLICE_INIT("advertising"),
    SLICE_INIT("settings"),
    SLICE_INIT("config"),
};

/* Names of lists that hold the parts of one text: paragraphs in sections, formatted words
   in paragraphs, answers below posts. */
static const struct slice NESTING[] = {
    SLICE_INIT("content"),    SLICE_INIT("children"),
    SLICE_INIT("blocks"),     SLICE_INIT("nodes"),
    SLICE_INIT("body"),       SLICE_INIT("replies"),
    SLICE_INIT("paragraphs"), SLICE_INIT("sections"),
    SLICE_INIT("items"),      SLICE_INIT("content_elements"),
};

/* Objects around a text that only describe its format. */
static const struct slice WRAPPERS[] = {
    SLICE_INIT("content"),    SLICE_INIT("body"),     SLICE_INIT("data"),
    SLICE_INIT("fields"),     SLICE_INIT("document"), SLICE_INIT("json"),
    SLICE_INIT("attributes"),
};

/* Types of parts that are inline. */
static const struct slice INLINE_TYPES[] = {
    SLICE_INIT("text"),      SLICE_INIT("span"), SLICE_INIT("link"),
    SLICE_INIT("hyperlink"), SLICE_INIT("mark"), SLICE_INIT("strong"),
    SLICE_INIT("em"),        SLICE_INIT("bold"), SLICE_INIT("italic"),
    SLICE_INIT("a"),         SLICE_INIT("b"),    SLICE_INIT("i"),
};

static bool is_among(const struct slice *names, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(names[i], name))
            return true;
    return false;
}
#define IS_AMONG(names, name) is_among(names, COUNT_OF(names), name)

static unsigned weight_of(struct slice key)
{
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        if (slice_equal(key, TEXTS[i].name))
            return TEXTS[i].weight;
    return 0;
}

/* ---- ancestors --------------------------------------------------------------------- */

static bool is_object(const struct loose_json *data, uint32_t i)
{
    return i != DATUM_NONE && data->items[i].kind == DATUM_OBJECT;
}

static bool is_array(const struct loose_json *data, uint32_t i)
{
    return i != DATUM_NONE && data->items[i].kind == DATUM_ARRAY;
}

/* A string in a list gets the name of the list. But Editor.js stores paragraphs as "text"
   and the strings of a list between them as "items". */
static struct slice name_of(const struct loose_json *data, uint32_t i)
{
    uint32_t parent = data->items[i].parent;
    if (!is_array(data, parent))
        return data->items[i].key;
    struct slice name = data->items[parent].key;
    return slice_equal(name, SLICE("items")) ? SLICE("text") : name;
}

static bool is_apart(const struct loose_json *data, uint32_t i)
{
    for (int level = 0; i != DATUM_NONE && level < LEVELS_MAX; level++) {
        if (data->items[i].key.len && IS_AMONG(APART, data->items[i].key))
            return true;
        i = data->items[i].parent;
    }
    return false;
}

/* The object of a text. */
static uint32_t owner_of(const struct loose_json *data, uint32_t i)
{
    uint32_t owner = data->items[i].parent;
    for (int level = 0; level < LEVELS_MAX && owner != DATUM_NONE; level++) {
        bool is_wrapper =
            !is_object(data, owner) || (IS_AMONG(WRAPPERS, data->items[owner].key) &&
                                        data->items[owner].parent != DATUM_NONE);
        if (!is_wrapper)
            return owner;
        owner = data->items[owner].parent;
    }
    return owner;
}

/* What the texts of one group have in common: the outermost of the lists that are nested
   parts of one text or, if there is none, the container of their owners. */
static uint32_t group_of(const struct loose_json *data, uint32_t i)
{
    uint32_t at = data->items[i].parent, list = DATUM_NONE;
    for (int level = 0; at != DATUM_NONE && level < LEVELS_MAX; level++) {
        if (is_array(data, at)) {
            list = at;
            if (!IS_AMONG(NESTING, data->items[at].key))
                return list;
        } else if (list != DATUM_NONE && !is_array(data, data->items[at].parent) &&
                   !IS_AMONG(WRAPPERS, data->items[at].key)) {
            return list;
        } else if (list == DATUM_NONE && !is_array(data, data->items[at].parent) &&
                   !IS_AMONG(WRAPPERS, data->items[at].key)) {
            uint32_t around = data->items[at].parent;
            return around == DATUM_NONE ? at : around;
        }
        at = data->items[at].parent;
    }
    return list == DATUM_NONE ? i : list;
}

/* ---- references -------------------------------------------------------------------- */

static size_t number_of(struct slice digits)
{
    enum { DIGITS_MAX = 6 };
    size_t value = 0;
    if (!digits.len || digits.len > DIGITS_MAX)
        return SIZE_MAX;
    for (size_t i = 0; i < digits.len; i++) {
        if (!is_ascii_digit((unsigned char)digits.ptr[i]))
            return SIZE_MAX;
        value = value * 10 + (size_t)(digits.ptr[i] - '0');
    }
    return value;
}

static size_t place_of(const struct datum *datum)
{
    return datum->kind == DATUM_NUMBER ? number_of(datum->text) : SIZE_MAX;
}

/* Resolves one member or element that refers to another datum by its index. */
static void follow(struct loose_json *data, uint32_t reference, uint32_t target)
{
    struct datum *from = &data->items[reference], *to = &data->items[target];
    if (to->kind == DATUM_STRING) {
        from->kind = DATUM_STRING;
        from->text = to->text;
    } else if (to->kind == DATUM_OBJECT || to->kind == DATUM_ARRAY) {
        to->key = from->key;
        to->parent = from->parent;
    }
}

/* The location of each element of a list. */
struct places {
    uint32_t *items;
    size_t count, capacity;
};

/* The name that "_12" refers to. */
static struct slice key_of(const struct loose_json *data, const struct places *places,
                           struct slice key)
{
    size_t place =
        slice_starts_with(key, SLICE("_")) ? number_of(slice_after(key, 1)) : SIZE_MAX;
    bool is_name =
        place < places->count && data->items[places->items[place]].kind == DATUM_STRING;
    return is_name ? data->items[places->items[place]].text : key;
}

/* Resolves a list in which objects refer to their members by index into the list. This is
   devalue's format, which Nuxt 3 and SvelteKit write, and turbo-stream's, where the names
   of the members are indexes too. Gives each datum its real name and owner. An owner
   precedes what it owns, so that nothing can own itself. */
static void resolve_references(struct arena *a, struct loose_json *data, uint32_t root)
{
    struct datum *items = data->items;
    struct places places = {0};
    for (uint32_t i = root + 1; i < items[root].end; i = items[i].end)
        ARENA_PUSH(a, &places, i);
    for (size_t p = 0; p < places.count; p++) {
        uint32_t holder = places.items[p];
        for (uint32_t i = holder + 1; i < items[holder].end; i = items[i].end) {
            size_t place = place_of(&items[i]);
            items[i].key = key_of(data, &places, items[i].key);
            if (place < places.count && (places.items[place] > holder ||
                                         items[places.items[place]].kind == DATUM_STRING))
                follow(data, i, places.items[place]);
        }
    }
}

/* ---- groups ------------------------------------------------------------------------ */

struct group {
    struct slice name;
    uint32_t holder;
    uint32_t first; /* text in the group */
    uint64_t score, bytes;
};

struct groups {
    struct hash_table names;  /* maps a name to its index (uint32_t) */
    struct hash_table groups; /* struct group, by container and index of the name */
};

static void open_groups(struct arena *a, struct groups *groups)
{
    hash_table_open(&groups->names, a, sizeof(uint32_t));
    hash_table_open(&groups->groups, a, sizeof(struct group));
}

static bool is_text(const struct loose_json *data, uint32_t i)
{
    return data->items[i].kind == DATUM_STRING && weight_of(name_of(data, i)) &&
           html_builder_is(data->items[i].text) && !is_apart(data, i);
}

static void count_text(struct groups *groups, const struct loose_json *data, uint32_t i)
{
    struct slice name = name_of(data, i);
    uint32_t holder = group_of(data, i);
    const uint32_t *known = hash_table_put(&groups->names, name, NULL);
    uint64_t key = (uint64_t)holder << 32 | hash_table_index(&groups->names, known);
    bool is_new;
    struct group *group = hash_table_put_number(&groups->groups, key, &is_new);
    if (is_new)
        *group = (struct group){.name = name, .holder = holder, .first = i};
    size_t bytes = data->items[i].text.len;
    group->bytes += bytes;
    group->score += (uint64_t)bytes * weight_of(name);
}

static const struct group *find_best(const struct groups *groups)
{
    const struct group *best = NULL, *items = groups->groups.values;
    for (size_t i = 0; i < groups->groups.count; i++)
        if (items[i].bytes >= TEXT_MIN && (!best || items[i].score > best->score))
            best = &items[i];
    return best;
}

/* ---- building the text ------------------------------------------------------------- */

static struct slice string_member(const struct loose_json *data, uint32_t object,
                                  const struct slice *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t member = loose_json_member(data, object, names[i]);
        if (is_object(data, member)) /* {"title": {"rendered": "..."}} */
            member = loose_json_member(data, member, SLICE("rendered"));
        if (member != DATUM_NONE && data->items[member].kind == DATUM_STRING &&
            data->items[member].text.len)
            return data->items[member].text;
    }
    return SLICE("");
}

static struct slice type_of(const struct loose_json *data, uint32_t object)
{
    static const struct slice TYPES[] = {SLICE_INIT("type"), SLICE_INIT("nodeType"),
                                         SLICE_INIT("_type"), SLICE_INIT("style")};
    return is_object(data, object) ? string_member(data, object, TYPES, COUNT_OF(TYPES))
                                   : SLICE("");
}

/* The part of a text that forms its own paragraph: inline parts are joined. */
static uint32_t paragraph_of(const struct loose_json *data, uint32_t i)
{
    uint32_t at = is_object(data, data->items[i].parent) ? data->items[i].parent : i;
    for (int level = 0; level < LEVELS_MAX; level++) {
        struct slice type = type_of(data, at);
        uint32_t list = data->items[at].parent;
        uint32_t outer = is_array(data, list) ? data->items[list].parent : DATUM_NONE;
        bool is_inline =
            type.len ? IS_AMONG(INLINE_TYPES, type) : type_of(data, outer).len != 0;
        if (!is_inline || !is_object(data, outer) ||
            !is_array(data, data->items[outer].parent) ||
            !IS_AMONG(NESTING, data->items[list].key))
            return at;
        at = outer;
    }
    return at;
}

/* The element for a part's type: "heading-2", "header-two", "h3", "list-item",
   "listItem", "blockquote", "code-block". */
static const char *element_of(struct slice type)
{
    static const struct {
        struct slice part;
        const char *element;
    } ELEMENTS[] = {
        {SLICE_INIT("head"), "h2"},
        {SLICE_INIT("h2"), "h2"},
        {SLICE_INIT("h3"), "h3"},
        {SLICE_INIT("list"), "li"},
        {SLICE_INIT("quote"), "blockquote"},
        {SLICE_INIT("code"), "pre"},
    };
    for (size_t i = 0; i < COUNT_OF(ELEMENTS); i++)
        if (slice_find_nocase(type, ELEMENTS[i].part) != SIZE_MAX)
            return ELEMENTS[i].element;
    return "p";
}

struct composing {
    struct arena *arena;
    const struct loose_json *data;
    struct buffer *out;
    struct buffer line; /* the paragraph that is being built */
    uint32_t paragraph, owner;
    bool has_title, in_list;
};

static void end_list(struct composing *c)
{
    if (c->in_list)
        buffer_append_string(c->out, "</ul>");
    c->in_list = false;
}

static void end_paragraph(struct composing *c)
{
    if (c->paragraph == DATUM_NONE)
        return;
    const char *element = element_of(type_of(c->data, c->paragraph));
    bool is_item = strcmp(element, "li") == 0;
    if (!is_item)
        end_list(c);
    else if (!c->in_list)
        buffer_append_string(c->out, "<ul>");
    c->in_list = is_item;
    html_builder_put(c->out, element, buffer_slice(&c->line));
    buffer_truncate(&c->line, 0);
}

/* Writes the title of the object that the text belongs to, once; the page's own title
   comes first. */
static void put_title(struct composing *c, uint32_t i)
{
    uint32_t owner = owner_of(c->data, i);
    if (owner == c->owner || !is_object(c->data, owner))
        return;
    c->owner = owner;
    struct slice title = string_member(c->data, owner, TITLES, COUNT_OF(TITLES));
    if (!title.len || title.len > TITLE_MAX)
        return;
    end_paragraph(c);
    end_list(c);
    c->paragraph = DATUM_NONE;
    html_builder_put(c->out, c->has_title ? "h2" : "h1", title);
    c->has_title = true;
}

static void put_text(struct composing *c, uint32_t i)
{
    put_title(c, i);
    uint32_t paragraph = paragraph_of(c->data, i);
    if (paragraph != c->paragraph)
        end_paragraph(c);
    c->paragraph = paragraph;
    buffer_append(&c->line, c->data->items[i].text);
}

static struct slice put_group(struct arena *a, const struct loose_json *data,
                              const struct group *group)
{
    struct buffer out;
    buffer_open(&out, a);
    struct composing c = {.arena = a,
                          .data = data,
                          .out = &out,
                          .paragraph = DATUM_NONE,
                          .owner = DATUM_NONE};
    buffer_open(&c.line, a);
    for (uint32_t i = group->first; i < data->count; i++)
        if (data->items[i].kind == DATUM_STRING &&
            slice_equal(name_of(data, i), group->name) && is_text(data, i) &&
            group_of(data, i) == group->holder)
            put_text(&c, i);
    end_paragraph(&c);
    return buffer_slice(&out);
}

struct slice script_state_find(struct arena *a, struct loose_json *data)
{
    struct groups groups;
    open_groups(a, &groups);
    for (uint32_t i = 0; i < data->count; i = data->items[i].end)
        if (is_array(data, i))
            resolve_references(a, data, i);
    for (uint32_t i = 0; i < data->count; i++)
        if (is_text(data, i))
            count_text(&groups, data, i);
    const struct group *best = find_best(&groups);
    return best ? put_group(a, data, best) : SLICE("");
}
