#include "clean/judge.h"

#include "clean/tally.h"

enum {
    CUT_MAX = 90,     /* percent of the body that a cut may take, unless it is forced */
    GENERIC_MAX = 50, /* percent of a page's text that a generic rule may take at once */
    LINKS_MIN = 50,   /* percent of text in links that makes a list of links */
};

/* One rule file at work on the page: where each of its directives hits. */
struct hits {
    const struct rulefile *file;
    const uint32_t *nodes; /* by directive, then in document order */
    const uint32_t *start; /* [d], [d + 1]: directive d's part of nodes */
};

struct bench {
    const struct page *page;
    struct marks *marks;
    struct note_list *notes;
    struct slice url_path;
    struct view view;
    struct hits hits[RULESET_FILES_MAX];
    size_t file_count;
    struct node_list body; /* the content's roots: no one inside another */
    struct judgement *out;
};

/* A directive of one of the files. */
struct place {
    const struct hits *hits;
    const struct directive *directive;
    uint32_t index; /* in its file */
};

/* ---- hits -------------------------------------------------------------------------- */

/* Sorts the hits of the file's set by directive: counted, summed, placed. */
static void match_file(struct bench *b, const struct rulefile *file, struct hits *out)
{
    struct arena *a = b->marks->arena;
    struct selector_hits found = {0};
    if (file->set)
        selector_set_match_early(file->set, &b->view, a, &found);
    uint32_t *start = arena_calloc(a, file->count + 2, sizeof *start);
    uint32_t *nodes = arena_alloc(a, found.count * sizeof *nodes);
    for (size_t i = 0; i < found.count; i++)
        start[file->selector_directives[found.items[i].selector] + 2]++;
    for (size_t d = 2; d < file->count + 2; d++)
        start[d] += start[d - 1];
    for (size_t i = 0; i < found.count; i++)
        nodes[start[file->selector_directives[found.items[i].selector] + 1]++] =
            found.items[i].node;
    *out = (struct hits){file, nodes, start};
}

static void select_xpath(const struct bench *b, const struct place *place,
                         struct node_list *out)
{
    struct error err;
    selector_select(place->directive->selector, &b->view, 0, b->marks->arena, out);
    if (view_take_fault(&b->view, &err))
        notes_add(b->notes, "xpath-limit", place->hits->file, place->directive, "%s",
                  err.text);
}

/* What a directive matches now: one that depends on its neighbours is asked only here. */
static struct node_list nodes_of(const struct bench *b, const struct place *place)
{
    uint32_t first = place->hits->start[place->index];
    uint32_t end = place->hits->start[place->index + 1];
    const uint32_t *early = place->hits->nodes + first;
    const struct selector *selector = place->directive->selector;
    struct node_list list = {0};
    if (!selector || !selector_is_positional(selector)) {
        list.items = (uint32_t *)early;
        list.count = end - first;
        return list;
    }
    if (selector_is_xpath(selector))
        select_xpath(b, place, &list);
    for (uint32_t i = 0; i < end - first; i++)
        if (!b->view.hidden[early[i]] && selector_matches(selector, &b->view, early[i]))
            ARENA_PUSH(b->marks->arena, &list, early[i]);
    return list;
}

/* A walk over the directives of one kind in scope, in the order of merging: the files in
   their order, and in each the lines under a path before those for all pages. */
struct walk {
    enum directive_kind kind;
    size_t file;
    uint32_t next;      /* directive to look at */
    bool for_all;       /* in the second pass of the file */
    struct place place; /* what it stands at */
};

static bool walk_next(const struct bench *b, struct walk *walk)
{
    while (walk->file < b->file_count) {
        const struct hits *hits = &b->hits[walk->file];
        while (walk->next < hits->file->count) {
            uint32_t d = walk->next++;
            const struct directive *directive = &hits->file->directives[d];
            if (directive->kind == walk->kind && !directive->scope == walk->for_all &&
                directive_applies(directive, b->url_path)) {
                walk->place = (struct place){hits, directive, d};
                return true;
            }
        }
        walk->next = 0;
        walk->file += walk->for_all;
        walk->for_all = !walk->for_all;
    }
    return false;
}

static uint32_t reason_of(const struct bench *b, const struct place *place)
{
    return marks_add_reason(b->marks, (struct reason){.by = JUDGE_RULE,
                                                      .file = place->hits->file,
                                                      .directive = place->directive});
}

/* ---- keep and walls ---------------------------------------------------------------- */

static void judge_keeps(struct bench *b)
{
    struct walk walk = {.kind = DIRECTIVE_KEEP};
    while (walk_next(b, &walk)) {
        struct node_list nodes = nodes_of(b, &walk.place);
        uint32_t reason = nodes.count ? reason_of(b, &walk.place) : 0;
        for (size_t i = 0; i < nodes.count; i++)
            if (!b->view.hidden[nodes.items[i]])
                marks_keep(b->marks, nodes.items[i], reason);
    }
}

static void judge_walls(struct bench *b)
{
    struct walk walk = {.kind = DIRECTIVE_WALL_IF};
    while (walk_next(b, &walk)) {
        if (nodes_of(b, &walk.place).count) {
            b->out->wall = walk.place.directive;
            b->out->wall_file = walk.place.hits->file;
            return;
        }
    }
}

