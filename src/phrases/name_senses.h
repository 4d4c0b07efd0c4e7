/* name_senses: what a word in a class, an id or the path of a link may mean: the senses
   of rules/phrases/names.tsv. */
#ifndef WINNOW_PHRASES_NAME_SENSES_H
#define WINNOW_PHRASES_NAME_SENSES_H

#include "phrases/phrase_senses.h"

/* X(name, word, place, argument). Words are in lower case; names have ASCII letters. The
   beginnings are looked for from every place of a name on. */
#define NAME_SENSES(X)                                                                   \
    X(CLASS, "class", WHOLE, CLASS)                                                      \
    X(COMMENTS, "comments", WHOLE, NONE)                                                 \
    X(COMMENT, "comment", WHOLE, NONE)                                                   \
    X(MANY, "many", WHOLE, NONE)                                                         \
    X(ASIDE, "aside", WHOLE, NONE)                                                       \
    X(ACTION, "action", WHOLE, NONE)                                                     \
    X(FORM, "form", WHOLE, NONE)                                                         \
    X(HINT, "hint", BEGINNING, HINT)                                                     \
    X(FOLDER, "folder", BEGINNING, FOLDER)                                               \
    X(ACCOUNT_LINK, "account-link", BEGINNING, NONE)                                     \
    X(BOX, "box", INSIDE, BOX)

enum name_sense {
#define X(name, word, place, argument) NAME_##name,
    NAME_SENSES(X)
#undef X
        NAME_COUNT,
};

extern const struct sense name_senses[NAME_COUNT];

/* X(name, word): kinds of parts of a page that authors of pages name in much the same way
   everywhere. The models have learned them by their numbers: a new one comes last. */
#define NAME_CLASSES(X)                                                                  \
    X(AD, "ad")                                                                          \
    X(CARD, "card")                                                                      \
    X(COMMENT, "comment")                                                                \
    X(CONTENT, "content")                                                                \
    X(COOKIE, "cookie")                                                                  \
    X(CRUMB, "crumb")                                                                    \
    X(DOCS, "docs")                                                                      \
    X(FOOTER, "footer")                                                                  \
    X(FORM, "form")                                                                      \
    X(FORUM, "forum")                                                                    \
    X(HEADER, "header")                                                                  \
    X(HIDDEN, "hidden")                                                                  \
    X(LIST, "list")                                                                      \
    X(LOGIN, "login")                                                                    \
    X(MEDIA, "media")                                                                    \
    X(META, "meta")                                                                      \
    X(NAV, "nav")                                                                        \
    X(NEWSLETTER, "newsletter")                                                          \
    X(PAGER, "pager")                                                                    \
    X(POST, "post")                                                                      \
    X(PRICE, "price")                                                                    \
    X(PRODUCT, "product")                                                                \
    X(RELATED, "related")                                                                \
    X(REVIEW, "review")                                                                  \
    X(SHARE, "share")                                                                    \
    X(SIDE, "side")                                                                      \
    X(SUMMARY, "summary")                                                                \
    X(TAGS, "tags")                                                                      \
    X(TITLE, "title")

enum name_class {
#define X(name, word) NAMES_##name,
    NAME_CLASSES(X)
#undef X
        NAME_CLASS_COUNT,
};

/* X(name, word): what a class says of who has written something, and when. */
#define NAME_HINTS(X)                                                                    \
    X(AUTHOR, "author")                                                                  \
    X(LOGIN, "login")                                                                    \
    X(ELSEWHERE, "elsewhere")                                                            \
    X(PUBLISHED, "published")                                                            \
    X(CHANGED, "changed")                                                                \
    X(NOTHING, "nothing")

/* X(name, word): whose pages a folder of a site has. */
#define NAME_FOLDERS(X)                                                                  \
    X(MEMBER, "member")                                                                  \
    X(AUTHOR, "author")

/* X(name, word): what a box asks for before the text is to be seen. */
#define NAME_BOXES(X)                                                                    \
    X(CONSENT, "consent")                                                                \
    X(AGE, "age")

/* The value of a phrase with such a word; 0 is none. */
#define X(name, word) HINT_##name,
enum name_hint { HINT_NONE, NAME_HINTS(X) };
#undef X
#define X(name, word) FOLDER_##name,
enum name_folder { FOLDER_NONE, NAME_FOLDERS(X) };
#undef X
#define X(name, word) BOX_##name,
enum name_box { BOX_NONE, NAME_BOXES(X) };
#undef X

#endif
