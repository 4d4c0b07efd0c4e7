#include "page/prefilter.h"

#include "base/array.h"
#include "page/attribute_value.h"
#include "page/control_chars.h"
#include "page/number_references.h"
#include "page/raw_text.h"
#include "page/tag_scanner.h"
#include "page/tags.h"
#include "page/unended.h"
#include <string.h>

/* How the bytes after a start tag are read depends on the tree being built: a style
   element inside a select, an svg or a frameset is not raw text, and its content is
   markup. This pass builds no tree. It follows the HTML standard's tokenizer (section
   13.2.5) as long as the outcome is certain, and copies the rest of the page unchanged
   when it is not.

   A comment is replaced with an empty one: if it were removed, "&am<!-- -->p;" would
   become a character reference and "<<!-- -->b>" a tag. */

enum {
    FOREIGN_DEPTH_MAX = 64, /* icons nest 3 to 10 deep; deeper ones are not changed */
    EMBEDDED_MAX = 10000,   /* scripts set aside; real pages have up to 300 */
    MATH_MAX = 8192,        /* bytes of a script that may configure MathJax */
    NAME_MAX_LENGTH = 32,   /* of a tag's name: longer names are not in the table */
    /* Minimum length of a value in bytes. Setting a shorter one aside costs as much as
       parsing it, and the parser checks whether the type of an input is "hidden". */
    ASIDE_MIN = 8,
};

struct scan {
    struct arena *arena;
    struct prefiltered *out;
    const char *at, *end;
    const char *kept; /* bytes from here to `at` are still to be copied */
    char *write;
    bool in_select;     /* also set if this is uncertain */
    bool in_template;   /* a template has started */
    unsigned noscripts; /* that are open */
};

/* A tag: everything from "<" to ">". */
struct markup {
    struct slice name;
    const char *end;       /* after the ">" */
    bool self_closing;     /* ends with "/>" */
    struct slice type, id; /* raw values of these attributes */
};

/* ---- bytes ------------------------------------------------------------------------- */

/* Copies the pending bytes up to `from`, without control characters, skips those up to
   `to`, and continues there. */
static void drop_until(struct scan *s, const char *from, const char *to)
{
    size_t length = (size_t)(from - s->kept);
    memcpy(s->write, s->kept, length);
    s->write += control_chars_drop(s->write, length);
    s->kept = s->at = to;
}

static bool leave_the_rest(struct scan *s)
{
    s->out->may_swallow = true;
    s->at = s->end;
    return false;
}

/* ---- tags -------------------------------------------------------------------------- */

static void keep_value(struct markup *tag, const struct tag_scanner_attribute *attribute)
{
    if (!tag->type.ptr && slice_equal_nocase(attribute->name, SLICE("type")))
        tag->type = attribute->value;
    else if (!tag->id.ptr && slice_equal_nocase(attribute->name, SLICE("id")))
        tag->id = attribute->value;
}

/* Elements whose attribute values the parser compares: formatting elements that are open
   four times with the same values (the HTML standard's "Noah's Ark clause", 13.2.4.3; not
   "a", which can be open only once), and two elements with special handling. */
static bool has_values_compared(struct slice name)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("b"),       SLICE_INIT("big"),
        SLICE_INIT("code"),    SLICE_INIT("em"),
        SLICE_INIT("font"),    SLICE_INIT("i"),
        SLICE_INIT("nobr"),    SLICE_INIT("s"),
        SLICE_INIT("small"),   SLICE_INIT("strike"),
        SLICE_INIT("strong"),  SLICE_INIT("tt"),
        SLICE_INIT("u"),       SLICE_INIT("annotation-xml"),
        SLICE_INIT("isindex"),
    };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (name.len == NAMES[i].len && slice_equal_nocase(name, NAMES[i]))
            return true;
    return false;
}

static void set_aside(struct scan *s, const struct markup *tag, struct slice raw)
{
    struct aside aside;
    if (has_values_compared(tag->name) ||
        !attribute_value_read(s->arena, raw, &aside.value))
        return;
    drop_until(s, raw.ptr, raw.ptr + raw.len);
    aside.at = (size_t)(s->write - s->out->html.ptr) - 1;
    ARENA_PUSH(s->arena, &s->out->asides, aside);
}

