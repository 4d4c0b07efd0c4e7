/* hosts: turns, delays, holds and limits, with a simulated clock. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fetch/hosts.h"
#include "fetch/retry.h"

enum { SECOND = 1000 };

struct item {
    struct host_item item; /* first */
    int number;
};

static struct hosts *open_hosts(unsigned at_once, unsigned connections)
{
    struct hosts *hosts = hosts_open((struct host_limits){at_once, connections});
    assert_non_null(hosts);
    return hosts;
}

static void push(struct hosts *hosts, const char *name, struct item *item, int number,
                 int64_t now)
{
    item->number = number;
    assert_true(hosts_push(hosts, name, &item->item, SECOND, now));
}

/* Returns the number of the item that may start now, or -1. */
static int take(struct hosts *hosts, int64_t now)
{
    struct host_item *item = hosts_take(hosts, now);
    return item ? ((struct item *)item)->number : -1;
}

static void requests_to_a_host_are_delayed(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 1);
    struct item items[3];
    for (int i = 0; i < 3; i++)
        push(hosts, "a", &items[i], i, 0);
    assert_int_equal(take(hosts, 0), 0);
    hosts_done(hosts, &items[0].item, 0, 300);
    assert_int_equal(hosts_next_due(hosts, 300), 700);
    assert_int_equal(take(hosts, 999), -1);
    assert_int_equal(take(hosts, 1000), 1);
    hosts_done(hosts, &items[1].item, 0, 4000); /* it took longer than the delay */
    assert_int_equal(take(hosts, 4000), 2);
    hosts_close(hosts);
}

static void delay_starts_when_a_request_is_sent(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 1);
    struct item items[2];
    push(hosts, "a", &items[0], 0, 0);
    push(hosts, "a", &items[1], 1, 0);
    assert_int_equal(take(hosts, 0), 0);
    hosts_done(hosts, &items[0].item, 400, 500); /* connecting took 400 ms */
    assert_int_equal(take(hosts, 1399), -1);
    assert_int_equal(take(hosts, 1400), 1);
    hosts_close(hosts);
}

static void connections_per_host_are_limited(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 2);
    struct item items[3];
    for (int i = 0; i < 3; i++)
        push(hosts, "a", &items[i], i, 0);
    assert_int_equal(take(hosts, 0), 0);
    assert_int_equal(take(hosts, 1000), 1);
    assert_int_equal(take(hosts, 5000), -1);
    assert_int_equal(hosts_next_due(hosts, 5000),
                     -1); /* only a response can change this */
    hosts_done(hosts, &items[0].item, 0, 5000);
    assert_int_equal(take(hosts, 5000), 2);
    hosts_close(hosts);
}

static void concurrent_hosts_are_limited(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(2, 1);
    struct item items[3];
    push(hosts, "a", &items[0], 0, 0);
    push(hosts, "b", &items[1], 1, 0);
    push(hosts, "c", &items[2], 2, 0);
    assert_int_equal(take(hosts, 0), 0);
    assert_int_equal(take(hosts, 0), 1);
    assert_int_equal(take(hosts, 0), -1);
    hosts_done(hosts, &items[1].item, 0, 50);
    assert_int_equal(take(hosts, 50), 2);
    hosts_close(hosts);
}

static void hosts_take_turns(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(1, 1);
    struct item items[4];
    const char *const names[] = {"a", "a", "b", "b"};
    int order[4];
    for (int i = 0; i < 4; i++) {
        items[i].number = i;
        assert_true(hosts_push(hosts, names[i], &items[i].item, 0, 0));
    }
    for (int i = 0; i < 4; i++) {
        order[i] = take(hosts, i);
        hosts_done(hosts, &items[order[i]].item, 0, i + 1);
    }
    const int expected[] = {0, 2, 1, 3};
    assert_memory_equal(order, expected, sizeof order);
    hosts_close(hosts);
}

