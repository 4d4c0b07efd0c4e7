#include "base/regex.h"

#include "base/array.h"
#include "base/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

enum {
    PATTERN_MAX = 1 << 15, /* ten times the longest pattern in known rule files */
    /* Steps of one match. Good patterns on a line of 10 kB need less than 100,000. A
       million is about 20 ms of backtracking, which is the fault of the pattern. */
    MATCH_LIMIT = 1000 * 1000,
    DEPTH_LIMIT = 10 * 1000, /* nested backtracking points */
    HEAP_LIMIT_KIB = 8192,   /* the frames of those, for the same reason */
    /* Patterns joined in one alternation. Offsets inside a compiled pattern have 16 bits,
       so that PCRE2 would refuse a few hundred longer ones. */
    JOIN_MAX = 128,
    JOIN_BYTES_MAX = 1 << 13,
};

struct regex {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    struct slice pattern;
    unsigned flags;
};

static void free_regex(void *handle)
{
    struct regex *regex = handle;
    pcre2_match_context_free(regex->limits);
    pcre2_match_data_free(regex->data);
    pcre2_code_free(regex->code);
}

/* ---- compiling --------------------------------------------------------------------- */

static uint32_t compile_options(unsigned flags)
{
    /* \C would match a part of a character, but spans must not cut characters. */
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    options |= flags & REGEX_CASELESS ? PCRE2_CASELESS : 0;
    options |= flags & REGEX_MULTILINE ? PCRE2_MULTILINE : 0;
    options |= flags & REGEX_DOTALL ? PCRE2_DOTALL : 0;
    options |= flags & REGEX_EXTENDED ? PCRE2_EXTENDED : 0;
    return options;
}

static bool compile_error(struct error *err, int code, size_t offset)
{
    PCRE2_UCHAR text[256];
    if (pcre2_get_error_message(code, text, sizeof text) < 0)
        text[0] = '\0';
    return error_at(err, NULL, 0, (uint32_t)offset + 1, "bad pattern: %s",
                    (const char *)text);
}

