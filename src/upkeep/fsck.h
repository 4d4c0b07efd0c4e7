/* fsck: checks and repairs an archive that is open. */
#ifndef WINNOW_UPKEEP_FSCK_H
#define WINNOW_UPKEEP_FSCK_H

#include "refresh/archive_command.h"

/* Adds what files have and rows do not know, repairs what can be repaired, and reports
   what is lost. Returns the exit code. */
int fsck_check(struct archive_command *command);

#endif
