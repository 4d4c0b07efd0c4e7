/* fuzz: helpers of the fuzz targets. Each target is one file with one function that
   accepts any bytes. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/utf8.h"
#include "winnow.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, which libFuzzer reports as a crash, if a condition does not hold. */
static inline void must(bool holds)
{
    if (!holds)
        abort();
}

/* Splits at the first byte `at`: returns what is before it, and sets *rest to what is
   after it. Returns all of *rest if there is no such byte. */
static inline struct slice fuzz_split(struct slice *rest, char at)
{
    size_t end = slice_find_char(*rest, at);
    struct slice head = slice_of(rest->ptr, end == SIZE_MAX ? rest->len : end);
    *rest = slice_after(*rest, end == SIZE_MAX ? rest->len : end + 1);
    return head;
}

static inline struct slice fuzz_slice(const uint8_t *data, size_t size)
{
    return slice_of(size ? (const char *)data : "", size);
}

/* Checks what winnow.h guarantees for every string: UTF-8 without control characters. */
static inline void must_be_clean(const char *text, size_t length)
{
    if (!text)
        return;
    must(utf8_is_valid(slice_of(text, length)));
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i], next = (unsigned char)text[i + 1];
        must(c >= 0x20 || c == '\t' || c == '\n');
        must(c != 0x7F && !(c == 0xC2 && next >= 0x80 && next <= 0x9F));
    }
}

#endif
