#include "metadata/byline_intro.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "metadata/date.h"
#include "metadata/phrase_match.h"

/* ---- tables ------------------------------------------------------------------------ */

/* Longer ones first, where one begins with another. */
static const struct slice by_intros[] = {
    SLICE_INIT("written by"),
    SLICE_INIT("posted by"),
    SLICE_INIT("authored by"),
    SLICE_INIT("published by"),
    SLICE_INIT("articles by"),
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
    SLICE_INIT("ein gastbeitrag von"),
    SLICE_INIT("gastbeitrag von"),
    SLICE_INIT("gastkommentar von"),
    SLICE_INIT("text von"),
    SLICE_INIT("von"),
    SLICE_INIT("propos recueillis par"),
    SLICE_INIT("texte de"),
    SLICE_INIT("écrit par"),
    SLICE_INIT("publié par"),
    SLICE_INIT("rédigé par"),
    SLICE_INIT("par"),
    SLICE_INIT("escrito por"),
    SLICE_INIT("redactado por"),
    SLICE_INIT("texto de"),
    SLICE_INIT("publicado por"),
    SLICE_INIT("por"),
    SLICE_INIT("scritto da"),
    SLICE_INIT("pubblicato da"),
    SLICE_INIT("a cura di"),
    SLICE_INIT("articolo di"),
    SLICE_INIT("di"),
    SLICE_INIT("da"),
    SLICE_INIT("geschreven door"),
    SLICE_INIT("geplaatst door"),
    SLICE_INIT("door"),
    SLICE_INIT("skriven av"),
    SLICE_INIT("skrivet av"),
    SLICE_INIT("av"),
    SLICE_INIT("skrevet av"),
    SLICE_INIT("skrevet af"),
    SLICE_INIT("af"),
    SLICE_INIT("napsala"),
    SLICE_INIT("napsal"),
    SLICE_INIT("írta"),
    SLICE_INIT("scris de"),
    SLICE_INIT("kirjoittanut"),
    SLICE_INIT("kirjoittaja"),
    SLICE_INIT("napisał"),
    SLICE_INIT("przez"),
    SLICE_INIT("autorka"),
    SLICE_INIT("autorin"),
    SLICE_INIT("autoren"),
    SLICE_INIT("autores"),
    SLICE_INIT("autori"),
    SLICE_INIT("autore"),
    SLICE_INIT("autora"),
    SLICE_INIT("autor"),
    SLICE_INIT("auteurs"),
    SLICE_INIT("auteure"),
    SLICE_INIT("auteur"),
    SLICE_INIT("text:"),
    SLICE_INIT("texte:"),
    SLICE_INIT("texte :"),
    SLICE_INIT("texto:"),
    SLICE_INIT("testo:"),
    SLICE_INIT("tekst:"),
    SLICE_INIT("teksti:"),
    SLICE_INIT("szöveg:"),
    SLICE_INIT("szerző"),
    SLICE_INIT("piše:"),
    SLICE_INIT("haber:"),
    SLICE_INIT("yazan"),
    SLICE_INIT("yazar"),
    SLICE_INIT("oleh"),
    SLICE_INIT("автор текста"),
    SLICE_INIT("автор статьи"),
    SLICE_INIT("автор материала"),
    SLICE_INIT("авторка"),
    SLICE_INIT("автор"),
    SLICE_INIT("аутор"),
    SLICE_INIT("текст:"),
    SLICE_INIT("подготовила"),
    SLICE_INIT("подготовил"),
    SLICE_INIT("записала"),
    SLICE_INIT("записал"),
    SLICE_INIT("пише:"),
    SLICE_INIT("от"),
    SLICE_INIT("συντάκτης"),
    SLICE_INIT("γράφει ο"),
    SLICE_INIT("γράφει η"),
    SLICE_INIT("γράφουν οι"),
    SLICE_INIT("γράφει"),
    SLICE_INIT("από τον"),
    SLICE_INIT("από την"),
    SLICE_INIT("του"),
    SLICE_INIT("της"),
    SLICE_INIT("بقلم"),
    SLICE_INIT("إعداد"),
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
    SLICE_INIT("撰稿人"),
    SLICE_INIT("撰稿"),
    SLICE_INIT("文/"),
    SLICE_INIT("文／"),
    SLICE_INIT("文｜"),
    SLICE_INIT("文丨"),
    SLICE_INIT("文|"),
    SLICE_INIT("文："),
    SLICE_INIT("文:"),
    SLICE_INIT("文・"),
    SLICE_INIT("文＝"),
    SLICE_INIT("文="),
    SLICE_INIT("取材・文"),
    SLICE_INIT("取材・構成"),
    SLICE_INIT("本报记者"),
    SLICE_INIT("本報記者"),
    SLICE_INIT("本刊记者"),
    SLICE_INIT("见习记者"),
    SLICE_INIT("实习记者"),
    SLICE_INIT("记者"),
    SLICE_INIT("記者"),
    SLICE_INIT("著者"),
    SLICE_INIT("執筆者"),
    SLICE_INIT("執筆"),
    SLICE_INIT("筆者："),
    SLICE_INIT("ライター"),
    SLICE_INIT("投稿者"),
    SLICE_INIT("작성자"),
    SLICE_INIT("글쓴이"),
    SLICE_INIT("기자 "),
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
    SLICE_INIT("источник"),    SLICE_INIT("джерело"),   SLICE_INIT("перевод"),
    SLICE_INIT("kaynak"),      SLICE_INIT("übersetz"),  SLICE_INIT("traduction"),
    SLICE_INIT("traducción"),  SLICE_INIT("quelle:"),   SLICE_INIT("source:"),
    SLICE_INIT("source :"),    SLICE_INIT("fuente:"),   SLICE_INIT("fonte:"),
    SLICE_INIT("bron:"),       SLICE_INIT("źródło"),    SLICE_INIT("zdroj"),
    SLICE_INIT("المصدر"),      SLICE_INIT("تصوير"),     SLICE_INIT("צילום"),
    SLICE_INIT("תמונה"),       SLICE_INIT("عکس"),       SLICE_INIT("منبع"),
    SLICE_INIT("来源"),        SLICE_INIT("來源"),      SLICE_INIT("摄影"),
    SLICE_INIT("攝影"),        SLICE_INIT("責任编辑"),  SLICE_INIT("责任编辑"),
    SLICE_INIT("校对"),        SLICE_INIT("写真"),      SLICE_INIT("撮影"),
    SLICE_INIT("翻訳"),        SLICE_INIT("編集"),      SLICE_INIT("사진"),
    SLICE_INIT("출처"),        SLICE_INIT("편집"),      SLICE_INIT("번역"),
};

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
        SLICE_INIT("von"), SLICE_INIT("di"),   SLICE_INIT("da"),
        SLICE_INIT("av"),  SLICE_INIT("af"),   SLICE_INIT("par"),
        SLICE_INIT("por"), SLICE_INIT("door"), SLICE_INIT("от"),
    };
    struct slice word;
    size_t words = 0;
    while (slice_next_word(&rest, &word))
        words++;
    return words == 1 && phrase_match_any(intro, particles, COUNT_OF(particles));
}

