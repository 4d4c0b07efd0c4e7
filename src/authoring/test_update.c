#include "authoring/test_update.h"

#include "base/file.h"
#include "base/utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- the text ---------------------------------------------------------------------- */

/* The lines that an update writes, in their order in the file. */
enum { WRITTEN = 3 };
static const enum directive_kind written[WRITTEN] = {
    DIRECTIVE_TEST_TITLE, DIRECTIVE_TEST_FIRST_LINE, DIRECTIVE_TEST_LAST_LINE};

/* The lines of a test_url that are being written. */
struct section {
    const struct test_update *edit; /* NULL before the first test_url that has one */
    bool is_written[WRITTEN];
    uint32_t last_line; /* of the last test_ line: what is missing goes below it */
};

static struct slice value_of(const struct test_update *edit, size_t which)
{
    const struct slice values[WRITTEN] = {edit->title, edit->first_line, edit->last_line};
    return values[which];
}

static void put_line(struct buffer *out, const struct section *section, size_t which,
                     const char *ending)
{
    buffer_printf(out, "%s: ", directive_name(written[which]));
    utf8_append_line(out, value_of(section->edit, which));
    buffer_append_string(out, ending);
}

static void put_missing(struct buffer *out, struct section *section, const char *ending)
{
    for (size_t i = 0; i < WRITTEN; i++) {
        if (!section->is_written[i] && value_of(section->edit, i).len)
            put_line(out, section, i, ending);
        section->is_written[i] = true;
    }
}

static const struct directive *directive_at(const struct rulefile *file, uint32_t line)
{
    for (size_t i = 0; i < file->count; i++)
        if (file->directives[i].line == line)
            return &file->directives[i];
    return NULL;
}

static bool is_of_a_test(enum directive_kind kind)
{
    return kind == DIRECTIVE_TEST_FILE || ruletest_is_assertion(kind);
}

static struct section begin_section(const struct rulefile *file, uint32_t line,
                                    const struct test_update *edits, size_t count)
{
    struct section section = {.last_line = line};
    for (size_t i = 0; i < count; i++)
        if (edits[i].line == line)
            section.edit = &edits[i];
    for (size_t i = 0; i < file->count; i++) {
        const struct directive *d = &file->directives[i];
        if (d->line > line && d->kind == DIRECTIVE_TEST_URL)
            break;
        if (d->line <= line || !is_of_a_test(d->kind))
            continue;
        section.last_line = d->line;
        for (size_t w = 0; w < WRITTEN; w++)
            section.is_written[w] = section.is_written[w] || d->kind == written[w];
    }
    return section;
}

/* Writes the line with its new value; false if it has none. */
static bool rewrite(struct buffer *out, const struct section *section,
                    const struct directive *d, const char *ending)
{
    for (size_t i = 0; section->edit && d && i < WRITTEN; i++) {
        if (d->kind != written[i] || !value_of(section->edit, i).len)
            continue;
        put_line(out, section, i, ending);
        return true;
    }
    return false;
}

void test_update_apply(struct slice text, const struct rulefile *file,
                       const struct test_update *edits, size_t count, struct buffer *out)
{
    struct section section = {0};
    const char *ending = slice_find(text, SLICE("\r\n")) == SIZE_MAX ? "\n" : "\r\n";
    bool ends_well = slice_ends_with(text, SLICE("\n"));
    struct slice line;
    for (uint32_t number = 1; slice_split(&text, '\n', &line); number++) {
        if (!text.ptr && ends_well)
            break; /* there is no line after the last newline */
        const struct directive *d = directive_at(file, number);
        if (d && d->kind == DIRECTIVE_TEST_URL)
            section = begin_section(file, number, edits, count);
        if (!rewrite(out, &section, d, ending)) {
            buffer_append(out, line);
            if (text.ptr || (section.edit && number == section.last_line))
                buffer_append_string(out, text.ptr ? "\n" : ending);
        }
        if (section.edit && number == section.last_line)
            put_missing(out, &section, ending);
    }
}

/* ---- the file ---------------------------------------------------------------------- */

bool test_update_replace(const char *path, struct slice bytes, struct error *err)
{
    struct stat about;
    char *real = realpath(path, NULL);
    bool ok = real && stat(real, &about) == 0;
    if (ok) {
        struct file_target target = {
            .folder = AT_FDCWD,
            .name = real,
            .mode = about.st_mode & 0777,
            .is_synced = true,
        };
        ok = file_replace(&target, bytes);
    }
    if (!ok)
        error_set(err, "%s: cannot be written: %s", path, strerror(errno));
    free(real);
    return ok;
}
