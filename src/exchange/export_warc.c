/* The part of exporting.h about WARC: the stored responses of the chosen pages and of
   their versions, as they are in the archive. */
#include "exchange/exporting.h"

#include "base/file.h"
#include "base/rfc3339.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- the records ------------------------------------------------------------------- */

static void add_place(struct export_places *places, const struct warc_place *place)
{
    if (place->file[0])
        ARENA_PUSH(places->arena, places, *place);
}

static bool add_version(void *context, const struct store_version *version)
{
    add_place(context, &version->place);
    return true;
}

static int compare_places(const void *a, const void *b)
{
    const struct warc_place *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    return order ? order : (x->offset > y->offset) - (x->offset < y->offset);
}

/* Lists the records of all chosen pages, each once, in the order of the files. */
bool export_list_places(struct exporting *exporting, struct export_places *out,
                        struct error *err)
{
    struct store *store = &exporting->command->store;
    struct arena *a = &exporting->command->arena;
    size_t kept = 0;
    *out = (struct export_places){.arena = a};
    for (size_t i = 0; i < exporting->pages.count; i++) {
        struct store_page page;
        struct store_bodies bodies = {0};
        if (!store_load_page(store, exporting->pages.items[i], a, &page, err) ||
            !store_load_bodies(store, page.id, OWNER_PAGE, a, &bodies, err) ||
            !store_each_version(store, page.id, add_version, out, err))
            return false;
        add_place(out, &page.body.place);
        for (size_t n = 0; n < bodies.count; n++)
            add_place(out, &bodies.items[n].place);
    }
    if (!out->count)
        return error_set(err, "none of these pages has a stored response");
    qsort(out->items, out->count, sizeof *out->items, compare_places);
    for (size_t i = 0; i < out->count; i++)
        if (i == 0 || compare_places(&out->items[i], &out->items[i - 1]) != 0)
            out->items[kept++] = out->items[i];
    out->count = kept;
    return true;
}

/* ---- WARC -------------------------------------------------------------------------- */

static bool write_warc(struct exporting *exporting, const struct export_places *places,
                       int fd, struct error *err)
{
    struct buffer member;
    char date[RFC3339_SIZE];
    buffer_open(&member, NULL);
    bool done =
        warc_append_info("winnow-export.warc.gz",
                         rfc3339_write(exporting->command->now, date), &member, err);
    for (size_t i = 0; done; i++) {
        done = file_write_all(fd, buffer_slice(&member)) ||
               error_set(err, "%s", strerror(errno));
        buffer_truncate(&member, 0);
        if (!done || i == places->count)
            break;
        done = warc_read_member(exporting->command->store.warc, &places->items[i],
                                &member, err);
    }
    buffer_close(&member);
    return done;
}

bool export_warc(struct exporting *exporting, struct error *err)
{
    struct export_places places;
    struct export_file file;
    if (!export_list_places(exporting, &places, err) ||
        !export_file_open(&file, exporting->output, err))
        return false;
    return export_file_close(&file, write_warc(exporting, &places, file.fd, err), err);
}
