/* migrations: the schema of an archive's database, one step per version. A step that has
   been released is never changed: changes are made by a further step. */
#ifndef WINNOW_ARCHIVE_MIGRATIONS_H
#define WINNOW_ARCHIVE_MIGRATIONS_H

#include "archive/db.h"

/* Migrates the database from its user_version to this program's version. Returns false
   with err also if the database was written by a newer version of winnow. */
bool migrations_apply(struct db *db, struct error *err);
/* Whether nothing is to be done, for a database that cannot be written. */
bool migrations_are_applied(struct db *db);

#endif
