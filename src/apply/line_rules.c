#include "apply/line_rules.h"

#include "base/buffer.h"

#include <string.h>

enum {
    CUT_MAX = 90,       /* percent of the text that a cut may take, unless it is forced */
    PARAGRAPH_MIN = 40, /* bytes of a paragraph that a heading is the heading of */
    LIMITS_MAX = 4,     /* times a pattern may reach its limit on a page before it is
                           skipped */
};

/* A pattern that is applied to a page. */
struct rule {
    const struct rulefile *file;
    const struct directive *directive;
    uint32_t reason; /* 0 until it has dropped something */
    unsigned limits; /* times it reached its limit */
    bool is_overruled;
};

struct work {
    struct block_list *blocks;
    struct marks *marks;
    struct note_list *notes;
    struct rule_check *check;
    struct slice url_path;
    uint32_t last_reason; /* of the line that was dropped last; 0: none was */
};

/* ---- one pattern, one line --------------------------------------------------------- */

static void note_limit(struct work *w, struct rule *rule)
{
    if (!rule->limits++)
        notes_add(w->notes, NOTE_REGEX_LIMIT, rule->file, rule->directive,
                  "the pattern of %s took too long on a line and was stopped there; "
                  "simplify it",
                  directive_name(rule->directive->kind));
}

static bool matches(struct work *w, struct rule *rule, const struct regex *regex,
                    const struct block *block)
{
    if (rule->limits >= LIMITS_MAX)
        return false;
    enum regex_result result = regex_match(regex, block->text, 0, NULL);
    if (result == REGEX_LIMIT)
        note_limit(w, rule);
    return result == REGEX_YES;
}

static uint32_t reason_of(struct work *w, struct rule *rule)
{
    if (!rule->reason)
        rule->reason =
            marks_add_reason(w->marks, (struct reason){.by = JUDGE_RULE,
                                                       .file = rule->file,
                                                       .directive = rule->directive});
    return rule->reason;
}

static bool is_droppable(const struct work *w, const struct block *block)
{
    return block->verdict != VERDICT_DROP && !block_is_kept_by_line(w->marks, block);
}

/* A rule that would remove what is surely content once is not applied any more. */
static bool may_take(struct work *w, struct rule *rule, uint64_t content)
{
    struct claim claim = {rule->file, rule->directive};
    rule->is_overruled =
        rule->is_overruled || !rule_check_allows_removal(w->check, claim, content);
    return !rule->is_overruled;
}

static uint64_t count_content(const struct work *w, const struct block *block)
{
    uint32_t index = (uint32_t)(block - w->blocks->items);
    if (!w->check->page)
        return rule_check_count(w->check, index, index + 1);
    bool is_of_page = block->first != NODE_NONE;
    return is_of_page ? rule_check_count(w->check, block->first, block->last + 1) : 0;
}

static void drop(struct work *w, struct rule *rule, struct block *block)
{
    block->verdict = VERDICT_DROP;
    block->reason = reason_of(w, rule);
    w->last_reason = block->reason;
}

/* ---- keep, replace, strip ---------------------------------------------------------- */

static void keep_lines(struct work *w, struct rule *rule)
{
    for (size_t i = 0; i < w->blocks->count; i++) {
        struct block *block = &w->blocks->items[i];
        if (is_droppable(w, block) && matches(w, rule, rule->directive->regex, block))
            block->reason = reason_of(w, rule);
    }
}

static void replace_lines(struct work *w, struct rule *rule)
{
    struct buffer out;
    buffer_open(&out, w->marks->arena);
    for (size_t i = 0; i < w->blocks->count && rule->limits < LIMITS_MAX; i++) {
        struct block *block = &w->blocks->items[i];
        if (block->verdict == VERDICT_DROP ||
            !matches(w, rule, rule->directive->regex, block))
            continue;
        buffer_truncate(&out, 0);
        if (regex_replace(rule->directive->regex, block->text, rule->directive->value,
                          &out) == REGEX_LIMIT) {
            note_limit(w, rule);
            continue;
        }
        struct slice text = slice_trim(buffer_slice(&out));
        if (!text.len && !may_take(w, rule, count_content(w, block)))
            continue;
        block_set_text(block, arena_copy(w->marks->arena, text));
        if (!block->text.len)
            drop(w, rule, block);
    }
}

