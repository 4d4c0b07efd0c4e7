#include "site/attention.h"

#include "archive/rule_health.h"
#include "base/utf8.h"
#include "site/figures.h"
#include "site/frame.h"
#include "site/markup.h"
#include "site/serve_forms.h"
#include <string.h>

enum {
    LISTED_MAX = 500, /* items of a section; winnow quarantine and the like list all */
    EXCERPT = 300,    /* bytes of a text in quarantine */
    DAY = 86400,
};

struct section {
    const struct site *site;
    struct buffer *out;
    struct error *err;
    const char *kind; /* of problems */
    size_t count;
    bool done;
};

static void begin_section(struct section *section, const char *title)
{
    section->count = 0;
    buffer_printf(section->out, "<section>\n<h2>%s</h2>\n<ul class=\"texts\">\n", title);
}

static void end_section(struct section *section, const char *command)
{
    struct buffer *out = section->out;
    buffer_append_string(out, "</ul>\n");
    if (!section->count)
        buffer_append_string(out, "<p class=\"meta\">None.</p>\n");
    if (section->count > LISTED_MAX)
        buffer_printf(out, "<p class=\"meta\">And %zu more: see <code>%s</code>.</p>\n",
                      section->count - LISTED_MAX, command);
    buffer_append_string(out, "</section>\n");
}

/* ---- quarantine -------------------------------------------------------------------- */

/* The title, as a link to the text's page if it has one. */
static bool append_subject(struct section *section, const struct store_suspect *suspect,
                           struct arena *a)
{
    struct store_page page;
    struct buffer *out = section->out;
    if (!store_load_page(section->site->store, suspect->page, a, &page, section->err))
        return false;
    struct catalogue_page shown = {
        .url = page.url, .name = page.name, .title = page.title};
    if (page.version) {
        buffer_append_string(out, "<a class=\"title\" dir=\"auto\" href=\"");
        site_append_stem(shown.name, out);
        buffer_append_string(out, ".html\">");
        markup_string(out, site_title(&shown));
        buffer_append_string(out, "</a>\n");
    } else {
        struct slice url = slice_of_string(page.url);
        markup_open_link(out, url);
        markup_line(out, url);
        markup_close_link(out, url);
    }
    return true;
}

static void append_reason(const struct store_suspect *suspect, struct buffer *out)
{
    buffer_append_string(out, "<span class=\"meta\">");
    markup_string(out, suspect->reason);
    buffer_append_string(out, " · since ");
    markup_time(out, suspect->since);
    buffer_append_string(out, ", ");
    buffer_printf(out, "%u refresh%s", suspect->runs, suspect->runs == 1 ? "" : "es");
    buffer_append_string(out, "</span>\n");
}

static bool append_suspect(struct section *section, const struct store_suspect *suspect,
                           struct arena *a)
{
    struct buffer text;
    struct store_suspect whole;
    buffer_open(&text, a);
    section->err->text[0] = '\0';
    buffer_append_string(section->out, "<li>");
    if (!append_subject(section, suspect, a))
        return false;
    append_reason(suspect, section->out);
    if (!store_find_suspect(section->site->store, suspect->page, a, &whole, &text,
                            section->err))
        return false;
    struct slice shown = slice_trim(buffer_slice(&text));
    if (shown.len) {
        buffer_append_string(section->out, "<blockquote dir=\"auto\">");
        markup_text(section->out, slice_of(shown.ptr, utf8_cut(shown, EXCERPT)));
        buffer_append_string(section->out, shown.len > EXCERPT ? " …</blockquote>\n"
                                                               : "</blockquote>\n");
    }
    serve_forms_append_quarantine(section->site, suspect->url, section->out);
    buffer_append_string(section->out, "</li>\n");
    return true;
}

static bool add_suspect(void *context, const struct store_suspect *suspect)
{
    struct section *section = context;
    struct arena a;
    if (section->count++ >= LISTED_MAX)
        return true;
    arena_open(&a, SIZE_MAX);
    section->done = append_suspect(section, suspect, &a);
    arena_close(&a);
    return section->done;
}

