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
        SLICE_INIT("wrap"),      SLICE_INIT("wrapper"),   SLICE_INIT("block"),
        SLICE_INIT("box"),       SLICE_INIT("body"),      SLICE_INIT("code"),
        SLICE_INIT("container"), SLICE_INIT("content"),   SLICE_INIT("inner"),
        SLICE_INIT("outer"),     SLICE_INIT("line"),      SLICE_INIT("lines"),
        SLICE_INIT("header"),    SLICE_INIT("title"),     SLICE_INIT("toolbar"),
        SLICE_INIT("copy"),      SLICE_INIT("button"),    SLICE_INIT("figure"),
        SLICE_INIT("table"),     SLICE_INIT("area"),      SLICE_INIT("view"),
        SLICE_INIT("pre"),       SLICE_INIT("text-wrap"), SLICE_INIT("undefined"),
        SLICE_INIT("group"),     SLICE_INIT("panel"),     SLICE_INIT("section"),
        SLICE_INIT("switch"),    SLICE_INIT("tabs"),      SLICE_INIT("caption"),
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
        SLICE_INIT("highlight-source-"), SLICE_INIT("highlight-"),
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
        if (is_language(name))
            return name;
        boxes += !in_pre && !is_table_part(page->nodes[i].tag);
        in_pre = in_pre && tag_kind((enum tag)page->nodes[i].tag) != TAG_BLOCK;
    }
    return SLICE("");
}
