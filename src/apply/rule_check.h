/* rule_check: rules held against what the content model is sure of, before they have changed
   the page. A rule of a community's file counts when it does not go against that; a
   trusted one is obeyed, and where the two disagree grossly a note says so. */
#ifndef WINNOW_APPLY_RULE_CHECK_H
#define WINNOW_APPLY_RULE_CHECK_H

#include "blocks/block.h"
#include "marks/notes.h"
#include "model/prediction.h"
#include "rules/rulebook.h"

/* The text of a page, by what the model is sure of. */
enum ink {
    INK_ALL,
    INK_SURE,        /* the text */
    INK_CERTAIN,     /* the same, beyond doubt */
    INK_BOILERPLATE, /* none of it */
    INK_WASTE,       /* the same, beyond doubt */
    INK_COUNT
};

struct trust {
    const struct opinion *opinion; /* of a page; NULL: there is none */
    const struct page *page;       /* NULL: an old scrape */
    const uint8_t *hidden;         /* a byte a node, as marks have it */
    /* Of each of the opinion's passages: it surely is no text; the model would keep it.
       NULL: there are none. */
    const uint8_t *is_boilerplate, *is_kept;
    struct note_list *notes;
    /* [ink][i]: bytes that are no spaces in the nodes before i. NULL where all rules are
       obeyed; of an old scrape's blocks INK_SURE alone. */
    uint32_t *ink[INK_COUNT];
    uint64_t all;      /* of INK_SURE */
    uint64_t stripped; /* of that, by the rules that have been let through */
};

/* A directive and its file. */
struct claim {
    const struct rulefile *file;
    const struct directive *directive;
};

/* opinion may be NULL, and is not looked at where the generic rules alone apply: they are
   not held against it. All lives in the marks' arena. */
void trust_open(struct trust *t, const struct ruleset *rules,
                const struct opinion *opinion, struct marks *marks,
                struct note_list *notes);

/* The same for an old scrape, by the model of lines. */
void trust_open_scrape(struct trust *t, const struct ruleset *rules,
                       const struct block_list *blocks, struct arena *a,
                       struct note_list *notes);

/* Whether a title, an author or a date at the node is taken out of the text. */
bool trust_allows_value(struct trust *t, struct claim claim, uint32_t node);
/* Whether a claim counts; when it does not, or is doubted, a note says so. It is that
   these nodes are none of the text; that so much of what is surely content is none, as
   trust_count has it for the nodes (or blocks) [first, end); that these nodes are all of
   the text. */
bool trust_allows_strip(struct trust *t, struct claim claim,
                        const struct node_list *nodes);
uint64_t trust_count(const struct trust *t, uint32_t first, uint32_t end);
bool trust_allows_removal(struct trust *t, struct claim claim, uint64_t content);
/* is_pruned: the model may drop boilerplate from the body. */
bool trust_allows_body(struct trust *t, struct claim claim, const struct node_list *body,
                       bool is_pruned);
/* Tells that the lines of a community's file have found no body: the first of them. */
void trust_tell_no_body(struct trust *t, struct claim claim);

#endif
