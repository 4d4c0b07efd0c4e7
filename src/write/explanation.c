#include "write/explanation.h"

#include "base/array.h"
#include "base/json.h"
#include "base/utf8.h"
#include "clean/clean.h"
#include "rules/directives.h"
#include "write/suggest_selector.h"
#include <string.h>

struct effect;

/* A page to be explained. */
struct explain {
    const struct cleaned *cleaned;
    const struct winnow_input *input;
    struct arena *arena;
    struct block_list blocks;         /* kept and dropped blocks, in order */
    struct suggest_selector *propose; /* NULL: no selectors are requested */
    struct effect *effects;           /* one per reason */
    struct buffer *out;
};

/* ---- JSON -------------------------------------------------------------------------- */

static void put_string(struct explain *e, const char *key, struct slice text)
{
    buffer_printf(e->out, "\"%s\":", key);
    json_append_string(e->out, text);
}

/* ---- all blocks -------------------------------------------------------------------- */

/* A block that a line rule has removed came from kept text, and stays in its position. */
static void merge_blocks(struct explain *e)
{
    const struct block_list *kept = &e->cleaned->blocks;
    struct block_list dropped = {0};
    if (e->cleaned->page.count && e->cleaned->marks.items)
        blocks_of_dropped(&e->cleaned->page, &e->cleaned->marks, e->arena, &dropped);
    for (size_t k = 0, d = 0; k < kept->count || d < dropped.count;) {
        bool is_kept_next =
            d == dropped.count ||
            (k < kept->count && kept->items[k].first <= dropped.items[d].first);
        const struct block *block =
            is_kept_next ? &kept->items[k++] : &dropped.items[d++];
        ARENA_PUSH(e->arena, &e->blocks, *block);
    }
}

/* ---- reasons ----------------------------------------------------------------------- */

static const char *place_of(struct explain *e, const struct rulefile *file,
                            const struct directive *directive)
{
    return arena_printf(e->arena, "%.*s:%u", (int)file->path.len, file->path.ptr,
                        (unsigned)directive->line);
}

static const char *rule_of(struct explain *e, const struct directive *d)
{
    return arena_printf(e->arena, "%s%s%.*s%s: %.*s", directive_name(d->kind),
                        d->argument.ptr ? "(" : "", (int)d->argument.len,
                        d->argument.ptr ? d->argument.ptr : "",
                        d->argument.ptr ? ")" : "", (int)d->value.len, d->value.ptr);
}

/* Also puts the numbers by themselves. */
static const char *score_of(struct explain *e, const struct reason *reason)
{
    int threshold = e->cleaned->marks.threshold;
    const char *limit = "";
    buffer_printf(e->out, "\"score\":%d,", reason->score);
    if (threshold) {
        buffer_printf(e->out, "\"threshold\":%d,", threshold);
        limit = arena_printf(e->arena, ", threshold %d", threshold);
    }
    return arena_printf(e->arena, "the model's score %d of 1000%s%s%s", reason->score,
                        limit, reason->code ? "; " : "",
                        reason_code_meaning(reason->code));
}

static void put_reason(struct explain *e, const struct reason *reason)
{
    static const char *const by[] = {
        [JUDGE_NOBODY] = "nobody",
        [JUDGE_BUILTIN] = "built-in",
        [JUDGE_RULE] = "rule",
        [JUDGE_MODEL] = "model",
    };
    buffer_printf(e->out, ",\"by\":\"%s\",", by[reason->by]);
    if (reason->code)
        buffer_printf(e->out, "\"code\":\"%s\",", reason_code_name(reason->code));
    if (reason->by == JUDGE_RULE) {
        put_string(e, "place",
                   slice_of_string(place_of(e, reason->file, reason->directive)));
        buffer_append_char(e->out, ',');
        put_string(e, "reason", slice_of_string(rule_of(e, reason->directive)));
    } else if (reason->by == JUDGE_MODEL) {
        put_string(e, "reason", slice_of_string(score_of(e, reason)));
    } else {
        put_string(e, "reason",
                   slice_of_string(reason->by == JUDGE_BUILTIN
                                       ? reason_code_meaning(reason->code)
                                       : "no rule applies"));
    }
}

/* ---- blocks ------------------------------------------------------------------------ */

static void put_selectors(struct explain *e, size_t index)
{
    struct selector_suggestion_list list = {0};
    suggest_selector_for_block(e->propose, index, &list);
    buffer_append_string(e->out, ",\"selectors\":[");
    for (size_t i = 0; i < list.count; i++) {
        buffer_append_string(e->out, i ? ",{" : "{");
        put_string(e, "selector", list.items[i].selector);
        buffer_printf(e->out, ",\"blocks\":%u,\"changes\":%u}",
                      (unsigned)list.items[i].blocks, (unsigned)list.items[i].changes);
    }
    buffer_append_char(e->out, ']');
}