/* Reads the tag whose name begins here. Returns false if the page ends inside it: then it
   is not a tag. */
static bool read_tag(struct scan *s, const char *at, struct markup *tag)
{
    *tag = (struct markup){.name = {at, 0}};
    while (at < s->end && !tag_scanner_ends_name(*at))
        at++;
    tag->name.len = (size_t)(at - tag->name.ptr);
    const char *behind = at; /* after the name or last value, which may end with "/" */
    struct tag_scanner_attribute attribute;
    while (tag_scanner_next_attribute(&at, s->end, &attribute)) {
        behind = at;
        if (attribute.name.len <= 4)
            keep_value(tag, &attribute);
        if (attribute.is_quoted && attribute.value.len >= ASIDE_MIN)
            set_aside(s, tag, attribute.value);
    }
    if (at == s->end)
        return false;
    tag->self_closing = at > behind && at[-1] == '/';
    tag->end = at + 1;
    return true;
}

/* ---- raw text ---------------------------------------------------------------------- */

/* Whether a script starts like those that assign a page's state to a name:
   "window.__STATE__ = ", "var x=", "self.x.push(". What follows is not checked here. */
static bool begins_with_state(struct slice body)
{
    enum { NAME_LOOK = 80 }; /* bytes; window["__PRELOADED_QUERIES__"] has 32 */
    static const struct slice BEGINNINGS[] = {
        SLICE_INIT("window"), SLICE_INIT("self"),    SLICE_INIT("globalThis"),
        SLICE_INIT("var "),   SLICE_INIT("let "),    SLICE_INIT("const "),
        SLICE_INIT("__"),     SLICE_INIT("Fusion."),
    };
    body = slice_trim(body);
    struct slice front = slice_of(body.ptr, body.len < NAME_LOOK ? body.len : NAME_LOOK);
    size_t sign = slice_find_char(front, '=');
    if ((slice_starts_with(front, SLICE("{")) &&
         slice_find(front, SLICE("__sveltekit_")) != SIZE_MAX) ||
        slice_starts_with(front, SLICE("self.__next_f.push(")) ||
        slice_find(front, SLICE(".streamController.enqueue(")) != SIZE_MAX)
        return true;
    for (size_t i = 0; sign != SIZE_MAX && i < COUNT_OF(BEGINNINGS); i++)
        if (slice_starts_with(front, BEGINNINGS[i]))
            return true;
    return false;
}

/* Whether a script says which formulas MathJax or KaTeX render. */
static bool configures_math(struct slice body)
{
    return body.len <= MATH_MAX &&
           (slice_find(body, SLICE("MathJax")) != SIZE_MAX ||
            slice_find(body, SLICE("renderMathInElement")) != SIZE_MAX);
}

static void keep_data(struct scan *s, const struct markup *tag, struct slice body)
{
    if (s->out->embedded_count == EMBEDDED_MAX)
        return;
    struct {
        struct embedded *items;
        size_t count, capacity;
    } list = {s->out->embedded, s->out->embedded_count, s->out->embedded_capacity};
    struct embedded data = {.id = tag->id, .text = body};
    if (slice_find_nocase(tag->type, SLICE("ld+json")) != SIZE_MAX)
        data.kind = EMBEDDED_JSON_LD;
    else if (slice_find_nocase(tag->type, SLICE("json")) != SIZE_MAX)
        data.kind = EMBEDDED_STATE;
    else if (begins_with_state(body))
        data.kind = EMBEDDED_SCRIPT;
    else if (configures_math(body))
        data.kind = EMBEDDED_MATH;
    else
        return;
    ARENA_PUSH(s->arena, &list, data);
    s->out->embedded = list.items;
    s->out->embedded_count = list.count;
    s->out->embedded_capacity = list.capacity;
}

/* Notes whether raw text may have swallowed a part of the page: it never ends, or has
   tags in it. */
static void note_raw_text(struct scan *s, const char *from, const char *to)
{
    bool may = to == s->end;
    while (!may && (from = raw_text_find_char(from, to, '<')) && ++from < to)
        may = is_ascii_letter((unsigned char)*from) || *from == '/';
    s->out->may_swallow = s->out->may_swallow || may;
}

