/* charset: the bytes of a document as UTF-8. The iconv and uchardet door. */
#ifndef WINNOW_CHARSET_CHARSET_H
#define WINNOW_CHARSET_CHARSET_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

/* Opens what decoding will need (uchardet's tables, the common iconv converters), so that
   a process that gives up its file descriptors and its right to open files can decode
   afterwards. Call it once; calling it again does nothing. */
void charset_warm_up(void);

struct charset_hints {
    struct slice forced;       /* --charset; empty for none */
    struct slice content_type; /* the HTTP header's value; empty for none */
    bool is_html;              /* look for a meta element in the first 1024 bytes */
    bool is_utf8;              /* jsonl: UTF-8 already, whatever the page says */
};

/* What the bytes were taken for. */
struct charset_choice {
    const char *name; /* WHATWG name, lower case, static: "utf-8", "windows-1252", ... */
    /* "bom", "option", "header", "meta", "utf-8", "detector" or "default". */
    const char *source;
};

/* The encoding that a label names by the WHATWG Encoding standard, section 4.2 ("latin1"
   is windows-1252), as a static string, or NULL for a label that is not in it. */
const char *charset_of_label(struct slice label);

/* Decodes bytes into the arena (what is UTF-8 already stays where it is: *out then points
   into bytes, which must live as long): the BOM removed, ill-formed sequences as U+FFFD,
   always valid UTF-8. In this order: BOM, forced, header, meta, valid UTF-8, detector,
   windows-1252. False only for a forced label that nobody knows. */
bool charset_decode(struct arena *a, struct slice bytes,
                    const struct charset_hints *hints, struct slice *out,
                    struct charset_choice *choice, struct error *err);

#endif
