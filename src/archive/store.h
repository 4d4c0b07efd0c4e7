/* store: an archive's folder and database: pages, versions, quarantine, hosts, problems.
   A process that changes anything holds the lock. Times are seconds since 1970, UTC.

   Functions that return bool return false with err set on an error. Strings given to a
   visit callback are borrowed for the duration of the call; a callback returns false to
   stop. */
#ifndef WINNOW_ARCHIVE_STORE_H
#define WINNOW_ARCHIVE_STORE_H

#include "archive/db.h"
#include "archive/text_tree.h"
#include "base/arena.h"
#include "container/warc.h"
#include <sys/types.h>

/* ---- the folder -------------------------------------------------------------------- */

/* Files of the folder: the database, and one that store_finish_rebuild puts in its place.
 */
#define STORE_DATABASE         "winnow.db"
#define STORE_REBUILT_DATABASE "winnow.db.new"

enum store_access {
    STORE_READ,       /* takes no lock: a run may be in progress */
    STORE_WRITE,      /* takes the lock; fails if another process holds it */
    STORE_WRITE_WAIT, /* takes the lock; waits for it */
    STORE_REBUILD     /* takes the lock; with a new database, for store_finish_rebuild */
};

struct store {
    struct db *db;
    char *path;
    int folder, text, warc; /* descriptors; the lock is on `folder` */
    bool in_transaction;
    enum text_layout layout; /* of the files that are written */
};

enum store_result { STORE_OPEN, STORE_REFUSED, STORE_LOCKED };

/* Creates an archive in a new or existing folder. `settings` is the content of its
   winnow.conf, and `mode` its permissions. */
bool store_create(const char *path, const char *settings, mode_t mode, struct error *err);
/* Returns STORE_REFUSED if the folder is not an archive or was written by a newer version
   of winnow. The store needs to be closed only after STORE_OPEN. */
enum store_result store_open(struct store *store, const char *path,
                             enum store_access access, struct error *err);
void store_close(struct store *store);
/* Adds a winnow.conf to a folder that has none, if it has warc/ or text/ of an archive.
 */
bool store_add_settings(const char *path, const char *settings, struct error *err);
/* Closes the database of STORE_REBUILD and makes it that of the archive. An older one is
   kept as winnow.db.old. Only store_close may follow. */
bool store_finish_rebuild(struct store *store, struct error *err);
/* Appends the content of winnow.conf. */
bool store_read_settings(const struct store *store, struct buffer *out,
                         struct error *err);

/* Whether users other than the owner can read winnow.conf. */
bool store_settings_are_public(const struct store *store);
/* Whether nobody but this user and root can have written it. */
bool store_settings_are_own(const struct store *store);

/* Begins a transaction unless one is open; commits it if one is open. */
bool store_begin(struct store *store, struct error *err);
bool store_commit(struct store *store, struct error *err);

/* ---- pages ------------------------------------------------------------------------- */

enum page_state {
    PAGE_NEW, /* never fetched successfully */
    PAGE_OK,
    PAGE_FAILING,
    PAGE_MISSING, /* 404, but not yet often enough to be gone */
    PAGE_GONE,
    PAGE_STATE_COUNT
};
const char *store_state_name(enum page_state state);

/* A stored response body: its URL, its metadata and its position in a WARC file. */
struct store_body {
    const char *url; /* as requested */
    const char *raw_sha256, *content_type, *final_url, *fetched;
    struct warc_place place;     /* file is "" if there is no body */
    const char *etag, *modified; /* its validators */
    const char *validated_url;   /* the URL for which the validators are sent */
};
/* The bodies of a multipage article, the first page first. */
struct store_bodies {
    struct store_body *items;
    size_t count, capacity;
};

