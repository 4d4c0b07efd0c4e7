#include "apply/rule_check.h"

#include "base/array.h"
#include "marks/text_sums.h"
#include "model/trees.h"
#include "passes/main_content.h"
#include "plaintext/line_selection.h"
#include "rules/directives.h"
#include <string.h>

/* Chosen on the pages of the corpora whose site has a file in the FTR corpus, each with a
   model that was trained without its site (`make quality RULES=DIR`). On 139 pages of
   WCXB the rules alone have an F1 of 0.846, the model alone 0.867, and checked rules
   0.871; on 163 pages of news 0.917, 0.955 and 0.959. The better of rules and model on
   each page would have 0.880 and 0.962. AGREED_MIN from 40 to 60 gives the same, and a
   body that must hold 70 to 95 % of what is sure. */
enum {
    /* Scores of content, by how sure the model is, ... */
    SURE = 500,
    CERTAIN = 850,
    SURE_LINE = 800, /* of plain text: one in ten short lines is wrong */
    /* ... and of boilerplate. */
    BOILERPLATE_BELOW = 400,
    WASTE_BELOW = 100,
    /* Percent of what is surely content: */
    STRIP_MAX = 5,  /* that all strips of a community file may remove together */
    VALUE_MAX = 50, /* that a title or the like may be, to be removed from the text */
    DOUBTED = 50,   /* that a trusted rule must leave out or remove for a note */
    /* Percent of a community's body that the model must keep by itself, so that it
       decides about the rest of it. Below that the page may be of a kind that it does not
       know. */
    AGREED_MIN = 50,
    /* Percent of a trusted body that must surely be boilerplate for a note. */
    BOILERPLATE_MAX = 90,
    /* Bytes of a short paragraph; less is not worth a disagreement. */
    OPINION_MIN = 200,
};

/* What the body of a community file must contain: percent of the page's text of that
   weight. It may be tighter than what the model selects, but it may not lose text. */
static const struct demand {
    enum text_weight weight;
    unsigned percent;
    uint64_t least; /* bytes in the page, with less of which it is not checked */
} DEMANDS[] = {{TEXT_WEIGHT_SURE, 85, 0}, {TEXT_WEIGHT_CERTAIN, 95, OPINION_MIN}};

/* What it may contain: percent of its text, and bytes that are allowed in any case. The
   model drops boilerplate from it, unless the file forbids that: such a body must be
   content, except for a box of a paragraph or two. A body with little that the model is
   sure about may be of a kind that it does not know. */
static const struct limit {
    enum text_weight weight;
    unsigned percent;
    uint64_t free;
    bool is_of_unpruned;
    unsigned sure; /* percent of the body that must surely be content for this limit */
} LIMITS[] = {
    {TEXT_WEIGHT_BOILERPLATE, BOILERPLATE_MAX, 0, false, 0},
    {TEXT_WEIGHT_BOILERPLATE, 5, 500, true, 50},
    {TEXT_WEIGHT_WASTE, 2, 500, true, 0},
};

static bool is_checked(struct claim claim)
{
    return claim.file->authority == AUTHORITY_COMMUNITY;
}

/* Whether there is a prediction to check rules against. */
static bool is_checking(const struct rule_check *t)
{
    return t->bytes[TEXT_WEIGHT_SURE] != NULL;
}

/* ---- sums -------------------------------------------------------------------------- */

/* The weights that the text of a passage counts for, as a set. */
static unsigned weights_of(const struct prediction *prediction,
                           const struct main_content_selection *choice, size_t index)
{
    int score = prediction->scores[index];
    bool is_refused = choice->is_refused[index];
    bool is_dropped = score < choice->threshold && !choice->is_kept[index];
    unsigned weights = 1u << TEXT_WEIGHT_ALL;
    if (choice->is_kept[index])
        weights |= 1u << TEXT_WEIGHT_KEPT;
    if (is_refused || (score < BOILERPLATE_BELOW && is_dropped))
        weights |= 1u << TEXT_WEIGHT_BOILERPLATE;
    if (is_refused || (score < WASTE_BELOW && is_dropped))
        weights |= 1u << TEXT_WEIGHT_WASTE;
    if (!is_refused)
        weights |= (score >= SURE ? 1u << TEXT_WEIGHT_SURE : 0) |
                   (score >= CERTAIN ? 1u << TEXT_WEIGHT_CERTAIN : 0);
    return weights;
}

