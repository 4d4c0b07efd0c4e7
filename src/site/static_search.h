/* static_search: what the search page of a site of files needs: the words of all texts,
   and a list of the texts. Texts that have not changed since the last run are not read.
 */
#ifndef WINNOW_SITE_STATIC_SEARCH_H
#define WINNOW_SITE_STATIC_SEARCH_H

#include "site/site.h"
#include "site/site_folder.h"

/* Writes what a text depends on as a key. */
typedef void (*static_search_make_key)(const struct site *site,
                                       const struct catalogue_page *page,
                                       char key[SITE_KEY_SIZE]);
bool static_search_write(const struct site *site, struct site_folder *folder,
                         static_search_make_key make_key, struct error *err);

#endif
