/* model_file: the linked models are valid, and a damaged file is rejected or harmless. */
#include "in_arena.h"

#include "base/hash.h"
#include "model/content_model.h"
#include "plaintext/line_model.h"

#include <stdlib.h>

/* Offsets in a file: see model_file.h. */
enum {
    VERSION_AT = 8,
    SIZE_AT = 12,
    COUNT_AT = 16,
    KIND_AT = 20,
    CHECKSUM_AT = 32,
    TABLE_AT = 96,
    ENTRY_SIZE = 48,
    OFFSET_AT = 32, /* in an entry */
    COLUMNS_AT = 44,
    LINE_SECTIONS = 5,
};
enum { NAMES, WORDS, CUTOFFS, FIRST, SECOND }; /* of the model of lines */

/* ---- a copy to damage -------------------------------------------------------------- */

/* A separate allocation, so that sanitizers and valgrind detect reads past its end. */
static char *copy_lines(size_t size)
{
    char *copy = aligned_alloc(MODEL_ALIGNMENT, line_model_linked().len);
    assert_non_null(copy);
    char *whole = memcpy(copy, line_model_linked().ptr, line_model_linked().len);
    if (size == line_model_linked().len)
        return whole;
    char *part = malloc(size + 1);
    memcpy(part, whole, size);
    free(whole);
    return part;
}

