#include "site/atom_feed.h"

#include "base/hash.h"
#include "base/rfc3339.h"
#include "base/url.h"
#include "site/markup.h"
#include "site/text_html.h"
#include "site/word_diff.h"

enum {
    ENTRIES_MAX = 50,
    CONTENT_MAX = 1 << 16, /* bytes of a text; of a longer one its beginning is left out
                              and the page linked */
};

struct feed {
    const struct site *site;
    struct buffer *out;
    struct error *err;
    int64_t entries;
    bool done;
};

/* ---- elements ---------------------------------------------------------------------- */

/* An identifier that stays the same for ever: a UUID of the form that RFC 9562 leaves to
   applications (version 8), made from a hash. */
static void append_id(struct buffer *out, struct slice of)
{
    char hex[HASH_HEX_SIZE];
    hash_sha256(of, hex);
    hex[12] = '8';
    hex[16] = "89ab"[ascii_hex_value(hex[16]) & 3];
    buffer_printf(out, "<id>urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s</id>\n", hex, hex + 8,
                  hex + 12, hex + 16, hex + 20);
}

static void append_time(struct buffer *out, const char *name, int64_t when)
{
    char date[RFC3339_SIZE];
    buffer_printf(out, "<%s>%s</%s>\n", name, rfc3339_write(when, date), name);
}

static void append_element(struct buffer *out, const char *name, const char *text)
{
    buffer_printf(out, "<%s>", name);
    markup_string(out, text);
    buffer_printf(out, "</%s>\n", name);
}

static void append_links(struct feed *feed, const struct catalogue_page *page)
{
    struct buffer *out = feed->out;
    buffer_append_string(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    site_append_stem(page->name, out);
    buffer_append_string(out, ".html\"/>\n");
    if (url_is_web(slice_of_string(page->url))) {
        buffer_append_string(out, "<link rel=\"via\" href=\"");
        markup_string(out, page->url);
        buffer_append_string(out, "\"/>\n");
    }
}

/* ---- entries ----------------------------------------------------------------------- */

/* Appends what is new, as HTML: the text, or what changed in it. */
static bool append_html(struct feed *feed, const struct catalogue_page *page,
                        struct arena *a, struct buffer *html)
{
    struct store *store = feed->site->store;
    struct buffer text, before;
    buffer_open(&text, a);
    buffer_open(&before, a);
    if (!store_read_text(store, page->id, page->number, &text, feed->err) ||
        (page->previous &&
         !store_read_text(store, page->id, page->previous, &before, feed->err)))
        return false;
    if (text.len > CONTENT_MAX || before.len > CONTENT_MAX)
        buffer_append_string(html, "<p>The text is long: see its page.</p>");
    else if (page->previous)
        word_diff_append(buffer_slice(&before), buffer_slice(&text), a, html);
    else
        text_html_append_plain(buffer_slice(&text), slice_of_string(site_title(page)),
                               html);
    return true;
}

static bool append_entry(struct feed *feed, const struct catalogue_page *page,
                         struct arena *a)
{
    struct buffer *out = feed->out;
    struct buffer html, id;
    buffer_open(&html, a);
    buffer_open(&id, a);
    if (!append_html(feed, page, a, &html))
        return false;
    buffer_append_string(out, "<entry>\n<title>");
    markup_string(out, page->previous ? "Changed: " : "");
    markup_string(out, site_title(page));
    buffer_append_string(out, "</title>\n");
    buffer_printf(&id, "%s\n%lld", page->url, (long long)page->number);
    append_id(out, buffer_slice(&id));
    append_time(out, "updated", page->made);
    buffer_append_string(out, "<author><name>");
    markup_string(out, page->host);
    buffer_append_string(out, "</name></author>\n");
    append_links(feed, page);
    buffer_append_string(out, "<content type=\"html\">");
    markup_text(out, buffer_slice(&html));
    buffer_append_string(out, "</content>\n</entry>\n");
    return true;
}

static bool add_entry(void *context, const struct catalogue_page *page)
{
    struct feed *feed = context;
    struct arena a;
    if (!feed->entries)
        append_time(feed->out, "updated", page->made);
    arena_open(&a, SIZE_MAX);
    feed->done = append_entry(feed, page, &a);
    arena_close(&a);
    return feed->done && ++feed->entries < ENTRIES_MAX;
}

bool atom_feed_append(const struct site *site, struct buffer *out, struct error *err)
{
    struct feed feed = {.site = site, .out = out, .err = err, .done = true};
    char born[RFC3339_SIZE + 32] = "winnow archive ";
    rfc3339_write(catalogue_first_run(site->store), born + 15);
    buffer_append_string(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                              "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    append_element(out, "title", site->name);
    append_id(out, slice_of_string(born));
    buffer_append_string(out, "<link rel=\"self\" type=\"application/atom+xml\" "
                              "href=\"feed.atom\"/>\n<link rel=\"alternate\" "
                              "type=\"text/html\" href=\"index.html\"/>\n"
                              "<generator>winnow</generator>\n");
    bool done = catalogue_each_made(site->store, 0, INT64_MAX, add_entry, &feed, err) &&
                feed.done;
    if (!feed.entries)
        append_time(out, "updated", catalogue_last_run(site->store));
    buffer_append_string(out, "</feed>\n");
    return done;
}