/* The finalizer is registered first, because registering may jump out of the arena. */
static bool compile(struct arena *a, struct slice pattern, uint32_t options,
                    struct regex *out, struct error *err)
{
    arena_at_close(a, free_regex, out);
    int code;
    size_t offset;
    out->code = pcre2_compile((PCRE2_SPTR)(pattern.ptr ? pattern.ptr : ""), pattern.len,
                              options, &code, &offset, NULL);
    if (!out->code)
        return compile_error(err, code, offset);
    out->data = pcre2_match_data_create_from_pattern(out->code, NULL);
    out->limits = pcre2_match_context_create(NULL);
    if (!out->data || !out->limits)
        return error_set(err, "no memory for a pattern");
    pcre2_set_match_limit(out->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(out->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(out->limits, HEAP_LIMIT_KIB);
    return true;
}

bool regex_compile(struct arena *a, struct slice pattern, unsigned flags,
                   const struct regex **out, struct error *err)
{
    if (pattern.len > PATTERN_MAX)
        return error_at(err, NULL, 0, PATTERN_MAX + 1,
                        "the pattern is longer than %d bytes; split it in several lines",
                        PATTERN_MAX);
    struct regex *regex = arena_calloc(a, 1, sizeof *regex);
    regex->pattern = arena_copy(a, pattern);
    regex->flags = flags;
    *out = regex;
    return compile(a, regex->pattern, compile_options(flags), regex, err);
}

/* ---- "/re/flags" ------------------------------------------------------------------- */

static const struct {
    char letter;
    enum regex_flag flag;
} flag_letters[] = {
    {'i', REGEX_CASELESS},
    {'m', REGEX_MULTILINE},
    {'s', REGEX_DOTALL},
    {'x', REGEX_EXTENDED},
};

static unsigned flag_of_letter(char letter)
{
    for (size_t i = 0; i < COUNT_OF(flag_letters); i++)
        if (flag_letters[i].letter == letter)
            return flag_letters[i].flag;
    return 0;
}

/* The offset of the slash that ends a pattern, or SIZE_MAX. */
static size_t closing_slash(struct slice value)
{
    for (size_t i = 1; i < value.len; i++) {
        if (value.ptr[i] == '\\')
            i++;
        else if (value.ptr[i] == '/')
            return i;
    }
    return SIZE_MAX;
}

bool regex_parse(struct arena *a, struct slice value, const struct regex **out,
                 struct error *err)
{
    if (!value.len || value.ptr[0] != '/')
        return error_at(err, NULL, 0, 1,
                        "a pattern is written between slashes, as in /^Share this/i");
    size_t close = closing_slash(value);
    if (close == SIZE_MAX)
        return error_at(err, NULL, 0, (uint32_t)value.len,
                        "the pattern has no closing slash; write /%.*s/",
                        SLICE_ARG(slice_after(value, 1)));
    if (close == 1)
        return error_at(err, NULL, 0, 1, "the pattern is empty and would match all");
    unsigned flags = 0;
    for (size_t i = close + 1; i < value.len; i++) {
        unsigned flag = flag_of_letter(value.ptr[i]);
        if (!flag)
            return error_at(err, NULL, 0, (uint32_t)i + 1,
                            "unknown flag after the pattern; known are i, m, s and x, "
                            "and a slash inside the pattern is written \\/");
        flags |= flag;
    }
    if (regex_compile(a, slice_of(value.ptr + 1, close - 1), flags, out, err))
        return true;
    if (err && err->column)
        err->column++; /* the slash before it */
    return false;
}

/* ---- matching ---------------------------------------------------------------------- */

static enum regex_result run(const struct regex *regex, struct slice subject,
                             size_t offset)
{
    PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.ptr ? subject.ptr : "");
    int result = pcre2_match(regex->code, bytes, subject.len, offset, PCRE2_NO_UTF_CHECK,
                             regex->data, regex->limits);
    if (result >= 0) /* 0: matched, with more groups than fit */
        return REGEX_YES;
    return result == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_LIMIT;
}

enum regex_result regex_match(const struct regex *regex, struct slice subject,
                              size_t offset, struct regex_span *span)
{
    if (offset > subject.len)
        return REGEX_NO;
    enum regex_result result = run(regex, subject, offset);
    if (result == REGEX_YES && span) {
        const size_t *ends = pcre2_get_ovector_pointer(regex->data);
        *span = (struct regex_span){ends[0], ends[1]};
    }
    return result;
}

/* ---- replacing --------------------------------------------------------------------- */

/* A part of a replacement: text, or the name of a group. */
struct piece {
    struct slice text;
    bool is_group;
};

/* The length of "1", "{1}" or "{name}" at the beginning of s; 0 if there is none. */
static size_t group_length(struct slice s)
{
    size_t digits = 0;
    while (digits < s.len && is_ascii_digit((unsigned char)s.ptr[digits]))
        digits++;
    if (digits || !s.len || s.ptr[0] != '{')
        return digits;
    size_t close = slice_find_char(s, '}');
    return close == SIZE_MAX || close == 1 ? 0 : close + 1;
}

/* Reads the next piece of *rest; false at the end. */
static bool next_piece(struct slice *rest, struct piece *out)
{
    if (!rest->len)
        return false;
    size_t dollar = slice_find_char(*rest, '$');
    if (dollar != 0) {
        size_t len = dollar == SIZE_MAX ? rest->len : dollar;
        *out = (struct piece){slice_of(rest->ptr, len), false};
        *rest = slice_after(*rest, len);
        return true;
    }
    struct slice behind = slice_after(*rest, 1);
    size_t len = group_length(behind);
    if (len == 0) {
        bool is_double = behind.len && behind.ptr[0] == '$';
        *out = (struct piece){slice_of(rest->ptr, 1), false};
        *rest = slice_after(*rest, is_double ? 2 : 1);
        return true;
    }
    *out = (struct piece){slice_of(behind.ptr, len), true};
    if (behind.ptr[0] == '{')
        out->text = slice_of(behind.ptr + 1, len - 2);
    *rest = slice_after(behind, len);
    return true;
}

/* The number of the group that a piece names, or -1 if the pattern has no such group. */
static int group_number(const struct regex *regex, struct slice name)
{
    enum { NAME_MAX_BYTES = 32 /* the limit of PCRE2 */ };
    uint32_t groups = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (!is_ascii_digit((unsigned char)name.ptr[0])) {
        char text[NAME_MAX_BYTES + 1] = "";
        if (name.len > NAME_MAX_BYTES)
            return -1;
        memcpy(text, name.ptr, name.len);
        int number = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)text);
        return number > 0 ? number : -1;
    }
    uint32_t number = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (!is_ascii_digit((unsigned char)name.ptr[i]) || number > groups)
            return -1;
        number = number * 10 + (uint32_t)(name.ptr[i] - '0');
    }
    return number <= groups ? (int)number : -1;
}

