#include "site/static_search.h"

#include "base/json.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "site/assets.h"
#include "site/frame.h"
#include "site/markup.h"
#include "site/search_terms.h"
#include <stdio.h>
#include <string.h>

enum {
    BLOCK = 100,   /* texts in one file of the list */
    EXCERPT = 200, /* bytes of a text in the list */
    TEXTS_PER_SHARD = 64,
    SHARDS_MIN = 16,
};

/* ---- the list of texts ------------------------------------------------------------- */

/* A file of the list is a call:
   winnowTexts(3,[[ID,KEY,PATH,TITLE,HOST,DAY,EXCERPT],...]). It holds the texts whose ids
   have one quotient by BLOCK. */
enum { ROW_ID, ROW_KEY };

struct block {
    int64_t number;   /* -1: none */
    struct json *old; /* the rows of the last run; NULL: none */
    size_t next;      /* row of it */
    struct buffer out;
    bool has_rows;
};

struct indexer {
    const struct site *site;
    struct site_folder *folder;
    static_search_make_key make_key;
    struct error *err;
    struct search_terms terms;
    struct block block;
    struct arena arena; /* of one text */
    bool is_new;        /* no text of the last run is kept */
    size_t kept, changed, blocks, old_rows;
    bool done;
};

static void name_block(int64_t number, char out[40])
{
    snprintf(out, 40, "search/texts-%lld.js", (long long)number);
}

/* NULL if there is no such file, or it is not as it was written. */
static struct json *read_block(struct indexer *indexer, int64_t number)
{
    struct buffer bytes;
    char name[40];
    struct json *rows = NULL;
    name_block(number, name);
    buffer_open(&bytes, NULL);
    if (!indexer->is_new && site_folder_read(indexer->folder, name, &bytes)) {
        struct slice text = buffer_slice(&bytes);
        size_t start = slice_find_char(text, '['), end = slice_find_last_char(text, ']');
        if (start != SIZE_MAX && end != SIZE_MAX && end > start)
            rows = json_parse(slice_of(text.ptr + start, end + 1 - start), NULL);
    }
    buffer_close(&bytes);
    return rows;
}

/* The row of a text in the last run's block, which is in the order of ids. */
static struct json *old_row(struct block *block, int64_t id)
{
    for (; block->next < json_count(block->old); block->next++) {
        struct json *row = json_at(block->old, block->next);
        int64_t found = json_number(json_at(row, ROW_ID));
        if (found >= id)
            return found == id ? row : NULL;
    }
    return NULL;
}

static bool is_unchanged(struct json *row, const char *key)
{
    return row && slice_equal(json_text(json_at(row, ROW_KEY)), slice_of_string(key));
}

static bool close_block(struct indexer *indexer, bool writes)
{
    struct block *block = &indexer->block;
    char name[40];
    bool done = true;
    if (block->number >= 0 && writes) {
        buffer_append_string(&block->out, "]);\n");
        name_block(block->number, name);
        done = !block->out.failed || error_set(indexer->err, "out of memory");
        done = done && site_folder_put(indexer->folder, name, buffer_slice(&block->out),
                                       indexer->err);
    }
    json_drop(block->old);
    buffer_close(&block->out);
    *block = (struct block){.number = -1};
    buffer_open(&block->out, NULL);
    return done;
}

static bool move_to_block(struct indexer *indexer, int64_t id, bool writes)
{
    int64_t number = id / BLOCK;
    if (indexer->block.number == number)
        return true;
    if (!close_block(indexer, writes))
        return false;
    indexer->block.number = number;
    indexer->block.old = read_block(indexer, number);
    indexer->old_rows += json_count(indexer->block.old);
    indexer->blocks++;
    buffer_printf(&indexer->block.out, "winnowTexts(%lld,[", (long long)number);
    return true;
}

/* ---- the first pass: what has changed ---------------------------------------------- */

