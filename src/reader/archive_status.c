/* The part of inspect.h about status: counts, for people, programs and monitoring. */
#include "reader/inspect.h"

#include "archive/catalogue.h"
#include "base/array.h"
#include "base/file.h"
#include "base/json.h"
#include "base/rfc3339.h"
#include "refresh/archive_command.h"
#include "refresh/report.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KINDS_MAX = 16 }; /* of problems; there are five */

struct count {
    const char *name; /* "ok", "warc bytes" */
    int64_t number;
};

struct status {
    struct arena *arena;
    struct {
        struct count *items;
        size_t count, capacity;
    } counts, problems;   /* problems: open ones by kind */
    struct store_run run; /* the last one that ended; id 0: none */
};

/* ---- counting ---------------------------------------------------------------------- */

static bool add_count(void *context, const char *name, const char *text, int64_t number)
{
    struct status *status = context;
    struct count count = {arena_string(status->arena, slice_of_string(name)), number};
    (void)text;
    ARENA_PUSH(status->arena, &status->counts, count);
    return true;
}

static bool add_problem(void *context, const struct store_problem *problem, int64_t count)
{
    struct status *status = context;
    for (size_t i = 0; i < status->problems.count; i++) {
        struct count *known = &status->problems.items[i];
        if (strcmp(known->name, problem->kind) != 0)
            continue;
        known->number += count;
        return true;
    }
    struct count new = {arena_string(status->arena, slice_of_string(problem->kind)),
                        count};
    if (status->problems.count < KINDS_MAX)
        ARENA_PUSH(status->arena, &status->problems, new);
    return true;
}

