#include "apply/apply_rules.h"

#include "apply/extract_values.h"
#include "apply/generic_rules.h"
#include "apply/reshape.h"
#include "apply/rule_matches.h"
#include "marks/text_sums.h"
#include "passes/main_content.h"

enum {
    CUT_MAX = 90, /* percent of the body that a cut may take, unless it is forced */
};

/* ---- keep and walls ---------------------------------------------------------------- */

static void apply_keeps(struct rule_matches *b)
{
    struct walk walk = {.kind = DIRECTIVE_KEEP};
    while (rule_matches_next(b, &walk)) {
        struct node_list nodes = rule_matches_nodes(b, &walk.place);
        uint32_t reason = nodes.count ? rule_matches_reason(b, &walk.place) : 0;
        for (size_t i = 0; i < nodes.count; i++)
            if (!b->view.hidden[nodes.items[i]])
                marks_keep(b->marks, nodes.items[i], reason);
    }
}

/* ---- what the rules read from the page --------------------------------------------- */

static void find_wall(struct rule_matches *b)
{
    struct place place;
    if (!extract_values_find_sign(b, DIRECTIVE_WALL_IF, &place))
        return;
    b->out->wall = place.directive;
    b->out->wall_file = place.hits->file;
}

static void read_links(struct rule_matches *b)
{
    struct place place;
    b->out->single_page = extract_values_find_link(b, DIRECTIVE_SINGLE_PAGE_LINK, &place);
    b->out->next_page = extract_values_find_link(b, DIRECTIVE_NEXT_PAGE_LINK, &place);
}

static void note_advertisement(struct rule_matches *b)
{
    struct place place;
    if (extract_values_find_sign(b, DIRECTIVE_NATIVE_AD_CLUE, &place))
        notes_add(b->notes, NOTE_NATIVE_AD, place.hits->file, place.directive,
                  "the page says that it is an advertisement");
}

static void read_metadata(struct rule_matches *b)
{
    bool unused = false;
    b->out->title = extract_values_read(b, DIRECTIVE_TITLE, &b->out->title_removed);
    b->out->author = extract_values_read(b, DIRECTIVE_AUTHOR, &unused);
    b->out->date = extract_values_read(b, DIRECTIVE_DATE, &unused);
}

/* ---- strips ------------------------------------------------------------------------ */

static void strip_nodes(struct rule_matches *b, const struct place *place,
                        struct generic_rules *generic)
{
    const struct selector *selector = place->directive->selector;
    if (selector_is_xpath(selector) || selector_attribute(selector).len)
        reshape_strip_attributes(b, place);
    if (selector_attribute(selector).len)
        return;
    struct node_list nodes = rule_matches_nodes(b, place);
    if (!generic && !rule_check_allows_strip(b->check, rule_matches_claim(place), &nodes))
        return;
    uint32_t reason = nodes.count ? rule_matches_reason(b, place) : 0;
    bool overruled = false;
    for (size_t i = 0; i < nodes.count; i++) {
        uint32_t node = nodes.items[i];
        if (b->view.hidden[node] || (generic && generic_rules_spares(generic, node)))
            continue;
        if (generic && generic_rules_overrules(generic, place->directive, node))
            overruled = true;
        else
            marks_drop(b->marks, node, reason);
    }
    if (overruled)
        notes_add(b->notes, NOTE_RULE_OVERRULED, place->hits->file, place->directive,
                  "%s matches the main content of this page and was not applied",
                  directive_name(place->directive->kind));
}

/* Applies the directives that reshape the page. */
static void apply_reshaping(struct rule_matches *b, size_t first, size_t end)
{
    for (size_t f = first; f < end; f++) {
        const struct hits *hits = &b->hits[f];
        for (size_t i = 0; i < hits->live_count; i++) {
            uint32_t d = hits->live[i];
            const struct directive *directive = &hits->file->directives[d];
            if (directive_applies(directive, b->url_path))
                reshape_by(b, &(struct place){hits, directive, d});
        }
    }
}

/* Applies strip and strip_id_or_class of the files [first, end), in file order. generic
   is NULL for the files of sites. */
static void apply_strips(struct rule_matches *b, size_t first, size_t end,
                         struct generic_rules *generic)
{
    for (size_t f = first; f < end; f++) {
        const struct hits *hits = &b->hits[f];
        for (size_t i = 0; i < hits->live_count; i++) {
            uint32_t d = hits->live[i];
            const struct directive *directive = &hits->file->directives[d];
            if ((directive->kind == DIRECTIVE_STRIP ||
                 directive->kind == DIRECTIVE_STRIP_ID_OR_CLASS) &&
                directive_applies(directive, b->url_path))
                strip_nodes(b, &(struct place){hits, directive, d}, generic);
        }
    }
}

