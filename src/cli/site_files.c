#include "cli/site_files.h"

#include "base/keyed_hash.h"
#include "base/url.h"
#include "fetch/fetch.h"
#include <stdint.h>
#include <stdlib.h>

void site_files_open(struct site_files *sites, struct rulebook *book,
                     struct console *console)
{
    *sites = (struct site_files){.book = book, .console = console};
    for (size_t i = 0; i < SITE_FILES_KEPT; i++)
        arena_open(&sites->slots[i].arena, SIZE_MAX);
    arena_open(&sites->told_arena, SIZE_MAX);
}

void site_files_close(struct site_files *sites)
{
    for (size_t i = 0; i < SITE_FILES_KEPT; i++)
        arena_close(&sites->slots[i].arena);
    arena_close(&sites->told_arena);
}

bool site_files_has_told(const struct site_files *sites, struct slice path)
{
    for (size_t i = 0; i < sites->told.count; i++)
        if (slice_equal(sites->told.items[i], path))
            return true;
    return false;
}

/* Returns false if it was reported before. The list grows with broken files, not with
   hosts. */
static bool tell_once(struct site_files *sites, struct slice what)
{
    if (site_files_has_told(sites, what))
        return false;
    ARENA_PUSH(&sites->told_arena, &sites->told, arena_copy(&sites->told_arena, what));
    return true;
}

/* The files that apply to a host before its page is fetched; the site's own file only if
   it is usable. */
static void select_files(struct site_files *sites, const struct site_source *source,
                         struct ruleset *out)
{
    const struct rulefile *file = rulebook_compile_site(sites->book, source);
    struct error err;
    bool is_usable =
        !file || file->authority == AUTHORITY_COMMUNITY ||
        (!file->problems.errors && rulebook_check_includes(sites->book, file, &err));
    rulebook_select(sites->book, is_usable ? file : NULL, NULL, out, NULL);
}

/* The user cannot fix community rules: only counts how many lines of a file are
   skipped. */
static void count_problems(struct site_files *sites, const struct rulefile *file)
{
    if (!sites->is_quiet && file->problems.errors && tell_once(sites, file->path))
        console_news(sites->console,
                     "%.*s: %zu of its lines cannot be used and are passed over; winnow "
                     "rules check names them",
                     SLICE_ARG(file->path), file->problems.errors);
}

static void tell_problems(struct site_files *sites, const struct rulefile *file)
{
    struct arena a;
    struct problem_list report = {0};
    struct error err = {0};
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < file->problems.count; i++)
        problems_add(&report, &a, file->problems.items[i]);
    if (!rulebook_check_includes(sites->book, file, &err))
        problems_add(&report, &a,
                     (struct problem){.file = slice_of_string(err.file),
                                      .line = err.line,
                                      .column = err.column,
                                      .level = PROBLEM_ERROR,
                                      .code = "include",
                                      .text = slice_of_string(err.text)});
    if (!sites->is_quiet && report.errors && tell_once(sites, file->path))
        console_report(sites->console, &report);
    arena_close(&a);
}

static void look_into(struct site_files *sites, struct site_slot *slot)
{
    struct ruleset files;
    const struct rulefile *file = rulebook_compile_site(sites->book, &slot->source);
    if (file)
        (file->authority == AUTHORITY_COMMUNITY ? count_problems : tell_problems)(sites,
                                                                                  file);
    select_files(sites, &slot->source, &files);
    slot->sets_headers = request_headers_have_headers(&files);
}

static void fill(struct site_files *sites, struct site_slot *slot, struct slice host)
{
    struct error err;
    char line[ERROR_LINE_MAX];
    arena_close(&slot->arena);
    slot->host = arena_copy(&slot->arena, host);
    slot->source = (struct site_source){0};
    if (!rulebook_find_site(sites->book, slot->host, &slot->arena, &slot->source, &err)) {
        slot->source = (struct site_source){0};
        error_line(&err, line);
        if (tell_once(sites, slice_of_string(line)))
            console_error(sites->console, "%s", line);
    }
    look_into(sites, slot);
}

static const struct site_slot *slot_of(struct site_files *sites, struct slice host)
{
    size_t index = hash_bytes(hash_key_of_process(), host) % SITE_FILES_KEPT;
    struct site_slot *slot = &sites->slots[index];
    if (!slot->host.ptr || !slice_equal(slot->host, host))
        fill(sites, slot, host);
    return slot;
}

struct site_source site_files_find(struct site_files *sites, struct slice host)
{
    return slot_of(sites, host)->source;
}

void site_files_select_host_headers(struct site_files *sites, struct slice host,
                                    struct slice path, struct arena *a,
                                    struct request_headers *out)
{
    struct ruleset files;
    const struct site_slot *slot = slot_of(sites, host);
    if (!slot->sets_headers)
        return;
    select_files(sites, &slot->source, &files);
    request_headers_select_headers(&files, path, a, out);
}

void site_files_select_headers(struct site_files *sites, const char *url, struct arena *a,
                               struct request_headers *out)
{
    char *host = fetch_url_host(url);
    if (host)
        site_files_select_host_headers(sites, slice_of_string(host),
                                       url_split(slice_of_string(url)).path, a, out);
    free(host);
}
