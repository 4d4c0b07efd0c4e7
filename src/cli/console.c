#include "cli/console.h"

#include "base/utf8.h"
#include "fetch/clock.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    PROGRESS_EVERY_MS = 200,
    PROGRESS_WIDTH = 79,  /* or the terminal's width: a wrapped line cannot be erased */
    RATE_AFTER_MS = 2000, /* a rate measured over less time is of no use */
};

/* Output that cannot be written to standard error is lost: there is nowhere to report
   it. */
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
    *c = (struct console){
        .verbosity = verbosity, .shows_progress = is_wanted, .began = clock_ms()};
    /* A short run needs no progress. */
    c->progress_due = c->began + 2 * PROGRESS_EVERY_MS;
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

static size_t progress_width(void)
{
    struct winsize size;
    bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    return is_known && size.ws_col <= PROGRESS_WIDTH ? size.ws_col - 1u : PROGRESS_WIDTH;
}

/* ", 14.2/s, 1:05 left", as far as it can be calculated. */
static void append_rate(struct buffer *out, struct console_count count, int64_t took_ms)
{
    if (took_ms < RATE_AFTER_MS || !count.done)
        return;
    double rate = (double)count.done * 1000 / (double)took_ms;
    buffer_printf(out, rate < 10 ? ", %.1f/s" : ", %.0f/s", rate);
    if (count.left == CONSOLE_LEFT_UNKNOWN)
        return;
    unsigned long seconds = (unsigned long)((double)count.left / rate + 0.5);
    if (seconds >= 3600)
        buffer_printf(out, ", %lu:%02lu:%02lu left", seconds / 3600, seconds / 60 % 60,
                      seconds % 60);
    else
        buffer_printf(out, ", %lu:%02lu left", seconds / 60, seconds % 60);
}

void console_progress(struct console *c, struct console_count count, const char *format,
                      ...)
{
    struct buffer line;
    char text[PROGRESS_WIDTH + 1];
    va_list args;
    int64_t now = c->shows_progress ? clock_ms() : 0;
    if (!c->shows_progress || now < c->progress_due)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buffer_open(&line, NULL);
    buffer_printf(&line, "winnow: %s", text);
    append_rate(&line, count, now - c->began);
    if (line.len > progress_width())
        buffer_truncate(&line, progress_width());
    console_clear_progress(c);
    write_bytes(buffer_slice(&line));
    buffer_close(&line);
    c->is_progress_shown = true;
    c->progress_due = now + PROGRESS_EVERY_MS;
}
