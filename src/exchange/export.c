/* The part of exchange.h about export: which pages, in which format. */
#include "exchange/exchange.h"

#include "base/file.h"
#include "base/json.h"
#include "base/rfc3339.h"
#include "cli/exit_codes.h"
#include "cli/printer.h"
#include "exchange/exporting.h"
#include "write/frontmatter.h"
#include "write/jsonl.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT_MAX = 1 << 20 };

/* ---- lines of JSON ----------------------------------------------------------------- */

static void put_text(struct json *line, const char *key, const char *value)
{
    json_put(line, key,
             value ? json_string_new(slice_of_string(value)) : json_null_new());
}

static void put_time(struct json *line, const char *key, int64_t when)
{
    char date[RFC3339_SIZE];
    put_text(line, key, when ? rfc3339_write(when, date) : NULL);
}

/* What the archive knows in addition to the fields of a record. */
static void write_additions(const struct store_page *page, struct buffer *out)
{
    struct json *line = json_object_new();
    put_text(line, "state", store_state_name(page->state));
    put_text(line, "file", page->version ? page->name : NULL);
    json_put(line, "version", json_integer_new(page->version));
    put_time(line, "checked_at", page->checked);
    put_time(line, "changed_at", page->changed);
    put_time(line, "due_at", page->due);
    put_text(line, "rules", page->rules);
    json_write(line, out);
    json_drop(line);
}

static bool write_line(struct exporting *exporting, int64_t id, struct buffer *out,
                       struct error *err)
{
    struct export_page page;
    struct buffer additions;
    buffer_open(&additions, NULL);
    bool done = export_page_load(exporting, id, &page, err);
    if (done) {
        struct winnow_record record = export_page_record(&page);
        write_additions(&page.page, &additions);
        done = write_jsonl(&record, buffer_slice(&additions), out) ||
               error_set(err, "out of memory");
    }
    buffer_close(&additions);
    export_page_close(&page);
    return done;
}

bool export_jsonl(struct exporting *exporting, struct error *err)
{
    struct export_file file = {.fd = -1};
    struct buffer *out = &exporting->command->out;
    bool done = !exporting->output || export_file_open(&file, exporting->output, err);
    for (size_t i = 0; done && i < exporting->pages.count; i++) {
        done = write_line(exporting, exporting->pages.items[i], out, err);
        bool is_last = i + 1 == exporting->pages.count;
        if (!done || (out->len < OUT_MAX && !is_last))
            continue;
        if (file.fd < 0)
            done = printer_write(&exporting->command->console, out);
        else
            done = file_write_all(file.fd, buffer_slice(out)) ||
                   error_set(err, "%s: %s", exporting->output, strerror(errno));
        buffer_truncate(out, 0);
    }
    return exporting->output ? export_file_close(&file, done, err) : done;
}

/* ---- a folder of Markdown ---------------------------------------------------------- */

struct tree {
    const char *path;
    int folder;
};

/* "example.com/news-0123456789.md": the name of the file in text/. */
static bool write_markdown_file(void *context, const struct export_page *page,
                                struct error *err)
{
    const struct tree *tree = context;
    struct winnow_record record = export_page_record(page);
    struct slice stem = slice_of_string(page->page.name);
    struct buffer name, text;
    size_t slash = slice_find_char(stem, '/');
    size_t dot = stem.len;
    while (dot > slash && stem.ptr[dot - 1] != '.')
        dot--;
    buffer_open(&name, NULL);
    buffer_open(&text, NULL);
    buffer_append(&name, slice_of(stem.ptr, slash));
    bool done = mkdirat(tree->folder, name.ptr, 0777) == 0 || errno == EEXIST ||
                error_set(err, "%s/%s: %s", tree->path, name.ptr, strerror(errno));
    buffer_append(&name, slice_of(stem.ptr + slash, dot - slash));
    buffer_append_string(&name, "md");
    write_front_matter(&record, &text);
    buffer_append(&text,
                  page->details.markdown.ptr ? page->details.markdown : page->text);
    struct file_target target = {.folder = tree->folder, .name = name.ptr};
    done = done && (file_replace(&target, buffer_slice(&text)) ||
                    error_set(err, "%s/%s: %s", tree->path, name.ptr, strerror(errno)));
    buffer_close(&name);
    buffer_close(&text);
    return done;
}

