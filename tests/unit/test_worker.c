/* worker: what happens to a page, and to other pages, if a worker misbehaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/child.h"
#include "worker/protocol.h"
#include "write/record.h"

/* ---- a cleaner that does what the page says ---------------------------------------- */

static void write_bytes(const char *bytes, size_t len)
{
    if (write(CHILD_SOCKET, bytes, len) < 0)
        _exit(9);
}

/* A whole record, as a page would forge it that does not know the number of the job. */
static void write_forged_record(void)
{
    struct winnow_record view = {
        .text = "forged", .text_length = 6, .text_sha256 = "0123"};
    struct buffer frame;
    buffer_open(&frame, NULL);
    if (!protocol_put_record(&frame, &view, 0))
        _exit(9);
    write_bytes(frame.ptr, frame.len);
    buffer_close(&frame);
}

/* Once this process has answered, another one writes to its socket, and then removes the
   file whose name is the rest of the page. */
static void write_later(const char *file)
{
    if (fork() != 0)
        return;
    poll(NULL, 0, 50);
    write_forged_record();
    unlink(file);
    _exit(0);
}

static int count_open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 1000; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* Uses little CPU time, as on a machine that is busy with other things. */
static void run_slowly(void)
{
    for (int i = 0; i < 4; i++) {
        clock_t start = clock();
        while (clock() - start < CLOCKS_PER_SEC / 100)
            continue;
        poll(NULL, 0, 400);
    }
}