/* A text's first letter, small: nearly all words of a table begin with another. */
struct first_letter {
    char bytes[4];
    size_t len;
};

static struct first_letter first_letter_of(struct slice text)
{
    struct first_letter first = {{0}, 0};
    size_t used;
    if (text.len)
        first.len = utf8_encode(unicode_lower(utf8_decode(text, &used)), first.bytes);
    return first;
}

static bool begins_with(struct slice word, const struct first_letter *first)
{
    return word.ptr[0] == first->bytes[0] && /* mostly not, and cheaper to see */
           slice_starts_with(word, slice_of(first->bytes, first->len));
}

/* ---- titles behind names ----------------------------------------------------------- */

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

/* One, or several with dots between. */
static bool is_korean_name(struct slice word)
{
    struct slice dot = SLICE("·");
    for (size_t at; (at = slice_find(word, dot)) != SIZE_MAX;
         word = slice_after(word, at + dot.len))
        if (!is_one_korean_name(slice_of(word.ptr, at)))
            return false;
    return is_one_korean_name(word);
}

/* What of a word stands before the title that it ends with. */
static bool ends_with_title(struct slice word, struct slice *front)
{
    static const struct slice titles[] = {SLICE_INIT("기자"), SLICE_INIT("특파원"),
                                          SLICE_INIT("논설위원")};
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (slice_ends_with(word, titles[i])) {
            *front = slice_of(word.ptr, word.len - titles[i].len);
            return true;
        }
    return false;
}

/* "김민수 기자", "김민수기자 kms@example.com": Korean papers write behind a name that it
   is a reporter's, and sometimes of what kind, as an "인턴기자". */
