#include "authoring/rules_new.h"

#include "authoring/ruletests.h"
#include "base/file.h"
#include "base/utf8.h"
#include "charset/charset.h"
#include "cli/exit_codes.h"
#include "cli/page_session.h"
#include "cli/printer.h"
#include "cli/rule_paths.h"
#include "rules/host_names.h"
#include "write/explanation.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The two files that are to be written. */
struct draft {
    const char *folder, *rule_path, *page_path;
    const char *page_name; /* relative to the rule file */
    struct buffer text;
};

/* ---- paths ------------------------------------------------------------------------- */

/* The first --rules directory, or else the user's. NULL with err. */
static const char *find_folder(struct page_session *session, struct error *err)
{
    if (session->options->rule_directories.count)
        return session->options->rule_directories.items[0];
    const char *users = rule_paths_find_users_rules(&session->arena);
    if (!users)
        error_set(err, "there is no home directory; name a directory with --rules DIR");
    return users;
}

static bool make_folder(struct arena *a, const char *path, struct error *err)
{
    for (const char *slash = path; (slash = strchr(slash + 1, '/'));)
        mkdir(arena_printf(a, "%.*s", (int)(slash - path), path), 0777);
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    return error_set(err, "%s: cannot be created: %s", path, strerror(errno));
}

static bool name_files(struct page_session *session, const char *url, struct draft *draft,
                       struct error *err)
{
    struct arena *a = &session->arena;
    char *host = fetch_url_host(url);
    struct slice name = host_names_normalize(a, slice_of_string(host)), file;
    free(host);
    if (!name.len || !host_names_file_name(a, name, 0, &file))
        return error_set(err, "%s: the URL has no host", url);
    draft->folder = find_folder(session, err);
    if (!draft->folder || !make_folder(a, draft->folder, err))
        return false;
    draft->page_name = arena_printf(a, "pages/%.*s.html", (int)name.len, name.ptr);
    draft->rule_path = arena_printf(a, "%s/%s", draft->folder, file.ptr);
    draft->page_path = arena_printf(a, "%s/%s", draft->folder, draft->page_name);
    return make_folder(a, arena_printf(a, "%s/pages", draft->folder), err);
}

/* ---- content ----------------------------------------------------------------------- */

static void put_line(struct buffer *out, const char *name, struct slice value)
{
    if (!value.len)
        return;
    buffer_printf(out, "%s: ", name);
    utf8_append_line(out, value);
    buffer_append_char(out, '\n');
}

/* Adds the name of the site, and a body line for what the model has chosen. */
static void write_body(struct page_session *session, const struct winnow_record *record,
                       struct draft *draft)
{
    struct explanation all;
    explanation_reader_read(&session->arena, record, &all);
    if (record->site) {
        buffer_append_string(&draft->text, "# ");
        utf8_append_line(&draft->text, slice_of_string(record->site));
        buffer_append_char(&draft->text, '\n');
    }
    put_line(&draft->text, "body", all.body);
}

static void write_tests(struct page_session *session, const struct session_page *page,
                        const struct winnow_record *record, struct draft *draft)
{
    struct ruletest_page made;
    struct buffer *out = &draft->text;
    ruletest_page_make(&session->arena, record, &made);
    buffer_append_string(out, out->len ? "\n" : "");
    put_line(out, "test_url", buffer_slice(&page->url));
    put_line(out, "test_file", slice_of_string(draft->page_name));
    put_line(out, "test_title", slice_of_string(record->title));
    put_line(out, "test_first_line", made.first_line);
    put_line(out, "test_last_line", made.last_line);
}

/* ---- writing ----------------------------------------------------------------------- */

static bool write_file(const char *path, struct slice bytes, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && file_write_all(fd, bytes);
    int why = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok)
        return true;
    if (fd >= 0)
        unlink(path);
    return error_set(err, "%s: %s", path,
                     why == EEXIST ? "already exists; not overwritten" : strerror(why));
}

/* A file has no HTTP header. If only the header or --charset named the encoding, the page
   is written as UTF-8 with a byte order mark, which has precedence over a meta element.
 */
