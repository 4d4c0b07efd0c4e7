/* printer: standard output of the commands that print a report and exit. */
#ifndef WINNOW_CLI_PRINTER_H
#define WINNOW_CLI_PRINTER_H

#include "cli/console.h"

/* Writes the buffer and empties it. Returns false if nothing more should be written: the
   reader has closed the pipe, or the disk is full, which is reported. */
bool printer_write(struct console *console, struct buffer *text);

#endif
