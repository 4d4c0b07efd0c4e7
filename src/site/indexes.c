#include "site/indexes.h"

#include "base/rfc3339.h"
#include "site/markup.h"
#include <stdio.h>
#include <string.h>

enum {
    DAY = 86400,
    NEWEST_MAX = 50,  /* texts on the first page */
    HOSTS_MAX = 1000, /* on one page of the list of hosts */
};

static struct text_list make_list(const struct site *site, const struct site_sink *sink,
                                  struct error *err)
{
    return (struct text_list){.site = site, .sink = sink, .err = err, .folder = ""};
}

/* A text of the arena: "1 text" or "3 texts in 2 hosts". */
static const char *count_text(struct arena *a, int64_t count, const char *singular)
{
    struct buffer text;
    buffer_open(&text, a);
    markup_count(&text, count, singular);
    return text.ptr;
}

/* ---- the first page ---------------------------------------------------------------- */

struct newest {
    struct text_list *list;
    bool done;
};

static bool add_newest(void *context, const struct catalogue_page *page)
{
    struct newest *newest = context;
    newest->done = text_list_add(newest->list, page);
    return newest->done && newest->list->items < NEWEST_MAX;
}

static bool add_count(void *context, const char *host, const char *folder, int64_t count)
{
    int64_t *totals = context;
    (void)host;
    (void)folder;
    totals[0] += count;
    totals[1]++;
    return true;
}

bool indexes_write_newest(const struct site *site, const struct site_sink *sink,
                          struct error *err)
{
    struct text_list list = make_list(site, sink, err);
    struct newest newest = {&list, true};
    int64_t totals[2] = {0};
    struct arena a;
    if (!catalogue_each_folder(site->store, add_count, totals, err))
        return false;
    arena_open(&a, SIZE_MAX);
    list.frame = (struct frame){.root = "", .title = site->name, .tab = FRAME_NEWEST};
    list.pages.first = "index.html";
    list.heading = "New and changed";
    list.summary = totals[0]
                       ? arena_printf(&a, "%s of %s", count_text(&a, totals[0], "text"),
                                      count_text(&a, totals[1], "host"))
                       : "There are no texts yet.";
    list.has_hosts = list.has_days = true;
    text_list_begin(&list, totals[0] ? 1 : 0);
    bool done = catalogue_each_made(site->store, 0, INT64_MAX, add_newest, &newest, err);
    done = text_list_end(&list, done && newest.done);
    arena_close(&a);
    return done;
}

/* ---- days -------------------------------------------------------------------------- */

struct day_row {
    char name[16]; /* "2025-01-03" */
    int64_t count;
};
struct day_rows {
    struct arena *arena;
    struct day_row *items;
    size_t count, capacity;
};

static bool add_day(void *context, const char *name, const char *unused, int64_t count)
{
    struct day_rows *days = context;
    struct day_row day = {.count = count};
    (void)unused;
    snprintf(day.name, sizeof day.name, "%s", name ? name : "");
    ARENA_PUSH(days->arena, days, day);
    return true;
}

/* Of all days with a new version, the oldest first. */
static bool load_days(const struct site *site, struct arena *a, struct day_rows *out,
                      struct error *err)
{
    *out = (struct day_rows){.arena = a};
    return store_each_day(site->store, 0, add_day, out, err);
}

static void append_months(const struct day_rows *days, struct buffer *out)
{
    char month[8] = "";
    for (size_t i = days->count; i-- > 0;) {
        const struct day_row *day = &days->items[i];
        if (strncmp(month, day->name, 7) != 0) {
            buffer_append_string(out, month[0] ? "</ul>\n" : "");
            snprintf(month, sizeof month, "%.7s", day->name);
            buffer_printf(out, "<h2>%s</h2>\n<ul class=\"days\">\n", month);
        }
        buffer_printf(out, "<li><a href=\"days/%s.html\">%s</a> <span class=\"meta\">",
                      day->name, day->name);
        markup_count(out, day->count, "text");
        buffer_append_string(out, "</span></li>\n");
    }
    buffer_append_string(out, month[0] ? "</ul>\n" : "<p>There are no texts yet.</p>\n");
}

static bool put_page(const struct site_sink *sink, const char *name, struct buffer *out,
                     struct error *err)
{
    bool done = !out->failed || error_set(err, "out of memory");
    done = done && sink->put(sink->context, name, buffer_slice(out), err);
    buffer_close(out);
    return done;
}

