#include "cli/console.h"

#include "base/utf8.h"
#include "fetch/clock.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PROGRESS_EVERY_MS = 200,
    PROGRESS_WIDTH = 79, /* a line that wraps cannot be taken back */
};

/* What standard error will not take is lost: there is nowhere to say so. */
static void write_bytes(struct slice bytes)
{
    while (bytes.len) {
        ssize_t written = write(STDERR_FILENO, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes = slice_after(bytes, (size_t)written);
    }
}

void console_open(struct console *c, enum verbosity verbosity, enum progress_when when)
{
    bool is_wanted =
        when == PROGRESS_ALWAYS ||
        (when == PROGRESS_AUTO && verbosity != VERBOSITY_QUIET && isatty(STDERR_FILENO));
    *c = (struct console){.verbosity = verbosity, .shows_progress = is_wanted};
    /* What is over sooner needs no progress. */
    c->progress_due = clock_ms() + 2 * PROGRESS_EVERY_MS;
}

/* ---- messages ---------------------------------------------------------------------- */

static void say(struct console *c, const char *prefix, struct slice text)
{
    struct buffer line;
    buffer_open(&line, NULL);
    buffer_append_string(&line, prefix);
    utf8_append_line(&line, text);
    buffer_append_char(&line, '\n');
    console_clear_progress(c);
    write_bytes(buffer_slice(&line));
    buffer_close(&line);
}

static void say_formatted(struct console *c, const char *format, va_list args)
{
    char *text;
    int len = vasprintf(&text, format, args);
    if (len < 0)
        return;
    say(c, "winnow: ", slice_of(text, (size_t)len));
    free(text);
}

void console_error(struct console *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_formatted(c, format, args);
    va_end(args);
}

void console_news(struct console *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (c->verbosity >= VERBOSITY_NORMAL)
        say_formatted(c, format, args);
    va_end(args);
}

void console_detail(struct console *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (c->verbosity >= VERBOSITY_VERBOSE)
        say_formatted(c, format, args);
    va_end(args);
}

void console_notes(struct console *c, const char *url, const struct winnow_record *record)
{
    for (size_t i = 0; i < record->note_count; i++) {
        const struct winnow_note *note = &record->notes[i];
        console_detail(c, "%s: %s%s%s", url, note->place ? note->place : "",
                       note->place ? ": " : "", note->text);
    }
}

void console_report(struct console *c, const struct problem_list *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct problem *problem = &report->items[i];
        struct buffer line;
        if (problem->level != PROBLEM_ERROR && c->verbosity < VERBOSITY_VERBOSE)
            continue;
        buffer_open(&line, NULL);
        buffer_append(&line, problem->file);
        if (problem->line)
            buffer_printf(&line, ":%u:%u", problem->line, problem->column);
        buffer_printf(&line, ": %s: ", problem_level_name(problem->level));
        buffer_append(&line, problem->text);
        say(c, "", buffer_slice(&line));
        buffer_close(&line);
    }
}

/* ---- progress ---------------------------------------------------------------------- */

void console_clear_progress(struct console *c)
{
    if (c->is_progress_shown)
        write_bytes(SLICE("\r\x1B[K")); /* ECMA-48's "erase in line" */
    c->is_progress_shown = false;
}

void console_progress(struct console *c, const char *format, ...)
{
    char line[PROGRESS_WIDTH + 1];
    va_list args;
    int64_t now = c->shows_progress ? clock_ms() : 0;
    if (!c->shows_progress || now < c->progress_due)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    console_clear_progress(c);
    write_bytes(slice_of_string(line));
    c->is_progress_shown = true;
    c->progress_due = now + PROGRESS_EVERY_MS;
}
