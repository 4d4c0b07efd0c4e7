/* report: what a refresh reports at its end: problems that began or ended, a summary, and
   an HTML page. */
#ifndef WINNOW_REFRESH_REPORT_H
#define WINNOW_REFRESH_REPORT_H

#include "refresh/archive_command.h"
#include "refresh/recorder.h"

/* One line for each host of which texts were accepted by repetition. */
void report_acceptances(struct console *console, const struct recorder_acceptances *all);
/* Appends a line for each group of open problems. */
bool report_append_open(struct store *store, struct buffer *out, struct error *err);
void report_problems(struct archive_command *command, const struct store_run *run);
void report_summary(struct archive_command *command, const struct store_run *run,
                    size_t skipped);
/* Appends a self-contained HTML page: changes, failures, quarantine and rules. */
void report_append_html(struct archive_command *command, const struct store_run *run,
                        struct buffer *out);
/* Writes it to a file. */
bool report_write_html(struct archive_command *command, const struct store_run *run,
                       const char *path, struct error *err);

#endif
