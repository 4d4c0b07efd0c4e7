/* apply_rules: the rule files on a page. Site rules to marks, in this order: keep and
   wall_if; links to further pages; title, author and date; what changes the page's shape;
   strips; body; the generic file's strips inside it; cuts. A selector sees what those
   before it have left. */
#ifndef WINNOW_APPLY_APPLY_RULES_H
#define WINNOW_APPLY_APPLY_RULES_H

#include "apply/rule_check.h"
#include "marks/marks.h"
#include "marks/notes.h"
#include "rules/rulebook.h"

struct rule_findings {
    const struct rulefile *wall_file; /* NULL: no wall */
    const struct directive *wall;
    struct slice title, author, date;    /* empty where no rule gives one */
    struct slice single_page, next_page; /* addresses as in the page; empty: none */
    bool title_removed;                  /* its node has left the page's text */
    bool is_emptied;                     /* the strips have left no text in the page */
    bool has_body;                       /* a body rule has decided what the content is */
    bool is_left_to_model; /* a community's body rules are all passed over */
    const struct rulefile *missed_file;
    const struct directive *missed; /* a site's own body rule; none of them matched */
};

/* Marks must hold what unrendered_mark has decided, and trust be opened on them. Strings
   go to the marks' arena. */
void apply_rules_to_page(const struct ruleset *rules, struct slice url_path,
                         struct rule_check *trust, struct marks *marks,
                         struct note_list *notes, struct rule_findings *out);

/* A yes|no directive in scope: of the first file that has it; else `otherwise`. */
bool apply_rules_is_enabled(const struct ruleset *rules, struct slice url_path,
                            enum directive_kind kind, bool otherwise);

#endif
