/* loose_json: reads JSON, and object literals of scripts: unquoted names, single quotes,
   comments, calls around a value. It reports no errors and fills one array, because
   callers only search it for texts; json.h is for JSON that must be valid. */
#ifndef WINNOW_BASE_LOOSE_JSON_H
#define WINNOW_BASE_LOOSE_JSON_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdint.h>

enum { DATUM_NONE = UINT32_MAX };

enum datum_kind {
    DATUM_OBJECT,
    DATUM_ARRAY, /* also the arguments of a call */
    DATUM_STRING,
    DATUM_NUMBER,
    DATUM_WORD, /* null, true, a name */
};

struct datum {
    enum datum_kind kind;
    struct slice key;  /* in its object; else empty */
    struct slice text; /* of a string, unescaped, without quotes; of a number or word */
    uint32_t parent;   /* DATUM_NONE for a value at the top */
    uint32_t end;      /* index after the last datum in it */
};

struct loose_json {
    struct datum *items; /* in the order of the text */
    size_t count, capacity;
};

/* Reads the first object, array or call in source and appends it to out. A string that
   contains JSON is read as that. Returns the offset of its end, 0 if there is none. The
   data are in the arena or point into source. */
size_t loose_json_read(struct arena *a, struct slice source, struct loose_json *out);

/* Reads all objects and arrays in source, which should be JSON, and repairs what is often
   wrong in JSON that was written by hand: text before, between and after the values
   (comment and CDATA marks), missing commas, quotation marks inside strings, and brackets
   that are missing or of the wrong kind. Valid JSON is read as it is. */
void loose_json_repair(struct arena *a, struct slice source, struct loose_json *out);

/* Like loose_json_read, for "(function(a,b){return {...}}("text",0))", which Nuxt 2 uses
   for repeated values: the arguments replace their names. */
size_t loose_json_read_call(struct arena *a, struct slice source, struct loose_json *out);

/* The string at the beginning of source, unescaped, whatever it contains; empty if source
   begins with anything else. */
struct slice loose_json_read_string(struct arena *a, struct slice source);

/* The member of an object with this name, or DATUM_NONE. Only the first 256 members are
   searched. */
uint32_t loose_json_member(const struct loose_json *literal, uint32_t object,
                           struct slice key);

#endif
