/* serve_changes: changes of an archive that `winnow serve` was asked for. The archive is
   locked for the moment of a change; the server itself only reads it. */
#ifndef WINNOW_SITE_SERVE_CHANGES_H
#define WINNOW_SITE_SERVE_CHANGES_H

#include "base/error.h"
#include "cli/options.h"

enum change { CHANGE_ACCEPT, CHANGE_DISCARD, CHANGE_RESTORE, CHANGE_COUNT };

/* The change of that name; CHANGE_COUNT if there is none. */
enum change serve_changes_find(struct slice name);
const char *serve_changes_name(enum change change);
/* What was done, for the next page: "The new text was accepted." */
const char *serve_changes_said(enum change change);

/* Makes a change; version is that to restore. False with err. */
bool serve_changes_make(const struct options *options, enum change change,
                        const char *url, int64_t version, struct error *err);

#endif