/* The key of a text also says how many files the words are spread over. */
static void key_of(const struct indexer *indexer, const struct catalogue_page *page,
                   char key[SITE_KEY_SIZE])
{
    char whole[SITE_KEY_SIZE + 16];
    indexer->make_key(indexer->site, page, key);
    int len = snprintf(whole, sizeof whole, "%s %u", key, indexer->terms.shards);
    site_folder_make_key(slice_of(whole, (size_t)len), key);
}

static bool check_text(void *context, const struct catalogue_page *page)
{
    struct indexer *indexer = context;
    char key[SITE_KEY_SIZE];
    indexer->done = move_to_block(indexer, page->id, false);
    if (!indexer->done)
        return false;
    key_of(indexer, page, key);
    if (is_unchanged(old_row(&indexer->block, page->id), key)) {
        search_terms_keep(&indexer->terms, page->id);
        indexer->kept++;
    } else {
        indexer->changed++;
    }
    return true;
}

/* ---- the passes that write --------------------------------------------------------- */

static void append_string(struct buffer *out, struct slice text)
{
    struct buffer line;
    buffer_open(&line, NULL);
    utf8_append_line(&line, text);
    buffer_append_char(out, ',');
    json_append_string(out, buffer_slice(&line));
    buffer_close(&line);
}

/* The beginning of a text after its title. */
static struct slice excerpt_of(struct slice text, struct slice title)
{
    text = slice_trim(text);
    if (slice_starts_with(text, title))
        text = slice_trim(slice_after(text, title.len));
    if (text.len <= EXCERPT)
        return text;
    struct slice cut = slice_of(text.ptr, utf8_cut(text, EXCERPT));
    size_t space = slice_find_last_char(cut, ' ');
    return space != SIZE_MAX && space > EXCERPT / 2 ? slice_of(cut.ptr, space) : cut;
}

static void append_row(struct indexer *indexer, const struct catalogue_page *page,
                       const char *key, struct slice text)
{
    struct buffer *out = &indexer->block.out;
    struct buffer path;
    char day[RFC3339_SIZE];
    struct slice title = slice_of_string(site_title(page));
    buffer_open(&path, &indexer->arena);
    site_append_stem(page->name, &path);
    rfc3339_write(page->made, day);
    buffer_printf(out, "[%lld,\"%s\"", (long long)page->id, key);
    append_string(out, buffer_slice(&path));
    append_string(out, title);
    append_string(out, slice_of_string(page->host));
    append_string(out, slice_of(day, 10));
    append_string(out, excerpt_of(text, title));
    buffer_append_char(out, ']');
}

static bool read_text(struct indexer *indexer, const struct catalogue_page *page,
                      struct buffer *out)
{
    buffer_open(out, &indexer->arena);
    return store_read_text(indexer->site->store, page->id, page->version, out,
                           indexer->err);
}

/* Adds the words of a changed text. */
static bool add_words(void *context, const struct catalogue_page *page)
{
    struct indexer *indexer = context;
    char key[SITE_KEY_SIZE];
    struct buffer text;
    arena_reset(&indexer->arena);
    indexer->done = move_to_block(indexer, page->id, false);
    if (!indexer->done)
        return false;
    key_of(indexer, page, key);
    if (is_unchanged(old_row(&indexer->block, page->id), key))
        return true;
    indexer->done =
        read_text(indexer, page, &text) &&
        search_terms_add(&indexer->terms, page->id, slice_of_string(site_title(page)),
                         buffer_slice(&text), indexer->err);
    return indexer->done;
}

static bool write_row(void *context, const struct catalogue_page *page)
{
    struct indexer *indexer = context;
    struct block *block = &indexer->block;
    char key[SITE_KEY_SIZE];
    struct buffer text;
    arena_reset(&indexer->arena);
    indexer->done = move_to_block(indexer, page->id, true);
    if (!indexer->done)
        return false;
    key_of(indexer, page, key);
    struct json *row = old_row(block, page->id);
    if (block->has_rows)
        buffer_append_string(&block->out, ",\n");
    block->has_rows = true;
    if (is_unchanged(row, key))
        json_write(row, &block->out);
    else if ((indexer->done = read_text(indexer, page, &text)))
        append_row(indexer, page, key, buffer_slice(&text));
    return indexer->done;
}