/* Adds the text of a passage, each at its own node. */
static void add_weight(struct rule_check *t, size_t index, unsigned weights)
{
    const struct passages *passages = &t->prediction->passages;
    const struct passage *p = &passages->items[index];
    for (uint32_t i = p->first; i <= p->last;) {
        if (!passages_reads(passages, t->page, i)) {
            i = t->page->nodes[i].end;
            continue;
        }
        if (node_is_text(&t->page->nodes[i])) {
            uint32_t bytes = text_sums_non_space(t->page->nodes[i].text);
            for (int k = 0; k < TEXT_WEIGHT_COUNT; k++)
                t->bytes[k][i] = weights & 1u << k ? bytes : 0;
        }
        i++;
    }
}

/* The model is sure that text with a high score is content, unless a pass refuses it; and
   that text is boilerplate if a pass refuses it, or if it has a low score and is not
   kept. On a page that it doubts as a whole, it keeps much that has a low score. */
static void add_all_weights(struct rule_check *t, struct marks *marks)
{
    size_t count = t->prediction->passages.count;
    struct main_content_selection choice;
    main_content_predict_selection(marks, t->prediction, &choice);
    uint8_t *is_boilerplate = arena_calloc(marks->arena, count, 1);
    t->is_boilerplate = is_boilerplate;
    t->is_kept = arena_calloc(marks->arena, count + 1, 1);
    memcpy(t->is_kept, choice.is_kept, count);
    for (size_t i = 0; i < count; i++) {
        unsigned weights = weights_of(t->prediction, &choice, i);
        is_boilerplate[i] = (weights & 1u << TEXT_WEIGHT_BOILERPLATE) != 0;
        add_weight(t, i, weights);
    }
}

/* Turns the bytes at each node into the bytes before it. */
static void sum_up(uint32_t *bytes, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t here = bytes[i];
        bytes[i] = sum;
        sum += here;
    }
}

static bool has_specific(const struct ruleset *rules)
{
    for (size_t f = 0; f < rules->count; f++)
        if (rules->files[f]->authority != AUTHORITY_DEFAULT)
            return true;
    return false;
}

void rule_check_open(struct rule_check *t, const struct ruleset *rules,
                     const struct prediction *prediction, struct marks *marks,
                     struct note_list *notes)
{
    const struct page *page = marks->page;
    *t = (struct rule_check){
        .page = page, .prediction = prediction, .hidden = marks->hidden, .notes = notes};
    if (!prediction || !has_specific(rules))
        return;
    for (int k = 0; k < TEXT_WEIGHT_COUNT; k++)
        t->bytes[k] =
            arena_calloc(marks->arena, (size_t)page->count + 1, sizeof *t->bytes[k]);
    if (prediction->passages.count)
        add_all_weights(t, marks);
    for (int k = 0; k < TEXT_WEIGHT_COUNT; k++)
        sum_up(t->bytes[k], page->count);
    t->all = t->bytes[TEXT_WEIGHT_SURE][page->count];
}

void rule_check_open_lines(struct rule_check *t, const struct ruleset *rules,
                           const struct block_list *blocks, struct arena *a,
                           struct note_list *notes)
{
    *t = (struct rule_check){.notes = notes};
    int16_t *scores = has_specific(rules) ? line_selection_score_blocks(blocks, a) : NULL;
    if (!scores)
        return;
    uint32_t *sure = arena_calloc(a, blocks->count + 1, sizeof *sure);
    for (size_t i = 0; i < blocks->count; i++)
        if (scores[i] >= SURE_LINE)
            sure[i] = text_sums_non_space(blocks->items[i].text);
    sum_up(sure, (uint32_t)blocks->count);
    t->bytes[TEXT_WEIGHT_SURE] = sure;
    t->all = sure[blocks->count];
}

