#include "charset/charset.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "charset/double_encoding.h"
#include "charset/encoding.h"
#include "charset/evidence.h"
#include "charset/prescan.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

const char *charset_of_label(struct slice label)
{
    const struct encoding *encoding = encoding_of_label(label);
    return encoding ? encoding->name : NULL;
}

/* ---- decoders ---------------------------------------------------------------------- */

/* Copies well-formed runs and writes U+FFFD for each ill-formed sequence between them. */
static void decode_utf8(struct slice bytes, struct buffer *out)
{
    size_t start = 0, used;
    for (size_t i = 0; i < bytes.len; i += used) {
        struct slice rest = slice_after(bytes, i);
        if (utf8_decode(rest, &used) != UTF8_REPLACEMENT)
            continue;
        buffer_append(out, slice_of(bytes.ptr + start, i - start));
        buffer_append_code_point(out, UTF8_REPLACEMENT);
        start = i + used;
    }
    buffer_append(out, slice_after(bytes, start));
}

static uint32_t read_unit(struct slice bytes, size_t at, bool big_endian)
{
    unsigned first = (unsigned char)bytes.ptr[at];
    unsigned second = (unsigned char)bytes.ptr[at + 1];
    return big_endian ? first << 8 | second : second << 8 | first;
}

static void decode_utf16(struct slice bytes, bool big_endian, struct buffer *out)
{
    size_t at = 0;
    while (at + 2 <= bytes.len) {
        uint32_t unit = read_unit(bytes, at, big_endian);
        at += 2;
        if (unit >= 0xD800 && unit <= 0xDBFF && at + 2 <= bytes.len) {
            uint32_t low = read_unit(bytes, at, big_endian);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        buffer_append_code_point(out, unit); /* a lone surrogate becomes U+FFFD */
    }
    if (at < bytes.len)
        buffer_append_code_point(out, UTF8_REPLACEMENT);
}

static void decode_by_index(struct slice bytes, const uint16_t *index, struct buffer *out)
{
    size_t start = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (byte < 0x80)
            continue;
        uint32_t c = index[byte - 0x80];
        buffer_append(out, slice_of(bytes.ptr + start, i - start));
        buffer_append_code_point(out, c ? c : UTF8_REPLACEMENT);
        start = i + 1;
    }
    buffer_append(out, slice_after(bytes, start));
}

static void decode_user_defined(struct slice bytes, struct buffer *out)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        buffer_append_code_point(out, byte < 0x80 ? byte : 0xF780u + byte - 0x80u);
    }
}

/* ---- iconv ------------------------------------------------------------------------- */

static void close_converter(void *converter)
{
    iconv_close(converter);
}

/* Skips bytes that do not begin a character: a lead byte and its trail byte, or one byte.
   An ASCII byte is never taken for a trail byte; otherwise, an attacker's lead byte could
   swallow a "<" or a quotation mark (Encoding standard, section 10.2.1 and similar
   ones). */
static void skip_malformed(struct slice *rest, const struct encoding *encoding,
                           struct buffer *out)
{
    unsigned char first = (unsigned char)rest->ptr[0];
    bool is_gb = strcmp(encoding->converter, "GB18030") == 0;
    bool has_trail = first > 0x80 && first < 0xFF && rest->len > 1 &&
                     (unsigned char)rest->ptr[1] >= 0x80;
    bool is_euro = is_gb && first == 0x80; /* as in Microsoft's code page 936 */
    buffer_append_code_point(out, is_euro ? 0x20AC : UTF8_REPLACEMENT);
    *rest = slice_after(*rest, has_trail ? 2 : 1);
}

/* Big5-HKSCS holds back a letter, because a combining accent may follow. Writes that
   letter. */
static void flush(iconv_t converter, struct buffer *out)
{
    enum { HELD_MAX = 8 };
    if (!buffer_reserve(out, HELD_MAX))
        return;
    char *to = out->ptr + out->len;
    size_t room = HELD_MAX;
    iconv(converter, NULL, NULL, &to, &room);
    out->len = (size_t)(to - out->ptr);
    out->ptr[out->len] = '\0';
}

static void decode_by_iconv(struct slice bytes, const struct encoding *encoding,
                            struct buffer *out)
{
    void **held = arena_hold(out->arena, close_converter);
    iconv_t converter = iconv_open("UTF-8", encoding->converter);
    if ((intptr_t)converter == -1) { /* the C library has no such converter */
        decode_utf8(bytes, out);
        return;
    }
    *held = converter;
    buffer_reserve(out, bytes.len + bytes.len / 2);
    while (bytes.len) {
        char *in = (char *)bytes.ptr, *to = out->ptr + out->len;
        size_t in_left = bytes.len, room = out->capacity - out->len - 1;
        size_t result = iconv(converter, &in, &in_left, &to, &room);
        int why = result == (size_t)-1 ? errno : 0;
        out->len = (size_t)(to - out->ptr);
        bytes = slice_of(in, in_left);
        if (why == E2BIG)
            buffer_reserve(out, out->capacity);
        else if (why)
            skip_malformed(&bytes, encoding, out);
    }
    flush(converter, out);
}

