#include "authoring/rules_check.h"

#include "base/json.h"
#include "base/utf8.h"
#include "cli/color.h"
#include "cli/console.h"
#include "cli/exit_codes.h"
#include "cli/printer.h"
#include "cli/rulefiles.h"
#include "fetch/fetch.h"
#include "rules/lint.h"
#include "rules/rulebook.h"
#include "write/formats.h"
#include <stdlib.h>
#include <string.h>

struct check {
    const struct options *options;
    struct console console;
    struct arena arena;
    struct rulefiles files;
    struct rulebook *book; /* for includes; NULL until a file has one */
    struct buffer out;
    size_t checked; /* files that could be read */
    size_t counts[PROBLEM_NOTE + 1];
};

/* ---- printing ---------------------------------------------------------------------- */

static void print_line(struct buffer *out, const struct options *options,
                       const struct problem *problem)
{
    static const enum color colors[] = {
        [PROBLEM_ERROR] = COLOR_RED,
        [PROBLEM_WARNING] = COLOR_YELLOW,
        [PROBLEM_NOTE] = COLOR_CYAN,
    };
    color_begin(color_is_on(options), COLOR_BOLD, out);
    utf8_append_line(out, problem->file);
    buffer_printf(out, ":%u:%u:", problem->line, problem->column);
    color_end(color_is_on(options), out);
    buffer_append_char(out, ' ');
    color_begin(color_is_on(options), colors[problem->level], out);
    buffer_printf(out, "%s:", problem_level_name(problem->level));
    color_end(color_is_on(options), out);
    buffer_append_char(out, ' ');
    utf8_append_line(out, problem->text);
    buffer_printf(out, " [%s]\n", problem->code);
}

static void print_json(struct buffer *out, const struct options *options,
                       const struct problem *problem)
{
    (void)options;

    buffer_append_string(out, "{\"file\":");
    json_append_string(out, problem->file);
    buffer_printf(out, ",\"line\":%u,\"column\":%u,\"level\":\"%s\",\"code\":\"%s\",",
                  problem->line, problem->column, problem_level_name(problem->level),
                  problem->code);
    buffer_append_string(out, "\"text\":");
    json_append_string(out, problem->text);
    buffer_append_string(out, "}\n");
}

/* With -q, only errors are printed. */
static void print_problem(struct check *c, const struct problem *problem)
{
    c->counts[problem->level]++;
    if (problem->level != PROBLEM_ERROR && c->console.verbosity == VERBOSITY_QUIET)
        return;
    (c->options->format->write_record ? print_json : print_line)(&c->out, c->options,
                                                                 problem);
}

/* ---- includes ---------------------------------------------------------------------- */

static bool has_include(const struct rulefile *file)
{
    for (size_t i = 0; i < file->count; i++)
        if (file->directives[i].kind == DIRECTIVE_INCLUDE)
            return true;
    return false;
}

/* Problems of the files in the book are reported with those files. */
static void open_book(struct check *c)
{
    const struct problem_list *problems;
    struct error err;
    char line[ERROR_LINE_MAX];
    struct rulebook_options options = {.directories = c->files.directories.items,
                                       .directory_count = c->files.directories.count};
    if (!rulebook_open(&c->book, &options, &problems, &err)) {
        console_error(&c->console, "%s", error_line(&err, line));
        c->files.failed++;
    }
}

static void check_includes(struct check *c, struct arena *a, const struct rulefile *file)
{
    struct ruleset set;
    struct error err = {0};
    if (!has_include(file))
        return;
    if (!c->book && !c->files.failed)
        open_book(c);
    if (!c->book || rulebook_select(c->book, file, NULL, &set, &err) ||
        !slice_equal(slice_of_string(err.file), file->path))
        return;
    struct problem problem = {.file = file->path,
                              .line = err.line,
                              .column = err.column,
                              .level = PROBLEM_ERROR,
                              .code = "bad-include",
                              .text = arena_copy(a, slice_of_string(err.text))};
    print_problem(c, &problem);
}

/* ---- files ------------------------------------------------------------------------- */

/* The host of a file's name in Punycode; NULL for an ASCII name. */
static char *ascii_host_of(struct arena *a, struct slice path)
{
    struct slice name = lint_file_name(path);
    name = slice_after(name, slice_starts_with(name, SLICE(".")));
    if (slice_is_ascii(name) || !slice_ends_with(name, SLICE(".txt")))
        return NULL;
    name.len -= 4;
    struct error err;
    char *url, *host = NULL;
    if (fetch_normalise_url(arena_printf(a, "http://%.*s/", SLICE_ARG(name)), &url,
                            &err)) {
        host = fetch_url_host(url);
        free(url);
    }
    return host;
}

static void check_text(struct check *c, struct arena *a, const char *path,
                       struct slice text)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct slice name = slice_of_string(is_stdin ? "<stdin>" : path);
    char *ascii_host = ascii_host_of(a, name);
    struct lint_options options = {
        .ascii_host = ascii_host,
        .is_shared = is_stdin || rulefiles_is_shared(name),
        .explains_accepted = c->console.verbosity == VERBOSITY_VERBOSE,
    };
    const struct rulefile *file = rulefile_read(a, name, text, AUTHORITY_SITE);
    const struct problem_list *problems = lint_file(a, file, text, options);
    for (size_t i = 0; i < problems->count; i++)
        print_problem(c, &problems->items[i]);
    check_includes(c, a, file);
    free(ascii_host);
}

static void check_file(struct check *c, const char *path)
{
    struct buffer text;
    struct error err;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    if (rulefiles_read(path, &text, &err)) {
        check_text(c, &a, path, buffer_slice(&text));
        c->checked++;
    } else {
        console_error(&c->console, "%s: %s", path, err.text);
        c->files.failed++;
    }
    buffer_close(&text);
    arena_close(&a);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void report_sum(struct check *c)
{
    size_t errors = c->counts[PROBLEM_ERROR], warnings = c->counts[PROBLEM_WARNING];
    if (c->files.failed && !c->checked)
        return; /* the reason has been reported */
    console_news(&c->console, "%zu file%s checked: %zu error%s, %zu warning%s",
                 c->checked, plural(c->checked), errors, plural(errors), warnings,
                 plural(warnings));
}

static int check(struct check *c)
{
    struct error err;
    if (!rulefiles_find(c->options, &c->console, &c->arena, &c->files, &err)) {
        console_error(&c->console, "%s", err.text);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < c->files.paths.count; i++) {
        check_file(c, c->files.paths.items[i]);
        if (!printer_write(&c->console, &c->out))
            return EXIT_FAILURE;
    }
    report_sum(c);
    return c->counts[PROBLEM_ERROR] || c->files.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int rules_check_run(const struct options *options)
{
    struct check c = {.options = options};
    arena_open(&c.arena, SIZE_MAX);
    buffer_open(&c.out, NULL);
    console_open(&c.console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    int code = check(&c);
    buffer_close(&c.out);
    rulebook_close(c.book);
    arena_close(&c.arena);
    return code;
}