static bool is_text_to_read(const struct rule_matches *b, uint32_t i)
{
    const struct node *node = &b->page->nodes[i];
    return node_is_text(node) && slice_trim(node->text).len;
}

static bool shows_text(const struct rule_matches *b, uint32_t top)
{
    for (uint32_t i = top; i < b->page->nodes[top].end; i++)
        if (!b->view.hidden[i] && is_text_to_read(b, i))
            return true;
    return false;
}

static bool is_strip_of_site(const struct reason *reason)
{
    return reason->by == JUDGE_RULE && reason->file->authority != AUTHORITY_DEFAULT &&
           (reason->directive->kind == DIRECTIVE_STRIP ||
            reason->directive->kind == DIRECTIVE_STRIP_ID_OR_CLASS);
}

/* Reports a page whose text is all stripped, most of it by the site's own rules, with the
   line that removed the most. */
static void report_emptied(struct rule_matches *b)
{
    uint32_t body = b->page->body;
    if (body == NODE_NONE || shows_text(b, body))
        return;
    size_t *taken = arena_calloc(b->marks->arena, b->marks->reason_count, sizeof *taken);
    size_t all = 0, by_site = 0, most = 0;
    for (uint32_t i = body; i < b->page->nodes[body].end; i++) {
        if (!is_text_to_read(b, i))
            continue;
        size_t text = slice_trim(b->page->nodes[i].text).len;
        size_t at = marks_reason_at(b->marks, i);
        all += text;
        if (!is_strip_of_site(&b->marks->reasons[at]))
            continue;
        by_site += text;
        taken[at] += text;
        most = taken[at] > taken[most] ? at : most;
    }
    if (by_site <= all / 2)
        return;
    const struct reason *reason = &b->marks->reasons[most];
    notes_add(b->notes, NOTE_PAGE_EMPTIED, reason->file, reason->directive,
              "%s leaves nothing of the page", directive_name(reason->directive->kind));
    b->out->is_emptied = true;
}

/* ---- body -------------------------------------------------------------------------- */

/* Fills the body with the outermost of the nodes that are still visible. Returns whether
   they have any text. */
static bool gather_body(struct rule_matches *b, const struct node_list *nodes)
{
    bool any = false;
    uint32_t end = 0;
    b->body.count = 0;
    for (size_t i = 0; i < nodes->count; i++) {
        uint32_t node = nodes->items[i];
        if (b->view.hidden[node] || node < end)
            continue;
        ARENA_PUSH(b->marks->arena, &b->body, node);
        end = b->page->nodes[node].end;
        any = any || shows_text(b, node);
    }
    return any;
}

/* Makes only the body visible from here on, without what a rule has kept outside of
   it. */
static void frame_body(struct rule_matches *b, uint32_t reason)
{
    struct marks *m = b->marks;
    size_t next = 0;
    for (uint32_t i = 0; i < b->page->count;) {
        if (next < b->body.count && i == b->body.items[next]) {
            marks_keep(m, i, reason);
            i = b->page->nodes[i].end;
            next++;
            continue;
        }
        if (m->items[i].verdict == VERDICT_KEEP)
            m->items[i].verdict = VERDICT_UNDECIDED;
        m->hidden[i++] = 1;
    }
    m->items[0] = (struct mark){VERDICT_DROP, reason};
    if (b->body.items[0] == 0)
        marks_keep(m, 0, reason);
}

static bool is_of(const struct place *place, enum authority authority)
{
    return place->hits && place->hits->file->authority == authority;
}

/* Returns the place of the body rule that decides, or one without hits. Reports a site's
   own body rules that all miss, even if another file finds the body, and those of a
   community. */
static struct place choose_body(struct rule_matches *b, bool is_pruned)
{
    struct walk walk = {.kind = DIRECTIVE_BODY, .with_misses = true};
    struct place chosen = {0}, missed = {0}, unfit = {0};
    bool shows = false, site_matched = false;
    while (!shows && rule_matches_next(b, &walk)) {
        const struct place *place = &walk.place;
        bool is_site = is_of(place, AUTHORITY_SITE);
        bool is_checked = is_of(place, AUTHORITY_COMMUNITY);
        struct node_list nodes = rule_matches_nodes(b, place);
        shows = gather_body(b, &nodes) &&
                rule_check_allows_body(b->check, rule_matches_claim(place), &b->body,
                                       is_pruned);
        if (b->body.count && (shows || (!chosen.hits && !is_checked)))
            chosen = *place;
        site_matched = site_matched || (is_site && b->body.count);
        if (is_site && !missed.hits)
            missed = *place;
        if (is_checked && !unfit.hits)
            unfit = *place;
    }
    if (missed.hits && !site_matched) {
        b->out->missed = missed.directive;
        b->out->missed_file = missed.hits->file;
    }
    b->out->is_left_to_model = unfit.hits && !chosen.hits;
    if (b->out->is_left_to_model)
        rule_check_report_no_body(b->check, rule_matches_claim(&unfit));
    return chosen;
}

