/* figures: how an archive fared over time, as drawings of a number for each day. */
#ifndef WINNOW_SITE_FIGURES_H
#define WINNOW_SITE_FIGURES_H

#include "site/site.h"

/* Appends drawings of the days up to that of the last run. Nothing if there was none. */
bool figures_append(const struct site *site, struct buffer *out, struct error *err);

#endif
