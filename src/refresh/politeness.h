/* politeness: the state of servers that is kept between runs: Retry-After, back-off after
   failures, and robots.txt. */
#ifndef WINNOW_REFRESH_POLITENESS_H
#define WINNOW_REFRESH_POLITENESS_H

#include "refresh/archive_command.h"

/* A cache of the rows of servers: a run requests many pages from the same server. */
enum { POLITENESS_SLOTS = 256, POLITENESS_NAME_SIZE = 96 };
struct politeness {
    struct archive_command *command;
    struct arena robots; /* of the robots.txt that was looked up last */
    struct {
        char server[POLITENESS_NAME_SIZE]; /* host and port; "": empty */
        struct store_host host;
    } slots[POLITENESS_SLOTS];
};

void politeness_open(struct politeness *politeness, struct archive_command *command);
void politeness_close(struct politeness *politeness);

/* Whether a URL may be fetched in this run. If its server has to rest for a short time,
   fetch waits (fetch_hold). */
bool politeness_may_fetch(struct politeness *politeness, struct fetch *fetch,
                          const char *url, int64_t now);
/* Updates the state of a server after a response. */
void politeness_update(struct politeness *politeness, struct fetch *fetch,
                       const struct fetch_result *result, const char *url, int64_t now);
/* Returns callbacks that keep robots.txt files in the store. They borrow `politeness`. */
struct fetch_memory politeness_memory(struct politeness *politeness);

#endif
