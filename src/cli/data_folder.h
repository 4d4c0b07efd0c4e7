/* data_folder: finds the data files that belong to this binary. */
#ifndef WINNOW_CLI_DATA_FOLDER_H
#define WINNOW_CLI_DATA_FOLDER_H

#include "base/arena.h"

/* Returns the folder `installed` ("share/winnow/rules") below the prefix that this binary
   is installed in or, if it does not exist, the folder `in_checkout` ("rules") of the
   checkout that the binary was built in. The string is in the arena. Returns NULL if
   neither folder holds the file `member`, which excludes unrelated folders of the same
   name. */
const char *data_folder_find(struct arena *a, const char *installed,
                             const char *in_checkout, const char *member);

#endif
