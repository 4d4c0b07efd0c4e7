/* rule_health: whether the rules of the sites still match, over the runs. */
#ifndef WINNOW_ARCHIVE_RULE_HEALTH_H
#define WINNOW_ARCHIVE_RULE_HEALTH_H

#include "archive/store.h"
#include "winnow.h"

enum {
    RULE_HEALTH_MISSES = 3,      /* pages of a run, or half of its good answers */
    RULE_HEALTH_STALE_DAYS = 90, /* a strip without a hit for so long is told of */
};

/* Counts what a page's record says of its site's rules. */
bool rule_health_note(struct store *store, const struct store_page *page,
                      const struct winnow_record *record, int64_t now, int64_t run,
                      struct error *err);
/* At the end of a run: rules that miss too often become problems, others are well. */
bool rule_health_judge(struct store *store, int64_t now, int64_t run, struct error *err);

struct rule_health_rule {
    const char *host, *directive, *value, *place;
    int64_t missing_since; /* 0: it matches */
    int64_t hit;           /* 0: never */
    int64_t first;
};
typedef bool (*health_visit)(void *context, const struct rule_health_rule *rule);
/* Those that miss now, and strips that have not matched since `stale_before`. */
bool rule_health_each(struct store *store, int64_t stale_before, health_visit visit,
                      void *context, struct error *err);

#endif
