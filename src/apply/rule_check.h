/* rule_check: checks rules against what the content model is sure about, before they
   change the page. A rule of a community file is applied if the model does not contradict
   it. A trusted rule is always applied; a note reports a gross contradiction. */
#ifndef WINNOW_APPLY_RULE_CHECK_H
#define WINNOW_APPLY_RULE_CHECK_H

#include "blocks/block.h"
#include "marks/notes.h"
#include "model/prediction.h"
#include "rules/rulebook.h"

/* The text of a page, by how sure the model is. */
enum text_weight {
    TEXT_WEIGHT_ALL,
    TEXT_WEIGHT_SURE,        /* content */
    TEXT_WEIGHT_CERTAIN,     /* content, beyond doubt */
    TEXT_WEIGHT_BOILERPLATE, /* not content */
    TEXT_WEIGHT_WASTE,       /* not content, beyond doubt */
    TEXT_WEIGHT_KEPT,        /* what it would keep by itself */
    TEXT_WEIGHT_COUNT
};

struct rule_check {
    const struct prediction *prediction; /* of a page; NULL: none */
    const struct page *page;             /* NULL: plain text */
    const uint8_t *hidden;               /* one byte per node, from the marks */
    /* Of each passage of the prediction: it surely is not content; the model keeps it.
       NULL: there is no prediction. */
    uint8_t *is_boilerplate, *is_kept;
    struct note_list *notes;
    /* [weight][i]: bytes other than white space in the nodes before i. NULL: rules are
       not checked. For plain text only TEXT_WEIGHT_SURE is set, by block. */
    uint32_t *bytes[TEXT_WEIGHT_COUNT];
    uint64_t all;      /* of TEXT_WEIGHT_SURE */
    uint64_t stripped; /* of that, by the rules that were applied */
};

/* A directive and its file. */
struct claim {
    const struct rulefile *file;
    const struct directive *directive;
};

/* prediction may be NULL. Generic rules are not checked here, but by generic_rules.h. All
 * lives in the marks' arena. */
void rule_check_open(struct rule_check *t, const struct ruleset *rules,
                     const struct prediction *prediction, struct marks *marks,
                     struct note_list *notes);

/* The same for plain text, by the model of lines. */
void rule_check_open_lines(struct rule_check *t, const struct ruleset *rules,
                           const struct block_list *blocks, struct arena *a,
                           struct note_list *notes);

/* Whether a title, an author or a date at the node may be removed from the text. */
bool rule_check_allows_value(struct rule_check *t, struct claim claim, uint32_t node);
/* Whether a rule may be applied; if not, or if it is doubtful, a note reports it. The
   rule claims that these nodes are not content; that so many bytes which are surely
   content, as rule_check_count counts them in the nodes (or blocks) [first, end), are
   not; that these nodes are all of the content. */
bool rule_check_allows_strip(struct rule_check *t, struct claim claim,
                             const struct node_list *nodes);
uint64_t rule_check_count(const struct rule_check *t, uint32_t first, uint32_t end);
bool rule_check_allows_removal(struct rule_check *t, struct claim claim,
                               uint64_t content);
/* is_pruned: the model may drop boilerplate from the body. */
bool rule_check_allows_body(struct rule_check *t, struct claim claim,
                            const struct node_list *body, bool is_pruned);
/* Which passages the model drops from the body of a community file, by passage: where it
   would keep most of that body by itself, all that it would not keep, even if the file
   says "prune: no", which was written for another program; else what surely is
   boilerplate, unless the file forbids that. */
const uint8_t *rule_check_choose_drops(const struct rule_check *t,
                                       const struct node_list *body, bool is_pruned,
                                       struct arena *a);
/* Reports that the body lines of a community file have found no body; claim is the
   first. */
void rule_check_report_no_body(struct rule_check *t, struct claim claim);

#endif
