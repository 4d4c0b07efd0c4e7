#include "plaintext/menu_lines.h"

#include "base/array.h"
#include "base/utf8.h"
#include "model/passage_kind.h"
#include "phrases/copyright.h"
#include "phrases/menu_vocabulary.h"

enum {
    ENTRY_WORDS_MAX = 6,    /* of an entry of a menu */
    BULLETS_MIN = 2,        /* known entries that make a bulleted run a menu ... */
    BULLETS_SHARE = 4,      /* ... and one in so many of its lines must be known */
    BARE_MIN = 3,           /* known entries that make a run of bare lines a menu */
    UNKNOWN_MAX = 2,        /* unknown lines between two known ones of a bare run */
    BAR_MIN = 3,            /* entries of a menu on one line: "Home | News | About" */
    BAR_BYTES_MAX = 4000,   /* a longer line is not a menu; each part is looked up */
    FOOTER_BYTES_MAX = 400, /* a longer line is a text about copyright, not a notice */
    POLICY_WORDS = 8,       /* a longer line about one policy may be an article's end */
};

#define SENSES_OF_RUNS (SENSE(LINE_MENU) | SENSE(LINE_NETWORK) | SENSE(LINE_LANGUAGE))

struct line {
    struct block *block;
    phrase_set senses; /* SENSES_OF_LINES */
    size_t words;
    bool is_entry; /* short, and not a sentence */
};

struct plain_lines {
    struct line *lines; /* those that are neither dropped nor kept */
    size_t count;
    uint32_t reason; /* of the pass that runs */
};

/* ---- what a line is ---------------------------------------------------------------- */

static size_t count_words(struct slice text)
{
    size_t words = 0;
    struct slice word;
    while (slice_next_word(&text, &word))
        words++;
    return words;
}

static bool ends_sentence(struct slice text)
{
    static const struct slice ENDS[] = {
        SLICE_INIT("."), SLICE_INIT("!"),   SLICE_INIT("?"),
        SLICE_INIT(";"), SLICE_INIT(".\""), SLICE_INIT("…"),
        SLICE_INIT("”"), SLICE_INIT("。"),  SLICE_INIT("？"),
    };
    for (size_t i = 0; i < COUNT_OF(ENDS); i++)
        if (slice_ends_with(text, ENDS[i]))
            return true;
    return false;
}

static struct line line_of(struct block *block)
{
    struct line line = {.block = block, .words = count_words(block->text)};
    bool is_short = line.words <= ENTRY_WORDS_MAX;
    line.senses = is_short ? menu_vocabulary_read(block->text) : 0;
    line.is_entry = is_short && (line.senses || !ends_sentence(block->text));
    return line;
}

static bool is_prose(const struct line *line)
{
    return !line->senses &&
           passage_kind_is_prose_line(line->words, ends_sentence(line->block->text));
}

static void drop(struct plain_lines *s, struct line *line)
{
    if (line->block->verdict == VERDICT_DROP)
        return;
    line->block->verdict = VERDICT_DROP;
    line->block->reason = s->reason;
}

/* ---- runs of entries --------------------------------------------------------------- */

/* What follows "Ingredients:" is a list that somebody wrote; "Share this:" is not. */
static bool is_introduced(const struct plain_lines *s, size_t first)
{
    const struct line *before = first ? &s->lines[first - 1] : NULL;
    return before && !(before->senses & SENSE(LINE_LABEL)) &&
           slice_ends_with(before->block->text, SLICE(":"));
}

static size_t count_known(const struct plain_lines *s, size_t first, size_t end)
{
    size_t known = 0;
    for (size_t i = first; i < end; i++)
        known += (s->lines[i].senses & SENSES_OF_RUNS) != 0;
    return known;
}

static size_t bullet_run_end(const struct plain_lines *s, size_t first)
{
    size_t end = first;
    while (end < s->count && s->lines[end].is_entry && s->lines[end].block->marker.len)
        end++;
    return end;
}

static void drop_bullet_run(struct plain_lines *s, size_t first, size_t end)
{
    size_t known = count_known(s, first, end);
    if (known < BULLETS_MIN || known * BULLETS_SHARE < end - first ||
        is_introduced(s, first))
        return;
    for (size_t i = first; i < end; i++)
        drop(s, &s->lines[i]);
}

static bool is_bare_known(const struct line *line)
{
    return line->is_entry && !line->block->marker.len && (line->senses & SENSES_OF_RUNS);
}

/* The end of a run of bare lines that begins and ends with known entries, with few others
   between them. */
static size_t bare_run_end(const struct plain_lines *s, size_t first)
{
    size_t end = first, unknown = 0;
    for (size_t i = first; i < s->count && unknown <= UNKNOWN_MAX; i++) {
        if (!s->lines[i].is_entry || s->lines[i].block->marker.len)
            break;
        if (is_bare_known(&s->lines[i])) {
            end = i + 1;
            unknown = 0;
        } else {
            unknown++;
        }
    }
    return end;
}