static void hold_applies_to_the_host(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 1);
    struct item items[3];
    push(hosts, "a", &items[0], 0, 0);
    push(hosts, "a", &items[1], 1, 0);
    push(hosts, "b", &items[2], 2, 0);
    assert_int_equal(take(hosts, 0), 0);
    hosts_done(hosts, &items[0].item, 0, 100);
    hosts_hold(hosts, "a", 30 * SECOND, 100);
    assert_true(hosts_push_front(hosts, "a", &items[0].item, SECOND, 100));
    assert_int_equal(take(hosts, 100), 2);
    assert_int_equal(hosts_held_for(hosts, "a", 10 * SECOND), 20 * SECOND);
    assert_int_equal(hosts_held_for(hosts, "b", 10 * SECOND), 0);
    assert_int_equal(take(hosts, 30 * SECOND - 1), -1);
    assert_int_equal(take(hosts, 30 * SECOND), 0);
    hosts_close(hosts);
}

static void shorter_hold_does_not_end_a_longer_one(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 1);
    struct item item;
    hosts_hold(hosts, "a", 60 * SECOND, 0);
    hosts_hold(hosts, "a", 5 * SECOND, 0);
    push(hosts, "a", &item, 0, 0);
    assert_int_equal(take(hosts, 59 * SECOND), -1);
    assert_int_equal(take(hosts, 60 * SECOND), 0);
    hosts_close(hosts);
}

static void longest_delay_of_a_host_applies(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 1);
    struct item items[2];
    push(hosts, "a", &items[0], 0, 0);
    items[1].number = 1;
    assert_true(hosts_push(hosts, "a", &items[1].item, 5 * SECOND, 0));
    assert_int_equal(take(hosts, 0), 0);
    hosts_done(hosts, &items[0].item, 0, 10);
    assert_int_equal(take(hosts, 4999), -1);
    assert_int_equal(take(hosts, 5000), 1);
    hosts_close(hosts);
}

static void one_item_can_be_taken_out_of_turn(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(1, 1);
    struct item items[4];
    for (int i = 0; i < 3; i++)
        push(hosts, "a", &items[i], i, 0);
    push(hosts, "b", &items[3], 3, 0);
    assert_null(hosts_take_only(hosts, NULL, 0));
    assert_int_equal(hosts_next_due_only(hosts, NULL, 0), -1);
    assert_ptr_equal(hosts_take_only(hosts, &items[2].item, 0), &items[2]);
    /* item 0 is in flight: no item may start, of this host or of another */
    for (int i = 0; i < 4; i++) {
        assert_null(hosts_take_only(hosts, &items[i].item, SECOND));
        assert_int_equal(hosts_next_due_only(hosts, &items[i].item, SECOND), -1);
    }
    hosts_done(hosts, &items[2].item, 0, 100);
    assert_int_equal(hosts_next_due_only(hosts, &items[1].item, 100), 900);
    assert_null(hosts_take_only(hosts, &items[1].item, 999));
    assert_ptr_equal(hosts_take_only(hosts, &items[1].item, 1000), &items[1]);
    hosts_done(hosts, &items[1].item, 0, 1100);
    push(hosts, "a", &items[1], 1, 1100); /* after the one that is left */
    assert_int_equal(take(hosts, 2000), 3);
    hosts_done(hosts, &items[3].item, 0, 2000);
    assert_int_equal(take(hosts, 2000), 0);
    hosts_done(hosts, &items[0].item, 0, 2000);
    assert_int_equal(take(hosts, 3000), 1);
    hosts_close(hosts);
}

static void queued_items_can_be_withdrawn(void **state)
{
    (void)state;
    struct hosts *hosts = open_hosts(8, 1);
    struct item items[2];
    push(hosts, "a", &items[0], 0, 0);
    push(hosts, "a", &items[1], 1, 0);
    assert_ptr_equal(hosts_withdraw(hosts, "a"), &items[0].item);
    assert_ptr_equal(hosts_withdraw(hosts, "a"), &items[1].item);
    assert_null(hosts_withdraw(hosts, "a"));
    assert_null(hosts_withdraw(hosts, "nobody"));
    assert_int_equal(take(hosts, 0), -1);
    hosts_close(hosts);
}

static void idle_hosts_are_removed(void **state)
{
    (void)state;
    enum { HOSTS = 100000 };
    size_t before = mallinfo2().uordblks;
    struct hosts *hosts = open_hosts(8, 1);
    struct item item;
    for (int i = 0; i < HOSTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "host-%d", i);
        push(hosts, name, &item, i, i * 10);
        assert_int_equal(take(hosts, i * 10), i);
        hosts_done(hosts, &item.item, 0, i * 10 + 5);
    }
    /* A hundred hosts are within their delay; all hosts together would take over 10 MB.
     */
    assert_true(mallinfo2().uordblks < before + (1 << 20));
    hosts_close(hosts);
}

