#include "write/link_list.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/note_codes.h"
#include "base/url.h"
#include "charset/charset.h"
#include "clean/clean.h"
#include "page/feed.h"
#include "write/write_context.h"
#include <string.h>

static void append_link(struct buffer *out, enum link_list_mark mark, struct slice base,
                        struct slice reference, struct arena *a)
{
    reference = slice_trim(reference);
    if (!reference.len || reference.ptr[0] == '#')
        return;
    struct slice url = url_resolve(a, base, reference);
    size_t fragment =
        slice_find_char(url, '#'); /* the rest is not part of the page's URL */
    url.len = fragment < url.len ? fragment : url.len;
    if (!url_is_web(url))
        return;
    buffer_append_char(out, (char)mark);
    buffer_append(out, url);
    buffer_append_char(out, '\n');
}

/* ---- pages ------------------------------------------------------------------------- */

static bool is_feed_of_page(const struct page *page, uint32_t i)
{
    static const struct slice types[] = {SLICE_INIT("application/rss+xml"),
                                         SLICE_INIT("application/atom+xml"),
                                         SLICE_INIT("application/feed+json")};
    struct slice type = slice_trim(page_attribute(page, i, SLICE("type")));
    if (page->nodes[i].tag != TAG_LINK)
        return false;
    for (size_t n = 0; n < COUNT_OF(types); n++)
        if (slice_equal_nocase(type, types[n]))
            return true;
    return false;
}

static void write_page_links(const struct cleaned *cleaned,
                             const struct winnow_input *input, struct arena *a,
                             struct buffer *out)
{
    const struct page *page = &cleaned->page;
    struct slice base = write_context_base(page, slice_of_string(input->url), a);
    for (uint32_t i = 0; i < page->count; i++) {
        bool is_feed = is_feed_of_page(page, i);
        if (is_feed || page->nodes[i].tag == TAG_A || page->nodes[i].tag == TAG_AREA)
            append_link(out, is_feed ? LINK_LIST_FEED : LINK_LIST_PAGE, base,
                        page_attribute(page, i, SLICE("href")), a);
    }
}

static void write_content_links(const struct cleaned *cleaned,
                                const struct winnow_input *input, struct arena *a,
                                struct buffer *out)
{
    struct slice base =
        write_context_base(&cleaned->page, slice_of_string(input->url), a);
    for (size_t i = 0; i < cleaned->blocks.count; i++) {
        const struct block *block = &cleaned->blocks.items[i];
        if (block->verdict == VERDICT_DROP)
            continue;
        for (uint32_t n = 0; n < block->span_count; n++)
            if (block->spans[n].kind == SPAN_LINK)
                append_link(out, LINK_LIST_PAGE, base,
                            page_attribute(cleaned->blocks.page, block->spans[n].node,
                                           SLICE("href")),
                            a);
    }
}

/* ---- feeds and sitemaps ------------------------------------------------------------ */

/* The encoding that an XML declaration names, or what the first bytes show of UTF-16; XML
   is UTF-8 otherwise (https://www.w3.org/TR/xml/#sec-guessing). Empty: nothing. */
static struct slice xml_encoding(struct slice bytes)
{
    struct slice start = slice_of(bytes.ptr, bytes.len < 200 ? bytes.len : 200);
    if (slice_starts_with(start, slice_of("<\0", 2)))
        return SLICE("utf-16le");
    if (slice_starts_with(start, slice_of("\0<", 2)))
        return SLICE("utf-16be");
    size_t at = slice_find(start, SLICE("encoding="));
    if (!slice_starts_with(start, SLICE("<?xml")) || at == SIZE_MAX)
        return SLICE("");
    struct slice label = slice_after(start, at + strlen("encoding="));
    char quote = label.len ? label.ptr[0] : '\0';
    label = slice_after(label, 1);
    size_t end = slice_find_char(label, quote);
    label.len = end < label.len ? end : 0;
    return charset_of_label(label) ? label : SLICE("");
}

static struct slice decode(const struct winnow_input *input, struct arena *a)
{
    struct slice bytes = slice_of(input->bytes, input->size), text = bytes;
    struct slice type = slice_of_string(input->content_type);
    struct charset_hints hints = {.forced = slice_of_string(input->charset),
                                  .content_type = type,
                                  .is_utf8 = input->is_utf8};
    struct charset_choice choice;
    if (!hints.forced.len && slice_find_nocase(type, SLICE("charset=")) == SIZE_MAX)
        hints.forced = xml_encoding(bytes);
    /* a label that nobody knows is reported when the bytes are read as a page */
    return charset_decode(a, bytes, &hints, &text, &choice, NULL) ? text : bytes;
}

static void write_feed(const struct feed *feed, struct slice url, struct arena *a,
                       struct buffer *out)
{
    for (size_t i = 0; i < feed->count; i++)
        append_link(out, feed->kind == FEED_INDEX ? LINK_LIST_SITEMAP : LINK_LIST_PAGE,
                    url, feed->items[i], a);
}

/* Returns a record if the input is a feed or a sitemap; otherwise NULL. */
static struct winnow_record *clean_feed(struct arena *a, const struct winnow_input *input)
{
    struct buffer text;
    struct feed feed;
    if (arena_trap(a))
        return record_failed(input->url, WINNOW_BUDGET,
                             "the feed exceeds the memory or time limit of a page");
    struct slice url = slice_of_string(input->url);
    feed_read(a, decode(input, a), url, &feed);
    if (feed.kind == FEED_NONE)
        return NULL;
    buffer_open(&text, a);
    write_feed(&feed, url, a, &text);
    char digest[HASH_HEX_SIZE];
    hash_sha256(buffer_slice(&text), digest);
    struct winnow_note damage = {.code = note_code_name(NOTE_FEED_DAMAGED),
                                 .text = feed.damage};
    struct winnow_record view = {
        .url = input->url,
        .page_type = feed.kind == FEED_FEEDS ? LINK_LIST_TYPE_OF_FEEDS : LINK_LIST_TYPE,
        .text_sha256 = digest,
        .text = text.ptr,
        .text_length = text.len,
        .notes = &damage,
        .note_count = feed.damage != NULL};
    return record_copy(&view);
}

static struct winnow_record *clean_as(struct rulebook *book,
                                      const struct site_source *site,
                                      const struct winnow_input *input,
                                      record_writer writer, struct error *err)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    record_limit_arena(&a, input);
    struct winnow_record *record = clean_feed(&a, input);
    arena_close(&a);
    return record ? record : record_clean_as(book, site, input, writer, err);
}

struct winnow_record *link_list_clean(struct rulebook *book,
                                      const struct site_source *site,
                                      const struct winnow_input *input, struct error *err)
{
    return clean_as(book, site, input, write_page_links, err);
}

struct winnow_record *link_list_clean_content(struct rulebook *book,
                                              const struct site_source *site,
                                              const struct winnow_input *input,
                                              struct error *err)
{
    return clean_as(book, site, input, write_content_links, err);
}
