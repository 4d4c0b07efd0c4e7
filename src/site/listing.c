#include "site/listing.h"

#include "site/markup.h"
#include <stdio.h>

enum { DAY = 86400 };

/* ---- pages ------------------------------------------------------------------------- */

static void begin_page(struct listing *listing)
{
    struct buffer name;
    buffer_open(&name, NULL);
    buffer_append_string(&name, listing->folder);
    frame_append_page_name(&listing->pages, listing->pages.number, &name);
    listing->is_wanted = listing->sink->wants(listing->sink->context, name.ptr);
    buffer_close(&name);
    listing->day = -1;
    buffer_truncate(&listing->out, 0);
    if (!listing->is_wanted)
        return;
    frame_begin(&listing->frame);
    buffer_append_string(&listing->out, "<h1>");
    markup_string(&listing->out, listing->heading);
    buffer_append_string(&listing->out, "</h1>\n");
    if (listing->summary) {
        buffer_append_string(&listing->out, "<p class=\"meta\">");
        markup_string(&listing->out, listing->summary);
        buffer_append_string(&listing->out, "</p>\n");
    }
    if (!listing->has_days)
        buffer_append_string(&listing->out, "<ul class=\"texts\">\n");
}

static bool end_page(struct listing *listing)
{
    struct buffer name;
    if (!listing->is_wanted)
        return true;
    if (listing->day >= 0 || !listing->has_days)
        buffer_append_string(&listing->out, "</ul>\n");
    frame_append_pages(&listing->frame, &listing->pages);
    frame_end(&listing->frame);
    buffer_open(&name, NULL);
    buffer_append_string(&name, listing->folder);
    frame_append_page_name(&listing->pages, listing->pages.number, &name);
    bool done = !name.failed && !listing->out.failed;
    if (!done)
        error_set(listing->err, "out of memory");
    done = done && listing->sink->put(listing->sink->context, name.ptr,
                                      buffer_slice(&listing->out), listing->err);
    buffer_close(&name);
    return done;
}

void listing_begin(struct listing *listing, int64_t total)
{
    listing->pages.number = 1;
    listing->pages.count = total ? (total + SITE_ITEMS_MAX - 1) / SITE_ITEMS_MAX : 1;
    listing->items = 0;
    buffer_open(&listing->out, NULL);
    listing->frame.site = listing->site;
    listing->frame.out = &listing->out;
    begin_page(listing);
}

bool listing_end(struct listing *listing, bool done)
{
    done = done && end_page(listing);
    buffer_close(&listing->out);
    return done;
}

/* ---- items ------------------------------------------------------------------------- */

static void append_path(struct listing *listing, const struct catalogue_page *page)
{
    buffer_append_string(&listing->out, listing->frame.root);
    site_append_stem(page, &listing->out);
}

static void append_kind(struct listing *listing, const struct catalogue_page *page)
{
    bool has_diff = page->previous > page->newest - SITE_VERSIONS_MAX;
    if (!page->previous) {
        buffer_append_string(&listing->out, page->number == 1 ? "new" : "changed");
        return;
    }
    if (has_diff) {
        buffer_append_string(&listing->out, "<a href=\"");
        append_path(listing, page);
        buffer_printf(&listing->out, ".%lld-%lld.html\">", (long long)page->previous,
                      (long long)page->number);
    }
    buffer_append_string(&listing->out, "changed");
    if (has_diff)
        buffer_append_string(&listing->out, "</a>");
}

static void append_item(struct listing *listing, const struct catalogue_page *page)
{
    struct buffer *out = &listing->out;
    buffer_append_string(out, "<li><a href=\"");
    append_path(listing, page);
    buffer_append_string(out, ".html\" class=\"title\" dir=\"auto\">");
    markup_string(out, site_title(page));
    buffer_append_string(out, "</a> <span class=\"meta\">");
    if (listing->has_hosts) {
        markup_string(out, page->host);
        buffer_append_string(out, " · ");
    }
    if (listing->has_dates) {
        markup_time(out, page->made);
        buffer_append_string(out, " · ");
    }
    append_kind(listing, page);
    if (listing->has_dates && page->suspect_reason)
        buffer_append_string(out, " · in quarantine");
    if (listing->has_dates && page->state == PAGE_GONE)
        buffer_append_string(out, " · gone");
    buffer_append_string(out, "</span></li>\n");
}

static void append_day(struct listing *listing, int64_t day)
{
    if (listing->day >= 0)
        buffer_append_string(&listing->out, "</ul>\n");
    buffer_append_string(&listing->out, "<h2 class=\"day\">");
    markup_time(&listing->out, day * DAY);
    buffer_append_string(&listing->out, "</h2>\n<ul class=\"texts\">\n");
    listing->day = day;
}

bool listing_add(struct listing *listing, const struct catalogue_page *page)
{
    int64_t day = page->made > 0 ? page->made / DAY : 0;
    if (listing->items && listing->items % SITE_ITEMS_MAX == 0) {
        if (!end_page(listing))
            return false;
        listing->pages.number++;
        begin_page(listing);
    }
    listing->items++;
    if (!listing->is_wanted)
        return true;
    if (listing->has_days && day != listing->day)
        append_day(listing, day);
    append_item(listing, page);
    return true;
}
