#include "refresh/report.h"

#include "archive/rule_health.h"
#include "base/embed.h"
#include "base/file.h"
#include "base/rfc3339.h"
#include "base/url.h"
#include "base/utf8.h"
#include "refresh/run_report.h"
#include "write/html.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

EMBED_FILE(report_css, "src/refresh/report.css");

enum {
    CHART_DAYS = 30,
    LISTED_MAX = RUN_REPORT_CHANGES_MAX, /* items of a section; winnow log and winnow
                                            export show all */
    DAY = 86400,
};

/* ---- lines ------------------------------------------------------------------------- */

/* Appends "https://x/y: " for one page, "3 pages of x: " for several. */
static void write_subject(const struct store_problem *problem, int64_t count,
                          struct buffer *out)
{
    if (count > 1)
        buffer_printf(out, "%lld pages of %s: ", (long long)count, problem->host);
    else
        buffer_printf(out, "%s: ", problem->key);
}

static const char *prefix_of(const char *kind)
{
    return strcmp(kind, "suspect") == 0 ? "in quarantine: "
           : strcmp(kind, "gone") == 0  ? "gone: "
                                        : "";
}

void report_acceptances(struct console *console, const struct recorder_acceptances *all)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct recorder_acceptance *one = &all->items[i];
        if (one->count == 1)
            console_news(console,
                         "%s: accepted: the same new text in %u runs in a row (%s)",
                         one->url, one->runs, one->reason);
        else
            console_news(console,
                         "%s: accepted: %zu pages, the same new texts in %u runs in a row"
                         " (winnow log shows each; the first is %s: %s)",
                         one->host, one->count, one->runs, one->url, one->reason);
    }
}

/* Appends a line without its end: "x: HTTP 500 (since 2025-01-05)". */
static void write_problem(const struct store_problem *problem, enum problem_choice choice,
                          int64_t count, struct buffer *out)
{
    char since[RFC3339_SIZE];
    write_subject(problem, count, out);
    rfc3339_write(problem->since, since);
    since[10] = '\0';
    if (choice == PROBLEMS_ENDED)
        buffer_printf(out, "recovered (since %s: ", since);
    buffer_printf(out, "%s%s", prefix_of(problem->kind),
                  count > 1 ? problem->cause : problem->text);
    if (choice == PROBLEMS_ENDED)
        buffer_append_char(out, ')');
    else if (choice == PROBLEMS_OPEN)
        buffer_printf(out, " (since %s)", since);
}

struct problem_printer {
    struct console *console;
    enum problem_choice choice;
};

static bool print_problem(void *context, const struct store_problem *problem,
                          int64_t count)
{
    struct problem_printer *printer = context;
    struct buffer line;
    buffer_open(&line, NULL);
    write_problem(problem, printer->choice, count, &line);
    console_news(printer->console, "%s", line.ptr);
    buffer_close(&line);
    return true;
}

static bool append_problem(void *context, const struct store_problem *problem,
                           int64_t count)
{
    write_problem(problem, PROBLEMS_OPEN, count, context);
    buffer_append_char(context, '\n');
    return true;
}

bool report_append_open(struct store *store, struct buffer *out, struct error *err)
{
    return store_each_problem(store, PROBLEMS_OPEN, 0, append_problem, out, err);
}

void report_problems(struct archive_command *command, const struct store_run *run)
{
    bool is_all = command->options.report == REPORT_ALL;
    struct problem_printer printer = {&command->console,
                                      is_all ? PROBLEMS_OPEN : PROBLEMS_BEGUN};
    struct error err;
    store_each_problem(&command->store, printer.choice, run->id, print_problem, &printer,
                       &err);
    printer.choice = PROBLEMS_ENDED;
    store_each_problem(&command->store, printer.choice, run->id, print_problem, &printer,
                       &err);
}

void report_summary(struct archive_command *command, const struct store_run *run,
                    size_t skipped)
{
    bool is_shown =
        command->options.verbosity == VERBOSITY_VERBOSE ||
        (isatty(STDERR_FILENO) && command->options.verbosity == VERBOSITY_NORMAL);
    if (is_shown)
        console_news(&command->console,
                     "%lld requested: %lld changed, %lld unchanged, %lld failed, %lld "
                     "quarantined; %lld cleaned again, %zu postponed",
                     (long long)run->asked, (long long)run->changed,
                     (long long)run->unchanged, (long long)run->failed,
                     (long long)run->suspect, (long long)run->recleaned, skipped);
}

/* ---- HTML -------------------------------------------------------------------------- */

