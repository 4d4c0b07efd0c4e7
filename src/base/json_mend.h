/* json_mend: JSON that people have written by hand or pasted together, as a parser takes
   it. */
#ifndef WINNOW_BASE_JSON_MEND_H
#define WINNOW_BASE_JSON_MEND_H

#include "base/arena.h"
#include "base/slice.h"

/* A copy of text in the arena, in which these are mended: what stands before the first
   bracket (comment and CDATA marks) and behind the last one, comments, commas before a
   closing bracket and missing ones between values, line breaks and other controls in
   strings, quotation marks inside a string, escapes that JSON does not know, brackets
   that are not closed or are closed wrongly. One pass; what is sound stays as it is, and
   what cannot be mended is left for the parser to refuse. The result is an array of the
   values that stood side by side, mostly one. Empty where there is no bracket, or where
   they nest too deep. */
struct slice json_mend(struct arena *a, struct slice text);

#endif
