#include "archive/search_query.h"

#include "archive/search_dates.h"
#include "archive/search_index.h"
#include "archive/search_words.h"
#include "base/array.h"

enum { TERMS_MAX = 64 }; /* more are no search but a text */

enum field { FIELD_WORDS, FIELD_TITLE, FIELD_HOST, FIELD_DATE };

struct term {
    enum field field;
    bool is_negated, is_alternative; /* to the term before it */
    struct slice text;
    struct search_phrase phrase;
};

struct parser {
    struct db *db;
    struct arena *arena;
    struct slice rest;
    struct term terms[TERMS_MAX];
    size_t count;
    bool after_or;
    struct search_word last; /* of the term that is being split */
    bool ends_in_pair;       /* it is the second character of the pair before it */
    struct error *err;
};

/* ---- terms ------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return is_ascii_space((unsigned char)c);
}

/* Takes what is between quotation marks, or up to the next space. */
static struct slice take_text(struct parser *p)
{
    struct slice rest = p->rest;
    if (rest.len && rest.ptr[0] == '"') {
        rest = slice_after(rest, 1);
        size_t end = slice_find_char(rest, '"');
        struct slice text = slice_of(rest.ptr, end == SIZE_MAX ? rest.len : end);
        p->rest = slice_after(rest, text.len + 1);
        return text;
    }
    size_t len = 0;
    while (len < rest.len && !is_space(rest.ptr[len]) && (rest.ptr[len] != '"' || !len))
        len++;
    p->rest = slice_after(rest, len);
    return slice_of(rest.ptr, len);
}

static void take_field(struct parser *p, struct term *term)
{
    static const struct {
        struct slice name;
        enum field field;
    } fields[] = {{SLICE_INIT("title:"), FIELD_TITLE},
                  {SLICE_INIT("host:"), FIELD_HOST},
                  {SLICE_INIT("date:"), FIELD_DATE}};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (!slice_starts_with_nocase(p->rest, fields[i].name))
            continue;
        term->field = fields[i].field;
        p->rest = slice_after(p->rest, fields[i].name.len);
        return;
    }
}

static void push_word(void *context, const struct search_word *word)
{
    struct parser *p = context;
    struct term *term = &p->terms[p->count];
    p->ends_in_pair = word->is_last && p->last.is_pair && p->last.end == word->end;
    p->last = *word;
    ARENA_PUSH(p->arena, &term->phrase, arena_copy(p->arena, word->word));
}

/* Splits the term into words. One without any is left out. */
static bool add_words(struct parser *p)
{
    struct term *term = &p->terms[p->count];
    struct slice text = term->text;
    p->last = (struct search_word){0};
    p->ends_in_pair = false;
    if (!search_words_visit(p->db, text, push_word, p, p->err))
        return false;
    /* A text may go on where the query ends: its last pair says all. */
    if (p->ends_in_pair)
        term->phrase.count--;
    term->phrase.is_prefix = (p->last.is_last && !p->ends_in_pair) ||
                             (text.len && text.ptr[text.len - 1] == '*') ||
                             (p->rest.len && p->rest.ptr[0] == '*');
    p->count += term->phrase.count > 0;
    return true;
}

static bool check_date(struct parser *p, struct slice text)
{
    struct buffer unused;
    buffer_open(&unused, p->arena);
    return search_dates_append(text, &unused) ||
           error_set(
               p->err,
               "date:%.*s: expected a year, a month or a day, such as 2025, 2025-03 "
               "or 2025-03-04, or two with \"..\" between them",
               SLICE_ARG(text));
}

static bool take_term(struct parser *p)
{
    struct term *term = &p->terms[p->count];
    *term = (struct term){.is_alternative = p->after_or};
    p->after_or = false;
    if (p->rest.len > 1 && p->rest.ptr[0] == '-' && !is_space(p->rest.ptr[1])) {
        term->is_negated = true;
        p->rest = slice_after(p->rest, 1);
    }
    bool is_quoted = p->rest.len && p->rest.ptr[0] == '"';
    take_field(p, term);
    term->text = take_text(p);
    if (slice_equal(term->text, SLICE("OR")) && !is_quoted && !term->field) {
        p->after_or = p->count > 0;
        return true;
    }
    if (term->field == FIELD_DATE && !check_date(p, term->text))
        return false;
    if (term->field == FIELD_HOST || term->field == FIELD_DATE) {
        p->count += term->text.len > 0;
        return true;
    }
    return add_words(p);
}

