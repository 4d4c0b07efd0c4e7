#include "page/byline.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/url.h"
#include "base/utf8.h"
#include "page/date.h"

enum {
    NAMES_MAX = 120, /* bytes of names that a text says: a longer one is a sentence */
    WORDS_MAX = 6,   /* of one name, titles and degrees included */
};

static bool is_letter_at(struct slice s, size_t at)
{
    return at < s.len && (is_ascii_letter((unsigned char)s.ptr[at]) ||
                          (unsigned char)s.ptr[at] >= 0x80);
}

/* ---- small and capital letters ----------------------------------------------------- */

/* How many bytes of text spell prefix, capitals or not, or 0.
   prefix is in small letters. */
static size_t spells(struct slice text, struct slice prefix)
{
    size_t at = 0, used, wanted;
    while (prefix.len) {
        uint32_t c = utf8_decode(slice_after(text, at), &used);
        if (!used || unicode_lower(c) != utf8_decode(prefix, &wanted))
            return 0;
        at += used;
        prefix = slice_after(prefix, wanted);
    }
    return at;
}

static bool is_one_of(struct slice text, const struct slice *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (spells(text, words[i]) == text.len)
            return true;
    return false;
}

/* ---- intros ------------------------------------------------------------------------ */

/* Longer ones first, where one begins with another. */
static const struct slice by_intros[] = {
    SLICE_INIT("written by"),
    SLICE_INIT("posted by"),
    SLICE_INIT("authored by"),
    SLICE_INIT("published by"),
    SLICE_INIT("article by"),
    SLICE_INIT("story by"),
    SLICE_INIT("text by"),
    SLICE_INIT("words by"),
    SLICE_INIT("post by"),
    SLICE_INIT("started by"),
    SLICE_INIT("asked by"),
    SLICE_INIT("created by"),
    SLICE_INIT("submitted by"),
    SLICE_INIT("contributed by"),
    SLICE_INIT("reported by"),
    SLICE_INIT("thread starter"),
    SLICE_INIT("about the author"),
    SLICE_INIT("by author"),
    SLICE_INIT("by"),
    SLICE_INIT("authors"),
    SLICE_INIT("author(s)"),
    SLICE_INIT("author"),
    SLICE_INIT("geschrieben von"),
    SLICE_INIT("verfasst von"),
    SLICE_INIT("ein beitrag von"),
    SLICE_INIT("von"),
    SLICE_INIT("écrit par"),
    SLICE_INIT("publié par"),
    SLICE_INIT("rédigé par"),
    SLICE_INIT("par"),
    SLICE_INIT("escrito por"),
    SLICE_INIT("publicado por"),
    SLICE_INIT("por"),
    SLICE_INIT("scritto da"),
    SLICE_INIT("pubblicato da"),
    SLICE_INIT("a cura di"),
    SLICE_INIT("di"),
    SLICE_INIT("geschreven door"),
    SLICE_INIT("door"),
    SLICE_INIT("skriven av"),
    SLICE_INIT("skrivet av"),
    SLICE_INIT("av"),
    SLICE_INIT("skrevet af"),
    SLICE_INIT("af"),
    SLICE_INIT("kirjoittanut"),
    SLICE_INIT("kirjoittaja"),
    SLICE_INIT("napisał"),
    SLICE_INIT("przez"),
    SLICE_INIT("autorka"),
    SLICE_INIT("autora"),
    SLICE_INIT("autore"),
    SLICE_INIT("autor"),
    SLICE_INIT("auteur"),
    SLICE_INIT("auteure"),
    SLICE_INIT("szerző"),
    SLICE_INIT("yazan"),
    SLICE_INIT("yazar"),
    SLICE_INIT("oleh"),
    SLICE_INIT("автор"),
    SLICE_INIT("от"),
    SLICE_INIT("συντάκτης"),
    SLICE_INIT("بقلم"),
    SLICE_INIT("الكاتب"),
    SLICE_INIT("كتبت"),
    SLICE_INIT("كتب"),
    SLICE_INIT("نویسنده"),
    SLICE_INIT("به قلم"),
    SLICE_INIT("लेखक"),
    SLICE_INIT("द्वारा"),
    SLICE_INIT("เขียนโดย"),
    SLICE_INIT("ผู้เขียน"),
    SLICE_INIT("โดย"),
    SLICE_INIT("tác giả"),
    SLICE_INIT("penulis"),
    SLICE_INIT("מאת"),
    SLICE_INIT("作者"),
    SLICE_INIT("撰文"),
    SLICE_INIT("文/"),
    SLICE_INIT("文／"),
    SLICE_INIT("记者"),
    SLICE_INIT("記者"),
    SLICE_INIT("著者"),
    SLICE_INIT("執筆"),
    SLICE_INIT("작성자"),
    SLICE_INIT("글쓴이"),
};

