/* recorder_parts: the steps that recorder.c and decisions.c share. */
#ifndef WINNOW_REFRESH_RECORDER_PARTS_H
#define WINNOW_REFRESH_RECORDER_PARTS_H

#include "refresh/recorder.h"

/* Sets the bodies that the page's article consists of. */
bool recorder_set_bodies(struct recorder *recorder, struct store_page *page,
                         const struct store_bodies *bodies, struct error *err);
/* Returns the hash of a page's body; for several pages, the hash of their hashes. */
const char *recorder_hash_bodies(struct arena *a, const struct store_bodies *bodies);

bool recorder_begin_problem(struct recorder *recorder, const char *kind,
                            const struct store_page *page, const char *text,
                            struct error *err);
/* is_reported: also report that the problem has ended. */
bool recorder_end_problem(struct recorder *recorder, const char *kind,
                          const struct store_page *page, bool is_reported,
                          struct error *err);
bool recorder_end_failures(struct recorder *recorder, struct store_page *page,
                           struct error *err);
bool recorder_end_quarantine(struct recorder *recorder, const struct store_page *page,
                             struct error *err);

/* Makes a text the page's next version. The caller saves the page. */
bool recorder_add_version(struct recorder *recorder, struct store_page *page,
                          const struct store_version *version, struct slice text,
                          struct error *err);

/* A suspect text with the bodies that it comes from. */
struct candidate {
    const struct store_suspect *suspect;
    const struct store_bodies *bodies;
    struct slice text;
};
bool recorder_make_current(struct recorder *recorder, struct store_page *page,
                           const struct candidate *candidate, struct arena *a,
                           struct error *err);

/* Pages whose text the same wall has replaced, before a second page of the host showed
   that it is one, get their earlier text back; the wall goes to quarantine. At most
   RECORDER_REVOKED_MAX pages; the others follow when the wall comes again. */
bool recorder_revoke_shared(struct recorder *recorder, const struct store_page *page,
                            const struct winnow_record *record, struct error *err);

#endif
