#include "rules/rulefile_index.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/hash_table.h"
#include <string.h>

/* ---- selectors, each once ---------------------------------------------------------- */

static bool is_asked_page_wide(const struct directive *d)
{
    return d->selector && !d->is_xpath && d->kind != DIRECTIVE_FINGERPRINT;
}

static bool is_of_words(const struct directive *d)
{
    return d->kind == DIRECTIVE_STRIP_ID_OR_CLASS ||
           d->kind == DIRECTIVE_SKIP_ID_OR_CLASS;
}

/* A key for the source of a line's selector: lines with the same key have the same
   selector. */
static struct slice key_of(struct arena *a, const struct directive *d)
{
    struct buffer key;
    buffer_open(&key, a);
    buffer_append_char(&key, is_of_words(d) ? 'w' : ' ');
    buffer_append(&key, d->argument);
    buffer_append_char(&key, '\n'); /* which no line contains */
    buffer_append(&key, d->value);
    return buffer_slice(&key);
}

static void build_selector_set(struct arena *a, struct rulefile *file)
{
    uint32_t count = (uint32_t)file->count, used = 0;
    const struct selector **selectors = arena_alloc(a, count * sizeof(struct selector *));
    uint32_t *selector_of = arena_alloc(a, count * sizeof *selector_of);
    struct hash_table firsts; /* the index of a selector, by its key */
    hash_table_open(&firsts, a, sizeof(uint32_t));
    for (uint32_t d = 0; d < count; d++) {
        const struct directive *directive = &file->directives[d];
        selector_of[d] = SELECTOR_NONE;
        if (!is_asked_page_wide(directive))
            continue;
        bool is_new;
        uint32_t *number = hash_table_put(&firsts, key_of(a, directive), &is_new);
        if (is_new) {
            *number = used;
            selectors[used++] = directive->selector;
        }
        selector_of[d] = *number;
    }
    file->set = selector_set_build(a, selectors, used);
    file->selector_count = used;
    file->selector_of = selector_of;
}

/* ---- lines by what they do --------------------------------------------------------- */

static void list_kinds(struct arena *a, struct rulefile *file)
{
    uint8_t *kinds = arena_alloc(a, file->count);
    for (size_t d = 0; d < file->count; d++)
        kinds[d] = (uint8_t)file->directives[d].kind;
    file->kinds = kinds;
}

/* Whether a line may remove an attribute that hides an element. An XPath selector counts
   only if its text names such an attribute or contains "@*", because each XPath line that
   may do so is evaluated once more when it is its turn. */
static bool may_reveal(const struct directive *d)
{
    static const char *const hiding[] = {"hidden", "style"};
    if (d->kind != DIRECTIVE_STRIP_ATTR && d->kind != DIRECTIVE_STRIP)
        return false;
    struct slice asked = d->is_xpath ? d->value : selector_attribute(d->selector);
    for (size_t i = 0; i < COUNT_OF(hiding); i++)
        if (slice_find(asked, slice_of_string(hiding[i])) != SIZE_MAX)
            return true;
    return d->is_xpath && slice_find(asked, SLICE("@*")) != SIZE_MAX;
}

static void list_revealing(struct arena *a, struct rulefile *file)
{
    uint32_t *revealing = arena_alloc(a, file->count * sizeof *revealing);
    for (uint32_t d = 0; d < file->count; d++)
        if (may_reveal(&file->directives[d]))
            revealing[file->revealing_count++] = d;
    file->revealing = revealing;
}

static void build_line_set(struct arena *a, struct rulefile *file)
{
    size_t count = file->count, used = 0;
    const struct regex **patterns = arena_alloc(a, count * sizeof(struct regex *));
    uint32_t *indices = arena_alloc(a, count * sizeof *indices);
    for (uint32_t i = 0; i < count; i++) {
        if (file->directives[i].kind != DIRECTIVE_STRIP_LINE)
            continue;
        patterns[used] = file->directives[i].regex;
        indices[used++] = i;
    }
    if (!used)
        return;
    file->line_set = regex_set_build(a, patterns, used);
    file->line_directives = indices;
}

/* ---- the index --------------------------------------------------------------------- */

void rulefile_index(struct arena *a, struct rulefile *file)
{
    list_kinds(a, file);
    list_revealing(a, file);
    build_selector_set(a, file);
    build_line_set(a, file);
}

size_t rulefile_next(const struct rulefile *file, enum directive_kind kind, size_t d)
{
    const uint8_t *found =
        d < file->count ? memchr(file->kinds + d, (int)kind, file->count - d) : NULL;
    return found ? (size_t)(found - file->kinds) : file->count;
}
