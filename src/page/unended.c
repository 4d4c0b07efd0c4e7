#include "page/unended.h"

#include "base/array.h"
#include "base/buffer.h"
#include "page/raw_text.h"
#include "page/tag_scanner.h"

/* Where the missing end tag of an element goes. */
enum ending {
    ENDS_AT_ONCE, /* after the start tag: what is in it is not shown */
    ENDS_AT_TAG,  /* before the next tag: it has text */
    ENDS_AT_CODE, /* before the next line that begins with a tag: a script */
    ENDS_AT_PART, /* before the next tag that cannot be in a select */
    ENDS_NEVER,   /* only "/>" is mended: it may hold markup */
};

/* What shows that an element has swallowed a part of the page, if it does end. */
enum { SIGNS_MAX = 5 };

static const struct kind {
    struct slice name;
    enum ending ending;
    struct slice signs[SIGNS_MAX];
} KINDS[] = {
    {SLICE_INIT("iframe"),
     ENDS_AT_ONCE,
     {SLICE_INIT("<iframe"), SLICE_INIT("</body"), SLICE_INIT("<h1"),
      SLICE_INIT("</article"), SLICE_INIT("<footer")}},
    {SLICE_INIT("script"), ENDS_AT_CODE, {{NULL, 0}}},
    {SLICE_INIT("style"),
     ENDS_AT_TAG,
     {SLICE_INIT("<style"), SLICE_INIT("</head"), SLICE_INIT("<body")}},
    {SLICE_INIT("title"),
     ENDS_AT_TAG,
     {SLICE_INIT("<title"), SLICE_INIT("</head"), SLICE_INIT("<body"),
      SLICE_INIT("<meta"), SLICE_INIT("<link")}},
    {SLICE_INIT("textarea"),
     ENDS_AT_TAG,
     {SLICE_INIT("<textarea"), SLICE_INIT("<body"), SLICE_INIT("</body")}},
    {SLICE_INIT("select"), ENDS_AT_PART, {SLICE_INIT("<select"), SLICE_INIT("</body")}},
    {SLICE_INIT("noscript"), ENDS_AT_ONCE, {SLICE_INIT("<noscript")}},
    {SLICE_INIT("xmp"), ENDS_AT_ONCE, {{NULL, 0}}},
    {SLICE_INIT("noembed"), ENDS_AT_ONCE, {{NULL, 0}}},
    {SLICE_INIT("noframes"), ENDS_AT_ONCE, {{NULL, 0}}},
    {SLICE_INIT("video"), ENDS_NEVER, {{NULL, 0}}},
    {SLICE_INIT("audio"), ENDS_NEVER, {{NULL, 0}}},
    {SLICE_INIT("canvas"), ENDS_NEVER, {{NULL, 0}}},
    {SLICE_INIT("object"), ENDS_NEVER, {{NULL, 0}}},
    {SLICE_INIT("applet"), ENDS_NEVER, {{NULL, 0}}},
    {SLICE_INIT("template"), ENDS_NEVER, {{NULL, 0}}},
    {SLICE_INIT("datalist"), ENDS_NEVER, {{NULL, 0}}},
};
enum { KINDS_COUNT = COUNT_OF(KINDS) };

static const struct kind *kind_of(struct slice name)
{
    if (name.len < 3 || name.len > 8)
        return NULL;
    for (size_t i = 0; i < KINDS_COUNT; i++)
        if (slice_equal_nocase(name, KINDS[i].name))
            return &KINDS[i];
    return NULL;
}

bool unended_is_swallowing(struct slice name)
{
    return kind_of(name) != NULL;
}

/* The page while it is mended. */
struct mender {
    const char *at, *end;
    const char *kept;              /* bytes from here to `at` are still to be copied */
    const char *page_end;          /* the last "</body" or "</html"; NULL: none */
    const char *script_end;        /* the next plain end tag of a script */
    const char *no_comment;        /* no comment ends after this place */
    const char *ends[KINDS_COUNT]; /* the next end tag of each kind, if it is known */
    struct buffer out;
    bool is_mended;
};

/* A start tag. */
struct start {
    const char *end; /* after the ">" */
    bool is_empty;   /* ends with "/>" */
};

