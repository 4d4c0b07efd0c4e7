/* assets: the style sheet and the script of a site. */
#ifndef WINNOW_SITE_ASSETS_H
#define WINNOW_SITE_ASSETS_H

#include "base/slice.h"

struct slice assets_style(void);
struct slice assets_script(void); /* of the search page */

#endif
