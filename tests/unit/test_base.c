/* base: arena, buffer, slice, utf8, hash, file, magic, url, header. */
#include "in_arena.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/http_header.h"
#include "base/magic.h"
#include "base/search.h"
#include "base/url.h"
#include "base/utf8.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- arena ------------------------------------------------------------------------- */

static void arena_over_budget_jumps_to_its_trap(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, 1 << 20);
    if (arena_trap(&a)) {
        assert_int_equal(a.stop, ARENA_OVER_BYTES);
        assert_true(a.held <= 1 << 20);
        arena_close(&a);
        return;
    }
    for (;;)
        memset(arena_alloc(&a, 1000), 1, 1000);
}

static void arena_allocation_of_zero_bytes_is_not_null(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    char *first = arena_alloc(&a, 0), *second = arena_alloc(&a, 0);
    assert_non_null(first);
    assert_ptr_not_equal(first, second);
    arena_close(&a);
}

static void arena_past_its_deadline_jumps_to_its_trap(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    if (arena_trap(&a)) {
        assert_int_equal(a.stop, ARENA_OVER_TIME);
        arena_close(&a);
        return;
    }
    arena_set_deadline(&a, 2 * 1000 * 1000);
    for (;;)
        arena_alloc(&a, 0);
}

static void count_close(void *handle)
{
    ++*(int *)handle;
}

static void arena_runs_its_finalizers_once(void **state)
{
    (void)state;
    int closed = 0;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    arena_at_close(&a, count_close, &closed);
    arena_close(&a);
    arena_close(&a);
    assert_int_equal(closed, 1);
}

static void arena_frees_a_handle_only_if_it_is_set(void **state)
{
    (void)state;
    int closed = 0;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    arena_hold(&a, count_close);
    *arena_hold(&a, count_close) = &closed;
    arena_close(&a);
    assert_int_equal(closed, 1);
}

static void arena_reset_reuses_memory(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    char *first = arena_alloc(&a, 100);
    int closed = 0;
    arena_at_close(&a, count_close, &closed);
    arena_reset(&a);
    assert_int_equal(closed, 1);
    assert_int_equal(a.held, 0);
    assert_ptr_equal(arena_alloc(&a, 100), first);
    arena_close(&a);
    assert_int_equal(closed, 1);
}

static void arena_grows_the_last_allocation_in_place(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    char *first = arena_alloc(&a, 10);
    memcpy(first, "0123456789", 10);
    assert_ptr_equal(arena_grow(&a, first, 10, 1000), first);
    arena_alloc(&a, 1);
    char *moved = arena_grow(&a, first, 1000, 2000);
    assert_ptr_not_equal(moved, first);
    assert_memory_equal(moved, "0123456789", 10);
    arena_close(&a);
}

static void arena_lists_keep_their_items(void **state)
{
    (void)state;
    struct {
        int *items;
        size_t count, capacity;
    } list = {0};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (int i = 0; i < 1000; i++)
        ARENA_PUSH(&a, &list, i);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i], i);
    arena_close(&a);
}

/* ---- buffer ------------------------------------------------------------------------ */

static void buffer_is_a_string_before_the_first_append(void **state)
{
    (void)state;
    struct buffer b;
    buffer_open(&b, NULL);
    assert_string_equal(b.ptr, "");
    buffer_printf(&b, "%d %s", 7, "seas");
    buffer_append_code_point(&b, 0x20AC);
    assert_string_equal(b.ptr, "7 seas\xE2\x82\xAC");
    buffer_truncate(&b, 1);
    assert_string_equal(b.ptr, "7");
    buffer_close(&b);
    assert_string_equal(b.ptr, "");
}

static void buffer_out_of_memory_sets_failed_and_keeps_its_content(void **state)
{
    (void)state;
    struct buffer b;
    buffer_open(&b, NULL);
    buffer_append(&b, SLICE("kept"));
    assert_false(buffer_reserve(&b, SIZE_MAX));
    assert_true(b.failed);
    assert_string_equal(b.ptr, "kept");
    buffer_close(&b);
}

/* ---- slice ------------------------------------------------------------------------- */

static void slice_split_returns_empty_parts(void **state)
{
    (void)state;
    struct slice rest = SLICE("a,,b,"), part;
    static const char *const expected[] = {"a", "", "b", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(slice_split(&rest, ',', &part));
        assert_slice(part, expected[i]);
    }
    assert_false(slice_split(&rest, ',', &part));
}

static void slice_next_word_skips_html_white_space(void **state)
{
    (void)state;
    struct slice rest = SLICE(" \t one\ftwo\r\n "), word;
    assert_true(slice_next_word(&rest, &word));
    assert_slice(word, "one");
    assert_true(slice_next_word(&rest, &word));
    assert_slice(word, "two");
    assert_false(slice_next_word(&rest, &word));
}

