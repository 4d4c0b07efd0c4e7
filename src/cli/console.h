/* console: standard error. Prints messages, one line each and safe for a terminal
 * whatever a page contains, and a progress line that messages replace. */
#ifndef WINNOW_CLI_CONSOLE_H
#define WINNOW_CLI_CONSOLE_H

#include "base/problems.h"
#include "cli/options.h"
#include "winnow.h"
#include <stdint.h>

struct console {
    enum verbosity verbosity;
    bool shows_progress;
    bool is_progress_shown; /* the terminal's last line is a progress line */
    int64_t began;          /* milliseconds, as is progress_due */
    int64_t progress_due;   /* when the progress line may be written again */
};

void console_open(struct console *c, enum verbosity verbosity, enum progress_when when);

/* Print "winnow: ...". Errors are always printed, news unless -q is given, details with
   -v. */
void console_error(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void console_news(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void console_detail(struct console *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints the notes of a record, as details. */
void console_notes(struct console *c, const char *url,
                   const struct winnow_record *record);
/* Prints every problem as "file:line:column: error: text". */
void console_report(struct console *c, const struct problem_list *report);

/* How far a run has got, in pages. */
struct console_count {
    size_t done, left;
};
#define CONSOLE_LEFT_UNKNOWN SIZE_MAX

/* Prints "winnow: ..." with the rate and the time left, if they can be calculated, in
   place of the previous progress line. Does nothing unless progress is shown and the
   previous line is old enough. */
void console_progress(struct console *c, struct console_count count, const char *format,
                      ...) __attribute__((format(printf, 3, 4)));
/* Call this before anything else is written to the terminal, and at the end. */
void console_clear_progress(struct console *c);

#endif