struct store_page {
    int64_t id;
    const char *url, *host, *name; /* name: of its file in text/ */
    enum text_layout layout;       /* of that file */
    enum page_state state;
    int64_t checked, changed, due, interval;
    unsigned failures, missing; /* runs in a row */
    size_t usual_length;        /* of its text, in characters; 0: not known */
    bool had_body;              /* the site's body rule matched the current text */
    struct store_body body;
    size_t further_pages; /* stored pages of its article after the first */
    bool is_partial;      /* a page of its article could not be fetched */
    bool is_pinned;       /* its text stays, whatever the site sends */
    bool is_ignored;      /* no longer asked for */
    bool is_garbled;      /* the current text has characters that were decoded wrongly */
    /* The current text; version 0: none. */
    int64_t version;
    const char *rules, *text_sha256, *title; /* rules: the revision it was cleaned with */
};

/* Adds a URL unless it is in the archive already. host: as fetch_url_host returns it. */
bool store_add_page(struct store *store, const char *url, const char *host, int64_t now,
                    struct error *err);
/* Reads a page by URL or by id; strings are copied to the arena. Returns false with an
   empty err->text if there is no such page. */
bool store_find_page(struct store *store, const char *url, struct arena *a,
                     struct store_page *out, struct error *err);
bool store_load_page(struct store *store, int64_t id, struct arena *a,
                     struct store_page *out, struct error *err);
bool store_save_page(struct store *store, const struct store_page *page,
                     struct error *err);
/* Saves only what changes for an unchanged page without failures: when it was checked
   and is due, and its validators. */
bool store_save_check(struct store *store, const struct store_page *page,
                      struct error *err);
/* Pins a page or ignores it, or ends that. store_save_page changes neither. */
bool store_set_pinned(struct store *store, int64_t page, bool is_on, struct error *err);
bool store_set_ignored(struct store *store, int64_t page, bool is_on, struct error *err);
/* Deletes a page with its versions, quarantine entry and problems, in a transaction.
   unfinished_complete then removes its file in text/. */
bool store_delete_page(struct store *store, const struct store_page *page,
                       struct error *err);

struct id_list {
    int64_t *items;
    size_t count, capacity;
};
enum page_choice {
    PAGES_ALL,            /* sorted by URL */
    PAGES_DUE,            /* due <= bound, the longest overdue first */
    PAGES_CHECKED_BEFORE, /* checked <= bound, the longest ago first */
    PAGES_AHEAD,          /* not due, but checked later than bound + STORE_AHEAD_MAX */
    PAGES_STORED,         /* with a stored body, in the order of the WARC files */
};
/* Lists the ids of pages of one host, or of all hosts if host is NULL. */
bool store_list_pages(struct store *store, enum page_choice choice, int64_t bound,
                      const char *host, struct arena *a, struct id_list *out,
                      struct error *err);

/* Visits the hosts with stored bodies, and each revision of the rules that their pages
   were cleaned with. */
typedef bool (*store_visit_rules)(void *context, const char *host, const char *rules);
bool store_each_rules(struct store *store, store_visit_rules visit, void *context,
                      struct error *err);
/* Lists the pages of a host with a stored body that were cleaned with this revision of
   the rules. */
bool store_list_cleaned_by(struct store *store, const char *host, const char *rules,
                           struct arena *a, struct id_list *out, struct error *err);

/* ---- the layout of text/ ----------------------------------------------------------- */

/* Makes the store's layout that of a page's file: changes its row and page->name. The
   file under the old name is left. */
bool store_set_page_layout(struct store *store, struct store_page *page, struct arena *a,
                           struct error *err);
/* Lists the pages with a text whose file does not have the store's layout. */
bool store_list_other_layouts(struct store *store, struct arena *a, struct id_list *out,
                              struct error *err);
/* Lists the pages with a stored body whose current text has no Markdown. */
bool store_list_undescribed(struct store *store, struct arena *a, struct id_list *out,
                            struct error *err);
/* Records that all files have the store's layout. A store has it when it is opened. */
bool store_save_layout(struct store *store, struct error *err);

/* ---- multipage articles ------------------------------------------------------------ */