/* Lines between known ones go only if most lines are known. */
static void drop_bare_run(struct plain_lines *s, size_t first, size_t end)
{
    size_t known = count_known(s, first, end);
    if (known < BARE_MIN || is_introduced(s, first))
        return;
    bool mostly = known * 3 >= (end - first) * 2;
    for (size_t i = first; i < end; i++)
        if (mostly || is_bare_known(&s->lines[i]))
            drop(s, &s->lines[i]);
}

static void drop_bullets(struct plain_lines *s)
{
    for (size_t i = 0; i < s->count;) {
        size_t end = bullet_run_end(s, i);
        if (end > i)
            drop_bullet_run(s, i, end);
        i = end > i ? end : i + 1;
    }
}

static void drop_bare_lines(struct plain_lines *s)
{
    for (size_t i = 0; i < s->count;) {
        size_t end = is_bare_known(&s->lines[i]) ? bare_run_end(s, i) : i;
        if (end > i)
            drop_bare_run(s, i, end);
        i = end > i ? end : i + 1;
    }
}

/* ---- single lines ------------------------------------------------------------------ */

/* "Home | News | About us": all entries short, and most of them known. */
static bool is_bar(struct slice text)
{
    static const char SEPARATORS[] = "|>";
    if (text.len > BAR_BYTES_MAX)
        return false;
    for (const char *separator = SEPARATORS; *separator; separator++) {
        struct slice rest = text, part;
        size_t parts = 0, known = 0;
        while (slice_split(&rest, *separator, &part)) {
            parts++;
            known += (menu_vocabulary_read(part) & SENSES_OF_RUNS) != 0;
        }
        if (parts >= BAR_MIN && known * 3 >= parts * 2)
            return true;
    }
    return false;
}

/* "Read our Privacy Policy". A sentence must name two policies; an article may end with
   one. */
static bool is_policy(struct slice text)
{
    bool has_privacy = phrases_are_inside(text, SENSE_PRIVACY_POLICY);
    bool has_terms = phrases_are_inside(text, SENSE_TERMS_OF_USE);
    return (has_privacy && has_terms) ||
           ((has_privacy || has_terms) && count_words(text) < POLICY_WORDS);
}

/* A notice at the end of a page: copyright with a year, policies, the software's name. */
static bool is_footer(struct slice text)
{
    if (text.len > FOOTER_BYTES_MAX)
        return false;
    return copyright_is_line(text) || is_policy(text) ||
           phrases_are_inside(text, SENSE_FOOTER_NOTICE);
}

/* The text of a cookie box; no line of an article begins so. */
static bool is_cookie_notice(struct slice text)
{
    struct phrase_beginning opening;
    return phrases_begin(text, SENSE_COOKIE_NOTICE, &opening);
}

/* Footers end a page: only notices and entries follow them. */
static void drop_footers(struct plain_lines *s)
{
    for (size_t i = s->count; i-- > 0;) {
        struct line *line = &s->lines[i];
        if (is_footer(line->block->text))
            drop(s, line);
        else if (is_prose(line))
            return;
    }
}

/* ---- the passes -------------------------------------------------------------------- */

static void drop_labels(struct plain_lines *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->lines[i].senses & SENSE(LINE_LABEL))
            drop(s, &s->lines[i]);
}

static void drop_each(struct plain_lines *s, bool (*is_kind)(struct slice))
{
    for (size_t i = 0; i < s->count; i++)
        if (is_kind(s->lines[i].block->text))
            drop(s, &s->lines[i]);
}

static void drop_bars(struct plain_lines *s)
{
    drop_each(s, is_bar);
}

static void drop_cookie_notices(struct plain_lines *s)
{
    drop_each(s, is_cookie_notice);
}

void menu_lines_drop(struct block_list *blocks, struct marks *marks)
{
    static const struct {
        enum reason_code code;
        void (*run)(struct plain_lines *);
    } PASSES[] = {
        {REASON_MENU_LIST, drop_bullets},     {REASON_MENU_LINES, drop_bare_lines},
        {REASON_FOOTER_NOTICE, drop_footers}, {REASON_LABEL, drop_labels},
        {REASON_MENU_BAR, drop_bars},         {REASON_COOKIE_NOTICE, drop_cookie_notices},
    };
    struct plain_lines s = {
        .lines = arena_alloc(marks->arena, blocks->count * sizeof *s.lines)};
    for (size_t i = 0; i < blocks->count; i++) {
        struct block *block = &blocks->items[i];
        if (block->verdict != VERDICT_DROP && !block_is_kept_by_line(marks, block))
            s.lines[s.count++] = line_of(block);
    }
    for (size_t i = 0; i < COUNT_OF(PASSES); i++) {
        s.reason = marks_add_builtin(marks, PASSES[i].code);
        PASSES[i].run(&s);
    }
}
