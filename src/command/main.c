/* winnow: the command. Reads the options and runs the verb. */
#include "authoring/explain.h"
#include "authoring/rules_check.h"
#include "authoring/rules_list.h"
#include "authoring/rules_new.h"
#include "authoring/rules_test.h"
#include "cli/color.h"
#include "cli/console.h"
#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/options.h"
#include "command/completion.h"
#include "command/demo.h"
#include "command/filter.h"
#include "command/help.h"
#include "command/links.h"
#include "command/manual.h"
#include "exchange/exchange.h"
#include "fetch/fetch.h"
#include "reader/inspect.h"
#include "reader/reading.h"
#include "refresh/refresh.h"
#include "site/serve.h"
#include "site/site_build.h"
#include "upkeep/maintenance.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* If the caller has closed a standard descriptor, the next file or socket would get its
   number, and output for the terminal would go there. */
static void fill_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", O_RDONLY);
}

/* A reader that stops early, such as head(1), is not a failure. */
static int print(const struct buffer *text, FILE *stream)
{
    bool done = fwrite(text->ptr, 1, text->len, stream) == text->len;
    if ((fflush(stream) == 0 && done) || errno == EPIPE)
        return EXIT_SUCCESS;
    fprintf(stderr, "winnow: standard output: %s\n", strerror(errno));
    return EXIT_FAILURE;
}

static void write_requested(struct buffer *text, const struct options *options)
{
    static void (*const writers[REQUEST_COUNT])(struct buffer *) = {
        [REQUEST_RULES_HELP] = help_write_rules,
        [REQUEST_VERSION] = help_write_version,
        [REQUEST_MAN] = manual_write_tables,
    };
    if (options->request == REQUEST_COMPLETION)
        completion_write(text, (enum shell)options->completion);
    else if (options->request == REQUEST_HELP_ALL)
        help_write_all(text, options->verb);
    else if (writers[options->request])
        writers[options->request](text);
    else
        help_write_help(text, options->verb);
}

static int answer(const struct options *options)
{
    struct buffer text;
    buffer_open(&text, NULL);
    write_requested(&text, options);
    int code = print(&text, stdout);
    buffer_close(&text);
    return code;
}

static int print_usage(void)
{
    struct buffer text;
    buffer_open(&text, NULL);
    help_write_usage(&text, VERB_FILTER);
    print(&text, stderr);
    buffer_close(&text);
    fputs("Try winnow --help.\n", stderr);
    return EXIT_USAGE;
}

static void print_usage_error(const char *command, const struct error *err)
{
    struct console console;
    console_open(&console, VERBOSITY_NORMAL, PROGRESS_NEVER);
    console_error(&console, "%s", err->text);
    fprintf(stderr, "Try %s --help.\n", command);
}

static int run(struct options *options)
{
    static int (*const verbs[VERB_COUNT])(const struct options *) = {
        [VERB_FILTER] = filter_run,
        [VERB_EXPLAIN] = explain_run,
        [VERB_RULES_CHECK] = rules_check_run,
        [VERB_RULES_TEST] = rules_test_run,
        [VERB_LINKS] = links_run,
        [VERB_RULES_NEW] = rules_new_run,
        [VERB_RULES_LIST] = rules_list_run,
        [VERB_REFRESH] = refresh_run,
        [VERB_LIST] = list_run,
        [VERB_SEARCH] = search_run,
        [VERB_LOG] = log_run,
        [VERB_DIFF] = diff_run,
        [VERB_SHOW] = show_run,
        [VERB_QUARANTINE] = quarantine_run,
        [VERB_RESTORE] = restore_run,
        [VERB_PIN] = pin_run,
        [VERB_IGNORE] = ignore_run,
        [VERB_HEALTH] = health_run,
        [VERB_RECLEAN] = reclean_run,
        [VERB_FSCK] = fsck_run,
        [VERB_REBUILD] = rebuild_run,
        [VERB_COMPACT] = compact_run,
        [VERB_MERGE] = merge_run,
        [VERB_FORGET] = forget_run,
        [VERB_ADD] = add_run,
        [VERB_IMPORT] = import_run,
        [VERB_EXPORT] = export_run,
        [VERB_STATUS] = status_run,
        [VERB_SITE] = site_run,
        [VERB_SERVE] = serve_run,
        [VERB_DEMO] = demo_run,
    };
    if (options->request != REQUEST_NONE)
        return answer(options);
    if (options->verb == VERB_FILTER && options->arguments.count == 0 &&
        isatty(STDIN_FILENO))
        return print_usage();
    environment_read_proxies(&options->fetch);
    color_decide(options);
    return verbs[options->verb](options);
}

/* Keeps the memory of a finished page for the next one. Otherwise malloc returns it to
   the kernel and faults it in again, which takes as long as the rest of a fetch from a
   nearby server. */
static void keep_memory(void)
{
    enum { KEPT_BLOCK_MAX = 32 * 1024 * 1024 }; /* the maximum that glibc accepts */
    mallopt(M_MMAP_THRESHOLD, KEPT_BLOCK_MAX);
    mallopt(M_TRIM_THRESHOLD, 2 * KEPT_BLOCK_MAX);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct options options;
    struct error err;
    int code = EXIT_USAGE;
    fill_standard_descriptors();
    signal(SIGPIPE, SIG_IGN); /* write(2) reports it too */
    /* some callers leave it ignored; then no worker could be waited for */
    signal(SIGCHLD, SIG_DFL);
    keep_memory();
    arena_open(&arena, SIZE_MAX);
    if (options_parse(argc, argv, &arena, &options, &err))
        code = run(&options);
    else
        print_usage_error(options_command(&options, &arena), &err);
    arena_close(&arena);
    return code;
}
