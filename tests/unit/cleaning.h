/* cleaning: helpers for tests that clean a page with given rules. */
#ifndef TESTS_UNIT_CLEANING_H
#define TESTS_UNIT_CLEANING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "apply/apply_rules.h"
#include "apply/line_rules.h"
#include "base/buffer.h"
#include "marks/unrendered.h"
#include "page/parse.h"
#include "passes/main_content.h"
#include "write/text.h"

/* A page and its rule files, in merge order. */
struct cleaning {
    struct arena arena;
    struct ruleset rules;
    struct slice url_path;
    struct page page;
    struct marks marks;
    struct note_list notes;
    struct rule_check check;
    struct rule_findings findings;
    struct block_list blocks;
};

static inline void cleaning_open(struct cleaning *c, const char *url_path)
{
    memset(c, 0, sizeof *c);
    arena_open(&c->arena, SIZE_MAX);
    c->url_path = slice_of_string(url_path);
    c->notes.arena = &c->arena;
}

static inline void cleaning_add_rules(struct cleaning *c, enum authority authority,
                                      const char *text)
{
    const char *path = authority == AUTHORITY_DEFAULT ? "default.txt" : "site.txt";
    const struct rulefile *file =
        rulefile_read(&c->arena, slice_of_string(path), slice_of_string(text), authority);
    for (size_t i = 0; i < file->problems.count; i++)
        fail_msg("%s:%u: %s", path, file->problems.items[i].line,
                 file->problems.items[i].text.ptr);
    c->rules.files[c->rules.count++] = file;
}

static inline const char *cleaning_write(struct cleaning *c)
{
    struct buffer text;
    buffer_open(&text, &c->arena);
    struct write_context form = {.arena = &c->arena, .page = &c->page};
    write_text(&c->blocks, &form, &text);
    return text.ptr;
}

static inline const char *cleaning_page(struct cleaning *c, const char *html)
{
    struct error err = {0};
    struct slice bytes = arena_copy(&c->arena, slice_of_string(html));
    assert_true(parse_html(&c->arena, bytes, &c->page, &err));
    marks_open(&c->marks, &c->page, &c->arena);
    unrendered_mark(&c->marks);
    rule_check_open(&c->check, &c->rules, NULL, &c->marks, &c->notes);
    apply_rules_to_page(&c->rules, c->url_path, &c->check, &c->marks, &c->notes,
                        &c->findings);
    if (!c->findings.has_body)
        marks_keep(&c->marks, c->page.body, 0);
    blocks_of_page(&c->page, &c->marks, &c->arena, &c->blocks);
    line_rules_apply(&c->rules, c->url_path, &c->check, &c->blocks, &c->marks, &c->notes);
    return cleaning_write(c);
}

static inline const char *cleaning_text(struct cleaning *c, const char *text)
{
    marks_open(&c->marks, NULL, &c->arena);
    rule_check_open(&c->check, &c->rules, NULL, &c->marks, &c->notes);
    blocks_of_text(slice_of_string(text), &c->arena, &c->blocks);
    line_rules_apply(&c->rules, c->url_path, &c->check, &c->blocks, &c->marks, &c->notes);
    return cleaning_write(c);
}

/* Checks the text of a page under one site's rules. Without a body rule all of the body
   is kept. */
static inline void assert_cleans(const char *rules, const char *html, const char *text)
{
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, rules);
    assert_string_equal(cleaning_page(&c, html), text);
    arena_close(&c.arena);
}

#endif