static bool empty_script(struct scan *s, const struct markup *tag)
{
    const char *end = raw_text_find_script_end(tag->end, s->end);
    s->out->may_swallow = s->out->may_swallow || end == s->end;
    if (slice_starts_with_nocase(slice_trim(tag->type), SLICE("math/tex"))) {
        s->at = end; /* the source of a formula */
        return true;
    }
    keep_data(s, tag, slice_of(tag->end, (size_t)(end - tag->end)));
    drop_until(s, tag->end, end);
    return true;
}

/* For when it is uncertain whether raw text starts here: it makes no difference if the
   next tag is the element's end tag. Otherwise, leaves the rest of the page unchanged. */
static bool pass_if_plain(struct scan *s, const struct markup *tag)
{
    const char *next = raw_text_find_char(tag->end, s->end, '<');
    if (next && !raw_text_is_end_tag(next, s->end, tag->name))
        return leave_the_rest(s);
    s->at = next ? next : s->end;
    return true;
}

static bool empty_style(struct scan *s, const struct markup *tag)
{
    if (s->in_select)
        return pass_if_plain(s, tag);
    const char *end = raw_text_find_end(tag->end, s->end, tag->name);
    note_raw_text(s, tag->end, end);
    drop_until(s, tag->end, end);
    return true;
}

static bool pass_raw_text(struct scan *s, const struct markup *tag)
{
    if (s->in_select)
        return pass_if_plain(s, tag);
    s->at = raw_text_find_end(tag->end, s->end, tag->name);
    note_raw_text(s, tag->end, s->at);
    return true;
}

static bool pass_textarea(struct scan *s, const struct markup *tag)
{
    s->in_select = false; /* a textarea ends a select */
    return pass_raw_text(s, tag);
}

/* ---- comments and declarations ----------------------------------------------------- */

static const char *behind_char(const struct scan *s, const char *from, char c)
{
    const char *hit = raw_text_find_char(from, s->end, c);
    return hit ? hit + 1 : s->end;
}

/* Returns the ">" of the "-->" or "--!>" that ends a comment; "-->" may share the dashes
   that start the comment. NULL if the comment does not end. */
static const char *find_comment_end(const char *dashes, const char *end)
{
    const char *body = dashes + 2, *at = dashes;
    while ((at = raw_text_find_string(at, end, SLICE("--")))) {
        if (raw_text_begins(at + 2, end, SLICE(">")))
            return at + 2;
        if (at >= body && raw_text_begins(at + 2, end, SLICE("!>")))
            return at + 3;
        at++;
    }
    return NULL;
}

/* s->at is at "<!--". "<!-->" and "<!--->" are whole comments. */
static void empty_comment(struct scan *s)
{
    const char *close = find_comment_end(s->at + 2, s->end);
    s->out->may_swallow = s->out->may_swallow || !close;
    drop_until(s, s->at + 4, close ? close : s->end);
    s->at = close ? close + 1 : s->end;
}

/* s->at is at "<!". */
static void pass_declaration(struct scan *s)
{
    if (raw_text_begins(s->at, s->end, SLICE("<!--")))
        empty_comment(s);
    else
        s->at = behind_char(s, s->at, '>');
}

/* ---- SVG and MathML ---------------------------------------------------------------- */

/* Inside SVG and MathML, script and style are ordinary elements. Some HTML elements end
   SVG and MathML, and some of their own elements (title, foreignObject, mtext) contain
   HTML: in these cases the pass gives up, unless the elements contain plain text only. */
enum foreign { FOREIGN_PLAIN, FOREIGN_HOLDS_HTML, FOREIGN_UNSURE };

static enum foreign foreign_kind(struct slice name)
{
    char lower[NAME_MAX_LENGTH];
    if (name.len > sizeof lower)
        return FOREIGN_PLAIN;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = (char)ascii_lower((unsigned char)name.ptr[i]);
    switch (tag_of_name(slice_of(lower, name.len))) {
    case TAG_OTHER:
    case TAG_A:
    case TAG_IMAGE:
    case TAG_SCRIPT:
    case TAG_STYLE:
    case TAG_SVG:
        return FOREIGN_PLAIN;
    case TAG_ANNOTATION:
    case TAG_ANNOTATION_XML:
    case TAG_DESC:
    case TAG_FOREIGNOBJECT:
    case TAG_MI:
    case TAG_MN:
    case TAG_MO:
    case TAG_MS:
    case TAG_MTEXT:
    case TAG_TITLE:
        return FOREIGN_HOLDS_HTML;
    default:
        return FOREIGN_UNSURE;
    }
}

