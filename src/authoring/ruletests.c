#include "authoring/ruletests.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "page/page.h"

enum { SHOWN_MAX = 160 }; /* bytes of a text that a message shows */

void ruletests_collect(struct arena *a, const struct rulefile *file,
                       struct ruletest_list *out)
{
    *out = (struct ruletest_list){0};
    for (size_t i = 0; i < file->count; i++) {
        const struct directive *d = &file->directives[i];
        if (d->kind == DIRECTIVE_TEST_URL)
            ARENA_PUSH(a, out, ((struct ruletest){.url = d, .first = i + 1}));
        if (!out->count)
            continue;
        struct ruletest *test = &out->items[out->count - 1];
        test->end = i + 1;
        if (d->kind == DIRECTIVE_TEST_FILE)
            test->file = d;
    }
}

bool ruletest_is_assertion(enum directive_kind kind)
{
    return kind == DIRECTIVE_TEST_CONTAINS || kind == DIRECTIVE_TEST_NOT_CONTAINS ||
           kind == DIRECTIVE_TEST_TITLE || kind == DIRECTIVE_TEST_AUTHOR ||
           kind == DIRECTIVE_TEST_DATE || kind == DIRECTIVE_TEST_FIRST_LINE ||
           kind == DIRECTIVE_TEST_LAST_LINE;
}

/* ---- a page ------------------------------------------------------------------------ */

static struct slice line_of(struct slice text, bool is_last)
{
    size_t newline =
        is_last ? slice_find_last_char(text, '\n') : slice_find_char(text, '\n');
    if (newline == SIZE_MAX)
        return text;
    return is_last ? slice_after(text, newline + 1) : slice_of(text.ptr, newline);
}

void ruletest_page_make(struct arena *a, const struct winnow_record *record,
                        struct ruletest_page *out)
{
    struct buffer text;
    buffer_open(&text, a);
    *out = (struct ruletest_page){.record = record};
    explanation_reader_read(a, record, &out->all);
    for (size_t i = 0; i < out->all.blocks.count; i++) {
        const struct block_row *block = &out->all.blocks.items[i];
        if (!block->is_kept || !block->text.len)
            continue;
        if (!out->first_line.len)
            out->first_line = page_collapse(line_of(block->text, false), a);
        out->last_line = page_collapse(line_of(block->text, true), a);
        buffer_append(&text, block->text);
        buffer_append_char(&text, '\n');
    }
    out->text = page_collapse(buffer_slice(&text), a);
}

/* ---- finding a text ---------------------------------------------------------------- */

static void put_block(struct buffer *why, const char *what, const struct block_row *block)
{
    size_t cut = utf8_cut(block->text, SHOWN_MAX);
    buffer_printf(why, "    %s: ", what);
    utf8_append_line(why, slice_of(block->text.ptr, cut));
    buffer_append_string(why, cut < block->text.len ? "…\n" : "\n");
    buffer_append_string(why, block->is_kept ? "    kept by " : "    removed by ");
    utf8_append_line(why, block->place);
    buffer_append_string(why, block->place.len ? ": " : "");
    utf8_append_line(why,
                     slice_of(block->reason.ptr, utf8_cut(block->reason, SHOWN_MAX)));
    buffer_append_char(why, '\n');
}

static const struct block_row *block_with(struct arena *a,
                                          const struct ruletest_page *page,
                                          struct slice text, bool is_kept)
{
    for (size_t i = 0; i < page->all.blocks.count; i++) {
        const struct block_row *block = &page->all.blocks.items[i];
        if (block->is_kept == is_kept &&
            slice_find(page_collapse(block->text, a), text) != SIZE_MAX)
            return block;
    }
    return NULL;
}

static size_t count_shared_words(struct slice text, struct slice words)
{
    struct slice word;
    size_t count = 0;
    while (slice_next_word(&words, &word))
        count += slice_find_nocase(text, word) != SIZE_MAX;
    return count;
}

/* The block that has most of the words, at least a third of them; of several, the
   shortest, which has the fewest other words. */
static const struct block_row *nearest_block(const struct ruletest_page *page,
                                             struct slice words)
{
    const struct block_row *best = NULL;
    size_t most = (count_shared_words(words, words) + 2) / 3;
    for (size_t i = 0; i < page->all.blocks.count; i++) {
        const struct block_row *block = &page->all.blocks.items[i];
        size_t shared = count_shared_words(block->text, words);
        if (shared < most ||
            (best && shared == most && block->text.len >= best->text.len))
            continue;
        best = block;
        most = shared;
    }
    return best;
}

static void explain_missing(struct arena *a, const struct ruletest_page *page,
                            struct slice text, struct buffer *why)
{
    const struct block_row *dropped = block_with(a, page, text, false);
    const struct block_row *nearest = dropped ? NULL : nearest_block(page, text);
    if (dropped)
        put_block(why, "found, but removed", dropped);
    else if (nearest)
        put_block(why, "most similar", nearest);
    else
        buffer_append_string(why, "    the page has nothing similar\n");
}

/* ---- assertions -------------------------------------------------------------------- */

static bool contains(struct arena *a, const struct ruletest_page *page,
                     const struct directive *assertion, struct buffer *why)
{
    struct slice text = page_collapse(assertion->value, a);
    bool is_there = slice_find(page->text, text) != SIZE_MAX;
    if (is_there == (assertion->kind == DIRECTIVE_TEST_CONTAINS))
        return true;
    const struct block_row *block = is_there ? block_with(a, page, text, true) : NULL;
    if (block)
        put_block(why, "found", block);
    else if (!is_there)
        explain_missing(a, page, text, why);
    return false;
}

static struct slice value_of(const struct ruletest_page *page, enum directive_kind kind)
{
    switch (kind) {
    case DIRECTIVE_TEST_TITLE:
        return slice_of_string(page->record->title);
    case DIRECTIVE_TEST_AUTHOR:
        return slice_of_string(page->record->author);
    case DIRECTIVE_TEST_DATE:
        return slice_of_string(page->record->date);
    case DIRECTIVE_TEST_FIRST_LINE:
        return page->first_line;
    case DIRECTIVE_TEST_LAST_LINE:
        return page->last_line;
    default:
        return SLICE("");
    }
}

static bool is_value(struct arena *a, const struct ruletest_page *page,
                     const struct directive *assertion, struct buffer *why)
{
    struct slice is = value_of(page, assertion->kind);
    struct slice wanted = page_collapse(assertion->value, a);
    if (slice_equal(page_collapse(is, a), wanted))
        return true;
    buffer_append_string(why, "    actual: ");
    utf8_append_line(why, is.len ? is : SLICE("(none)"));
    buffer_append_char(why, '\n');
    bool is_line = assertion->kind == DIRECTIVE_TEST_FIRST_LINE ||
                   assertion->kind == DIRECTIVE_TEST_LAST_LINE;
    if (is_line && slice_find(page->text, wanted) == SIZE_MAX)
        explain_missing(a, page, wanted, why);
    return false;
}

bool ruletest_holds(struct arena *a, const struct ruletest_page *page,
                    const struct directive *assertion, struct buffer *why)
{
    bool is_part = assertion->kind == DIRECTIVE_TEST_CONTAINS ||
                   assertion->kind == DIRECTIVE_TEST_NOT_CONTAINS;
    return (is_part ? contains : is_value)(a, page, assertion, why);
}
