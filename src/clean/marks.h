/* marks: what the stages of cleaning have decided about a page, node by node, and by
 * whom. */
#ifndef WINNOW_CLEAN_MARKS_H
#define WINNOW_CLEAN_MARKS_H

#include "page/page.h"
#include "rules/rulefile.h"

enum verdict { VERDICT_UNDECIDED, VERDICT_KEEP, VERDICT_DROP };

enum judge_kind {
    JUDGE_NOBODY,
    JUDGE_BUILTIN, /* scripts, styles, hidden things: code names which */
    JUDGE_RULE,    /* file and directive */
    JUDGE_MODEL,   /* score */
};

/* Who decided, and why: what `explain` prints. */
struct reason {
    enum judge_kind by;
    const char *code;                  /* JUDGE_BUILTIN: a short name. Static. */
    const struct rulefile *file;       /* JUDGE_RULE */
    const struct directive *directive; /* JUDGE_RULE */
    int score;                         /* JUDGE_MODEL: 0 to 1000, kept when high */
};

/* A mark holds for the node it stands at and, until another mark says otherwise, for the
   subtree below it. */
struct mark {
    uint8_t verdict;
    uint32_t reason; /* index into the list of reasons; 0 is nobody */
};

struct marks {
    struct mark *items; /* one a node */
    uint8_t *hidden; /* one a node: set for the nodes that are not to be seen any more */
    struct reason *reasons;
    size_t reason_count, reason_capacity;
};

#endif
