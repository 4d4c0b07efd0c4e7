/* ui_phrases: what sites of many languages write around any text: the entries of their
   menus, labels of what can be done with a page, headings over what else there is. */
#ifndef WINNOW_PHRASES_UI_PHRASES_H
#define WINNOW_PHRASES_UI_PHRASES_H

#include "base/slice.h"

/* What a short text says, and nothing besides but figures and signs. */
enum ui_phrase {
    UI_MENU = 1,     /* "Contact", "Privacy policy": an entry of a site's menu */
    UI_LOGIN = 2,    /* "Log in": over a form */
    UI_ACCEPT = 4,   /* "Accept all": a button below a request for consent */
    UI_TOOL = 8,     /* "Share this article", "Add to cart": what can be done here */
    UI_ASK = 16,     /* "Was this page helpful?": over buttons */
    UI_PAGER = 32,   /* "Previous", "Next page" */
    UI_RELATED = 64, /* "You may also like": over other texts, chosen for this one */
    UI_LATEST = 128, /* "Most read": over others that every page shows */
};

/* Together what a text says; 0 for what is no such text. */
unsigned ui_phrases_read(struct slice text);

/* Whether a text begins as a copyright does: "© 2024 Harbour Ltd". */
bool ui_phrases_begin_copyright(struct slice text);

/* Whether a text speaks of cookies, in one of the words that languages have for them. */
bool ui_phrases_name_cookies(struct slice text);

#endif
