#include "refresh/text_file.h"

#include "archive/recovery.h"
#include "base/hash.h"
#include "base/rfc3339.h"
#include "write/markdown.h"
#include <string.h>

/* ---- what a file holds ------------------------------------------------------------- */

static void append_front_matter(const struct store_page *page,
                                const struct store_details *details, struct buffer *out)
{
    struct front_matter matter = {
        .title = page->title,
        .author = details->author,
        .date = details->date,
        .url = page->url,
        .fetched = details->fetched,
        .site = details->site,
        .language = details->language,
    };
    front_matter_append(&matter, out);
}

static bool append_text(struct store *store, const struct store_page *page,
                        struct buffer *out, struct error *err)
{
    return store_read_text(store, page->id, page->version, out, err);
}

static bool append_markdown(struct store *store, const struct store_page *page,
                            struct slice markdown, struct arena *a, struct buffer *out,
                            struct error *err)
{
    struct buffer text;
    if (markdown.ptr) {
        buffer_append(out, markdown);
        return true;
    }
    buffer_open(&text, a);
    bool done = append_text(store, page, &text, err);
    if (done)
        markdown_append_plain(buffer_slice(&text), out);
    return done;
}

bool text_file_render(struct store *store, const struct store_page *page, struct arena *a,
                      struct buffer *out, struct error *err)
{
    struct store_details details;
    if (page->layout == TEXT_LAYOUT_PLAIN)
        return append_text(store, page, out, err);
    if (!store_read_details(store, page->id, page->version, a, &details, err))
        return false;
    append_front_matter(page, &details, out);
    return page->layout == TEXT_LAYOUT_MARKDOWN
               ? append_markdown(store, page, details.markdown, a, out, err)
               : append_text(store, page, out, err);
}

/* ---- files ------------------------------------------------------------------------- */

enum text_tree_state text_file_check(const struct store *store,
                                     const struct store_page *page, struct slice content)
{
    char hex[HASH_HEX_SIZE];
    hash_sha256(content, hex);
    return text_tree_check(store->text, page->name, hex);
}

/* ---- what was found in files ------------------------------------------------------- */

bool text_file_read(struct store *store, const char *name, struct arena *a,
                    struct text_content *out)
{
    struct buffer file;
    *out = (struct text_content){0};
    buffer_open(&file, a);
    if (!text_tree_read(store->text, name, &file))
        return false;
    out->text = buffer_slice(&file);
    front_matter_read(&out->text, a, &out->matter);
    out->details = (struct store_details){
        .author = out->matter.author,
        .date = out->matter.date,
        .site = out->matter.site,
        .language = out->matter.language,
        .fetched = out->matter.fetched,
    };
    if (slice_ends_with(slice_of_string(name), SLICE(".md")))
        out->details.markdown = out->text;
    if (!out->matter.fetched || !rfc3339_read(out->matter.fetched, &out->fetched))
        out->fetched = 0;
    return true;
}

/* A version that is compared with the Markdown of a file. */
struct comparison {
    struct store *store;
    const struct store_page *page;
    struct slice markdown;
    bool is_same;
};

static bool compare_version(void *context, const struct store_version *version)
{
    struct comparison *comparison = context;
    struct store_page page = *comparison->page;
    struct store_details details;
    struct buffer text;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    buffer_open(&text, &a);
    page.version = version->number;
    comparison->is_same =
        store_read_details(comparison->store, page.id, page.version, &a, &details,
                           NULL) &&
        append_markdown(comparison->store, &page, details.markdown, &a, &text, NULL) &&
        slice_equal(buffer_slice(&text), comparison->markdown);
    arena_close(&a);
    return !comparison->is_same;
}

bool text_file_find_unknown(struct store *store, const struct store_page *page,
                            const char *name, struct arena *a, struct text_content *out)
{
    char hex[HASH_HEX_SIZE];
    if (!text_file_read(store, name, a, out) || !slice_trim(out->text).len)
        return false;
    hash_sha256(out->text, hex);
    struct comparison comparison = {store, page, out->text, false};
    if (recovery_has_text(store, page->id, hex))
        return false;
    return !out->details.markdown.ptr ||
           (store_each_version(store, page->id, compare_version, &comparison, NULL) &&
            !comparison.is_same);
}

bool text_file_update(struct store *store, int64_t id, struct arena *a, const char **old,
                      struct error *err)
{
    struct store_page page;
    struct buffer content;
    *old = NULL;
    if (!store_load_page(store, id, a, &page, err))
        return false;
    if (!page.version)
        return true;
    const char *name = page.name;
    bool changes = page.layout != store->layout;
    page.layout = store->layout;
    buffer_open(&content, a);
    /* A damaged text keeps its file; fsck reports it. */
    if (!text_file_render(store, &page, a, &content, err))
        return true;
    if (changes && !store_set_page_layout(store, &page, a, err))
        return false;
    *old = strcmp(name, page.name) == 0 ? NULL : name;
    return text_tree_write(store->text, page.name, buffer_slice(&content), err);
}
