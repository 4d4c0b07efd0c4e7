#include "clean/clean.h"

#include "apply/apply_rules.h"
#include "apply/find_replace.h"
#include "apply/line_rules.h"
#include "apply/reshape.h"
#include "base/buffer.h"
#include "base/mime.h"
#include "base/url.h"
#include "base/utf8.h"
#include "charset/charset.h"
#include "clean/error_page.h"
#include "clean/frameset.h"
#include "clean/interstitial.h"
#include "clean/login_page.h"
#include "clean/sniff.h"
#include "clean/unwanted_blocks.h"
#include "embedded/append_article.h"
#include "embedded/embedded.h"
#include "embedded/schema_org.h"
#include "marks/unrendered.h"
#include "metadata/date.h"
#include "page/parse.h"
#include "page/prefilter.h"
#include "page/shortcodes.h"
#include "page/unended.h"
#include "passes/comments.h"
#include "passes/main_content.h"
#include "plaintext/line_selection.h"
#include "plaintext/menu_lines.h"

enum { SHOWN_MAX = 400 }; /* bytes of a page that a message shows */

/* One input that is being cleaned. */
struct run {
    struct arena *arena;
    struct rulebook *book;
    const struct rulefile *site; /* NULL: none, or it has errors */
    const struct winnow_input *input;
    struct slice url;
    struct prefiltered source; /* that the page was parsed from */
    struct linked_data linked; /* in the page */
    bool is_rewritten;         /* by find_string or replace_string */
    bool is_distrusted;        /* community files may not rewrite the page */
    struct cleaned *out;
};

static void end_with(struct run *run, enum winnow_status status, struct slice error)
{
    run->out->status = status;
    run->out->error = error;
}

static struct slice sentence(struct run *run, const char *before, const char *what)
{
    return slice_of_string(arena_printf(run->arena, "%s%s", before, what));
}

/* ---- rules ------------------------------------------------------------------------- */

/* The first error in a site's file, with its place. */
static bool find_error(const struct run *run, const struct rulefile *site,
                       struct error *err)
{
    if (!site->problems.errors)
        return !rulebook_check_includes(run->book, site, err);
    const struct problem *problem = site->problems.items;
    while (problem->level != PROBLEM_ERROR)
        problem++;
    error_at(err, arena_printf(run->arena, "%.*s", SLICE_ARG(problem->file)),
             problem->line, problem->column, "%.*s", SLICE_ARG(problem->text));
    return true;
}

static void note_error(struct run *run, enum note_code code, const struct error *err)
{
    const char *place =
        err->file[0] ? arena_printf(run->arena, "%s:%u", err->file, (unsigned)err->line)
                     : "";
    notes_push(&run->out->notes, code, slice_of_string(place),
               arena_copy(run->arena, slice_of_string(err->text)));
}

/* A site's file with an error is not used, because it is unclear what its author meant.
   In community files only the bad lines are skipped. */
static void check_site(struct run *run)
{
    const struct rulefile *site = run->out->site;
    struct error err = {0};
    char line[ERROR_LINE_MAX];
    run->site = site;
    if (!site || site->authority == AUTHORITY_COMMUNITY || !find_error(run, site, &err))
        return;
    run->site = NULL;
    note_error(run, NOTE_RULE_ERROR, &err);
    end_with(run, WINNOW_RULE_BROKEN,
             sentence(run, error_line(&err, line), "; the file was not used"));
}

static void select_rules(struct run *run, const struct view *view)
{
    struct error err = {0};
    bool whole = rulebook_select(run->book, run->site, view, &run->out->rules, &err);
    /* a file that replaces those of all sites */
    if (!run->out->site && run->out->rules.count &&
        run->out->rules.files[0]->authority == AUTHORITY_SITE)
        run->out->site = run->out->rules.files[0];
    if (!whole)
        note_error(run, NOTE_INCLUDE, &err);
}

static bool is_autodetected(const struct run *run)
{
    return apply_rules_is_enabled(&run->out->rules, run->out->url_path,
                                  DIRECTIVE_AUTODETECT_ON_FAILURE, true);
}

/* ---- a page ------------------------------------------------------------------------ */

