/* rule_paths: where the rule files are, and the book of them. */
#ifndef WINNOW_CLI_RULE_PATHS_H
#define WINNOW_CLI_RULE_PATHS_H

#include "base/arena.h"
#include "base/error.h"
#include "cli/console.h"
#include "rules/rulebook.h"

/* The rule directories that are obeyed, first wins: those of --rules, the user's, and the
   one that belongs to this binary: its checkout's, or the one installed beside it. Those
   that are not there are left out, but for one of --rules or --community-rules: then
   false with err. One of these that holds no rules is told of. */
bool rule_paths_find_rules(const struct options *options, struct console *console,
                           struct arena *a, struct string_list *out, struct error *err);
/* The user's own rule directory, which need not be there, in the arena; NULL where the
   environment names no home. */
const char *rule_paths_find_users_rules(struct arena *a);
/* Opens the rulebook of these directories and of what else the options name. False when a
   file that is known at the start has an error; all is told. The book has to be closed
   then too. */
bool rule_paths_open_book(const struct options *options, struct console *console,
                          const struct string_list *directories, struct rulebook **out);

#endif
