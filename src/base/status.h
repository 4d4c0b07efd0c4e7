/* status: what each enum winnow_status means for the command. */
#ifndef WINNOW_BASE_STATUS_H
#define WINNOW_BASE_STATUS_H

#include "winnow.h"

/* The exit code of the command if this is the worst status: 0, 3 or 1. */
int status_exit_code(enum winnow_status status);
/* For the manual page: a sentence without its full stop. A static string. */
const char *status_meaning(enum winnow_status status);

#endif
