/* ui_phrases: what sites of many languages write around any text: the entries of their
   menus, labels of what can be done with a page, headings over what else there is. */
#ifndef WINNOW_PHRASES_UI_PHRASES_H
#define WINNOW_PHRASES_UI_PHRASES_H

#include "base/slice.h"

/* What a short text says, and nothing besides but figures and signs. */
enum site_word {
    WORD_MENU = 1,     /* "Contact", "Privacy policy": an entry of a site's menu */
    WORD_LOGIN = 2,    /* "Log in": over a form */
    WORD_ACCEPT = 4,   /* "Accept all": a button below a request for consent */
    WORD_TOOL = 8,     /* "Share this article", "Add to cart": what can be done here */
    WORD_ASK = 16,     /* "Was this page helpful?": over buttons */
    WORD_PAGER = 32,   /* "Previous", "Next page" */
    WORD_RELATED = 64, /* "You may also like": over other texts, chosen for this one */
    WORD_LATEST = 128, /* "Most read": over others that every page shows */
};

/* Together what a text says; 0 for what is no such text. */
unsigned site_words_read(struct slice text);

/* Whether a text begins as a copyright does: "© 2024 Harbour Ltd". */
bool site_words_begin_copyright(struct slice text);

/* Whether a text speaks of cookies, in one of the words that languages have for them. */
bool site_words_name_cookies(struct slice text);

#endif
