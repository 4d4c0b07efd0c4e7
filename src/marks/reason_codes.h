/* reason_codes: why a part of a page is kept or dropped, where neither a rule nor the
   model's score alone decides. */
#ifndef WINNOW_MARKS_REASON_CODES_H
#define WINNOW_MARKS_REASON_CODES_H

/* The code, as `winnow explain` prints it, and what it means to people. Codes stay as
   they are: programs match on them. */
// clang-format off
#define REASON_CODES(X)                                                                  \
    X(NONE, "", "")                                                                      \
    /* what no reader sees on any page: marks/unrendered.c */                            \
    X(NOT_TEXT, "not-text", "scripts, styles and the like")                              \
    X(HIDDEN, "hidden", "hidden from readers")                                           \
    X(NEVER_SHOWN, "never-shown", "hidden, and nothing on the page shows it")            \
    X(READ_ALOUD, "read-aloud", "for screen readers, or shown under the pointer")        \
    X(FORM_CONTROL, "form-control", "a form control")                                    \
    X(MEDIA, "media", "replaces a picture or a video")                                   \
    X(NOSCRIPT, "noscript", "for browsers without scripts, or a copy of other text")     \
    X(LINE_NUMBERS, "line-numbers", "line numbers of code")                              \
    /* text from the page's data: embedded/append_article.c */                           \
    X(EMBEDDED, "embedded", "from the page's data, which the page does not show")        \
    X(EXCERPT, "excerpt", "the beginning of a text that the page's data has in full")    \
    /* --comments: passes/comments.c */                                                  \
    X(REQUESTED_COMMENTS, "requested-comments", "readers' comments, kept by --comments") \
    X(COMMENT_TOOL, "comment-tool", "a control to answer a comment")                     \
    /* --no-tables, --title drop: clean/unwanted_blocks.c */                             \
    X(UNWANTED_TABLE, "unwanted-table", "a table, left out by --no-tables")              \
    X(UNWANTED_TITLE, "unwanted-title", "the headline, left out by --title")             \
    /* the model's selection, before any pass: model/selection.c */                      \
    X(REPEATED_TEXT, "repeated-text", "repeated text")                                   \
    X(NO_LIKELY_TEXT, "no-likely-text", "no text on this page is likely to be content")  \
    /* passes over pages: passes/passes.c */                                             \
    X(RELATED_BOX, "related-box", "a box of related links")                              \
    X(SHARE_BAR, "share-bar", "share bar")                                               \
    X(PAGER_BOX, "pager-box", "a box of links to other pages of a series")               \
    X(REPEATED_IN_MANUAL, "repeated-in-manual", "documentation repeats itself")          \
    X(REPEATED_STEP, "repeated-step", "a step of two lists")                             \
    X(ARTICLE_PARAGRAPH, "article-paragraph", "a paragraph of an article")               \
    X(STATED_TEXT, "stated-text", "the page's data has it as its text")                  \
    X(HEADING_OF_TEXT, "heading-of-text", "heading of a kept text")                      \
    X(HEADLINE, "headline", "the headline of the page")                                  \
    X(GAP, "gap", "between two kept texts")                                              \
    X(GAP_ELEMENT, "gap-element", "an element between two kept texts")                   \
    X(COMPLETES_ROW, "completes-row", "completes a row")                                 \
    X(COMPLETES_TABLE, "completes-table", "completes a table")                           \
    X(COMPLETES_LIST, "completes-list", "completes a list")                              \
    X(COMPLETES_QUOTE, "completes-quote", "completes a quotation")                       \
    X(COMPLETES_TERMS, "completes-terms", "completes a list of terms")                   \
    X(COMMENTS, "comments", "readers' comments")                                         \
    X(BUTTON_LABEL, "button-label", "the label of a button")                             \
    X(FEEDBACK_QUESTION, "feedback-question", "a question about the page")               \
    X(PAGER, "pager", "links to the previous and next pages")                            \
    X(POST_ACTIONS, "post-actions", "what can be done with a post")                      \
    X(READ_ALSO, "read-also", "a link to a related text")                                \
    X(RELATED_LINKS, "related-links", "related links")                                   \
    X(LATEST_LINKS, "latest-links", "links to the latest or most read texts")            \
    X(EMPTY_COMMENTS, "empty-comments", "a comment section without comments")            \
    X(COMMENT_FORM, "comment-form", "a form for comments")                               \
    X(NEWSLETTER_BOX, "newsletter-box", "newsletter box")                                \
    X(SLOGAN, "slogan", "a slogan that is repeated between paragraphs")                  \
    X(BREADCRUMBS, "breadcrumbs", "breadcrumbs")                                         \
    X(SMALL_PRINT, "small-print", "small print")                                         \
    X(COPY, "copy", "a second copy of the text")                                         \
    X(NEXT_ARTICLE, "next-article", "another article below the article")                 \
    X(TEASERS, "teasers", "a row of other texts, with a few words about each")           \
    X(EMPTY_HEADING, "empty-heading", "a heading with nothing below it")                 \
    X(LINK_RUN, "link-run", "links to other texts, one after the other")                 \
    X(LINK_LINE, "link-line", "a link to another text between two paragraphs")           \
    X(LINK_ROW, "link-row", "a row of links")                                            \
    X(MENUS_ONLY, "menus-only", "nothing but menus is left of the page")                 \
    /* passes over plain text: plaintext/menu_lines.c and line_selection.c */            \
    X(MENU_LIST, "menu-list", "a menu as a list")                                        \
    X(MENU_LINES, "menu-lines", "entries of a menu")                                     \
    X(FOOTER_NOTICE, "footer-notice", "a notice at the end of a page")                   \
    X(LABEL, "label", "a label that says nothing by itself")                             \
    X(MENU_BAR, "menu-bar", "a menu in one line")                                        \
    X(COOKIE_NOTICE, "cookie-notice", "a notice about cookies")                          \
    X(ANNOUNCED_LIST, "announced-list", "a list that the text announces")                \
    X(SENTENCE_IN_TEXT, "sentence-in-text", "a sentence within kept text")
// clang-format on

enum reason_code {
#define X(code, name, meaning) REASON_##code,
    REASON_CODES(X)
#undef X
        REASON_CODE_COUNT
};

/* "share-bar"; "" for REASON_NONE. Static. */
const char *reason_code_name(enum reason_code code);
/* "share bar": what `winnow explain` says after the score. Static. */
const char *reason_code_meaning(enum reason_code code);

#endif
