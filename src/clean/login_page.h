/* login_page: a page that asks its reader to log in, and has no more to read. */
#ifndef WINNOW_CLEAN_LOGIN_PAGE_H
#define WINNOW_CLEAN_LOGIN_PAGE_H

#include "blocks/block.h"

/* Whether the page asks to log in, and there is no more among its blocks than such a form
   may say. */
bool login_page_detect(const struct page *page, const struct marks *marks,
                       const struct block_list *blocks);

#endif