/* Whether bodies belong to the page's current text or to its quarantine entry. */
enum store_owner { OWNER_PAGE, OWNER_QUARANTINE };
/* Appends the bodies of an article's pages after the first one. */
bool store_load_bodies(struct store *store, int64_t page, enum store_owner owner,
                       struct arena *a, struct store_bodies *out, struct error *err);
/* Replaces the stored bodies after the first one by those in `bodies` after the first. */
bool store_save_bodies(struct store *store, int64_t page, enum store_owner owner,
                       const struct store_bodies *bodies, struct error *err);
bool store_delete_bodies(struct store *store, int64_t page, enum store_owner owner,
                         struct error *err);

/* Reads and decodes a body of at most max bytes. On success *out is a new buffer on the
   heap, owned by the caller. */
bool store_read_body(const struct store *store, const struct store_body *body, size_t max,
                     struct buffer *out, struct error *err);

/* ---- versions ---------------------------------------------------------------------- */

/* What is known of a version in addition to its text and title. NULL: not known, as in
   versions that an older winnow stored and that were not cleaned again since. */
struct store_details {
    const char *author, *date, *site, *language; /* as in a record */
    const char *fetched;   /* when its page was, RFC 3339; if that is not known, when the
                              version was made */
    struct slice markdown; /* the text as Markdown */
};

struct store_version {
    int64_t page, number, made;
    const char *cause; /* "first", "site", "rules", "accepted" or "restored" */
    const char *raw_sha256, *rules, *text_sha256, *title;
    struct warc_place place;
    struct store_details details; /* store_each_version leaves its Markdown empty */
    int64_t rejected_by; /* the version that was restored in its place; 0: none */
};

/* Adds the next version with its text, and makes it the current one in *page, which the
   caller saves. version->page and version->number are ignored. */
bool store_add_version(struct store *store, struct store_page *page,
                       const struct store_version *version, struct slice text,
                       struct error *err);
typedef bool (*store_visit_version)(void *context, const struct store_version *version);
bool store_each_version(struct store *store, int64_t page, store_visit_version visit,
                        void *context, struct error *err);
/* Reads one version; strings are copied to the arena. It is an error if there is none. */
bool store_find_version(struct store *store, int64_t page, int64_t number,
                        struct arena *a, struct store_version *out, struct error *err);
/* Whether a version of the page has this text, and whether it was rejected. */
enum store_text_state { STORE_TEXT_NEW, STORE_TEXT_KNOWN, STORE_TEXT_REJECTED };
enum store_text_state store_find_text_state(struct store *store, int64_t page,
                                            const char *text_sha256);
/* Returns the newest version that is not rejected and has another text; 0: none. */
int64_t store_version_other_than(struct store *store, int64_t page,
                                 const char *text_sha256);
/* Rejects the versions after the restored one, of which version `by` is the copy, and
   takes back what a later restore than that version has rejected. */
bool store_reject_versions(struct store *store, const struct store_version *restored,
                           int64_t by, struct error *err);
/* Rejects a text in the versions before `by`, and takes that back. */
bool store_reject_text(struct store *store, int64_t page, const char *text_sha256,
                       int64_t by, struct error *err);
bool store_believe_text(struct store *store, int64_t page, const char *text_sha256,
                        struct error *err);
/* Appends the text of a version. */
bool store_read_text(struct store *store, int64_t page, int64_t number,
                     struct buffer *out, struct error *err);
/* Reads the details of a version; strings and Markdown are copied to the arena. */
bool store_read_details(struct store *store, int64_t page, int64_t number,
                        struct arena *a, struct store_details *out, struct error *err);
/* Replaces the title and the details of a version; when it was fetched stays. */
bool store_describe_version(struct store *store, int64_t page, int64_t number,
                            const char *title, const struct store_details *details,
                            struct error *err);
/* Deletes all but the newest `keep` versions of each page, and the WARC files that are
   then unreferenced. *files receives the number of deleted files. */
bool store_prune(struct store *store, unsigned keep, unsigned *files, struct error *err);

/* ---- quarantine -------------------------------------------------------------------- */