static const struct slice other_intros[] = {
    SLICE_INIT("review"),      SLICE_INIT("medically"), SLICE_INIT("clinically"),
    SLICE_INIT("edited"),      SLICE_INIT("fact"),      SLICE_INIT("photo"),
    SLICE_INIT("image"),       SLICE_INIT("picture"),   SLICE_INIT("illustrat"),
    SLICE_INIT("translat"),    SLICE_INIT("updated"),   SLICE_INIT("sponsored"),
    SLICE_INIT("foto"),        SLICE_INIT("bild"),      SLICE_INIT("video"),
    SLICE_INIT("credit"),      SLICE_INIT("crédit"),    SLICE_INIT("фото"),
    SLICE_INIT("图"),          SLICE_INIT("编辑"),      SLICE_INIT("責任編輯"),
    SLICE_INIT("last edited"), SLICE_INIT("verified"),  SLICE_INIT("approved"),
};

/* Spaces, colons and bars in front of a name. */
static struct slice skip_marks(struct slice text)
{
    static const struct slice marks[] = {
        SLICE_INIT(" "), SLICE_INIT(":"), SLICE_INIT("："), SLICE_INIT("/"),
        SLICE_INIT("|"), SLICE_INIT("-"), SLICE_INIT("–"),  SLICE_INIT(","),
        SLICE_INIT("•"), SLICE_INIT("·"), SLICE_INIT("●"),
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (text.len && slice_starts_with(text, marks[i])) {
            text = slice_after(text, marks[i].len);
            i = SIZE_MAX;
        }
    return text;
}

/* Whether an intro may end here: "by" does not in "bygone"; Chinese has no spaces. */
static bool ends_here(struct slice text, struct slice intro, size_t len)
{
    bool is_spaced = (unsigned char)intro.ptr[0] < 0xE0;
    return !is_spaced || !is_letter_at(text, len) ||
           slice_starts_with(slice_after(text, len), SLICE("：")) ||
           slice_starts_with(slice_after(text, len), SLICE("–"));
}

/* "Von Hans Meier" has an intro, "Von Trapp" has none. */
static bool may_be_name(struct slice intro, struct slice rest)
{
    static const struct slice particles[] = {
        SLICE_INIT("von"), SLICE_INIT("di"),  SLICE_INIT("av"),   SLICE_INIT("af"),
        SLICE_INIT("par"), SLICE_INIT("por"), SLICE_INIT("door"), SLICE_INIT("от"),
    };
    struct slice word;
    size_t words = 0;
    while (slice_next_word(&rest, &word))
        words++;
    return words == 1 && is_one_of(intro, particles, COUNT_OF(particles));
}

/* Whether text cannot begin with word, by its first letter: so with nearly all words. */
static bool begins_otherwise(struct slice text, struct slice word)
{
    unsigned char first = (unsigned char)text.ptr[0];
    return first < 0x80 && ascii_lower(first) != (unsigned char)word.ptr[0];
}

/* "김민수 기자": Korean papers write behind a name that it is a reporter's. */
static bool is_reporter(struct slice text, struct slice *name)
{
    static const struct slice TITLES[] = {SLICE_INIT(" 기자"), SLICE_INIT(" 특파원"),
                                          SLICE_INIT(" 논설위원")};
    for (size_t i = 0; i < COUNT_OF(TITLES); i++)
        if (text.len > TITLES[i].len && slice_ends_with(text, TITLES[i])) {
            *name = slice_of(text.ptr, text.len - TITLES[i].len);
            return slice_find_char(*name, ' ') == SIZE_MAX;
        }
    return false;
}

enum byline_intro byline_read_intro(struct slice text, struct slice *rest)
{
    *rest = text;
    if (!text.len)
        return BYLINE_PLAIN;
    if (is_reporter(text, rest))
        return BYLINE_BY;
    *rest = text;
    for (size_t i = 0; i < COUNT_OF(by_intros); i++) {
        if (begins_otherwise(text, by_intros[i]))
            continue;
        size_t len = spells(text, by_intros[i]);
        if (!len || !ends_here(text, by_intros[i], len))
            continue;
        struct slice behind = skip_marks(slice_after(text, len));
        if (may_be_name(by_intros[i], behind))
            continue;
        *rest = behind;
        return BYLINE_BY;
    }
    for (size_t i = 0; i < COUNT_OF(other_intros); i++)
        if (!begins_otherwise(text, other_intros[i]) && spells(text, other_intros[i]))
            return BYLINE_OTHER;
    return BYLINE_PLAIN;
}

/* ---- cleaning ---------------------------------------------------------------------- */

/* What ends the names in a line. */
static const struct slice ends[] = {
    SLICE_INIT("|"),        SLICE_INIT("•"),     SLICE_INIT("·"),
    SLICE_INIT(" - "),      SLICE_INIT(" – "),   SLICE_INIT(" — "),
    SLICE_INIT(" / "),      SLICE_INIT(" in "),  SLICE_INIT(" on "),
    SLICE_INIT(" at "),     SLICE_INIT(" for "), SLICE_INIT(" from "),
    SLICE_INIT(" is "),     SLICE_INIT("» "),    SLICE_INIT(" Published"),
    SLICE_INIT(" Updated"), SLICE_INIT(" ("),    SLICE_INIT("●"),
    SLICE_INIT(" @"),
};

static struct slice cut_at_end(struct slice text)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t at = slice_find(text, ends[i]);
        bool is_bracket = ends[i].ptr[ends[i].len - 1] == '(';
        /* "Ann (Bo) Lee" goes on behind it */
        if (at != SIZE_MAX && at > 0 && (!is_bracket || text.ptr[text.len - 1] == ')'))
            text.len = at;
    }
    return text;
}

