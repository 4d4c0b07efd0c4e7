/* tags: the HTML elements that winnow knows by number, and what kind of thing each is. */
#ifndef WINNOW_PAGE_TAGS_H
#define WINNOW_PAGE_TAGS_H

#include "base/slice.h"
#include <stdint.h>

/* How an element takes part in the text (HTML standard, "Rendering", section 15.3). */
enum tag_kind {
    TAG_INLINE,  /* flows in a line: a, b, span, ... and every unknown element */
    TAG_BLOCK,   /* stands on lines of its own: p, div, li, h1, ... */
    TAG_BREAK,   /* ends a line: br, hr */
    TAG_CELL,    /* td, th */
    TAG_SILENT,  /* its text is never for a reader: script, style, head, template, ... */
    TAG_CONTROL, /* form controls: button, input, select, textarea, option, ... */
    TAG_MEDIA,   /* img, video, audio, iframe, svg, canvas, object, ... */
};

/* name, kind */
#define TAG_TABLE(X) /* the page room fills this in, in alphabetical order */            \
    X(A, "a", TAG_INLINE)

enum tag {
    TAG_TEXT = 0, /* not an element: a run of text */
    TAG_OTHER,    /* an element that is not in the table: a custom or unknown one */
#define X(id, name, kind) TAG_##id,
    TAG_TABLE(X)
#undef X
        TAG_COUNT
};

/* name in lower case; TAG_OTHER when it is not in the table. */
enum tag tag_of_name(struct slice name);
/* NUL-terminated, static; "" for TAG_TEXT and TAG_OTHER. */
const char *tag_name(enum tag tag);
enum tag_kind tag_kind(enum tag tag);

#endif
