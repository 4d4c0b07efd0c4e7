/* site_files: the rule file of each page's host, read by the process that may open files,
   and its errors told once. */
#ifndef WINNOW_CLI_SITE_FILES_H
#define WINNOW_CLI_SITE_FILES_H

#include "cli/console.h"
#include "rules/request_headers.h"

/* How many hosts' files are kept: the hosts of a window, mostly. */
enum { SITE_FILES_KEPT = 256 };

struct site_slot {
    struct arena arena; /* of host and source */
    struct slice host;
    struct site_source source;
    bool sets_headers; /* a rule may want to say something of the site's requests */
};

struct site_files {
    struct rulebook *book;
    struct console *console;
    struct site_slot slots[SITE_FILES_KEPT];
    struct arena told_arena;
    struct {
        struct slice *items; /* paths whose errors have been told */
        size_t count, capacity;
    } told;
};

void site_files_open(struct site_files *sites, struct rulebook *book,
                     struct console *console);
void site_files_close(struct site_files *sites);

/* Whether this file's errors have been told. */
bool site_files_has_told(const struct site_files *sites, struct slice path);

/* The file for a host; empty when it has none or it cannot be read, which is told.
   Borrowed until the next call. */
struct site_source site_files_find(struct site_files *sites, struct slice host);
/* The headers that rules want sent with a request for a URL. Strings go to the arena. */
void site_files_select_headers(struct site_files *sites, const char *url, struct arena *a,
                               struct request_headers *out);
/* The same for a path of a host that is known. */
void site_files_select_host_headers(struct site_files *sites, struct slice host,
                                    struct slice path, struct arena *a,
                                    struct request_headers *out);

#endif
