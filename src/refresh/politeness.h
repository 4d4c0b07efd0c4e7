/* politeness: what hosts have asked for, and what their robots.txt said, from one run to
   the next. */
#ifndef WINNOW_REFRESH_POLITENESS_H
#define WINNOW_REFRESH_POLITENESS_H

#include "refresh/archive_command.h"

/* The rows of servers that were looked up last: a run asks one of them for many pages. */
enum { POLITENESS_SLOTS = 256, POLITENESS_NAME_SIZE = 96 };
struct politeness {
    struct archive_command *archived;
    struct arena found; /* of the robots.txt that was looked up last */
    struct {
        char server[POLITENESS_NAME_SIZE]; /* host and port; "": empty */
        struct store_host host;
    } slots[POLITENESS_SLOTS];
};

void politeness_open(struct politeness *politeness, struct archive_command *archived);
void politeness_close(struct politeness *politeness);

/* Whether the server of a URL may be asked now; a short wait is given to the engine. */
bool politeness_may_ask(struct politeness *politeness, struct fetch *fetch,
                        const char *url, int64_t now);
/* Notes what an answer says about its server. */
void politeness_note(struct politeness *politeness, struct fetch *fetch,
                     const struct fetch_result *result, const char *url, int64_t now);
/* robots.txt files, kept in the store. politeness must outlive it. */
struct fetch_memory politeness_memory(struct politeness *politeness);

#endif
