/* report: what a refresh tells at its end: problems that begin and end, a summary, and
   the HTML page. */
#ifndef WINNOW_REFRESH_REPORT_H
#define WINNOW_REFRESH_REPORT_H

#include "refresh/archive_command.h"

void report_problems(struct archive_command *archived, const struct store_run *run);
void report_summary(struct archive_command *archived, const struct store_run *run,
                    size_t skipped);
/* One page that needs nothing else: what changed, what failed, quarantine, rules. */
bool report_write_html(struct archive_command *archived, const struct store_run *run,
                       const char *path, struct error *err);

#endif
