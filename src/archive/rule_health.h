/* rule_health: records over several runs whether site rules still match. */
#ifndef WINNOW_ARCHIVE_RULE_HEALTH_H
#define WINNOW_ARCHIVE_RULE_HEALTH_H

#include "archive/store.h"
#include "winnow.h"

enum {
    /* A rule that misses on so many pages of a run, or on half of them, is a problem. */
    RULE_HEALTH_MISSES = 3,
    RULE_HEALTH_STALE_DAYS = 90, /* a strip rule without a match for so long is listed */
};

/* Counts the matches and misses of the site's rules, of this revision, on one page. */
bool rule_health_count(struct store *store, const struct store_page *page,
                       const char *revision, const struct winnow_record *record,
                       int64_t now, int64_t run, struct error *err);
/* At the end of a run: forgets lines that are no longer in the files, opens problems for
   rules that miss too often, and ends the problems of rules that match. */
bool rule_health_update(struct store *store, int64_t now, int64_t run, struct error *err);

struct rule_health_row {
    const char *host, *directive, *value, *place;
    int64_t missing_since; /* 0: the rule matches */
    int64_t hit;           /* 0: never */
    int64_t first;
};
typedef bool (*rule_health_visit)(void *context, const struct rule_health_row *rule);
/* Visits the rules that miss now, and the strip rules that have not matched since
   `stale_before`, until visit returns false. */
bool rule_health_each(struct store *store, int64_t stale_before, rule_health_visit visit,
                      void *context, struct error *err);

#endif
