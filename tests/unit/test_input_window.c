/* input_window: order, duplicates, and when entries are freed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "command/host_queues.h"
#include "command/input_window.h"
#include "command/output_folder.h"
#include "command/spill.h"
#include "write/record.h"

static struct input_window *window; /* 8 kB; one per test */

static int open_window(void **state)
{
    static struct input_window the_window;
    (void)state;
    window = &the_window;
    input_window_open(window, true);
    return 0;
}

static int close_window(void **state)
{
    (void)state;
    input_window_close(window);
    return 0;
}

static struct task *add(const char *name, struct task *task)
{
    struct entry *entry = entry_new();
    bool is_new = task == NULL;
    if (is_new) {
        task = task_new();
        buffer_append_string(&task->url, name);
    }
    buffer_append_string(&entry->name, name);
    input_window_add(window, entry, task, true);
    return task;
}

static void finish(struct task *task)
{
    task->record = record_failed(task->url.ptr, WINNOW_HTTP, "x");
    input_window_finish(window, task);
}

static void assert_next(const char *name)
{
    struct entry *entry = input_window_take(window);
    if (!name) {
        assert_null(entry);
        return;
    }
    assert_non_null(entry);
    assert_string_equal(entry->name.ptr, name);
    entry_free(entry);
}

static void window_returns_entries_in_order(void **state)
{
    (void)state;
    struct task *a = add("a", NULL), *b = add("b", NULL), *c = add("c", NULL);
    finish(c);
    assert_next(NULL);
    finish(a);
    assert_next("a");
    assert_next(NULL);
    finish(b);
    assert_next("b");
    assert_next("c");
    assert_int_equal(window->count, 0);
    finish(add("d", NULL));
    assert_next("d");
}

static void unordered_window_returns_finished_entries(void **state)
{
    (void)state;
    window->is_ordered = false;
    struct task *a = add("a", NULL), *b = add("b", NULL), *c = add("c", NULL);
    finish(c);
    assert_next("c");
    assert_next(NULL);
    finish(add("d", NULL));
    finish(a);
    assert_next("d");
    assert_next("a");
    finish(b);
    assert_next("b");
    assert_next(NULL);
}

static void window_merges_duplicate_urls(void **state)
{
    (void)state;
    struct task *a = add("a", NULL);
    assert_ptr_equal(input_window_find(window, SLICE("a")), a);
    assert_null(input_window_find(window, SLICE("b")));
    add("a", input_window_find(window, SLICE("a")));
    add("a", input_window_find(window, SLICE("a")));
    assert_int_equal(a->users, 3);
    finish(a);
    assert_next("a");
    assert_ptr_equal(input_window_find(window, SLICE("a")), a);
    assert_next("a");
    assert_next("a");
    assert_null(input_window_find(window, SLICE("a")));
    assert_int_equal(window->count, 0);
}

static void released_window_returns_what_is_done_in_order(void **state)
{
    (void)state;
    struct task *a = add("a", NULL), *b = add("b", NULL), *c = add("c", NULL);
    add("b", b);
    finish(c);
    finish(b);
    assert_next(NULL);
    input_window_release(window);
    assert_next("b");
    assert_next("c");
    assert_next("b");
    assert_next(NULL);
    assert_ptr_equal(window->oldest->task, a);
}

static void fill_window(size_t until)
{
    char name[24];
    while (window->count < until) {
        snprintf(name, sizeof name, "%zu", window->count);
        add(name, NULL);
    }
}

static void window_has_a_limit(void **state)
{
    (void)state;
    fill_window(INPUT_WINDOW_ENTRIES - 1);
    assert_true(input_window_has_room(window, false));
    fill_window(INPUT_WINDOW_ENTRIES);
    assert_false(input_window_has_room(window, false));
    assert_true(input_window_has_room(window, true));
    finish(input_window_find(window, SLICE("0")));
    assert_next("0");
    assert_true(input_window_has_room(window, false));
    fill_window(INPUT_WINDOW_ENTRIES_MAX);
    assert_false(input_window_has_room(window, true));
}