/* Compares with a simple model: every item starts once, in the order of its host, within
   the limits. */
static void random_runs_keep_all_limits(void **state)
{
    (void)state;
    enum { HOSTS = 40, ITEMS = 4000, AT_ONCE = 5, CONNECTIONS = 2 };
    struct hosts *hosts = open_hosts(AT_ONCE, CONNECTIONS);
    struct item *items = calloc(ITEMS, sizeof *items);
    int in_flight[HOSTS] = {0}, flying[ITEMS], flying_count = 0, active = 0, taken = 0;
    int last[HOSTS], pushed = 0;
    int64_t started[HOSTS], now = 0;
    memset(last, -1, sizeof last);
    for (int i = 0; i < HOSTS; i++)
        started[i] = -SECOND;
    srand(1);
    while (taken < ITEMS) {
        now += rand() % 50;
        for (int i = rand() % 20; i > 0 && pushed < ITEMS; i--, pushed++) {
            char name[16];
            snprintf(name, sizeof name, "h%d", pushed * 7919 % HOSTS);
            push(hosts, name, &items[pushed], pushed, now);
        }
        int number;
        while ((number = take(hosts, now)) >= 0) {
            int host = number * 7919 % HOSTS;
            assert_true(number > last[host]);
            assert_true(now - started[host] >= SECOND);
            active += in_flight[host]++ == 0;
            assert_true(in_flight[host] <= CONNECTIONS && active <= AT_ONCE);
            last[host] = number;
            started[host] = now;
            flying[flying_count++] = number;
            taken++;
        }
        if (flying_count && rand() % 3) {
            int pick = rand() % flying_count, done = flying[pick];
            flying[pick] = flying[--flying_count];
            active -= --in_flight[done * 7919 % HOSTS] == 0;
            hosts_done(hosts, &items[done].item, 0, now);
        }
    }
    assert_int_equal(pushed, ITEMS);
    free(items);
    hosts_close(hosts);
}

/* ---- back-off ---------------------------------------------------------------------- */

static void back_off_grows_and_varies(void **state)
{
    (void)state;
    uint64_t random = 1;
    const int64_t most[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    bool varies = false;
    for (unsigned failures = 1; failures <= 8; failures++) {
        int64_t first = retry_wait_ms(failures, &random);
        for (int i = 0; i < 100; i++) {
            int64_t wait = retry_wait_ms(failures, &random);
            assert_in_range(wait, most[failures - 1] / 2, most[failures - 1]);
            varies |= wait != first;
        }
    }
    assert_true(varies);
    assert_in_range(retry_wait_ms(4000000000u, &random), 30000, 60000);
}

static void only_some_statuses_are_retried(void **state)
{
    (void)state;
    assert_true(retry_is_worth_it(408));
    assert_true(retry_is_worth_it(429));
    assert_true(retry_is_worth_it(500));
    assert_true(retry_is_worth_it(503));
    assert_false(retry_is_worth_it(0));
    assert_false(retry_is_worth_it(200));
    assert_false(retry_is_worth_it(404));
    assert_false(retry_is_worth_it(410));
    assert_false(retry_is_worth_it(600));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_to_a_host_are_delayed),
        cmocka_unit_test(delay_starts_when_a_request_is_sent),
        cmocka_unit_test(connections_per_host_are_limited),
        cmocka_unit_test(concurrent_hosts_are_limited),
        cmocka_unit_test(hosts_take_turns),
        cmocka_unit_test(hold_applies_to_the_host),
        cmocka_unit_test(shorter_hold_does_not_end_a_longer_one),
        cmocka_unit_test(longest_delay_of_a_host_applies),
        cmocka_unit_test(one_item_can_be_taken_out_of_turn),
        cmocka_unit_test(queued_items_can_be_withdrawn),
        cmocka_unit_test(idle_hosts_are_removed),
        cmocka_unit_test(random_runs_keep_all_limits),
        cmocka_unit_test(back_off_grows_and_varies),
        cmocka_unit_test(only_some_statuses_are_retried),
    };
    return cmocka_run_group_tests_name("hosts", tests, NULL, NULL);
}
