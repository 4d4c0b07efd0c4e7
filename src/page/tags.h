/* tags: the HTML elements that winnow recognises, as numbers, and the kind of each. */
#ifndef WINNOW_PAGE_TAGS_H
#define WINNOW_PAGE_TAGS_H

#include "base/slice.h"

/* How an element affects the text (HTML standard, "Rendering", section 15.3). */
enum tag_kind {
    TAG_INLINE,  /* part of a line: a, b, span, ... and every unknown element */
    TAG_BLOCK,   /* has lines of its own: p, div, li, h1, ... */
    TAG_BREAK,   /* ends a line: br, hr */
    TAG_CELL,    /* td, th */
    TAG_SILENT,  /* its text is never shown: script, style, head, template, ... */
    TAG_CONTROL, /* form controls: button, input, select, textarea, option, ... */
    TAG_MEDIA,   /* img, video, audio, iframe, svg, canvas, object, ... */
};

/* Identifier, name, kind: HTML's elements, including obsolete ones (HTML standard,
   sections 4 and 16.2), and those of SVG and MathML that the parser handles by name.
   Sorted by name for the binary search in tag_of_name. */
#define TAG_TABLE(X)                                                                     \
    X(A, "a", TAG_INLINE)                                                                \
    X(ABBR, "abbr", TAG_INLINE)                                                          \
    X(ACRONYM, "acronym", TAG_INLINE)                                                    \
    X(ADDRESS, "address", TAG_BLOCK)                                                     \
    X(ANNOTATION, "annotation", TAG_INLINE)                                              \
    X(ANNOTATION_XML, "annotation-xml", TAG_INLINE)                                      \
    X(APPLET, "applet", TAG_MEDIA)                                                       \
    X(AREA, "area", TAG_SILENT)                                                          \
    X(ARTICLE, "article", TAG_BLOCK)                                                     \
    X(ASIDE, "aside", TAG_BLOCK)                                                         \
    X(AUDIO, "audio", TAG_MEDIA)                                                         \
    X(B, "b", TAG_INLINE)                                                                \
    X(BASE, "base", TAG_SILENT)                                                          \
    X(BASEFONT, "basefont", TAG_SILENT)                                                  \
    X(BDI, "bdi", TAG_INLINE)                                                            \
    X(BDO, "bdo", TAG_INLINE)                                                            \
    X(BGSOUND, "bgsound", TAG_SILENT)                                                    \
    X(BIG, "big", TAG_INLINE)                                                            \
    X(BLINK, "blink", TAG_INLINE)                                                        \
    X(BLOCKQUOTE, "blockquote", TAG_BLOCK)                                               \
    X(BODY, "body", TAG_BLOCK)                                                           \
    X(BR, "br", TAG_BREAK)                                                               \
    X(BUTTON, "button", TAG_CONTROL)                                                     \
    X(CANVAS, "canvas", TAG_MEDIA)                                                       \
    X(CAPTION, "caption", TAG_BLOCK)                                                     \
    X(CENTER, "center", TAG_BLOCK)                                                       \
    X(CITE, "cite", TAG_INLINE)                                                          \
    X(CODE, "code", TAG_INLINE)                                                          \
    X(COL, "col", TAG_SILENT)                                                            \
    X(COLGROUP, "colgroup", TAG_SILENT)                                                  \
    X(DATA, "data", TAG_INLINE)                                                          \
    X(DATALIST, "datalist", TAG_SILENT)                                                  \
    X(DD, "dd", TAG_BLOCK)                                                               \
    X(DEL, "del", TAG_INLINE)                                                            \
    X(DESC, "desc", TAG_INLINE)                                                          \
    X(DETAILS, "details", TAG_BLOCK)                                                     \
    X(DFN, "dfn", TAG_INLINE)                                                            \
    X(DIALOG, "dialog", TAG_BLOCK)                                                       \
    X(DIR, "dir", TAG_BLOCK)                                                             \
    X(DIV, "div", TAG_BLOCK)                                                             \
    X(DL, "dl", TAG_BLOCK)                                                               \
    X(DT, "dt", TAG_BLOCK)                                                               \
    X(EM, "em", TAG_INLINE)                                                              \
    X(EMBED, "embed", TAG_MEDIA)                                                         \
    X(FIELDSET, "fieldset", TAG_BLOCK)                                                   \
    X(FIGCAPTION, "figcaption", TAG_BLOCK)                                               \
    X(FIGURE, "figure", TAG_BLOCK)                                                       \
    X(FONT, "font", TAG_INLINE)                                                          \
    X(FOOTER, "footer", TAG_BLOCK)                                                       \
    X(FOREIGNOBJECT, "foreignobject", TAG_INLINE)                                        \
    X(FORM, "form", TAG_BLOCK)                                                           \
    X(FRAME, "frame", TAG_MEDIA)                                                         \
    X(FRAMESET, "frameset", TAG_BLOCK)                                                   \
    X(H1, "h1", TAG_BLOCK)                                                               \
    X(H2, "h2", TAG_BLOCK)                                                               \
    X(H3, "h3", TAG_BLOCK)                                                               \
    X(H4, "h4", TAG_BLOCK)                                                               \
    X(H5, "h5", TAG_BLOCK)                                                               \
    X(H6, "h6", TAG_BLOCK)                                                               \
    X(HEAD, "head", TAG_SILENT)                                                          \
    X(HEADER, "header", TAG_BLOCK)                                                       \
    X(HGROUP, "hgroup", TAG_BLOCK)                                                       \
    X(HR, "hr", TAG_BREAK)                                                               \
    X(HTML, "html", TAG_BLOCK)                                                           \
    X(I, "i", TAG_INLINE)                                                                \
    X(IFRAME, "iframe", TAG_MEDIA)                                                       \
    X(IMAGE, "image", TAG_MEDIA)                                                         \
    X(IMG, "img", TAG_MEDIA)                                                             \
    X(INPUT, "input", TAG_CONTROL)                                                       \
    X(INS, "ins", TAG_INLINE)                                                            \
    X(ISINDEX, "isindex", TAG_SILENT)                                                    \
    X(KBD, "kbd", TAG_INLINE)                                                            \
    X(KEYGEN, "keygen", TAG_CONTROL)                                                     \
    X(LABEL, "label", TAG_INLINE)                                                        \
    X(LEGEND, "legend", TAG_BLOCK)                                                       \
    X(LI, "li", TAG_BLOCK)                                                               \
    X(LINK, "link", TAG_SILENT)                                                          \
    X(LISTING, "listing", TAG_BLOCK)                                                     \
    X(MAIN, "main", TAG_BLOCK)                                                           \
    X(MALIGNMARK, "malignmark", TAG_INLINE)                                              \
    X(MAP, "map", TAG_INLINE)                                                            \
    X(MARK, "mark", TAG_INLINE)                                                          \
    X(MARQUEE, "marquee", TAG_BLOCK)                                                     \
    X(MATH, "math", TAG_INLINE)                                                          \
    X(MENU, "menu", TAG_BLOCK)                                                           \
    X(MENUITEM, "menuitem", TAG_CONTROL)                                                 \
    X(META, "meta", TAG_SILENT)                                                          \
    X(METER, "meter", TAG_CONTROL)                                                       \
    X(MGLYPH, "mglyph", TAG_INLINE)                                                      \
    X(MI, "mi", TAG_INLINE)                                                              \
    X(MN, "mn", TAG_INLINE)                                                              \
    X(MO, "mo", TAG_INLINE)                                                              \
    X(MS, "ms", TAG_INLINE)                                                              \
    X(MTEXT, "mtext", TAG_INLINE)                                                        \
    X(MULTICOL, "multicol", TAG_INLINE)                                                  \
    X(NAV, "nav", TAG_BLOCK)                                                             \
    X(NEXTID, "nextid", TAG_SILENT)                                                      \
    X(NOBR, "nobr", TAG_INLINE)                                                          \
    X(NOEMBED, "noembed", TAG_SILENT)                                                    \
    X(NOFRAMES, "noframes", TAG_SILENT)                                                  \
    X(NOSCRIPT, "noscript", TAG_INLINE)                                                  \
    X(OBJECT, "object", TAG_MEDIA)                                                       \
    X(OL, "ol", TAG_BLOCK)                                                               \
    X(OPTGROUP, "optgroup", TAG_CONTROL)                                                 \
    X(OPTION, "option", TAG_CONTROL)                                                     \
    X(OUTPUT, "output", TAG_INLINE)                                                      \
    X(P, "p", TAG_BLOCK)                                                                 \
    X(PARAM, "param", TAG_SILENT)                                                        \
    X(PICTURE, "picture", TAG_INLINE)                                                    \
    X(PLAINTEXT, "plaintext", TAG_BLOCK)                                                 \
    X(PRE, "pre", TAG_BLOCK)                                                             \
    X(PROGRESS, "progress", TAG_CONTROL)                                                 \
    X(Q, "q", TAG_INLINE)                                                                \
    X(RB, "rb", TAG_INLINE)                                                              \
    X(RP, "rp", TAG_SILENT)                                                              \
    X(RT, "rt", TAG_INLINE)                                                              \
    X(RTC, "rtc", TAG_INLINE)                                                            \
    X(RUBY, "ruby", TAG_INLINE)                                                          \
    X(S, "s", TAG_INLINE)                                                                \
    X(SAMP, "samp", TAG_INLINE)                                                          \
    X(SCRIPT, "script", TAG_SILENT)                                                      \
    X(SEARCH, "search", TAG_BLOCK)                                                       \
    X(SECTION, "section", TAG_BLOCK)                                                     \
    X(SELECT, "select", TAG_CONTROL)                                                     \
    X(SLOT, "slot", TAG_INLINE)                                                          \
    X(SMALL, "small", TAG_INLINE)                                                        \
    X(SOURCE, "source", TAG_SILENT)                                                      \
    X(SPACER, "spacer", TAG_INLINE)                                                      \
    X(SPAN, "span", TAG_INLINE)                                                          \
    X(STRIKE, "strike", TAG_INLINE)                                                      \
    X(STRONG, "strong", TAG_INLINE)                                                      \
    X(STYLE, "style", TAG_SILENT)                                                        \
    X(SUB, "sub", TAG_INLINE)                                                            \
    X(SUMMARY, "summary", TAG_BLOCK)                                                     \
    X(SUP, "sup", TAG_INLINE)                                                            \
    X(SVG, "svg", TAG_MEDIA)                                                             \
    X(TABLE, "table", TAG_BLOCK)                                                         \
    X(TBODY, "tbody", TAG_BLOCK)                                                         \
    X(TD, "td", TAG_CELL)                                                                \
    X(TEMPLATE, "template", TAG_SILENT)                                                  \
    X(TEXTAREA, "textarea", TAG_CONTROL)                                                 \
    X(TFOOT, "tfoot", TAG_BLOCK)                                                         \
    X(TH, "th", TAG_CELL)                                                                \
    X(THEAD, "thead", TAG_BLOCK)                                                         \
    X(TIME, "time", TAG_INLINE)                                                          \
    X(TITLE, "title", TAG_SILENT)                                                        \
    X(TR, "tr", TAG_BLOCK)                                                               \
    X(TRACK, "track", TAG_SILENT)                                                        \
    X(TT, "tt", TAG_INLINE)                                                              \
    X(U, "u", TAG_INLINE)                                                                \
    X(UL, "ul", TAG_BLOCK)                                                               \
    X(VAR, "var", TAG_INLINE)                                                            \
    X(VIDEO, "video", TAG_MEDIA)                                                         \
    X(WBR, "wbr", TAG_INLINE)                                                            \
    X(XMP, "xmp", TAG_BLOCK)

enum tag {
    TAG_TEXT = 0, /* not an element: a run of text */
    TAG_OTHER,    /* an element that is not in the table: custom or unknown */
#define X(id, name, kind) TAG_##id,
    TAG_TABLE(X)
#undef X
        TAG_COUNT
};

/* name is in lower case. Returns TAG_OTHER if it is not in the table. */
enum tag tag_of_name(struct slice name);
/* NUL-terminated, static; "" for TAG_TEXT and TAG_OTHER. */
const char *tag_name(enum tag tag);
enum tag_kind tag_kind(enum tag tag);

/* Whether the element is, or begins, a part of a text of its own. A table with such an
   element in its cells is a layout table. */
bool tag_is_structure(unsigned tag);

static inline bool tag_is_heading(unsigned tag)
{
    return tag >= TAG_H1 && tag <= TAG_H6;
}

#endif