static void write_head(struct buffer *out)
{
    buffer_append_string(
        out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<title>winnow archive</title>\n<style>\n");
    buffer_append(out, EMBEDDED(report_css));
    buffer_append_string(out, "</style></head><body>\n");
}

static void append_escaped(struct buffer *out, const char *text)
{
    struct buffer clean;
    buffer_open(&clean, NULL);
    utf8_append_line(&clean, slice_of_string(text));
    html_append_escaped(buffer_slice(&clean), out);
    buffer_close(&clean);
}

static void append_item(struct buffer *out, const char *url, const char *text)
{
    bool is_link = url_is_web(slice_of_string(url));
    buffer_append_string(out, is_link ? "<li><a href=\"" : "<li>");
    append_escaped(out, url);
    if (is_link) {
        buffer_append_string(out, "\">");
        append_escaped(out, url);
        buffer_append_string(out, "</a>");
    }
    buffer_append_string(out, "<br><small>");
    append_escaped(out, text);
    buffer_append_string(out, "</small></li>\n");
}

struct section {
    struct buffer *out;
    size_t count;
    const char *kind; /* of problems */
};

static void begin_section(struct section *section, const char *title)
{
    section->count = 0;
    buffer_printf(section->out, "<h2>%s</h2>\n<ul>\n", title);
}

static void end_section(struct section *section)
{
    buffer_append_string(section->out, "</ul>\n");
    if (!section->count)
        buffer_append_string(section->out, "<p>None.</p>\n");
    if (section->count > LISTED_MAX)
        buffer_printf(section->out, "<p>And %zu more.</p>\n",
                      section->count - LISTED_MAX);
}

static bool add_changed(void *context, const struct run_change *change)
{
    struct section *section = context;
    struct buffer *out = section->out;
    append_item(out, change->url, change->title ? change->title : "");
    if (change->diff.len) {
        buffer_truncate(out, out->len - strlen("</li>\n"));
        buffer_append_string(out, "<details><summary>what changed</summary>\n<pre>");
        html_append_escaped(change->diff, out);
        buffer_append_string(out, change->is_cut ? "...\n" : "");
        buffer_append_string(out, "</pre></details></li>\n");
    }
    return true;
}

static bool add_problem(void *context, const struct store_problem *problem, int64_t count)
{
    struct section *section = context;
    struct buffer text;
    char since[RFC3339_SIZE];
    if (strcmp(problem->kind, section->kind) != 0)
        return true;
    rfc3339_write(problem->since, since);
    since[10] = '\0';
    buffer_open(&text, NULL);
    buffer_printf(&text, "%s (since %s", problem->text, since);
    if (count > 1)
        buffer_printf(&text, ", and on %lld more pages of the host",
                      (long long)count - 1);
    buffer_append_char(&text, ')');
    if (section->count++ < LISTED_MAX)
        append_item(section->out, problem->key, text.ptr);
    buffer_close(&text);
    return true;
}

static void write_problems(struct archive_command *command, struct section *section,
                           const char *kind, const char *title)
{
    struct error err;
    section->kind = kind;
    begin_section(section, title);
    store_each_problem(&command->store, PROBLEMS_OPEN, 0, add_problem, section, &err);
    end_section(section);
}

static bool add_day(void *context, const char *day, const char *unused, int64_t count)
{
    int64_t *days = context;
    int64_t first = days[CHART_DAYS], when;
    (void)unused;
    if (rfc3339_read(day, &when) && when >= first && (when - first) / DAY < CHART_DAYS)
        days[(when - first) / DAY] = count;
    return true;
}

static void write_chart(struct archive_command *command, struct buffer *out)
{
    enum { WIDTH = 10, HEIGHT = 60 }; /* labels are readable on a phone */
    int64_t days[CHART_DAYS + 1] = {0}, most = 1;
    char date[RFC3339_SIZE];
    struct error err;
    int64_t first = command->now - command->now % DAY - (CHART_DAYS - 1) * (int64_t)DAY;
    days[CHART_DAYS] = first;
    store_each_day(&command->store, first, add_day, days, &err);
    for (size_t i = 0; i < CHART_DAYS; i++)
        most = days[i] > most ? days[i] : most;
    buffer_printf(out,
                  "<h2>Changes per day</h2>\n<svg viewBox=\"0 0 %d %d\" role=\"img\">\n",
                  CHART_DAYS * WIDTH, HEIGHT + 30);
    for (int i = 0; i < CHART_DAYS; i++) {
        int height = (int)(days[i] * HEIGHT / most);
        rfc3339_write(first + i * (int64_t)DAY, date);
        date[10] = '\0';
        buffer_printf(out,
                      "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s: %lld"
                      "</title></rect>\n",
                      i * WIDTH + 1, HEIGHT + 12 - height, WIDTH - 2, height, date,
                      (long long)days[i]);
        if (i % 10 == 0)
            buffer_printf(out, "<text x=\"%d\" y=\"%d\">%s</text>\n", i * WIDTH,
                          HEIGHT + 24, date);
    }
    buffer_printf(out, "<text x=\"0\" y=\"9\">%lld</text></svg>\n", (long long)most);
}

void report_append_html(struct archive_command *command, const struct store_run *run,
                        struct buffer *out)
{
    char date[RFC3339_SIZE];
    struct error err;
    struct section section = {.out = out};
    write_head(out);
    buffer_append_string(out, "<h1>");
    append_escaped(out, command->store.path);
    buffer_printf(out,
                  "</h1>\n<p>%s: %lld requested, %lld changed, %lld unchanged, %lld "
                  "failed, %lld quarantined.</p>\n",
                  rfc3339_write(run->began, date), (long long)run->asked,
                  (long long)run->changed, (long long)run->unchanged,
                  (long long)run->failed, (long long)run->suspect);
    write_chart(command, out);
    begin_section(&section, "Changed in this run");
    run_report_each_change(command, run, add_changed, &section, &section.count, &err);
    end_section(&section);
    write_problems(command, &section, "failed", "Failing");
    write_problems(command, &section, "suspect", "In quarantine");
    write_problems(command, &section, "rule", "Rules that no longer match");
    write_problems(command, &section, "gone", "Gone");
    buffer_append_string(out, "</body></html>\n");
}

bool report_write_html(struct archive_command *command, const struct store_run *run,
                       const char *path, struct error *err)
{
    struct buffer page;
    struct file_target target = {.folder = AT_FDCWD, .name = path};
    buffer_open(&page, &command->arena);
    report_append_html(command, run, &page);
    return file_replace(&target, buffer_slice(&page)) ||
           error_set(err, "--report-html %s: %s", path, strerror(errno));
}
