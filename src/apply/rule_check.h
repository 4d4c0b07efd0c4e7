/* rule_check: rules held against what the content model is sure of, before they have
   changed the page. A rule of a community's file counts when it does not go against that;
   a trusted one is obeyed, and where the two disagree grossly a note says so. */
#ifndef WINNOW_APPLY_RULE_CHECK_H
#define WINNOW_APPLY_RULE_CHECK_H

#include "blocks/block.h"
#include "marks/notes.h"
#include "model/prediction.h"
#include "rules/rulebook.h"

/* The text of a page, by what the model is sure of. */
enum text_weight {
    TEXT_WEIGHT_ALL,
    TEXT_WEIGHT_SURE,        /* the text */
    TEXT_WEIGHT_CERTAIN,     /* the same, beyond doubt */
    TEXT_WEIGHT_BOILERPLATE, /* none of it */
    TEXT_WEIGHT_WASTE,       /* the same, beyond doubt */
    TEXT_WEIGHT_COUNT
};

struct rule_check {
    const struct prediction *prediction; /* of a page; NULL: there is none */
    const struct page *page;             /* NULL: an old scrape */
    const uint8_t *hidden;               /* a byte a node, as marks have it */
    /* Of each of the prediction's passages: it surely is no text; the model would keep
       it. NULL: there are none. */
    const uint8_t *is_boilerplate, *is_kept;
    struct note_list *notes;
    /* [ink][i]: bytes that are no spaces in the nodes before i. NULL where all rules are
       obeyed; of an old scrape's blocks TEXT_WEIGHT_SURE alone. */
    uint32_t *ink[TEXT_WEIGHT_COUNT];
    uint64_t all;      /* of TEXT_WEIGHT_SURE */
    uint64_t stripped; /* of that, by the rules that have been let through */
};

/* A directive and its file. */
struct claim {
    const struct rulefile *file;
    const struct directive *directive;
};

/* prediction may be NULL, and is not looked at where the generic rules alone apply: they
   are not held against it. All lives in the marks' arena. */
void rule_check_open(struct rule_check *t, const struct ruleset *rules,
                     const struct prediction *prediction, struct marks *marks,
                     struct note_list *notes);

/* The same for an old scrape, by the model of lines. */
void rule_check_open_scrape(struct rule_check *t, const struct ruleset *rules,
                            const struct block_list *blocks, struct arena *a,
                            struct note_list *notes);

/* Whether a title, an author or a date at the node is taken out of the text. */
bool rule_check_allows_value(struct rule_check *t, struct claim claim, uint32_t node);
/* Whether a claim counts; when it does not, or is doubted, a note says so. It is that
   these nodes are none of the text; that so much of what is surely content is none, as
   rule_check_count has it for the nodes (or blocks) [first, end); that these nodes are
   all of the text. */
bool rule_check_allows_strip(struct rule_check *t, struct claim claim,
                             const struct node_list *nodes);
uint64_t rule_check_count(const struct rule_check *t, uint32_t first, uint32_t end);
bool rule_check_allows_removal(struct rule_check *t, struct claim claim,
                               uint64_t content);
/* is_pruned: the model may drop boilerplate from the body. */
bool rule_check_allows_body(struct rule_check *t, struct claim claim,
                            const struct node_list *body, bool is_pruned);
/* Tells that the lines of a community's file have found no body: the first of them. */
void rule_check_report_no_body(struct rule_check *t, struct claim claim);

#endif
