#include "metadata/byline.h"

#include "base/array.h"
#include "base/url.h"
#include "base/utf8.h"
#include "metadata/date.h"
#include "metadata/phrase_match.h"

/* What ends the names in a line. */
static const struct slice ends[] = {
    SLICE_INIT("|"),        SLICE_INIT("•"),     SLICE_INIT("·"),
    SLICE_INIT(" - "),      SLICE_INIT(" – "),   SLICE_INIT(" — "),
    SLICE_INIT(" / "),      SLICE_INIT(" in "),  SLICE_INIT(" on "),
    SLICE_INIT(" at "),     SLICE_INIT(" for "), SLICE_INIT(" from "),
    SLICE_INIT(" is "),     SLICE_INIT("» "),    SLICE_INIT(" Published"),
    SLICE_INIT(" Updated"), SLICE_INIT(" ("),    SLICE_INIT("●"),
    SLICE_INIT(" @"),       SLICE_INIT("／"),    SLICE_INIT("｜"),
    SLICE_INIT("】"),       SLICE_INIT(" :: "),
};

/* The dot of "김민수·박서연", between two names. */
static bool is_korean_dot(struct slice text)
{
    struct slice dot = SLICE("·");
    size_t used;
    uint32_t c = utf8_decode(slice_after(text, dot.len), &used);
    return slice_starts_with(text, dot) && c >= 0xAC00 && c <= 0xD7A3;
}

static struct slice cut_at_end(struct slice text)
{
    static const struct slice reports[] = {SLICE_INIT("報導"), SLICE_INIT("报道"),
                                           SLICE_INIT("報道")};
    size_t slash = slice_find_char(text, '/'); /* "林美玲/高雄報導" */
    for (size_t i = 0; i < COUNT_OF(reports); i++)
        if (slash != SIZE_MAX && slice_ends_with(text, reports[i]))
            text.len = slash;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t at = slice_find(text, ends[i]);
        if (at != SIZE_MAX && is_korean_dot(slice_after(text, at)))
            continue;
        bool is_bracket = ends[i].ptr[ends[i].len - 1] == '(';
        /* "Ann (Bo) Lee" goes on behind it */
        if (at != SIZE_MAX && at > 0 && (!is_bracket || text.ptr[text.len - 1] == ')'))
            text.len = at;
    }
    return text;
}

/* What people are, in a part of a line behind a comma. */
static const struct slice roles[] = {
    SLICE_INIT("editor"),        SLICE_INIT("writer"),
    SLICE_INIT("reporter"),      SLICE_INIT("correspondent"),
    SLICE_INIT("contributor"),   SLICE_INIT("journalist"),
    SLICE_INIT("staff"),         SLICE_INIT("manager"),
    SLICE_INIT("director"),      SLICE_INIT("columnist"),
    SLICE_INIT("specialist"),    SLICE_INIT("redakteur"),
    SLICE_INIT("redakteurin"),   SLICE_INIT("journaliste"),
    SLICE_INIT("ceo"),           SLICE_INIT("founder"),
    SLICE_INIT("co-founder"),    SLICE_INIT("redaktion"),
    SLICE_INIT("korrespondent"), SLICE_INIT("korrespondentin"),
    SLICE_INIT("rédacteur"),     SLICE_INIT("rédactrice"),
    SLICE_INIT("periodista"),    SLICE_INIT("redactor"),
    SLICE_INIT("redactora"),     SLICE_INIT("corresponsal"),
    SLICE_INIT("jornalista"),    SLICE_INIT("repórter"),
    SLICE_INIT("giornalista"),   SLICE_INIT("redacteur"),
    SLICE_INIT("verslaggever"),  SLICE_INIT("redaktor"),
    SLICE_INIT("redaktorka"),    SLICE_INIT("dziennikarz"),
    SLICE_INIT("muhabir"),       SLICE_INIT("editör"),
    SLICE_INIT("корреспондент"), SLICE_INIT("журналист"),
    SLICE_INIT("журналистка"),   SLICE_INIT("редактор"),
    SLICE_INIT("обозреватель"),  SLICE_INIT("кореспондент"),
};

