#include "site/site_build.h"

#include "refresh/archive_command.h"
#include "site/assets.h"
#include "site/atom_feed.h"
#include "site/attention.h"
#include "site/indexes.h"
#include "site/site_folder.h"
#include "site/static_search.h"
#include "site/text_page.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Changed with the pages of texts, so that those which an older winnow wrote are written
   again. */
enum { FORM = 2 };

struct builder {
    struct site site;
    struct site_folder folder;
    struct site_sink sink;
    struct arena arena; /* of one text */
    struct buffer out;
    struct error *err;
    int64_t texts;
    bool done;
};

/* ---- pages of texts ---------------------------------------------------------------- */

/* Everything that the pages of a text depend on. */
static void make_key(const struct site *site, const struct catalogue_page *page,
                     char key[SITE_KEY_SIZE])
{
    struct buffer all;
    buffer_open(&all, NULL);
    buffer_printf(
        &all, "%s %d %s\n%s %s %d %lld %lld %lld %lld %s\n%s\n%s\n%s", WINNOW_VERSION,
        FORM, site->name, page->url, page->host, page->state, (long long)page->version,
        (long long)page->versions, (long long)page->newest, (long long)page->changed,
        page->text_sha256 ? page->text_sha256 : "", page->title ? page->title : "",
        page->suspect_reason ? page->suspect_reason : "",
        page->details ? page->details : "");
    site_folder_make_key(buffer_slice(&all), key);
    buffer_close(&all);
}

/* Sets name to the path of a file of the text. */
static void make_name(const struct text_page *text, size_t index, bool is_diff,
                      struct buffer *name)
{
    buffer_truncate(name, 0);
    buffer_append_string(name, "text/");
    site_append_folder(text->page, name);
    buffer_append_char(name, '/');
    if (is_diff)
        text_page_append_diff_name(text, index, name);
    else
        text_page_append_name(text, index, name);
}

static bool write_file(struct builder *builder, const struct text_page *text,
                       size_t index, bool is_diff, const char *key)
{
    struct buffer name;
    buffer_open(&name, &builder->arena);
    make_name(text, index, is_diff, &name);
    if (site_folder_keep(&builder->folder, name.ptr, key))
        return true;
    buffer_truncate(&builder->out, 0);
    bool done = (is_diff ? text_page_append_diff : text_page_append)(
        text, index, &builder->arena, &builder->out, builder->err);
    if (done && builder->out.failed)
        done = error_set(builder->err, "out of memory");
    return done && site_folder_write(&builder->folder, name.ptr, key,
                                     buffer_slice(&builder->out), builder->err);
}

/* Most texts have one version, and then one file. */
static bool keep_single(struct builder *builder, const struct catalogue_page *page,
                        const char *key)
{
    struct buffer name;
    if (page->versions != 1)
        return false;
    buffer_open(&name, &builder->arena);
    site_append_stem(page->name, &name);
    buffer_append_string(&name, ".html");
    return site_folder_keep(&builder->folder, name.ptr, key);
}

static bool write_text(void *context, const struct catalogue_page *page)
{
    struct builder *builder = context;
    struct text_versions versions;
    struct text_page text = {&builder->site, page, &versions};
    char key[SITE_KEY_SIZE];
    arena_reset(&builder->arena);
    builder->texts++;
    make_key(&builder->site, page, key);
    if (keep_single(builder, page, key))
        return true;
    builder->done = text_versions_load(builder->site.store, page->id, &builder->arena,
                                       &versions, builder->err);
    for (size_t i = 0; builder->done && i < versions.count; i++)
        builder->done = write_file(builder, &text, i, false, key) &&
                        (!i || write_file(builder, &text, i, true, key));
    return builder->done;
}

static bool write_texts(struct builder *builder)
{
    builder->done = true;
    arena_open(&builder->arena, SIZE_MAX);
    buffer_open(&builder->out, NULL);
    bool done = catalogue_each_page(builder->site.store, CATALOGUE_BY_ID, write_text,
                                    builder, builder->err);
    buffer_close(&builder->out);
    arena_close(&builder->arena);
    return done && builder->done;
}

/* ---- the site ---------------------------------------------------------------------- */

static bool wants(void *context, const char *name)
{
    (void)context;
    (void)name;
    return true;
}

static bool put(void *context, const char *name, struct slice bytes, struct error *err)
{
    struct builder *builder = context;
    return site_folder_put(&builder->folder, name, bytes, err);
}

/* Writes what was appended to builder->out, and closes that. */
static bool put_out(struct builder *builder, const char *name, bool done)
{
    if (done && builder->out.failed)
        done = error_set(builder->err, "out of memory");
    done = done && put(builder, name, buffer_slice(&builder->out), builder->err);
    buffer_close(&builder->out);
    return done;
}

static bool write_attention(struct builder *builder)
{
    buffer_open(&builder->out, NULL);
    return put_out(builder, "attention.html",
                   attention_append(&builder->site, NULL, &builder->out, builder->err));
}

static bool write_feed(struct builder *builder)
{
    buffer_open(&builder->out, NULL);
    return put_out(builder, "feed.atom",
                   atom_feed_append(&builder->site, &builder->out, builder->err));
}

static bool write_all(struct builder *builder)
{
    const struct site *site = &builder->site;
    const struct site_sink *sink = &builder->sink;
    struct error *err = builder->err;
    return put(builder, "site.css", assets_style(), err) && write_texts(builder) &&
           indexes_write_newest(site, sink, err) &&
           indexes_write_day_list(site, sink, err) &&
           indexes_write_days(site, sink, 0, INT64_MAX, err) &&
           indexes_write_host_list(site, sink, err) &&
           indexes_write_hosts(site, sink, NULL, err) && write_attention(builder) &&
           write_feed(builder) &&
           static_search_write(site, &builder->folder, make_key, err);
}

static void tell(struct archive_command *command, const struct builder *builder)
{
    bool is_told =
        command->options.verbosity == VERBOSITY_VERBOSE ||
        (isatty(STDERR_FILENO) && command->options.verbosity == VERBOSITY_NORMAL);
    if (is_told)
        console_news(&command->console,
                     "%s: %lld texts; %zu files written, %zu removed, %zu in all",
                     builder->folder.path, (long long)builder->texts,
                     builder->folder.written, builder->folder.removed,
                     builder->folder.files.count);
}

static int build(struct archive_command *command)
{
    struct error err;
    struct builder builder = {.site.store = &command->store, .err = &err};
    char *name = site_name(command->store.path);
    builder.site.name = name ? name : "Archive";
    builder.sink = (struct site_sink){&builder, wants, put};
    bool done =
        site_folder_open(&builder.folder, command->given->arguments.items[1], &err);
    if (done) {
        done = catalogue_begin(&command->store, &err) && write_all(&builder);
        catalogue_end(&command->store);
        struct error late;
        bool is_closed = site_folder_close(&builder.folder, done, &late);
        if (done && !is_closed)
            err = late;
        done = done && is_closed;
    }
    if (done)
        tell(command, &builder);
    free(name);
    return archive_command_end(command, done, &err);
}

int site_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, build);
}