/* What people are, in a part of a line behind a comma. */
static const struct slice roles[] = {
    SLICE_INIT("editor"),        SLICE_INIT("writer"),      SLICE_INIT("reporter"),
    SLICE_INIT("correspondent"), SLICE_INIT("contributor"), SLICE_INIT("journalist"),
    SLICE_INIT("staff"),         SLICE_INIT("manager"),     SLICE_INIT("director"),
    SLICE_INIT("columnist"),     SLICE_INIT("specialist"),  SLICE_INIT("redakteur"),
    SLICE_INIT("redakteurin"),   SLICE_INIT("journaliste"), SLICE_INIT("ceo"),
    SLICE_INIT("founder"),       SLICE_INIT("co-founder"),  SLICE_INIT("redaktion"),
};

static bool has_role(struct slice part)
{
    struct slice word;
    while (slice_next_word(&part, &word))
        if (is_one_of(word, roles, COUNT_OF(roles)))
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

static struct slice trim_marks(struct slice text)
{
    text = slice_trim(skip_marks(text));
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
    bool is_said = byline_read_intro(text, &rest) == BYLINE_BY && rest.len;
    text = is_said ? rest : text;
    if (date_has_year(text) && date_find(a, text, DATE_DAY_FIRST, &found)) {
        /* "Sat, Dec 20, 2025" */
        bool is_weekday =
            !is_said && slice_find_char(slice_trim(found.before), ' ') == SIZE_MAX;
        text = is_weekday ? skip_marks(found.after) : found.before;
    }
    text = trim_marks(cut_others(cut_roles(cut_at_end(text))));
    bool is_address = slice_find_char(text, '@') != SIZE_MAX;
    return url_is_web(text) || is_address ? slice_of("", 0) : text;
}

/* ---- names ------------------------------------------------------------------------- */

/* Words that stand where names do, and are none. */
static const struct slice labels[] = {
    SLICE_INIT("about"),
    SLICE_INIT("about us"),
    SLICE_INIT("the author"),
    SLICE_INIT("share"),
    SLICE_INIT("follow"),
    SLICE_INIT("subscribe"),
    SLICE_INIT("read more"),
    SLICE_INIT("view all"),
    SLICE_INIT("view all posts"),
    SLICE_INIT("see all"),
    SLICE_INIT("more"),
    SLICE_INIT("profile"),
    SLICE_INIT("view profile"),
    SLICE_INIT("bio"),
    SLICE_INIT("full bio"),
    SLICE_INIT("see full bio"),
    SLICE_INIT("learn more"),
    SLICE_INIT("posted"),
    SLICE_INIT("published"),
    SLICE_INIT("updated"),
    SLICE_INIT("comments"),
    SLICE_INIT("editor"),
    SLICE_INIT("contributor"),
    SLICE_INIT("writer"),
    SLICE_INIT("twitter"),
    SLICE_INIT("facebook"),
    SLICE_INIT("linkedin"),
    SLICE_INIT("instagram"),
    SLICE_INIT("website"),
    SLICE_INIT("email"),
    SLICE_INIT("in"),
    SLICE_INIT("on"),
    SLICE_INIT("user"),
    SLICE_INIT("home"),
    SLICE_INIT("blog"),
    SLICE_INIT("member"),
    SLICE_INIT("new member"),
    SLICE_INIT("guest"),
    SLICE_INIT("op"),
    SLICE_INIT("original poster"),
    SLICE_INIT("title"),
    SLICE_INIT("date"),
    SLICE_INIT("n/a"),
    SLICE_INIT("unknown"),
    SLICE_INIT("undefined"),
    SLICE_INIT("null"),
    SLICE_INIT("none"),
    SLICE_INIT("copy link"),
    SLICE_INIT("log in"),
    SLICE_INIT("sign in"),
    SLICE_INIT("sign up"),
    SLICE_INIT("print"),
    SLICE_INIT("reply"),
    SLICE_INIT("contributors"),
};

/* Accounts that no person has: content managers are delivered with them. */
bool byline_is_account(struct slice name)
{
    static const struct slice ACCOUNTS[] = {
        SLICE_INIT("admin"),     SLICE_INIT("administrator"), SLICE_INIT("webmaster"),
        SLICE_INIT("superuser"), SLICE_INIT("super user"),    SLICE_INIT("root"),
        SLICE_INIT("wpadmin"),   SLICE_INIT("site admin"),
    };
    return name.len && is_one_of(name, ACCOUNTS, COUNT_OF(ACCOUNTS));
}

bool byline_is_joint(struct slice text)
{
    static const struct slice joints[] = {
        SLICE_INIT(","),    SLICE_INIT("and"), SLICE_INIT(", and"), SLICE_INIT("&"),
        SLICE_INIT("und"),  SLICE_INIT("et"),  SLICE_INIT("y"),     SLICE_INIT("e"),
        SLICE_INIT("и"),    SLICE_INIT("en"),  SLICE_INIT("och"),   SLICE_INIT("、"),
        SLICE_INIT("with"),
    };
    return is_one_of(text, joints, COUNT_OF(joints));
}

static bool is_capital(struct slice word)
{
    size_t used;
    uint32_t c = utf8_decode(word, &used);
    return unicode_lower(c) != c;
}

/* Whether the word's script has no capitals, or it has no letters. */
static bool has_no_case(struct slice word)
{
    size_t used;
    uint32_t c = utf8_decode(word, &used);
    return c >= 0x590 && !(c >= 0x10A0 && c <= 0x1FFF); /* Hebrew and what follows, but
                                                           Georgian and Greek */
}

/* Whether a stop ends a sentence here: behind a word that is no title and no initial. */
static bool ends_sentence(struct slice word)
{
    enum { TITLE_MAX = 4 }; /* letters: "Prof", "Hon", "Ph.D" */
    char last = word.ptr[word.len - 1];
    if (last == '?' || last == '!')
        return true;
    return last == '.' && slice_find_char(word, '.') > TITLE_MAX;
}

static bool is_number(struct slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!is_ascii_digit((unsigned char)word.ptr[i]))
            return false;
    return true;
}

