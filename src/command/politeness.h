/* politeness: what hosts have asked for, and what their robots.txt said, from one run to
   the next. */
#ifndef WINNOW_COMMAND_POLITENESS_H
#define WINNOW_COMMAND_POLITENESS_H

#include "command/archived.h"

/* Whether the page's server may be asked now; a short wait is given to the engine. */
bool politeness_may_ask(struct archived *archived, struct fetch *fetch,
                        const struct store_page *page, int64_t now);
/* Notes what an answer says about its server. */
void politeness_note(struct archived *archived, struct fetch *fetch,
                     const struct fetch_result *result, const char *url, int64_t now);
/* robots.txt files, kept in the store. archived must outlive it. */
struct fetch_memory politeness_memory(struct archived *archived);

#endif
