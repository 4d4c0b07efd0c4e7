/* rule_matches: where each directive of the rule files matches on one page, and the order
   in which directives are applied. */
#ifndef WINNOW_APPLY_RULE_MATCHES_H
#define WINNOW_APPLY_RULE_MATCHES_H

#include "apply/rule_check.h"
#include "marks/marks.h"
#include "rules/rulebook.h"

struct rule_findings;

/* One rule file: where each of its directives matches. */
struct hits {
    const struct rulefile *file;
    const uint32_t *nodes; /* by selector, then in document order */
    const uint32_t *start; /* [s], [s + 1]: the part of the file's selector s */
    /* The directives that may have an effect here, in file order: a page matches a few
       hundred of the ten thousand selectors of a generic file. */
    const uint32_t *live;
    size_t live_count;
};

struct rule_matches {
    const struct page *page;
    struct marks *marks;
    struct note_list *notes;
    struct slice url_path;
    struct view view;
    struct hits hits[RULESET_FILES_MAX];
    size_t file_count;
    struct node_list body; /* the roots of the content: none is inside another */
    struct rule_check *check;
    struct rule_findings *out;
};

/* A directive of one of the files. */
struct place {
    const struct hits *hits;
    const struct directive *directive;
    uint32_t index; /* in its file */
};

/* Everything lives in the marks' arena. */
void rule_matches_open(struct rule_matches *b, const struct ruleset *rules,
                       struct slice url_path, struct marks *marks,
                       struct note_list *notes, struct rule_findings *out);

/* The nodes that a directive matches now; selectors that depend on neighbours are only
   evaluated here. Some nodes may have been hidden since. */
struct node_list rule_matches_nodes(const struct rule_matches *b,
                                    const struct place *place);
/* The values that the selector gives now, attributes and strings included. */
struct value_list rule_matches_values(const struct rule_matches *b,
                                      const struct place *place);
static inline struct claim rule_matches_claim(const struct place *place)
{
    return (struct claim){place->hits->file, place->directive};
}
/* Called around the evaluation of this directive's selector: if the page runs out of
   time, the error names the directive; if only an XPath or a pattern reaches its limit, a
   note reports it. */
void rule_matches_begin(const struct rule_matches *b, const struct place *place);
void rule_matches_end(const struct rule_matches *b, const struct place *place);
uint32_t rule_matches_reason(const struct rule_matches *b, const struct place *place);

/* A walk over the directives of one kind in scope, in the order of merging: file by file,
   and in each the lines for a path before those for all pages. */
struct walk {
    enum directive_kind kind;
    bool with_misses; /* also those whose selector matches nothing on the page */
    size_t file;
    uint32_t next;      /* the next directive */
    bool for_all;       /* in the second pass of the file */
    struct place place; /* the current directive */
};
bool rule_matches_next(const struct rule_matches *b, struct walk *walk);

#endif