static struct winnow_record *clean_as_told(struct rulebook *book,
                                           const struct site_source *site,
                                           const struct winnow_input *input,
                                           struct error *err)
{
    static char title[16];
    struct slice page = slice_of(input->bytes, input->size);
    (void)book;
    (void)site;
    if (slice_equal(page, SLICE("crash")))
        raise(SIGSEGV);
    if (slice_equal(page, SLICE("exit")))
        _exit(7);
    if (slice_equal(page, SLICE("hang")))
        pause();
    if (slice_equal(page, SLICE("slow")))
        run_slowly();
    if (slice_equal(page, SLICE("spin")))
        for (volatile unsigned i = 0;; i++)
            continue;
    if (slice_equal(page, SLICE("garbage")))
        write_bytes("this is not a frame, is it", 26);
    if (slice_equal(page, SLICE("half"))) {
        write_bytes("2wnw\2\0\0\0", 8);
        _exit(0);
    }
    if (slice_equal(page, SLICE("huge")))
        write_bytes("2wnw\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 24);
    if (slice_equal(page, SLICE("forge")))
        write_forged_record();
    if (slice_starts_with(page, SLICE("later ")))
        write_later(page.ptr + 6);
    if (slice_equal(page, SLICE("nothing"))) {
        error_set(err, "no memory");
        return NULL;
    }
    struct winnow_record view = {
        .text = input->bytes,
        .text_length = input->size,
        .text_sha256 = "0123",
        .url = "http://forged.example/",
        .final_url = "http://forged.example/",
    };
    if (slice_equal(page, SLICE("descriptors"))) {
        snprintf(title, sizeof title, "%d", count_open_descriptors());
        view.title = title;
    }
    if (slice_equal(page, SLICE("pid"))) {
        snprintf(title, sizeof title, "%d", (int)getpid());
        view.title = title;
    }
    return record_copy(&view);
}

/* ---- a pool of such workers -------------------------------------------------------- */

static struct worker_pool *open_pool_with_limits(unsigned count, double seconds,
                                                 double wall_seconds)
{
    struct worker_options options = {
        .count = count,
        .page_seconds = seconds,
        .wall_seconds = wall_seconds,
        .clean = clean_as_told,
    };
    struct worker_pool *pool;
    assert_true(worker_pool_open(&pool, &options, NULL));
    return pool;
}

static struct worker_pool *open_pool(unsigned count)
{
    return open_pool_with_limits(count, 1, 0);
}

static void submit(struct worker_pool *pool, struct slice page, const char *url)
{
    struct error err;
    struct worker_job job = {
        .input = {.bytes = page.ptr, .size = page.len, .url = url},
        .tag = (void *)page.ptr,
    };
    if (!worker_submit(pool, &job, &err))
        fail_msg("%s", err.text);
}

static struct worker_result wait_for_result(struct worker_pool *pool)
{
    struct worker_result result;
    while (!worker_pool_next(pool, &result)) {
        struct pollfd polled[8];
        int timeout = 10000;
        size_t count = worker_pool_poll(pool, polled, 8, &timeout);
        assert_true(count > 0);
        assert_true(poll(polled, count, timeout) >= 0);
        worker_pool_step(pool);
    }
    return result;
}

static struct winnow_record *clean_one(struct worker_pool *pool, const char *page)
{
    submit(pool, slice_of_string(page), "http://a.example/");
    struct worker_result result = wait_for_result(pool);
    assert_ptr_equal(result.tag, page);
    return result.record;
}

static void assert_page(struct worker_pool *pool, const char *page,
                        enum winnow_status status, const char *error)
{
    struct winnow_record *record = clean_one(pool, page);
    assert_int_equal(record->status, status);
    assert_string_equal(record->url, "http://a.example/");
    assert_null(record->final_url);
    if (error)
        assert_string_equal(record->error, error);
    else
        assert_string_equal(record->text, page);
    winnow_record_free(record);
}

static void worker_returns_the_record(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool(1);
    assert_page(pool, "a page", WINNOW_OK, NULL);
    assert_page(pool, "another", WINNOW_OK, NULL);
    assert_page(pool, "", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

static void failing_worker_does_not_affect_other_pages(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool(1);
    assert_page(pool, "crash", WINNOW_PARSE,
                "the parser crashed on this page (signal 11, Segmentation fault)");
    assert_page(pool, "after it", WINNOW_OK, NULL);
    assert_page(pool, "exit", WINNOW_PARSE,
                "the parser exited on this page (exit code 7)");
    assert_page(pool, "garbage", WINNOW_PARSE,
                "the parser returned an invalid result for this page");
    assert_page(pool, "after it", WINNOW_OK, NULL);
    assert_page(pool, "half", WINNOW_PARSE,
                "the parser exited on this page (exit code 0)");
    assert_page(pool, "huge", WINNOW_PARSE,
                "the parser returned an invalid result for this page");
    assert_page(pool, "nothing", WINNOW_BUDGET, "no memory");
    assert_page(pool, "after it", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

static void hung_worker_is_killed(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool_with_limits(1, 0.1, 0);
    assert_page(pool, "hang", WINNOW_BUDGET,
                "the parser made no progress on this page for 1 seconds");
    assert_page(pool, "after it", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

static void slow_worker_is_not_killed(void **state)
{
    (void)state;
    struct worker_pool *pool =
        open_pool_with_limits(1, 0.1, 0); /* the page takes 1.6 times as long */
    assert_page(pool, "slow", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

static void worker_in_a_busy_loop_is_killed(void **state)
{
    (void)state;
    /* on a busy machine the worker gets little CPU time: the limit must not be real time
     */
    struct worker_pool *pool = open_pool_with_limits(1, 0.05, 60);
    assert_page(pool, "spin", WINNOW_BUDGET, RECORD_OVER_TIME);
    worker_pool_close(pool);
}

/* The cleaner returns the pid of the worker as the title. */
static void worker_killed_between_pages_is_replaced(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool(1);
    struct winnow_record *record = clean_one(pool, "pid");
    pid_t worker = (pid_t)strtol(record->title, NULL, 10);
    winnow_record_free(record);
    assert_true(worker > 1 && worker != getpid());
    assert_int_equal(kill(worker, SIGKILL), 0);
    siginfo_t how;
    assert_int_equal(waitid(P_PID, (id_t)worker, &how, WEXITED | WNOWAIT), 0);
    assert_page(pool, "after", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

/* A record that no job has asked for must not become the text of the next page. */
static void forged_record_is_not_the_answer_to_a_job(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool(1);
    assert_page(pool, "forge", WINNOW_PARSE,
                "the parser returned an invalid result for this page");
    assert_page(pool, "after it", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

static void worker_with_waiting_bytes_is_replaced(void **state)
{
    (void)state;
    char page[] = "later /tmp/winnow-test-XXXXXX";
    int fd = mkstemp(page + 6);
    struct worker_pool *pool = open_pool(1);
    assert_true(fd >= 0);
    close(fd);
    assert_page(pool, page, WINNOW_OK, NULL);
    while (access(page + 6, F_OK) == 0)
        poll(NULL, 0, 10);
    assert_page(pool, "after it", WINNOW_OK, NULL);
    worker_pool_close(pool);
}

/* ---- one worker for a host --------------------------------------------------------- */

static long pid_for(struct worker_pool *pool, const char *url)
{
    submit(pool, SLICE("pid"), url);
    struct worker_result result = wait_for_result(pool);
    assert_int_equal(result.record->status, WINNOW_OK);
    long pid = strtol(result.record->title, NULL, 10);
    winnow_record_free(result.record);
    return pid;
}

static struct worker_pool *open_isolated_pool(unsigned count)
{
    struct worker_options options = {
        .count = count, .page_seconds = 1, .clean = clean_as_told, .isolate = true};
    struct worker_pool *pool;
    assert_true(worker_pool_open(&pool, &options, NULL));
    return pool;
}

static void isolated_worker_cleans_pages_of_one_host(void **state)
{
    (void)state;
    struct worker_pool *pool = open_isolated_pool(1);
    long first = pid_for(pool, "http://a.example/1");
    assert_int_equal(pid_for(pool, "https://u@a.example:8443/2"), first);
    long other = pid_for(pool, "http://b.example/1");
    assert_int_not_equal(other, first);
    assert_int_not_equal(pid_for(pool, "http://a.example/3"), other);
    long unknown = pid_for(pool, NULL);
    assert_int_not_equal(pid_for(pool, NULL), unknown);
    worker_pool_close(pool);
}

static void isolated_hosts_return_to_their_workers(void **state)
{
    (void)state;
    struct worker_pool *pool = open_isolated_pool(2);
    long a = pid_for(pool, "http://a.example/"), b = pid_for(pool, "http://b.example/");
    assert_int_not_equal(a, b);
    assert_int_equal(pid_for(pool, "http://b.example/2"), b);
    assert_int_equal(pid_for(pool, "http://a.example/2"), a);
    worker_pool_close(pool);
}

static void shared_worker_cleans_pages_of_all_hosts(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool(1);
    long first = pid_for(pool, "http://a.example/");
    assert_int_equal(pid_for(pool, "http://b.example/"), first);
    worker_pool_close(pool);
}

static void worker_inherits_no_descriptors(void **state)
{
    (void)state;
    int extra = open("/dev/null", O_RDONLY);
    struct worker_pool *pool = open_pool(4);
    struct winnow_record *record = clean_one(pool, "descriptors");
    assert_string_equal(record->title, "4"); /* three times /dev/null, and the socket */
    winnow_record_free(record);
    worker_pool_close(pool);
    close(extra);
}

/* Larger than any socket buffer, in both directions at the same time. */
static void large_pages_and_records_are_transferred(void **state)
{
    (void)state;
    enum { SIZE = 8 << 20, PAGES = 4 };
    struct worker_options options = {
        .count = 2, .page_seconds = 10, .clean = clean_as_told};
    struct worker_pool *pool;
    char *page = malloc(SIZE);
    memset(page, 'x', SIZE);
    assert_true(worker_pool_open(&pool, &options, NULL));
    unsigned sent = 0;
    for (unsigned done = 0; done < PAGES; done++) {
        while (sent < PAGES && worker_pool_count_free(pool)) {
            submit(pool, slice_of(page, SIZE), NULL);
            sent++;
        }
        struct worker_result result = wait_for_result(pool);
        assert_int_equal(result.record->text_length, SIZE);
        winnow_record_free(result.record);
    }
    worker_pool_close(pool);
    free(page);
}

static void worker_pool_counts_free_workers(void **state)
{
    (void)state;
    struct worker_pool *pool = open_pool(2);
    struct worker_job job = {.input = {.bytes = "", .size = 0}};
    assert_int_equal(worker_pool_count_free(pool), 2);
    submit(pool, SLICE("hang"), NULL);
    submit(pool, SLICE("hang"), NULL);
    assert_int_equal(worker_pool_count_free(pool), 0);
    assert_false(worker_submit(pool, &job, NULL));
    worker_pool_close(pool);
}

/* ---- invalid records --------------------------------------------------------------- */

static void make_frame(struct buffer *frame)
{
    const char *const pages[] = {"http://a/1", "http://a/2"};
    const struct winnow_note notes[] = {{"code", "place", "text"}, {"c", NULL, "t"}};
    struct winnow_record view = {
        .url = "u",
        .title = "a title",
        .text_sha256 = "0123",
        .text = "text\x1B[2J\n",
        .text_length = 9,
        .pages = pages,
        .page_count = 2,
        .notes = notes,
        .note_count = 2,
    };
    buffer_open(frame, NULL);
    assert_true(protocol_put_record(frame, &view, 7));
}

static struct slice payload_of(const struct buffer *frame)
{
    struct protocol_header header;
    assert_true(protocol_get_header(frame->ptr, PROTOCOL_RECORD, 1000, &header));
    assert_int_equal(header.size, frame->len - PROTOCOL_HEADER_SIZE);
    assert_int_equal(header.number, 7);
    assert_false(
        protocol_get_header(frame->ptr, PROTOCOL_RECORD, header.size - 1, &header));
    assert_false(protocol_get_header(frame->ptr, PROTOCOL_JOB, 1000, &header));
    return slice_after(buffer_slice(frame), PROTOCOL_HEADER_SIZE);
}

static void protocol_removes_control_characters_from_records(void **state)
{
    (void)state;
    struct buffer frame;
    make_frame(&frame);
    struct winnow_record *record = protocol_get_record(payload_of(&frame), "http://own/");
    assert_string_equal(record->url, "http://own/");
    assert_string_equal(record->title, "a title");
    assert_string_equal(record->text, "text[2J\n");
    assert_int_equal(record->text_length, 8);
    assert_int_equal(record->page_count, 2);
    assert_string_equal(record->pages[1], "http://a/2");
    assert_int_equal(record->note_count, 2);
    assert_null(record->notes[1].place);
    winnow_record_free(record);
    buffer_close(&frame);
}

static void assert_rejected(const struct winnow_record *view)
{
    struct buffer frame;
    buffer_open(&frame, NULL);
    assert_true(protocol_put_record(&frame, view, 7));
    assert_null(protocol_get_record(payload_of(&frame), "u"));
    buffer_close(&frame);
}

/* The parent relies on fields that every record has. */
static void protocol_rejects_incomplete_records(void **state)
{
    (void)state;
    static const char *const pages[] = {NULL};
    static const struct winnow_note notes[] = {{NULL, NULL, "text"},
                                               {"code", NULL, NULL}};
    static const struct winnow_hit hit = {"body", NULL, "place", 1};
    struct winnow_record failed = {.status = WINNOW_PARSE, .text = ""};
    struct winnow_record view = failed;
    view.pages = pages;
    view.page_count = 1;
    assert_rejected(&view);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        view = failed;
        view.notes = &notes[i];
        view.note_count = 1;
        assert_rejected(&view);
    }
    view = failed;
    view.hits = &hit;
    view.hit_count = 1;
    assert_rejected(&view);
    view = failed;
    view.status = WINNOW_OK; /* without a hash */
    assert_rejected(&view);
}

/* Each copy has exactly its size, so that a sanitizer detects a read past its end. */
static void try_bytes(struct slice bytes)
{
    char *exact = malloc(bytes.len ? bytes.len : 1);
    memcpy(exact, bytes.ptr, bytes.len);
    winnow_record_free(protocol_get_record(slice_of(exact, bytes.len), "u"));
    free(exact);
}

static void protocol_accepts_any_bytes(void **state)
{
    (void)state;
    struct buffer frame;
    make_frame(&frame);
    struct slice payload = payload_of(&frame);
    char *bytes = (char *)payload.ptr;
    for (size_t len = 0; len < payload.len; len++) {
        assert_null(protocol_get_record(slice_of(bytes, len), "u"));
        try_bytes(slice_of(bytes, len));
    }
    for (size_t i = 0; i < payload.len; i++) {
        static const unsigned char flips[] = {0x01, 0x80, 0xFF};
        for (size_t f = 0; f < sizeof flips; f++) {
            bytes[i] = (char)(bytes[i] ^ flips[f]);
            try_bytes(payload);
            bytes[i] = (char)(bytes[i] ^ flips[f]);
        }
    }
    buffer_close(&frame);
}

static void protocol_transfers_jobs(void **state)
{
    (void)state;
    struct worker_job job = {.input = {.kind = WINNOW_TEXT,
                                       .bytes = "a\0b",
                                       .size = 3,
                                       .charset = "x",
                                       .form = WINNOW_AS_HTML,
                                       .favor = WINNOW_FAVOR_RECALL,
                                       .no_tables = true,
                                       .width = 72},
                             .site = {.path = SLICE("p"), .text = SLICE("body: p\n")}},
                      got;
    struct buffer frame;
    buffer_open(&frame, NULL);
    assert_true(protocol_put_job(&frame, &job, 1));
    assert_true(
        protocol_get_job(slice_after(buffer_slice(&frame), PROTOCOL_HEADER_SIZE), &got));
    assert_int_equal(got.input.kind, WINNOW_TEXT);
    assert_memory_equal(got.input.bytes, "a\0b", 4);
    assert_null(got.input.url);
    assert_string_equal(got.input.charset, "x");
    assert_int_equal(got.input.form, WINNOW_AS_HTML);
    assert_int_equal(got.input.favor, WINNOW_FAVOR_RECALL);
    assert_true(got.input.no_tables && !got.input.comments);
    assert_int_equal(got.input.width, 72);
    assert_true(slice_equal(got.site.text, job.site.text));
    buffer_close(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worker_returns_the_record),
        cmocka_unit_test(failing_worker_does_not_affect_other_pages),
        cmocka_unit_test(hung_worker_is_killed),
        cmocka_unit_test(slow_worker_is_not_killed),
        cmocka_unit_test(worker_in_a_busy_loop_is_killed),
        cmocka_unit_test(worker_killed_between_pages_is_replaced),
        cmocka_unit_test(forged_record_is_not_the_answer_to_a_job),
        cmocka_unit_test(worker_with_waiting_bytes_is_replaced),
        cmocka_unit_test(isolated_worker_cleans_pages_of_one_host),
        cmocka_unit_test(isolated_hosts_return_to_their_workers),
        cmocka_unit_test(shared_worker_cleans_pages_of_all_hosts),
        cmocka_unit_test(worker_inherits_no_descriptors),
        cmocka_unit_test(large_pages_and_records_are_transferred),
        cmocka_unit_test(worker_pool_counts_free_workers),
        cmocka_unit_test(protocol_removes_control_characters_from_records),
        cmocka_unit_test(protocol_rejects_incomplete_records),
        cmocka_unit_test(protocol_accepts_any_bytes),
        cmocka_unit_test(protocol_transfers_jobs),
    };
    return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
