#include "metadata/byline.h"

#include "base/array.h"
#include "base/url.h"
#include "base/utf8.h"
#include "metadata/date.h"
#include "phrases/phrases.h"

/* The dot between two names, as in "김민수·박서연". */
static bool is_korean_dot(struct slice text)
{
    struct slice dot = SLICE("·");
    size_t used;
    uint32_t c = utf8_decode(slice_after(text, dot.len), &used);
    return slice_starts_with(text, dot) && c >= 0xAC00 && c <= 0xD7A3;
}

/* Returns the text before the first occurrence of `end`, which may end the names in
   it. */
static struct slice cut_at(struct slice text, struct slice end)
{
    size_t at = slice_find(text, end);
    if (at == SIZE_MAX || at == 0 || is_korean_dot(slice_after(text, at)))
        return text;
    bool is_bracket = end.ptr[end.len - 1] == '(';
    /* in "Ann (Bo) Lee" the name continues after the bracket */
    bool is_end = !is_bracket || text.ptr[text.len - 1] == ')';
    return is_end ? slice_of(text.ptr, at) : text;
}

static struct slice cut_at_phrases(struct slice text, enum phrase_sense sense)
{
    struct slice end;
    for (size_t i = 0; (end = phrases_at(sense, i)).len; i++)
        text = cut_at(text, end);
    return text;
}

static struct slice cut_at_signs(struct slice text, const struct slice *signs,
                                 size_t count)
{
    for (size_t i = 0; i < count; i++)
        text = cut_at(text, signs[i]);
    return text;
}

/* Returns the text up to the first sign or phrase that ends the names in it. */
static struct slice cut_at_end(struct slice text)
{
    static const struct slice BARS[] = {
        SLICE_INIT("|"),   SLICE_INIT("•"),   SLICE_INIT("·"),   SLICE_INIT(" - "),
        SLICE_INIT(" – "), SLICE_INIT(" — "), SLICE_INIT(" / "),
    };
    static const struct slice OTHERS[] = {
        SLICE_INIT(" ("), SLICE_INIT("●"),  SLICE_INIT(" @"),   SLICE_INIT("／"),
        SLICE_INIT("｜"), SLICE_INIT("】"), SLICE_INIT(" :: "),
    };
    size_t slash = slice_find_char(text, '/'); /* "林美玲/高雄報導" */
    if (slash != SIZE_MAX && phrases_end(text, SENSE_DATELINE_END))
        text.len = slash;
    text = cut_at_signs(text, BARS, COUNT_OF(BARS));
    text = cut_at_phrases(text, SENSE_NAME_END);
    text = cut_at(text, SLICE("» "));
    text = cut_at_phrases(text, SENSE_NAME_END_LABEL);
    return cut_at_signs(text, OTHERS, COUNT_OF(OTHERS));
}

/* Whether the part of a line after a comma is a job title. */
static bool has_job_title(struct slice part)
{
    struct slice word;
    while (slice_next_word(&part, &word))
        if (phrases_match(word, SENSE_JOB_TITLE))
            return true;
    return false;
}

/* The first part is kept even if it looks like a job title: "The Editor" may be an
   author. */
static struct slice cut_job_titles(struct slice text)
{
    struct slice rest = text, part;
    slice_split(&rest, ',', &part);
    while (slice_split(&rest, ',', &part))
        if (has_job_title(part))
            return slice_of(text.ptr, (size_t)(part.ptr - text.ptr));
    return text;
}

/* Cuts ", photographs by Bo Ek": another contributor, after the names of the authors. */
static struct slice cut_others(struct slice text)
{
    struct slice rest = text, part, names;
    slice_split(&rest, ',', &part);
    while (slice_split(&rest, ',', &part))
        if (byline_read_intro(slice_trim(part), &names) == BYLINE_OTHER)
            return slice_of(text.ptr, (size_t)(part.ptr - text.ptr));
    return text;
}

/* "ann@example.com (Ann Lee)", as in feeds and in pages generated from them. */
static struct slice name_after_address(struct slice text)
{
    size_t open = slice_find(text, SLICE(" ("));
    bool is_after = open != SIZE_MAX && slice_ends_with(text, SLICE(")")) &&
                    slice_find_char(slice_of(text.ptr, open), '@') != SIZE_MAX &&
                    slice_find_char(slice_of(text.ptr, open), ' ') == SIZE_MAX;
    return is_after ? slice_of(text.ptr + open + 2, text.len - open - 3) : text;
}

/* Cuts the word that joins a name to the date after it: "Hanna Petersen am 3. März". */
static struct slice cut_joint(struct slice text)
{
    text = slice_trim(text);
    size_t space = slice_find_last_char(text, ' ');
    if (space == SIZE_MAX ||
        !phrases_match(slice_after(text, space + 1), SENSE_DATE_JOINT))
        return text;
    return slice_trim(slice_of(text.ptr, space));
}

/* Removes a text-direction mark from the end. */
static struct slice trim_direction(struct slice text)
{
    static const struct slice marks[] = {SLICE_INIT("\u200E"), SLICE_INIT("\u200F"),
                                         SLICE_INIT("\u202C"), SLICE_INIT("\u2069")};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (slice_ends_with(text, marks[i]))
            return slice_of(text.ptr, text.len - marks[i].len);
    return text;
}

static struct slice trim_marks(struct slice text)
{
    text = slice_trim(trim_direction(slice_trim(byline_skip_marks(text))));
    while (text.len &&
           slice_find_char(SLICE(",;:-/&"), text.ptr[text.len - 1]) != SIZE_MAX)
        text = slice_trim(slice_of(text.ptr, text.len - 1));
    return text;
}

struct slice byline_clean(struct arena *a, struct slice text)
{
    struct slice rest;
    struct date_found found;
    text = name_after_address(text);
    bool is_said = byline_read_line(a, text, &rest) == BYLINE_BY && rest.len;
    text = is_said ? rest : text;
    if (date_has_year(text) && date_find(a, text, DATE_DAY_FIRST, &found)) {
        /* "Sat, Dec 20, 2025" */
        bool is_weekday =
            !is_said && slice_find_char(slice_trim(found.before), ' ') == SIZE_MAX;
        text = is_weekday ? byline_skip_marks(found.after) : cut_joint(found.before);
    }
    text = trim_marks(cut_others(cut_job_titles(cut_at_end(text))));
    bool is_address = slice_find_char(text, '@') != SIZE_MAX ||
                      (slice_find_char(text, ' ') == SIZE_MAX &&
                       slice_find_char(text, '/') != SIZE_MAX &&
                       slice_find_char(text, '.') != SIZE_MAX); /* "example.com/ann" */
    return url_is_web(text) || is_address ? slice_of("", 0) : text;
}
