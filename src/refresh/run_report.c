#include "refresh/run_report.h"

#include "archive/catalogue.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "refresh/unified_diff.h"
#include "write/html.h"
#include <stdlib.h>
#include <string.h>

enum {
    DIFF_MAX = 64 * 1024, /* bytes of a diff: a person reads no more */
    ENTRIES_MAX = 100,    /* of a feed */
};

/* ---- changes ----------------------------------------------------------------------- */

struct changes {
    struct archive_command *command;
    run_report_visit visit;
    void *context;
    size_t count;
    bool goes_on;
};

/* The diff, cut after a whole line. */
static struct slice cut_diff(struct slice diff, bool *is_cut)
{
    *is_cut = diff.len > DIFF_MAX;
    if (*is_cut) {
        diff.len = DIFF_MAX;
        while (diff.len && diff.ptr[diff.len - 1] != '\n')
            diff.len--;
    }
    return diff;
}

/* Fills the diff of a version against the one before it. */
static void find_diff(struct archive_command *command, int64_t page, struct arena *a,
                      struct run_change *change)
{
    struct buffer old, new, diff;
    struct store *store = &command->store;
    buffer_open(&old, a);
    buffer_open(&new, a);
    buffer_open(&diff, a);
    change->previous = store_version_before(store, page, change->version);
    if (!change->previous ||
        !store_read_text(store, page, change->previous, &old, NULL) ||
        !store_read_text(store, page, change->version, &new, NULL))
        return;
    struct diff_side from = {
        arena_printf(a, "%s (version %lld)", change->url, (long long)change->previous),
        buffer_slice(&old)};
    struct diff_side to = {
        arena_printf(a, "%s (version %lld)", change->url, (long long)change->version),
        buffer_slice(&new)};
    unified_diff_append(from, to, false, &diff);
    change->diff = cut_diff(buffer_slice(&diff), &change->is_cut);
}

static bool visit_change(void *context, const char *url, const char *title,
                         int64_t version)
{
    struct changes *changes = context;
    struct run_change change = {
        .url = url, .title = title, .version = version, .diff = SLICE("")};
    struct store_page page;
    struct arena a;
    if (!changes->goes_on || changes->count++ >= RUN_REPORT_CHANGES_MAX)
        return true;
    arena_open(&a, SIZE_MAX);
    if (store_find_page(&changes->command->store, url, &a, &page, NULL))
        find_diff(changes->command, page.id, &a, &change);
    changes->goes_on = changes->visit(changes->context, &change);
    arena_close(&a);
    return true;
}

bool run_report_each_change(struct archive_command *command, const struct store_run *run,
                            run_report_visit visit, void *context, size_t *count,
                            struct error *err)
{
    struct changes changes = {command, visit, context, 0, true};
    bool done =
        store_each_changed(&command->store, run->began, visit_change, &changes, err);
    *count = changes.count;
    return done;
}

static bool count_problem(void *context, const struct store_problem *problem,
                          int64_t count)
{
    (void)problem;
    *(int64_t *)context += count;
    return true;
}

bool run_report_has_news(struct archive_command *command, const struct store_run *run)
{
    int64_t problems = 0;
    struct error err;
    store_each_problem(&command->store, PROBLEMS_BEGUN, run->id, count_problem, &problems,
                       &err);
    store_each_problem(&command->store, PROBLEMS_ENDED, run->id, count_problem, &problems,
                       &err);
    return run->changed > 0 || problems > 0;
}

/* ---- mail -------------------------------------------------------------------------- */

static void append_line(struct buffer *out, const char *text)
{
    utf8_append_line(out, slice_of_string(text));
    buffer_append_char(out, '\n');
}

static bool mail_change(void *context, const struct run_change *change)
{
    struct buffer *out = context;
    buffer_append_string(out, change->previous ? "\nchanged: " : "\nnew: ");
    append_line(out, change->title ? change->title : change->url);
    append_line(out, change->url);
    buffer_append_string(out, change->diff.len ? "\n" : "");
    buffer_append(out, change->diff);
    if (change->is_cut)
        buffer_append_string(out, "... winnow diff shows the rest\n");
    return true;
}

static bool mail_problem(void *context, const struct store_problem *problem,
                         int64_t count)
{
    struct buffer *out = context;
    buffer_append_string(out, problem->page && count == 1 ? problem->key : problem->host);
    if (count > 1)
        buffer_printf(out, ": %lld pages", (long long)count);
    buffer_append_string(out, ": ");
    append_line(out, problem->text);
    return true;
}

