#include "archive/search_words.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"

struct range {
    uint32_t first, last;
};

/* Letters of scripts without spaces between words, and of Korean; by Unicode's blocks. */
static const struct range unspaced[] = {
    {0x0E01, 0x0E4E},   {0x0E81, 0x0ECD}, /* Thai, Lao */
    {0x1000, 0x103F},   {0x1100, 0x11FF}, /* Burmese, Hangul Jamo */
    {0x1780, 0x17D3},   {0x3005, 0x3007}, /* Khmer, ideographic iteration marks */
    {0x3041, 0x309F},   {0x30A1, 0x30FA}, /* Hiragana, Katakana */
    {0x30FC, 0x30FF},   {0x3105, 0x312F}, /* Bopomofo */
    {0x31F0, 0x31FF},   {0x3400, 0x4DBF}, /* Katakana extensions, Han */
    {0x4E00, 0x9FFF},   {0xAC00, 0xD7A3}, /* Han, Hangul */
    {0xF900, 0xFAFF},   {0xFF66, 0xFF9F}, /* compatibility, halfwidth Katakana */
    {0x20000, 0x3FFFF},                   /* Han */
};

static bool is_unspaced(uint32_t c)
{
    for (size_t i = 0; i < COUNT_OF(unspaced) && c >= unspaced[i].first; i++)
        if (c <= unspaced[i].last)
            return true;
    return false;
}

/* ---- folding ----------------------------------------------------------------------- */

/* What is written or left out at will, and unicode61 does not fold: the points of Arabic
   and Hebrew (to: ""), spellings of Arabic letters, the Russian yo, letters with a
   stroke, ligatures. */
static const struct {
    uint32_t from;
    const char *to;
} folds[] = {
    {0x00DF, "ss"},     {0x00E6, "ae"},     {0x00F8, "o"},      {0x0111, "d"},
    {0x0131, "i"},      {0x0142, "l"},      {0x0153, "oe"},     {0x0451, "\u0435"},
    {0x0622, "\u0627"}, {0x0623, "\u0627"}, {0x0625, "\u0627"}, {0x0629, "\u0647"},
    {0x0640, ""},       {0x0649, "\u064A"}, {0x0670, ""},
};

static void append_folded(uint32_t c, struct buffer *out)
{
    bool is_point = (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7) ||
                    (c >= 0x064B && c <= 0x065F);
    if (is_point)
        return;
    for (size_t i = 0; i < COUNT_OF(folds); i++) {
        if (folds[i].from != c)
            continue;
        buffer_append_string(out, folds[i].to);
        return;
    }
    bool is_fullwidth = c >= 0xFF10 && c <= 0xFF5A; /* digits and letters */
    buffer_append_code_point(out, is_fullwidth ? c - 0xFF10 + '0' : c);
}

/* ---- runs -------------------------------------------------------------------------- */

struct splitter {
    search_visit_word visit;
    void *context;
    size_t base; /* of the run, in the text */
    struct buffer folded;
};

static void visit_spaced(void *context, struct slice word, size_t start, size_t end)
{
    struct splitter *s = context;
    struct search_word out = {.start = s->base + start, .end = s->base + end};
    buffer_truncate(&s->folded, 0);
    for (size_t used; word.len; word = slice_after(word, used))
        append_folded(utf8_decode(word, &used), &s->folded);
    out.word = buffer_slice(&s->folded);
    if (out.word.len)
        s->visit(s->context, &out);
}

static void visit_pairs(struct splitter *s, struct slice run)
{
    size_t first, second;
    for (size_t at = 0; at < run.len; at += first) {
        struct slice rest = slice_after(run, at);
        utf8_decode(rest, &first);
        utf8_decode(slice_after(rest, first), &second);
        struct search_word word = {
            .word = slice_of(rest.ptr, first + second),
            .start = s->base + at,
            .end = s->base + at + first + second,
            .is_pair = true,
            .is_last = !second,
        };
        s->visit(s->context, &word);
    }
}

/* The length of the text's beginning of which all is unspaced, or nothing is. */
static size_t measure_run(struct slice text, bool *unspaced_run)
{
    size_t len, used;
    *unspaced_run = is_unspaced(utf8_decode(text, &len));
    while (len < text.len) {
        unsigned char c = (unsigned char)text.ptr[len];
        bool is_same = c < 0x80
                           ? !*unspaced_run
                           : is_unspaced(utf8_decode(slice_after(text, len), &used)) ==
                                 *unspaced_run;
        if (!is_same)
            break;
        len += c < 0x80 ? 1 : used;
    }
    return len;
}

bool search_words_visit(struct db *db, struct slice text, search_visit_word visit,
                        void *context, struct error *err)
{
    struct splitter s = {.visit = visit, .context = context};
    bool done = true;
    buffer_open(&s.folded, NULL);
    while (done && s.base < text.len) {
        bool unspaced_run;
        struct slice rest = slice_after(text, s.base);
        rest.len = measure_run(rest, &unspaced_run);
        if (unspaced_run)
            visit_pairs(&s, rest);
        else
            done = db_split_words(db, rest, visit_spaced, &s, err);
        s.base += rest.len;
    }
    done = done && (!s.folded.failed || error_set(err, "out of memory"));
    buffer_close(&s.folded);
    return done;
}

static void append_word(void *context, const struct search_word *word)
{
    buffer_append(context, word->word);
    buffer_append_char(context, ' ');
}

bool search_words_append(struct db *db, struct slice text, struct buffer *out,
                         struct error *err)
{
    return search_words_visit(db, text, append_word, out, err) &&
           (!out->failed || error_set(err, "out of memory"));
}
