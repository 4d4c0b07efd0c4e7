/* rule_matches: the rule files on one page: where each directive hits, and in which order
   their directives are read. What every stage of judging works with. */
#ifndef WINNOW_APPLY_RULE_MATCHES_H
#define WINNOW_APPLY_RULE_MATCHES_H

#include "apply/rule_check.h"
#include "marks/marks.h"
#include "rules/rulebook.h"

struct rule_findings;

/* One rule file at work on the page: where each of its directives hits. */
struct hits {
    const struct rulefile *file;
    const uint32_t *nodes; /* by selector, then in document order */
    const uint32_t *start; /* [s], [s + 1]: the part of the file's selector s */
    /* The directives that may do something here, in file order: of a generic file with
       ten thousand selectors a page meets a few hundred. */
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
    struct node_list body; /* the content's roots: no one inside another */
    struct rule_check *trust;
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

/* What a directive matches now: one that depends on its neighbours is asked only here.
   Some may have been hidden since. */
struct node_list rule_matches_nodes(const struct rule_matches *b,
                                    const struct place *place);
/* The values that its selector gives now, attributes and strings too. */
struct value_list rule_matches_values(const struct rule_matches *b,
                                      const struct place *place);
static inline struct claim rule_matches_claim(const struct place *place)
{
    return (struct claim){place->hits->file, place->directive};
}
/* Around whatever asks a selector for this directive: should the page run out of time in
   it, the directive is named; where an XPath or a pattern alone has been given up, a note
   says so. */
void rule_matches_begin(const struct rule_matches *b, const struct place *place);
void rule_matches_end(const struct rule_matches *b, const struct place *place);
uint32_t rule_matches_reason(const struct rule_matches *b, const struct place *place);

/* A walk over the directives of one kind in scope, in the order of merging: the files in
   their order, and in each the lines under a path before those for all pages. */
struct walk {
    enum directive_kind kind;
    bool with_misses; /* those too whose selector hits nothing on the page */
    size_t file;
    uint32_t next;      /* directive to look at */
    bool for_all;       /* in the second pass of the file */
    struct place place; /* what it stands at */
};
bool rule_matches_next(const struct rule_matches *b, struct walk *walk);

#endif
