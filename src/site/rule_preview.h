/* rule_preview: what a rule file that is not saved yet would make of a stored page. */
#ifndef WINNOW_SITE_RULE_PREVIEW_H
#define WINNOW_SITE_RULE_PREVIEW_H

#include "refresh/archive_command.h"
#include "rules/rulebook.h"

/* Cleans the stored page with this file in place of its site's, and appends how its text
   would change, as HTML. False with err if that is not known. */
bool rule_preview_append(struct archive_command *command, const struct store_page *page,
                         const struct site_source *rules, struct buffer *out,
                         struct error *err);

#endif
