#include "clean/embedded.h"

#include "base/json.h"
#include "page/parse.h"

enum {
    SCRIPT_MAX = 8 << 20, /* bytes that are parsed; larger states are whole data bases */
    TEXT_MIN = 80,        /* bytes; less is a label */
};

/* Members that hold a text, and how surely it is the page's own (schema.org's names). In
   a state, which has all that a site's scripts may need, a description says nothing. */
static const struct {
    const char *name;
    int rank;
} TEXT_MEMBERS[] = {
    {"articleBody", 3},
    {"reviewBody", 1},
    {"text", 2},
    {"description", 1},
};

struct open_values {
    struct json **items;
    size_t count, capacity;
};

struct search {
    struct arena *arena;
    struct open_values open; /* still to be looked into */
    struct slice text;       /* the best so far */
    int rank, least;         /* of the best; what is below the least is not looked at */
};

static int rank_of(struct slice key)
{
    for (size_t i = 0; i < sizeof TEXT_MEMBERS / sizeof *TEXT_MEMBERS; i++)
        if (slice_equal(key, slice_of_string(TEXT_MEMBERS[i].name)))
            return TEXT_MEMBERS[i].rank;
    return 0;
}

static bool visit_member(void *context, struct slice key, struct json *value)
{
    struct search *s = context;
    enum json_kind kind = json_kind(value);
    if (kind == JSON_OBJECT_VALUE || kind == JSON_ARRAY_VALUE)
        ARENA_PUSH(s->arena, &s->open, value);
    if (kind != JSON_STRING_VALUE)
        return true;
    struct slice text = slice_trim(json_text(value));
    int rank = rank_of(key);
    bool is_better = rank > s->rank || (rank == s->rank && text.len > s->text.len);
    if (rank >= s->least && is_better && text.len >= TEXT_MIN) {
        s->text = text;
        s->rank = rank;
    }
    return true;
}

static void search_value(struct search *s, struct json *root)
{
    ARENA_PUSH(s->arena, &s->open, root);
    while (s->open.count) {
        struct json *value = s->open.items[--s->open.count];
        if (json_kind(value) == JSON_OBJECT_VALUE)
            json_each(value, visit_member, s);
        for (size_t i = 0; i < json_count(value); i++)
            ARENA_PUSH(s->arena, &s->open, json_at(value, i));
    }
}

static void drop_value(void *value)
{
    json_drop(value);
}

/* The value outlives the search: its strings are read until the arena is closed. */
static bool search_script(struct search *s, const struct embedded *script)
{
    struct error err;
    if (script->text.len > SCRIPT_MAX)
        return false;
    struct json *root = json_parse(script->text, &err);
    if (!root)
        return false;
    arena_at_close(s->arena, drop_value, root);
    struct slice before = s->text;
    s->least = script->kind == EMBEDDED_JSON_LD ? 1 : 2;
    search_value(s, root);
    return s->text.ptr != before.ptr;
}

/* ---- blocks ------------------------------------------------------------------------ */

static void read_html(struct slice html, struct arena *a, struct block_list *out)
{
    struct page *page = arena_alloc(a, sizeof *page); /* the blocks speak of it */
    struct marks *marks = arena_alloc(a, sizeof *marks);
    struct error err;
    if (!parse_html(a, arena_copy(a, html), page, &err) || page->body == NODE_NONE)
        return;
    marks_open(marks, page, a);
    marks_keep(marks, page->body, 0);
    blocks_of_page(page, marks, a, out);
}

static void read_text(struct slice text, struct arena *a, struct block_list *out)
{
    if (slice_find(text, SLICE("</")) != SIZE_MAX)
        read_html(text, a, out);
    else
        blocks_of_text(text, a, out);
    for (size_t i = 0; i < out->count; i++) {
        struct block *block = &out->items[i];
        if (block->kind == BLOCK_LINE)
            block->kind = BLOCK_PARAGRAPH;
        block->first = block->last = NODE_NONE;
        block->reason = 0;
    }
}

const char *embedded_read(const struct page *page, struct arena *a,
                          struct block_list *out)
{
    static const enum embedded_kind ORDER[] = {EMBEDDED_JSON_LD, EMBEDDED_STATE};
    struct search s = {.arena = a};
    const char *source = NULL;
    for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER && !source; k++)
        for (size_t i = 0; i < page->embedded_count; i++) {
            const struct embedded *script = &page->embedded[i];
            if (script->kind == ORDER[k] && search_script(&s, script))
                source = script->kind == EMBEDDED_JSON_LD ? "JSON-LD"
                                                          : arena_string(a, script->id);
        }
    if (!source)
        return NULL;
    read_text(s.text, a, out);
    return source;
}