/* ---- problems ---------------------------------------------------------------------- */

static bool add_problem(void *context, const struct store_problem *problem, int64_t count)
{
    struct section *section = context;
    struct buffer *out = section->out;
    if (strcmp(problem->kind, section->kind) != 0 || section->count++ >= LISTED_MAX)
        return true;
    struct slice url = slice_of_string(problem->key);
    buffer_append_string(out, "<li>");
    markup_open_link(out, url);
    markup_line(out, count > 1 ? slice_of_string(problem->host) : url);
    markup_close_link(out, url);
    buffer_append_string(out, " <span class=\"meta\">");
    if (count > 1) {
        markup_count(out, count, "page");
        buffer_append_string(out, ": ");
    }
    markup_string(out, problem->text);
    buffer_append_string(out, " · since ");
    markup_time(out, problem->since);
    buffer_append_string(out, "</span></li>\n");
    return true;
}

static bool append_problems(struct section *section, const char *kind, const char *title)
{
    section->kind = kind;
    begin_section(section, title);
    bool done = store_each_problem(section->site->store, PROBLEMS_OPEN, 0, add_problem,
                                   section, section->err);
    end_section(section, "winnow refresh --report all");
    return done;
}

static bool add_rule(void *context, const struct rule_health_row *rule)
{
    struct section *section = context;
    struct buffer *out = section->out;
    int64_t since = rule->missing_since ? rule->missing_since
                    : rule->hit         ? rule->hit
                                        : rule->first;
    if (section->count++ >= LISTED_MAX)
        return true;
    buffer_append_string(out, "<li><code>");
    markup_string(out, rule->directive);
    buffer_append_string(out, ": ");
    markup_string(out, rule->value);
    buffer_append_string(out, "</code> <span class=\"meta\">");
    markup_string(out, rule->host);
    buffer_append_string(out, " · no match since ");
    markup_time(out, since);
    buffer_append_string(out, " · ");
    markup_string(out, rule->place);
    buffer_append_string(out, "</span></li>\n");
    return true;
}

/* ---- the page ---------------------------------------------------------------------- */

static bool append_sections(struct section *section)
{
    struct store *store = section->site->store;
    int64_t now = catalogue_last_run(store);
    begin_section(section, "In quarantine");
    bool done =
        store_each_suspect(store, add_suspect, section, section->err) && section->done;
    end_section(section, "winnow quarantine");
    done = done && append_problems(section, "failed", "Failing");
    begin_section(section, "Rules that no longer match");
    done = done && rule_health_each(store, now - RULE_HEALTH_STALE_DAYS * (int64_t)DAY,
                                    add_rule, section, section->err);
    end_section(section, "winnow health");
    return done && append_problems(section, "gone", "Gone");
}

bool attention_append(const struct site *site, const char *said, struct buffer *out,
                      struct error *err)
{
    struct frame frame = {.site = site,
                          .out = out,
                          .root = "",
                          .title = "Attention",
                          .tab = FRAME_ATTENTION};
    struct section section = {.site = site, .out = out, .err = err, .done = true};
    frame_begin(&frame);
    buffer_append_string(out, "<h1>Attention</h1>\n<p class=\"meta\">");
    if (catalogue_last_run(site->store)) {
        buffer_append_string(out, "As of the last refresh, ");
        markup_time(out, catalogue_last_run(site->store));
    } else {
        buffer_append_string(out, "There was no refresh yet");
    }
    buffer_append_string(out, ".</p>\n");
    if (said) {
        buffer_append_string(out, "<p class=\"note\" role=\"status\">");
        markup_string(out, said);
        buffer_append_string(out, "</p>\n");
    }
    bool done = append_sections(&section);
    buffer_append_string(out, "<section>\n<h2>Over time</h2>\n");
    done = done && figures_append(site, out, err);
    buffer_append_string(out, "</section>\n");
    frame_end(&frame);
    return done;
}