/* ---- title, author, date ----------------------------------------------------------- */

/* The attribute that the selector asks for, or the text of the node. */
static struct slice value_of(const struct bench *b, const struct place *place,
                             uint32_t node)
{
    struct slice attribute = selector_attribute(place->directive->selector);
    if (attribute.len)
        return slice_trim(page_attribute(b->page, node, attribute));
    return slice_trim(page_text(b->page, node, b->view.hidden, b->marks->arena));
}

/* The first value that a directive of this kind gives. A node that is the value leaves
   the text; *removed says so where it stood in the body. */
static struct slice judge_value(struct bench *b, enum directive_kind kind, bool *removed)
{
    struct walk walk = {.kind = kind};
    while (walk_next(b, &walk)) {
        struct node_list nodes = nodes_of(b, &walk.place);
        for (size_t i = 0; i < nodes.count; i++) {
            uint32_t node = nodes.items[i];
            if (b->view.hidden[node])
                continue;
            struct slice value = value_of(b, &walk.place, node);
            if (!value.len)
                continue;
            if (!selector_attribute(walk.place.directive->selector).len) {
                marks_drop(b->marks, node, reason_of(b, &walk.place));
                *removed = b->page->body != NODE_NONE && b->view.hidden[node] &&
                           page_is_inside(b->page, node, b->page->body);
            }
            return value;
        }
    }
    return SLICE("");
}

/* ---- strips ------------------------------------------------------------------------ */

static bool is_body(const struct bench *b, uint32_t node)
{
    for (size_t i = 0; i < b->body.count; i++)
        if (b->body.items[i] == node)
            return true;
    return false;
}

/* A generic rule may be wrong about a page: it takes no body of a site's rule, and not
   most of a page's text, unless that is links. */
static bool is_overruled(const struct bench *b, const struct tally *tally, uint32_t node)
{
    if (b->out->has_body)
        return is_body(b, node);
    uint64_t text = tally_text(tally, b->page, node);
    uint64_t links = tally_links(tally, b->page, node);
    uint64_t all = tally->text[b->page->count];
    return text * 100 > all * GENERIC_MAX && links * 100 < text * LINKS_MIN;
}

static void strip_nodes(struct bench *b, const struct place *place,
                        const struct tally *tally)
{
    struct node_list nodes = nodes_of(b, place);
    uint32_t reason = nodes.count ? reason_of(b, place) : 0;
    bool overruled = false;
    for (size_t i = 0; i < nodes.count; i++) {
        uint32_t node = nodes.items[i];
        if (b->view.hidden[node])
            continue;
        if (tally && is_overruled(b, tally, node))
            overruled = true;
        else
            marks_drop(b->marks, node, reason);
    }
    if (overruled)
        notes_add(b->notes, "rule-overruled", place->hits->file, place->directive,
                  "%s matches the text itself here and was passed over",
                  directive_name(place->directive->kind));
}

/* The strip family of the files [first, end), in file order. tally is given for generic
   files alone. */
static void judge_strips(struct bench *b, size_t first, size_t end,
                         const struct tally *tally)
{
    for (size_t f = first; f < end; f++) {
        const struct hits *hits = &b->hits[f];
        for (uint32_t d = 0; d < hits->file->count; d++) {
            const struct directive *directive = &hits->file->directives[d];
            if ((directive->kind == DIRECTIVE_STRIP ||
                 directive->kind == DIRECTIVE_STRIP_ID_OR_CLASS) &&
                directive_applies(directive, b->url_path))
                strip_nodes(b, &(struct place){hits, directive, d}, tally);
        }
    }
}

/* ---- body -------------------------------------------------------------------------- */

static bool shows_text(const struct bench *b, uint32_t top)
{
    for (uint32_t i = top; i < b->page->nodes[top].end; i++)
        if (!b->view.hidden[i] && node_is_text(&b->page->nodes[i]) &&
            slice_trim(b->page->nodes[i].text).len)
            return true;
    return false;
}

/* Fills the body with the outermost of the nodes that are still seen; says whether there
   is any text in them. */
static bool gather_body(struct bench *b, const struct node_list *nodes)
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

/* The body alone is seen from here on; what a rule has kept outside it is not. */
static void frame_body(struct bench *b, uint32_t reason)
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

/* The first body rule whose match shows text; else the first that matches at all. A
   site's own rules that all miss are told, whoever else finds the body. */