/* The directive that strips the line, from index on in the file, or NULL. */
static struct rule *find_strip(struct work *w, const struct rulefile *file,
                               struct rule *rules, const struct block *block,
                               size_t index)
{
    for (; index < file->count; index++) {
        const struct directive *directive = &file->directives[index];
        if (directive->kind == DIRECTIVE_STRIP_LINE &&
            directive_applies(directive, w->url_path) &&
            matches(w, &rules[index], directive->regex, block))
            return &rules[index];
    }
    return NULL;
}

/* Whether nothing but blank text is between the end of a heading and a text. */
static bool is_right_below(const struct page *page, uint32_t heading, uint32_t text)
{
    uint32_t i = heading;
    while (i != NODE_NONE && !tag_is_heading(page->nodes[i].tag))
        i = page->nodes[i].parent;
    i = i == NODE_NONE ? text : page->nodes[i].end;
    while (i < text && (node_is_text(&page->nodes[i])
                            ? !slice_trim(page->nodes[i].text).len
                            : page->nodes[i].end > text && page->nodes[i].tag != TAG_A))
        i++;
    return i == text;
}

/* Whether a label is the heading of a section: "Share" over a paragraph about shares. A
   bar of links has them right below its label. */
static bool is_heading_of_section(const struct work *w, const struct block *block)
{
    const struct block *next = block + 1, *end = w->blocks->items + w->blocks->count;
    size_t space = slice_find_char(block->text, ' ');
    return w->check->page && block->kind == BLOCK_HEADING && next < end &&
           (space == SIZE_MAX ||
            slice_find_last_char(block->text, ' ') == space) && /* two words at most */
           next->kind == BLOCK_PARAGRAPH &&
           next->verdict != VERDICT_DROP && next->text.len >= PARAGRAPH_MIN &&
           block->last != NODE_NONE && next->first != NODE_NONE &&
           block->last < next->first &&
           is_right_below(w->check->page, block->last, next->first);
}

static void strip_line(struct work *w, const struct rulefile *file, struct rule *rules,
                       struct block *block)
{
    size_t hit;
    enum regex_result result = regex_set_match(file->line_set, block->text, &hit);
    if (result == REGEX_NO)
        return;
    size_t index = file->line_directives[hit];
    struct rule *rule = &rules[index];
    if (result == REGEX_LIMIT)
        note_limit(w, rule);
    else if (!directive_applies(rule->directive, w->url_path))
        rule = find_strip(w, file, rules, block, index + 1);
    if (file->authority == AUTHORITY_DEFAULT && is_heading_of_section(w, block))
        return;
    if (result == REGEX_YES && rule && may_take(w, rule, count_content(w, block)))
        drop(w, rule, block);
}

static void strip_lines(struct work *w, const struct rulefile *file)
{
    if (!file->line_set)
        return;
    struct rule *rules = arena_calloc(w->marks->arena, file->count, sizeof *rules);
    for (size_t i = 0; i < file->count; i++)
        rules[i] = (struct rule){.file = file, .directive = &file->directives[i]};
    for (size_t i = 0; i < w->blocks->count; i++)
        if (is_droppable(w, &w->blocks->items[i]))
            strip_line(w, file, rules, &w->blocks->items[i]);
}

/* ---- ranges and cuts --------------------------------------------------------------- */

struct range {
    size_t first, end; /* [first, end) */
};

static struct range range_of_cut(enum directive_kind kind, size_t match, size_t count)
{
    switch (kind) {
    case DIRECTIVE_STRIP_FROM_LINE:
        return (struct range){match, count};
    case DIRECTIVE_STRIP_AFTER_LINE:
        return (struct range){match + 1, count};
    case DIRECTIVE_STRIP_TO_LINE:
        return (struct range){0, match + 1};
    default:
        return (struct range){0, match};
    }
}

