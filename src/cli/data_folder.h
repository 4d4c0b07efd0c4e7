/* data_folder: where the data files are that belong to this binary. */
#ifndef WINNOW_CLI_DATA_FOLDER_H
#define WINNOW_CLI_DATA_FOLDER_H

#include "base/arena.h"

/* The folder `installed` ("share/winnow/rules") below the prefix that this binary is
   installed in or, where there is none, the folder `in_checkout` ("rules") of the
   checkout that it was built in. In the arena. NULL if neither holds the file `member`,
   which keeps unrelated folders of the same name out. */
const char *data_folder_find(struct arena *a, const char *installed,
                             const char *in_checkout, const char *member);

#endif
