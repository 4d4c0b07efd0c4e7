/* phrase_tables: the program with which the build makes tables in C of rules/phrases/.

       phrase-tables OUT FILE...

   Prints "file:line:column: error: text" for each mistake in the files; then it writes
   nothing, and its exit code is 1. */
#include "base/file.h"
#include "build/phrase_conflicts.h"
#include "build/phrase_file.h"
#include "build/phrase_writer.h"
#include "phrases/name_senses.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 4 << 20, FILES_MAX = 1000 };

/* All that is read. */
struct input {
    struct arena arena;
    struct phrase_entries phrases, names;
    struct problem_list problems;
};

static bool fail(const char *path)
{
    fprintf(stderr, "phrase-tables: %s: %s\n", path, strerror(errno));
    return false;
}

/* ---- input ------------------------------------------------------------------------- */

/* The name of a file without its folder and ".tsv". */
static struct slice stem_of(struct slice path)
{
    size_t slash = slice_find_last_char(path, '/');
    struct slice name = slice_after(path, slash == SIZE_MAX ? 0 : slash + 1);
    return slice_of(name.ptr, name.len - (slice_ends_with(name, SLICE(".tsv")) ? 4 : 0));
}

/* Whether a file is named for a language as BCP 47 writes it: "de", "zh-Hant". */
static bool is_language(struct slice stem)
{
    struct slice part;
    size_t parts = 0;
    while (slice_split(&stem, '-', &part)) {
        bool is_first = parts++ == 0;
        for (size_t i = 0; i < part.len; i++) {
            unsigned char c = (unsigned char)part.ptr[i];
            if (!is_ascii_letter(c) && (is_first || !is_ascii_digit(c)))
                return false;
        }
        if (part.len < 2 || part.len > (is_first ? 3 : 8))
            return false;
    }
    return true;
}

static bool read_bytes(const char *path, struct buffer *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(path);
    bool is_read = file_read(fd, FILE_BYTES_MAX, out) || fail(path);
    close(fd);
    return is_read;
}

static bool read_file(struct input *in, const char *path, uint16_t index)
{
    struct buffer bytes;
    struct slice stem = stem_of(slice_of_string(path));
    struct phrase_file file = {.path = slice_of_string(path),
                               .index = index,
                               .senses = phrase_senses,
                               .sense_count = SENSE_COUNT};
    bool is_names = slice_equal(stem, SLICE("names"));
    if (is_names) {
        file.senses = name_senses;
        file.sense_count = NAME_COUNT;
    }
    buffer_open(&bytes, &in->arena);
    if (!read_bytes(path, &bytes))
        return false;
    file.bytes = buffer_slice(&bytes);
    if (!is_names && !is_language(stem))
        problems_add(&in->problems, &in->arena,
                     (struct problem){.file = file.path,
                                      .line = 1,
                                      .column = 1,
                                      .level = PROBLEM_ERROR,
                                      .code = "phrases",
                                      .text = SLICE("the file's name is no language tag "
                                                    "(BCP 47), as de.tsv has it")});
    phrase_file_read(&file, &in->arena, is_names ? &in->names : &in->phrases,
                     &in->problems);
    return true;
}

static void print_problems(const struct problem_list *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *p = &problems->items[i];
        fprintf(stderr, "%.*s:%u:%u: error: %.*s\n", SLICE_ARG(p->file), p->line,
                p->column, SLICE_ARG(p->text));
    }
}

/* ---- output ------------------------------------------------------------------------ */

static bool write_tables(struct input *in, const char *path)
{
    static const struct phrase_output PHRASES = {"phrase_table", "phrase_senses",
                                                 phrase_senses, SENSE_COUNT};
    static const struct phrase_output NAMES = {"name_table", "name_senses", name_senses,
                                               NAME_COUNT};
    struct buffer out;
    buffer_open(&out, &in->arena);
    buffer_append_string(&out, "/* Made of rules/phrases/ by src/build/"
                               "phrase_tables.c. */\n"
                               "#include \"phrases/name_senses.h\"\n"
                               "#include \"phrases/phrase_lookup.h\"\n\n");
    if (!phrase_writer_write(&PHRASES, &in->phrases, &in->arena, &out) ||
        !phrase_writer_write(&NAMES, &in->names, &in->arena, &out)) {
        fputs("phrase-tables: too many phrases\n", stderr);
        return false;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_written = fd >= 0 && file_write_all(fd, buffer_slice(&out));
    if (!is_written)
        fail(path);
    return (fd < 0 || close(fd) == 0) && is_written;
}

int main(int argc, char **argv)
{
    struct input in = {.phrases = {0}};
    bool is_done = argc > 2 && argc < FILES_MAX;
    if (!is_done)
        fputs("usage: phrase-tables OUT FILE...\n", stderr);
    arena_open(&in.arena, SIZE_MAX);
    for (int i = 2; i < argc && is_done; i++)
        is_done = read_file(&in, argv[i], (uint16_t)(i - 2));
    const char *const *paths = (const char *const *)argv + 2;
    if (is_done) {
        phrase_conflicts_find(&in.phrases, paths, &in.arena, &in.problems);
        phrase_conflicts_find(&in.names, paths, &in.arena, &in.problems);
        print_problems(&in.problems);
    }
    is_done = is_done && !in.problems.count && write_tables(&in, argv[1]);
    arena_close(&in.arena);
    return is_done ? 0 : 1;
}