static void window_has_a_limit_of_bytes(void **state)
{
    (void)state;
    fill_window(INPUT_WINDOW_ENTRIES);
    struct entry *entry = entry_new();
    buffer_append_times(&entry->passed, 'x', INPUT_WINDOW_BYTES_MAX);
    struct task *task = task_new();
    input_window_add(window, entry, task, false);
    assert_false(input_window_has_room(window, true));
    for (size_t i = 0; i < INPUT_WINDOW_ENTRIES; i++) {
        finish(window->oldest->task);
        entry_free(input_window_take(window));
    }
    assert_true(input_window_has_room(window, false));
    task->record = record_failed("x", WINNOW_HTTP, "x");
    input_window_finish(window, task);
    entry_free(input_window_take(window));
    assert_int_equal(window->bytes, 0);
}

/* ---- tasks by host ----------------------------------------------------------------- */

static struct task *queue_url(struct host_queues *queues, const char *host, unsigned n)
{
    char url[64];
    snprintf(url, sizeof url, "http://%s.example/%u", host, n);
    struct task *task = add(url, NULL);
    assert_true(host_queues_add(queues, task));
    return task;
}

static void a_host_with_many_urls_leaves_room_for_others(void **state)
{
    struct host_queues queues;
    struct task *slow[100], *task;
    (void)state;
    host_queues_open(&queues, 1);
    for (unsigned i = 0; i < 100; i++)
        slow[i] = queue_url(&queues, "slow", i);
    struct task *fast = queue_url(&queues, "fast", 0);
    assert_int_equal(host_queues_count_hosts(&queues), 2);
    assert_ptr_equal(host_queues_take(&queues), slow[0]);
    assert_ptr_equal(host_queues_take(&queues), fast);
    for (unsigned i = 1; i < HOST_STARTED_MIN; i++)
        assert_ptr_equal(host_queues_take(&queues), slow[i]);
    assert_null(host_queues_take(&queues));
    host_queues_end(&queues, fast);
    assert_int_equal(host_queues_count_hosts(&queues), 1);
    assert_null(host_queues_take(&queues));
    host_queues_end(&queues, slow[0]);
    assert_ptr_equal(host_queues_take(&queues), slow[HOST_STARTED_MIN]);
    task = slow[HOST_STARTED_MIN + 2];
    assert_false(host_queues_take_first(&queues, task));
    task = slow[HOST_STARTED_MIN + 1];
    assert_true(host_queues_take_first(&queues, task));
    assert_false(host_queues_take_first(&queues, task));
    host_queues_drop(&queues);
    assert_null(host_queues_take(&queues));
    for (unsigned i = 1; i <= HOST_STARTED_MIN + 1; i++)
        host_queues_end(&queues, slow[i]);
    assert_int_equal(host_queues_count_hosts(&queues), 0);
    host_queues_close(&queues);
}

static void all_hosts_have_a_limit(void **state)
{
    struct host_queues queues;
    struct task *last = NULL, *task;
    char host[16];
    unsigned started = 0;
    (void)state;
    host_queues_open(&queues, 1);
    for (unsigned i = 0; i < STARTED_MAX + 10; i++) {
        snprintf(host, sizeof host, "h%u", i);
        last = queue_url(&queues, host, 0);
    }
    for (; (task = host_queues_take(&queues)); started++)
        assert_ptr_not_equal(task, last);
    assert_int_equal(started, STARTED_MAX);
    assert_true(host_queues_take_first(&queues, last));
    host_queues_end(&queues, last);
    host_queues_close(&queues);
}

/* ---- records on disk --------------------------------------------------------------- */

static void spilled_records_come_back_whole(void **state)
{
    static const struct winnow_note notes[] = {{"include", "a.txt:1", "One."},
                                               {"regex-limit", NULL, "Two."}};
    static const char *const pages[] = {"http://a.example/1", "http://a.example/2"};
    const struct winnow_record view = {
        .status = WINNOW_OK,
        .http_status = 203,
        .final_url = "http://a.example/1",
        .fetched_at = "2026-01-01T00:00:00Z",
        .title = "T",
        .text_sha256 = "5",
        .text = "a\nb",
        .text_length = 3,
        .notes = notes,
        .note_count = 2,
        .pages = pages,
        .page_count = 2,
    };
    struct spill spill;
    struct spilled first, second;
    struct error err;
    (void)state;
    struct winnow_record *record = record_copy(&view);
    spill_open(&spill, "/tmp");
    assert_true(spill_put(&spill, record, &first));
    assert_true(spill_put(&spill, record, &second));
    assert_true(second.at > first.at && second.size == first.size);
    winnow_record_free(record);
    record = spill_take(&spill, &second, &err);
    assert_int_equal(record->http_status, 203);
    assert_string_equal(record->final_url, view.final_url);
    assert_string_equal(record->fetched_at, view.fetched_at);
    assert_string_equal(record->text, "a\nb");
    assert_string_equal(record->notes[0].place, "a.txt:1");
    assert_string_equal(record->notes[1].text, "Two.");
    assert_string_equal(record->pages[1], "http://a.example/2");
    assert_null(record->url);
    winnow_record_free(record);
    assert_int_equal(second.size, 0);
    winnow_record_free(spill_take(&spill, &first, &err));
    assert_int_equal(spill.bytes, 0);
    assert_int_equal(spill.end, 0);
    spill_close(&spill);
}

