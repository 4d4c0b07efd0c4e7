/* verbs: what winnow can be asked to do, by one table: the command line, --help and the
   manual page go by it. */
#ifndef WINNOW_CLI_VERBS_H
#define WINNOW_CLI_VERBS_H

enum verb {
    VERB_FILTER, /* no word of its own: what winnow does when nothing else is said */
    VERB_EXPLAIN,
    VERB_LINKS,
    VERB_RULES_CHECK,
    VERB_RULES_TEST,
    VERB_RULES_NEW,
    VERB_RULES_LIST,
    VERB_REFRESH,
    VERB_LOG,
    VERB_DIFF,
    VERB_SHOW,
    VERB_QUARANTINE,
    VERB_HEALTH,
    VERB_RECLEAN,
    VERB_FSCK,
    VERB_FORGET,
    VERB_EXPORT,
    VERB_STATUS,
    VERB_DEMO,
    VERB_COUNT
};

/* Bits of an option's row: which verbs it goes with. */
#define VERB_BIT(verb) (1u << (verb))

enum { VERB_LINES_MAX = 5 };

struct verb_row {
    const char *group, *name; /* "rules" and "check"; group NULL for a single word */
    const char *arguments;    /* "[FILE|DIR]..." */
    const char *summary;      /* half a line, for lists */
    const char *description[VERB_LINES_MAX];
    const char *exits[VERB_LINES_MAX]; /* "0 all is well" */
};

/* Never NULL; static. */
const struct verb_row *verb_row(enum verb verb);

/* The verb whose first word is `first`. *words is how many words it has: 0 when there is
   none. A known group with an unknown or missing second word gives VERB_COUNT. */
enum verb verb_find(const char *first, const char *second, int *words);
/* "check, test, new or list" for an error's text. Static. */
const char *verb_group_words(void);

#endif
