/* line_rules: the directives about lines, on rendered blocks. A block is a line: its text
   without a list's marker, trimmed, its spaces collapsed; a preformatted block is one
   line, with the line breaks in it. So the same rules clean a page and an old scrape. */
#ifndef WINNOW_APPLY_LINE_RULES_H
#define WINNOW_APPLY_LINE_RULES_H

#include "apply/rule_check.h"
#include "blocks/block.h"
#include "rules/rulebook.h"

/* Runs the files in their order of merging; in each replace_line goes first, then
   strip_line, then ranges and cuts as they stand. A strip_line whose pattern has "\n" in
   it is matched against all lines as one text, before the others, and takes every line
   that it touches. Lines that a keep_line of any file matches stay, whatever else matches
   them. Dropped blocks get the rule as their reason;
   a cut that would leave under a tenth of the text is refused with a note, and so is a
   community's rule that goes against the model. */
void line_rules_apply(const struct ruleset *rules, struct slice url_path,
                      struct rule_check *trust, struct block_list *blocks,
                      struct marks *marks, struct note_list *notes);

#endif