/* Corrects the body of a community file: drops what the model does not keep, and shows
 * hidden text that reads like the rest. */
static void revise_body(struct rule_matches *b, bool is_pruned)
{
    const struct rule_check *t = b->check;
    if (!t->is_kept)
        return;
    main_content_prune(b->marks, t->prediction,
                       rule_check_choose_drops(t, &b->body, is_pruned, b->marks->arena),
                       &b->body);
    main_content_reveal(b->marks, t->prediction, t->is_kept, &b->body);
}

/* Applies the first body rule whose match has visible text and, for a community file,
   agrees with the model; else the first that matches at all. */
static void apply_body(struct rule_matches *b, const struct ruleset *rules)
{
    bool is_pruned = apply_rules_is_enabled(rules, b->url_path, DIRECTIVE_PRUNE, true);
    struct place chosen = choose_body(b, is_pruned);
    b->body.count = 0;
    if (!chosen.hits)
        return;
    struct node_list nodes = rule_matches_nodes(b, &chosen);
    gather_body(b, &nodes);
    b->out->has_body = true;
    if (is_of(&chosen, AUTHORITY_COMMUNITY))
        revise_body(b, is_pruned);
    frame_body(b, rule_matches_reason(b, &chosen));
}

/* ---- cuts -------------------------------------------------------------------------- */

struct range {
    uint32_t first, end; /* nodes [first, end) */
};

static struct range range_of_cut(const struct page *page, enum directive_kind kind,
                                 uint32_t match)
{
    if (kind == DIRECTIVE_STRIP_FROM)
        return (struct range){match, page->count};
    if (kind == DIRECTIVE_STRIP_AFTER)
        return (struct range){page->nodes[match].end, page->count};
    return (struct range){0, match};
}

/* The bytes of visible text in the range. A cut may not remove what a rule has kept. */
static uint64_t count_seen(const struct rule_matches *b, struct range range,
                           bool with_kept)
{
    uint64_t bytes = 0;
    for (uint32_t i = range.first; i < range.end;) {
        if (!with_kept && marks_is_exempt(b->marks, i)) {
            i = b->page->nodes[i].end;
            continue;
        }
        if (!b->view.hidden[i] && node_is_text(&b->page->nodes[i]))
            bytes += slice_trim(b->page->nodes[i].text).len;
        i++;
    }
    return bytes;
}

/* The bytes in the range and the body that the model is sure are content. */
static uint64_t count_content(const struct rule_matches *b, struct range range)
{
    uint64_t content = 0;
    for (size_t i = 0; i < b->body.count; i++) {
        uint32_t first = b->body.items[i], end = b->page->nodes[first].end;
        content += rule_check_count(b->check, first < range.first ? range.first : first,
                                    end > range.end ? range.end : end);
    }
    return content;
}

/* Drops each subtree that is in the range as a whole. */
static void drop_range(struct rule_matches *b, struct range range, uint32_t reason)
{
    for (uint32_t i = range.first; i < range.end;) {
        uint32_t end = b->page->nodes[i].end;
        if (end > range.end) { /* an ancestor of the match */
            i++;
            continue;
        }
        marks_drop(b->marks, i, reason);
        i = end;
    }
}

static bool is_in_body(const struct rule_matches *b, uint32_t node)
{
    for (size_t i = 0; i < b->body.count; i++)
        if (page_is_inside(b->page, node, b->body.items[i]))
            return true;
    return false;
}

/* The first match that is still visible in the body, or NODE_NONE. */
static uint32_t find_cut(const struct rule_matches *b, const struct place *place)
{
    struct node_list nodes = rule_matches_nodes(b, place);
    for (size_t i = 0; i < nodes.count; i++)
        if (!b->view.hidden[nodes.items[i]] && is_in_body(b, nodes.items[i]))
            return nodes.items[i];
    return NODE_NONE;
}

