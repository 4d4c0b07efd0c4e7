#include "metadata/byline_name.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "metadata/byline_intro.h"
#include "metadata/phrase_match.h"

enum {
    NAMES_MAX = 120, /* bytes of names that a text says: a longer one is a sentence */
    WORDS_MAX = 6,   /* of one name, titles and degrees included */
};

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
    SLICE_INIT("topic author"),
    SLICE_INIT("insights author"),
    SLICE_INIT("via"),
    SLICE_INIT("last"),
    SLICE_INIT("sections"),
    SLICE_INIT("meet the team"),
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
    SLICE_INIT("folgen"),
    SLICE_INIT("suivre"),
    SLICE_INIT("s’abonner"),
    SLICE_INIT("seguir"),
    SLICE_INIT("segui"),
    SLICE_INIT("volgen"),
    SLICE_INIT("obserwuj"),
    SLICE_INIT("följ"),
    SLICE_INIT("takip et"),
    SLICE_INIT("подписаться"),
    SLICE_INIT("читать"),
    SLICE_INIT("підписатися"),
    SLICE_INIT("متابعة"),
    SLICE_INIT("עקוב"),
    SLICE_INIT("دنبال کردن"),
    SLICE_INIT("关注"),
    SLICE_INIT("關注"),
    SLICE_INIT("追蹤"),
    SLICE_INIT("フォロー"),
    SLICE_INIT("フォローする"),
    SLICE_INIT("팔로우"),
    SLICE_INIT("구독"),
    SLICE_INIT("구독하기"),
    SLICE_INIT("이웃추가"),
};

/* Accounts that no person has: content managers are delivered with them, or all of an
   office writes by them. */
bool byline_is_account(struct slice name)
{
    static const struct slice ACCOUNTS[] = {
        SLICE_INIT("admin"),     SLICE_INIT("administrator"), SLICE_INIT("webmaster"),
        SLICE_INIT("superuser"), SLICE_INIT("super user"),    SLICE_INIT("root"),
        SLICE_INIT("wpadmin"),   SLICE_INIT("site admin"),    SLICE_INIT("redaktion"),
        SLICE_INIT("redacción"), SLICE_INIT("rédaction"),     SLICE_INIT("la rédaction"),
        SLICE_INIT("redazione"), SLICE_INIT("redação"),       SLICE_INIT("da redação"),
        SLICE_INIT("redakcja"),  SLICE_INIT("redakce"),       SLICE_INIT("redactie"),
        SLICE_INIT("редакция"),  SLICE_INIT("редакція"),      SLICE_INIT("haber merkezi"),
        SLICE_INIT("编辑部"),    SLICE_INIT("編集部"),        SLICE_INIT("هيئة التحرير"),
    };
    return name.len && phrase_match_any(name, ACCOUNTS, COUNT_OF(ACCOUNTS));
}

bool byline_is_joint(struct slice text)
{
    static const struct slice joints[] = {
        SLICE_INIT(","),    SLICE_INIT("and"), SLICE_INIT(", and"), SLICE_INIT("&"),
        SLICE_INIT("und"),  SLICE_INIT("et"),  SLICE_INIT("y"),     SLICE_INIT("e"),
        SLICE_INIT("и"),    SLICE_INIT("en"),  SLICE_INIT("och"),   SLICE_INIT("、"),
        SLICE_INIT("with"),
    };
    return phrase_match_any(text, joints, COUNT_OF(joints));
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
    if (text.len < 2 || text.len > NAMES_MAX ||
        phrase_match_any(text, labels, COUNT_OF(labels)))
        return false;
    if (is_number(text)) /* of an account at some network */
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