static bool is_reporter(struct slice text, struct slice *name)
{
    static const struct slice kinds[] = {
        SLICE_INIT("인턴"), SLICE_INIT("선임"), SLICE_INIT("전문"), SLICE_INIT("객원"),
        SLICE_INIT("수습"), SLICE_INIT("시민"), SLICE_INIT("사진"), SLICE_INIT("취재")};
    struct slice word, front, before = slice_of("", 0);
    if (slice_is_ascii(text))
        return false;
    for (; slice_next_word(&text, &word); before = word) {
        if (!ends_with_title(word, &front))
            continue;
        bool is_kind = !front.len;
        for (size_t i = 0; i < COUNT_OF(kinds); i++)
            is_kind = is_kind || slice_ends_with(front, kinds[i]);
        *name = is_kind ? before : front;
        return is_korean_name(*name);
    }
    return false;
}

/* ---- intros ------------------------------------------------------------------------ */

/* Without the mark in front that says that Hebrew or Arabic follows. */
static struct slice skip_direction(struct slice text)
{
    struct slice mark = SLICE("\u200F");
    return slice_after(text, slice_starts_with(text, mark) ? mark.len : 0);
}

enum byline_intro byline_read_intro(struct slice text, struct slice *rest)
{
    text = skip_direction(text);
    *rest = text;
    if (!text.len)
        return BYLINE_PLAIN;
    if (is_reporter(text, rest))
        return BYLINE_BY;
    *rest = text;
    struct first_letter first = first_letter_of(text);
    for (size_t i = 0; i < COUNT_OF(by_intros); i++) {
        if (!begins_with(by_intros[i], &first))
            continue;
        size_t len = phrase_match(text, by_intros[i]);
        if (!len || !ends_here(text, by_intros[i], len))
            continue;
        struct slice behind = byline_skip_marks(slice_after(text, len));
        if (may_be_name(by_intros[i], behind))
            continue;
        *rest = behind;
        return BYLINE_BY;
    }
    for (size_t i = 0; i < COUNT_OF(other_intros); i++)
        if (begins_with(other_intros[i], &first) && phrase_match(text, other_intros[i]))
            return BYLINE_OTHER;
    return BYLINE_PLAIN;
}

bool byline_is_signed(struct slice text)
{
    static const struct slice intros[] = {
        SLICE_INIT("written by"),    SLICE_INIT("article by"),
        SLICE_INIT("words by"),      SLICE_INIT("geschrieben von"),
        SLICE_INIT("verfasst von"),  SLICE_INIT("écrit par"),
        SLICE_INIT("rédigé par"),    SLICE_INIT("escrito por"),
        SLICE_INIT("redactado por"), SLICE_INIT("scritto da"),
        SLICE_INIT("articolo di"),   SLICE_INIT("geschreven door"),
        SLICE_INIT("skriven av"),    SLICE_INIT("skrivet av"),
        SLICE_INIT("skrevet av"),    SLICE_INIT("skrevet af"),
        SLICE_INIT("автор статьи"),  SLICE_INIT("автор текста"),
        SLICE_INIT("автор:"),        SLICE_INIT("текст:"),
        SLICE_INIT("撰文"),          SLICE_INIT("文/"),
        SLICE_INIT("文／"),          SLICE_INIT("取材・文"),
    };
    struct first_letter first = first_letter_of(text);
    for (size_t i = 0; text.len && i < COUNT_OF(intros); i++)
        if (begins_with(intros[i], &first) && phrase_match(text, intros[i]))
            return true;
    return false;
}

/* Whether a name's intro stands inside a text, behind what parts it from the rest. */
static bool find_intro(struct slice text, struct slice *rest)
{
    static const struct slice partings[] = {
        SLICE_INIT("|"),  SLICE_INIT("•"),   SLICE_INIT("·"),
        SLICE_INIT("｜"), SLICE_INIT(" – "), SLICE_INIT(" - "),
    };
    static const struct slice labels_inside[] = {
        SLICE_INIT(" 作者："), SLICE_INIT(" 作者:"), SLICE_INIT(" 记者：")};
    for (size_t i = 0; i < COUNT_OF(partings); i++) {
        size_t at = slice_find(text, partings[i]);
        struct slice behind = slice_after(text, at == SIZE_MAX ? text.len : at);
        if (byline_read_intro(byline_skip_marks(behind), rest) == BYLINE_BY && rest->len)
            return true;
    }
    for (size_t i = 0; i < COUNT_OF(labels_inside); i++) {
        size_t at = slice_find(text, labels_inside[i]);
        *rest = slice_after(text, at == SIZE_MAX ? text.len : at + labels_inside[i].len);
        if (rest->len)
            return true;
    }
    return false;
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
