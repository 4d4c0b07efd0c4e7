#include "metadata/byline_intro.h"

#include "base/array.h"
#include "base/utf8.h"
#include "metadata/date.h"
#include "phrases/phrases.h"

/* ---- beginnings -------------------------------------------------------------------- */

static bool is_letter_at(struct slice s, size_t at)
{
    return at < s.len && (is_ascii_letter((unsigned char)s.ptr[at]) ||
                          (unsigned char)s.ptr[at] >= 0x80);
}

struct slice byline_skip_marks(struct slice text)
{
    static const struct slice marks[] = {
        SLICE_INIT(" "),      SLICE_INIT(":"),      SLICE_INIT("："),
        SLICE_INIT("/"),      SLICE_INIT("|"),      SLICE_INIT("-"),
        SLICE_INIT("–"),      SLICE_INIT(","),      SLICE_INIT("•"),
        SLICE_INIT("·"),      SLICE_INIT("●"),      SLICE_INIT("／"),
        SLICE_INIT("｜"),     SLICE_INIT("【"),     SLICE_INIT("["),
        SLICE_INIT("　"),     SLICE_INIT("\u200E"), SLICE_INIT("\u200F"),
        SLICE_INIT("\u202A"), SLICE_INIT("\u202B"), SLICE_INIT("\u2067"),
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (text.len && slice_starts_with(text, marks[i])) {
            text = slice_after(text, marks[i].len);
            i = SIZE_MAX;
        }
    return text;
}

/* Whether an intro may end here: "by" does not end in "bygone"; Chinese has no spaces. */
static bool ends_here(struct slice text, struct slice intro, size_t len)
{
    bool is_spaced = (unsigned char)intro.ptr[0] < 0xE0;
    return !is_spaced || !is_letter_at(text, len) ||
           slice_starts_with(slice_after(text, len), SLICE("：")) ||
           slice_starts_with(slice_after(text, len), SLICE("–"));
}

/* "Von Hans Meier" has an intro; in "Von Trapp", "Von" is part of the name. */
static bool may_be_name(struct slice intro, struct slice rest)
{
    struct slice word;
    size_t words = 0;
    while (slice_next_word(&rest, &word))
        words++;
    return words == 1 && phrases_match(intro, SENSE_NAME_PARTICLE);
}

/* ---- titles after names ------------------------------------------------------------ */

/* Two to four syllables, as Korean names have. */
static bool is_one_korean_name(struct slice word)
{
    enum { SYLLABLE = 3, LEAST = 2, MOST = 4 }; /* bytes of one; syllables of a name */
    size_t used;
    for (size_t i = 0; i < word.len; i += used) {
        uint32_t c = utf8_decode(slice_after(word, i), &used);
        if (c < 0xAC00 || c > 0xD7A3)
            return false;
    }
    return word.len >= LEAST * SYLLABLE && word.len <= MOST * SYLLABLE;
}

/* One Korean name, or several with dots between them. */
static bool is_korean_name(struct slice word)
{
    struct slice dot = SLICE("·");
    for (size_t at; (at = slice_find(word, dot)) != SIZE_MAX;
         word = slice_after(word, at + dot.len))
        if (!is_one_korean_name(slice_of(word.ptr, at)))
            return false;
    return is_one_korean_name(word);
}

/* Whether a word ends with a title; if so, *front is the part before the title. */
static bool ends_with_title(struct slice word, struct slice *front)
{
    size_t title = phrases_end(word, SENSE_REPORTER);
    *front = slice_of(word.ptr, word.len - title);
    return title > 0;
}

/* "김민수 기자", "김민수기자 kms@example.com": Korean newspapers add "reporter" after a
   name, sometimes with the kind of reporter, such as "인턴기자" (intern). */
static bool is_reporter(struct slice text, struct slice *name)
{
    struct slice word, front, before = slice_of("", 0);
    if (slice_is_ascii(text))
        return false;
    for (; slice_next_word(&text, &word); before = word) {
        if (!ends_with_title(word, &front))
            continue;
        bool is_kind = !front.len || phrases_end(front, SENSE_REPORTER_KIND);
        *name = is_kind ? before : front;
        return is_korean_name(*name);
    }
    return false;
}

/* ---- intros ------------------------------------------------------------------------ */

/* Skips the text-direction mark at the beginning of Hebrew or Arabic text. */
static struct slice skip_direction(struct slice text)
{
    struct slice mark = SLICE("\u200F");
    return slice_after(text, slice_starts_with(text, mark) ? mark.len : 0);
}

/* Whether a text begins with words that introduce names; if so, *rest is what follows
   them, possibly empty. */
static bool read_by(struct slice text, struct slice *rest)
{
    struct phrase_beginning intro;
    for (bool is_found = phrases_begin(text, SENSE_BYLINE, &intro); is_found;
         is_found = phrases_begin_shorter(&intro)) {
        if (!ends_here(text, intro.phrase, intro.len))
            continue;
        struct slice after = byline_skip_marks(slice_after(text, intro.len));
        if (may_be_name(intro.phrase, after))
            continue;
        *rest = after;
        return true;
    }
    return false;
}

enum byline_intro byline_read_intro(struct slice text, struct slice *rest)
{
    struct phrase_beginning other;
    text = skip_direction(text);
    *rest = text;
    if (!text.len)
        return BYLINE_PLAIN;
    if (is_reporter(text, rest))
        return BYLINE_BY;
    *rest = text;
    if (read_by(text, rest))
        return BYLINE_BY;
    return phrases_begin(text, SENSE_OTHER_BYLINE, &other) ? BYLINE_OTHER : BYLINE_PLAIN;
}

bool byline_is_signed(struct slice text)
{
    struct phrase_beginning intro;
    return phrases_begin(text, SENSE_SIGNATURE, &intro);
}

/* Whether a text contains a label followed by names: "城市 作者：林美玲". */
static bool find_label(struct slice text, struct slice *rest)
{
    struct slice label;
    for (size_t i = 0; (label = phrases_at(SENSE_BYLINE_INSIDE, i)).len; i++) {
        size_t at = slice_find(text, label);
        *rest = slice_after(text, at == SIZE_MAX ? text.len : at + label.len);
        if (rest->len)
            return true;
    }
    return false;
}

/* Whether an intro occurs inside a text, after a separator. */
static bool find_intro(struct slice text, struct slice *rest)
{
    static const struct slice BARS[] = {
        SLICE_INIT("|"),  SLICE_INIT("•"),   SLICE_INIT("·"),
        SLICE_INIT("｜"), SLICE_INIT(" – "), SLICE_INIT(" - "),
    };
    for (size_t i = 0; i < COUNT_OF(BARS); i++) {
        size_t at = slice_find(text, BARS[i]);
        struct slice after = slice_after(text, at == SIZE_MAX ? text.len : at);
        if (byline_read_intro(byline_skip_marks(after), rest) == BYLINE_BY && rest->len)
            return true;
    }
    return find_label(text, rest);
}

enum byline_intro byline_read_line(struct arena *a, struct slice text, struct slice *rest)
{
    struct date_found found;
    struct slice names;
    enum byline_intro intro = byline_read_intro(text, rest);
    if (intro != BYLINE_PLAIN)
        return intro;
    bool is_by =
        find_intro(text, &names) ||
        (date_has_year(text) && date_find(a, text, DATE_DAY_FIRST, &found) &&
         byline_read_intro(byline_skip_marks(found.after), &names) == BYLINE_BY &&
         names.len);
    *rest = is_by ? names : text;
    return is_by ? BYLINE_BY : BYLINE_PLAIN;
}