static void put_block(struct explain *e, size_t index)
{
    static const char *const kinds[] = {
        [BLOCK_PARAGRAPH] = "paragraph",
        [BLOCK_HEADING] = "heading",
        [BLOCK_ITEM] = "item",
        [BLOCK_PRE] = "pre",
        [BLOCK_ROW] = "row",
        [BLOCK_CAPTION] = "caption",
        [BLOCK_TERM] = "term",
        [BLOCK_LINE] = "line",
    };
    const struct block *block = &e->blocks.items[index];
    buffer_printf(e->out, "{\"block\":%zu,\"verdict\":\"%s\"", index + 1,
                  block->verdict == VERDICT_DROP ? "drop" : "keep");
    put_reason(e, &e->cleaned->marks.reasons[block->reason]);
    buffer_printf(e->out, ",\"kind\":\"%s\",\"level\":%u,", kinds[block->kind],
                  block->kind == BLOCK_HEADING ? block->level : block->depth);
    put_string(e, "text", block->text);
    if (e->propose)
        put_selectors(e, index);
    buffer_append_string(e->out, "}\n");
}

/* ---- rule lines -------------------------------------------------------------------- */

struct effect {
    size_t dropped, kept; /* nodes */
    size_t lines, characters;
};

/* Counts what each reason has done to the page. */
static void count_effects(struct explain *e)
{
    const struct marks *marks = &e->cleaned->marks;
    e->effects = arena_calloc(e->arena, marks->reason_count + 1, sizeof *e->effects);
    for (uint32_t i = 0; i < e->cleaned->page.count && marks->items; i++) {
        struct effect *effect = &e->effects[marks->items[i].reason];
        effect->dropped += marks->items[i].verdict == VERDICT_DROP;
        effect->kept += marks->items[i].verdict == VERDICT_KEEP;
    }
    for (size_t i = 0; i < e->blocks.count; i++) {
        const struct block *block = &e->blocks.items[i];
        struct effect *effect = &e->effects[block->reason];
        effect->lines++;
        if (block->verdict == VERDICT_DROP)
            effect->characters += utf8_count(block->text);
    }
}

/* A cut marks every node that it removes, but counts as one hit. */
static bool is_cut(enum directive_kind kind)
{
    return kind == DIRECTIVE_STRIP_FROM || kind == DIRECTIVE_STRIP_AFTER ||
           kind == DIRECTIVE_STRIP_BEFORE;
}

static size_t hits_of(const struct directive *d, const struct effect *effect)
{
    if (d->regex)
        return effect->lines;
    if (d->kind == DIRECTIVE_BODY || d->kind == DIRECTIVE_KEEP)
        return effect->kept;
    return is_cut(d->kind) && effect->dropped ? 1 : effect->dropped;
}

static struct effect effect_of(const struct explain *e, const struct directive *d)
{
    struct effect sum = {0};
    for (size_t i = 0; i < e->cleaned->marks.reason_count; i++) {
        const struct effect *effect = &e->effects[i];
        if (e->cleaned->marks.reasons[i].directive != d)
            continue;
        sum.dropped += effect->dropped;
        sum.kept += effect->kept;
        sum.lines += effect->lines;
        sum.characters += effect->characters;
    }
    return sum;
}

static size_t count_found(struct slice bytes, struct slice find)
{
    size_t count = 0;
    for (size_t at; find.len && (at = slice_find(bytes, find)) != SIZE_MAX; count++)
        bytes = slice_after(bytes, at + find.len);
    return count;
}

/* Counts hits that leave no mark: values, links, replacements. */
static size_t count_unmarked(struct explain *e, const struct directive *d)
{
    if (d->replacement.find.len)
        return count_found(slice_of(e->input->bytes, e->input->size),
                           d->replacement.find);
    if (!d->selector || !e->cleaned->page.count)
        return 0;
    struct view view = view_open(&e->cleaned->page, NULL, e->arena);
    struct value_list values = {0};
    selector_values(d->selector, &view, e->arena, &values);
    return values.count;
}

static bool is_stripping(enum directive_kind kind)
{
    return kind == DIRECTIVE_BODY || kind == DIRECTIVE_STRIP ||
           kind == DIRECTIVE_STRIP_ID_OR_CLASS || kind == DIRECTIVE_KEEP || is_cut(kind);
}

/* Whether a line has an effect of its own on a page. replace_line leaves no trace to
   count. */
static bool has_effect(const struct directive *d)
{
    bool does = d->selector || d->replacement.find.len ||
                (d->regex && d->kind != DIRECTIVE_REPLACE_LINE);
    return does && d->kind != DIRECTIVE_FINGERPRINT;
}