static void read_metadata(struct run *run, const struct rule_findings *findings)
{
    struct metadata *metadata = &run->out->metadata;
    metadata_read(&run->out->page, &run->linked, run->url, run->arena, metadata);
    if (findings->title.len)
        metadata->title = findings->title;
    if (findings->author.len)
        metadata->author = findings->author;
    struct slice date =
        date_to_iso(run->arena, findings->date, date_order_of(metadata->language));
    if (date.len) /* a value that is not a date does not override the page's own */
        metadata->date = date;
    run->out->title_removed = findings->title_removed;
}

static void report_missed_body(struct run *run, const struct rule_findings *findings)
{
    const char *text = arena_printf(
        run->arena, "%.*s:%u: no body line matches this page; the site may have changed",
        SLICE_ARG(findings->missed_file->path), (unsigned)findings->missed->line);
    end_with(run, WINNOW_RULE_BROKEN, slice_of_string(text));
}

static void report_wall(struct run *run, const struct rule_findings *findings)
{
    const char *text = arena_printf(run->arena, "the page is a wall (%.*s:%u)",
                                    SLICE_ARG(findings->wall_file->path),
                                    (unsigned)findings->wall->line);
    end_with(run, WINNOW_BLOCKED, slice_of_string(text));
}

static void report_interstitial(struct run *run, const char *guard)
{
    const char *text =
        arena_printf(run->arena, "the page is an interstitial (%s)", guard);
    end_with(run, WINNOW_BLOCKED, slice_of_string(text));
}

/* Whether the page is only a server's message; if so, sets the status. */
static bool report_error_page(struct run *run)
{
    enum winnow_status status;
    struct slice headline = error_page_find(&run->out->page, &status);
    if (!headline.len)
        return false;
    headline = utf8_shorten(run->arena, headline, SHOWN_MAX);
    const char *text =
        arena_printf(run->arena, "the page is only the message of a server: \"%.*s\"",
                     SLICE_ARG(headline));
    end_with(run, status, slice_of_string(text));
    return true;
}

/* Whether nearly all of the page is a box over its text; if so, sets the status. */
static bool report_box(struct run *run)
{
    const char *what = interstitial_box(&run->out->marks);
    if (!what)
        return false;
    run->out->blocks.count = 0;
    report_interstitial(run, what);
    return true;
}

/* A link of the page that a rule has found, as an absolute URL. */
static struct slice url_of(const struct run *run, struct slice link)
{
    if (!link.len)
        return link;
    struct slice url = url_resolve(run->arena, run->out->metadata.base, link);
    return url_is_web(url) ? url : SLICE("");
}

static bool parse(struct run *run, struct slice html)
{
    struct page *page = &run->out->page;
    struct error err = {0};
    prefilter_html(run->arena, html, &run->source);
    if (run->source.may_swallow && unended_mend(run->arena, html, &html))
        prefilter_html(run->arena, html, &run->source);
    if (!parse_blanked(run->arena, &run->source, page, &err)) {
        end_with(run, WINNOW_PARSE, arena_copy(run->arena, slice_of_string(err.text)));
        return false;
    }
    shortcodes_remove(page);
    marks_open(&run->out->marks, page, run->arena);
    return true;
}

static bool has_replacements(const struct rulefile *file)
{
    return rulefile_next(file, DIRECTIVE_FIND_STRING, 0) < file->count ||
           rulefile_next(file, DIRECTIVE_REPLACE_STRING, 0) < file->count;
}

static struct slice rewrite(struct run *run, const struct ruleset *rules,
                            struct slice html)
{
    struct slice written = find_replace_apply(
        rules, run->out->url_path, !run->is_distrusted, html, &run->out->notes);
    run->is_rewritten = run->is_rewritten || written.ptr != html.ptr;
    return written;
}

/* Selects the rules, rewrites the page with them, and parses it. If the page has the
   fingerprint of a file that rewrites pages too, it is parsed again. */
static bool parse_rewritten(struct run *run, struct slice html)
{
    struct ruleset known;
    rulebook_select(run->book, run->site, NULL, &known, NULL);
    if (!parse(run, rewrite(run, &known, html)))
        return false;
    struct view view = view_open(&run->out->page, run->out->marks.hidden, run->arena);
    select_rules(run, &view);
    bool rewrites = false;
    for (size_t f = 0; f < run->out->rules.count && run->out->rules.count > known.count;
         f++)
        rewrites = rewrites || (has_replacements(run->out->rules.files[f]) &&
                                !ruleset_has(&known, run->out->rules.files[f]));
    return !rewrites || parse(run, rewrite(run, &run->out->rules, html));
}

