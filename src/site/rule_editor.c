#include "site/rule_editor.h"

#include "base/file.h"
#include "base/hash.h"
#include "cli/rulefiles.h"
#include "rules/host_names.h"
#include "rules/lint.h"
#include "site/frame.h"
#include "site/markup.h"
#include "site/rule_preview.h"
#include "site/serve_forms.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The rule file, as it is and as it was sent. */
struct draft {
    const struct rule_editor *editor;
    struct arena *arena;
    struct store_page page;
    const char *path;
    struct buffer file; /* its content; empty if it does not exist */
    char revision[HASH_HEX_SIZE];
    struct slice text;
    const struct problem_list *problems;
    const char *said; /* what became of saving */
};

/* ---- the file ---------------------------------------------------------------------- */

static bool find_path(struct draft *draft, struct error *err)
{
    const struct string_list *folders = &draft->editor->command->options.rule_directories;
    struct slice host = host_names_normalize(draft->arena,
                                             slice_of_string(draft->page.host)),
                 name;
    if (!folders->count)
        return error_set(err, "The archive has no rule directory: add a line \"rules: "
                              "DIR\" to its winnow.conf.");
    if (!host.len || !host_names_file_name(draft->arena, host, 0, &name))
        return error_set(err, "This host has no rule file.");
    draft->path =
        arena_printf(draft->arena, "%s/%.*s", folders->items[0], SLICE_ARG(name));
    return true;
}

static bool read_file(struct draft *draft, struct error *err)
{
    struct error why;
    buffer_open(&draft->file, draft->arena);
    if (access(draft->path, F_OK) == 0) {
        struct buffer bytes;
        bool done = rulefiles_read(draft->path, &bytes, &why);
        if (done)
            buffer_append(&draft->file, buffer_slice(&bytes));
        buffer_close(&bytes);
        if (!done)
            return error_set(err, "%s: %s", draft->path, why.text);
    }
    hash_sha256(buffer_slice(&draft->file), draft->revision);
    return true;
}

static void check(struct draft *draft)
{
    struct lint_options options = {0};
    const struct rulefile *file = rulefile_read(
        draft->arena, slice_of_string(draft->path), draft->text, AUTHORITY_SITE);
    draft->problems = lint_file(draft->arena, file, draft->text, options);
}

static void save(struct draft *draft)
{
    struct file_target target = {
        .folder = AT_FDCWD, .name = draft->path, .is_synced = true};
    bool is_current = slice_equal(draft->editor->base, slice_of_string(draft->revision));
    if (draft->problems->errors)
        draft->said = "Not saved: the file has errors.";
    else if (!is_current)
        draft->said = "Not saved: the file has changed since this page was opened. Copy "
                      "your text and open the page again.";
    else if (!file_replace(&target, draft->text))
        draft->said =
            arena_printf(draft->arena, "Not saved: %s: %s", draft->path, strerror(errno));
    else
        draft->said = "Saved. The next refresh cleans the pages of this host again.";
    if (draft->said[0] == 'S')
        hash_sha256(draft->text, draft->revision);
}

/* ---- the page ---------------------------------------------------------------------- */

static void append_problems(const struct draft *draft, struct buffer *out)
{
    const struct problem_list *problems = draft->problems;
    buffer_append_string(out, "<h2>Check</h2>\n");
    if (!problems->errors)
        buffer_append_string(out, "<p class=\"meta\">No errors.</p>\n");
    buffer_append_string(out, "<ul class=\"problems\">\n");
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        buffer_printf(out, "<li>Line %u, column %u: %s: ", problem->line, problem->column,
                      problem_level_name(problem->level));
        markup_line(out, problem->text);
        buffer_append_string(out, "</li>\n");
    }
    buffer_append_string(out, "</ul>\n");
}

static void append_preview(const struct draft *draft, struct buffer *out)
{
    struct error err = {0};
    struct site_source rules = {.path = slice_of_string(draft->path),
                                .text = draft->text,
                                .authority = AUTHORITY_SITE};
    buffer_append_string(out, "<h2>What changes in this text</h2>\n"
                              "<div class=\"text diff\" dir=\"auto\">\n");
    if (!rule_preview_append(draft->editor->command, &draft->page, &rules, out, &err)) {
        buffer_append_string(out, "<p class=\"note\">Not known: ");
        markup_string(out, err.text);
        buffer_append_string(out, "</p>\n");
    }
    buffer_append_string(out, "</div>\n");
}

static void append_form(const struct draft *draft, struct buffer *out)
{
    serve_forms_begin(draft->editor->site, "/rule", draft->page.url, out);
    buffer_printf(out,
                  "<input type=\"hidden\" name=\"base\" value=\"%s\">\n"
                  "<textarea name=\"text\" rows=\"14\" spellcheck=\"false\" "
                  "aria-label=\"Rules\" autocapitalize=\"off\">\n",
                  draft->revision);
    markup_text(out, draft->text);
    buffer_append_string(out,
                         "</textarea>\n"
                         "<button name=\"do\" value=\"check\">Check, and show what "
                         "changes</button>\n"
                         "<button name=\"do\" value=\"save\">Save</button>\n</form>\n");
}

static void append_page(const struct draft *draft, struct buffer *out)
{
    const struct rule_editor *editor = draft->editor;
    struct frame frame = {
        .site = editor->site, .out = out, .root = "/", .title = "Rules"};
    frame_begin(&frame);
    buffer_append_string(out, "<h1>Rules for ");
    markup_string(out, draft->page.host);
    buffer_append_string(out, "</h1>\n<p class=\"meta\">");
    markup_string(out, draft->path);
    buffer_append_string(out, "<br>For the page ");
    markup_open_link(out, slice_of_string(draft->page.url));
    markup_string(out, draft->page.url);
    markup_close_link(out, slice_of_string(draft->page.url));
    buffer_append_string(out, "</p>\n");
    if (draft->said) {
        buffer_append_string(out, "<p class=\"note\" role=\"status\">");
        markup_string(out, draft->said);
        buffer_append_string(out, "</p>\n");
    }
    append_form(draft, out);
    append_problems(draft, out);
    append_preview(draft, out);
    frame_end(&frame);
}

bool rule_editor_append(const struct rule_editor *editor, struct buffer *out,
                        struct error *err)
{
    struct arena a;
    struct draft draft = {.editor = editor, .arena = &a};
    arena_open(&a, SIZE_MAX);
    err->text[0] = '\0';
    bool done = store_find_page(editor->site->store, editor->url, &a, &draft.page, err);
    if (!done && !err->text[0])
        error_set(err, "The page is not in the archive.");
    done = done && find_path(&draft, err) && read_file(&draft, err);
    if (done) {
        draft.text = editor->text.ptr ? editor->text : buffer_slice(&draft.file);
        check(&draft);
        if (editor->saves)
            save(&draft);
        append_page(&draft, out);
    }
    arena_close(&a);
    return done;
}
