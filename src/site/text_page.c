#include "site/text_page.h"

#include "base/array.h"
#include "site/frame.h"
#include "site/markup.h"
#include "site/serve_forms.h"
#include "site/text_html.h"
#include "site/word_diff.h"

/* ---- versions ---------------------------------------------------------------------- */

struct loading {
    struct arena *arena;
    struct text_versions *versions;
};

static const char *copy(struct arena *a, const char *text)
{
    return text ? arena_string(a, slice_of_string(text)) : NULL;
}

static bool add_version(void *context, const struct store_version *version)
{
    struct loading *loading = context;
    struct store_version kept = *version;
    kept.cause = copy(loading->arena, version->cause);
    kept.title = copy(loading->arena, version->title);
    kept.raw_sha256 = kept.rules = kept.text_sha256 = NULL;
    ARENA_PUSH(loading->arena, loading->versions, kept);
    return true;
}

bool text_versions_load(struct store *store, int64_t page, struct arena *a,
                        struct text_versions *out, struct error *err)
{
    struct loading loading = {a, out};
    *out = (struct text_versions){0};
    bool done = store_each_version(store, page, add_version, &loading, err);
    int64_t newest = out->count ? out->items[out->count - 1].number : 0;
    while (out->count && out->items[0].number <= newest - SITE_VERSIONS_MAX) {
        out->items++;
        out->count--;
        out->capacity--;
        out->left_out++;
    }
    return done;
}

static bool is_current(const struct text_page *text, size_t index)
{
    return text->versions->items[index].number == text->page->version;
}

/* ---- names of files ---------------------------------------------------------------- */

static void append_base(const struct text_page *text, struct buffer *out)
{
    struct buffer stem;
    buffer_open(&stem, NULL);
    site_append_stem(text->page->name, &stem);
    size_t slash = slice_find_last_char(buffer_slice(&stem), '/');
    buffer_append(out, slice_after(buffer_slice(&stem), slash + 1));
    buffer_close(&stem);
}

void text_page_append_name(const struct text_page *text, size_t index, struct buffer *out)
{
    append_base(text, out);
    if (!is_current(text, index))
        buffer_printf(out, ".%lld", (long long)text->versions->items[index].number);
    buffer_append_string(out, ".html");
}

void text_page_append_diff_name(const struct text_page *text, size_t index,
                                struct buffer *out)
{
    append_base(text, out);
    buffer_printf(out, ".%lld-%lld.html",
                  (long long)text->versions->items[index - 1].number,
                  (long long)text->versions->items[index].number);
}

/* ---- parts of pages ---------------------------------------------------------------- */

/* Who wrote the text, when, and where: what is known of that. */
static void append_byline(const struct store_details *details, struct buffer *out)
{
    enum { DAY = 10 }; /* bytes of a date without its time */
    struct slice date = slice_of_string(details->date);
    const struct slice known[] = {slice_of_string(details->author),
                                  slice_of(date.ptr, date.len < DAY ? date.len : DAY),
                                  slice_of_string(details->site)};
    bool has_one = false;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (!known[i].len)
            continue;
        buffer_append_string(out, has_one ? " · " : "<p class=\"byline\" dir=\"auto\">");
        markup_line(out, known[i]);
        has_one = true;
    }
    buffer_append_string(out, has_one ? "</p>\n" : "");
}

static void append_head(const struct text_page *text, const char *title, int64_t when,
                        const struct store_details *details, struct buffer *out)
{
    struct slice url = slice_of_string(text->page->url);
    buffer_append_string(out, "<header>\n<p class=\"where\"><a href=\"index.html\">");
    markup_string(out, text->page->host);
    buffer_append_string(out, "</a></p>\n<h1 dir=\"auto\">");
    markup_string(out, title);
    buffer_append_string(out, "</h1>\n");
    append_byline(details, out);
    buffer_append_string(out, "<p class=\"meta\">Archived ");
    markup_time(out, when);
    buffer_append_string(out, " · ");
    markup_open_link(out, url);
    buffer_append_string(out, "Original page");
    markup_close_link(out, url);
    if (text->site->token) {
        buffer_append_string(out, " · ");
        serve_forms_append_rule_link(text->site, text->page->url, out);
    }
    buffer_append_string(out, "</p>\n</header>\n");
}

static const char *describe_cause(const char *cause)
{
    static const char *const causes[][2] = {
        {"first", "first version"},
        {"site", "the page changed"},
        {"rules", "cleaned again with other rules"},
        {"accepted", "accepted from quarantine"},
        {"restored", "an earlier version was restored"},
    };
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (slice_equal(slice_of_string(cause), slice_of_string(causes[i][0])))
            return causes[i][1];
    return cause;
}

static void append_version_item(const struct text_page *text, size_t index, size_t shown,
                                struct buffer *out)
{
    const struct store_version *version = &text->versions->items[index];
    buffer_append_string(out, "<li>");
    if (index == shown) {
        buffer_printf(out, "<strong>Version %lld</strong>", (long long)version->number);
    } else {
        buffer_append_string(out, "<a href=\"");
        text_page_append_name(text, index, out);
        buffer_printf(out, "\">Version %lld</a>", (long long)version->number);
    }
    buffer_append_string(out, is_current(text, index) ? " (current), " : ", ");
    markup_time(out, version->made);
    buffer_append_string(out, ": ");
    markup_string(out, describe_cause(version->cause));
    if (index) {
        buffer_append_string(out, " · <a href=\"");
        text_page_append_diff_name(text, index, out);
        buffer_append_string(out, "\">what changed</a>");
    }
    buffer_append_string(out, "</li>\n");
}

