/* attention: the page of what an archive's owner should look at: texts in quarantine,
   pages that fail, rules that no longer match, and figures over time. */
#ifndef WINNOW_SITE_ATTENTION_H
#define WINNOW_SITE_ATTENTION_H

#include "site/site.h"

/* Appends the page; in `winnow serve`, with what can be done beside each text. `said` is
   what was just done, or NULL. */
bool attention_append(const struct site *site, const char *said, struct buffer *out,
                      struct error *err);

#endif
