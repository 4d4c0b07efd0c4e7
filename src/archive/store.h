/* store: the archive's folder and its rows: pages, versions, quarantine, hosts, problems.
   Whoever changes anything holds the lock. Times are seconds since 1970, UTC. */
#ifndef WINNOW_ARCHIVE_STORE_H
#define WINNOW_ARCHIVE_STORE_H

#include "archive/db.h"
#include "archive/warc.h"
#include "base/arena.h"

/* ---- the folder -------------------------------------------------------------------- */

enum store_access {
    STORE_READ,      /* beside a run that may be going on */
    STORE_WRITE,     /* alone: another that holds the lock is an error */
    STORE_WRITE_WAIT /* alone: waits for the other */
};

struct store {
    struct db *db;
    char *path;
    int folder, text, warc; /* descriptors; the lock is on the first */
    bool in_transaction;
};

enum store_result { STORE_OPEN, STORE_REFUSED, STORE_LOCKED };

/* Makes the folder, or what is missing in an empty one. */
bool store_create(const char *path, const char *settings, struct error *err);
/* REFUSED: it is no archive, or of a newer winnow. */
enum store_result store_open(struct store *store, const char *path,
                             enum store_access access, struct error *err);
void store_close(struct store *store);
/* winnow.conf, whole. */
bool store_read_settings(const struct store *store, struct buffer *out,
                         struct error *err);

/* Everything between a begin and a commit is there after a crash, or none of it is. */
bool store_begin(struct store *store, struct error *err);
bool store_commit(struct store *store, struct error *err);

/* ---- pages ------------------------------------------------------------------------- */

enum page_state {
    PAGE_NEW, /* never had */
    PAGE_OK,
    PAGE_FAILING,
    PAGE_MISSING, /* 404, not yet for good */
    PAGE_GONE,
    PAGE_STATE_COUNT
};
const char *store_state_name(enum page_state state);

/* A body that is held: what was asked for, what came, and where it stands. */
struct store_body {
    const char *url; /* as it was asked for */
    const char *raw_sha256, *content_type, *final_url, *fetched;
    struct warc_place place;                     /* its file is "" where none is held */
    const char *etag, *modified, *validated_url; /* its validators, and where they hold */
};
/* Those of an article, its first page first. */
struct store_bodies {
    struct store_body *items;
    size_t count, capacity;
};

struct store_page {
    int64_t id;
    const char *url, *host, *name;
    enum page_state state;
    int64_t checked, changed, due, interval;
    unsigned failures, missing; /* runs in a row */
    size_t usual_length;        /* of its text, in characters; 0: not known */
    bool had_body;              /* its site's body rule has matched */
    struct store_body body;
    size_t further;  /* pages of its article that are held too */
    bool is_partial; /* its article has a page that could not be had */
    /* The text that stands. version 0: none. */
    int64_t version;
    const char *rules, *text_sha256, *title;
};

/* Adds a URL; nothing when it is there. host as fetch_url_host gives it. */
bool store_add_page(struct store *store, const char *url, const char *host, int64_t now,
                    struct error *err);
/* Strings go to the arena. False where there is none, err->text then "". */
bool store_find_page(struct store *store, const char *url, struct arena *a,
                     struct store_page *out, struct error *err);
bool store_load_page(struct store *store, int64_t id, struct arena *a,
                     struct store_page *out, struct error *err);
bool store_save_page(struct store *store, const struct store_page *page,
                     struct error *err);
/* Of a page that was well and has not changed, only what can be another: when it was
   checked and is due, and its validators. */
bool store_save_check(struct store *store, const struct store_page *page,
                      struct error *err);
/* With its versions, quarantine and problems; its file in text/ too. */
bool store_forget_page(struct store *store, const struct store_page *page,
                       struct error *err);

struct id_list {
    int64_t *items;
    size_t count, capacity;
};
enum page_choice {
    PAGES_ALL,
    PAGES_DUE,  /* due <= bound, oldest due first; none that is gone */
    PAGES_AGED, /* checked <= bound, longest ago first */
    PAGES_HELD, /* with a body */
};
/* host NULL: of all. */
bool store_list_pages(struct store *store, enum page_choice choice, int64_t bound,
                      const char *host, struct arena *a, struct id_list *out,
                      struct error *err);

