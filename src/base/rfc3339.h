/* rfc3339: times in RFC 3339 format, in UTC, and durations such as "6h". */
#ifndef WINNOW_BASE_RFC3339_H
#define WINNOW_BASE_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

enum { RFC3339_SIZE = 32 };

/* Formats seconds since 1970 as "2025-11-12T13:14:15Z". Returns out. */
const char *rfc3339_write(int64_t seconds, char out[RFC3339_SIZE]);
/* Parses such a time, also with another offset, or a date alone. False if invalid. */
bool rfc3339_read(const char *text, int64_t *seconds);
/* Parses "90", "90s", "15m", "6h", "2d" or "1w". False if invalid. */
bool rfc3339_read_duration(const char *text, int64_t *seconds);

#endif