/* Copies what is pending, up to `to`. */
static void copy_until(struct mender *m, const char *to)
{
    buffer_append(&m->out, slice_of(m->kept, (size_t)(to - m->kept)));
    m->kept = m->at = to;
}

static void add_end_tag(struct mender *m, const char *at, struct slice name)
{
    copy_until(m, at);
    buffer_append_string(&m->out, "</");
    buffer_append(&m->out, name);
    buffer_append_char(&m->out, '>');
    m->is_mended = true;
}

/* Reads the rest of a tag after its name. Returns false if the page ends in it. */
static bool read_start(const struct mender *m, const char *at, struct start *start)
{
    const char *behind = at;
    struct tag_scanner_attribute attribute;
    while (tag_scanner_next_attribute(&at, m->end, &attribute))
        behind = at;
    if (at == m->end)
        return false;
    start->is_empty = at > behind && at[-1] == '/';
    start->end = at + 1;
    return true;
}

/* ---- ends -------------------------------------------------------------------------- */

/* The end tag of an element whose content begins here. Each byte of the page is searched
   once for each kind. */
static const char *end_of(struct mender *m, const struct kind *kind, const char *from)
{
    const char **known = &m->ends[kind - KINDS];
    if (!*known || *known < from)
        *known = kind->ending == ENDS_AT_CODE
                     ? raw_text_find_script_end(from, m->end)
                     : raw_text_find_end(from, m->end, kind->name);
    return *known;
}

static bool is_tag(const char *at, const char *end)
{
    return at + 1 < end &&
           (is_ascii_letter((unsigned char)at[1]) || at[1] == '/' || at[1] == '!');
}

/* Whether the content of an element shows that its end tag is another's. The search ends
   at the next start tag of the kind, which is a sign for all kinds that have any. */
static bool has_sign(const struct kind *kind, const char *from, const char *end)
{
    while (kind->signs[0].len && (from = raw_text_find_char(from, end, '<'))) {
        for (size_t i = 0; i < SIGNS_MAX && kind->signs[i].len; i++)
            if (raw_text_begins(from, end, kind->signs[i]))
                return true;
        from++;
    }
    return false;
}

/* A tag at the start of a line, or one that no script has: the end of a script that has
   none itself. */
static const char *find_end_of_code(const char *from, const char *end)
{
    bool is_line = false;
    for (const char *at = from; at < end; at++) {
        if (*at == '<' && is_tag(at, end) &&
            (is_line || raw_text_begins(at, end, SLICE("</head")) ||
             raw_text_begins(at, end, SLICE("<body"))))
            return at;
        is_line = *at == '\n' || (is_line && is_ascii_space((unsigned char)*at));
    }
    return end;
}

/* The first tag that is not one of a select's own. */
static const char *find_end_of_options(const char *from, const char *end)
{
    static const struct slice OWN[] = {SLICE_INIT("option"), SLICE_INIT("optgroup"),
                                       SLICE_INIT("hr"), SLICE_INIT("script"),
                                       SLICE_INIT("template")};
    for (const char *at = from; (at = raw_text_find_char(at, end, '<')); at++) {
        const char *name = at + 1;
        bool is_own = !is_tag(at, end) || *name == '!';
        name += name < end && *name == '/';
        for (size_t i = 0; !is_own && i < COUNT_OF(OWN); i++)
            is_own = raw_text_is_name(name, end, OWN[i]);
        if (!is_own)
            return at;
    }
    return end;
}

/* The plain end tag of a script that "<!--" and "<script" hide: with another one before
   it, it ends the script. Otherwise, the end of what looks like code. */
static const char *find_end_of_script(struct mender *m, const char *from)
{
    if (!m->script_end || m->script_end < from)
        m->script_end = raw_text_find_end(from, m->end, SLICE("script"));
    return m->script_end < m->end ? m->script_end : find_end_of_code(from, m->end);
}

static const char *find_missing_end(struct mender *m, const struct kind *kind,
                                    const char *from)
{
    const char *at = from;
    switch (kind->ending) {
    case ENDS_AT_TAG:
        while ((at = raw_text_find_char(at, m->end, '<')) && !is_tag(at, m->end))
            at++;
        return at ? at : m->end;
    case ENDS_AT_CODE:
        return find_end_of_script(m, from);
    case ENDS_AT_PART:
        return find_end_of_options(from, m->end);
    case ENDS_AT_ONCE:
    case ENDS_NEVER:
        break;
    }
    return from;
}