static bool has_role(struct slice part)
{
    struct slice word;
    while (slice_next_word(&part, &word))
        if (phrase_match_any(word, roles, COUNT_OF(roles)))
            return true;
    return false;
}

/* The first name stays, whatever it is: "The Editor" may be one. */
static struct slice cut_roles(struct slice text)
{
    struct slice rest = text, part;
    slice_split(&rest, ',', &part);
    while (slice_split(&rest, ',', &part))
        if (has_role(part))
            return slice_of(text.ptr, (size_t)(part.ptr - text.ptr));
    return text;
}

/* ", photographs by Bo Ek": another's part, behind the names of those who have written.
 */
static struct slice cut_others(struct slice text)
{
    struct slice rest = text, part, behind;
    slice_split(&rest, ',', &part);
    while (slice_split(&rest, ',', &part))
        if (byline_read_intro(slice_trim(part), &behind) == BYLINE_OTHER)
            return slice_of(text.ptr, (size_t)(part.ptr - text.ptr));
    return text;
}

/* "ann@example.com (Ann Lee)", as feeds have it, and so do pages that are made of them.
 */
static struct slice name_behind_address(struct slice text)
{
    size_t open = slice_find(text, SLICE(" ("));
    bool is_behind = open != SIZE_MAX && slice_ends_with(text, SLICE(")")) &&
                     slice_find_char(slice_of(text.ptr, open), '@') != SIZE_MAX &&
                     slice_find_char(slice_of(text.ptr, open), ' ') == SIZE_MAX;
    return is_behind ? slice_of(text.ptr + open + 2, text.len - open - 3) : text;
}

/* What joins a name to the date behind it: "Hanna Petersen am 3. März". */
static struct slice cut_joint(struct slice text)
{
    static const struct slice joints[] = {
        SLICE_INIT("am"),   SLICE_INIT("vom"),       SLICE_INIT("le"),
        SLICE_INIT("el"),   SLICE_INIT("em"),        SLICE_INIT("il"),
        SLICE_INIT("op"),   SLICE_INIT("den"),       SLICE_INIT("d."),
        SLICE_INIT("dne"),  SLICE_INIT("dnia"),      SLICE_INIT("στις"),
        SLICE_INIT("on"),   SLICE_INIT("at"),        SLICE_INIT("в"),
        SLICE_INIT("a"),    SLICE_INIT("publié le"), SLICE_INIT("published"),
        SLICE_INIT("pada"), SLICE_INIT("ngày"),
    };
    text = slice_trim(text);
    for (size_t i = 0; i < COUNT_OF(joints); i++) {
        size_t at = text.len - joints[i].len - 1;
        if (text.len > joints[i].len && text.ptr[at] == ' ' &&
            phrase_match(slice_after(text, at + 1), joints[i]) == joints[i].len)
            return slice_trim(slice_of(text.ptr, at));
    }
    return text;
}

/* Marks that tell in which direction a text runs. */
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
    text = name_behind_address(text);
    bool is_said = byline_read_line(a, text, &rest) == BYLINE_BY && rest.len;
    text = is_said ? rest : text;
    if (date_has_year(text) && date_find(a, text, DATE_DAY_FIRST, &found)) {
        /* "Sat, Dec 20, 2025" */
        bool is_weekday =
            !is_said && slice_find_char(slice_trim(found.before), ' ') == SIZE_MAX;
        text = is_weekday ? byline_skip_marks(found.after) : cut_joint(found.before);
    }
    text = trim_marks(cut_others(cut_roles(cut_at_end(text))));
    bool is_address = slice_find_char(text, '@') != SIZE_MAX;
    return url_is_web(text) || is_address ? slice_of("", 0) : text;
}
