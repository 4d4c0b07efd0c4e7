/* verbs: the table of winnow's commands, from which the command-line parser, the help and
 * the manual page are made. */
#ifndef WINNOW_CLI_VERBS_H
#define WINNOW_CLI_VERBS_H

#include "base/slice.h"
#include <stdint.h>

enum verb {
    VERB_FILTER, /* has no name: the default command */
    VERB_EXPLAIN,
    VERB_LINKS,
    VERB_RULES_CHECK,
    VERB_RULES_TEST,
    VERB_RULES_NEW,
    VERB_RULES_LIST,
    VERB_REFRESH,
    VERB_LIST,
    VERB_SEARCH,
    VERB_LOG,
    VERB_DIFF,
    VERB_SHOW,
    VERB_QUARANTINE,
    VERB_RESTORE,
    VERB_PIN,
    VERB_IGNORE,
    VERB_HEALTH,
    VERB_RECLEAN,
    VERB_FSCK,
    VERB_REBUILD,
    VERB_COMPACT,
    VERB_MERGE,
    VERB_FORGET,
    VERB_ADD,
    VERB_IMPORT,
    VERB_EXPORT,
    VERB_STATUS,
    VERB_SITE,
    VERB_SERVE,
    VERB_DEMO,
    VERB_HELP,
    VERB_COUNT
};

/* Bits for an option's row: the commands that accept the option. */
#define VERB_BIT(verb) (UINT64_C(1) << (verb))

enum verb_topic { TOPIC_PAGES, TOPIC_RULES, TOPIC_ARCHIVES, TOPIC_OTHER, TOPIC_COUNT };
extern const char *const verb_topic_names[TOPIC_COUNT];

enum { VERB_LINES_MAX = 6 };
#define VERB_ARGUMENTS_MANY SIZE_MAX

struct verb_exit {
    const char *code, *meaning;
};

struct verb_row {
    const char *group, *name; /* "rules" and "check"; group NULL for a single word */
    enum verb_topic topic;
    const char *arguments; /* "[FILE|DIR]..." */
    size_t arguments_min, arguments_max;
    const char *summary; /* a phrase, for lists */
    const char *description[VERB_LINES_MAX];
    struct verb_exit exits[VERB_LINES_MAX];
};

/* Never NULL; static. */
const struct verb_row *verb_row(enum verb verb);

/* Finds the command whose first word is `first`. *words is the number of its words: 0 if
   there is no command. A known group with an unknown or missing second word returns
   VERB_COUNT. */
enum verb verb_find(const char *first, const char *second, int *words);
/* The first word of a command that `word` may be a misspelling of, or NULL. Static. */
const char *verb_suggest(const char *word);
/* "check, test, new or list", for error messages. Static. */
const char *verb_group_words(void);

#endif
