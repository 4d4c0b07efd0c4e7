/* The part of store.h about new pages, and the names of their texts. */
#include "archive/store.h"

#include "archive/text_tree.h"

static bool is_name_taken(struct store *store, const char *name, const char *url)
{
    return db_query_number(store->db, 0,
                           "SELECT 1 FROM pages WHERE name = ? AND url <> ?", "tt", name,
                           url) != 0;
}

/* Of a million URLs with the same path, one pair is likely to have the same short hash:
   the second page gets a longer one. */
static bool choose_name(struct store *store, const char *url, const char *host,
                        struct buffer *out, struct error *err)
{
    for (size_t digits = TEXT_TREE_DIGITS; digits <= TEXT_TREE_DIGITS_MAX; digits *= 2) {
        buffer_truncate(out, 0);
        text_tree_name(slice_of_string(url), host, digits, out);
        if (out->failed)
            return error_set(err, "out of memory");
        if (!is_name_taken(store, out->ptr, url))
            return true;
    }
    return error_set(err, "%s: no name is free for its text", url);
}

bool store_add_page(struct store *store, const char *url, const char *host, int64_t now,
                    struct error *err)
{
    struct buffer name;
    buffer_open(&name, NULL);
    bool done = choose_name(store, url, host, &name, err) &&
                db_run(store->db, err,
                       "INSERT INTO pages (url, host, name, added, due)"
                       " VALUES (?, ?, ?, ?, 0) ON CONFLICT (url) DO NOTHING",
                       "tttn", url, host, name.ptr, now);
    buffer_close(&name);
    return done;
}
