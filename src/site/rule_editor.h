/* rule_editor: a page that shows the rule file of a page's host in the archive's rule
   directory, checks it, shows what it would change, and saves it. */
#ifndef WINNOW_SITE_RULE_EDITOR_H
#define WINNOW_SITE_RULE_EDITOR_H

#include "refresh/archive_command.h"
#include "site/site.h"

struct rule_editor {
    const struct site *site;
    struct archive_command *command; /* with the settings of the archive */
    const char *url;                 /* of the page */
    struct slice text;               /* that was sent; ptr NULL: what is in the file */
    struct slice base;               /* the revision of the file that it was made from */
    bool saves;
};

/* Appends the page. False with err if there is no such page, or no rule directory. */
bool rule_editor_append(const struct rule_editor *editor, struct buffer *out,
                        struct error *err);

#endif
