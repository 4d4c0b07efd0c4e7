/* exit_codes: the command's exit codes, in addition to EXIT_SUCCESS and EXIT_FAILURE. */
#ifndef WINNOW_CLI_EXIT_CODES_H
#define WINNOW_CLI_EXIT_CODES_H

enum {
    EXIT_USAGE = 2,   /* a usage error, detected at the start: nothing was done */
    EXIT_POOR = 3,    /* nothing failed, but a result is empty or similarly poor */
    EXIT_TIME = 124,  /* --max-time is over, as with timeout(1) */
    EXIT_LOCKED = 75, /* another run has locked it; EX_TEMPFAIL of sysexits.h */
};

#endif