bool export_markdown(struct exporting *exporting, struct error *err)
{
    struct tree tree = {.path = exporting->output};
    if (mkdir(tree.path, 0777) != 0 && errno != EEXIST)
        return error_set(err, "%s: %s", tree.path, strerror(errno));
    tree.folder = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (tree.folder < 0)
        return error_set(err, "%s: %s", tree.path, strerror(errno));
    bool done = export_each_text(exporting, write_markdown_file, &tree, err);
    close(tree.folder);
    return done;
}

/* ---- the chosen pages -------------------------------------------------------------- */

/* "7d" is seven days ago. */
static bool read_since(struct exporting *exporting, struct error *err)
{
    const struct archive_command *command = exporting->command;
    const char *text = command->options.since;
    int64_t age;
    exporting->since = INT64_MIN;
    if (!text || rfc3339_read(text, &exporting->since))
        return true;
    if (!rfc3339_read_duration(text, &age))
        return error_set(
            err, "--since takes a day, a time or an age such as 7d, not \"%s\"", text);
    exporting->since = command->now - age;
    return true;
}

/* Drops the pages that have not changed since. */
static bool choose_changed(struct exporting *exporting, struct error *err)
{
    struct id_list *pages = &exporting->pages;
    size_t kept = 0;
    for (size_t i = 0; i < pages->count; i++) {
        struct store_page page;
        struct arena a;
        arena_open(&a, SIZE_MAX);
        bool done =
            store_load_page(&exporting->command->store, pages->items[i], &a, &page, err);
        if (done && page.version && page.changed >= exporting->since)
            pages->items[kept++] = pages->items[i];
        arena_close(&a);
        if (!done)
            return false;
    }
    pages->count = kept;
    return true;
}

static bool choose_pages(struct exporting *exporting, struct error *err)
{
    struct archive_command *command = exporting->command;
    return store_list_pages(&command->store, PAGES_ALL, 0, command->options.host,
                            &command->arena, &exporting->pages, err) &&
           (exporting->since == INT64_MIN || choose_changed(exporting, err));
}

static int export_all(struct archive_command *command)
{
    static bool (*const formats_of_export[EXPORT_FORMAT_COUNT])(struct exporting *,
                                                                struct error *) = {
        [EXPORT_JSONL] = export_jsonl, [EXPORT_MARKDOWN] = export_markdown,
        [EXPORT_EPUB] = export_epub,   [EXPORT_WARC] = export_warc,
        [EXPORT_WACZ] = export_wacz,
    };
    const struct options *options = &command->options;
    struct exporting exporting = {.command = command, .output = options->output};
    struct error err = {0};
    bool is_binary = options->export_format > EXPORT_MARKDOWN;
    bool is_usable = read_since(&exporting, &err);
    if (is_usable && is_binary && !exporting.output && isatty(STDOUT_FILENO))
        is_usable = error_set(&err, "this format is not for a terminal: -o FILE");
    if (is_usable && options->export_format == EXPORT_MARKDOWN && !exporting.output)
        is_usable =
            error_set(&err, "--format markdown writes a file for each page: -o DIR");
    if (!is_usable) {
        archive_command_fail(command, &err);
        return EXIT_USAGE;
    }
    if (choose_pages(&exporting, &err) &&
        formats_of_export[options->export_format](&exporting, &err))
        return EXIT_SUCCESS;
    return err.text[0] ? archive_command_fail(command, &err) : EXIT_FAILURE;
}

int export_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, export_all);
}
