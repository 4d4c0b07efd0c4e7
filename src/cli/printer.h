/* printer: standard output of the verbs that print a report and end. */
#ifndef WINNOW_CLI_PRINTER_H
#define WINNOW_CLI_PRINTER_H

#include "cli/console.h"

/* Writes the buffer and empties it. False when nothing more should be written: the reader
   has had enough, or the disk is full, which is told. */
bool printer_write(struct console *console, struct buffer *text);

#endif