bool regex_check_replacement(const struct regex *regex, struct slice replacement,
                             struct error *err)
{
    struct slice rest = replacement;
    struct piece piece;
    while (next_piece(&rest, &piece))
        if (piece.is_group && group_number(regex, piece.text) < 0)
            return error_at(err, NULL, 0, (uint32_t)(piece.text.ptr - replacement.ptr),
                            "the pattern has no group \"%.*s\"; a dollar sign is "
                            "written $$",
                            SLICE_ARG(piece.text));
    return true;
}

/* Appends the replacement for the match in regex->data. */
static void append_replacement(const struct regex *regex, struct slice subject,
                               struct slice replacement, struct buffer *out)
{
    const size_t *ends = pcre2_get_ovector_pointer(regex->data);
    struct slice rest = replacement;
    struct piece piece;
    while (next_piece(&rest, &piece)) {
        if (!piece.is_group) {
            buffer_append(out, piece.text);
            continue;
        }
        int group = group_number(regex, piece.text);
        if (group >= 0 && ends[2 * group] != PCRE2_UNSET)
            buffer_append(out, slice_of(subject.ptr + ends[2 * group],
                                        ends[2 * group + 1] - ends[2 * group]));
    }
}

enum regex_result regex_replace(const struct regex *regex, struct slice subject,
                                struct slice replacement, struct buffer *out)
{
    size_t before = out->len, copied = 0, at = 0;
    struct regex_span span;
    enum regex_result result, any = REGEX_NO;
    while ((result = regex_match(regex, subject, at, &span)) == REGEX_YES) {
        any = REGEX_YES;
        buffer_append(out, slice_of(subject.ptr + copied, span.start - copied));
        append_replacement(regex, subject, replacement, out);
        copied = at = span.end;
        bool is_empty = span.start == span.end;
        if (is_empty) { /* continues after the next character */
            size_t used = 1;
            utf8_decode(slice_after(subject, at), &used);
            at += used ? used : 1;
        }
    }
    if (result == REGEX_LIMIT) {
        buffer_truncate(out, before);
        copied = 0;
        any = REGEX_LIMIT;
    }
    buffer_append(out, slice_after(subject, copied));
    return any;
}

/* ---- sets -------------------------------------------------------------------------- */

/* Some members of a set and an alternation of them. The alternation only says whether any
   of them matches: it finds the leftmost match, not the lowest index, and most lines
   match none. */
struct filter {
    const struct regex *joined; /* NULL: the members are tried one by one */
    const uint32_t *members;    /* ascending indices of the set */
    size_t count;
};

struct filter_list {
    struct filter *items;
    size_t count, capacity;
};

struct regex_set {
    const struct regex *const *items;
    struct filter_list filters;
};

/* Whether what follows "(?" does not change groups or text around it. */
static bool is_plain_group(struct slice s)
{
    static const struct slice fronts[] = {
        SLICE_INIT(":"),  SLICE_INIT("="),  SLICE_INIT("!"),
        SLICE_INIT("<="), SLICE_INIT("<!"), SLICE_INIT(">"),
    };
    for (size_t i = 0; i < COUNT_OF(fronts); i++)
        if (slice_starts_with(s, fronts[i]))
            return true;
    size_t letters = 0;
    while (letters < s.len && memchr("ims-", s.ptr[letters], 4))
        letters++;
    return letters && letters < s.len && memchr("):", s.ptr[letters], 2);
}

/* Whether a pattern means the same inside an alternation. False when in doubt: references
   would count other groups, verbs and recursion act outside, \Q and the comments of x
   could swallow the next bracket. */
static bool is_joinable(const struct regex *regex)
{
    struct slice s = regex->pattern;
    if (regex->flags & REGEX_EXTENDED)
        return false;
    for (size_t i = 0; i + 1 < s.len; i++) {
        unsigned char next = (unsigned char)s.ptr[i + 1];
        if (s.ptr[i] == '\\') {
            if (is_ascii_digit(next) || memchr("gkKQE", next, 5))
                return false;
            i++;
        } else if (s.ptr[i] == '(') {
            if (next == '*' || (next == '?' && !is_plain_group(slice_after(s, i + 2))))
                return false;
        }
    }
    return true;
}