/* The sum of what is still visible in the nodes (or blocks) [first, end). */
static uint64_t sum_range(const struct rule_check *t, enum text_weight weight,
                          uint32_t first, uint32_t end)
{
    const uint32_t *sums = t->bytes[weight];
    uint64_t sum = 0;
    for (uint32_t i = first; i < end; i++)
        sum += t->hidden && t->hidden[i] ? 0 : sums[i + 1] - sums[i];
    return sum;
}

/* The same for the subtrees of nodes, which are in document order. */
static uint64_t sum_of(const struct rule_check *t, enum text_weight weight,
                       const struct node_list *nodes)
{
    uint64_t sum = 0;
    uint32_t done = 0;
    for (size_t i = 0; i < nodes->count; i++) {
        uint32_t node = nodes->items[i], end = t->page->nodes[node].end;
        sum += sum_range(t, weight, node > done ? node : done, end);
        done = end > done ? end : done;
    }
    return sum;
}

/* ---- claims ------------------------------------------------------------------------ */

static unsigned percent_of(uint64_t part, uint64_t whole)
{
    return whole ? (unsigned)(part * 100 / whole) : 0;
}

/* Whether a part is so large that a rule about it is doubtful. */
static bool is_doubted(uint64_t part, uint64_t whole)
{
    return whole >= OPINION_MIN && part * 100 > whole * DOUBTED;
}

static void note_overruled(struct rule_check *t, struct claim claim, unsigned percent)
{
    const char *name = directive_name(claim.directive->kind);
    notes_add(t->notes, NOTE_RULE_OVERRULED, claim.file, claim.directive,
              "%s would remove %u %% of what the model is sure is content (all strips "
              "together may remove %d %%) and was not applied",
              name, percent, STRIP_MAX);
}

static void note_doubt(struct rule_check *t, struct claim claim, const char *does,
                       unsigned percent)
{
    notes_add(t->notes, NOTE_RULE_DOUBTED, claim.file, claim.directive,
              "%s %s %u %% of what the model is sure is content; it was applied",
              directive_name(claim.directive->kind), does, percent);
}

/* Reports, once, the rule with which the strips remove too much. */
static void note_doubtful_removal(struct rule_check *t, struct claim claim,
                                  uint64_t taken)
{
    uint64_t all = t->all, sum = t->stripped + taken;
    if (!is_doubted(sum, all) || is_doubted(t->stripped, all))
        return;
    if (is_doubted(taken, all))
        note_doubt(t, claim, "removes", percent_of(taken, all));
    else
        note_doubt(t, claim, "and the rules before it remove", percent_of(sum, all));
}

bool rule_check_allows_removal(struct rule_check *t, struct claim claim, uint64_t taken)
{
    if (!is_checking(t) || !taken || claim.file->authority == AUTHORITY_DEFAULT)
        return true;
    uint64_t all = t->all;
    bool is_too_much = (t->stripped + taken) * 100 > all * STRIP_MAX;
    if (is_checked(claim) && is_too_much) {
        note_overruled(t, claim, percent_of(taken, all));
        return false;
    }
    if (!is_checked(claim))
        note_doubtful_removal(t, claim, taken);
    t->stripped += taken;
    return true;
}

bool rule_check_allows_value(struct rule_check *t, struct claim claim, uint32_t node)
{
    if (!is_checking(t))
        return true;
    uint64_t all = t->all;
    uint64_t taken = rule_check_count(t, node, t->page->nodes[node].end);
    if (!is_checked(claim) && is_doubted(taken, all))
        note_doubt(t, claim, "removes", percent_of(taken, all));
    if (!is_checked(claim) || taken * 100 <= all * VALUE_MAX)
        return true;
    notes_add(
        t->notes, NOTE_RULE_OVERRULED, claim.file, claim.directive,
        "%s is %u %% of what the model is sure is content, and was left in the text",
        directive_name(claim.directive->kind), percent_of(taken, all));
    return false;
}

bool rule_check_allows_strip(struct rule_check *t, struct claim claim,
                             const struct node_list *nodes)
{
    return !is_checking(t) ||
           rule_check_allows_removal(t, claim, sum_of(t, TEXT_WEIGHT_SURE, nodes));
}

