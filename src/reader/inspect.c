#include "reader/inspect.h"

#include "archive/rule_health.h"
#include "base/rfc3339.h"
#include "cli/color.h"
#include "refresh/archive_command.h"
#include "refresh/unified_diff.h"
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

/* ---- log --------------------------------------------------------------------------- */

static bool append_version(void *context, const struct store_version *version)
{
    struct buffer *out = context;
    char date[RFC3339_SIZE];
    buffer_printf(out, "%s  version %lld  %s  raw %.12s  rules %.12s  text %.12s\n",
                  rfc3339_write(version->made, date), (long long)version->number,
                  version->cause, version->raw_sha256 ? version->raw_sha256 : "-",
                  version->rules ? version->rules : "-", version->text_sha256);
    return true;
}

static bool append_event(void *context, int64_t at, const char *kind, const char *text)
{
    struct buffer *out = context;
    char date[RFC3339_SIZE];
    if (strcmp(kind, "changed") != 0) /* append_version has written it */
        buffer_printf(out, "%s  %s%s%s\n", rfc3339_write(at, date), kind,
                      *text ? ": " : "", text);
    return true;
}

/* Lines begin with their date, which sorts as text. The sort is stable, so that versions
   come before events of the same second. */
static int compare_lines(const void *a, const void *b)
{
    const struct slice *x = a, *y = b;
    int order = slice_compare(slice_of(x->ptr, 20), slice_of(y->ptr, 20));
    return order ? order : (x->ptr > y->ptr) - (x->ptr < y->ptr);
}

static void sort_lines(struct arena *a, struct slice text, struct buffer *out)
{
    struct {
        struct slice *items;
        size_t count, capacity;
    } lines = {0};
    for (struct slice line; slice_split(&text, '\n', &line);)
        if (line.len >= 20)
            ARENA_PUSH(a, &lines, line);
    if (lines.count)
        qsort(lines.items, lines.count, sizeof *lines.items, compare_lines);
    for (size_t i = 0; i < lines.count; i++) {
        buffer_append(out, lines.items[i]);
        buffer_append_char(out, '\n');
    }
}

static int print_log(struct archive_command *command)
{
    struct store *store = &command->store;
    struct store_page page;
    struct buffer lines;
    struct error err;
    if (!archive_command_find_page(command, 1, &page))
        return EXIT_FAILURE;
    buffer_open(&lines, &command->arena);
    bool done = store_each_version(store, page.id, append_version, &lines, &err) &&
                store_each_event(store, page.id, append_event, &lines, &err);
    sort_lines(&command->arena, buffer_slice(&lines), &command->out);
    return archive_command_end(command, done, &err);
}

int log_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, print_log);
}

/* ---- show -------------------------------------------------------------------------- */

/* Returns 0 if the word is not the number of a version. */
static int64_t parse_version(const struct store_page *page, const char *version)
{
    char *end;
    if (strcmp(version, "current") == 0)
        return page->version;
    long long number = strtoll(version, &end, 10);
    return *end ? 0 : number;
}

/* "3", "current" or "quarantine". */
static bool read_text(struct archive_command *command, const struct store_page *page,
                      const char *version, struct buffer *out, struct error *err)
{
    struct store_suspect suspect;
    if (strcmp(version, "quarantine") == 0)
        return store_find_suspect(&command->store, page->id, &command->arena, &suspect,
                                  out, err) ||
               error_set(err, "%s: not in quarantine", page->url);
    int64_t number = parse_version(page, version);
    if (number <= 0)
        return error_set(err, "%s: no such version: %s", page->url, version);
    return store_read_text(&command->store, page->id, number, out, err);
}

static int print_version(struct archive_command *command)
{
    const struct string_list *words = &command->given->arguments;
    const char *version = words->count > 2 ? words->items[2] : "current";
    struct store_page page;
    struct error err;
    if (!archive_command_find_page(command, 1, &page))
        return EXIT_FAILURE;
    return archive_command_end(
        command, read_text(command, &page, version, &command->out, &err), &err);
}

int show_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, print_version);
}

/* ---- diff -------------------------------------------------------------------------- */

/* NULL with err if there is none. */
static const char *previous_version(struct archive_command *command,
                                    const struct store_page *page, struct error *err)
{
    int64_t number = store_version_before(&command->store, page->id, page->version);
    if (number)
        return arena_printf(&command->arena, "%lld", (long long)number);
    error_set(err, "%s: %s, nothing to compare", page->url,
              page->version ? "there is one version only" : "there is no version yet");
    return NULL;
}

static bool compare(struct archive_command *command, const struct store_page *page,
                    struct error *err)
{
    const struct string_list *words = &command->given->arguments;
    const char *a =
        words->count > 2 ? words->items[2] : previous_version(command, page, err);
    const char *b = words->count > 3 ? words->items[3] : "current";
    struct buffer old, new;
    buffer_open(&old, &command->arena);
    buffer_open(&new, &command->arena);
    if (!a || !read_text(command, page, a, &old, err) ||
        !read_text(command, page, b, &new, err))
        return false;
    struct arena *arena = &command->arena;
    struct diff_side from = {arena_printf(arena, "%s (version %s)", page->url, a),
                             buffer_slice(&old)};
    struct diff_side to = {arena_printf(arena, "%s (version %s)", page->url, b),
                           buffer_slice(&new)};
    unified_diff_append(from, to, color_is_on(command->given), &command->out);
    return true;
}

static int diff(struct archive_command *command)
{
    struct store_page page;
    struct error err;
    if (!archive_command_find_page(command, 1, &page))
        return EXIT_FAILURE;
    if (!compare(command, &page, &err))
        return archive_command_fail(command, &err);
    return command->out.len ? EXIT_FAILURE : EXIT_SUCCESS;
}

int diff_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, diff);
}

/* ---- health ------------------------------------------------------------------------ */

static bool append_rule(void *context, const struct rule_health_row *rule)
{
    struct buffer *out = context;
    char date[RFC3339_SIZE];
    int64_t since = rule->missing_since ? rule->missing_since
                    : rule->hit         ? rule->hit
                                        : rule->first;
    rfc3339_write(since, date);
    date[10] = '\0';
    buffer_printf(out, "%s: %s: %s: no match since %s: %s\n", rule->place, rule->host,
                  rule->directive, date, rule->value);
    return true;
}

static int print_health(struct archive_command *command)
{
    struct error err;
    int64_t stale_before = command->now - RULE_HEALTH_STALE_DAYS * (int64_t)DAY;
    bool done =
        rule_health_each(&command->store, stale_before, append_rule, &command->out, &err);
    return archive_command_end(command, done, &err);
}

int health_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, print_health);
}