/* iconv_open(3) reads a converter's file when it is first used, and may unload it after
   iconv_close. So each converter is opened and stays open: these are the program's only
   handles that are never closed, and its only state outside an arena. */
void charset_warm_up(void)
{
    static iconv_t kept[16];
    size_t count = 0;
    for (const struct encoding *e = encoding_next(NULL); e; e = encoding_next(e)) {
        if (e->kind != ENCODING_BY_ICONV || count == COUNT_OF(kept))
            continue;
        if (!kept[count])
            kept[count] = iconv_open("UTF-8", e->converter);
        count++;
    }
    uchardet_delete(uchardet_new());
}

/* ---- detection --------------------------------------------------------------------- */

/* uchardet uses names for some encodings that no page uses. */
static const struct encoding *encoding_of_finding(struct slice name)
{
    static const struct {
        struct slice name, label;
    } labels[] = {
        {SLICE("UHC"), SLICE("euc-kr")},
        {SLICE("MAC-CYRILLIC"), SLICE("x-mac-cyrillic")},
    };
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (slice_equal_nocase(name, labels[i].name))
            return encoding_of_label(labels[i].label);
    return encoding_of_label(name);
}

/* Returns the detector's result, if it is an encoding of the Encoding standard. */
static const struct encoding *detect(struct slice bytes)
{
    enum { DETECT_MAX = 64 << 10 }; /* it is slow, and more bytes hardly help */
    uchardet_t detector = uchardet_new();
    if (!detector)
        return NULL;
    size_t length = bytes.len < DETECT_MAX ? bytes.len : DETECT_MAX;
    const struct encoding *found = NULL;
    if (uchardet_handle_data(detector, bytes.ptr, length) == 0) {
        uchardet_data_end(detector);
        found = encoding_of_finding(slice_of_string(uchardet_get_charset(detector)));
    }
    uchardet_delete(detector);
    /* The caller has already checked whether the bytes are UTF-8. */
    return found && found->kind != ENCODING_UTF8 ? found : NULL;
}

/* ---- the choice -------------------------------------------------------------------- */

struct decision {
    const struct encoding *encoding;
    const char *source;
    size_t skip;                          /* length of the byte order mark in bytes */
    bool is_valid;                        /* UTF-8 that was found to be well-formed */
    const char *refuted, *refuted_source; /* as in struct charset_choice */
};

