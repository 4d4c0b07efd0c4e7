/* exit_codes: the command's exit codes, beside EXIT_SUCCESS and EXIT_FAILURE. */
#ifndef WINNOW_CLI_EXIT_CODES_H
#define WINNOW_CLI_EXIT_CODES_H

enum {
    EXIT_USAGE = 2,   /* a mistake that is known at the start: nothing was done */
    EXIT_POOR = 3,    /* nothing failed, but something came out empty or the like */
    EXIT_LOCKED = 75, /* another run is at work there; EX_TEMPFAIL of sysexits.h */
};

#endif
