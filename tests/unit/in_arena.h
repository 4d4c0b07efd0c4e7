/* in_arena: tests that each have their own arena, and slices in assertions. */
#ifndef WINNOW_TESTS_IN_ARENA_H
#define WINNOW_TESTS_IN_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

/* The arena of the current test; *state points to it. */
static struct arena arena;

static inline int open_arena(void **state)
{
    arena_open(&arena, SIZE_MAX);
    *state = &arena;
    return 0;
}

static inline int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

#define in_arena(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

/* Converts a slice to a C string, for assert_string_equal. */
static inline const char *string(struct slice s)
{
    return arena_string(&arena, s);
}

#define assert_slice(actual, expected)                                                   \
    do {                                                                                 \
        struct slice got = (actual), want = slice_of_string(expected);                   \
        assert_int_equal(got.len, want.len);                                             \
        assert_memory_equal(got.len ? got.ptr : "", want.ptr, want.len);                 \
    } while (0)

#endif