static void cut(struct rule_matches *b, const struct place *place)
{
    uint32_t match = find_cut(b, place);
    if (match == NODE_NONE)
        return;
    enum directive_kind kind = place->directive->kind;
    struct range range = range_of_cut(b->page, kind, match);
    uint64_t whole = count_seen(b, (struct range){0, b->page->count}, true);
    uint64_t taken = count_seen(b, range, false);
    if (!place->directive->forced && taken * 100 > whole * CUT_MAX) {
        notes_add(
            b->notes, NOTE_CUT_REFUSED, place->hits->file, place->directive,
            "%s would remove %u %% of the text and was not applied; %s(force) applies it",
            directive_name(kind), (unsigned)(taken * 100 / whole), directive_name(kind));
        return;
    }
    if (rule_check_allows_removal(b->check, rule_matches_claim(place),
                                  count_content(b, range)))
        drop_range(b, range, rule_matches_reason(b, place));
}

static void apply_cuts(struct rule_matches *b)
{
    if (!b->body.count && b->page->body != NODE_NONE)
        ARENA_PUSH(b->marks->arena, &b->body, b->page->body);
    for (size_t f = 0; f < b->file_count; f++) {
        const struct hits *hits = &b->hits[f];
        for (size_t i = 0; i < hits->live_count; i++) {
            uint32_t d = hits->live[i];
            const struct directive *directive = &hits->file->directives[d];
            if ((directive->kind == DIRECTIVE_STRIP_FROM ||
                 directive->kind == DIRECTIVE_STRIP_AFTER ||
                 directive->kind == DIRECTIVE_STRIP_BEFORE) &&
                directive_applies(directive, b->url_path))
                cut(b, &(struct place){hits, directive, d});
        }
    }
}

/* ---- the order of findings -------------------------------------------------------- */

static const struct directive *find_setting(const struct rulefile *file, bool is_scoped,
                                            struct slice url_path,
                                            enum directive_kind kind)
{
    for (size_t d = 0; (d = rulefile_next(file, kind, d)) < file->count; d++) {
        const struct directive *directive = &file->directives[d];
        if (!directive->scope == !is_scoped && directive_applies(directive, url_path))
            return directive;
    }
    return NULL;
}

bool apply_rules_is_enabled(const struct ruleset *rules, struct slice url_path,
                            enum directive_kind kind, bool otherwise)
{
    for (size_t f = 0; f < rules->count; f++) {
        const struct rulefile *file = rules->files[f];
        const struct directive *found = find_setting(file, true, url_path, kind);
        found = found ? found : find_setting(file, false, url_path, kind);
        if (found)
            return found->enabled;
    }
    return otherwise;
}

/* The number of files before the generic ones, which are last in the order of merging. */
static size_t count_specific(const struct ruleset *rules)
{
    size_t count = rules->count;
    while (count && rules->files[count - 1]->authority == AUTHORITY_DEFAULT)
        count--;
    return count;
}

static const uint8_t *find_spared(const struct rule_matches *b)
{
    uint8_t *spared = NULL;
    struct walk walk = {.kind = DIRECTIVE_SKIP_ID_OR_CLASS};
    while (rule_matches_next(b, &walk)) {
        struct node_list nodes = rule_matches_nodes(b, &walk.place);
        if (nodes.count && !spared)
            spared = arena_calloc(b->marks->arena, b->page->count, sizeof *spared);
        for (size_t i = 0; i < nodes.count; i++)
            spared[nodes.items[i]] = 1;
    }
    return spared;
}

static void apply_generic_strips(struct rule_matches *b, const struct ruleset *rules,
                                 size_t first, const struct text_sums *sums)
{
    if (b->out->has_body &&
        !apply_rules_is_enabled(rules, b->url_path, DIRECTIVE_PRUNE, true))
        return;
    struct generic_rules generic;
    generic_rules_open(&generic, b, sums, find_spared(b));
    apply_strips(b, first, b->file_count, &generic);
}

void apply_rules_to_page(const struct ruleset *rules, struct slice url_path,
                         struct rule_check *check, struct marks *marks,
                         struct note_list *notes, struct rule_findings *out)
{
    struct rule_matches b;
    struct text_sums sums;
    *out = (struct rule_findings){0};
    rule_matches_open(&b, rules, url_path, marks, notes, out);
    b.check = check;
    size_t specific = count_specific(rules);
    apply_keeps(&b);
    find_wall(&b);
    read_links(&b);
    note_advertisement(&b);
    read_metadata(&b);
    apply_reshaping(&b, 0, b.file_count);
    text_sums_count(b.page, b.view.hidden, 1, marks->arena, &sums);
    apply_strips(&b, 0, specific, NULL);
    apply_body(&b, rules);
    apply_generic_strips(&b, rules, specific, &sums);
    report_emptied(&b);
    apply_cuts(&b);
}
