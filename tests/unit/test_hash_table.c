/* hash_table, and its keyed hashes. */
#include "in_arena.h"

#include "base/hash_table.h"
#include "fnv_collisions.h"
#include <stdlib.h>

static const struct hash_key COUNTING = {{0x0706050403020100, 0x0f0e0d0c0b0a0908},
                                         {1, 1}};
static const struct hash_key ZEROS = {{0, 0}, {1, 1}};

/* ---- hashes ------------------------------------------------------------------------ */

/* The first hash is from the tests of Rust, the others from Python with a zero key. */
static void hashes_are_those_of_siphash_1_3(void **state)
{
    (void)state;
    assert_true(hash_bytes(&COUNTING, SLICE("")) == 0xabac0158050fc4dc);
    assert_true(hash_bytes(&ZEROS, SLICE("abc")) == 0xc03bc3a0042630f2);
    assert_true(hash_bytes(&ZEROS, SLICE("abcdefgh")) == 0x3f7b849c0b8e35ea);
    assert_true(hash_bytes(&ZEROS, SLICE("the quick brown fox")) == 0x5a17575ad3449cba);
}

static void process_key_is_generated_once(void **state)
{
    (void)state;
    const struct hash_key *key = hash_key_of_process();
    assert_ptr_equal(key, hash_key_of_process());
    assert_true(key->sip[0] != key->sip[1]);
    assert_true(key->factors[0] & key->factors[1] & 1);
}

static void different_numbers_have_different_hashes(void **state)
{
    (void)state;
    const struct hash_key *key = hash_key_of_process();
    for (unsigned bit = 0; bit < 64; bit++)
        for (unsigned other = 0; other < bit; other++)
            assert_true(hash_number(key, (uint64_t)1 << bit) !=
                        hash_number(key, (uint64_t)1 << other));
}

/* ---- tables ------------------------------------------------------------------------ */

static struct slice numbered(struct arena *a, size_t number)
{
    return slice_of_string(arena_printf(a, "key %zu", number));
}

static void added_keys_are_found(void **state)
{
    struct hash_table table;
    bool is_new = false;
    hash_table_open(&table, *state, sizeof(int));
    assert_null(hash_table_find(&table, SLICE("one")));
    int *one = hash_table_put(&table, SLICE("one"), &is_new);
    assert_true(is_new);
    assert_int_equal(*one, 0);
    *one = 1;
    assert_ptr_equal(hash_table_put(&table, SLICE("one"), &is_new), one);
    assert_false(is_new);
    assert_int_equal(*(int *)hash_table_find(&table, SLICE("one")), 1);
    assert_null(hash_table_find(&table, SLICE("")));
    assert_non_null(hash_table_put(&table, slice_of(NULL, 0), NULL));
    assert_non_null(hash_table_find(&table, SLICE("")));
    assert_int_equal(table.count, 2);
    hash_table_clear(&table);
    assert_int_equal(table.count, 0);
    assert_null(hash_table_find(&table, SLICE("one")));
}

static void a_set_has_no_values(void **state)
{
    struct hash_table set;
    bool is_new;
    hash_table_open(&set, *state, 0);
    for (int round = 0; round < 2; round++)
        for (uint64_t i = 0; i < 100; i++) {
            assert_non_null(hash_table_put_number(&set, i << 40, &is_new));
            assert_int_equal(is_new, round == 0);
        }
    assert_non_null(hash_table_find_number(&set, 0));
    assert_null(hash_table_find_number(&set, 1));
}

/* The order of values does not depend on the key. */
static void values_are_in_insertion_order(void **state)
{
    static const struct hash_key *const KEYS[] = {&COUNTING, &ZEROS, NULL};
    for (size_t k = 0; k < 3; k++) {
        struct hash_table table;
        hash_table_open(&table, *state, sizeof(size_t));
        table.key = KEYS[k] ? KEYS[k] : table.key;
        for (size_t i = 0; i < 1000; i++)
            *(size_t *)hash_table_put(&table, numbered(*state, i), NULL) = i;
        for (size_t i = 0; i < 1000; i++) {
            const size_t *value = hash_table_find(&table, numbered(*state, i));
            assert_int_equal(*value, i);
            assert_int_equal(hash_table_index(&table, value), i);
            assert_ptr_equal(hash_table_at(&table, i), value);
        }
    }
}

static void removed_entry_is_replaced_by_the_last(void **state)
{
    struct hash_table table;
    hash_table_open(&table, *state, sizeof(int));
    for (int i = 0; i < 4; i++)
        *(int *)hash_table_put(&table, numbered(*state, (size_t)i), NULL) = i;
    hash_table_remove(&table, SLICE("key 1"));
    hash_table_remove(&table, SLICE("key 1")); /* not in the table */
    assert_int_equal(table.count, 3);
    const int *values = table.values;
    assert_int_equal(values[0], 0);
    assert_int_equal(values[1], 3);
    assert_int_equal(values[2], 2);
    hash_table_remove(&table, SLICE("key 2")); /* the last entry */
    assert_int_equal(table.count, 2);
    assert_non_null(hash_table_find(&table, SLICE("key 0")));
    assert_non_null(hash_table_find(&table, SLICE("key 3")));
    hash_table_remove(&table, SLICE("key 0"));
    hash_table_remove(&table, SLICE("key 3"));
    hash_table_remove(&table, SLICE("key 3"));
    assert_int_equal(table.count, 0);
}