/* ---- the index --------------------------------------------------------------------- */

static unsigned choose_shards(size_t texts)
{
    unsigned shards = SHARDS_MIN;
    while (shards < SEARCH_SHARDS_MAX && shards < texts / TEXTS_PER_SHARD)
        shards *= 2;
    return shards;
}

static bool pass(struct indexer *indexer, catalogue_visit visit, bool writes)
{
    indexer->done = true;
    indexer->blocks = indexer->old_rows = 0;
    bool done = catalogue_each_page(indexer->site->store, CATALOGUE_BY_ID, visit, indexer,
                                    indexer->err) &&
                indexer->done;
    return close_block(indexer, done && writes) && done;
}

static bool write_index(struct indexer *indexer)
{
    size_t known = site_folder_count(indexer->folder, "search/texts-");
    indexer->is_new = !search_terms_are_intact(&indexer->terms);
    if (!pass(indexer, check_text, false))
        return false;
    bool has_lost = indexer->old_rows != indexer->kept || indexer->blocks != known;
    if (indexer->changed || has_lost || indexer->is_new)
        /* The list comes last: a text that is in it is indexed, whenever a run ends. */
        return pass(indexer, add_words, false) &&
               search_terms_flush(&indexer->terms, indexer->err) &&
               pass(indexer, write_row, true);
    site_folder_retain(indexer->folder, "search/");
    return true;
}

static bool write_search_page(const struct site *site, struct site_folder *folder,
                              unsigned shards, struct error *err)
{
    struct buffer out;
    struct frame frame = {.site = site,
                          .out = &out,
                          .root = "",
                          .title = "Search",
                          .tab = FRAME_SEARCH,
                          .has_script = true};
    buffer_open(&out, NULL);
    frame_begin(&frame);
    buffer_printf(&out,
                  "<h1>Search</h1>\n<p id=\"said\" role=\"status\" class=\"meta\">"
                  "The search needs JavaScript. Without it, see the <a "
                  "href=\"hosts.html\">hosts</a> and the <a href=\"days.html\">days</a>."
                  "</p>\n<ol id=\"found\" class=\"texts\" data-shards=\"%u\" "
                  "data-block=\"%d\"></ol>\n",
                  shards, BLOCK);
    frame_end(&frame);
    bool done = !out.failed || error_set(err, "out of memory");
    done = done && site_folder_put(folder, "search.html", buffer_slice(&out), err);
    buffer_close(&out);
    return done;
}

static bool count_texts(void *context, const char *host, const char *folder,
                        int64_t count)
{
    (void)host;
    (void)folder;
    *(size_t *)context += (size_t)count;
    return true;
}

bool static_search_write(const struct site *site, struct site_folder *folder,
                         static_search_make_key make_key, struct error *err)
{
    size_t texts = 0;
    struct indexer indexer = {.site = site,
                              .folder = folder,
                              .make_key = make_key,
                              .err = err,
                              .block.number = -1};
    if (!catalogue_each_folder(site->store, count_texts, &texts, err))
        return false;
    unsigned shards = choose_shards(texts);
    arena_open(&indexer.arena, SIZE_MAX);
    buffer_open(&indexer.block.out, NULL);
    search_terms_open(&indexer.terms, folder, shards, texts);
    bool done = write_index(&indexer);
    search_terms_close(&indexer.terms);
    buffer_close(&indexer.block.out);
    arena_close(&indexer.arena);
    return done && write_search_page(site, folder, shards, err) &&
           site_folder_put(folder, "site.js", assets_script(), err);
}
