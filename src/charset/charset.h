/* charset: converts a document to UTF-8. Its source is the only file that uses iconv and
   uchardet. */
#ifndef WINNOW_CHARSET_CHARSET_H
#define WINNOW_CHARSET_CHARSET_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

/* Opens what decoding needs (uchardet's tables, the common iconv converters), so that a
   process that gives up its file descriptors and its right to open files can still
   decode. Call it once; further calls do nothing. */
void charset_warm_up(void);

struct charset_hints {
    struct slice forced;       /* value of --charset; empty if not given */
    struct slice content_type; /* value of the HTTP header; empty if there is none */
    bool is_html;              /* look for a meta element in the first 1024 bytes */
    bool is_utf8;              /* jsonl: already UTF-8, whatever the page declares */
};

/* The encoding that was chosen, and why. */
struct charset_choice {
    const char *name; /* WHATWG name, lower case, static: "utf-8", "windows-1252", ... */
    /* "bom", "option", "header", "meta", "utf-8", "detector" or "default". */
    const char *source;
    /* The declared encoding that the bytes refute, and its source; NULL for none. */
    const char *refuted, *refuted_source;
    size_t mended; /* characters that had been encoded as UTF-8 twice */
};

/* Returns the name of the encoding for a label in the WHATWG Encoding standard, section
   4.2 ("latin1" is windows-1252), as a static string; NULL if the label is not in it. */
const char *charset_of_label(struct slice label);

/* Decodes bytes into the arena: removes the BOM and replaces ill-formed sequences with
   U+FFFD. The result is always valid UTF-8. If bytes are already UTF-8, they are not
   copied: *out points into them, and they must outlive it. The encoding is decided by, in
   this order: BOM, forced, header, meta, valid UTF-8, detector, windows-1252. A header or
   meta element that the bytes certainly refute is passed over, and bytes without a label
   are UTF-8 even if a few are ill-formed. Text that was encoded twice is mended. Returns
   false only for an unknown forced label. */
bool charset_decode(struct arena *a, struct slice bytes,
                    const struct charset_hints *hints, struct slice *out,
                    struct charset_choice *choice, struct error *err);

#endif
