#include "metadata/name_hints.h"

#include "base/array.h"
#include <stdint.h>

/* What a name has in it at some place. */
struct part {
    struct slice text;
    unsigned sign;
};

/* The sign of the first row that begins here, or 0. Rows are in small letters, and in the
   order of their first ones. */
static unsigned sign_at(struct slice here, const struct part *parts, size_t count)
{
    unsigned char first = ascii_lower((unsigned char)here.ptr[0]);
    size_t i = 0;
    while (i < count && (unsigned char)parts[i].text.ptr[0] < first)
        i++;
    for (; i < count && (unsigned char)parts[i].text.ptr[0] == first; i++)
        if (slice_starts_with_nocase(here, parts[i].text))
            return parts[i].sign;
    return 0;
}

/* ---- classes ----------------------------------------------------------------------- */

unsigned name_hints_of_class(struct slice name)
{
    /* longer ones first, where one begins with another */
    static const struct part parts[] = {
        {SLICE_INIT("authori"), 0}, /* authorized, authority */
        {SLICE_INIT("author-desc"), HINT_ELSEWHERE},
        {SLICE_INIT("author"), HINT_AUTHOR},
        {SLICE_INIT("auteur"), HINT_AUTHOR},
        {SLICE_INIT("autor"), HINT_AUTHOR},
        {SLICE_INIT("byline"), HINT_AUTHOR},
        {SLICE_INIT("contributor"), HINT_AUTHOR},
        {SLICE_INIT("comment"), HINT_ELSEWHERE},
        {SLICE_INIT("dateline"), HINT_PUBLISHED},
        {SLICE_INIT("entry-date"), HINT_PUBLISHED},
        {SLICE_INIT("forfatter"), HINT_AUTHOR},
        {SLICE_INIT("jobtitle"), HINT_ELSEWHERE},
        {SLICE_INIT("job-title"), HINT_ELSEWHERE},
        {SLICE_INIT("journalist"), HINT_AUTHOR},
        {SLICE_INIT("modified"), HINT_CHANGED},
        {SLICE_INIT("nickname"), HINT_LOGIN},
        {SLICE_INIT("post-date"), HINT_PUBLISHED},
        {SLICE_INIT("posted"), HINT_PUBLISHED},
        {SLICE_INIT("pubdate"), HINT_PUBLISHED},
        {SLICE_INIT("publish"), HINT_PUBLISHED},
        {SLICE_INIT("quote"), HINT_ELSEWHERE},
        {SLICE_INIT("recommend"), HINT_ELSEWHERE},
        {SLICE_INIT("related"), HINT_ELSEWHERE},
        {SLICE_INIT("reporter"), HINT_AUTHOR},
        {SLICE_INIT("review"), HINT_ELSEWHERE},
        {SLICE_INIT("testimonial"), HINT_ELSEWHERE},
        {SLICE_INIT("username"), HINT_LOGIN},
        {SLICE_INIT("user-name"), HINT_LOGIN},
        {SLICE_INIT("update"), HINT_CHANGED},
        {SLICE_INIT("yazar"), HINT_AUTHOR},
    };
    enum { SHORTEST = 5 }; /* "autor" */
    unsigned signs = 0;
    for (; name.len >= SHORTEST; name = slice_after(name, 1))
        signs |= sign_at(name, parts, COUNT_OF(parts));
    return signs;
}

/* ---- links ------------------------------------------------------------------------- */

/* What a visitor is to do, not who somebody is. */
static bool is_about_account(struct slice href)
{
    static const struct part parts[] = {
        {SLICE_INIT("account"), 1}, {SLICE_INIT("create"), 1},   {SLICE_INIT("edit"), 1},
        {SLICE_INIT("join"), 1},    {SLICE_INIT("log-in"), 1},   {SLICE_INIT("login"), 1},
        {SLICE_INIT("logout"), 1},  {SLICE_INIT("register"), 1}, {SLICE_INIT("sign"), 1},
    };
    for (; href.len; href = slice_after(href, 1))
        if (sign_at(href, parts, COUNT_OF(parts)))
            return true;
    return false;
}

enum link_hint name_hints_of_link(struct slice href)
{
    static const struct part folders[] = {
        {SLICE_INIT("@"), LINK_MEMBER},
        {SLICE_INIT("author/"), LINK_AUTHOR},
        {SLICE_INIT("authors/"), LINK_AUTHOR},
        {SLICE_INIT("autor"), LINK_AUTHOR},
        {SLICE_INIT("auteur"), LINK_AUTHOR},
        {SLICE_INIT("contributor"), LINK_AUTHOR},
        {SLICE_INIT("member.php?"), LINK_MEMBER},
        {SLICE_INIT("memberlist.php?"), LINK_MEMBER},
        {SLICE_INIT("members/"), LINK_MEMBER},
        {SLICE_INIT("people/"), LINK_MEMBER},
        {SLICE_INIT("profile.php?"), LINK_MEMBER},
        {SLICE_INIT("profile/"), LINK_MEMBER},
        {SLICE_INIT("space-uid-"), LINK_MEMBER},
        {SLICE_INIT("staff/"), LINK_MEMBER},
        {SLICE_INIT("team/"), LINK_MEMBER},
        {SLICE_INIT("u/"), LINK_MEMBER},
        {SLICE_INIT("user/"), LINK_MEMBER},
        {SLICE_INIT("users/"), LINK_MEMBER},
    };
    /* a folder begins the address, or stands behind a slash */
    unsigned sign = href.len ? sign_at(href, folders, COUNT_OF(folders)) : 0;
    struct slice rest = href;
    for (size_t at; !sign && (at = slice_find_char(rest, '/')) != SIZE_MAX;) {
        rest = slice_after(rest, at + 1);
        sign = rest.len ? sign_at(rest, folders, COUNT_OF(folders)) : 0;
    }
    return sign && !is_about_account(href) ? (enum link_hint)sign : LINK_ELSEWHERE;
}