/* The newest first. `shown` is the version of this page; SIZE_MAX: none. */
static void append_versions(const struct text_page *text, size_t shown,
                            struct buffer *out)
{
    buffer_append_string(out, "<section class=\"versions\" "
                              "aria-labelledby=\"versions\">\n<h2 id=\"versions\">"
                              "Versions</h2>\n<ul>\n");
    for (size_t i = text->versions->count; i-- > 0;)
        append_version_item(text, i, shown, out);
    buffer_append_string(out, "</ul>\n");
    if (text->versions->left_out) {
        buffer_append_string(out, "<p>");
        markup_count(out, (int64_t)text->versions->left_out, "older version");
        buffer_append_string(out, " not shown: see <code>winnow log</code>.</p>\n");
    }
    buffer_append_string(out, "</section>\n");
}

static void append_state(const struct catalogue_page *page, struct buffer *out)
{
    if (page->suspect_reason) {
        buffer_append_string(out, "<p class=\"note\">A newer version waits in <a "
                                  "href=\"../../attention.html\">quarantine</a>: ");
        markup_string(out, page->suspect_reason);
        buffer_append_string(out, ".</p>\n");
    }
    if (page->state == PAGE_GONE || page->state == PAGE_MISSING)
        buffer_append_string(out, "<p class=\"note\">The page is no longer at its "
                                  "address. This is what it had.</p>\n");
}

/* ---- pages ------------------------------------------------------------------------- */

static const char *title_of(const struct text_page *text, size_t index)
{
    const struct store_version *version = &text->versions->items[index];
    return version->title && version->title[0] ? version->title : site_title(text->page);
}

static void append_old_note(const struct text_page *text, size_t index,
                            struct buffer *out)
{
    const struct store_version *version = &text->versions->items[index];
    buffer_printf(out, "<p class=\"note\">This is version %lld, made on ",
                  (long long)version->number);
    markup_time(out, version->made);
    buffer_append_string(out, ". <a href=\"");
    append_base(text, out);
    buffer_append_string(out, ".html\">The current version</a></p>\n");
    serve_forms_append_restore(text->site, text->page->url, version->number, out);
}

/* The text as the version's Markdown has it, or as it is plain. */
static bool append_text(const struct text_page *text, size_t index,
                        const struct store_details *details, struct arena *a,
                        struct buffer *out, struct error *err)
{
    const struct store_version *version = &text->versions->items[index];
    struct slice title = slice_of_string(title_of(text, index));
    struct buffer body;
    buffer_open(&body, a);
    if (!details->markdown.ptr &&
        !store_read_text(text->site->store, version->page, version->number, &body, err))
        return false;
    buffer_append_string(out, "<div class=\"text\" dir=\"auto\"");
    if (details->language) {
        buffer_append_string(out, " lang=\"");
        markup_string(out, details->language);
        buffer_append_char(out, '"');
    }
    buffer_append_string(out, ">\n");
    if (details->markdown.ptr)
        text_html_append_markdown(details->markdown, title, out);
    else
        text_html_append_plain(buffer_slice(&body), title, out);
    buffer_append_string(out, "</div>\n");
    return true;
}

bool text_page_append(const struct text_page *text, size_t index, struct arena *a,
                      struct buffer *out, struct error *err)
{
    const struct store_version *version = &text->versions->items[index];
    const char *title = title_of(text, index);
    struct frame frame = {
        .site = text->site, .out = out, .root = "../../", .title = title};
    struct store_details details;
    if (!store_read_details(text->site->store, version->page, version->number, a,
                            &details, err))
        return false;
    frame_begin(&frame);
    buffer_append_string(out, "<article>\n");
    append_head(text, title, version->made, &details, out);
    if (is_current(text, index))
        append_state(text->page, out);
    else
        append_old_note(text, index, out);
    if (!append_text(text, index, &details, a, out, err))
        return false;
    buffer_append_string(out, "</article>\n");
    append_versions(text, index, out);
    frame_end(&frame);
    return true;
}

bool text_page_append_diff(const struct text_page *text, size_t index, struct arena *a,
                           struct buffer *out, struct error *err)
{
    const struct store_version *old = &text->versions->items[index - 1];
    const struct store_version *new = &text->versions->items[index];
    const char *title = title_of(text, index);
    struct frame frame = {
        .site = text->site, .out = out, .root = "../../", .title = title};
    struct buffer before, after;
    buffer_open(&before, a);
    buffer_open(&after, a);
    if (!store_read_text(text->site->store, old->page, old->number, &before, err) ||
        !store_read_text(text->site->store, new->page, new->number, &after, err))
        return false;
    frame_begin(&frame);
    buffer_append_string(out, "<article>\n");
    append_head(text, title, new->made, &(struct store_details){0}, out);
    buffer_printf(out,
                  "<p class=\"note\">From version %lld to version %lld: "
                  "<del>removed</del>, <ins>added</ins>.</p>\n"
                  "<div class=\"text diff\" dir=\"auto\">\n",
                  (long long)old->number, (long long)new->number);
    word_diff_append(buffer_slice(&before), buffer_slice(&after), a, out);
    buffer_append_string(out, "</div>\n</article>\n");
    append_versions(text, SIZE_MAX, out);
    frame_end(&frame);
    return true;
}
