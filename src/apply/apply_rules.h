/* apply_rules: applies rule files to a page, in this order: keep and wall_if; links to
   further pages; title, author and date; directives that reshape the page; strips; body;
   the strips of generic files inside it; cuts. A selector sees what the directives before
   it have left. */
#ifndef WINNOW_APPLY_APPLY_RULES_H
#define WINNOW_APPLY_APPLY_RULES_H

#include "apply/rule_check.h"
#include "marks/marks.h"
#include "marks/notes.h"
#include "rules/rulebook.h"

struct rule_findings {
    const struct rulefile *wall_file; /* NULL: no wall */
    const struct directive *wall;
    struct slice title, author, date;    /* empty if no rule gives one */
    struct slice single_page, next_page; /* addresses as in the page; empty: none */
    bool title_removed;                  /* its node was removed from the page's text */
    bool is_emptied;                     /* the strips have removed all text */
    bool has_body;                       /* a body rule has selected the content */
    bool is_left_to_model;               /* no body rule of a community file was used */
    const struct rulefile *missed_file;
    const struct directive *missed; /* a site's own body rule; none of them matched */
};

/* The marks must have been through unrendered_mark, and the check be opened on them.
   Strings are in the marks' arena. */
void apply_rules_to_page(const struct ruleset *rules, struct slice url_path,
                         struct rule_check *check, struct marks *marks,
                         struct note_list *notes, struct rule_findings *out);

/* A yes|no directive in scope, from the first file that has it; else `otherwise`. */
bool apply_rules_is_enabled(const struct ruleset *rules, struct slice url_path,
                            enum directive_kind kind, bool otherwise);

#endif
