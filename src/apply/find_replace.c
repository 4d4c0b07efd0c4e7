#include "apply/find_replace.h"

#include "base/buffer.h"

enum {
    /* A page may double, and a small one may grow more: FiveFilters' files replace a tag
       by a tag. Without a limit, "aa" for "a" a hundred times would fill the memory. */
    GROWTH_MAX = 2,
    GROWTH_FREE = 1 << 20,
};

static size_t count_matches(struct slice text, struct slice find)
{
    size_t count = 0;
    for (size_t at; (at = slice_find(text, find)) != SIZE_MAX; count++)
        text = slice_after(text, at + find.len);
    return count;
}

static struct slice replace_all(struct arena *a, struct slice text,
                                const struct replacement *replacement, size_t size)
{
    struct buffer out;
    size_t at;
    buffer_open(&out, a);
    buffer_reserve(&out, size);
    while ((at = slice_find(text, replacement->find)) != SIZE_MAX) {
        buffer_append(&out, slice_of(text.ptr, at));
        buffer_append(&out, replacement->with);
        text = slice_after(text, at + replacement->find.len);
    }
    buffer_append(&out, text);
    return buffer_slice(&out);
}

/* Reported once per file, with the first of its lines that would have an effect. */
static void report_left_out(struct note_list *notes, const struct rulefile *file,
                            const struct directive *directive)
{
    notes_add(notes, NOTE_RULE_OVERRULED, file, directive,
              "%s and the lines after it that rewrite the page were not applied, since "
              "no body line of this file was used",
              directive_name(directive->kind));
}

struct slice find_replace_apply(const struct ruleset *rules, struct slice url_path,
                                bool with_community, struct slice html,
                                struct note_list *notes)
{
    size_t limit = html.len * GROWTH_MAX + GROWTH_FREE;
    for (size_t f = 0; f < rules->count; f++)
        for (size_t d = 0; d < rules->files[f]->count; d++) {
            enum directive_kind kind = rules->files[f]->kinds[d];
            if (kind != DIRECTIVE_FIND_STRING && kind != DIRECTIVE_REPLACE_STRING)
                continue;
            const struct directive *directive = &rules->files[f]->directives[d];
            const struct replacement *r = &directive->replacement;
            if (!r->find.len || !directive_applies(directive, url_path))
                continue;
            size_t count = count_matches(html, r->find);
            size_t size = html.len - count * r->find.len + count * r->with.len;
            if (count && !with_community &&
                rules->files[f]->authority == AUTHORITY_COMMUNITY) {
                report_left_out(notes, rules->files[f], directive);
                break;
            }
            if (size > limit)
                notes_add(notes, NOTE_REPLACE_REFUSED, rules->files[f], directive,
                          "%s would more than double the page and was not applied",
                          directive_name(directive->kind));
            else if (count)
                html = replace_all(notes->arena, html, r, size);
        }
    return html;
}