struct store_suspect {
    int64_t page, since, seen;
    unsigned runs; /* refreshes in a row that had the same text */
    const char *url, *kind, *reason;
    long http_status;
    const char *rules, *text_sha256, *title;
    struct store_body body;
    size_t further_pages;
    bool had_body, is_partial;
    struct store_details details; /* Markdown: read only together with the text; fetched
                                     is that of body */
};
/* Saves a quarantine entry, replacing an older one of the page. The bodies after the
   first are saved by store_save_bodies. */
bool store_save_suspect(struct store *store, const struct store_suspect *suspect,
                        struct slice text, struct error *err);
/* Reads the quarantine entry of a page; strings are copied to the arena, the text is
   appended to `text` unless that is NULL. Returns false if there is no entry. */
bool store_find_suspect(struct store *store, int64_t page, struct arena *a,
                        struct store_suspect *out, struct buffer *text,
                        struct error *err);
/* Deletes a page's quarantine entry with its bodies. *existed says whether there was
   one. */
bool store_delete_suspect(struct store *store, int64_t page, bool *existed,
                          struct error *err);
typedef bool (*store_visit_suspect)(void *context, const struct store_suspect *suspect);
bool store_each_suspect(struct store *store, store_visit_suspect visit, void *context,
                        struct error *err);

/* ---- WARC files -------------------------------------------------------------------- */

/* The newest file and its known size (in out->offset). Returns false if there is none. */
bool store_last_warc(struct store *store, struct warc_place *out);
/* Saves the size up to which a file is referenced. */
bool store_save_warc(struct store *store, const char *name, int64_t size,
                     struct error *err);
typedef bool (*store_visit_row)(void *context, const char *name, const char *text,
                                int64_t number);
/* Visits the name and known size of each file, the oldest first. */
bool store_each_warc(struct store *store, store_visit_row visit, void *context,
                     struct error *err);
/* Visits the files in warc/ that have a name as given by winnow but that no row
   references; the number is the time of the last modification (system clock). */
bool store_each_unreferenced_warc(struct store *store, store_visit_row visit,
                                  void *context, struct error *err);
/* Records that a file has only `size` bytes left: bodies after that are no longer stored.
 *pages receives the number of pages that must be fetched again. */
bool store_truncate_warc(struct store *store, const char *name, int64_t size,
                         int64_t *pages, struct error *err);

/* ---- events, problems, runs -------------------------------------------------------- */

bool store_add_event(struct store *store, int64_t page, int64_t at, const char *kind,
                     const char *text, struct error *err);
typedef bool (*store_visit_event)(void *context, int64_t at, const char *kind,
                                  const char *text);
bool store_each_event(struct store *store, int64_t page, store_visit_event visit,
                      void *context, struct error *err);

/* A problem is reported when it begins and when it ends. */
struct store_problem {
    const char *key, *host, *kind, *text; /* the key identifies an open problem */
    const char *cause; /* the text without what differs from page to page; NULL: text */
    int64_t page;      /* 0: a problem of the host */
    int64_t since;
};
/* Opens a problem, or marks an open one as seen in this run. */
bool store_note_problem(struct store *store, const struct store_problem *problem,
                        int64_t run, struct error *err);
bool store_end_problem(struct store *store, const char *key, int64_t run,
                       struct error *err);
/* Ends all problems of a page, without a report. */
bool store_end_page_problems(struct store *store, int64_t page, struct error *err);
/* Ends all problems of a kind that were not seen in this run. */
bool store_end_unseen_problems(struct store *store, const char *kind, int64_t run,
                               struct error *err);
enum problem_choice {
    /* Since the last run that reported; not those of further pages of a host that was
       down. */
    PROBLEMS_BEGUN,
    PROBLEMS_ENDED, /* since the last run that reported */
    PROBLEMS_OPEN,
};
typedef bool (*store_visit_problem)(void *context, const struct store_problem *problem,
                                    int64_t count);
/* Visits the problems that began or ended in a run, or all open ones. Problems of the
   same kind, cause and host are visited once, with their count and the earliest since;
   the key is then the URL of the first page, or the host. */
