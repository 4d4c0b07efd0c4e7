#include "authoring/rules_test.h"

#include "authoring/ruletests.h"
#include "authoring/test_update.h"
#include "authoring/watch.h"
#include "base/utf8.h"
#include "cli/exit_codes.h"
#include "cli/page_session.h"
#include "cli/printer.h"
#include "cli/rulefiles.h"
#include "write/explanation.h"
#include <stdlib.h>
#include <unistd.h>

/* One run of all tests. */
struct run {
    const struct options *options;
    struct console *console;
    struct page_session session;
    struct arena arena;
    struct rulefiles files;
    struct string_list read; /* rule files and pages, for --watch */
    struct buffer out;
    size_t passed, failed, skipped;
    int watcher; /* of --watch; -1: none */
};

/* The file whose tests are run. */
struct subject {
    const char *path;
    struct slice text;
    const struct rulefile *file;
    struct arena *arena;
    struct {
        struct test_update *items;
        size_t count, capacity;
    } edits;
};

/* ---- reports ----------------------------------------------------------------------- */

static void put_failure(struct run *run, const struct subject *subject,
                        const struct directive *d)
{
    run->failed++;
    utf8_append_line(&run->out, subject->file->path);
    buffer_printf(&run->out, ":%u: failed: %s: ", (unsigned)d->line,
                  directive_name(d->kind));
    utf8_append_line(&run->out, d->value);
    buffer_append_char(&run->out, '\n');
}

static void fail_url(struct run *run, const struct subject *subject,
                     const struct ruletest *test, const char *why)
{
    put_failure(run, subject, test->url);
    buffer_append_string(&run->out, "    ");
    utf8_append_line(&run->out, slice_of_string(why));
    buffer_append_char(&run->out, '\n');
}

/* ---- a test ------------------------------------------------------------------------ */

static char *path_beside(struct arena *a, const char *rule_file, struct slice name)
{
    struct slice path = slice_of_string(rule_file);
    size_t slash = slice_find_last_char(path, '/');
    if (slash == SIZE_MAX || slice_starts_with(name, SLICE("/")))
        return arena_string(a, name);
    return arena_printf(a, "%.*s/%.*s", (int)slash, path.ptr, (int)name.len, name.ptr);
}

static bool get_page(struct run *run, const struct subject *subject,
                     const struct ruletest *test, struct session_page *page,
                     struct error *err)
{
    const char *url = arena_string(subject->arena, test->url->value);
    if (!test->file)
        return page_session_fetch(&run->session, url, false, page, err);
    const char *path = path_beside(&run->arena, subject->path, test->file->value);
    struct slice folder = rulefiles_directory_of(slice_of_string(subject->path));
    ARENA_PUSH(&run->arena, &run->read, path);
    return page_session_read_below(&run->session, arena_string(&run->arena, folder), path,
                                   url, page, err);
}

static void plan_edit(struct subject *subject, const struct ruletest *test,
                      const struct ruletest_page *page)
{
    struct slice title = slice_of_string(page->record->title);
    struct test_update edit = {.line = test->url->line,
                               .title = arena_copy(subject->arena, title),
                               .first_line = page->first_line,
                               .last_line = page->last_line};
    ARENA_PUSH(subject->arena, &subject->edits, edit);
}

/* Whether --update writes the line, so that it cannot fail. */
static bool is_updated(const struct run *run, enum directive_kind kind)
{
    return run->options->updates &&
           (kind == DIRECTIVE_TEST_TITLE || kind == DIRECTIVE_TEST_FIRST_LINE ||
            kind == DIRECTIVE_TEST_LAST_LINE);
}

static void check_assertions(struct run *run, const struct subject *subject,
                             const struct ruletest *test,
                             const struct ruletest_page *page)
{
    size_t assertions = 0;
    for (size_t i = test->first; i < test->end; i++) {
        const struct directive *d = &subject->file->directives[i];
        if (!ruletest_is_assertion(d->kind))
            continue;
        struct buffer why;
        buffer_open(&why, subject->arena);
        assertions++;
        if (is_updated(run, d->kind) || ruletest_holds(subject->arena, page, d, &why)) {
            run->passed++;
        } else {
            put_failure(run, subject, d);
            buffer_append(&run->out, buffer_slice(&why));
        }
    }
    run->passed += assertions == 0; /* the test is that the page has a text */
}

