#include "authoring/explain.h"

#include "authoring/explain_html.h"
#include "authoring/explanation_reader.h"
#include "base/utf8.h"
#include "cli/color.h"
#include "cli/exit_codes.h"
#include "cli/page_session.h"
#include "cli/printer.h"
#include "write/explanation.h"
#include "write/formats.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_MAX = 100 }; /* bytes of a block or rule: enough to recognise it */

/* ---- as text ----------------------------------------------------------------------- */

static void append_beginning(struct buffer *out, struct slice text)
{
    size_t cut = text.len > SHOWN_MAX ? utf8_cut(text, SHOWN_MAX) : text.len;
    utf8_append_line(out, slice_of(text.ptr, cut));
    buffer_append_string(out, cut < text.len ? "…" : "");
}

static void print_reason(struct buffer *out, const struct options *options,
                         const struct block_row *block)
{
    color_begin(color_is_on(options), COLOR_DIM, out);
    buffer_append_string(out, "  ");
    if (slice_equal(block->by, SLICE("built-in")))
        buffer_append_string(out, "built-in: ");
    utf8_append_line(out, block->place);
    buffer_append_string(out, block->place.len ? ": " : "");
    append_beginning(out, block->reason);
    color_end(color_is_on(options), out);
    buffer_append_char(out, '\n');
}

static bool is_wanted(const struct options *options, const struct block_row *block)
{
    return block->is_kept ? !options->only_dropped : !options->only_kept;
}

static void print_blocks(struct buffer *out, const struct options *options,
                         const struct explanation *all)
{
    for (size_t i = 0; i < all->blocks.count; i++) {
        const struct block_row *block = &all->blocks.items[i];
        if (!is_wanted(options, block))
            continue;
        color_begin(color_is_on(options), block->is_kept ? COLOR_GREEN : COLOR_RED, out);
        buffer_append_string(out, block->is_kept ? "+ " : "- ");
        append_beginning(out, block->text);
        color_end(color_is_on(options), out);
        buffer_append_char(out, '\n');
        print_reason(out, options, block);
    }
}

static void print_rule(struct buffer *out, const struct options *options,
                       const struct rule_row *rule)
{
    bool is_used = slice_equal(rule->state, SLICE("used"));
    utf8_append_line(out, rule->place);
    buffer_append_string(out, ": ");
    append_beginning(out, rule->rule);
    buffer_append_string(out, ": ");
    color_begin(color_is_on(options), is_used ? COLOR_DIM : COLOR_YELLOW, out);
    if (slice_equal(rule->state, SLICE("nothing")))
        buffer_append_string(out, "matched nothing");
    else if (slice_equal(rule->state, SLICE("overruled")))
        buffer_append_string(out, "passed over");
    else if (slice_equal(rule->state, SLICE("late")))
        buffer_append_string(out, "what it matches was already removed");
    else
        buffer_printf(out, "%ju hit%s, %ju characters removed", (uintmax_t)rule->hits,
                      rule->hits == 1 ? "" : "s", (uintmax_t)rule->characters);
    color_end(color_is_on(options), out);
    buffer_append_char(out, '\n');
}

static void print_note(struct buffer *out, const struct note_row *note)
{
    utf8_append_line(out, note->place);
    buffer_append_string(out, note->place.len ? ": " : "");
    utf8_append_line(out, note->text);
    buffer_append_char(out, '\n');
}

static void print_text(struct buffer *out, const struct options *options,
                       const struct explanation *all)
{
    print_blocks(out, options, all);
    if (all->rules.count)
        buffer_append_char(out, '\n');
    for (size_t i = 0; i < all->rules.count; i++)
        print_rule(out, options, &all->rules.items[i]);
    if (all->notes.count)
        buffer_append_char(out, '\n');
    for (size_t i = 0; i < all->notes.count; i++)
        print_note(out, &all->notes.items[i]);
}

/* ---- as JSON lines ----------------------------------------------------------------- */

static void print_line(struct buffer *out, struct slice line)
{
    buffer_append(out, line);
    buffer_append_char(out, '\n');
}

static void print_jsonl(struct buffer *out, const struct options *options,
                        const struct explanation *all)
{
    for (size_t i = 0; i < all->blocks.count; i++)
        if (is_wanted(options, &all->blocks.items[i]))
            print_line(out, all->blocks.items[i].line);
    for (size_t i = 0; i < all->rules.count; i++)
        print_line(out, all->rules.items[i].line);
    for (size_t i = 0; i < all->notes.count; i++)
        print_line(out, all->notes.items[i].line);
}

/* ---- as a page --------------------------------------------------------------------- */

static bool write_page(struct console *console, const struct options *options,
                       const struct explanation *all, const struct winnow_record *record)
{
    struct buffer page;
    buffer_open(&page, NULL);
    explain_html_write(&page, all, record);
    FILE *file = page.failed ? NULL : fopen(options->html, "wbe");
    bool ok = file && fwrite(page.ptr, 1, page.len, file) == page.len;
    ok = file && fclose(file) == 0 && ok;
    if (!ok)
        console_error(console, "--html %s: %s", options->html, strerror(errno));
    buffer_close(&page);
    return ok;
}

/* ---- the command ------------------------------------------------------------------- */

static int print(struct page_session *session, const struct winnow_record *record)
{
    const struct options *options = session->options;
    struct explanation all;
    struct buffer out;
    explanation_reader_read(&session->arena, record, &all);
    if (options->html)
        return write_page(session->console, options, &all, record) ? EXIT_SUCCESS
                                                                   : EXIT_FAILURE;
    buffer_open(&out, NULL);
    (options->format->write_record ? print_jsonl : print_text)(&out, options, &all);
    bool ok = printer_write(session->console, &out);
    buffer_close(&out);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A page without text, or whose body rule does not match, is explained as well. */
static int explain(struct page_session *session, const char *argument)
{
    struct session_page page;
    struct error err = {0};
    bool ok = page_session_load(session, argument, &page, &err);
    struct winnow_record *record =
        ok ? page_session_clean(session, &page, NULL, &err) : NULL;
    int code = EXIT_FAILURE;
    if (!record)
        console_error(session->console, "%s", err.text);
    else if (record->error)
        console_error(session->console, "%s: %s", argument, record->error);
    if (record && record->status <= WINNOW_RULE_BROKEN)
        code = print(session, record);
    page_session_page_close(&page);
    winnow_record_free(record);
    return code;
}

int explain_run(const struct options *options)
{
    struct console console;
    struct page_session session;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    bool opened = page_session_open(&session, options, &console, NULL,
                                    options->html ? explanation_clean_with_selectors
                                                  : explanation_clean);
    int code = opened ? explain(&session, options->arguments.items[0]) : EXIT_USAGE;
    page_session_close(&session);
    return code;
}
