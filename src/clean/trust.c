#include "clean/trust.h"

#include "base/array.h"
#include "clean/content.h"
#include "clean/scrape_content.h"
#include "clean/tally.h"
#include "clean/trees.h"
#include "rules/directives.h"

/* Chosen on the 139 pages of the WCXB corpus whose site has a file in the FTR corpus,
   each judged by a model that has not seen its site (`make quality RULES=DIR`). There the
   rules alone had an F1 of 0.837, the model alone 0.853, and checked rules 0.861 (0.859
   where the values are chosen on the other four fifths of the sites); the better of the
   two on each page would have had 0.871. No neighbour was below 0.856: SURE_CONTENT from
   500 to 600, BOILERPLATE_BELOW from 300 to 400, BODY_MIN from 60 to 80, STRIP_MAX 5 and
   10. With the tables as they are now it is 0.846, 0.862, 0.865 and 0.879.
 */
enum {
    SURE_CONTENT = 600, /* a score */
    SURE_LINE = 800,    /* a score of lines alone: of short ones one in ten is wrong */
    BOILERPLATE_BELOW = 400, /* a score that is never boilerplate for sure */
    /* Percent of what is surely content: */
    BODY_MIN = 70,  /* that a community's body must hold */
    STRIP_MAX = 5,  /* that all of a community's strips may take together */
    VALUE_MAX = 50, /* that a title or the like may be, to be taken out of the text */
    DOUBTED = 50,   /* that a trusted rule leaves out or takes, to be told */
    /* Percent of a body's text that is surely none. */
    BOILERPLATE_MAX = 90,
    /* Bytes of sure content, a short paragraph, with less of which nobody disagrees. */
    OPINION_MIN = 200,
};

static bool is_checked(struct claim claim)
{
    return claim.file->authority == AUTHORITY_COMMUNITY;
}

/* ---- sums -------------------------------------------------------------------------- */

/* The ink of each text of a passage, at its own node. */
static void put_ink(struct trust *t, size_t index, bool is_content)
{
    const struct passages *passages = &t->opinion->passages;
    const struct passage *p = &passages->items[index];
    for (uint32_t i = p->first; i <= p->last;) {
        if (!passages_reads(passages, t->page, i)) {
            i = t->page->nodes[i].end;
            continue;
        }
        if (node_is_text(&t->page->nodes[i])) {
            uint32_t ink = tally_ink(t->page->nodes[i].text);
            t->text[i] = ink;
            t->content[i] = is_content ? ink : 0;
            t->boilerplate[i] = t->is_boilerplate[index] ? ink : 0;
        }
        i++;
    }
}

/* What the model is sure of: of text that scores high, unless it would refuse that all
   the same; of boilerplate that it would refuse, or that scores low and that it would not
   keep. Where it doubts a whole page, it would keep much that scores low. */
static void put_all_ink(struct trust *t, struct marks *marks)
{
    size_t count = t->opinion->passages.count;
    struct content_choice choice;
    if (!count)
        return;
    content_foresee(marks, t->opinion, &choice);
    uint8_t *is_boilerplate = arena_calloc(marks->arena, count, 1);
    t->is_boilerplate = is_boilerplate;
    for (size_t i = 0; i < count; i++) {
        int score = t->opinion->scores[i];
        bool is_low = score < BOILERPLATE_BELOW && score < choice.threshold;
        is_boilerplate[i] = choice.is_refused[i] || (is_low && !choice.is_kept[i]);
        put_ink(t, i, score >= SURE_CONTENT && !choice.is_refused[i]);
    }
}