static uint32_t get_u32(const char *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void put_u32(char *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

static char *entry(char *file, int section)
{
    return file + TABLE_AT + (size_t)section * ENTRY_SIZE;
}

static char *content(char *file, int section)
{
    return file + get_u32(entry(file, section) + OFFSET_AT);
}

/* Corrects the checksum. */
static bool read_sealed(char *file, struct line_model *out, struct error *err)
{
    struct slice bytes = slice_of(file, line_model_linked().len);
    char checksum[HASH_HEX_SIZE];
    hash_sha256(slice_after(bytes, TABLE_AT), checksum);
    memcpy(file + CHECKSUM_AT, checksum, HASH_HEX_SIZE - 1);
    return line_model_read(bytes, out, err);
}

static void assert_refused(char *file, const char *message)
{
    struct line_model model;
    struct error err = {0};
    assert_false(read_sealed(file, &model, &err));
    if (!strstr(err.text, message))
        fail_msg("\"%s\" is not in \"%s\"", message, err.text);
    free(file);
}

/* Uses a model in all ways, with rows of minimal and maximal values. */
static void use(const struct line_model *model)
{
    enum { ROWS = 11 };
    static int16_t rows[ROWS * LINE_COLUMNS];
    int32_t sums[ROWS] = {0};
    for (size_t i = 0; i < ROWS * LINE_COLUMNS; i++)
        rows[i] = (int16_t)((i / LINE_COLUMNS + i) % 3 * 32767 - 32767);
    trees_add(&model->first, rows, LINE_COLUMNS, ROWS, sums);
    trees_add(&model->second, rows, LINE_COLUMNS, ROWS, sums);
    for (int i = 0; i < ROWS; i++)
        assert_in_range(trees_score(model->cutoffs, sums[i]), 0, SCORE_MAX);
    for (uint32_t hash = 0; hash < UINT32_MAX - 99999999; hash += 99999999)
        assert_in_range(lexicon_score_word(&model->lexicon, hash) + 128, 0, 255);
}

/* ---- tests ------------------------------------------------------------------------- */

static void test_linked_models_are_valid(void **state)
{
    (void)state;
    struct content_model content;
    struct line_model lines;
    struct error err = {0};
    if (!content_model_read(content_model_linked(), &content, &err) ||
        !line_model_read(line_model_linked(), &lines, &err))
        fail_msg("%s", err.text);
    use(&lines);
    struct content_model opened;
    content_model_open(&opened);
    assert_memory_equal(&opened, &content, sizeof opened);
    assert_false(content_model_read(line_model_linked(), &content, &err));
    assert_string_equal(err.text, "model: not of kind \"content\"");
}

static void test_changed_bytes_are_detected(void **state)
{
    (void)state;
    struct line_model model;
    size_t size = line_model_linked().len;
    char *copy = copy_lines(size);
    for (size_t i = 0; i < size; i += i < 400 ? 1 : 997) {
        copy[i] ^= 0x40;
        assert_false(line_model_read(slice_of(copy, size), &model, NULL));
        copy[i] ^= 0x40;
    }
    assert_true(line_model_read(slice_of(copy, size), &model, NULL));
    free(copy);
}

static void test_truncated_files_are_rejected(void **state)
{
    (void)state;
    struct line_model model;
    for (size_t size = 0; size < line_model_linked().len; size += size < 400 ? 1 : 997) {
        char *part = copy_lines(size);
        assert_false(line_model_read(slice_of(part, size), &model, NULL));
        free(part);
    }
}

static void test_messages_describe_the_error(void **state)
{
    (void)state;
    size_t size = line_model_linked().len;
    char *file = copy_lines(size);
    put_u32(file + VERSION_AT, 9);
    assert_refused(file, "layout of version 9, expected 1");
    file = copy_lines(size);
    put_u32(file + SIZE_AT, 9);
    assert_refused(file, "expected 9");
    file = copy_lines(size);
    put_u32(file + COUNT_AT, LINE_SECTIONS + 1);
    assert_refused(file, "6 sections, expected 5");
    file = copy_lines(size);
    file[KIND_AT] = 'm';
    assert_refused(file, "not of kind \"lines\"");
    file = copy_lines(size);
    entry(file, FIRST)[0] = 'F';
    assert_refused(file, "section \"first\" is missing");
    file = copy_lines(size);
    put_u32(entry(file, SECOND) + COLUMNS_AT, LINE_COLUMNS - 1);
    assert_refused(file, "train it again");
    file = copy_lines(size);
    put_u32(entry(file, SECOND) + OFFSET_AT, (uint32_t)size - 16);
    assert_refused(file, "second: not inside the file");
    file = copy_lines(size);
    *(uint16_t *)content(file, FIRST) = LINE_PASS2;
    assert_refused(file, "first: a split reads column 154 of 154");
    file = copy_lines(size);
    put_u32(content(file, WORDS) + 8, 0);
    assert_refused(file, "words: entry 1 is not in order");
    file = copy_lines(size);
    put_u32(content(file, CUTOFFS) + 4, 0x80000000);
    assert_refused(file, "cutoffs: entry 1 is not in order");
}

/* An attacker can write a file with a correct checksum: all table values that are
   accepted must be harmless. */
static void test_tables_are_not_read_outside_the_file(void **state)
{
    (void)state;
    static const uint32_t VALUES[] = {0, 1, 12, 16, 0x4000, 0xfffffff0, 0xffffffff};
    struct line_model model;
    size_t accepted = 0;
    char *file = copy_lines(line_model_linked().len);
    for (size_t at = TABLE_AT; at < TABLE_AT + LINE_SECTIONS * ENTRY_SIZE; at += 4)
        for (size_t k = 0; k < sizeof VALUES / sizeof *VALUES; k++) {
            uint32_t before = get_u32(file + at);
            put_u32(file + at, VALUES[k]);
            if (read_sealed(file, &model, NULL)) {
                use(&model);
                accepted++;
            }
            put_u32(file + at, before);
        }
    assert_true(accepted > 0); /* fewer words, fewer trees */
    free(file);
}

static void test_contents_are_not_read_outside_the_file(void **state)
{
    (void)state;
    struct line_model model;
    size_t size = line_model_linked().len, accepted = 0;
    char *file = copy_lines(size);
    for (uint32_t random = 1, round = 0; round < 200; round++) {
        random = random * 1664525u + 1013904223u;
        size_t at = TABLE_AT + random % (uint32_t)(size - TABLE_AT);
        char before = file[at];
        file[at] = (char)(random >> 24);
        if (read_sealed(file, &model, NULL)) {
            use(&model);
            accepted++;
        }
        file[at] = before;
    }
    assert_in_range(accepted, 40, 199); /* leaves may have any value, columns may not */
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linked_models_are_valid),
        cmocka_unit_test(test_changed_bytes_are_detected),
        cmocka_unit_test(test_truncated_files_are_rejected),
        cmocka_unit_test(test_messages_describe_the_error),
        cmocka_unit_test(test_tables_are_not_read_outside_the_file),
        cmocka_unit_test(test_contents_are_not_read_outside_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
