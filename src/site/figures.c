#include "site/figures.h"

#include "base/array.h"
#include "site/markup.h"

enum { DAY = 86400, DAYS = 90, WIDTH = 10, HEIGHT = 100 };

/* What a run counts, by day. */
enum series { CHANGED, FAILED, SUSPECT, SERIES_COUNT };
static const struct {
    const char *name, *unit;
} series_rows[SERIES_COUNT] = {
    [CHANGED] = {"Changed texts", "changed text"},
    [FAILED] = {"Failed requests", "failed request"},
    [SUSPECT] = {"Put in quarantine", "text"},
};

struct counts {
    int64_t first; /* day */
    int64_t values[SERIES_COUNT][DAYS];
};

static bool add_run(void *context, const struct store_run *run)
{
    struct counts *counts = context;
    int64_t place = run->began / DAY - counts->first;
    if (place < 0 || place >= DAYS)
        return true;
    counts->values[CHANGED][place] += run->changed;
    counts->values[FAILED][place] += run->failed;
    counts->values[SUSPECT][place] += run->suspect;
    return true;
}

static void append_bars(const struct counts *counts, enum series series, int64_t most,
                        struct buffer *out)
{
    for (int i = 0; i < DAYS; i++) {
        int64_t value = counts->values[series][i];
        int height = (int)(value * HEIGHT / most);
        if (!value)
            continue;
        height = height < 2 ? 2 : height;
        buffer_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>",
                      i * WIDTH + 1, HEIGHT - height, WIDTH - 2, height);
        markup_day(out, (counts->first + i) * DAY);
        buffer_append_string(out, ": ");
        markup_count(out, value, series_rows[series].unit);
        buffer_append_string(out, "</title></rect>\n");
    }
}

static void append_figure(const struct counts *counts, enum series series,
                          struct buffer *out)
{
    int64_t most = 0, sum = 0;
    for (size_t i = 0; i < DAYS; i++) {
        int64_t value = counts->values[series][i];
        most = value > most ? value : most;
        sum += value;
    }
    buffer_printf(out, "<figure class=\"chart\">\n<figcaption>%s <span class=\"meta\">",
                  series_rows[series].name);
    buffer_printf(out, "%lld in %d days, at most %lld in one", (long long)sum, DAYS,
                  (long long)most);
    buffer_printf(out,
                  "</span></figcaption>\n<svg class=\"series-%d\" viewBox=\"0 0 %d %d\" "
                  "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s by day\">\n",
                  series, DAYS * WIDTH, HEIGHT, series_rows[series].name);
    append_bars(counts, series, most ? most : 1, out);
    buffer_append_string(out, "</svg>\n<p class=\"axis\"><span>");
    markup_day(out, counts->first * DAY);
    buffer_append_string(out, "</span> <span>");
    markup_day(out, (counts->first + DAYS - 1) * DAY);
    buffer_append_string(out, "</span></p>\n</figure>\n");
}

bool figures_append(const struct site *site, struct buffer *out, struct error *err)
{
    int64_t last = catalogue_last_run(site->store);
    struct counts counts = {.first = last / DAY - DAYS + 1};
    if (!last)
        return true;
    if (!catalogue_each_run(site->store, counts.first * DAY, add_run, &counts, err))
        return false;
    for (int i = 0; i < SERIES_COUNT; i++)
        append_figure(&counts, (enum series)i, out);
    return true;
}
