/* login_page: a page that asks its reader to log in, and has no other text. */
#ifndef WINNOW_CLEAN_LOGIN_PAGE_H
#define WINNOW_CLEAN_LOGIN_PAGE_H

#include "blocks/block.h"

/* Whether the page asks to log in, and its blocks have no more text than such a form. */
bool login_page_detect(const struct page *page, const struct marks *marks,
                       const struct block_list *blocks);

#endif
