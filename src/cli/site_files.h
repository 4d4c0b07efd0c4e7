/* site_files: the rule file for each page's host, read by the process that may open
 * files, and its errors, each reported once. */
#ifndef WINNOW_CLI_SITE_FILES_H
#define WINNOW_CLI_SITE_FILES_H

#include "cli/console.h"
#include "rules/request_headers.h"

/* The number of hosts whose files are kept: usually all hosts of a window. */
enum { SITE_FILES_KEPT = 256 };

struct site_slot {
    struct arena arena; /* of host and source */
    struct slice host;
    struct site_source source;
    bool sets_headers; /* some rule may set request headers */
};

struct site_files {
    struct rulebook *book;
    struct console *console;
    bool is_quiet; /* errors in files are not printed: the notes of records have them */
    struct site_slot slots[SITE_FILES_KEPT];
    struct arena told_arena;
    struct {
        struct slice *items; /* paths of files whose errors have been reported */
        size_t count, capacity;
    } told;
};

void site_files_open(struct site_files *sites, struct rulebook *book,
                     struct console *console);
void site_files_close(struct site_files *sites);

/* Whether this file's errors have been reported. */
bool site_files_has_told(const struct site_files *sites, struct slice path);

/* The file for a host; empty if it has none, or if the file cannot be read, which is
   reported. Borrowed until the next call. */
struct site_source site_files_find(struct site_files *sites, struct slice host);
/* Selects the headers that rules add to the request for a URL. Strings go into the
   arena. */
void site_files_select_headers(struct site_files *sites, const char *url, struct arena *a,
                               struct request_headers *out);
/* The same for a path on a given host. */
void site_files_select_host_headers(struct site_files *sites, struct slice host,
                                    struct slice path, struct arena *a,
                                    struct request_headers *out);

#endif