static bool decide_by_bom(struct slice bytes, struct decision *out)
{
    static const struct {
        struct slice mark, label;
    } marks[] = {
        {SLICE_INIT("\xEF\xBB\xBF"), SLICE_INIT("utf-8")},
        {SLICE_INIT("\xFE\xFF"), SLICE_INIT("utf-16be")},
        {SLICE_INIT("\xFF\xFE"), SLICE_INIT("utf-16le")},
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (slice_starts_with(bytes, marks[i].mark)) {
            *out = (struct decision){.encoding = encoding_of_label(marks[i].label),
                                     .source = "bom",
                                     .skip = marks[i].mark.len};
            return true;
        }
    return false;
}

/* Whether bytes can be HTML in this encoding. In UTF-16, each character of a tag has a
   zero byte, and some servers declare UTF-16 for every page. */
static bool is_possible(const struct encoding *encoding, struct slice bytes)
{
    enum { LOOK_MAX = 1024 }; /* the same limit as the search for a meta element */
    struct slice start = slice_of(bytes.ptr, bytes.len < LOOK_MAX ? bytes.len : LOOK_MAX);
    bool is_utf16 =
        encoding->kind == ENCODING_UTF16LE || encoding->kind == ENCODING_UTF16BE;
    return !is_utf16 || slice_find_char(start, '\0') != SIZE_MAX;
}

static const struct encoding *encoding_of_header(struct slice bytes,
                                                 const struct charset_hints *hints)
{
    const struct encoding *said = prescan_content_type(hints->content_type);
    return said && hints->is_html && !is_possible(said, bytes) ? NULL : said;
}

/* The encodings that a page declares; NULL if it does not. */
struct declared {
    const struct encoding *header, *meta;
};

static struct decision utf8_decision(bool is_valid)
{
    return (struct decision){.encoding = encoding_of_label(SLICE("utf-8")),
                             .source = "utf-8",
                             .is_valid = is_valid};
}

static struct decision guess(struct slice bytes)
{
    struct decision d = {.encoding = detect(bytes), .source = "detector"};
    if (!d.encoding)
        d = (struct decision){.encoding = encoding_of_label(SLICE("windows-1252")),
                              .source = "default"};
    return d;
}

/* What an HTML page that is labelled as UTF-8 and certainly is not can be. */
static struct decision second_guess(struct slice bytes, const struct declared *declared)
{
    const struct encoding *meta = declared->meta;
    if (declared->header && meta && meta->kind != ENCODING_UTF8)
        return (struct decision){.encoding = meta, .source = "meta"};
    return guess(bytes);
}

/* Whether at most one in a hundred characters beyond ASCII has no meaning. */
static bool fits(struct arena *a, struct slice bytes, const struct encoding *encoding)
{
    enum { CHARACTERS_PER_LOSS = 100 };
    struct buffer text;
    struct evidence e;
    if (encoding->kind != ENCODING_BY_ICONV)
        return false;
    buffer_open(&text, a);
    decode_by_iconv(bytes, encoding, &text);
    evidence_read(buffer_slice(&text), &e);
    return e.replacements * CHARACTERS_PER_LOSS <= e.multi;
}

/* Replaces a declared encoding that the bytes refute. */
static void overrule(struct arena *a, struct slice bytes, const struct declared *declared,
                     struct decision *d)
{
    struct evidence e;
    struct decision better;
    if (d->encoding->kind == ENCODING_UTF8) {
        if ((d->is_valid = utf8_is_valid(bytes)))
            return;
        evidence_read(bytes, &e);
        bool is_sure = evidence_refutes_utf8(&e);
        if (!is_sure && !evidence_weakens_utf8(&e))
            return;
        better = second_guess(bytes, declared);
        if (!is_sure && !fits(a, bytes, better.encoding))
            return;
    } else {
        evidence_read(bytes, &e);
        bool is_doubted = declared->meta && declared->meta->kind == ENCODING_UTF8;
        if (!evidence_refutes(&e, d->encoding, is_doubted))
            return;
        better = utf8_decision(!e.stray && !e.broken);
    }
    better.refuted = d->encoding->name;
    better.refuted_source = d->source;
    *d = better;
}

static struct decision decide_unlabelled(struct slice bytes)
{
    struct evidence e;
    if (utf8_is_valid(bytes))
        return utf8_decision(true);
    evidence_read(bytes, &e);
    return evidence_is_utf8(&e) ? utf8_decision(false) : guess(bytes);
}

static struct decision decide(struct arena *a, struct slice bytes,
                              const struct charset_hints *hints)
{
    struct decision d = {0};
    if (decide_by_bom(bytes, &d))
        return d;
    if ((d.encoding = encoding_of_label(hints->forced))) {
        d.source = "option";
        return d;
    }
    struct declared declared = {encoding_of_header(bytes, hints),
                                hints->is_html ? prescan_html(bytes) : NULL};
    if (!declared.header && !declared.meta)
        return decide_unlabelled(bytes);
    d.encoding = declared.header ? declared.header : declared.meta;
    d.source = declared.header ? "header" : "meta";
    overrule(a, bytes, &declared, &d);
    return d;
}

static void decode(struct slice bytes, const struct encoding *encoding,
                   struct buffer *out)
{
    switch (encoding->kind) {
    case ENCODING_UTF8:
        decode_utf8(bytes, out);
        break;
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        decode_utf16(bytes, encoding->kind == ENCODING_UTF16BE, out);
        break;
    case ENCODING_BY_INDEX:
        decode_by_index(bytes, encoding->index, out);
        break;
    case ENCODING_BY_ICONV:
        decode_by_iconv(bytes, encoding, out);
        break;
    case ENCODING_USER_DEFINED:
        decode_user_defined(bytes, out);
        break;
    case ENCODING_REPLACEMENT:
        if (bytes.len)
            buffer_append_code_point(out, UTF8_REPLACEMENT);
        break;
    }
}

bool charset_decode(struct arena *a, struct slice bytes,
                    const struct charset_hints *hints, struct slice *out,
                    struct charset_choice *choice, struct error *err)
{
    if (hints->forced.len && !encoding_of_label(hints->forced))
        return error_set(err, "unknown charset \"%.*s\"; try utf-8 or windows-1252",
                         SLICE_ARG(hints->forced));
    struct decision d = utf8_decision(false);
    if (!hints->is_utf8)
        d = decide(a, bytes, hints);
    *choice = (struct charset_choice){d.encoding->name, d.source, d.refuted,
                                      d.refuted_source, 0};
    bytes = slice_after(bytes, d.skip);
    if (d.is_valid || (d.encoding->kind == ENCODING_UTF8 && utf8_is_valid(bytes))) {
        *out = bytes;
    } else {
        struct buffer text;
        buffer_open(&text, a);
        decode(bytes, d.encoding, &text);
        *out = buffer_slice(&text);
    }
    *out = double_encoding_mend(a, *out, &choice->mended);
    return true;
}