static void drop_json_ld(struct page *page)
{
    size_t left = 0;
    for (size_t i = 0; i < page->embedded_count; i++)
        if (page->embedded[i].kind != EMBEDDED_JSON_LD)
            page->embedded[left++] = page->embedded[i];
    page->embedded_count = left;
}

/* The article that is all of the page and is marked as clean, as in HTML that winnow
   wrote; NODE_NONE for none. */
static uint32_t find_clean_article(const struct page *page)
{
    uint32_t first = page->body + 1;
    if (page->body == NODE_NONE || first >= page->count ||
        page->nodes[first].tag != TAG_ARTICLE ||
        !page_attribute(page, first, SLICE("data-winnow")).ptr)
        return NODE_NONE;
    for (uint32_t i = page->nodes[first].end; i < page->nodes[page->body].end; i++)
        if (!node_is_text(&page->nodes[i]) || slice_trim(page->nodes[i].text).len)
            return NODE_NONE;
    return first;
}

/* Takes the article as it is: rules and the model are not used again. */
static void use_clean_article(struct run *run, uint32_t article)
{
    struct cleaned *out = run->out;
    struct rule_findings nothing = {0};
    linked_data_read(&out->page, run->arena, &run->linked);
    read_metadata(run, &nothing);
    marks_keep(&out->marks, article, 0);
    out->blocks.with_images = run->input->form != WINNOW_AS_TEXT || run->input->images;
    blocks_of_page(&out->page, &out->marks, run->arena, &out->blocks);
}

static bool has_text(const struct block_list *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (blocks->items[i].verdict != VERDICT_DROP && blocks->items[i].text.len)
            return true;
    return false;
}

static void note_comments(struct run *run, const char *text)
{
    notes_push(&run->out->notes, NOTE_COMMENTS_KEPT, SLICE(""), slice_of_string(text));
}

/* Keeps the comments of readers, whether rules or the model have found the article. On a
   forum they are the text, and are kept anyway. */
static void keep_comments(struct run *run)
{
    struct section_list sections;
    comment_sections_find(&run->out->page, run->arena, &sections);
    if (comments_keep(&run->out->marks, &sections))
        note_comments(run, "readers' comments were kept below the text");
}

static void read_blocks(struct run *run)
{
    run->out->blocks.count = 0;
    blocks_of_page(&run->out->page, &run->out->marks, run->arena, &run->out->blocks);
}

/* Adds comments that the page only has as data. */
static void add_embedded_comments(struct run *run)
{
    struct cleaned *out = run->out;
    struct embedded_text text;
    if (!embedded_comments(&out->page, &run->linked, run->arena, &text) ||
        !append_article(&out->page, &out->marks, &run->source, text.html, false))
        return;
    read_blocks(run);
    note_comments(run, "readers' comments from JSON-LD were added below the text");
}

/* The type of a page whose text comes from data: that of the data or, without one, what
   the model predicts for the text. */
static const char *type_of_embedded(struct run *run, const struct embedded_text *text)
{
    enum page_type type;
    struct page page;
    struct marks marks;
    struct prediction prediction;
    if (schema_org_page_type(text->type, &type))
        return page_type_name(type);
    if (!parse_html(run->arena, arena_copy(run->arena, text->html), &page, NULL))
        return NULL;
    marks_open(&marks, &page, run->arena);
    prediction_make(&marks, NULL, &prediction);
    return prediction_type_name(&prediction);
}

/* Some pages show no text until their scripts run, or only the beginning, but have the
   text as data for these scripts. */
static bool add_embedded_text(struct run *run)
{
    struct cleaned *out = run->out;
    struct embedded_text text;
    bool is_empty = !has_text(&out->blocks);
    if (!(is_empty ? embedded_find(&out->page, &run->linked, run->arena, &text)
                   : embedded_improve(&out->page, &run->linked, &out->blocks, run->arena,
                                      &text)) ||
        !append_article(&out->page, &out->marks, &run->source, text.html, !text.is_more))
        return false;
    read_blocks(run);
    if (!text.is_more)
        out->page_type = type_of_embedded(run, &text);
    const char *what = is_empty ? "the page shows no text; it was read from"
                       : text.is_more
                           ? "the page shows no description; it was read from"
                           : "the page shows only the beginning; the text was read from";
    notes_push(&out->notes, NOTE_TEXT_EMBEDDED, SLICE(""),
               slice_of_string(arena_printf(run->arena, "%s %s", what, text.source)));
    return true;
}