static void check_page(struct run *run, struct subject *subject,
                       const struct ruletest *test, const struct session_page *page)
{
    bool is_shared = rulefiles_is_shared(slice_of_string(subject->path));
    struct site_source source = {slice_of_string(subject->path), subject->text,
                                 AUTHORITY_SITE};
    struct error err = {0};
    struct winnow_record *record =
        page_session_clean(&run->session, page, is_shared ? NULL : &source, &err);
    if (!record || record->status != WINNOW_OK) {
        const char *why = record && record->error ? record->error : err.text;
        fail_url(run, subject, test, why);
    } else {
        struct ruletest_page made;
        ruletest_page_make(subject->arena, record, &made);
        check_assertions(run, subject, test, &made);
        plan_edit(subject, test, &made);
    }
    winnow_record_free(record);
}

static void run_test(struct run *run, struct subject *subject,
                     const struct ruletest *test)
{
    struct session_page page;
    struct error err = {0};
    if (!test->file && !run->options->online) {
        run->skipped++;
        console_detail(run->console, "%s:%u: skipped: no test_file; --online fetches it",
                       subject->path, (unsigned)test->url->line);
        return;
    }
    if (get_page(run, subject, test, &page, &err))
        check_page(run, subject, test, &page);
    else
        fail_url(run, subject, test, err.text);
    page_session_page_close(&page);
}

/* ---- a file ------------------------------------------------------------------------ */

static void update(struct run *run, struct subject *subject)
{
    struct buffer text;
    struct error err;
    buffer_open(&text, subject->arena);
    test_update_apply(subject->text, subject->file, subject->edits.items,
                      subject->edits.count, &text);
    if (slice_equal(buffer_slice(&text), subject->text))
        return;
    if (test_update_replace(subject->path, buffer_slice(&text), &err)) {
        console_news(run->console, "%s: updated", subject->path);
    } else {
        console_error(run->console, "%s", err.text);
        run->failed++;
    }
}

static void run_text(struct run *run, const char *path, struct slice text,
                     struct arena *a)
{
    struct subject subject = {.path = path, .text = text, .arena = a};
    struct ruletest_list tests;
    subject.file = rulefile_read(a, slice_of_string(path), text, AUTHORITY_SITE);
    console_report(run->console, &subject.file->problems);
    ruletests_collect(a, subject.file, &tests);
    for (size_t i = 0; i < tests.count; i++)
        run_test(run, &subject, &tests.items[i]);
    if (run->options->updates && subject.edits.count)
        update(run, &subject);
}

static void run_file(struct run *run, const char *path)
{
    struct buffer text;
    struct error err;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    ARENA_PUSH(&run->arena, &run->read, path);
    if (rulefiles_read(path, &text, &err)) {
        run_text(run, path, buffer_slice(&text), &a);
    } else {
        console_error(run->console, "%s: %s", path, err.text);
        run->failed++;
    }
    buffer_close(&text);
    arena_close(&a);
}

/* ---- a run ------------------------------------------------------------------------- */

static void put_sum(struct run *run)
{
    buffer_printf(&run->out, "%zu passed, %zu failed", run->passed, run->failed);
    if (run->skipped)
        buffer_printf(&run->out, ", %zu skipped", run->skipped);
    buffer_append_char(&run->out, '\n');
}

static int run_all(struct run *run)
{
    struct error err;
    if (!rulefiles_find(run->options, run->console, &run->arena, &run->files, &err)) {
        console_error(run->console, "%s", err.text);
        return EXIT_USAGE;
    }
    run->failed = run->files.failed;
    bool opened = page_session_open(&run->session, run->options, run->console,
                                    &run->files.directories, explanation_clean);
    bool writes = opened;
    for (size_t i = 0; writes && i < run->files.paths.count; i++) {
        run_file(run, run->files.paths.items[i]);
        writes = printer_write(run->console, &run->out);
    }
    page_session_close(&run->session);
    if (run->options->watches) /* before the sum is printed, after which somebody may
                                  change a file */
        run->watcher = watch_open(&run->read, run->console);
    if (!opened)
        return EXIT_USAGE;
    put_sum(run);
    writes = printer_write(run->console, &run->out) && writes;
    return run->failed || !writes ? EXIT_FAILURE : EXIT_SUCCESS;
}

int rules_test_run(const struct options *options)
{
    struct console console;
    int code;
    bool again;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    do {
        struct run run = {.options = options, .console = &console, .watcher = -1};
        arena_open(&run.arena, SIZE_MAX);
        buffer_open(&run.out, NULL);
        code = run_all(&run);
        again = run.watcher >= 0 && watch_wait(run.watcher);
        if (run.watcher >= 0)
            close(run.watcher);
        buffer_close(&run.out);
        arena_close(&run.arena);
    } while (again);
    return code;
}