/* Compares a table with an array during random additions and removals. With the constant
   key there are more collisions. */
static void removing_keeps_other_entries(void **state)
{
    enum { KEYS = 300, STEPS = 20000 };
    struct hash_table table;
    bool is_in[KEYS] = {false};
    size_t count = 0;
    unsigned random = 1;
    hash_table_open(&table, NULL, sizeof(size_t));
    table.key = &ZEROS;
    for (int step = 0; step < STEPS; step++) {
        random = random * 1103515245u + 12345u;
        size_t i = random / 65536 % KEYS;
        struct slice key = numbered(*state, i);
        if (is_in[i])
            hash_table_remove(&table, key);
        else
            *(size_t *)hash_table_put(&table, key, NULL) = i;
        is_in[i] = !is_in[i];
        count += is_in[i] ? 1 : (size_t)-1;
        assert_int_equal(table.count, count);
        i = random % KEYS;
        const size_t *found = hash_table_find(&table, numbered(*state, i));
        assert_int_equal(found != NULL, is_in[i]);
        assert_true(!found || *found == i);
    }
    hash_table_close(&table);
    assert_null(hash_table_find(&table, SLICE("key 1")));
}

static void a_million_entries_are_found(void **state)
{
    enum { COUNT = 1000000 };
    struct hash_table table;
    (void)state;
    hash_table_open(&table, NULL, sizeof(uint32_t));
    for (uint32_t i = 0; i < COUNT; i++)
        *(uint32_t *)hash_table_put_number(&table, i * (uint64_t)i, NULL) = i;
    assert_int_equal(table.count, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        const uint32_t *found = hash_table_find_number(&table, i * (uint64_t)i);
        assert_true(found && *found == i);
    }
    hash_table_close(&table);
}

/* ---- without memory ---------------------------------------------------------------- */

static void failed_addition_changes_nothing(void **state)
{
    (void)state;
    struct hash_table table;
    hash_table_open(&table, NULL, SIZE_MAX / 4); /* the size in bytes would overflow */
    assert_null(hash_table_put(&table, SLICE("a"), NULL));
    assert_null(hash_table_put(&table, SLICE("a"), NULL));
    assert_int_equal(table.count, 0);
    assert_null(hash_table_find(&table, SLICE("a")));
    hash_table_remove(&table, SLICE("a"));
    hash_table_close(&table);
}

static void table_over_the_arenas_budget_jumps(void **state)
{
    (void)state;
    struct arena small;
    arena_open(&small, 1 << 20);
    if (arena_trap(&small)) {
        assert_int_equal(small.stop, ARENA_OVER_BYTES);
        arena_close(&small);
        return;
    }
    struct hash_table table;
    hash_table_open(&table, &small, sizeof(int));
    for (uint64_t i = 0;; i++)
        hash_table_put_number(&table, i, NULL);
}

/* ---- attacks ----------------------------------------------------------------------- */

static uint64_t fill(struct arena *a, const struct fnv_pairs *pairs, uint32_t count)
{
    struct hash_table table;
    uint64_t start = clock_cpu_ns();
    hash_table_open(&table, a, sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++)
        *(uint32_t *)hash_table_put(&table, fnv_string(a, pairs, i), NULL) = i;
    assert_int_equal(table.count, count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t *found = hash_table_find(&table, fnv_string(a, pairs, i));
        assert_true(found && *found == i);
    }
    return clock_cpu_ns() - start;
}

/* With FNV-1a all of these keys would be in one chain: 5,000,000,000 comparisons for
   100,000 keys, a hundred times as many as for 10,000. */
static void keys_that_collide_with_fnv_take_linear_time(void **state)
{
    struct fnv_pairs pairs;
    fnv_find_pairs(*state, &pairs);
    uint32_t hash = hash_token(fnv_string(*state, &pairs, 0));
    for (uint32_t i = 0; i < 1 << FNV_PAIRS; i += 97)
        assert_int_equal(hash_token(fnv_string(*state, &pairs, i)), hash);
    uint64_t few = fill(*state, &pairs, 10000), many = fill(*state, &pairs, 100000);
    assert_true(many < 40 * few);
}

/* Numbers whose hashes begin with zeros with one key do not with another key. */
static void numbers_that_collide_with_one_key_differ_with_another(void **state)
{
    (void)state;
    size_t crowded = 0;
    for (uint64_t i = 0; i < 1000; i++) /* all in the first slot with factors of 1 */
        crowded += hash_number(&ZEROS, i) >> 54 == 0;
    assert_int_equal(crowded, 1000);
    crowded = 0;
    for (uint64_t i = 0; i < 1000; i++)
        crowded += hash_number(hash_key_of_process(), i) >> 54 == 0;
    assert_true(crowded < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_siphash_1_3),
        cmocka_unit_test(process_key_is_generated_once),
        cmocka_unit_test(different_numbers_have_different_hashes),
        in_arena(added_keys_are_found),
        in_arena(a_set_has_no_values),
        in_arena(values_are_in_insertion_order),
        in_arena(removed_entry_is_replaced_by_the_last),
        in_arena(removing_keeps_other_entries),
        cmocka_unit_test(a_million_entries_are_found),
        cmocka_unit_test(failed_addition_changes_nothing),
        cmocka_unit_test(table_over_the_arenas_budget_jumps),
        in_arena(keys_that_collide_with_fnv_take_linear_time),
        cmocka_unit_test(numbers_that_collide_with_one_key_differ_with_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
