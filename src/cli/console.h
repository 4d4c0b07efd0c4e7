/* console: standard error. Messages a line each, fit for a terminal whatever a page put
   into them, and one line of progress that makes room for them. */
#ifndef WINNOW_CLI_CONSOLE_H
#define WINNOW_CLI_CONSOLE_H

#include "base/problems.h"
#include "cli/options.h"
#include "winnow.h"

struct console {
    enum verbosity verbosity;
    bool shows_progress;
    bool is_progress_shown; /* a line of it stands there now */
    int64_t progress_due;   /* milliseconds; when it may be written again */
};

void console_open(struct console *c, enum verbosity verbosity, enum progress_when when);

/* "winnow: ..." An error is always said, news unless -q, details with -v. */
void console_error(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void console_news(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void console_detail(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The notes of a record, as details. */
void console_notes(struct console *c, const char *url,
                   const struct winnow_record *record);
/* Every problem as "file:line:column: error: text". */
void console_report(struct console *c, const struct problem_list *report);

/* Nothing, unless progress is shown and the last one is old enough. It has no colours, so
   that NO_COLOR has nothing to object to. */
void console_progress(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Before something else is written to the terminal, and at the end. */
void console_clear_progress(struct console *c);

#endif
