/* catalogue: what an archive holds, in the orders in which a site or a list shows it. The
   strings that a callback is given are borrowed for the duration of the call; a callback
   returns false to stop. */
#ifndef WINNOW_ARCHIVE_CATALOGUE_H
#define WINNOW_ARCHIVE_CATALOGUE_H

#include "archive/store.h"

/* From here on until the store is closed, everything is read as it is now, whatever
   another process writes. */
bool catalogue_begin(struct store *store, struct error *err);
/* Ends that. */
void catalogue_end(struct store *store);

struct catalogue_page {
    int64_t id;
    const char *url, *host, *name;
    enum page_state state;
    int64_t changed, checked, version;
    int64_t versions, newest; /* how many there are, and the number of the last */
    const char *title;        /* NULL: none */
    const char *text_sha256;
    const char *details; /* one string that changes with those of any version */
    const char *suspect_kind, *suspect_reason; /* NULL: nothing in quarantine */
    /* The version that catalogue_each_made visits; otherwise the current one. */
    int64_t made, number;
    int64_t previous; /* the number of the version before it; 0: none */
};
typedef bool (*catalogue_visit)(void *context, const struct catalogue_page *page);

enum catalogue_order {
    CATALOGUE_BY_ID,   /* pages that have a text */
    CATALOGUE_BY_HOST, /* the same; those of a host by the time of their last change, the
                          newest first */
};
bool catalogue_each_page(struct store *store, enum catalogue_order order,
                         catalogue_visit visit, void *context, struct error *err);
/* The pages with a text whose files are in one folder of text/, the newest first. */
bool catalogue_each_of_folder(struct store *store, const char *folder,
                              catalogue_visit visit, void *context, struct error *err);
/* Every version that was made in a span of time, the newest first. */
bool catalogue_each_made(struct store *store, int64_t from, int64_t before,
                         catalogue_visit visit, void *context, struct error *err);
/* Finds the page whose file in text/ has this name, whatever its suffix. False with an
   empty err->text if there is none. */
bool catalogue_find_page(struct store *store, const char *name, catalogue_visit visit,
                         void *context, struct error *err);

/* Visits each folder of text/ with the number of its texts: a host, its folder, a
   number. */
bool catalogue_each_folder(struct store *store, store_visit_row visit, void *context,
                           struct error *err);

typedef bool (*catalogue_visit_run)(void *context, const struct store_run *run);
/* Visits the runs that have ended, the oldest first. */
bool catalogue_each_run(struct store *store, int64_t since, catalogue_visit_run visit,
                        void *context, struct error *err);
/* Reads the last run that has ended; id is 0 if there is none. */
bool catalogue_find_last_run(struct store *store, struct store_run *out,
                             struct error *err);
/* When the last run began; 0 if there was none. */
int64_t catalogue_last_run(struct store *store);
/* Seconds that tell this archive from others: when its first run began. */
int64_t catalogue_first_run(struct store *store);

#endif