bool store_each_problem(struct store *store, enum problem_choice choice, int64_t run,
                        store_visit_problem visit, void *context, struct error *err);

/* Saves that this run has reported. */
bool store_set_told(struct store *store, int64_t run, struct error *err);
/* Returns their number. */
int64_t store_count_problems(struct store *store, enum problem_choice choice,
                             int64_t run);

struct store_run {
    int64_t id, began, ended;
    int64_t asked, changed, unchanged, failed, suspect, recleaned;
};
/* Inserts a run, and sets run->id. */
bool store_begin_run(struct store *store, struct store_run *run, struct error *err);
bool store_end_run(struct store *store, const struct store_run *run, struct error *err);
/* Returns when the first run that did not end began (system clock); 0 if all ended. */
int64_t store_find_crashed_run(struct store *store);

/* ---- hosts ------------------------------------------------------------------------- */

struct store_host {
    int64_t not_before; /* from Retry-After */
    int64_t back_off;   /* until when we wait after failed runs */
    unsigned failed_runs;
    int64_t failed_at; /* when the last failed run was */
    int64_t saved;     /* when this was written; 0: not known */
};
/* Returns the row of a server; all zeros if there is none. */
struct store_host store_find_host(struct store *store, const char *name);
bool store_save_host(struct store *store, const char *name, const struct store_host *host,
                     struct error *err);

struct store_robots {
    int64_t expires;
    int status; /* enum winnow_status */
    const char *reason;
    struct slice text; /* ptr NULL: there is no file */
};
/* Reads the stored robots.txt of an origin. Returns false if there is none or if it has
   expired. */
bool store_find_robots(struct store *store, const char *origin, int64_t now,
                       struct arena *a, struct store_robots *out);
bool store_save_robots(struct store *store, const char *origin,
                       const struct store_robots *robots, struct error *err);

/* Whether another page of the host has the same text. */
bool store_is_text_shared(struct store *store, const char *host, const char *text_sha256,
                          int64_t except_page);
/* Whether another page of the host has, or had, or was refused this text, and has never
   had the page's current one: the two are not one page under two addresses. */
bool store_is_text_foreign(struct store *store, const struct store_page *page,
                           const char *text_sha256);
/* Lists the other pages of the host whose current text is this one, and which had another
   one before. */
bool store_list_sharers(struct store *store, const struct store_page *page,
                        const char *text_sha256, struct arena *a, struct id_list *out,
                        struct error *err);

/* ---- reports ----------------------------------------------------------------------- */

/* Visits the URL, title and number of each version made since. */
bool store_each_changed(struct store *store, int64_t since, store_visit_row visit,
                        void *context, struct error *err);
/* Visits "2025-11-12", NULL, and the number of versions made that day, for each day. */
bool store_each_day(struct store *store, int64_t since, store_visit_row visit,
                    void *context, struct error *err);
/* Visits counts by name: pages by state, due pages, versions and the like. */
bool store_each_count(struct store *store, int64_t now, store_visit_row visit,
                      void *context, struct error *err);

/* Seconds. Times that are further in the future are those of a clock that was wrong. */
enum { STORE_AHEAD_MAX = 24 * 3600 };
/* Returns the latest time at which a page was checked, if that is after `bound`;
   otherwise 0. Pages that are no longer asked for do not count. */
int64_t store_latest_time(struct store *store, int64_t bound);
/* What problems and rules say about times that are too far in the future becomes now. */
bool store_end_times_ahead(struct store *store, int64_t now, struct error *err);

/* Returns the newest version before this one; 0 if there is none. */
int64_t store_version_before(struct store *store, int64_t page, int64_t version);
/* Marks runs that did not end as ended, once their effects have been repaired. */
bool store_end_crashed_runs(struct store *store, struct error *err);
/* Returns the unused space of the database to the file system. */
bool store_vacuum(struct store *store, struct error *err);
/* Checks the integrity of the database itself. */
bool store_check_rows(struct store *store, struct error *err);

#endif