static bool write_page(struct page_session *session, const char *path,
                       const struct session_page *page, struct error *err)
{
    struct charset_hints hints = {
        .forced = slice_of_string(session->options->page.charset),
        .content_type = buffer_slice(&page->content_type),
        .is_html = true,
    };
    struct charset_choice choice;
    struct slice bytes = buffer_slice(&page->body), text;
    if (!charset_decode(&session->arena, bytes, &hints, &text, &choice, err))
        return false;
    bool is_external =
        strcmp(choice.source, "header") == 0 || strcmp(choice.source, "option") == 0;
    if (!is_external || strcmp(choice.name, "utf-8") == 0)
        return write_file(path, bytes, err);
    struct buffer marked;
    buffer_open(&marked, &session->arena);
    buffer_append_string(&marked, "\xEF\xBB\xBF");
    buffer_append(&marked, text);
    return write_file(path, buffer_slice(&marked), err);
}

/* Writes the rule file last, because it names the page. */
static bool write_both(struct page_session *session, const struct draft *draft,
                       const struct session_page *page, struct error *err)
{
    if (access(draft->rule_path, F_OK) == 0)
        return error_set(err, "%s: already exists; not overwritten", draft->rule_path);
    if (!write_page(session, draft->page_path, page, err))
        return false;
    if (write_file(draft->rule_path, buffer_slice(&draft->text), err))
        return true;
    unlink(draft->page_path);
    return false;
}

static bool print_files(struct page_session *session, const struct draft *draft)
{
    struct buffer out;
    buffer_open(&out, NULL);
    buffer_printf(&out, "%s\n%s\n", draft->rule_path, draft->page_path);
    bool ok = printer_write(session->console, &out);
    buffer_close(&out);
    return ok;
}

/* ---- the command ------------------------------------------------------------------- */

/* Cleans the page with the rules in the draft so far. NULL with err. */
static struct winnow_record *clean(struct page_session *session,
                                   const struct session_page *page,
                                   const struct draft *draft, struct error *err)
{
    struct site_source source = {0};
    if (draft->text.len)
        source = (struct site_source){slice_of_string(draft->rule_path),
                                      buffer_slice(&draft->text), AUTHORITY_SITE};
    struct winnow_record *record = page_session_clean(session, page, &source, err);
    if (!record || record->status <= WINNOW_EMPTY)
        return record;
    error_set(err, "%s", record->error);
    winnow_record_free(record);
    return NULL;
}

/* Cleans the page twice, so that the tests are for what the body line selects. */
static bool draft_rules(struct page_session *session, const struct session_page *page,
                        struct draft *draft, struct error *err)
{
    if (!page->url.len)
        return error_set(err, "a FILE needs --url URL, which names its site");
    if (!name_files(session, page->url.ptr, draft, err))
        return false;
    struct winnow_record *record = clean(session, page, draft, err);
    if (record)
        write_body(session, record, draft);
    winnow_record_free(record);
    record = record ? clean(session, page, draft, err) : NULL;
    if (record)
        write_tests(session, page, record, draft);
    winnow_record_free(record);
    return record && write_both(session, draft, page, err);
}

static int make_new(struct page_session *session, const char *argument)
{
    struct session_page page;
    struct draft draft = {0};
    struct error err = {0};
    buffer_open(&draft.text, &session->arena);
    bool ok = page_session_load(session, argument, &page, &err) &&
              draft_rules(session, &page, &draft, &err);
    if (!ok)
        console_error(session->console, "%s", err.text);
    page_session_page_close(&page);
    return ok && print_files(session, &draft) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Creates the --rules directory, of which this may be the first file. */
static bool make_named_folder(const struct options *options, struct console *console)
{
    struct arena a;
    struct error err = {0};
    if (!options->rule_directories.count)
        return true;
    arena_open(&a, SIZE_MAX);
    bool made = make_folder(&a, options->rule_directories.items[0], &err);
    if (!made)
        console_error(console, "%s", err.text);
    arena_close(&a);
    return made;
}

int rules_new_run(const struct options *options)
{
    struct console console;
    struct page_session session;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    if (!make_named_folder(options, &console))
        return EXIT_FAILURE;
    bool opened = page_session_open(&session, options, &console, NULL,
                                    explanation_clean_with_selectors);
    int code = opened ? make_new(&session, options->arguments.items[0]) : EXIT_USAGE;
    page_session_close(&session);
    return code;
}
