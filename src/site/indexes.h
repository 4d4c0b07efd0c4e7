/* indexes: the pages that lead to the texts: the newest, those of each day and those of
   each host. */
#ifndef WINNOW_SITE_INDEXES_H
#define WINNOW_SITE_INDEXES_H

#include "site/text_list.h"

/* Each writes the pages that the sink wants. */
bool indexes_write_newest(const struct site *site, const struct site_sink *sink,
                          struct error *err);
/* The list of days, and the page of each day from `from` on and before `before`. */
bool indexes_write_day_list(const struct site *site, const struct site_sink *sink,
                            struct error *err);
bool indexes_write_days(const struct site *site, const struct site_sink *sink,
                        int64_t from, int64_t before, struct error *err);
/* The list of hosts, and the pages of one folder of texts, or of all if it is NULL. */
bool indexes_write_host_list(const struct site *site, const struct site_sink *sink,
                             struct error *err);
bool indexes_write_hosts(const struct site *site, const struct site_sink *sink,
                         const char *folder, struct error *err);

#endif
