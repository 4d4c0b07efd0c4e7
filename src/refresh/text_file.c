#include "refresh/text_file.h"

#include "base/hash.h"
#include "write/frontmatter.h"
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
    if (page.layout != store->layout) {
        const char *name = page.name;
        if (!store_set_page_layout(store, &page, a, err))
            return false;
        *old = strcmp(name, page.name) == 0 ? NULL : name;
    }
    buffer_open(&content, a);
    return text_file_render(store, &page, a, &content, err) &&
           text_tree_write(store->text, page.name, buffer_slice(&content), err);
}
