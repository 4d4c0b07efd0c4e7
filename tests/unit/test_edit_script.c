/* edit_script: is the script right, and the shortest? */
#include "in_arena.h"

#include "base/edit_script.h"
#include <stdlib.h>
#include <string.h>

enum { LENGTH_MAX = 24, ROUNDS = 3000 };

/* The length of the longest common subsequence, by the table of all prefixes. */
static size_t common_length(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t table[LENGTH_MAX + 1][LENGTH_MAX + 1] = {{0}};
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            size_t best =
                table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
            table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : best;
        }
    return table[n][m];
}

static size_t fill(uint32_t *items, unsigned *seed)
{
    size_t count = (size_t)rand_r(seed) % (LENGTH_MAX + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = (uint32_t)rand_r(seed) % 4;
    return count;
}

/* Without what is marked, both sequences are the same; returns how much is left. */
static size_t check_rest(const uint32_t *a, size_t n, const bool *removed,
                         const uint32_t *b, size_t m, const bool *added)
{
    size_t x = 0, y = 0, common = 0;
    for (;; x++, y++, common++) {
        while (x < n && removed[x])
            x++;
        while (y < m && added[y])
            y++;
        assert_int_equal(x == n, y == m);
        if (x == n)
            return common;
        assert_int_equal(a[x], b[y]);
    }
}

static void script_is_the_shortest(void **state)
{
    (void)state;
    unsigned seed = 5;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t a[LENGTH_MAX], b[LENGTH_MAX];
        bool removed[LENGTH_MAX] = {0}, added[LENGTH_MAX] = {0};
        size_t n = fill(a, &seed), m = fill(b, &seed);
        assert_true(edit_script_find((struct edit_sequence){a, n},
                                     (struct edit_sequence){b, m}, 2 * LENGTH_MAX,
                                     removed, added));
        assert_int_equal(check_rest(a, n, removed, b, m, added),
                         common_length(a, n, b, m));
    }
}

static void too_many_edits_mark_all_between_the_ends(void **state)
{
    (void)state;
    const uint32_t a[] = {1, 2, 3, 4, 9}, b[] = {1, 5, 6, 3, 7, 9};
    bool removed[5] = {0}, added[6] = {0};
    assert_false(edit_script_find((struct edit_sequence){a, 5},
                                  (struct edit_sequence){b, 6}, 2, removed, added));
    assert_memory_equal(removed, ((bool[]){0, 1, 1, 1, 0}), 5);
    assert_memory_equal(added, ((bool[]){0, 1, 1, 1, 1, 0}), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(script_is_the_shortest),
        cmocka_unit_test(too_many_edits_mark_all_between_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