struct open_names {
    struct slice items[FOREIGN_DEPTH_MAX];
    size_t count;
};

static bool close_foreign(struct scan *s, struct open_names *open,
                          const struct markup *tag)
{
    size_t i = open->count;
    while (i && !slice_equal_nocase(open->items[i - 1], tag->name))
        i--;
    bool is_bare = tag->end == tag->name.ptr + tag->name.len + 1;
    if (!is_bare) /* gumbo 0.10.1 does not treat "</svg x>" as its end tag */
        return leave_the_rest(s);
    if (!i) /* it ends an HTML element, and perhaps this drawing with it */
        return leave_the_rest(s);
    open->count = i - 1;
    s->at = tag->end;
    return true;
}

static bool open_foreign(struct scan *s, struct open_names *open,
                         const struct markup *tag)
{
    enum foreign kind = foreign_kind(tag->name);
    if (kind == FOREIGN_UNSURE || open->count == FOREIGN_DEPTH_MAX)
        return leave_the_rest(s);
    s->at = tag->end;
    if (tag->self_closing)
        return true;
    open->items[open->count++] = tag->name;
    return kind == FOREIGN_PLAIN || pass_if_plain(s, tag);
}

/* One tag, comment or CDATA section; s->at is at its "<". */
static bool step_foreign(struct scan *s, struct open_names *open)
{
    struct markup tag;
    if (raw_text_begins(s->at, s->end, SLICE("<![CDATA["))) {
        const char *close = raw_text_find_string(s->at, s->end, SLICE("]]>"));
        s->at = close ? close + 3 : s->end;
        return true;
    }
    const char *name = s->at + 1;
    bool is_end = name < s->end && *name == '/';
    if (is_end)
        name++;
    if (name < s->end && is_ascii_letter((unsigned char)*name)) {
        if (!read_tag(s, name, &tag))
            return leave_the_rest(s);
        return is_end ? close_foreign(s, open, &tag) : open_foreign(s, open, &tag);
    }
    if (name < s->end && *name == '!')
        pass_declaration(s);
    else
        s->at =
            is_end || (name < s->end && *name == '?') ? behind_char(s, name, '>') : name;
    return true;
}

static bool pass_foreign(struct scan *s, const struct markup *tag)
{
    s->at = tag->end;
    if (s->in_select)
        return leave_the_rest(s);
    if (tag->self_closing)
        return true;
    struct open_names open;
    open.count = 1;
    open.items[0] = tag->name;
    while (open.count && (s->at = raw_text_find_char(s->at, s->end, '<')))
        if (!step_foreign(s, &open))
            return false;
    if (!s->at)
        s->at = s->end;
    return true;
}

/* ---- elements with special handling ------------------------------------------------ */

static bool pass_select(struct scan *s, const struct markup *tag)
{
    s->out->may_swallow = s->out->may_swallow || s->in_select;
    s->in_select = true;
    s->at = tag->end;
    return true;
}

static bool pass_template(struct scan *s, const struct markup *tag)
{
    if (s->in_select)
        return leave_the_rest(s);
    s->in_template = true;
    s->at = tag->end;
    return true;
}

/* After a col that is a child of a template, everything but col and text is ignored. */
static bool pass_column(struct scan *s, const struct markup *tag)
{
    if (s->in_template)
        return leave_the_rest(s);
    s->at = tag->end;
    return true;
}

static bool pass_nothing_more(struct scan *s, const struct markup *tag)
{
    (void)tag;
    return leave_the_rest(s);
}

