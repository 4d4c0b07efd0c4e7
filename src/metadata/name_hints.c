#include "metadata/name_hints.h"

unsigned name_hints_of_class(struct slice name)
{
    enum { SHORTEST = 5 }; /* bytes of the shortest hint: "autor" */
    unsigned hints = 0;
    for (; name.len >= SHORTEST; name = slice_after(name, 1)) {
        unsigned hint = names_begin(name, NAME_HINT);
        hints |= hint ? 1u << hint : 0;
    }
    return hints;
}

/* Whether a link is about the reader's own account, not about an author. */
static bool is_about_account(struct slice href)
{
    for (; href.len; href = slice_after(href, 1))
        if (names_begin(href, NAME_ACCOUNT_LINK))
            return true;
    return false;
}

enum link_hint name_hints_of_link(struct slice href)
{
    /* a folder is at the beginning of the address, or after a slash */
    unsigned folder = names_begin(href, NAME_FOLDER);
    struct slice rest = href;
    for (size_t at; !folder && (at = slice_find_char(rest, '/')) != SIZE_MAX;) {
        rest = slice_after(rest, at + 1);
        folder = names_begin(rest, NAME_FOLDER);
    }
    return folder && !is_about_account(href) ? (enum link_hint)folder : LINK_ELSEWHERE;
}
