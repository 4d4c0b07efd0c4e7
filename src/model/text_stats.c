#include "model/text_stats.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

/* ---- characters -------------------------------------------------------------------- */

enum kind { KIND_SPACE, KIND_LETTER, KIND_DIGIT, KIND_IDEOGRAPH, KIND_SIGN };

static enum kind kind_of_ascii(unsigned char c)
{
    if (is_ascii_letter(c))
        return KIND_LETTER;
    if (is_ascii_digit(c))
        return KIND_DIGIT;
    return c <= ' ' ? KIND_SPACE : KIND_SIGN;
}

/* Of scripts without spaces between words, where each character counts as a word. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_sign(uint32_t c)
{
    return (c >= 0x80 && c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA) || c == 0xD7 ||
           c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xE000 && c <= 0xF8FF) || c == 0x060C ||
           c == 0x061F || c == 0x06D4 || c == 0x0964 || c >= 0x1F000;
}

static enum kind kind_of(uint32_t c)
{
    if (c < 0x80)
        return kind_of_ascii((unsigned char)c);
    if (utf8_is_space(c) || utf8_is_invisible(c))
        return KIND_SPACE;
    if (is_ideograph(c))
        return KIND_IDEOGRAPH;
    return is_sign(c) ? KIND_SIGN : KIND_LETTER;
}

/* Latin, Greek and Cyrillic capitals. */
static bool is_capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
           (c >= 0x391 && c <= 0x3A9) || (c >= 0x400 && c <= 0x42F);
}

/* Whether it ends a sentence; also ideographic, Arabic, Urdu and Devanagari stops. */
static bool is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
           c == 0xFF01 || c == 0xFF1F || c == 0xFF0E || c == 0x061F || c == 0x06D4 ||
           c == 0x0964;
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == ';' || c == 0x060C || c == 0x3001 || c == 0xFF0C ||
           c == 0xFF1B;
}

static bool is_currency(uint32_t c)
{
    return c == '$' || (c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF);
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D ||
           c == 0xBB || c == 0x300D;
}

static enum glyph glyph_of(uint32_t c, enum kind kind)
{
    if (is_stop(c))
        return GLYPH_STOP;
    if (c == ':' || c == 0xFF1A)
        return GLYPH_COLON;
    if (kind == KIND_DIGIT)
        return GLYPH_DIGIT;
    if (kind == KIND_LETTER || kind == KIND_IDEOGRAPH)
        return is_capital(c) ? GLYPH_UPPER : GLYPH_LOWER;
    return GLYPH_OTHER;
}

/* ---- words ------------------------------------------------------------------------- */

static uint32_t topic_bit(uint32_t hash)
{
    return (hash * 0x9E3779B1u) % TOPIC_BITS;
}

static void count_word(struct text_stats *w, struct passage *p, uint32_t hash)
{
    uint32_t bit = topic_bit(hash);
    for (int t = 0; t < TOPIC_COUNT; t++)
        p->topic_words[t] += (uint32_t)(w->topics[t][bit / 64] >> bit % 64 & 1);
    if (p->kept_count < WORDS_KEPT)
        p->kept[p->kept_count++] = hash;
    p->text_hash = hash_mix(p->text_hash, hash);
    if (w->stated)
        p->stated += stated_text_has(w->stated, hash);
}

void text_stats_end_word(struct text_stats *w, struct passage *p)
{
    struct word *word = &w->word;
    if (word->length == 0)
        return;
    p->words++;
    p->shouted += word->length > 1 && word->capitals == word->length;
    count_word(w, p, word->hash);
    memset(word, 0, sizeof *word);
}

static void add_to_word(struct text_stats *w, struct passage *p, const char *bytes,
                        size_t size, uint32_t c, enum kind kind)
{
    struct word *word = &w->word;
    if (word->length == 0) {
        word->hash = HASH_TOKEN_START;
        p->capitals += is_capital(c);
    }
    word->length++;
    word->capitals += is_capital(c);
    if (kind == KIND_DIGIT) {
        p->digits++;
        word->hash = hash_token_add(word->hash, '0');
        return;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        word->hash = hash_token_add(word->hash, size == 1 ? ascii_lower(byte) : byte);
    }
}

static void add_ideograph(struct text_stats *w, struct passage *p, const char *bytes,
                          size_t size)
{
    text_stats_end_word(w, p);
    p->ideographs++;
    count_word(w, p, hash_token(slice_of(bytes, size)));
}

