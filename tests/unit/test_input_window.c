/* input_window: order, duplicates, and when entries are freed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "command/input_window.h"
#include "command/output_folder.h"
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
    assert_next("a");
    assert_next("d");
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

static void window_has_a_limit(void **state)
{
    (void)state;
    for (size_t i = 0; i < INPUT_WINDOW_ENTRIES; i++) {
        char name[16];
        assert_true(input_window_has_room(window));
        snprintf(name, sizeof name, "%zu", i);
        add(name, NULL);
    }
    assert_false(input_window_has_room(window));
    finish(input_window_find(window, SLICE("0")));
    assert_next("0");
    assert_true(input_window_has_room(window));
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
        output_folder_name(slice_of_string(rows[i].url), ".txt", &name);
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
    output_folder_name(buffer_slice(&url), ".txt", &one);
    buffer_append_char(&url, 'y');
    output_folder_name(buffer_slice(&url), ".txt", &two);
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
        cmocka_unit_test_setup_teardown(window_has_a_limit, open_window, close_window),
        cmocka_unit_test(file_names_are_made_from_host_and_path),
        cmocka_unit_test(file_names_are_short_and_distinct),
    };
    return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
