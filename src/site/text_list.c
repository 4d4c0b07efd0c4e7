#include "site/text_list.h"

#include "site/markup.h"
#include <stdio.h>

enum { DAY = 86400 };

/* ---- pages ------------------------------------------------------------------------- */

static void begin_page(struct text_list *list)
{
    struct buffer name;
    buffer_open(&name, NULL);
    buffer_append_string(&name, list->folder);
    frame_append_page_name(&list->pages, list->pages.number, &name);
    list->is_wanted = list->sink->wants(list->sink->context, name.ptr);
    buffer_close(&name);
    list->day = -1;
    buffer_truncate(&list->out, 0);
    if (!list->is_wanted)
        return;
    frame_begin(&list->frame);
    buffer_append_string(&list->out, "<h1>");
    markup_string(&list->out, list->heading);
    buffer_append_string(&list->out, "</h1>\n");
    if (list->summary) {
        buffer_append_string(&list->out, "<p class=\"meta\">");
        markup_string(&list->out, list->summary);
        buffer_append_string(&list->out, "</p>\n");
    }
    if (!list->has_days)
        buffer_append_string(&list->out, "<ul class=\"texts\">\n");
}

static bool end_page(struct text_list *list)
{
    struct buffer name;
    if (!list->is_wanted)
        return true;
    if (list->day >= 0 || !list->has_days)
        buffer_append_string(&list->out, "</ul>\n");
    frame_append_pages(&list->frame, &list->pages);
    frame_end(&list->frame);
    buffer_open(&name, NULL);
    buffer_append_string(&name, list->folder);
    frame_append_page_name(&list->pages, list->pages.number, &name);
    bool done = !name.failed && !list->out.failed;
    if (!done)
        error_set(list->err, "out of memory");
    done = done && list->sink->put(list->sink->context, name.ptr,
                                   buffer_slice(&list->out), list->err);
    buffer_close(&name);
    return done;
}

void text_list_begin(struct text_list *list, int64_t total)
{
    list->pages.number = 1;
    list->pages.count = total ? (total + SITE_ITEMS_MAX - 1) / SITE_ITEMS_MAX : 1;
    list->items = 0;
    buffer_open(&list->out, NULL);
    list->frame.site = list->site;
    list->frame.out = &list->out;
    begin_page(list);
}

bool text_list_end(struct text_list *list, bool done)
{
    done = done && end_page(list);
    buffer_close(&list->out);
    return done;
}

/* ---- items ------------------------------------------------------------------------- */

static void append_path(struct text_list *list, const struct catalogue_page *page)
{
    buffer_append_string(&list->out, list->frame.root);
    site_append_stem(page->name, &list->out);
}

static void append_kind(struct text_list *list, const struct catalogue_page *page)
{
    bool has_diff = page->previous > page->newest - SITE_VERSIONS_MAX;
    if (!page->previous) {
        buffer_append_string(&list->out, page->number == 1 ? "new" : "changed");
        return;
    }
    if (has_diff) {
        buffer_append_string(&list->out, "<a href=\"");
        append_path(list, page);
        buffer_printf(&list->out, ".%lld-%lld.html\">", (long long)page->previous,
                      (long long)page->number);
    }
    buffer_append_string(&list->out, "changed");
    if (has_diff)
        buffer_append_string(&list->out, "</a>");
}

static void append_item(struct text_list *list, const struct catalogue_page *page)
{
    struct buffer *out = &list->out;
    buffer_append_string(out, "<li><a href=\"");
    append_path(list, page);
    buffer_append_string(out, ".html\" class=\"title\" dir=\"auto\">");
    markup_string(out, site_title(page));
    buffer_append_string(out, "</a> <span class=\"meta\">");
    if (list->has_hosts) {
        markup_string(out, page->host);
        buffer_append_string(out, " · ");
    }
    if (list->has_dates) {
        markup_time(out, page->made);
        buffer_append_string(out, " · ");
    }
    append_kind(list, page);
    if (list->has_dates && page->suspect_reason)
        buffer_append_string(out, " · in quarantine");
    if (list->has_dates && page->state == PAGE_GONE)
        buffer_append_string(out, " · gone");
    buffer_append_string(out, "</span></li>\n");
}

static void append_day(struct text_list *list, int64_t day)
{
    if (list->day >= 0)
        buffer_append_string(&list->out, "</ul>\n");
    buffer_append_string(&list->out, "<h2 class=\"day\">");
    markup_time(&list->out, day * DAY);
    buffer_append_string(&list->out, "</h2>\n<ul class=\"texts\">\n");
    list->day = day;
}

bool text_list_add(struct text_list *list, const struct catalogue_page *page)
{
    int64_t day = page->made > 0 ? page->made / DAY : 0;
    if (list->items && list->items % SITE_ITEMS_MAX == 0) {
        if (!end_page(list))
            return false;
        list->pages.number++;
        begin_page(list);
    }
    list->items++;
    if (!list->is_wanted)
        return true;
    if (list->has_days && day != list->day)
        append_day(list, day);
    append_item(list, page);
    return true;
}