static void judge_body(struct bench *b)
{
    struct walk walk = {.kind = DIRECTIVE_BODY};
    struct place chosen = {0};
    bool shows = false, site_matched = false;
    while (!shows && walk_next(b, &walk)) {
        bool is_site = walk.place.hits->file->authority == AUTHORITY_SITE;
        struct node_list nodes = nodes_of(b, &walk.place);
        shows = gather_body(b, &nodes);
        if (b->body.count && (shows || !chosen.hits))
            chosen = walk.place;
        if (is_site && b->body.count)
            site_matched = true;
        if (is_site && !b->out->missed) {
            b->out->missed = walk.place.directive;
            b->out->missed_file = walk.place.hits->file;
        }
    }
    if (site_matched)
        b->out->missed = NULL;
    b->body.count = 0;
    if (!chosen.hits)
        return;
    struct node_list nodes = nodes_of(b, &chosen);
    gather_body(b, &nodes);
    b->out->has_body = true;
    frame_body(b, reason_of(b, &chosen));
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

/* The bytes of text that are seen in the part of the body that the range takes in. What
   a rule has kept is not the cut's to take. */
static uint64_t count_seen(const struct bench *b, struct range range, bool with_kept)
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

/* Drops every subtree that lies in the range whole. */
static void drop_range(struct bench *b, struct range range, uint32_t reason)
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

static bool is_in_body(const struct bench *b, uint32_t node)
{
    for (size_t i = 0; i < b->body.count; i++)
        if (page_is_inside(b->page, node, b->body.items[i]))
            return true;
    return false;
}

/* The first match that is still seen in the body, or NODE_NONE. */
static uint32_t find_cut(const struct bench *b, const struct place *place)
{
    struct node_list nodes = nodes_of(b, place);
    for (size_t i = 0; i < nodes.count; i++)
        if (!b->view.hidden[nodes.items[i]] && is_in_body(b, nodes.items[i]))
            return nodes.items[i];
    return NODE_NONE;
}

static void cut(struct bench *b, const struct place *place)
{
    uint32_t match = find_cut(b, place);
    if (match == NODE_NONE)
        return;
    enum directive_kind kind = place->directive->kind;
    struct range range = range_of_cut(b->page, kind, match);
    uint64_t whole = count_seen(b, (struct range){0, b->page->count}, true);
    uint64_t taken = count_seen(b, range, false);
    if (!place->directive->forced && taken * 100 > whole * CUT_MAX) {
        notes_add(b->notes, "cut-refused", place->hits->file, place->directive,
                  "%s would remove %u %% of the text and was not done; %s(force) does it",
                  directive_name(kind), (unsigned)(taken * 100 / whole),
                  directive_name(kind));
        return;
    }
    drop_range(b, range, reason_of(b, place));
}

static void judge_cuts(struct bench *b)
{
    if (!b->body.count && b->page->body != NODE_NONE)
        ARENA_PUSH(b->marks->arena, &b->body, b->page->body);
    for (size_t f = 0; f < b->file_count; f++) {
        const struct hits *hits = &b->hits[f];
        for (uint32_t d = 0; d < hits->file->count; d++) {
            const struct directive *directive = &hits->file->directives[d];
            if ((directive->kind == DIRECTIVE_STRIP_FROM ||
                 directive->kind == DIRECTIVE_STRIP_AFTER ||
                 directive->kind == DIRECTIVE_STRIP_BEFORE) &&
                directive_applies(directive, b->url_path))
                cut(b, &(struct place){hits, directive, d});
        }
    }
}

/* ---- the order of judgement -------------------------------------------------------- */

bool judge_is_enabled(const struct ruleset *rules, struct slice url_path,
                      enum directive_kind kind, bool otherwise)
{
    for (size_t f = 0; f < rules->count; f++)
        for (size_t d = 0; d < rules->files[f]->count; d++) {
            const struct directive *directive = &rules->files[f]->directives[d];
            if (directive->kind == kind && directive_applies(directive, url_path))
                return directive->enabled;
        }
    return otherwise;
}

/* Where the generic files begin: they are the last in the order of merging. */
static size_t count_specific(const struct ruleset *rules)
{
    size_t count = rules->count;
    while (count && rules->files[count - 1]->authority == AUTHORITY_DEFAULT)
        count--;
    return count;
}

static void judge_generic(struct bench *b, const struct ruleset *rules, size_t first)
{
    if (b->out->has_body && !judge_is_enabled(rules, b->url_path, DIRECTIVE_PRUNE, true))
        return;
    struct tally tally;
    tally_count(b->page, b->view.hidden, 1, b->marks->arena, &tally);
    judge_strips(b, first, b->file_count, &tally);
}

void judge_page(const struct ruleset *rules, struct slice url_path, struct marks *marks,
                struct note_list *notes, struct judgement *out)
{
    struct bench b = {
        .page = marks->page,
        .marks = marks,
        .notes = notes,
        .url_path = url_path,
        .view = view_open(marks->page, marks->hidden, marks->arena),
        .file_count = rules->count,
        .out = out,
    };
    *out = (struct judgement){0};
    for (size_t f = 0; f < rules->count; f++)
        match_file(&b, rules->files[f], &b.hits[f]);
    size_t specific = count_specific(rules);
    bool unused = false;
    judge_keeps(&b);
    judge_walls(&b);
    out->title = judge_value(&b, DIRECTIVE_TITLE, &out->title_removed);
    out->author = judge_value(&b, DIRECTIVE_AUTHOR, &unused);
    out->date = judge_value(&b, DIRECTIVE_DATE, &unused);
    judge_strips(&b, 0, specific, NULL);
    judge_body(&b);
    judge_generic(&b, rules, specific);
    judge_cuts(&b);
}