static void add_sign(struct text_stats *w, struct passage *p, uint32_t c)
{
    if (c != '\'' && c != 0x2019)
        text_stats_end_word(w, p);
    p->commas += is_comma(c);
    p->currency += is_currency(c);
    p->symbols += !is_comma(c) && !is_stop(c) && !is_closing(c);
}

static void add_char(struct text_stats *w, struct passage *p, const char *bytes,
                     size_t size, uint32_t c)
{
    enum kind kind = kind_of(c);
    if (kind == KIND_SPACE) {
        p->stops += p->last_glyph == GLYPH_STOP;
        text_stats_end_word(w, p);
        return;
    }
    if (p->chars++ == 0)
        p->first_glyph = glyph_of(c, kind);
    if (!is_closing(c) || p->last_glyph != GLYPH_STOP)
        p->last_glyph = glyph_of(c, kind);
    if (kind == KIND_IDEOGRAPH)
        add_ideograph(w, p, bytes, size);
    else if (kind == KIND_SIGN)
        add_sign(w, p, c);
    else
        add_to_word(w, p, bytes, size, c, kind);
}

/* How many bytes at the start are of one kind: ASCII spaces, with which pages indent, or
   ASCII letters. Most text is made of these. */
static size_t count_alike(struct slice s, enum kind kind)
{
    size_t i = 0;
    while (i < s.len && kind_of_ascii((unsigned char)s.ptr[i]) == kind)
        i++;
    return i;
}

/* The same as add_char for each of them. */
static void add_spaces(struct text_stats *w, struct passage *p, size_t count)
{
    p->stops += p->last_glyph == GLYPH_STOP ? (uint32_t)count : 0;
    text_stats_end_word(w, p);
}

/* The same as add_char for each of them, with the glyph of the last one only. */
static void add_letters(struct text_stats *w, struct passage *p, struct slice letters)
{
    struct word *word = &w->word;
    size_t more = letters.len - 1;
    add_char(w, p, letters.ptr, 1, (unsigned char)letters.ptr[0]);
    p->chars += (uint32_t)more;
    word->length += (uint32_t)more;
    for (size_t i = 1; i <= more; i++) {
        unsigned char c = (unsigned char)letters.ptr[i];
        word->capitals += is_capital(c);
        word->hash = hash_token_add(word->hash, ascii_lower(c));
    }
    p->last_glyph = glyph_of((unsigned char)letters.ptr[more], KIND_LETTER);
}

void text_stats_add(struct text_stats *w, struct passage *p, struct slice s)
{
    while (s.len) {
        size_t spaces = count_alike(s, KIND_SPACE), letters, used = 1;
        if (spaces) {
            add_spaces(w, p, spaces);
            used = spaces;
        } else if ((letters = count_alike(s, KIND_LETTER))) {
            add_letters(w, p, slice_of(s.ptr, letters));
            used = letters;
        } else {
            unsigned char first = (unsigned char)s.ptr[0];
            uint32_t c = first < 0x80 ? first : utf8_decode(s, &used);
            add_char(w, p, s.ptr, used, c);
        }
        s = slice_of(s.ptr + used, s.len - used);
    }
}

/* ---- topics ------------------------------------------------------------------------ */

/* Reads the words of the beginning of a text, at most WORDS_KEPT, into p->kept, and
   removes them from it. */
static void take_words(struct text_stats *w, struct passage *p, struct slice *s)
{
    size_t cut = utf8_cut(*s, 64);
    p->kept_count = 0;
    text_stats_add(w, p, slice_of(s->ptr, cut ? cut : s->len));
    *s = cut ? slice_after(*s, cut) : slice_of(s->ptr, 0);
    if (s->len == 0)
        text_stats_end_word(w, p);
}

uint32_t text_stats_learn(struct text_stats *w, enum topic topic, struct slice s)
{
    struct passage p = {.words = 0};
    uint32_t learned = 0;
    while (s.len) {
        take_words(w, &p, &s);
        for (uint32_t i = 0; i < p.kept_count; i++) {
            uint32_t bit = topic_bit(p.kept[i]);
            w->topics[topic][bit / 64] |= (uint64_t)1 << bit % 64;
        }
        learned += p.kept_count;
    }
    return learned;
}

void text_stats_learn_stated(struct text_stats *w, struct stated_text *stated,
                             struct slice s)
{
    struct passage p = {.words = 0};
    while (s.len) {
        take_words(w, &p, &s);
        for (uint32_t i = 0; i < p.kept_count; i++)
            stated_text_learn(stated, p.kept[i]);
    }
}
