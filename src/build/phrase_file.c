#include "build/phrase_file.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "phrases/name_senses.h"
#include "phrases/normalize_phrase.h"
#include "phrases/phrase_lookup.h"

#include <string.h>

enum {
    MONTHS = 12,
    YEAR_MAX = 9999,
    SHOWN_MAX = 200, /* bytes of a phrase that a message shows */
};

/* A blank at an edge of a phrase would not be seen, and editors cut it. */
static const struct slice BLANK = SLICE_INIT("␣");

struct reader {
    const struct phrase_file *file;
    struct arena *arena;
    struct phrase_entries *entries;
    struct problem_list *problems;
    struct slice line;
    uint32_t number; /* of the line */
};

/* ---- messages ---------------------------------------------------------------------- */

/* A mistake at a place of the line. */
static void complain(struct reader *r, const char *place, const char *text)
{
    struct problem problem = {
        .file = r->file->path,
        .line = r->number,
        .column = (uint32_t)(place - r->line.ptr) + 1,
        .level = PROBLEM_ERROR,
        .code = "phrases",
        .text = slice_of_string(text),
    };
    problems_add(r->problems, r->arena, problem);
}

/* The same, with a word of the line, or what it should be, in the message's place of
   "%.*s". */
static void complain_about(struct reader *r, const char *place, const char *format,
                           struct slice word)
{
    size_t len = utf8_cut(word, SHOWN_MAX);
    complain(r, place, arena_printf(r->arena, format, (int)len, word.ptr));
}

/* ---- arguments --------------------------------------------------------------------- */

/* The place of a word among some, from 1; 0 for none. */
static uint16_t find_word(struct slice word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(word, slice_of_string(words[i])))
            return (uint16_t)(i + 1);
    return 0;
}

static uint16_t read_number(struct slice digits, unsigned most)
{
    unsigned number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (!is_ascii_digit((unsigned char)digits.ptr[i]))
            return 0;
        number = number * 10 + (unsigned)(digits.ptr[i] - '0');
        if (number > most)
            return 0;
    }
    return (uint16_t)number;
}

/* The value of an argument; 0 for one that is none. */
static uint16_t read_argument(enum sense_argument kind, struct slice word)
{
#define X(name, word, message) word,
    static const char *const GUARDS[] = {PHRASE_GUARDS(X)};
#undef X
#define X(name, word) word,
    static const char *const CLASSES[] = {NAME_CLASSES(X)};
    static const char *const HINTS[] = {NAME_HINTS(X)};
    static const char *const FOLDERS[] = {NAME_FOLDERS(X)};
    static const char *const BOXES[] = {NAME_BOXES(X)};
#undef X
    switch (kind) {
    case TAKES_MONTH:
        return read_number(word, MONTHS);
    case TAKES_YEAR:
        return read_number(word, YEAR_MAX);
    case TAKES_GUARD:
        return find_word(word, GUARDS, COUNT_OF(GUARDS));
    case TAKES_CLASS:
        return find_word(word, CLASSES, COUNT_OF(CLASSES));
    case TAKES_HINT:
        return find_word(word, HINTS, COUNT_OF(HINTS));
    case TAKES_FOLDER:
        return find_word(word, FOLDERS, COUNT_OF(FOLDERS));
    case TAKES_BOX:
        return find_word(word, BOXES, COUNT_OF(BOXES));
    case TAKES_NONE:
        break;
    }
    return 0;
}

/* ---- senses ------------------------------------------------------------------------ */

/* What follows the name of a sense and a hyphen; empty for any other word. */
static struct slice argument_of(struct slice word, const struct sense *sense)
{
    struct slice name = slice_of_string(sense->word);
    bool has_argument = sense->argument != TAKES_NONE && slice_starts_with(word, name) &&
                        word.len > name.len + 1 && word.ptr[name.len] == '-';
    return slice_of(word.ptr + name.len + 1, has_argument ? word.len - name.len - 1 : 0);
}

/* NULL for an unknown one. "month-unit" is a sense, and not "month" with an argument. */
static const struct sense *find_sense(const struct phrase_file *file, struct slice word)
{
    for (size_t i = 0; i < file->sense_count; i++)
        if (file->senses[i].argument == TAKES_NONE &&
            slice_equal(word, slice_of_string(file->senses[i].word)))
            return &file->senses[i];
    for (size_t i = 0; i < file->sense_count; i++)
        if (argument_of(word, &file->senses[i]).len)
            return &file->senses[i];
    return NULL;
}

/* ---- phrases ----------------------------------------------------------------------- */

/* The offset of the first character in which two texts differ. */
static size_t find_difference(struct slice a, struct slice b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    return utf8_cut(a, i);
}

/* The phrase as texts are compared with it. */
static struct slice fold(struct reader *r, struct slice phrase,
                         enum phrase_letters letters)
{
    struct normalized_phrase words;
    char folded[PHRASE_FOLDED_MAX];
    if (letters != LETTERS_WORDS)
        return arena_copy(r->arena,
                          phrase_lookup_fold(phrase, letters, PHRASE_MAX, folded));
    normalize_phrase(phrase, &words);
    return arena_copy(r->arena, slice_of(words.bytes, words.len));
}

