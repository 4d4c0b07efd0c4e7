/* test_update: today's output as test_ lines of a rule file, in place of those that stand
   there. No other line is touched. */
#ifndef WINNOW_AUTHORING_TEST_UPDATE_H
#define WINNOW_AUTHORING_TEST_UPDATE_H

#include "authoring/ruletests.h"
#include "base/buffer.h"
#include "base/error.h"

/* What a test_url's lines should say; an empty value leaves its line as it is. */
struct test_update {
    uint32_t line; /* of the test_url */
    struct slice title, first_line, last_line;
};

/* The text with the edits, which are in order of their lines, to out. */
void test_update_apply(struct slice text, const struct rulefile *file,
                       const struct test_update *edits, size_t count, struct buffer *out);

/* Puts bytes in the file's place, whole or not at all; mode and links stay. */
bool test_update_replace(const char *path, struct slice bytes, struct error *err);

#endif