uint64_t rule_check_count(const struct rule_check *t, uint32_t first, uint32_t end)
{
    return is_checking(t) ? sum_range(t, TEXT_WEIGHT_SURE, first, end) : 0;
}

/* ---- bodies ------------------------------------------------------------------------ */

static void note_doubtful_body(struct rule_check *t, struct claim claim,
                               const struct node_list *body)
{
    uint64_t all = rule_check_count(t, 0, t->page->count);
    uint64_t left_out = all - sum_of(t, TEXT_WEIGHT_SURE, body);
    uint64_t text = sum_of(t, TEXT_WEIGHT_ALL, body);
    uint64_t boilerplate = sum_of(t, TEXT_WEIGHT_BOILERPLATE, body);
    if (is_doubted(left_out, all))
        note_doubt(t, claim, "leaves out", percent_of(left_out, all));
    else if (boilerplate >= OPINION_MIN && boilerplate * 100 > text * BOILERPLATE_MAX)
        notes_add(
            t->notes, NOTE_RULE_DOUBTED, claim.file, claim.directive,
            "the model is sure that %u %% of the text in body is boilerplate; it was "
            "used",
            percent_of(boilerplate, text));
}

static bool holds_enough(struct rule_check *t, struct claim claim,
                         const struct demand *demand, const struct node_list *body)
{
    uint64_t all = sum_range(t, demand->weight, 0, t->page->count);
    uint64_t held = sum_of(t, demand->weight, body);
    if (all < demand->least || held * 100 >= all * demand->percent)
        return true;
    notes_add(t->notes, NOTE_RULE_OVERRULED, claim.file, claim.directive,
              "body has %u %% of what the model is sure is content (%u %% are required) "
              "and was not used",
              percent_of(held, all), demand->percent);
    return false;
}

static bool holds_too_much(struct rule_check *t, struct claim claim,
                           const struct limit *limit, const struct node_list *body)
{
    uint64_t all = sum_of(t, TEXT_WEIGHT_ALL, body),
             held = sum_of(t, limit->weight, body);
    if (held < limit->free || held * 100 <= all * limit->percent ||
        sum_of(t, TEXT_WEIGHT_SURE, body) * 100 < all * limit->sure)
        return false;
    notes_add(t->notes, NOTE_RULE_OVERRULED, claim.file, claim.directive,
              "the model is sure that %u %% of the text in body is boilerplate (at most "
              "%u %% may be%s); body was not used",
              percent_of(held, all), limit->percent,
              limit->is_of_unpruned ? " where prune is no" : "");
    return true;
}

bool rule_check_allows_body(struct rule_check *t, struct claim claim,
                            const struct node_list *body, bool is_pruned)
{
    if (!is_checking(t))
        return true;
    if (!is_checked(claim)) {
        note_doubtful_body(t, claim, body);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(DEMANDS); i++)
        if (!holds_enough(t, claim, &DEMANDS[i], body))
            return false;
    for (size_t i = 0; i < COUNT_OF(LIMITS); i++)
        if (!(LIMITS[i].is_of_unpruned && is_pruned) &&
            holds_too_much(t, claim, &LIMITS[i], body))
            return false;
    return true;
}

const uint8_t *rule_check_choose_drops(const struct rule_check *t,
                                       const struct node_list *body, bool is_pruned,
                                       struct arena *a)
{
    size_t count = t->prediction->passages.count;
    uint64_t all = sum_of(t, TEXT_WEIGHT_ALL, body);
    bool is_agreed = sum_of(t, TEXT_WEIGHT_KEPT, body) * 100 >= all * AGREED_MIN;
    uint8_t *is_dropped = arena_calloc(a, count + 1, 1);
    for (size_t i = 0; i < count; i++)
        is_dropped[i] = is_agreed ? !t->is_kept[i] : is_pruned && t->is_boilerplate[i];
    return is_dropped;
}

void rule_check_report_no_body(struct rule_check *t, struct claim claim)
{
    notes_add(
        t->notes, NOTE_MODEL_STANDS, claim.file, claim.directive,
        "no body line of this file finds the content; the model's selection was used");
}