/* From what stands at each node to what stands before it. */
static void sum_up(uint32_t *ink, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t here = ink[i];
        ink[i] = sum;
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

void trust_open(struct trust *t, const struct ruleset *rules,
                const struct opinion *opinion, struct marks *marks,
                struct note_list *notes)
{
    const struct page *page = marks->page;
    *t = (struct trust){.page = page, .hidden = marks->hidden, .notes = notes};
    if (!opinion || !has_specific(rules))
        return;
    t->opinion = opinion;
    uint32_t **sums[] = {&t->content, &t->boilerplate, &t->text};
    enum { SUMS = COUNT_OF(sums) };
    for (int k = 0; k < SUMS; k++)
        *sums[k] = arena_calloc(marks->arena, (size_t)page->count + 1, sizeof **sums[k]);
    put_all_ink(t, marks);
    for (int k = 0; k < SUMS; k++)
        sum_up(*sums[k], page->count);
    t->all = t->content[page->count];
}

void trust_open_scrape(struct trust *t, const struct ruleset *rules,
                       const struct block_list *blocks, struct arena *a,
                       struct note_list *notes)
{
    *t = (struct trust){.notes = notes};
    int16_t *scores = has_specific(rules) ? scrape_score_blocks(blocks, a) : NULL;
    if (!scores)
        return;
    t->content = arena_calloc(a, blocks->count + 1, sizeof *t->content);
    for (size_t i = 0; i < blocks->count; i++)
        if (scores[i] >= SURE_LINE)
            t->content[i] = tally_ink(blocks->items[i].text);
    sum_up(t->content, (uint32_t)blocks->count);
    t->all = t->content[blocks->count];
}

/* Of what is still seen in the nodes (or blocks) [first, end). */
static uint64_t sum_range(const struct trust *t, const uint32_t *sums, uint32_t first,
                          uint32_t end)
{
    uint64_t sum = 0;
    for (uint32_t i = first; i < end; i++)
        sum += t->hidden && t->hidden[i] ? 0 : sums[i + 1] - sums[i];
    return sum;
}

/* The same in the subtrees of the nodes, which are in document order. */
static uint64_t sum_of(const struct trust *t, const uint32_t *sums,
                       const struct node_list *nodes)
{
    uint64_t sum = 0;
    uint32_t done = 0;
    for (size_t i = 0; i < nodes->count; i++) {
        uint32_t node = nodes->items[i], end = t->page->nodes[node].end;
        sum += sum_range(t, sums, node > done ? node : done, end);
        done = end > done ? end : done;
    }
    return sum;
}

/* ---- claims ------------------------------------------------------------------------ */

static unsigned percent_of(uint64_t part, uint64_t whole)
{
    return whole ? (unsigned)(part * 100 / whole) : 0;
}

/* What is sure is so much less than all that it cannot be held against a trusted rule. */
static bool is_doubted(uint64_t part, uint64_t whole)
{
    return whole >= OPINION_MIN && part * 100 > whole * DOUBTED;
}

static void overrule(struct trust *t, struct claim claim, unsigned percent)
{
    const char *name = directive_name(claim.directive->kind);
    notes_add(t->notes, "rule-overruled", claim.file, claim.directive,
              "%s would remove %u %% of what the model is sure is the text (all strips "
              "together may remove %d %%) and was passed over",
              name, percent, STRIP_MAX);
}

static void doubt(struct trust *t, struct claim claim, const char *does, unsigned percent)
{
    notes_add(t->notes, "rule-doubted", claim.file, claim.directive,
              "%s %s %u %% of what the model is sure is the text; it was obeyed",
              directive_name(claim.directive->kind), does, percent);
}

/* The rule that takes the most with what has been taken before, told once. */
static void doubt_removal(struct trust *t, struct claim claim, uint64_t taken)
{
    uint64_t all = t->all, sum = t->stripped + taken;
    if (!is_doubted(sum, all) || is_doubted(t->stripped, all))
        return;
    if (is_doubted(taken, all))
        doubt(t, claim, "removes", percent_of(taken, all));
    else
        doubt(t, claim, "and what went before it remove", percent_of(sum, all));
}

bool trust_allows_removal(struct trust *t, struct claim claim, uint64_t taken)
{
    if (!t->content || !taken || claim.file->authority == AUTHORITY_DEFAULT)
        return true;
    uint64_t all = t->all;
    bool is_too_much = (t->stripped + taken) * 100 > all * STRIP_MAX;
    if (is_checked(claim) && is_too_much) {
        overrule(t, claim, percent_of(taken, all));
        return false;
    }
    if (!is_checked(claim))
        doubt_removal(t, claim, taken);
    t->stripped += taken;
    return true;
}

bool trust_allows_value(struct trust *t, struct claim claim, uint32_t node)
{
    if (!t->content)
        return true;
    uint64_t all = t->all;
    uint64_t taken = trust_count(t, node, t->page->nodes[node].end);
    if (!is_checked(claim) && is_doubted(taken, all))
        doubt(t, claim, "takes", percent_of(taken, all));
    if (!is_checked(claim) || taken * 100 <= all * VALUE_MAX)
        return true;
    notes_add(
        t->notes, "rule-overruled", claim.file, claim.directive,
        "%s is %u %% of what the model is sure is the text, and was left in its place",
        directive_name(claim.directive->kind), percent_of(taken, all));
    return false;
}

bool trust_allows_strip(struct trust *t, struct claim claim,
                        const struct node_list *nodes)
{
    return !t->content || trust_allows_removal(t, claim, sum_of(t, t->content, nodes));
}

uint64_t trust_count(const struct trust *t, uint32_t first, uint32_t end)
{
    return t->content ? sum_range(t, t->content, first, end) : 0;
}

/* ---- bodies ------------------------------------------------------------------------ */

struct holdings {
    uint64_t all;                        /* that is surely content and still seen */
    uint64_t content, text, boilerplate; /* of a body */
};

static bool holds_boilerplate(const struct holdings *h)
{
    return h->boilerplate * 100 > h->text * BOILERPLATE_MAX;
}

static void doubt_body(struct trust *t, struct claim claim, const struct holdings *h)
{
    uint64_t left_out = h->all - h->content;
    if (is_doubted(left_out, h->all))
        doubt(t, claim, "leaves out", percent_of(left_out, h->all));
    else if (h->boilerplate >= OPINION_MIN && holds_boilerplate(h))
        notes_add(t->notes, "rule-doubted", claim.file, claim.directive,
                  "of what body holds, the model is sure that %u %% are not the text; it "
                  "was obeyed",
                  percent_of(h->boilerplate, h->text));
}

static bool check_body(struct trust *t, struct claim claim, const struct holdings *h)
{
    if (h->content * 100 < h->all * BODY_MIN)
        notes_add(t->notes, "rule-overruled", claim.file, claim.directive,
                  "body holds %u %% of what the model is sure is the text (it must hold "
                  "%d %%) and was passed over",
                  percent_of(h->content, h->all), BODY_MIN);
    else if (holds_boilerplate(h))
        notes_add(
            t->notes, "rule-overruled", claim.file, claim.directive,
            "of what body holds, the model is sure that %u %% are not the text (at most "
            "%d %% may be), and it was passed over",
            percent_of(h->boilerplate, h->text), BOILERPLATE_MAX);
    else
        return true;
    return false;
}

bool trust_allows_body(struct trust *t, struct claim claim, const struct node_list *body)
{
    if (!t->content)
        return true;
    struct holdings h = {
        .all = trust_count(t, 0, t->page->count),
        .content = sum_of(t, t->content, body),
        .text = sum_of(t, t->text, body),
        .boilerplate = sum_of(t, t->boilerplate, body),
    };
    if (is_checked(claim))
        return check_body(t, claim, &h);
    doubt_body(t, claim, &h);
    return true;
}

void trust_tell_no_body(struct trust *t, struct claim claim)
{
    notes_add(t->notes, "model-stands", claim.file, claim.directive,
              "no body line of this file finds the text here; the model's choice stands");
}