/* Words, and among them those with a capital; false where one cannot be in a name. */
static bool count_words(struct slice text, size_t *words, size_t *capitals)
{
    struct slice word;
    *words = *capitals = 0;
    while (slice_next_word(&text, &word)) {
        ++*words;
        *capitals += is_capital(word) || has_no_case(word);
        if (ends_sentence(word) || is_number(word))
            return false;
    }
    return true;
}

static bool has_any(struct slice text, const char *bytes)
{
    for (; *bytes; bytes++)
        if (slice_find_char(text, *bytes) != SIZE_MAX)
            return true;
    return false;
}

static size_t count_names(struct slice text)
{
    size_t names = 1;
    for (size_t i = 0; i < text.len; i++)
        names += text.ptr[i] == ',' || text.ptr[i] == '&';
    for (struct slice word; slice_next_word(&text, &word);)
        names += byline_is_joint(word) && word.len > 1;
    return names;
}

bool byline_is_name(struct slice text, enum byline_trust trust)
{
    size_t words, capitals;
    struct slice rest;
    if (text.len < 2 || text.len > NAMES_MAX || is_one_of(text, labels, COUNT_OF(labels)))
        return false;
    if (trust == BYLINE_GIVEN)
        return true;
    if (has_any(text, "<>{}[]|=/\\;#%*+~\"") || !count_words(text, &words, &capitals) ||
        words > WORDS_MAX * count_names(text) ||
        byline_read_intro(text, &rest) == BYLINE_OTHER)
        return false;
    if (trust == BYLINE_MARKED)
        return words == 1 || capitals * 2 > words;
    return (words >= 2 || has_no_case(text)) && capitals * 2 > words &&
           (is_capital(text) || has_no_case(text));
}