/* Whether the phrase can be found as it is written; says what is wrong if not. */
static bool check_letters(struct reader *r, struct slice phrase, const char *place,
                          const struct sense *sense)
{
    bool is_by_words = sense->letters == LETTERS_WORDS;
    size_t most = is_by_words ? NORMALIZED_PHRASE_MAX : PHRASE_MAX;
    if (phrase.len > most) {
        complain(r, place + most,
                 arena_printf(r->arena, "a phrase that is \"%s\" has at most %zu bytes",
                              sense->word, most));
        return false;
    }
    struct slice folded = fold(r, phrase, sense->letters);
    if (slice_equal(folded, phrase))
        return true;
    complain_about(r, place + find_difference(phrase, folded),
                   is_by_words
                       ? "phrases of this sense are words alone, in lower case: \"%.*s\""
                       : "phrases of this sense are in lower case: \"%.*s\"",
                   folded);
    return false;
}

/* The phrase without the marks for blanks at its edges; they are three bytes, a blank is
   one. */
static struct slice read_blanks(struct reader *r, struct slice phrase)
{
    char *bytes = arena_string(r->arena, phrase);
    struct slice out = slice_of(bytes, phrase.len);
    if (slice_starts_with(out, BLANK)) {
        bytes += BLANK.len - 1;
        *bytes = ' ';
        out = slice_of(bytes, out.len - BLANK.len + 1);
    }
    if (slice_ends_with(out, BLANK)) {
        out.len -= BLANK.len - 1;
        bytes[out.len - 1] = ' ';
    }
    return out;
}

/* Says what is wrong with a phrase whatever its senses. */
static bool check_phrase(struct reader *r, struct slice phrase)
{
    if (!phrase.len) {
        complain(r, phrase.ptr, "the line has no phrase before its tab");
        return false;
    }
    bool is_after = phrase.ptr[phrase.len - 1] == ' ';
    if (phrase.ptr[0] == ' ' || is_after) {
        complain_about(r, phrase.ptr + (is_after ? phrase.len - 1 : 0),
                       "write a blank at the edge of a phrase as %.*s", BLANK);
        return false;
    }
    for (size_t i = 0, used; i < phrase.len; i += used)
        if (utf8_is_control(utf8_decode(slice_after(phrase, i), &used))) {
            complain(r, phrase.ptr + i, "a control character");
            return false;
        }
    return true;
}

/* ---- lines ------------------------------------------------------------------------- */

static void add_sense(struct reader *r, struct slice phrase, struct slice word)
{
    const struct sense *sense = find_sense(r->file, word);
    if (!sense) {
        complain_about(r, word.ptr, "unknown sense \"%.*s\"; README.md lists them", word);
        return;
    }
    struct slice argument = argument_of(word, sense);
    struct phrase_entry entry = {
        .sense = sense,
        .value = read_argument(sense->argument, argument),
        .file = r->file->index,
        .line = r->number,
        .column = (uint32_t)(word.ptr - r->line.ptr) + 1,
    };
    if (sense->argument != TAKES_NONE && !entry.value) {
        complain_about(r, argument.ptr, "\"%.*s\" cannot follow that sense", argument);
        return;
    }
    entry.phrase = read_blanks(r, phrase);
    if (check_letters(r, entry.phrase, phrase.ptr, sense))
        ARENA_PUSH(r->arena, r->entries, entry);
}

/* The first ill-formed byte of a line that has one. */
static const char *find_bad_byte(struct slice line)
{
    size_t at = 0, used;
    for (; at < line.len; at += used) {
        utf8_decode(slice_after(line, at), &used);
        if (!utf8_is_valid(slice_of(line.ptr + at, used)))
            break;
    }
    return line.ptr + at;
}

static void read_line(struct reader *r)
{
    struct slice rest = r->line, phrase, senses, comment, word;
    if (!utf8_is_valid(r->line)) {
        complain(r, find_bad_byte(r->line), "this is not UTF-8");
        return;
    }
    if (!r->line.len || r->line.ptr[0] == '#')
        return;
    slice_split(&rest, '\t', &phrase);
    if (!slice_split(&rest, '\t', &senses)) {
        complain(r, r->line.ptr + r->line.len,
                 "a tab and a sense must follow the phrase");
        return;
    }
    if (slice_split(&rest, '\t', &comment) && rest.ptr) {
        complain(r, rest.ptr - 1, "a line has three columns: phrase, senses, comment");
        return;
    }
    if (!check_phrase(r, phrase))
        return;
    const char *place = senses.ptr;
    bool has_one = false;
    for (; slice_next_word(&senses, &word); has_one = true)
        add_sense(r, phrase, word);
    if (!has_one)
        complain(r, place, "the phrase has no sense");
}

void phrase_file_read(const struct phrase_file *file, struct arena *a,
                      struct phrase_entries *entries, struct problem_list *problems)
{
    struct reader r = {
        .file = file, .arena = a, .entries = entries, .problems = problems};
    struct slice rest = file->bytes;
    while (slice_split(&rest, '\n', &r.line)) {
        r.number++;
        read_line(&r);
    }
}
