/* line_rules: the directives about lines, applied to blocks. A block is a line: its text
   without a list marker, trimmed, with spaces collapsed; a preformatted block is one
   line, with line breaks in it. So the same rules clean pages and plain text. */
#ifndef WINNOW_APPLY_LINE_RULES_H
#define WINNOW_APPLY_LINE_RULES_H

#include "apply/rule_check.h"
#include "blocks/block.h"
#include "rules/rulebook.h"

/* Applies the files in their order of merging; in each, replace_line comes first, then
   strip_line, then ranges and cuts in file order. A strip_line whose pattern has "\n" in
   it is matched against all lines as one text, before the others, and removes each line
   that it touches. Lines that a keep_line of any file matches are kept, whatever else
   matches them. Dropped blocks get the rule as their reason. A cut that would leave less
   than a tenth of the text is refused with a note, and so is a rule of a community file
   that the model contradicts. */
void line_rules_apply(const struct ruleset *rules, struct slice url_path,
                      struct rule_check *check, struct block_list *blocks,
                      struct marks *marks, struct note_list *notes);

#endif