static int compare_counts(const void *a, const void *b)
{
    const struct count *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* Returns the bytes of the files in a folder and, if is_recursive, in its subfolders. */
static int64_t measure(int folder, bool is_recursive)
{
    int64_t bytes = 0;
    struct stat info;
    DIR *entries = file_open_entries(folder);
    if (!entries)
        return 0;
    for (struct dirent *entry; (entry = readdir(entries));) {
        if (fstatat(folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(info.st_mode))
            bytes += info.st_size;
        if (!S_ISDIR(info.st_mode) || entry->d_name[0] == '.' || !is_recursive)
            continue;
        int below = openat(folder, entry->d_name,
                           O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (below >= 0) {
            bytes += measure(below, false);
            close(below);
        }
    }
    closedir(entries);
    return bytes;
}

static bool collect(struct archive_command *command, struct status *out,
                    struct error *err)
{
    struct store *store = &command->store;
    *out = (struct status){.arena = &command->arena};
    if (!store_each_count(store, command->now, add_count, out, err) ||
        !store_each_problem(store, PROBLEMS_OPEN, 0, add_problem, out, err))
        return false;
    add_count(out, "warc bytes", NULL, measure(store->warc, false));
    add_count(out, "text bytes", NULL, measure(store->text, true));
    add_count(out, "rows bytes", NULL, measure(store->folder, false));
    if (out->problems.count)
        qsort(out->problems.items, out->problems.count, sizeof *out->problems.items,
              compare_counts);
    return catalogue_find_last_run(store, &out->run, err);
}

/* ---- formats ----------------------------------------------------------------------- */

static void write_text(const struct status *status, const char *path, struct buffer *out)
{
    (void)path;
    for (size_t i = 0; i < status->counts.count; i++)
        buffer_printf(out, "%-12s %lld\n", status->counts.items[i].name,
                      (long long)status->counts.items[i].number);
}

/* What a run did with its pages. */
static const struct {
    const char *name;
    size_t offset;
} results[] = {
    {"requested", offsetof(struct store_run, asked)},
    {"changed", offsetof(struct store_run, changed)},
    {"unchanged", offsetof(struct store_run, unchanged)},
    {"failed", offsetof(struct store_run, failed)},
    {"quarantined", offsetof(struct store_run, suspect)},
    {"cleaned_again", offsetof(struct store_run, recleaned)},
};

static int64_t result_of(const struct store_run *run, size_t i)
{
    return *(const int64_t *)((const char *)run + results[i].offset);
}

static struct json *run_as_json(const struct store_run *run)
{
    char date[RFC3339_SIZE];
    if (!run->id)
        return json_null_new();
    struct json *object = json_object_new();
    rfc3339_write(run->began, date);
    json_put(object, "began_at", json_string_new(slice_of_string(date)));
    rfc3339_write(run->ended, date);
    json_put(object, "ended_at", json_string_new(slice_of_string(date)));
    for (size_t i = 0; i < COUNT_OF(results); i++)
        json_put(object, results[i].name, json_integer_new(result_of(run, i)));
    return object;
}

static void write_json(const struct status *status, const char *path, struct buffer *out)
{
    struct json *object = json_object_new(), *problems = json_object_new();
    json_put(object, "archive", json_string_new(slice_of_string(path)));
    for (size_t i = 0; i < status->counts.count; i++) {
        char *name =
            arena_string(status->arena, slice_of_string(status->counts.items[i].name));
        for (char *space = name; (space = strchr(space, ' '));)
            *space = '_';
        json_put(object, name, json_integer_new(status->counts.items[i].number));
    }
    for (size_t i = 0; i < status->problems.count; i++)
        json_put(problems, status->problems.items[i].name,
                 json_integer_new(status->problems.items[i].number));
    json_put(object, "problems", problems);
    json_put(object, "last_run", run_as_json(&status->run));
    json_write(object, out);
    buffer_append_char(out, '\n');
    json_drop(object);
}

/* A sample of a metric with the labels archive and, unless label is NULL, another one.
   In the value of a label, \, " and line breaks are escaped
   (https://prometheus.io/docs/instrumenting/exposition_formats/). */
static void append_sample(struct buffer *out, const char *metric, const char *path,
                          const char *label, const char *value, int64_t number)
{
    buffer_printf(out, "%s{archive=\"", metric);
    for (; *path; path++)
        if (*path == '\n')
            buffer_append_string(out, "\\n");
        else
            buffer_printf(out, *path == '\\' || *path == '"' ? "\\%c" : "%c", *path);
    buffer_append_char(out, '"');
    if (label)
        buffer_printf(out, ",%s=\"%s\"", label, value);
    buffer_printf(out, "} %lld\n", (long long)number);
}

/* Which count is a sample of which metric. Counts of one metric follow each other. */
static const struct {
    const char *count, *metric, *help, *label, *value;
} metrics[] = {
    {"new", "winnow_pages", "Pages by state.", "state", "new"},
    {"ok", "winnow_pages", NULL, "state", "ok"},
    {"failing", "winnow_pages", NULL, "state", "failing"},
    {"missing", "winnow_pages", NULL, "state", "missing"},
    {"gone", "winnow_pages", NULL, "state", "gone"},
    {"quarantine", "winnow_quarantined_pages", "Pages with a text in quarantine.", NULL,
     NULL},
    {"due", "winnow_due_pages", "Pages that the next run requests.", NULL, NULL},
    {"versions", "winnow_versions", "Versions of texts.", NULL, NULL},
    {"warc bytes", "winnow_size_bytes", "Bytes on the disk.", "part", "warc"},
    {"text bytes", "winnow_size_bytes", NULL, "part", "text"},
    {"rows bytes", "winnow_size_bytes", NULL, "part", "database"},
};

static void append_head(struct buffer *out, const char *metric, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", metric, help, metric);
}

static void append_run(const struct store_run *run, const char *path, struct buffer *out)
{
    static const char ended[] = "winnow_last_run_end_timestamp_seconds",
                      pages[] = "winnow_last_run_pages";
    if (!run->id)
        return;
    append_head(out, ended, "When the last run ended.");
    append_sample(out, ended, path, NULL, NULL, run->ended);
    append_head(out, pages, "Pages of the last run, by result.");
    for (size_t i = 0; i < COUNT_OF(results); i++)
        append_sample(out, pages, path, "result", results[i].name, result_of(run, i));
}

static void write_prometheus(const struct status *status, const char *path,
                             struct buffer *out)
{
    static const char problems[] = "winnow_open_problems";
    for (size_t i = 0; i < COUNT_OF(metrics); i++) {
        if (metrics[i].help)
            append_head(out, metrics[i].metric, metrics[i].help);
        for (size_t n = 0; n < status->counts.count; n++)
            if (strcmp(status->counts.items[n].name, metrics[i].count) == 0)
                append_sample(out, metrics[i].metric, path, metrics[i].label,
                              metrics[i].value, status->counts.items[n].number);
    }
    if (status->problems.count)
        append_head(out, problems, "Problems that have not ended, by kind.");
    for (size_t i = 0; i < status->problems.count; i++)
        append_sample(out, problems, path, "kind", status->problems.items[i].name,
                      status->problems.items[i].number);
    append_run(&status->run, path, out);
}

static int print_status(struct archive_command *command)
{
    static void (*const writers[])(const struct status *, const char *,
                                   struct buffer *) = {
        [STATUS_TEXT] = write_text,
        [STATUS_JSON] = write_json,
        [STATUS_PROMETHEUS] = write_prometheus,
    };
    struct error err;
    struct status status;
    char *path = realpath(command->store.path, NULL);
    bool done = collect(command, &status, &err);
    if (done)
        writers[command->options.status_format](
            &status, path ? path : command->store.path, &command->out);
    free(path);
    if (command->options.status_format == STATUS_TEXT)
        done = done && report_append_open(&command->store, &command->out, &err);
    return archive_command_end(command, done, &err);
}

int status_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, print_status);
}