/* The bytes of text that dropping the range would remove. */
static size_t count_text(const struct work *w, struct range range, bool droppable)
{
    size_t bytes = 0;
    for (size_t i = range.first; i < range.end; i++) {
        const struct block *block = &w->blocks->items[i];
        if (droppable ? is_droppable(w, block) : block->verdict != VERDICT_DROP)
            bytes += block->text.len;
    }
    return bytes;
}

static bool is_too_much(struct work *w, struct rule *rule, struct range range,
                        size_t whole)
{
    size_t taken = count_text(w, range, true);
    if (rule->directive->forced || taken * 100 <= whole * CUT_MAX)
        return false;
    notes_add(
        w->notes, NOTE_CUT_REFUSED, rule->file, rule->directive,
        "%s would remove %zu %% of the text and was not applied; %s(force) applies it",
        directive_name(rule->directive->kind), taken * 100 / whole,
        directive_name(rule->directive->kind));
    return true;
}

static void drop_range(struct work *w, struct rule *rule, struct range range)
{
    uint64_t content = 0;
    for (size_t i = range.first; i < range.end; i++)
        if (is_droppable(w, &w->blocks->items[i]))
            content += count_content(w, &w->blocks->items[i]);
    if (!may_take(w, rule, content))
        return;
    for (size_t i = range.first; i < range.end; i++)
        if (is_droppable(w, &w->blocks->items[i]))
            drop(w, rule, &w->blocks->items[i]);
}

/* The first line from `start` on that the pattern matches; blocks->count for none.
   Dropped lines match too: "Contact Us" may end a range and be stripped by another
   rule. */
static size_t find_line(struct work *w, struct rule *rule, const struct regex *regex,
                        size_t start)
{
    size_t i = start;
    while (i < w->blocks->count && !matches(w, rule, regex, &w->blocks->items[i]))
        i++;
    return i;
}

static void cut_lines(struct work *w, struct rule *rule)
{
    size_t count = w->blocks->count;
    size_t match = find_line(w, rule, rule->directive->regex, 0);
    if (match == count)
        return;
    struct range range = range_of_cut(rule->directive->kind, match, count);
    size_t whole = count_text(w, (struct range){0, count}, false);
    if (!is_too_much(w, rule, range, whole))
        drop_range(w, rule, range);
}

/* Drops each range from a line that matches the first pattern to the next line that
   matches the second. */
static void strip_ranges(struct work *w, struct rule *rule)
{
    size_t count = w->blocks->count, from = 0;
    size_t whole = count_text(w, (struct range){0, count}, false);
    for (;;) {
        from = find_line(w, rule, rule->directive->regex, from);
        size_t to = from < count ? find_line(w, rule, rule->directive->regex_to, from + 1)
                                 : count;
        if (to >= count)
            return;
        struct range range = {from, to + 1};
        if (!is_too_much(w, rule, range, whole))
            drop_range(w, rule, range);
        from = to + 1;
    }
}

/* ---- patterns over several lines --------------------------------------------------- */

/* Whether a strip_line looks beyond a line: it has "\n" in its pattern. */
static bool is_over_lines(const struct directive *directive)
{
    return slice_find(directive->value, SLICE("\\n")) != SIZE_MAX;
}

/* Joins all kept lines to one text, with a gap as an empty line; starts[i] is where block
   i begins in it. */
static struct slice join_lines(const struct work *w, size_t *starts)
{
    struct buffer text;
    buffer_open(&text, w->marks->arena);
    for (size_t i = 0; i < w->blocks->count; i++) {
        const struct block *block = &w->blocks->items[i];
        bool is_left = block->verdict != VERDICT_DROP;
        if (is_left && text.len)
            buffer_append_string(&text, block->tight ? "\n" : "\n\n");
        starts[i] = text.len;
        if (is_left)
            buffer_append(&text, block->text);
    }
    starts[w->blocks->count] = text.len + 1;
    return buffer_slice(&text);
}

/* The blocks that a match in the joined text touches, from index on. */
static struct range range_of_span(const size_t *starts, size_t count, size_t index,
                                  const struct regex_span *span)
{
    struct range range = {index, index};
    while (range.first < count && starts[range.first + 1] <= span->start)
        range.first++;
    range.end = range.first;
    while (range.end < count && starts[range.end] < span->end)
        range.end++;
    return range;
}