/* Hosts with a held body, and the rules that it was cleaned by. */
typedef bool (*store_visit_rules)(void *context, const char *host, const char *rules);
bool store_each_rules(struct store *store, store_visit_rules visit, void *context,
                      struct error *err);
/* Pages of a host with a held body that was cleaned by these rules. */
bool store_list_cleaned_by(struct store *store, const char *host, const char *rules,
                           struct arena *a, struct id_list *out, struct error *err);
/* ---- articles of several pages ----------------------------------------------------- */

enum store_shelf { SHELF_PAGE, SHELF_QUARANTINE };
/* Adds the further pages of an article behind the first one's body. */
bool store_load_bodies(struct store *store, int64_t page, enum store_shelf shelf,
                       struct arena *a, struct store_bodies *out, struct error *err);
/* Puts all but the first of them in place of those that are there. */
bool store_save_bodies(struct store *store, int64_t page, enum store_shelf shelf,
                       const struct store_bodies *bodies, struct error *err);
bool store_drop_bodies(struct store *store, int64_t page, enum store_shelf shelf,
                       struct error *err);

/* The bytes of a body, at most max of them: a new buffer on the heap. */
bool store_read_body(const struct store *store, const struct store_body *body, size_t max,
                     struct buffer *out, struct error *err);

/* ---- versions ---------------------------------------------------------------------- */

struct store_version {
    int64_t page, number, made;
    const char *cause; /* "first", "site", "rules" or "accepted" */
    const char *raw_sha256, *rules, *text_sha256, *title;
    struct warc_place place;
};

/* Adds the next version with its text, and makes it the page's. */
bool store_add_version(struct store *store, struct store_page *page,
                       const struct store_version *version, struct slice text,
                       struct error *err);
typedef bool (*store_visit_version)(void *context, const struct store_version *version);
bool store_each_version(struct store *store, int64_t page, store_visit_version visit,
                        void *context, struct error *err);
/* The text of a version. False where there is none. */
bool store_read_text(struct store *store, int64_t page, int64_t number,
                     struct buffer *out, struct error *err);
/* Drops all but the newest `keep` of each page, and WARC files that nothing needs then.
   The number of files that went goes to *files. */
bool store_prune(struct store *store, unsigned keep, unsigned *files, struct error *err);

/* ---- quarantine -------------------------------------------------------------------- */

struct store_suspect {
    int64_t page, since, seen;
    unsigned runs; /* refreshes running that had the same text */
    const char *url, *kind, *reason;
    long http_status;
    const char *rules, *text_sha256, *title;
    struct store_body body;
    size_t further;
    bool had_body, is_partial;
};
/* Puts it in place of an older one, but for the further pages of its article. */
bool store_put_suspect(struct store *store, const struct store_suspect *suspect,
                       struct slice text, struct error *err);
/* False where there is none. text may be NULL. */
bool store_find_suspect(struct store *store, int64_t page, struct arena *a,
                        struct store_suspect *out, struct buffer *text,
                        struct error *err);
/* With the further pages of its article. None there is no error. */
bool store_drop_suspect(struct store *store, int64_t page, bool *was_there,
                        struct error *err);
typedef bool (*store_visit_suspect)(void *context, const struct store_suspect *suspect);
bool store_each_suspect(struct store *store, store_visit_suspect visit, void *context,
                        struct error *err);

/* ---- WARC files -------------------------------------------------------------------- */

/* The newest file and how much of it is known. False where there is none. */
bool store_last_warc(struct store *store, struct warc_place *out);
bool store_note_warc(struct store *store, const char *name, int64_t size,
                     struct error *err);
typedef bool (*store_visit_row)(void *context, const char *name, const char *text,
                                int64_t number);
/* The name and known size of each, the oldest first. */
bool store_each_warc(struct store *store, store_visit_row visit, void *context,
                     struct error *err);