static bool was_overruled(struct explain *e, const struct rulefile *file,
                          const struct directive *d)
{
    struct slice place = slice_of_string(place_of(e, file, d));
    for (size_t i = 0; i < e->cleaned->notes.count; i++) {
        const struct note *note = &e->cleaned->notes.items[i];
        if (note->code == NOTE_RULE_OVERRULED && slice_equal(note->place, place))
            return true;
    }
    return false;
}

static void put_rule(struct explain *e, const struct rulefile *file,
                     const struct directive *d)
{
    struct effect effect = effect_of(e, d);
    const char *state = "used";
    size_t hits = hits_of(d, &effect);
    if (file->authority == AUTHORITY_DEFAULT && !hits)
        return;
    if (!hits) {
        size_t unmarked = count_unmarked(e, d);
        bool is_late = unmarked && is_stripping(d->kind);
        bool is_overruled = is_late && was_overruled(e, file, d);
        state = is_overruled ? "overruled"
                : is_late    ? "late"
                : unmarked   ? "used"
                             : "nothing";
        hits = is_late ? 0 : unmarked;
    }
    buffer_append_char(e->out, '{');
    put_string(e, "place", slice_of_string(place_of(e, file, d)));
    buffer_append_char(e->out, ',');
    put_string(e, "rule", slice_of_string(rule_of(e, d)));
    buffer_printf(e->out, ",\"hits\":%zu,\"characters\":%zu,\"state\":\"%s\"}\n", hits,
                  effect.characters, state);
}

static void put_rules(struct explain *e)
{
    const struct ruleset *rules = &e->cleaned->rules;
    for (size_t f = 0; f < rules->count; f++)
        for (size_t i = 0; i < rules->files[f]->count; i++) {
            const struct directive *d = &rules->files[f]->directives[i];
            if (has_effect(d) && directive_applies(d, e->cleaned->url_path))
                put_rule(e, rules->files[f], d);
        }
}

/* ---- notes ------------------------------------------------------------------------- */

static void put_notes(struct explain *e)
{
    for (size_t i = 0; i < e->cleaned->notes.count; i++) {
        const struct note *note = &e->cleaned->notes.items[i];
        buffer_append_char(e->out, '{');
        put_string(e, "note", slice_of_string(note_code_name(note->code)));
        buffer_append_char(e->out, ',');
        put_string(e, "place", note->place);
        buffer_append_char(e->out, ',');
        put_string(e, "text", note->text);
        buffer_append_string(e->out, "}\n");
    }
}

/* ---- the element around the text --------------------------------------------------- */

/* The innermost element that contains all kept blocks. */
static void put_body(struct explain *e)
{
    const struct page *page = &e->cleaned->page;
    uint32_t first = NODE_NONE, last = NODE_NONE;
    for (size_t i = 0; i < e->blocks.count; i++) {
        const struct block *block = &e->blocks.items[i];
        if (block->verdict == VERDICT_DROP || block->first == NODE_NONE)
            continue;
        first = first == NODE_NONE ? block->first : first;
        last = block->last;
    }
    if (first == NODE_NONE)
        return;
    uint32_t top = page->nodes[first].parent;
    while (page->nodes[top].parent != NODE_NONE && page->nodes[top].end <= last)
        top = page->nodes[top].parent;
    buffer_append_char(e->out, '{');
    put_string(e, "body", suggest_selector_for_node(page, top, e->arena));
    buffer_append_string(e->out, "}\n");
}

/* ---- the record -------------------------------------------------------------------- */

static void write_all(struct explain *e, bool with_selectors)
{
    merge_blocks(e);
    if (with_selectors && e->cleaned->page.count && e->cleaned->marks.items)
        e->propose = suggest_selector_open(e->cleaned, &e->blocks, e->arena);
    for (size_t i = 0; i < e->blocks.count; i++)
        put_block(e, i);
    count_effects(e);
    put_rules(e);
    put_notes(e);
    if (e->propose)
        put_body(e);
}

static void write_explanation(const struct cleaned *cleaned,
                              const struct winnow_input *input, struct arena *a,
                              struct buffer *text)
{
    struct explain e = {.cleaned = cleaned, .input = input, .arena = a, .out = text};
    write_all(&e, false);
}

static void write_with_selectors(const struct cleaned *cleaned,
                                 const struct winnow_input *input, struct arena *a,
                                 struct buffer *text)
{
    struct explain e = {.cleaned = cleaned, .input = input, .arena = a, .out = text};
    write_all(&e, true);
}

struct winnow_record *explanation_clean(struct rulebook *book,
                                        const struct site_source *site,
                                        const struct winnow_input *input,
                                        struct error *err)
{
    return record_clean_as(book, site, input, write_explanation, err);
}

struct winnow_record *explanation_clean_with_selectors(struct rulebook *book,
                                                       const struct site_source *site,
                                                       const struct winnow_input *input,
                                                       struct error *err)
{
    return record_clean_as(book, site, input, write_with_selectors, err);
}
