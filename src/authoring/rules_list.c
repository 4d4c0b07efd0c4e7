#include "authoring/rules_list.h"

#include "base/utf8.h"
#include "cli/exit_codes.h"
#include "cli/page_session.h"
#include "cli/printer.h"
#include <stdlib.h>

static const char *describe_authority(const struct rulefile *file)
{
    static const char *const names[] = {
        [AUTHORITY_SITE] = "site",
        [AUTHORITY_SHARED] = "shared",
        [AUTHORITY_DEFAULT] = "generic",
        [AUTHORITY_COMMUNITY] = "community",
    };
    return names[file->authority];
}

static int print_files(struct page_session *session, const struct ruleset *rules)
{
    struct buffer out;
    buffer_open(&out, NULL);
    for (size_t i = 0; i < rules->count; i++) {
        const struct rulefile *file = rules->files[i];
        utf8_append_line(&out, file->path);
        buffer_printf(&out, "\t%s\t%s\n", file->revision, describe_authority(file));
    }
    bool ok = printer_write(session->console, &out);
    buffer_close(&out);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int list(struct page_session *session, const char *argument)
{
    char *url;
    struct error err = {0};
    if (!fetch_normalise_url(argument, &url, &err)) {
        console_error(session->console, "%s: %s", argument, err.text);
        return EXIT_USAGE;
    }
    struct site_source source = page_session_find_site(session, url);
    struct ruleset rules;
    const struct rulefile *site = rulebook_compile_site(session->book, &source);
    char line[ERROR_LINE_MAX];
    bool whole = rulebook_select(session->book, site, NULL, &rules, &err);
    if (!whole)
        console_error(session->console, "%s", error_line(&err, line));
    int code = print_files(session, &rules);
    free(url);
    return whole ? code : EXIT_FAILURE;
}

int rules_list_run(const struct options *options)
{
    struct console console;
    struct page_session session;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    bool opened = page_session_open(&session, options, &console, NULL, NULL);
    int code = opened ? list(&session, options->arguments.items[0]) : EXIT_USAGE;
    page_session_close(&session);
    return code;
}