/* Adds text from the page's data, unless a rule has found the text. Returns false, with
   status set, if nearly all of the page is a box over its text. */
static bool add_embedded_data(struct run *run, bool is_undecided)
{
    bool is_embedded = is_undecided && add_embedded_text(run);
    if (is_undecided && !is_embedded && report_box(run))
        return false;
    if (run->input->comments && !is_embedded)
        add_embedded_comments(run);
    return true;
}

/* What the rules and the model find on a page, before the selection is made. */
struct judgement {
    struct prediction prediction;
    struct rule_check check;
    struct rule_findings findings;
    bool is_undecided; /* no rule has found the main content */
};

static void judge_page(struct run *run, struct judgement *out)
{
    struct cleaned *page = run->out;
    struct rule_findings *findings = &out->findings;
    if (apply_rules_is_enabled(&page->rules, page->url_path, DIRECTIVE_SKIP_JSON_LD,
                               false))
        drop_json_ld(&page->page);
    reshape_reveal(&page->rules, page->url_path, &page->marks);
    unrendered_mark(&page->marks);
    linked_data_read(&page->page, run->arena, &run->linked);
    prediction_make(&page->marks, &run->linked, &out->prediction);
    rule_check_open(&out->check, &page->rules, &out->prediction, &page->marks,
                    &page->notes);
    apply_rules_to_page(&page->rules, page->url_path, &out->check, &page->marks,
                        &page->notes, findings);
    out->is_undecided = !findings->has_body && !findings->is_emptied;
    page->missed_body = findings->missed != NULL;
    page->has_rule_title = findings->title.len > 0;
    read_metadata(run, findings);
    page->single_page = url_of(run, findings->single_page);
    page->next_page = url_of(run, findings->next_page);
}

/* Returns false, with status set, if the page is a wall or lacks what rules require. */
static bool check_walls(struct run *run, const struct rule_findings *findings)
{
    if (findings->wall) {
        report_wall(run, findings);
        return false;
    }
    const char *guard = findings->has_body ? NULL : interstitial_guard(&run->out->page);
    if (guard) {
        report_interstitial(run, guard);
        return false;
    }
    if (!findings->has_body && report_error_page(run))
        return false;
    if (findings->missed)
        report_missed_body(run, findings);
    return !findings->missed || findings->has_body || is_autodetected(run);
}

/* If the model decides against a community file, that may have rewritten the page for a
   body that no longer exists: then the page is judged again as it came. */
static bool judge_again(struct run *run, struct slice html, size_t note_count,
                        struct judgement *judgement)
{
    if (!judgement->findings.is_left_to_model || !run->is_rewritten)
        return true;
    run->is_distrusted = true;
    run->out->notes.count = note_count;
    if (!parse_rewritten(run, html))
        return false;
    judge_page(run, judgement);
    return true;
}

static void clean_page(struct run *run, struct slice html)
{
    struct cleaned *out = run->out;
    struct judgement judgement;
    size_t note_count = out->notes.count;
    if (!parse_rewritten(run, html))
        return;
    uint32_t article = find_clean_article(&out->page);
    if (article != NODE_NONE) {
        unrendered_mark(&out->marks);
        use_clean_article(run, article);
        return;
    }
    judge_page(run, &judgement);
    if (!judge_again(run, html, note_count, &judgement) ||
        !check_walls(run, &judgement.findings))
        return;
    if (judgement.is_undecided)
        main_content_mark(&out->marks, &judgement.prediction, run->input->favor);
    out->page_type = prediction_type_name(&judgement.prediction);
    if (run->input->comments)
        keep_comments(run);
    out->blocks.with_images = run->input->form != WINNOW_AS_TEXT || run->input->images;
    blocks_of_page(&out->page, &out->marks, run->arena, &out->blocks);
    if (judgement.is_undecided && out->page_type &&
        login_page_detect(&out->page, &out->marks, &out->blocks)) {
        out->blocks.count = 0;
        end_with(run, WINNOW_BLOCKED, SLICE("the page is a login form"));
        return;
    }
    if (add_embedded_data(run, judgement.is_undecided))
        line_rules_apply(&out->rules, out->url_path, &judgement.check, &out->blocks,
                         &out->marks, &out->notes);
}

/* ---- plain text -------------------------------------------------------------------- */

