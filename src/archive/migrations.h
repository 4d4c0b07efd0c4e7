/* migrations: the tables of an archive, a step a version of them. A step that has been
   released is never changed: the next one alters what it made. */
#ifndef WINNOW_ARCHIVE_MIGRATIONS_H
#define WINNOW_ARCHIVE_MIGRATIONS_H

#include "archive/db.h"

/* Brings the tables to this program's version, by the database's user_version. False for
   those of a newer program too. */
bool migrations_apply(struct db *db, struct error *err);

#endif
