#include "refresh/clock_faults.h"

#include "base/rfc3339.h"
#include <stdio.h>

static bool note(struct store *store, const char *text, int64_t now, int64_t run,
                 struct error *err)
{
    struct store_problem problem = {
        .key = "clock", .host = "clock", .kind = "clock", .text = text, .since = now};
    return store_begin(store, err) && store_note_problem(store, &problem, run, err);
}

bool clock_faults_find(struct store *store, int64_t now, int64_t run, bool *is_sane,
                       struct error *err)
{
    char date[RFC3339_SIZE], text[200];
    *is_sane = now >= CLOCK_FAULTS_EARLIEST;
    if (!*is_sane) {
        snprintf(text, sizeof text,
                 "it is %s by the clock of this machine, which is wrong; what is due by "
                 "it is fetched",
                 rfc3339_write(now, date));
        return note(store, text, now, run, err);
    }
    int64_t latest = store_latest_time(store, now + STORE_AHEAD_MAX);
    if (!latest)
        return store_end_problem(store, "clock", 0, err);
    snprintf(text, sizeof text,
             "pages were fetched at %s by a clock that was wrong; such times are not "
             "believed, and these pages are due",
             rfc3339_write(latest, date));
    return note(store, text, now, run, err) && store_end_times_ahead(store, now, err);
}
