#include "write/code_language.h"

#include "base/array.h"
#include <string.h>

static bool is_language(struct slice name)
{
    enum { NAME_MAX_BYTES = 32 };
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (!is_ascii_letter(c) && !is_ascii_digit(c) && !strchr("+-#._", c))
            return false;
    }
    return name.len && name.len <= NAME_MAX_BYTES;
}

/* What sites call the boxes of their code: "highlight-wrap" is no language. */
static bool names_part(struct slice name)
{
    static const struct slice parts[] = {
        SLICE_INIT("wrap"),
        SLICE_INIT("wrapper"),
        SLICE_INIT("block"),
        SLICE_INIT("box"),
        SLICE_INIT("body"),
        SLICE_INIT("code"),
        SLICE_INIT("container"),
        SLICE_INIT("content"),
        SLICE_INIT("inner"),
        SLICE_INIT("outer"),
        SLICE_INIT("line"),
        SLICE_INIT("lines"),
        SLICE_INIT("header"),
        SLICE_INIT("title"),
        SLICE_INIT("toolbar"),
        SLICE_INIT("copy"),
        SLICE_INIT("button"),
        SLICE_INIT("figure"),
        SLICE_INIT("table"),
        SLICE_INIT("area"),
        SLICE_INIT("view"),
        SLICE_INIT("pre"),
        SLICE_INIT("text-wrap"),
        SLICE_INIT("undefined"),
        SLICE_INIT("group"),
        SLICE_INIT("panel"),
        SLICE_INIT("section"),
        SLICE_INIT("switch"),
        SLICE_INIT("tabs"),
        SLICE_INIT("caption"),
        /* and no language at all */
        SLICE_INIT("none"),
        SLICE_INIT("auto"),
        SLICE_INIT("nohighlight"),
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (slice_equal_nocase(name, parts[i]))
            return true;
    return false;
}

/* Returns what follows the prefix in "language-c", "lang-c" or "highlight-source-c". */
static struct slice after_prefix(struct slice word)
{
    static const struct slice prefixes[] = {
        SLICE_INIT("language-"),         SLICE_INIT("lang-"),      SLICE_INIT("lang:"),
        SLICE_INIT("highlight-source-"), SLICE_INIT("highlight-"), SLICE_INIT("src-"),
        SLICE_INIT("syntax-"),
    };
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        if (slice_starts_with(word, prefixes[i])) {
            struct slice name = slice_after(word, prefixes[i].len);
            return names_part(name) ? SLICE("") : name;
        }
    return SLICE("");
}

/* Whether the next word is a language: "brush: c;", "sourceCode c", "hljs c". */
static bool announces_language(struct slice word)
{
    static const struct slice words[] = {SLICE_INIT("brush:"), SLICE_INIT("sourceCode"),
                                         SLICE_INIT("hljs"), SLICE_INIT("highlight")};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (slice_equal(word, words[i]))
            return true;
    return false;
}

static bool is_plain_word(struct slice word)
{
    return is_language(word) && slice_find_char(word, '-') == SIZE_MAX &&
           slice_find_char(word, '_') == SIZE_MAX &&
           !slice_equal(word, SLICE("notranslate"));
}

static struct slice language_in(struct slice class)
{
    struct slice word;
    bool is_next = false;
    while (slice_next_word(&class, &word)) {
        while (word.len && word.ptr[word.len - 1] == ';')
            word.len--;
        struct slice language = after_prefix(word);
        if (language.len)
            return language;
        if (is_next && is_plain_word(word))
            return word;
        is_next = announces_language(word);
    }
    return SLICE("");
}

/* Languages that pages name by a class or an attribute of their own. */
static bool is_known(struct slice word)
{
    static const struct slice languages[] = {
        SLICE_INIT("asm"),      SLICE_INIT("bash"),       SLICE_INIT("c"),
        SLICE_INIT("c#"),       SLICE_INIT("c++"),        SLICE_INIT("clojure"),
        SLICE_INIT("console"),  SLICE_INIT("cpp"),        SLICE_INIT("cs"),
        SLICE_INIT("csharp"),   SLICE_INIT("css"),        SLICE_INIT("dart"),
        SLICE_INIT("diff"),     SLICE_INIT("dockerfile"), SLICE_INIT("elixir"),
        SLICE_INIT("erlang"),   SLICE_INIT("fortran"),    SLICE_INIT("fsharp"),
        SLICE_INIT("go"),       SLICE_INIT("golang"),     SLICE_INIT("graphql"),
        SLICE_INIT("groovy"),   SLICE_INIT("haskell"),    SLICE_INIT("html"),
        SLICE_INIT("ini"),      SLICE_INIT("java"),       SLICE_INIT("javascript"),
        SLICE_INIT("js"),       SLICE_INIT("json"),       SLICE_INIT("jsx"),
        SLICE_INIT("julia"),    SLICE_INIT("kotlin"),     SLICE_INIT("latex"),
        SLICE_INIT("lisp"),     SLICE_INIT("lua"),        SLICE_INIT("makefile"),
        SLICE_INIT("markdown"), SLICE_INIT("matlab"),     SLICE_INIT("nginx"),
        SLICE_INIT("objc"),     SLICE_INIT("ocaml"),      SLICE_INIT("pascal"),
        SLICE_INIT("perl"),     SLICE_INIT("php"),        SLICE_INIT("powershell"),
        SLICE_INIT("python"),   SLICE_INIT("r"),          SLICE_INIT("ruby"),
        SLICE_INIT("rust"),     SLICE_INIT("scala"),      SLICE_INIT("scheme"),
        SLICE_INIT("scss"),     SLICE_INIT("sh"),         SLICE_INIT("shell"),
        SLICE_INIT("sql"),      SLICE_INIT("swift"),      SLICE_INIT("toml"),
        SLICE_INIT("ts"),       SLICE_INIT("tsx"),        SLICE_INIT("typescript"),
        SLICE_INIT("vb"),       SLICE_INIT("vue"),        SLICE_INIT("xml"),
        SLICE_INIT("yaml"),     SLICE_INIT("yml"),
    };
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (slice_equal_nocase(word, languages[i]))
            return true;
    return false;
}

/* A language that is the whole of a class, or of an attribute, of the code itself. */
static struct slice bare_language(const struct page *page, uint32_t node)
{
    static const struct slice names[] = {SLICE_INIT("lang"), SLICE_INIT("language"),
                                         SLICE_INIT("data-enlighter-language")};
    const struct node *n = &page->nodes[node];
    if (n->tag != TAG_PRE && n->tag != TAG_CODE)
        return SLICE("");
    for (uint16_t i = 0; i < n->class_count; i++) {
        const struct token *class = &page->classes[n->classes + i];
        if (is_known(slice_of(class->ptr, class->len)))
            return slice_of(class->ptr, class->len);
    }
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct slice value = slice_trim(page_attribute(page, node, names[i]));
        if (is_known(value))
            return value;
    }
    return SLICE("");
}

/* Highlighters put code into a table next to its line numbers. */
static bool is_table_part(uint16_t tag)
{
    return tag == TAG_TD || tag == TAG_TR || tag == TAG_TBODY || tag == TAG_TABLE;
}

struct slice code_language_of(const struct page *page, uint32_t node)
{
    enum { BOXES = 2 };
    static const struct slice names[] = {SLICE_INIT("data-lang"),
                                         SLICE_INIT("data-language")};
    bool in_pre = true;
    int boxes = 0;
    for (uint32_t i = node; i != NODE_NONE && boxes <= BOXES; i = page->nodes[i].parent) {
        struct slice name = language_in(page_attribute(page, i, SLICE("class")));
        for (size_t n = 0; !name.len && n < COUNT_OF(names); n++)
            name = page_attribute(page, i, names[n]);
        if (!name.len)
            name = bare_language(page, i);
        if (is_language(name))
            return name;
        boxes += !in_pre && !is_table_part(page->nodes[i].tag);
        in_pre = in_pre && tag_kind((enum tag)page->nodes[i].tag) != TAG_BLOCK;
    }
    return SLICE("");
}
