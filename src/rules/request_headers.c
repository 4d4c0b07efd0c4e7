#include "rules/request_headers.h"

bool request_headers_have_headers(const struct ruleset *rules)
{
    for (size_t f = 0; f < rules->count; f++)
        for (size_t d = 0; d < rules->files[f]->count; d++)
            if (rules->files[f]->directives[d].kind == DIRECTIVE_HTTP_HEADER)
                return true;
    return false;
}

/* The http_header lines selected so far, one for each header. */
struct chosen {
    const struct directive **items;
    size_t count, capacity;
};

/* Adds a line. If its header is already set, a line before index `settled` (from an
   earlier pass) is kept, and a line of the same pass is replaced. */
static void choose(struct chosen *chosen, size_t settled, struct arena *a,
                   const struct directive *directive)
{
    for (size_t i = 0; i < chosen->count; i++) {
        if (!slice_equal_nocase(chosen->items[i]->argument, directive->argument))
            continue;
        if (i >= settled)
            chosen->items[i] = directive;
        return;
    }
    ARENA_PUSH(a, chosen, directive);
}

static void choose_of_pass(struct chosen *chosen, struct arena *a,
                           const struct rulefile *file, bool is_scoped,
                           struct slice url_path)
{
    size_t settled = chosen->count;
    for (size_t d = 0; d < file->count; d++) {
        const struct directive *directive = &file->directives[d];
        if (directive->kind == DIRECTIVE_HTTP_HEADER && !directive->scope == !is_scoped &&
            directive_applies(directive, url_path))
            choose(chosen, settled, a, directive);
    }
}

void request_headers_select_headers(const struct ruleset *rules, struct slice url_path,
                                    struct arena *a, struct request_headers *out)
{
    struct chosen chosen = {0};
    for (size_t f = 0; f < rules->count; f++) {
        choose_of_pass(&chosen, a, rules->files[f], true, url_path);
        choose_of_pass(&chosen, a, rules->files[f], false, url_path);
    }
    for (size_t i = 0; i < chosen.count; i++) {
        const struct directive *directive = chosen.items[i];
        const char *line = arena_printf(a, "%.*s: %.*s", (int)directive->argument.len,
                                        directive->argument.ptr,
                                        (int)directive->value.len, directive->value.ptr);
        ARENA_PUSH(a, out, line);
    }
}
