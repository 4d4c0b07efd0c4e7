/* rfc3339: times as RFC 3339 in UTC, and durations as people type them. */
#ifndef WINNOW_ARCHIVE_RFC3339_H
#define WINNOW_ARCHIVE_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

enum { RFC3339_SIZE = 32 };

/* "2025-11-12T13:14:15Z". Returns out. */
const char *rfc3339_write(int64_t seconds, char out[RFC3339_SIZE]);
/* The same back, also with an offset or without the time of day. */
bool rfc3339_read(const char *text, int64_t *seconds);
/* "90", "90s", "15m", "6h", "2d", "1w". */
bool rfc3339_read_duration(const char *text, int64_t *seconds);

#endif
