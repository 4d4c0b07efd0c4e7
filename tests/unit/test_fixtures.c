/* fixtures: cleans every folder below tests/fixtures with the library, as the end-to-end
   tests do with the command. Folders with an args file are skipped. */
#include <fts.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "winnow.h"

enum { PATH_BYTES = 4096 };

/* Returns the content of a file as a string on the heap; NULL if there is no file. */
static char *read_file(const char *folder, const char *name, size_t *size)
{
    char path[PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    struct buffer bytes;
    buffer_open(&bytes, NULL);
    char step[4096];
    for (size_t got; (got = fread(step, 1, sizeof step, file)) > 0;)
        buffer_append(&bytes, slice_of(step, got));
    fclose(file);
    char *copy = malloc(bytes.len + 1);
    memcpy(copy, bytes.ptr, bytes.len + 1);
    if (size)
        *size = bytes.len;
    buffer_close(&bytes);
    return copy;
}

static struct winnow_rulebook *open_rules(const char *folder)
{
    char path[PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/rules.txt", folder);
    const char *directory = "rules", *file = path;
    struct winnow_rules rules = {.directories = &directory,
                                 .directory_count = access("rules", R_OK) == 0,
                                 .files = &file,
                                 .file_count = access(path, R_OK) == 0};
    struct winnow_error error;
    struct winnow_rulebook *book = winnow_rulebook_open(&rules, &error);
    if (!book)
        fail_msg("%s", error.text);
    return book;
}

static void write_record(const struct winnow_record *record, struct buffer *out)
{
    bool writes = record->status == WINNOW_OK || record->status == WINNOW_RULE_BROKEN;
    if (writes)
        buffer_append(out, slice_of(record->text, record->text_length));
}

static struct slice next_line(struct slice *text)
{
    struct slice line = {"(nothing)", 9};
    slice_split(text, '\n', &line);
    return line;
}

/* Prints the first line that differs, and the expected one. */
static bool is_as_expected(const char *folder, const struct buffer *got,
                           const char *expected)
{
    struct slice is = buffer_slice(got), want = slice_of_string(expected);
    if (slice_equal(is, want))
        return true;
    unsigned number = 0;
    struct slice a, b;
    do {
        a = next_line(&is);
        b = next_line(&want);
        number++;
    } while (slice_equal(a, b));
    print_error("%s: line %u of its text\n- %.*s\n+ %.*s\n", folder, number, SLICE_ARG(b),
                SLICE_ARG(a));
    return false;
}

static bool run_folder(const char *folder, const char *page)
{
    size_t size;
    char *bytes = read_file(folder, page, &size);
    char *url = read_file(folder, "url", NULL);
    char *expected = read_file(folder, "expected.txt", NULL);
    if (url)
        url[strcspn(url, "\r\n")] = '\0';
    struct winnow_rulebook *book = open_rules(folder);
    struct winnow_input input = {
        .kind = strcmp(page, "page.txt") ? WINNOW_HTML : WINNOW_TEXT,
        .bytes = bytes,
        .size = size,
        .url = url,
    };
    struct winnow_record *record = winnow_clean(book, &input, NULL);
    assert_non_null(record);
    struct buffer text;
    buffer_open(&text, NULL);
    write_record(record, &text);
    bool passed = is_as_expected(folder, &text, expected ? expected : "");
    buffer_close(&text);
    winnow_record_free(record);
    winnow_rulebook_close(book);
    free(expected);
    free(url);
    free(bytes);
    return passed;
}

static bool has_args(const char *folder)
{
    char path[PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/args", folder);
    return access(path, F_OK) == 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void fixtures_have_their_expected_output(void **state)
{
    (void)state;
    char *roots[] = {"tests/fixtures", NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    assert_non_null(walk);
    unsigned failed = 0;
    for (FTSENT *entry; (entry = fts_read(walk));) {
        bool is_page =
            !strcmp(entry->fts_name, "page.html") || !strcmp(entry->fts_name, "page.txt");
        char folder[PATH_BYTES];
        snprintf(folder, sizeof folder, "%.*s",
                 (int)(entry->fts_pathlen - entry->fts_namelen - 1), entry->fts_path);
        if (entry->fts_info == FTS_F && is_page && !has_args(folder))
            failed += !run_folder(folder, entry->fts_name);
    }
    fts_close(walk);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixtures_have_their_expected_output),
    };
    return cmocka_run_group_tests_name("fixtures", tests, NULL, NULL);
}
