/* run_report: what a run has changed, with the diff of each change, as the body of a
   mail, as JSON, as an HTML page or as an Atom feed. */
#ifndef WINNOW_REFRESH_RUN_REPORT_H
#define WINNOW_REFRESH_RUN_REPORT_H

#include "refresh/archive_command.h"

/* Whether the run has made a version, or a problem has begun or ended in it. */
bool run_report_has_news(struct archive_command *command, const struct store_run *run);

/* Append a report. A mail is empty if there is no news; a feed has the newest versions of
   all runs. Return false with err. */
bool run_report_append_mail(struct archive_command *command, const struct store_run *run,
                            struct buffer *out, struct error *err);
bool run_report_append_json(struct archive_command *command, const struct store_run *run,
                            struct buffer *out, struct error *err);
bool run_report_append_atom(struct archive_command *command, const struct store_run *run,
                            struct buffer *out, struct error *err);

/* A change of a text. Strings are borrowed during the visit. */
struct run_change {
    const char *url, *title;   /* title: NULL for none */
    int64_t version, previous; /* previous 0: it is the page's first text */
    struct slice diff;         /* of the previous version to this one, as of diff -u */
    bool is_cut;               /* the diff is longer */
};
typedef bool (*run_report_visit)(void *context, const struct run_change *change);
/* Visits the first RUN_REPORT_CHANGES_MAX versions of the run. *count receives the number
   of all. */
enum { RUN_REPORT_CHANGES_MAX = 500 };
bool run_report_each_change(struct archive_command *command, const struct store_run *run,
                            run_report_visit visit, void *context, size_t *count,
                            struct error *err);

#endif
