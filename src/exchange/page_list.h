/* page_list: adds URLs to an archive, and counts them. */
#ifndef WINNOW_EXCHANGE_PAGE_LIST_H
#define WINNOW_EXCHANGE_PAGE_LIST_H

#include "refresh/archive_command.h"

struct page_list {
    struct archive_command *command;
    size_t added, known, invalid;
    bool is_broken; /* after an error of the archive, which has been reported */
};

/* Adds a URL unless it is in the archive already. An invalid one is reported, with
   `place` before it unless that is NULL, and counted. Returns false after an error of the
   archive itself. */
bool page_list_add(struct page_list *list, const char *place, struct slice text);
/* Commits what was added and prints the counts. Returns the exit code. */
int page_list_close(struct page_list *list);

#endif