static bool mail_problems(struct archive_command *command, const struct store_run *run,
                          enum problem_choice choice, const char *heading,
                          struct buffer *out, struct error *err)
{
    size_t start = out->len;
    buffer_append_string(out, heading);
    size_t after = out->len;
    bool done =
        store_each_problem(&command->store, choice, run->id, mail_problem, out, err);
    if (out->len == after)
        buffer_truncate(out, start);
    return done;
}

bool run_report_append_mail(struct archive_command *command, const struct store_run *run,
                            struct buffer *out, struct error *err)
{
    size_t count;
    if (!run_report_has_news(command, run))
        return true;
    buffer_printf(out, "%s: %lld changed, %lld failed, %lld quarantined\n",
                  command->store.path, (long long)run->changed, (long long)run->failed,
                  (long long)run->suspect);
    bool done =
        mail_problems(command, run, PROBLEMS_BEGUN, "\nNew problems:\n", out, err) &&
        mail_problems(command, run, PROBLEMS_ENDED, "\nRecovered:\n", out, err) &&
        run_report_each_change(command, run, mail_change, out, &count, err);
    if (done && count > RUN_REPORT_CHANGES_MAX)
        buffer_printf(out, "\n%zu more changes are not shown\n",
                      count - RUN_REPORT_CHANGES_MAX);
    return done;
}

/* ---- JSON -------------------------------------------------------------------------- */

static void put_text(struct json *object, const char *key, const char *value)
{
    json_put(object, key,
             value ? json_string_new(slice_of_string(value)) : json_null_new());
}

static void put_time(struct json *object, const char *key, int64_t when)
{
    char date[RFC3339_SIZE];
    put_text(object, key, rfc3339_write(when, date));
}

static bool json_change(void *context, const struct run_change *change)
{
    struct json *object = json_object_new();
    put_text(object, "url", change->url);
    put_text(object, "title", change->title);
    json_put(object, "version", json_integer_new(change->version));
    json_put(object, "previous",
             change->previous ? json_integer_new(change->previous) : json_null_new());
    json_put(object, "diff",
             change->previous ? json_string_new(change->diff) : json_null_new());
    return json_append(context, object);
}

static bool json_problem(void *context, const struct store_problem *problem,
                         int64_t count)
{
    struct json *object = json_object_new();
    put_text(object, "kind", problem->kind);
    put_text(object, "host", problem->host);
    put_text(object, "url", problem->page && count == 1 ? problem->key : NULL);
    put_text(object, "text", problem->text);
    json_put(object, "pages", json_integer_new(count));
    put_time(object, "since", problem->since);
    return json_append(context, object);
}

bool run_report_append_json(struct archive_command *command, const struct store_run *run,
                            struct buffer *out, struct error *err)
{
    static const struct {
        const char *name;
        size_t offset;
    } counts[] = {
        {"requested", offsetof(struct store_run, asked)},
        {"changed", offsetof(struct store_run, changed)},
        {"unchanged", offsetof(struct store_run, unchanged)},
        {"failed", offsetof(struct store_run, failed)},
        {"quarantined", offsetof(struct store_run, suspect)},
        {"cleaned_again", offsetof(struct store_run, recleaned)},
    };
    struct json *root = json_object_new(), *changes = json_array_new(),
                *begun = json_array_new(), *ended = json_array_new();
    char *path = realpath(command->store.path, NULL);
    size_t count;
    put_text(root, "archive", path ? path : command->store.path);
    put_time(root, "began_at", run->began);
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        json_put(
            root, counts[i].name,
            json_integer_new(*(const int64_t *)((const char *)run + counts[i].offset)));
    bool done = run_report_each_change(command, run, json_change, changes, &count, err) &&
                store_each_problem(&command->store, PROBLEMS_BEGUN, run->id, json_problem,
                                   begun, err) &&
                store_each_problem(&command->store, PROBLEMS_ENDED, run->id, json_problem,
                                   ended, err);
    json_put(root, "changes", changes);
    json_put(root, "changes_left_out",
             json_integer_new(count > RUN_REPORT_CHANGES_MAX
                                  ? (int64_t)(count - RUN_REPORT_CHANGES_MAX)
                                  : 0));
    json_put(root, "problems", begun);
    json_put(root, "recovered", ended);
    json_write(root, out);
    buffer_append_char(out, '\n');
    json_drop(root);
    free(path);
    return done && (!out->failed || error_set(err, "out of memory"));
}