static void strip_over_lines(struct work *w, struct rule *rule)
{
    size_t count = w->blocks->count, index = 0;
    size_t *starts = arena_alloc(w->marks->arena, (count + 1) * sizeof *starts);
    struct slice text = join_lines(w, starts);
    size_t whole = count_text(w, (struct range){0, count}, false);
    struct regex_span span = {0, 0};
    for (size_t offset = 0; offset <= text.len;) {
        enum regex_result result =
            regex_match(rule->directive->regex, text, offset, &span);
        if (result == REGEX_LIMIT)
            note_limit(w, rule);
        if (result != REGEX_YES)
            return;
        struct range range = range_of_span(starts, count, index, &span);
        if (span.end > span.start && !is_too_much(w, rule, range, whole))
            drop_range(w, rule, range);
        index = range.first;
        offset = span.end > offset ? span.end : offset + 1;
    }
}

/* ---- the files, in order ----------------------------------------------------------- */

typedef void (*line_action)(struct work *w, struct rule *rule);

static const line_action ACTIONS[DIRECTIVE_COUNT] = {
    [DIRECTIVE_KEEP_LINE] = keep_lines,        [DIRECTIVE_REPLACE_LINE] = replace_lines,
    [DIRECTIVE_STRIP_LINE] = strip_over_lines, /* if its pattern has "\\n" */
    [DIRECTIVE_STRIP_LINES] = strip_ranges,    [DIRECTIVE_STRIP_FROM_LINE] = cut_lines,
    [DIRECTIVE_STRIP_AFTER_LINE] = cut_lines,  [DIRECTIVE_STRIP_TO_LINE] = cut_lines,
    [DIRECTIVE_STRIP_BEFORE_LINE] = cut_lines,
};

static bool is_cut(enum directive_kind kind)
{
    return ACTIONS[kind] == cut_lines || ACTIONS[kind] == strip_ranges;
}

/* Runs the file's directives of one kind, or its cuts if kind is DIRECTIVE_COUNT. */
static void run_kind(struct work *w, const struct rulefile *file,
                     enum directive_kind kind)
{
    for (size_t i = 0; i < file->count; i++) {
        if (kind == DIRECTIVE_COUNT ? !is_cut(file->kinds[i]) : file->kinds[i] != kind)
            continue;
        const struct directive *directive = &file->directives[i];
        if (kind == DIRECTIVE_STRIP_LINE && !is_over_lines(directive))
            continue; /* strip_lines has applied them all */
        if (!directive_applies(directive, w->url_path))
            continue;
        struct rule rule = {.file = file, .directive = directive};
        ACTIONS[directive->kind](w, &rule);
    }
}

/* Reports a text of which line rules leave nothing, with the rule that dropped the last
   line. */
static void report_emptied(struct work *w)
{
    const struct reason *reason = &w->marks->reasons[w->last_reason];
    if (!w->last_reason)
        return;
    for (size_t i = 0; i < w->blocks->count; i++)
        if (w->blocks->items[i].verdict != VERDICT_DROP)
            return;
    notes_add(w->notes, NOTE_PAGE_EMPTIED, reason->file, reason->directive,
              "%s leaves nothing of the text", directive_name(reason->directive->kind));
}

void line_rules_apply(const struct ruleset *rules, struct slice url_path,
                      struct rule_check *check, struct block_list *blocks,
                      struct marks *marks, struct note_list *notes)
{
    struct work w = {blocks, marks, notes, check, url_path, 0};
    for (size_t i = 0; i < rules->count; i++)
        run_kind(&w, rules->files[i], DIRECTIVE_KEEP_LINE);
    for (size_t i = 0; i < rules->count; i++) {
        run_kind(&w, rules->files[i], DIRECTIVE_REPLACE_LINE);
        run_kind(&w, rules->files[i], DIRECTIVE_STRIP_LINE);
        strip_lines(&w, rules->files[i]);
        run_kind(&w, rules->files[i], DIRECTIVE_COUNT);
    }
    report_emptied(&w);
}
