/* serve_forms: what `winnow serve` offers to do beside a text. Each form has the token of
   the process, which no page of another site can read. They append nothing in a site of
   files, or where the site may not be changed. */
#ifndef WINNOW_SITE_SERVE_FORMS_H
#define WINNOW_SITE_SERVE_FORMS_H

#include "site/site.h"

/* Accept or discard a text in quarantine, and edit the rules of its host. */
void serve_forms_append_quarantine(const struct site *site, const char *url,
                                   struct buffer *out);
/* Restore a version. */
void serve_forms_append_restore(const struct site *site, const char *url, int64_t version,
                                struct buffer *out);
/* A link to the page that edits the rules of a page's host. */
void serve_forms_append_rule_link(const struct site *site, const char *url,
                                  struct buffer *out);
/* Begins a form about a page; the caller appends its buttons and "</form>". */
void serve_forms_begin(const struct site *site, const char *action, const char *url,
                       struct buffer *out);

#endif
