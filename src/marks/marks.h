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
    JUDGE_BUILTIN, /* scripts, styles, hidden things: the code says which */
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

/* A mark holds for the node it stands at and, until another mark says otherwise, for the
   subtree below it. What no mark reaches is not emitted. */
struct mark {
    uint8_t verdict;
    uint32_t reason; /* index into the list of reasons; 0 is nobody */
};

struct marks {
    const struct page *page;
    struct arena *arena;
    struct mark *items; /* one a node */
    uint8_t *hidden; /* one a node: set for the nodes that are not to be seen any more */
    struct reason *reasons;
    size_t reason_count, reason_capacity;
    bool has_exempt; /* a keep rule stands at some node */
    struct overlay overlay;
};

/* Nothing decided, everything seen; the list of reasons holds nobody alone. page may be
   NULL for text input: then only the reasons are of use. */
void marks_open(struct marks *m, const struct page *page, struct arena *a);
/* The index of a new reason; of one that is built in. */
uint32_t marks_add_reason(struct marks *m, struct reason reason);
uint32_t marks_add_builtin(struct marks *m, enum reason_code code);

/* Drops the subtree of node and hides it, but for the subtrees in it that a keep rule
   holds. Nothing when it is hidden already, or inside such a subtree. */
void marks_drop(struct marks *m, uint32_t node, uint32_t reason);
/* Keeps the subtree of node, but for what has been dropped in it before. */
void marks_keep(struct marks *m, uint32_t node, uint32_t reason);
/* Drops node's subtree from the text alone: selectors still see it. */
void marks_mute(struct marks *m, uint32_t node, uint32_t reason);

/* Whether a keep rule stands at this node: nothing may drop it. */
bool marks_is_exempt(const struct marks *m, uint32_t node);

/* Whether the page itself hides the subtree of node, and the mark there says so. */
bool marks_is_hiding(const struct marks *m, uint32_t node);

/* The verdict that holds at each node, own or inherited: a new array of page->count. */
uint8_t *marks_spread(const struct marks *m);
/* The reason that holds at a node, own or inherited: what decided over it. */
uint32_t marks_reason_at(const struct marks *m, uint32_t node);

#endif