static void slice_find_does_not_run_past_the_end(void **state)
{
    (void)state;
    assert_int_equal(slice_find(SLICE("banana"), SLICE("nan")), 2);
    assert_int_equal(slice_find_nocase(SLICE("BaNaNa"), SLICE("nana")), 2);
    assert_int_equal(slice_find_nocase(SLICE("ban"), SLICE("bans")), SIZE_MAX);
    assert_int_equal(slice_find(slice_of(NULL, 0), SLICE("x")), SIZE_MAX);
}

/* ---- utf8 -------------------------------------------------------------------------- */

static void invalid_utf8_is_recognised(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        bool valid;
    } rows[] = {
        {SLICE("plain ascii, longer than a word"), true},
        {SLICE("\0"), true},
        {SLICE("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), true},
        {SLICE("\xC0\x80"), false},         /* overlong */
        {SLICE("\xE0\x80\x80"), false},     /* overlong */
        {SLICE("\xED\xA0\x80"), false},     /* a surrogate */
        {SLICE("\xF4\x90\x80\x80"), false}, /* past U+10FFFF */
        {SLICE("\xE2\x82"), false},         /* cut */
        {SLICE("12345678\xFF"), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(utf8_is_valid(rows[i].bytes), rows[i].valid);
}

/* The Unicode standard's table 3-8, "U+FFFD for maximal subparts". */
static void utf8_replaces_maximal_subparts(void **state)
{
    (void)state;
    struct buffer b;
    buffer_open(&b, NULL);
    utf8_append_clean(&b, SLICE("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"));
    assert_string_equal(b.ptr, "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
    buffer_close(&b);
}

static void utf8_removes_control_characters(void **state)
{
    (void)state;
    struct buffer b;
    buffer_open(&b, NULL);
    utf8_append_clean(&b, SLICE("a\x1B[31m\tb\r\n\x7F\xC2\x9B"
                                "c\0d"));
    assert_string_equal(b.ptr, "a[31m\tb\ncd");
    buffer_close(&b);
    utf8_append_line(&b, SLICE("one\ntwo\xE2\x80\xAEthree"));
    assert_string_equal(b.ptr, "one twothree");
    buffer_close(&b);
}

static void utf8_cut_does_not_split_characters(void **state)
{
    (void)state;
    struct slice euro = SLICE("a\xE2\x82\xAC");
    assert_int_equal(utf8_cut(euro, 3), 1);
    assert_int_equal(utf8_cut(euro, 4), 4);
    assert_int_equal(utf8_count(euro), 2);
}

/* ---- hash, error ------------------------------------------------------------------- */

static void sha256_matches_fips_180(void **state)
{
    (void)state;
    char hex[HASH_HEX_SIZE];
    hash_sha256(SLICE("abc"), hex);
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void position_can_be_added_to_an_error(void **state)
{
    (void)state;
    struct error err;
    char line[ERROR_LINE_MAX];
    assert_false(error_set(&err, "no \"%s\" here", "x"));
    assert_string_equal(error_line(&err, line), "no \"x\" here");
    error_at(&err, "a.txt", 3, 7, "%s", err.text);
    assert_string_equal(error_line(&err, line), "a.txt:3:7: no \"x\" here");
}

static void a_text_that_is_cut_says_so(void **state)
{
    (void)state;
    enum { LONG = 6000 };
    struct error err;
    struct arena a;
    struct buffer text;
    arena_open(&a, SIZE_MAX);
    buffer_open(&text, &a);
    buffer_append_times(&text, 'x', LONG);
    struct slice all = buffer_slice(&text);
    assert_int_equal(strlen(arena_printf(&a, "%.*s", SLICE_ARG(all))), LONG);
    error_set(&err, "%.*s: and why", SLICE_ARG(all));
    size_t len = strlen(err.text);
    assert_true(len < sizeof err.text && len > sizeof err.text - 8);
    assert_string_equal(err.text + len - strlen("…"), "…");
    struct slice path = slice_of(all.ptr, ERROR_FILE_MAX - 1);
    error_at(&err, arena_string(&a, path), 12, 0, "%.*s: why", SLICE_ARG(path));
    assert_true(slice_equal(slice_of_string(err.file), path));
    assert_string_equal(err.text + path.len, ": why");
    assert_string_equal(utf8_shorten(&a, SLICE("\u00E9\u00E9\u00E9"), 5).ptr,
                        "\u00E9\u00E9…");
    assert_int_equal(utf8_shorten(&a, all, LONG).len, LONG);
    arena_close(&a);
}

/* ---- files ------------------------------------------------------------------------- */

static void make_folder(char path[32], int *folder)
{
    strcpy(path, "/tmp/winnow-test-XXXXXX");
    assert_non_null(mkdtemp(path));
    *folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(*folder >= 0);
}

static void read_file(int folder, const char *name, size_t most, struct buffer *out)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    buffer_open(out, NULL);
    assert_true(fd >= 0 && file_read(fd, most, out));
    close(fd);
}

static void files_are_replaced_atomically(void **state)
{
    (void)state;
    char path[32];
    int folder;
    struct buffer text;
    struct stat about;
    make_folder(path, &folder);
    struct file_target target = {.folder = folder, .name = "page", .mode = 0600};
    assert_true(file_replace(&target, SLICE("the first")));
    target.is_synced = true;
    assert_true(file_replace(&target, SLICE("the second")));
    read_file(folder, "page", 100, &text);
    assert_string_equal(text.ptr, "the second");
    buffer_close(&text);
    assert_int_equal(fstatat(folder, "page", &about, AT_SYMLINK_NOFOLLOW), 0);
    assert_int_equal(about.st_mode, S_IFREG | 0600);
    assert_int_equal(mkdirat(folder, "folder", 0700), 0);
    target.name = "folder";
    assert_false(file_replace(&target, SLICE("the third")));
    assert_int_equal(file_sweep_temporaries(folder, INT32_MAX), 0);
    unlinkat(folder, "page", 0);
    unlinkat(folder, "folder", AT_REMOVEDIR);
    close(folder);
    assert_int_equal(rmdir(path), 0);
}

static void temporary_files_have_random_names(void **state)
{
    enum { COUNT = 50 };
    (void)state;
    char path[32], *name, first[64] = "";
    int folder;
    make_folder(path, &folder);
    struct file_target target = {.folder = folder, .name = "page"};
    for (int i = 0; i < COUNT; i++) {
        int fd = file_create_temporary(&target, &name);
        assert_true(fd >= 0);
        assert_int_equal(strlen(name), strlen(".winnow-0123456789abcdef.tmp"));
        assert_string_not_equal(name, first);
        snprintf(first, sizeof first, "%s", name);
        close(fd);
        free(name);
    }
    assert_int_equal(file_sweep_temporaries(folder, time(NULL) - 60), 0);
    assert_int_equal(file_sweep_temporaries(folder, time(NULL) + 60), COUNT);
    target.name = "missing/page";
    assert_int_equal(file_create_temporary(&target, &name), -1);
    assert_null(name);
    close(folder);
    assert_int_equal(rmdir(path), 0);
}

static void files_are_read_up_to_a_limit(void **state)
{
    enum { SIZE = 200000 };
    (void)state;
    char path[32];
    int folder;
    struct buffer text, bytes;
    make_folder(path, &folder);
    buffer_open(&bytes, NULL);
    buffer_append_times(&bytes, 'x', SIZE);
    struct file_target target = {.folder = folder, .name = "page"};
    assert_true(file_replace(&target, buffer_slice(&bytes)));
    read_file(folder, "page", SIZE, &text);
    assert_int_equal(text.len, SIZE);
    buffer_close(&text);
    read_file(folder, "page", SIZE / 2, &text);
    assert_true(text.len > SIZE / 2 && text.len < SIZE);
    buffer_close(&text);
    buffer_open(&text, NULL);
    assert_false(file_read(folder, SIZE, &text)); /* a folder is not a file */
    buffer_close(&text);
    buffer_close(&bytes);
    unlinkat(folder, "page", 0);
    close(folder);
    assert_int_equal(rmdir(path), 0);
}

/* ---- magic ------------------------------------------------------------------------- */

static void binary_files_are_recognised(void **state)
{
    (void)state;
    assert_string_equal(magic_name(SLICE("%PDF-1.7\n")), "a PDF document");
    assert_non_null(magic_name(SLICE("\x89PNG\r\n\x1A\n....")));
    assert_non_null(magic_name(SLICE("\xFF\xD8\xFF\xE0")));
    assert_non_null(magic_name(SLICE("RIFF\x24\0\0\0WEBPVP8 ")));
    assert_non_null(magic_name(SLICE("\0\0\0\x20"
                                     "ftypisom")));
    assert_non_null(magic_name(SLICE("PK\3\4")));
    assert_null(magic_name(SLICE("RIFF raff, said the duck")));
    assert_null(magic_name(SLICE("The ftyp box of a file")));
    assert_null(magic_name(SLICE("<!DOCTYPE html>")));
    assert_null(magic_name(SLICE("PK is a rank")));
    assert_null(magic_name(SLICE("\xEF\xBB\xBFhello")));
    assert_null(magic_name(SLICE("\xFF\xFEh\0")));
    assert_null(magic_name(SLICE("")));
}

static void starts_of_urls_are_recognised(void **state)
{
    static const struct {
        struct slice text;
        enum url_start start;
    } rows[] = {
        {SLICE_INIT("https://a.example/"), URL_START_SCHEME},
        {SLICE_INIT("x+y-1.2://a"), URL_START_SCHEME},
        {SLICE_INIT("http:/a.example/"), URL_START_OTHER},
        {SLICE_INIT("1http://a.example/"), URL_START_NONE},
        {SLICE_INIT("://a.example/"), URL_START_NONE},
        {SLICE_INIT("example.com"), URL_START_HOST},
        {SLICE_INIT("a_b.example:8080/x?y"), URL_START_HOST},
        {SLICE_INIT("example.com?q=a@b"), URL_START_HOST},
        {SLICE_INIT("localhost:8080"), URL_START_HOST},
        {SLICE_INIT("[::1]:80/"), URL_START_HOST},
        {SLICE_INIT("[::1]@b.example/"), URL_START_NONE},
        {SLICE_INIT("a@b.example"), URL_START_NONE},
        {SLICE_INIT("a.example:x@b.example/"), URL_START_OTHER},
        {SLICE_INIT("mailto:a@b.example"), URL_START_OTHER},
        {SLICE_INIT("shop:8080"), URL_START_NONE},
        {SLICE_INIT("c:\\file"), URL_START_NONE},
        {SLICE_INIT("../a.example"), URL_START_NONE},
        {SLICE_INIT("end."), URL_START_NONE},
        {SLICE_INIT("a..example"), URL_START_NONE},
        {SLICE_INIT(""), URL_START_NONE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (url_start_of(rows[i].text) != rows[i].start)
            fail_msg("%.*s", SLICE_ARG(rows[i].text));
}

static void http_headers_are_classified(void **state)
{
    (void)state;
    assert_int_equal(http_header_right_of(SLICE("host")), HTTP_HEADER_CONNECTIONS);
    assert_int_equal(http_header_right_of(SLICE("TE")), HTTP_HEADER_CONNECTIONS);
    assert_int_equal(http_header_right_of(SLICE("cookie")), HTTP_HEADER_PERSONAL);
    assert_int_equal(http_header_right_of(SLICE("accept-encoding")), HTTP_HEADER_USERS);
    assert_int_equal(http_header_right_of(SLICE("Accept-Language")),
                     HTTP_HEADER_ANYBODYS);
    assert_int_equal(http_header_right_of(SLICE("")), HTTP_HEADER_ANYBODYS);
}

/* ---- search ------------------------------------------------------------------------ */

static void lower_bound_is_found(void **state)
{
    (void)state;
    static const unsigned VALUES[] = {1, 3, 3, 3, 8};
    for (size_t count = 0; count <= COUNT_OF(VALUES); count++)
        for (unsigned key = 0; key < 10; key++) {
            size_t expected = 0;
            while (expected < count && VALUES[expected] < key)
                expected++;
            assert_int_equal(
                search_first(&key, VALUES, count, sizeof *VALUES, search_compare_keys),
                expected);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_bound_is_found),
        cmocka_unit_test(arena_over_budget_jumps_to_its_trap),
        cmocka_unit_test(arena_allocation_of_zero_bytes_is_not_null),
        cmocka_unit_test(arena_past_its_deadline_jumps_to_its_trap),
        cmocka_unit_test(arena_runs_its_finalizers_once),
        cmocka_unit_test(arena_frees_a_handle_only_if_it_is_set),
        cmocka_unit_test(arena_grows_the_last_allocation_in_place),
        cmocka_unit_test(arena_lists_keep_their_items),
        cmocka_unit_test(arena_reset_reuses_memory),
        cmocka_unit_test(buffer_is_a_string_before_the_first_append),
        cmocka_unit_test(buffer_out_of_memory_sets_failed_and_keeps_its_content),
        cmocka_unit_test(slice_split_returns_empty_parts),
        cmocka_unit_test(slice_next_word_skips_html_white_space),
        cmocka_unit_test(slice_find_does_not_run_past_the_end),
        cmocka_unit_test(invalid_utf8_is_recognised),
        cmocka_unit_test(utf8_replaces_maximal_subparts),
        cmocka_unit_test(utf8_removes_control_characters),
        cmocka_unit_test(utf8_cut_does_not_split_characters),
        cmocka_unit_test(sha256_matches_fips_180),
        cmocka_unit_test(position_can_be_added_to_an_error),
        cmocka_unit_test(a_text_that_is_cut_says_so),
        cmocka_unit_test(starts_of_urls_are_recognised),
        cmocka_unit_test(http_headers_are_classified),
        cmocka_unit_test(binary_files_are_recognised),
        cmocka_unit_test(files_are_replaced_atomically),
        cmocka_unit_test(temporary_files_have_random_names),
        cmocka_unit_test(files_are_read_up_to_a_limit),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