static void records_that_cannot_be_spilled_stay(void **state)
{
    struct spill spill;
    struct spilled place;
    struct error err;
    (void)state;
    struct winnow_record *record = record_failed("x", WINNOW_HTTP, "x");
    spill_open(&spill, "/nowhere");
    assert_false(spill_put(&spill, record, &place));
    assert_int_equal(place.size, 0);
    spill_close(&spill);
    spill_open(&spill, "/tmp");
    assert_true(spill_put(&spill, record, &place));
    assert_int_equal(ftruncate(spill.fd, 8), 0);
    assert_null(spill_take(&spill, &place, &err));
    assert_non_null(strstr(err.text, "temporary file in /tmp"));
    spill.bytes = SPILL_BYTES_MAX;
    assert_false(spill_put(&spill, record, &place));
    spill_close(&spill);
    winnow_record_free(record);
}

/* ---- names in -o DIR --------------------------------------------------------------- */

static void file_names_are_made_from_host_and_path(void **state)
{
    (void)state;
    static const struct {
        const char *url, *stem;
    } rows[] = {
        {"https://a.example/news/One%20two.html?q=1#f", "a.example-news-One-20two.html-"},
        {"https://a.example/", "a.example-"},
        {"https://a.example:8080/../../etc/passwd", "a.example-8080-etc-passwd-"},
        {"https://user:pw@a.example/", "a.example-"},
        {"../.hidden/x", "hidden-x-"},
        {"http://b\xC3\xBC.example/\x1B[31m", "b-example-31m-"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer name;
        buffer_open(&name, NULL);
        struct slice url = slice_of_string(rows[i].url);
        output_folder_name(url, url, ".txt", &name);
        size_t stem = strlen(rows[i].stem);
        assert_int_equal(name.len, stem + 32 + 4);
        assert_memory_equal(name.ptr, rows[i].stem, stem);
        buffer_close(&name);
    }
}

static void file_names_are_short_and_distinct(void **state)
{
    (void)state;
    struct buffer url, one, two;
    buffer_open(&url, NULL);
    buffer_open(&one, NULL);
    buffer_open(&two, NULL);
    buffer_append_string(&url, "https://a.example/");
    for (int i = 0; i < 5000; i++)
        buffer_append_char(&url, 'x');
    output_folder_name(buffer_slice(&url), buffer_slice(&url), ".txt", &one);
    buffer_append_char(&url, 'y');
    output_folder_name(buffer_slice(&url), buffer_slice(&url), ".txt", &two);
    assert_true(one.len < 200);
    assert_string_not_equal(one.ptr, two.ptr);
    buffer_close(&url);
    buffer_close(&one);
    buffer_close(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(window_returns_entries_in_order, open_window,
                                        close_window),
        cmocka_unit_test_setup_teardown(unordered_window_returns_finished_entries,
                                        open_window, close_window),
        cmocka_unit_test_setup_teardown(window_merges_duplicate_urls, open_window,
                                        close_window),
        cmocka_unit_test_setup_teardown(released_window_returns_what_is_done_in_order,
                                        open_window, close_window),
        cmocka_unit_test_setup_teardown(window_has_a_limit, open_window, close_window),
        cmocka_unit_test_setup_teardown(window_has_a_limit_of_bytes, open_window,
                                        close_window),
        cmocka_unit_test_setup_teardown(a_host_with_many_urls_leaves_room_for_others,
                                        open_window, close_window),
        cmocka_unit_test_setup_teardown(all_hosts_have_a_limit, open_window,
                                        close_window),
        cmocka_unit_test(spilled_records_come_back_whole),
        cmocka_unit_test(records_that_cannot_be_spilled_stay),
        cmocka_unit_test(file_names_are_made_from_host_and_path),
        cmocka_unit_test(file_names_are_short_and_distinct),
    };
    return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