static const struct special {
    struct slice name;
    /* Called after its start tag; returns false if the rest of the page is left
       unchanged. */
    bool (*pass)(struct scan *s, const struct markup *tag);
} specials[] = {
    {SLICE_INIT("script"), empty_script},
    {SLICE_INIT("style"), empty_style},
    {SLICE_INIT("svg"), pass_foreign},
    {SLICE_INIT("math"), pass_foreign},
    {SLICE_INIT("select"), pass_select},
    {SLICE_INIT("textarea"), pass_textarea},
    {SLICE_INIT("title"), pass_raw_text},
    {SLICE_INIT("iframe"), pass_raw_text},
    {SLICE_INIT("noembed"), pass_raw_text},
    {SLICE_INIT("noframes"), pass_raw_text},
    {SLICE_INIT("xmp"), pass_raw_text},
    {SLICE_INIT("template"), pass_template},
    {SLICE_INIT("col"), pass_column},
    {SLICE_INIT("frameset"), pass_nothing_more},
    {SLICE_INIT("plaintext"), pass_nothing_more},
};

static const struct special *find_special(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(specials); i++)
        if (name.len == specials[i].name.len &&
            slice_equal_nocase(name, specials[i].name))
            return &specials[i];
    return NULL;
}

/* ---- text -------------------------------------------------------------------------- */

/* Replaces each run of the text between two tags with a placeholder. */
static void stand_in(struct scan *s, const char *from, const char *to)
{
    struct slice text = slice_of(from, (size_t)(to - from)), run;
    char standin[4];
    size_t size;
    while (placeholder_next(&text, &run) &&
           (size = placeholder_add(s->arena, &s->out->texts, run, standin))) {
        drop_until(s, run.ptr, run.ptr + run.len);
        memcpy(s->write, standin, size);
        s->write += size;
    }
}

/* ---- the pass ---------------------------------------------------------------------- */

/* Notes elements that swallow what follows if they are written as empty, and noscript
   elements that do not end. */
static void note_tag(struct scan *s, const struct markup *tag, bool is_end)
{
    if (tag->self_closing && !is_end && unended_is_swallowing(tag->name))
        s->out->may_swallow = true;
    if (tag->name.len == 8 && slice_equal_nocase(tag->name, SLICE("noscript")))
        s->noscripts = is_end ? 0 : s->noscripts + 1;
}

static bool step_tag(struct scan *s, const char *name, bool is_end)
{
    struct markup tag;
    if (!read_tag(s, name, &tag))
        return leave_the_rest(s);
    const struct special *special = find_special(tag.name);
    note_tag(s, &tag, is_end);
    if (special && !is_end)
        return special->pass(s, &tag);
    if (special && special->pass == pass_select)
        s->in_select = false;
    s->at = tag.end;
    return true;
}

/* One tag, comment or declaration; s->at is at its "<". */
static bool step(struct scan *s)
{
    const char *next = s->at + 1;
    if (next == s->end)
        return leave_the_rest(s);
    if (is_ascii_letter((unsigned char)*next))
        return step_tag(s, next, false);
    if (*next == '!') {
        pass_declaration(s);
    } else if (*next == '?') {
        s->at = behind_char(s, next, '>');
    } else if (*next == '/') {
        if (next + 1 < s->end && is_ascii_letter((unsigned char)next[1]))
            return step_tag(s, next + 1, true);
        s->at = behind_char(s, next, '>');
    } else {
        s->at = next;
    }
    return true;
}

void prefilter_html(struct arena *a, struct slice html, struct prefiltered *out)
{
    html = number_references_check(a, html);
    char *copy = arena_alloc(a, html.len + 1);
    *out = (struct prefiltered){.html = {copy, 0}};
    struct scan s = {.arena = a,
                     .out = out,
                     .at = html.ptr,
                     .end = html.ptr + html.len,
                     .kept = html.ptr,
                     .write = copy};
    bool may_stand_in = placeholder_may(html);
    for (const char *tag; (tag = raw_text_find_char(s.at, s.end, '<'));) {
        if (may_stand_in)
            stand_in(&s, s.at, tag);
        s.at = tag;
        out->tags++;
        if (!step(&s))
            break;
    }
    out->may_swallow = out->may_swallow || s.in_select || s.noscripts;
    drop_until(&s, s.end, s.end);
    out->html.len = (size_t)(s.write - copy);
    copy[out->html.len] = '\0';
}