static bool take_terms(struct parser *p)
{
    for (;;) {
        while (p->rest.len && is_space(p->rest.ptr[0]))
            p->rest = slice_after(p->rest, 1);
        if (!p->rest.len)
            return true;
        if (p->count == TERMS_MAX)
            return error_set(p->err, "a search may have %d words and phrases", TERMS_MAX);
        if (!take_term(p))
            return false;
    }
}

/* ---- expressions ------------------------------------------------------------------- */

/* FTS5 takes anything between quotation marks; a word has none in it. */
static void append_phrase(const struct search_phrase *phrase, struct buffer *out)
{
    buffer_append_char(out, '"');
    for (size_t i = 0; i < phrase->count; i++) {
        buffer_append(out, phrase->items[i]);
        buffer_append_string(out, i + 1 < phrase->count ? " " : "\"");
    }
    if (phrase->is_prefix)
        buffer_append_string(out, " *");
}

static void append_host(struct parser *p, struct slice host, struct buffer *out)
{
    buffer_append_string(out, "host : ^ \"");
    struct buffer plain; /* what FTS5 would take for the end of the string is no host */
    buffer_open(&plain, p->arena);
    for (size_t i = 0; i < host.len; i++)
        if (host.ptr[i] != '"')
            buffer_append_char(&plain, host.ptr[i]);
    search_index_append_host(plain.ptr, out);
    buffer_append_char(out, '"');
}

static void append_term(struct parser *p, const struct term *term, const char *columns,
                        struct buffer *out)
{
    switch (term->field) {
    case FIELD_WORDS:
        buffer_printf(out, "%s : ", columns);
        append_phrase(&term->phrase, out);
        break;
    case FIELD_TITLE:
        buffer_append_string(out, "title : ");
        append_phrase(&term->phrase, out);
        break;
    case FIELD_HOST:
        append_host(p, term->text, out);
        break;
    case FIELD_DATE:
        buffer_append_string(out, "date : (");
        search_dates_append(term->text, out);
        buffer_append_char(out, ')');
        break;
    }
}

/* Hosts are alternatives to each other. */
static void append_hosts(struct parser *p, struct buffer *out)
{
    const char *before = out->len ? " AND (" : "(";
    bool has_one = false;
    for (size_t i = 0; i < p->count; i++) {
        if (p->terms[i].field != FIELD_HOST || p->terms[i].is_negated)
            continue;
        buffer_append_string(out, has_one ? " OR " : before);
        append_term(p, &p->terms[i], NULL, out);
        has_one = true;
    }
    if (has_one)
        buffer_append_char(out, ')');
}

static const char *make_expression(struct parser *p, const char *columns)
{
    struct buffer all, found;
    buffer_open(&found, p->arena);
    bool is_open = false;
    for (size_t i = 0; i < p->count; i++) {
        const struct term *term = &p->terms[i];
        if (term->is_negated || term->field == FIELD_HOST)
            continue;
        bool joins = is_open && term->is_alternative;
        if (!joins)
            buffer_append_string(&found, !is_open ? "(" : ") AND (");
        else
            buffer_append_string(&found, " OR ");
        append_term(p, term, columns, &found);
        is_open = true;
    }
    if (is_open)
        buffer_append_char(&found, ')');
    append_hosts(p, &found);
    buffer_open(&all, p->arena);
    buffer_printf(&all, "(%s)", found.ptr);
    for (size_t i = 0; i < p->count; i++) {
        if (!p->terms[i].is_negated)
            continue;
        buffer_append_string(&all, " NOT ");
        append_term(p, &p->terms[i], "{title text}", &all);
    }
    return found.len ? all.ptr : NULL;
}

bool search_query_parse(struct db *db, struct slice text, struct arena *a,
                        struct search_query *out, struct error *err)
{
    struct parser *p = arena_calloc(a, 1, sizeof *p);
    *p = (struct parser){.db = db, .arena = a, .rest = text, .err = err};
    *out = (struct search_query){0};
    if (!take_terms(p))
        return false;
    for (size_t i = 0; i < p->count; i++) {
        const struct term *term = &p->terms[i];
        if (!term->is_negated && term->phrase.count)
            ARENA_PUSH(a, &out->phrases, term->phrase);
    }
    out->expression = make_expression(p, "{title text}");
    if (out->phrases.count)
        out->title_expression = make_expression(p, "title");
    return out->expression ||
           error_set(err, "nothing to search for: expected a word, host: or date:");
}