static bool is_anchored(const struct regex *regex)
{
    uint32_t options = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_ALLOPTIONS, &options);
    return options & PCRE2_ANCHORED;
}

static void append_branch(struct buffer *out, const struct regex *regex)
{
    buffer_append_string(out, out->len ? "|(?" : "(?");
    for (size_t i = 0; i < COUNT_OF(flag_letters); i++)
        if (regex->flags & flag_letters[i].flag)
            buffer_append_char(out, flag_letters[i].letter);
    buffer_append_char(out, ':');
    buffer_append(out, regex->pattern);
    buffer_append_char(out, ')');
}

/* Adds the filter of members[0..count), joined if that is worth it and PCRE2 accepts
   it. */
static void add_filter(struct arena *a, struct regex_set *set, const uint32_t *members,
                       size_t count, bool join)
{
    struct filter filter = {NULL, members, count};
    if (join && count > 1) {
        struct buffer pattern;
        buffer_open(&pattern, a);
        for (size_t i = 0; i < count; i++)
            append_branch(&pattern, set->items[members[i]]);
        struct regex *joined = arena_calloc(a, 1, sizeof *joined);
        /* The groups are not read. */
        uint32_t options = compile_options(0) | PCRE2_NO_AUTO_CAPTURE;
        if (compile(a, buffer_slice(&pattern), options, joined, NULL))
            filter.joined = joined;
    }
    ARENA_PUSH(a, &set->filters, filter);
}

/* Only anchored patterns gain by joining: an alternation of them fails after one look at
   the beginning of the subject (for fifty, in a tenth of the time). One of patterns that
   may match anywhere tries every branch at every byte and takes three times as long. */
static bool is_joined(const struct regex *regex)
{
    return is_anchored(regex) && is_joinable(regex);
}

static void add_filters(struct arena *a, struct regex_set *set, size_t count, bool join)
{
    uint32_t *members = arena_alloc(a, count * sizeof *members);
    size_t start = 0, end = 0, bytes = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_joined(set->items[i]) != join)
            continue;
        size_t len = set->items[i]->pattern.len;
        if (end - start == JOIN_MAX || (end > start && bytes + len > JOIN_BYTES_MAX)) {
            add_filter(a, set, members + start, end - start, join);
            start = end;
            bytes = 0;
        }
        members[end++] = (uint32_t)i;
        bytes += len;
    }
    if (end > start)
        add_filter(a, set, members + start, end - start, join);
}

const struct regex_set *regex_set_build(struct arena *a, const struct regex *const *items,
                                        size_t count)
{
    struct regex_set *set = arena_calloc(a, 1, sizeof *set);
    set->items = items;
    add_filters(a, set, count, true);
    add_filters(a, set, count, false);
    return set;
}

/* What is known so far about one subject. */
struct answer {
    size_t match, gave_up; /* the lowest index, or SIZE_MAX */
};

static void ask_members(const struct regex_set *set, const struct filter *filter,
                        struct slice subject, struct answer *answer)
{
    for (size_t i = 0; i < filter->count && filter->members[i] < answer->match; i++) {
        uint32_t member = filter->members[i];
        enum regex_result result = run(set->items[member], subject, 0);
        if (result == REGEX_YES)
            answer->match = member;
        else if (result == REGEX_LIMIT && member < answer->gave_up)
            answer->gave_up = member;
    }
}

enum regex_result regex_set_match(const struct regex_set *set, struct slice subject,
                                  size_t *index)
{
    struct answer answer = {SIZE_MAX, SIZE_MAX};
    for (size_t i = 0; i < set->filters.count; i++) {
        const struct filter *filter = &set->filters.items[i];
        if (!filter->joined || run(filter->joined, subject, 0) != REGEX_NO)
            ask_members(set, filter, subject, &answer);
    }
    *index = answer.match != SIZE_MAX ? answer.match : answer.gave_up;
    if (answer.match != SIZE_MAX)
        return REGEX_YES;
    return answer.gave_up != SIZE_MAX ? REGEX_LIMIT : REGEX_NO;
}
