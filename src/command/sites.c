#include "command/sites.h"

#include <stdint.h>

void sites_open(struct sites *sites, const struct rulebook *book, struct console *console)
{
    *sites = (struct sites){.book = book, .console = console};
    for (size_t i = 0; i < SITES_KEPT; i++)
        arena_open(&sites->slots[i].arena, SIZE_MAX);
    arena_open(&sites->told_arena, SIZE_MAX);
}

void sites_close(struct sites *sites)
{
    for (size_t i = 0; i < SITES_KEPT; i++)
        arena_close(&sites->slots[i].arena);
    arena_close(&sites->told_arena);
}

bool sites_has_told(const struct sites *sites, struct slice path)
{
    for (size_t i = 0; i < sites->told.count; i++)
        if (slice_equal(sites->told.items[i], path))
            return true;
    return false;
}

/* False when it was told before. Grows with broken files, not with hosts. */
static bool tell_once(struct sites *sites, struct slice what)
{
    if (sites_has_told(sites, what))
        return false;
    ARENA_PUSH(&sites->told_arena, &sites->told, arena_copy(&sites->told_arena, what));
    return true;
}

static void tell_problems(struct sites *sites, const struct site_source *source)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    const struct rulefile *file =
        rulefile_read(&a, source->path, source->text, source->authority);
    if (file->problems.errors && tell_once(sites, source->path))
        console_report(sites->console, &file->problems);
    arena_close(&a);
}

static void fill(struct sites *sites, struct site_slot *slot, struct slice host)
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
    } else if (slot->source.path.len) {
        tell_problems(sites, &slot->source);
    }
}

struct site_source sites_find(struct sites *sites, struct slice host)
{
    struct site_slot *slot = &sites->slots[hash_token(host) % SITES_KEPT];
    if (!slot->host.ptr || !slice_equal(slot->host, host))
        fill(sites, slot, host);
    return slot->source;
}
