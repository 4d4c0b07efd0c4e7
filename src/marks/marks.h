/* marks: what the stages of cleaning have decided about a page, node by node, and by
   whom. They live in the page's arena; reasons point into the rulebook. */
#ifndef WINNOW_MARKS_MARKS_H
#define WINNOW_MARKS_MARKS_H

#include "marks/overlay.h"
#include "marks/reason_codes.h"
#include "page/page.h"
#include "rules/rulefile.h"

enum verdict { VERDICT_UNDECIDED, VERDICT_KEEP, VERDICT_DROP };

enum judge_kind {
    JUDGE_NOBODY,
    JUDGE_BUILTIN, /* scripts, styles, hidden elements: the code gives the reason */
    JUDGE_RULE,    /* file and directive */
    JUDGE_MODEL,   /* score */
};

/* Who decided, and why: what `explain` prints. */
struct reason {
    enum judge_kind by;
    enum reason_code code; /* JUDGE_BUILTIN; JUDGE_MODEL: NONE if the score decided */
    const struct rulefile *file;       /* JUDGE_RULE */
    const struct directive *directive; /* JUDGE_RULE */
    int score;                         /* JUDGE_MODEL: 0 to 1000, kept when high */
};

/* A mark applies to its node and, until another mark overrides it, to the subtree below.
   Text that no mark applies to is not written. */
struct mark {
    uint8_t verdict;
    uint32_t reason; /* index into the list of reasons; 0: no decision */
};

struct marks {
    const struct page *page;
    struct arena *arena;
    struct mark *items; /* one per node */
    uint8_t *hidden;    /* one per node: set where selectors no longer see the node */
    struct reason *reasons;
    size_t reason_count, reason_capacity;
    int threshold;   /* the lowest score that the model keeps; 0: it was not asked */
    bool has_exempt; /* some node has a keep rule */
    struct overlay overlay;
};

/* Opens marks with nothing decided and all nodes seen. page may be NULL for text input:
   then only the reasons are used. */
void marks_open(struct marks *m, const struct page *page, struct arena *a);
/* Returns the index of a new reason. */
uint32_t marks_add_reason(struct marks *m, struct reason reason);
uint32_t marks_add_builtin(struct marks *m, enum reason_code code);

/* Drops the subtree of node and hides it, except for subtrees that a keep rule keeps.
   Does nothing if the node is hidden already, or inside such a subtree. */
void marks_drop(struct marks *m, uint32_t node, uint32_t reason);
/* Keeps the subtree of node, except for what was dropped in it before. */
void marks_keep(struct marks *m, uint32_t node, uint32_t reason);
/* Drops the subtree of node from the text only: selectors still see it. */
void marks_mute(struct marks *m, uint32_t node, uint32_t reason);

/* Whether this node has a keep rule: nothing may drop it. */
bool marks_is_exempt(const struct marks *m, uint32_t node);

/* Whether the page itself hides the subtree of node, and the mark there says so. */
bool marks_is_hiding(const struct marks *m, uint32_t node);
/* Whether a reader may open what is hidden there, so that the model decides about it. */
bool marks_may_reveal(const struct marks *m, uint32_t node);
/* Whether it is never a part of the text: hidden for good, or for screen readers. */
bool marks_is_concealing(const struct marks *m, uint32_t node);

/* The verdict at each node, own or inherited: a new array of page->count. */
uint8_t *marks_spread(const struct marks *m);
/* The reason for the verdict at a node, own or inherited. */
uint32_t marks_reason_at(const struct marks *m, uint32_t node);

#endif