/* ---- elements ---------------------------------------------------------------------- */

/* Whether markup follows an element that is written as empty, and not its own end tag or
   a script's code. */
static bool is_followed_by_markup(const struct mender *m, const char *at,
                                  struct slice name)
{
    while (at < m->end && is_ascii_space((unsigned char)*at))
        at++;
    return at < m->end && *at == '<' && !raw_text_is_end_tag(at, m->end, name);
}

static bool is_raw_text(const struct kind *kind)
{
    return kind->ending != ENDS_NEVER && kind->ending != ENDS_AT_PART &&
           !slice_equal(kind->name, SLICE("noscript"));
}

static void pass_element(struct mender *m, const struct kind *kind,
                         const struct start *start)
{
    if (start->is_empty &&
        (!is_raw_text(kind) || is_followed_by_markup(m, start->end, kind->name))) {
        add_end_tag(m, start->end, kind->name);
        return;
    }
    m->at = start->end;
    if (kind->ending == ENDS_NEVER)
        return;
    const char *end = end_of(m, kind, start->end);
    bool is_missing = end == m->end || has_sign(kind, start->end, end);
    /* a script at the end of a page that was cut off has no page after it */
    if (kind->ending == ENDS_AT_CODE && (!m->page_end || m->page_end < start->end))
        is_missing = false;
    if (is_missing) {
        const char *at = find_missing_end(m, kind, start->end);
        m->at = at;
        if (at < m->end)
            add_end_tag(m, at, kind->name);
    } else if (is_raw_text(kind)) {
        m->at = end;
    }
}

/* A comment that never ends is one up to the next ">", as browsers once had it. */
static void pass_comment(struct mender *m)
{
    const char *body = m->at + 4;
    const char *close =
        m->no_comment ? NULL : raw_text_find_string(m->at + 2, m->end, SLICE("-->"));
    if (!close && !m->no_comment)
        close = raw_text_find_string(body, m->end, SLICE("--!>"));
    if (close) {
        m->at = close + 3;
        return;
    }
    m->no_comment = m->at;
    const char *mark = raw_text_find_char(body, m->end, '>');
    m->at = mark ? mark + 1 : m->end;
    if (mark && m->page_end && m->page_end > mark) {
        copy_until(m, mark);
        buffer_append_string(&m->out, "--");
        m->is_mended = true;
    }
}

/* One tag or comment; m->at is at its "<". */
static void step(struct mender *m)
{
    const char *name = m->at + 1, *after = name;
    struct start start;
    if (raw_text_begins(m->at, m->end, SLICE("<!--"))) {
        pass_comment(m);
        return;
    }
    if (name == m->end || !is_ascii_letter((unsigned char)*name)) {
        m->at = name;
        return;
    }
    while (after < m->end && !tag_scanner_ends_name(*after))
        after++;
    if (!read_start(m, after, &start)) {
        m->at = m->end;
        return;
    }
    const struct kind *kind = kind_of(slice_of(name, (size_t)(after - name)));
    if (kind)
        pass_element(m, kind, &start);
    else
        m->at = start.end;
}

/* The last end tag of the body or the page. */
static const char *find_page_end(struct slice html)
{
    for (size_t i = html.len; i-- > 0;) {
        if (html.ptr[i] != '<')
            continue;
        const char *at = html.ptr + i, *end = html.ptr + html.len;
        if (raw_text_begins(at, end, SLICE("</body")) ||
            raw_text_begins(at, end, SLICE("</html")))
            return at;
    }
    return NULL;
}

bool unended_mend(struct arena *a, struct slice html, struct slice *out)
{
    struct mender m = {
        .at = html.ptr,
        .end = html.ptr + html.len,
        .kept = html.ptr,
        .page_end = find_page_end(html),
    };
    buffer_open(&m.out, a);
    while ((m.at = raw_text_find_char(m.at, m.end, '<')))
        step(&m);
    if (!m.is_mended)
        return false;
    copy_until(&m, m.end);
    *out = buffer_slice(&m.out);
    return true;
}
