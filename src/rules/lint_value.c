#include "rules/lint_value.h"

#include "base/array.h"
#include "base/buffer.h"
#include <string.h>

/* ---- strip_id_or_class ------------------------------------------------------------- */

/* "a.b" and ".a" are selectors; "w-1.5" and "md:flex" are class names that sites use. */
static bool is_selector_byte(struct slice s, size_t i)
{
    char c = s.ptr[i];
    bool is_before_letter =
        i + 1 < s.len &&
        (is_ascii_letter((unsigned char)s.ptr[i + 1]) || s.ptr[i + 1] == '_');
    if (c == '.' || c == '#')
        return is_before_letter;
    return c && strchr(">,=*(", c) != NULL;
}

static bool is_xpath(struct slice value)
{
    return slice_starts_with(value, SLICE("/")) ||
           slice_find(value, SLICE("//")) != SIZE_MAX ||
           slice_find(value, SLICE("[@")) != SIZE_MAX;
}

/* In "id-a.id-b" the author means two classes; the selector for them is ".id-a.id-b". */
static bool is_names_with_dots(struct slice value)
{
    static const char not_a_name[] = " >,=*([#:";
    for (size_t i = 0; i < value.len; i++)
        if (strchr(not_a_name, value.ptr[i]))
            return false;
    return value.len && is_ascii_letter((unsigned char)value.ptr[0]);
}

const char *lint_words(struct arena *a, struct slice value, size_t *at)
{
    *at = 0;
    if (is_xpath(value))
        return arena_printf(a, "this is XPath, not a class or id; write strip: %.*s",
                            SLICE_ARG(value));
    if (slice_starts_with(value, SLICE("strip")) &&
        slice_find_char(value, ':') != SIZE_MAX)
        return "the name of the directive is there twice";
    for (size_t i = 0; i < value.len; i++) {
        if (!is_selector_byte(value, i))
            continue;
        *at = i;
        return arena_printf(a,
                            "this is a selector, not a class or id; write strip: %s%.*s",
                            is_names_with_dots(value) ? "." : "", SLICE_ARG(value));
    }
    return NULL;
}

/* ---- literals ---------------------------------------------------------------------- */

static size_t skip_spaces(struct slice s, size_t i)
{
    while (i < s.len && is_ascii_space((unsigned char)s.ptr[i]))
        i++;
    return i;
}

/* Reads a quoted literal at *i and moves past it. */
static bool read_literal(struct slice s, size_t *i, struct slice *out)
{
    size_t start = *i;
    if (start >= s.len || (s.ptr[start] != '"' && s.ptr[start] != '\''))
        return false;
    size_t end = slice_find_char(slice_after(s, start + 1), s.ptr[start]);
    if (end == SIZE_MAX)
        return false;
    *out = slice_of(s.ptr + start + 1, end);
    *i = start + 1 + end + 1;
    return true;
}

static bool read_word(struct slice s, size_t *i, struct slice word)
{
    size_t start = skip_spaces(s, *i);
    if (!slice_starts_with(slice_after(s, start), word))
        return false;
    *i = skip_spaces(s, start + word.len);
    return true;
}

/* ---- substrings of class names ----------------------------------------------------- */

/* Names that pages use, as examples of what else a short substring matches. Some are
   names of main content, which such a rule would remove. */
static const char *const common_names[] = {
    "header",       "heading",    "headline",     "reader",        "lead",
    "loading",      "shadow",     "download",     "breadcrumb",    "article",
    "article-body", "content",    "main-content", "entry-content", "post-content",
    "paragraph",    "section",    "caption",      "author",        "summary",
    "subtitle",     "story-body", "image",        "container",     "wrapper",
    "timestamp",    "byline",     "newsletter",   "comments",      "navigation",
    "read-more",    "card",       "featured",     "column",        "table-responsive",
    "blockquote",
};
enum { COMMON_COUNT = COUNT_OF(common_names) };

enum { SHORT_MAX = 4 }; /* longer words are rarely part of another word */

/* Returns a name that contains the word, but not as one of its hyphenated parts: "header"
   contains "ad", whereas "body" is a part of "story-body". */
static const char *name_with(struct slice word)
{
    for (size_t i = 0; word.len && word.len <= SHORT_MAX && i < COMMON_COUNT; i++) {
        struct slice name = slice_of_string(common_names[i]);
        size_t at = slice_find(name, word);
        if (at == SIZE_MAX)
            continue;
        bool begins = at == 0 || name.ptr[at - 1] == '-';
        bool ends = at + word.len == name.len || name.ptr[at + word.len] == '-';
        if (!begins || !ends)
            return common_names[i];
    }
    return NULL;
}

/* [class*=ad], [id*="ad"] */
static bool read_css(struct slice s, size_t *i, bool *is_class, struct slice *word)
{
    if (!read_word(s, i, SLICE("[")))
        return false;
    *is_class = read_word(s, i, SLICE("class"));
    if ((!*is_class && !read_word(s, i, SLICE("id"))) || !read_word(s, i, SLICE("*=")))
        return false;
    if (read_literal(s, i, word))
        return true;
    size_t end = *i;
    while (end < s.len && s.ptr[end] != ']' && !is_ascii_space((unsigned char)s.ptr[end]))
        end++;
    *word = slice_of(s.ptr + *i, end - *i);
    return true;
}

const char *lint_substring(struct arena *a, struct slice value, size_t *at)
{
    for (*at = 0; *at < value.len; ++*at) {
        size_t i = *at;
        struct slice word;
        bool is_class;
        const char *name = NULL;
        if (value.ptr[i] == '[' && read_css(value, &i, &is_class, &word))
            name = name_with(word);
        if (name)
            return arena_printf(a,
                                "\"%.*s\" is also part of \"%s\"; for the whole name "
                                "write %s%.*s",
                                SLICE_ARG(word), name, is_class ? "." : "#",
                                SLICE_ARG(word));
    }
    return NULL;
}
