/* rule_paths: finds the rule directories and opens the rulebook of their files. */
#ifndef WINNOW_CLI_RULE_PATHS_H
#define WINNOW_CLI_RULE_PATHS_H

#include "base/arena.h"
#include "base/error.h"
#include "cli/console.h"
#include "rules/rulebook.h"

/* Lists the rule directories in use; the first has priority. These are the directories of
   --rules, the user's own, and the one that belongs to this binary: that of its checkout,
   or the one installed with it. Directories that do not exist are left out, except that a
   missing directory of --rules or --community-rules is an error: false with err. If one
   of these holds no rules, that is reported. */
bool rule_paths_find_rules(const struct options *options, struct console *console,
                           struct arena *a, struct string_list *out, struct error *err);
/* The user's own rule directory, which need not exist, in the arena; NULL if the
   environment does not name a home directory. */
const char *rule_paths_find_users_rules(struct arena *a);
/* Opens the rulebook of these directories and of the rule files that the options name.
   Returns false if a file that is read at the start has an error; all errors are
   reported. Close the book in that case too. */
bool rule_paths_open_book(const struct options *options, struct console *console,
                          const struct string_list *directories, struct rulebook **out);

#endif
