/* test_update: replaces the test_ lines of a rule file by the current output. Other lines
   are not changed. */
#ifndef WINNOW_AUTHORING_TEST_UPDATE_H
#define WINNOW_AUTHORING_TEST_UPDATE_H

#include "authoring/ruletests.h"
#include "base/buffer.h"
#include "base/error.h"

/* The new values of a test's lines; an empty value does not change its line. */
struct test_update {
    uint32_t line; /* of the test_url */
    struct slice title, first_line, last_line;
};

/* Writes the text with the edits, which are sorted by line, to out. */
void test_update_apply(struct slice text, const struct rulefile *file,
                       const struct test_update *edits, size_t count, struct buffer *out);

/* Replaces the file atomically. Its mode is kept, and symbolic links are followed. */
bool test_update_replace(const char *path, struct slice bytes, struct error *err);

#endif