/* Files with the names that we give, of which no row knows; the number is when each was
   last written to, by the real clock. */
bool store_each_stray_warc(struct store *store, store_visit_row visit, void *context,
                           struct error *err);
/* Of this file only so many bytes are left: what stood behind them is held no more. Fills
   the number of pages that are to be asked for anew. */
bool store_lose_warc(struct store *store, const char *name, int64_t size, int64_t *pages,
                     struct error *err);

/* ---- events, problems, runs -------------------------------------------------------- */

bool store_add_event(struct store *store, int64_t page, int64_t at, const char *kind,
                     const char *text, struct error *err);
typedef bool (*store_visit_event)(void *context, int64_t at, const char *kind,
                                  const char *text);
bool store_each_event(struct store *store, int64_t page, store_visit_event visit,
                      void *context, struct error *err);

/* What is wrong is told when it begins and when it ends. A problem that a run has not
   met again where it looked is over. */
struct store_problem {
    const char *key, *host, *kind, *text;
    int64_t page; /* 0: the host's */
    int64_t since;
};
bool store_meet_problem(struct store *store, const struct store_problem *problem,
                        int64_t run, struct error *err);
bool store_end_problem(struct store *store, const char *key, int64_t run,
                       struct error *err);
/* All of a kind that the run has looked for and not met. */
bool store_end_unmet(struct store *store, const char *kind, int64_t run,
                     struct error *err);
enum problem_choice { PROBLEMS_BEGUN, PROBLEMS_ENDED, PROBLEMS_OPEN };
typedef bool (*store_visit_problem)(void *context, const struct store_problem *problem,
                                    int64_t count);
/* Those that began (ended) in a run, or all that are open; problems of one kind and text
   at one host are one, with their count. */
bool store_each_problem(struct store *store, enum problem_choice choice, int64_t run,
                        store_visit_problem visit, void *context, struct error *err);

struct store_run {
    int64_t id, began, ended;
    int64_t asked, changed, unchanged, failed, suspect, recleaned;
};
bool store_begin_run(struct store *store, struct store_run *run, struct error *err);
bool store_end_run(struct store *store, const struct store_run *run, struct error *err);
/* When the last run began if it never ended (by the real clock); 0 else. */
int64_t store_find_crash(struct store *store);

/* ---- hosts ------------------------------------------------------------------------- */

struct store_host {
    int64_t not_before; /* the server's own wish */
    int64_t back_off;   /* ours, after runs that failed */
    unsigned failed_runs;
    int64_t failed_at; /* when the last of them was */
};
struct store_host store_find_host(struct store *store, const char *name);
bool store_save_host(struct store *store, const char *name, const struct store_host *host,
                     struct error *err);

struct store_robots {
    int64_t expires;
    int status; /* the engine's own */
    const char *reason;
    struct slice text; /* ptr NULL: there is no file */
};
/* False where there is none that still holds. */
bool store_find_robots(struct store *store, const char *origin, int64_t now,
                       struct arena *a, struct store_robots *out);
bool store_save_robots(struct store *store, const char *origin,
                       const struct store_robots *robots, struct error *err);

/* Whether another page of the host has this text. */
bool store_has_text(struct store *store, const char *host, const char *text_sha256,
                    int64_t but_page);

/* ---- reports ----------------------------------------------------------------------- */

/* The URL, title and number of each version made since. */
bool store_each_changed(struct store *store, int64_t since, store_visit_row visit,
                        void *context, struct error *err);
/* "2025-11-12", NULL, and the versions made that day. */
bool store_each_day(struct store *store, int64_t since, store_visit_row visit,
                    void *context, struct error *err);
/* Pages by state, those due, and the like, by name. */
bool store_each_count(struct store *store, int64_t now, store_visit_row visit,
                      void *context, struct error *err);

/* The newest version before one; 0 for none. */
int64_t store_version_before(struct store *store, int64_t page, int64_t version);
/* Runs that never ended have been mended. */
bool store_end_crashes(struct store *store, struct error *err);
/* Whether the database itself is whole. */
bool store_check_rows(struct store *store, struct error *err);

#endif