static void clean_text(struct run *run, struct slice text)
{
    struct cleaned *out = run->out;
    struct rule_check check;
    marks_open(&out->marks, NULL, run->arena);
    select_rules(run, NULL);
    blocks_of_text(text, run->arena, &out->blocks);
    rule_check_open_lines(&check, &out->rules, &out->blocks, run->arena, &out->notes);
    line_rules_apply(&out->rules, out->url_path, &check, &out->blocks, &out->marks,
                     &out->notes);
    menu_lines_drop(&out->blocks, &out->marks);
    if (apply_rules_is_enabled(&out->rules, out->url_path, DIRECTIVE_PRUNE, true))
        line_selection_apply(&out->blocks, &out->marks, run->input->favor);
}

/* ---- the order of it all ----------------------------------------------------------- */

static void note_charset(struct run *run, const struct charset_choice *choice)
{
    struct note_list *notes = &run->out->notes;
    if (choice->refuted)
        notes_push(notes, NOTE_CHARSET_REFUTED, SLICE(""),
                   slice_of_string(arena_printf(
                       run->arena, "the %s says %s, but the bytes are not; read as %s",
                       choice->refuted_source, choice->refuted, choice->name)));
    if (choice->mended)
        notes_push(notes, NOTE_ENCODED_TWICE, SLICE(""),
                   slice_of_string(arena_printf(
                       run->arena, "%zu characters had been encoded as UTF-8 twice",
                       choice->mended)));
}

static bool decode(struct run *run, bool is_html, struct slice *text)
{
    const struct winnow_input *input = run->input;
    struct charset_hints hints = {
        .forced = slice_of_string(input->charset),
        .content_type = slice_of_string(input->content_type),
        .is_html = is_html,
        .is_utf8 = input->is_utf8,
    };
    struct charset_choice choice;
    struct error err = {0};
    if (charset_decode(run->arena, slice_of(input->bytes, input->size), &hints, text,
                       &choice, &err)) {
        note_charset(run, &choice);
        return true;
    }
    end_with(run, WINNOW_PARSE, arena_copy(run->arena, slice_of_string(err.text)));
    return false;
}

/* Why there is no text: with the place of the rule that removed it, if one did. */
static struct slice reason_of_nothing(const struct run *run)
{
    const struct note_list *notes = &run->out->notes;
    for (size_t i = 0; i < notes->count; i++)
        if (notes->items[i].code == NOTE_PAGE_EMPTIED)
            return slice_of_string(arena_printf(run->arena, "%.*s: %.*s",
                                                SLICE_ARG(notes->items[i].place),
                                                SLICE_ARG(notes->items[i].text)));
    struct slice frames =
        frameset_list_urls(&run->out->page, run->out->metadata.base, run->arena);
    frames = utf8_shorten(run->arena, frames, SHOWN_MAX);
    if (frames.len)
        return slice_of_string(
            arena_printf(run->arena, "the page only shows other pages in frames: %.*s",
                         SLICE_ARG(frames)));
    return SLICE("no main content found");
}

void clean_input(struct arena *a, struct rulebook *book, const struct rulefile *site,
                 const struct winnow_input *input, struct cleaned *out)
{
    *out = (struct cleaned){.status = WINNOW_OK, .site = site, .notes = {.arena = a}};
    struct run run = {.arena = a, .book = book, .input = input, .out = out};
    run.url = slice_of_string(input->url);
    out->url_path = url_path(run.url);
    struct slice bytes = slice_of(input->bytes, input->size);
    struct slice type = slice_of_string(input->content_type);
    const char *what =
        input->is_utf8 ? NULL
                       : sniff_unsupported(bytes, type, slice_of_string(input->charset));
    if (what) {
        end_with(&run, WINNOW_UNSUPPORTED, sentence(&run, "not a web page: ", what));
        return;
    }
    bool is_html = input->kind == WINNOW_HTML && !mime_is_plain_text(type);
    struct slice text;
    if (!decode(&run, is_html, &text))
        return;
    check_site(&run);
    (is_html ? clean_page : clean_text)(&run, text);
    if (input->no_tables)
        unwanted_blocks_drop_tables(&out->blocks, &out->marks);
    if (input->title == WINNOW_TITLE_DROP)
        unwanted_blocks_drop_title(&out->blocks, &out->marks, out->metadata.title);
    if (out->status == WINNOW_OK && !has_text(&out->blocks))
        end_with(&run, WINNOW_EMPTY, reason_of_nothing(&run));
}