bool indexes_write_day_list(const struct site *site, const struct site_sink *sink,
                            struct error *err)
{
    struct buffer out;
    struct day_rows days;
    struct arena a;
    struct frame frame = {
        .site = site, .out = &out, .root = "", .title = "Days", .tab = FRAME_DAYS};
    if (!sink->wants(sink->context, "days.html"))
        return true;
    arena_open(&a, SIZE_MAX);
    buffer_open(&out, NULL);
    bool done = load_days(site, &a, &days, err);
    if (done) {
        frame_begin(&frame);
        buffer_append_string(&out, "<h1>Days</h1>\n");
        append_months(&days, &out);
        frame_end(&frame);
    }
    arena_close(&a);
    if (done)
        return put_page(sink, "days.html", &out, err);
    buffer_close(&out);
    return false;
}

struct day_writer {
    const struct site *site;
    const struct site_sink *sink;
    struct error *err;
    struct day_rows days;
    struct text_list list;
    int64_t day; /* of the list; -1: none is open */
    char date[RFC3339_SIZE], name[24], more[24];
    bool done;
};

static int64_t count_of_day(const struct day_rows *days, const char *name)
{
    size_t low = 0, high = days->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(days->items[middle].name, name);
        if (order == 0)
            return days->items[middle].count;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static bool close_day(struct day_writer *writer)
{
    bool was_open = writer->day >= 0;
    writer->day = -1;
    return !was_open || text_list_end(&writer->list, writer->done);
}

static void begin_day(struct day_writer *writer, int64_t day)
{
    struct text_list *list = &writer->list;
    struct buffer summary;
    rfc3339_write(day * DAY, writer->date);
    writer->date[10] = '\0';
    snprintf(writer->name, sizeof writer->name, "%.10s.html", writer->date);
    snprintf(writer->more, sizeof writer->more, "%.10s-", writer->date);
    int64_t count = count_of_day(&writer->days, writer->date);
    buffer_open(&summary, writer->days.arena);
    markup_count(&summary, count, "text");
    writer->day = day;
    *list = make_list(writer->site, writer->sink, writer->err);
    list->frame = (struct frame){.root = "../", .title = writer->date, .tab = FRAME_DAYS};
    list->pages.first = writer->name;
    list->pages.more = writer->more;
    list->folder = "days/";
    list->heading = writer->date;
    list->summary = summary.ptr;
    list->has_hosts = true;
    text_list_begin(list, count);
}

static bool add_of_day(void *context, const struct catalogue_page *page)
{
    struct day_writer *writer = context;
    int64_t day = page->made > 0 ? page->made / DAY : 0;
    if (day != writer->day) {
        writer->done = close_day(writer);
        if (writer->done)
            begin_day(writer, day);
    }
    writer->done = writer->done && text_list_add(&writer->list, page);
    return writer->done;
}

bool indexes_write_days(const struct site *site, const struct site_sink *sink,
                        int64_t from, int64_t before, struct error *err)
{
    struct arena a;
    struct day_writer writer = {
        .site = site, .sink = sink, .err = err, .day = -1, .done = true};
    arena_open(&a, SIZE_MAX);
    bool done = load_days(site, &a, &writer.days, err) &&
                catalogue_each_made(site->store, from, before, add_of_day, &writer, err);
    writer.done = writer.done && done;
    done = close_day(&writer) && writer.done;
    arena_close(&a);
    return done;
}

/* ---- hosts ------------------------------------------------------------------------- */

struct host_row {
    const char *host, *folder;
    int64_t count;
};
struct host_rows {
    struct arena *arena;
    struct host_row *items;
    size_t count, capacity;
};

static bool add_host(void *context, const char *host, const char *folder, int64_t count)
{
    struct host_rows *hosts = context;
    struct host_row row = {arena_string(hosts->arena, slice_of_string(host)),
                           arena_string(hosts->arena, slice_of_string(folder)), count};
    ARENA_PUSH(hosts->arena, hosts, row);
    return true;
}

static bool load_hosts(const struct site *site, struct arena *a, struct host_rows *out,
                       struct error *err)
{
    *out = (struct host_rows){.arena = a};
    return catalogue_each_folder(site->store, add_host, out, err);
}

static bool write_host_page(const struct site *site, const struct site_sink *sink,
                            const struct host_rows *hosts, struct frame_pages *pages,
                            struct error *err)
{
    struct buffer out, name;
    struct frame frame = {
        .site = site, .out = &out, .root = "", .title = "Hosts", .tab = FRAME_HOSTS};
    size_t first = (size_t)(pages->number - 1) * HOSTS_MAX;
    buffer_open(&name, hosts->arena);
    frame_append_page_name(pages, pages->number, &name);
    if (!sink->wants(sink->context, name.ptr))
        return true;
    buffer_open(&out, NULL);
    frame_begin(&frame);
    buffer_append_string(&out, "<h1>Hosts</h1>\n<ul class=\"hosts\">\n");
    for (size_t i = first; i < hosts->count && i < first + HOSTS_MAX; i++) {
        buffer_append_string(&out, "<li><a href=\"text/");
        markup_string(&out, hosts->items[i].folder);
        buffer_append_string(&out, "/index.html\">");
        markup_string(&out, hosts->items[i].host);
        buffer_append_string(&out, "</a> <span class=\"meta\">");
        markup_count(&out, hosts->items[i].count, "text");
        buffer_append_string(&out, "</span></li>\n");
    }
    buffer_append_string(&out, "</ul>\n");
    frame_append_pages(&frame, pages);
    frame_end(&frame);
    return put_page(sink, name.ptr, &out, err);
}

bool indexes_write_host_list(const struct site *site, const struct site_sink *sink,
                             struct error *err)
{
    struct arena a;
    struct host_rows hosts;
    arena_open(&a, SIZE_MAX);
    bool done = load_hosts(site, &a, &hosts, err);
    size_t count = hosts.count ? (hosts.count + HOSTS_MAX - 1) / HOSTS_MAX : 1;
    struct frame_pages pages = {
        .number = 1, .count = (int64_t)count, .first = "hosts.html", .more = "hosts-"};
    for (; done && pages.number <= pages.count; pages.number++)
        done = write_host_page(site, sink, &hosts, &pages, err);
    arena_close(&a);
    return done;
}

struct host_writer {
    const struct site *site;
    const struct site_sink *sink;
    struct error *err;
    struct host_rows hosts;
    size_t next; /* the host after the open one */
    bool is_open, done;
    struct buffer folder, summary; /* of the open one */
    struct text_list list;
};

static bool close_host(struct host_writer *writer)
{
    bool was_open = writer->is_open;
    writer->is_open = false;
    return !was_open || text_list_end(&writer->list, writer->done);
}

static void begin_host(struct host_writer *writer, const struct host_row *host)
{
    struct text_list *list = &writer->list;
    buffer_truncate(&writer->folder, 0);
    buffer_printf(&writer->folder, "text/%s/", host->folder);
    buffer_truncate(&writer->summary, 0);
    markup_count(&writer->summary, host->count, "text");
    *list = make_list(writer->site, writer->sink, writer->err);
    list->frame =
        (struct frame){.root = "../../", .title = host->host, .tab = FRAME_HOSTS};
    list->pages.first = "index.html";
    list->pages.more = "page-";
    list->folder = writer->folder.ptr;
    list->heading = host->host;
    list->summary = writer->summary.ptr;
    list->has_dates = true;
    writer->is_open = true;
    text_list_begin(list, host->count);
}

/* Moves to the host of a page; both are in the order of folders. */
static bool find_host(struct host_writer *writer, const struct catalogue_page *page)
{
    struct buffer folder;
    buffer_open(&folder, NULL);
    site_append_folder(page, &folder);
    const struct host_row *open =
        writer->is_open ? &writer->hosts.items[writer->next - 1] : NULL;
    bool is_same = open && strcmp(open->folder, folder.ptr) == 0;
    bool done = is_same || close_host(writer);
    while (done && !is_same && writer->next < writer->hosts.count) {
        const struct host_row *host = &writer->hosts.items[writer->next++];
        if (strcmp(host->folder, folder.ptr) == 0) {
            begin_host(writer, host);
            break;
        }
    }
    buffer_close(&folder);
    return done && writer->is_open;
}

static bool add_of_host(void *context, const struct catalogue_page *page)
{
    struct host_writer *writer = context;
    writer->done = find_host(writer, page) && text_list_add(&writer->list, page);
    return writer->done;
}

bool indexes_write_hosts(const struct site *site, const struct site_sink *sink,
                         const char *folder, struct error *err)
{
    struct arena a;
    struct host_writer writer = {.site = site, .sink = sink, .err = err, .done = true};
    arena_open(&a, SIZE_MAX);
    buffer_open(&writer.folder, &a);
    buffer_open(&writer.summary, &a);
    bool done = load_hosts(site, &a, &writer.hosts, err);
    if (done && folder)
        done = catalogue_each_of_folder(site->store, folder, add_of_host, &writer, err);
    else if (done)
        done = catalogue_each_page(site->store, CATALOGUE_BY_HOST, add_of_host, &writer,
                                   err);
    writer.done = writer.done && done;
    done = close_host(&writer) && writer.done;
    arena_close(&a);
    return done;
}