/* ---- Atom -------------------------------------------------------------------------- */

struct feed_writer {
    struct archive_command *command;
    struct buffer entries;
    int64_t updated;
    size_t count;
};

/* The same text always has the same id. */
static void append_id(struct buffer *out, const char *name, const char *other)
{
    struct buffer text;
    char digits[HASH_HEX_SIZE];
    buffer_open(&text, NULL);
    buffer_printf(&text, "%s %s", name, other);
    hash_sha256(buffer_slice(&text), digits);
    buffer_close(&text);
    buffer_printf(out, "<id>urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s</id>\n", digits,
                  digits + 8, digits + 12, digits + 15, digits + 18);
}

static void append_escaped(struct buffer *out, const char *text)
{
    struct buffer clean;
    buffer_open(&clean, NULL);
    utf8_append_line(&clean, slice_of_string(text));
    html_append_escaped(buffer_slice(&clean), out);
    buffer_close(&clean);
}

/* HTML inside XML: escaped twice. */
static void append_content(struct buffer *out, struct slice text, bool is_cut)
{
    struct buffer html;
    buffer_open(&html, NULL);
    buffer_append_string(&html, "<pre>");
    html_append_escaped(text, &html);
    buffer_append_string(&html, is_cut ? "...\n</pre>" : "</pre>");
    buffer_append_string(out, "<content type=\"html\">");
    html_append_escaped(buffer_slice(&html), out);
    buffer_append_string(out, "</content>\n");
    buffer_close(&html);
}

static bool append_entry(void *context, const struct catalogue_page *page)
{
    struct feed_writer *feed = context;
    struct buffer *out = &feed->entries;
    struct run_change change = {
        .url = page->url, .version = page->number, .diff = SLICE("")};
    struct buffer text;
    struct arena a;
    char date[RFC3339_SIZE];
    arena_open(&a, SIZE_MAX);
    buffer_open(&text, &a);
    find_diff(feed->command, page->id, &a, &change);
    if (!change.previous &&
        store_read_text(&feed->command->store, page->id, page->number, &text, NULL))
        change.diff = cut_diff(buffer_slice(&text), &change.is_cut);
    feed->updated = page->made > feed->updated ? page->made : feed->updated;
    buffer_append_string(out, "<entry>\n<title>");
    append_escaped(out, page->title ? page->title : page->url);
    buffer_append_string(out, "</title>\n");
    append_id(
        out, page->url,
        arena_printf(&a, "%lld %lld", (long long)page->number, (long long)page->made));
    buffer_append_string(out, "<link href=\"");
    append_escaped(out, page->url);
    buffer_printf(out, "\"/>\n<updated>%s</updated>\n", rfc3339_write(page->made, date));
    append_content(out, change.diff, change.is_cut);
    buffer_append_string(out, "</entry>\n");
    arena_close(&a);
    return ++feed->count < ENTRIES_MAX;
}

bool run_report_append_atom(struct archive_command *command, const struct store_run *run,
                            struct buffer *out, struct error *err)
{
    struct feed_writer feed = {.command = command};
    char *path = realpath(command->store.path, NULL);
    const char *name = path ? path : command->store.path;
    const char *slash = strrchr(name, '/');
    char date[RFC3339_SIZE];
    buffer_open(&feed.entries, NULL);
    bool done =
        catalogue_each_made(&command->store, 0, INT64_MAX, append_entry, &feed, err);
    buffer_append_string(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                              "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>");
    append_escaped(out, slash && slash[1] ? slash + 1 : name);
    buffer_append_string(out, "</title>\n<author><name>winnow</name></author>\n");
    append_id(out, "archive", name);
    buffer_printf(out, "<updated>%s</updated>\n",
                  rfc3339_write(feed.count ? feed.updated : run->began, date));
    buffer_append(out, buffer_slice(&feed.entries));
    buffer_append_string(out, "</feed>\n");
    out->failed |= feed.entries.failed;
    buffer_close(&feed.entries);
    free(path);
    return done && (!out->failed || error_set(err, "out of memory"));
}
