/* error_page: the message of a server that a site answers with status 200. */
#ifndef WINNOW_CLEAN_ERROR_PAGE_H
#define WINNOW_CLEAN_ERROR_PAGE_H

#include "page/page.h"
#include "winnow.h"

/* If the page is only the message of a web server or proxy, such as "403 Forbidden
   nginx", returns its headline, which points into the page, and sets *status: blocked if
   the server refuses the page, empty if it has none. Otherwise an empty slice. */
struct slice error_page_find(const struct page *page, enum winnow_status *status);

#endif
