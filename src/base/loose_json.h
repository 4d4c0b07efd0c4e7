/* loose_json: JSON, and what scripts write where they mean JSON: unquoted names, single
   quotes, comments, calls around a value. Read without complaint into one array, because
   it is only looked through for text; json.h is for JSON that has to be right. */
#ifndef WINNOW_BASE_LOOSE_JSON_H
#define WINNOW_BASE_LOOSE_JSON_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdint.h>

enum { DATUM_NONE = UINT32_MAX };

enum datum_kind {
    DATUM_OBJECT,
    DATUM_ARRAY, /* the arguments of a call too */
    DATUM_STRING,
    DATUM_NUMBER,
    DATUM_WORD, /* null, true, a name */
};

struct datum {
    enum datum_kind kind;
    struct slice key;  /* in its object, as it stands there; else empty */
    struct slice text; /* of a string without quotes, its escapes read; of a word */
    uint32_t parent;   /* DATUM_NONE for what stands alone */
    uint32_t end;      /* one past the last datum in it */
};

struct loose_json {
    struct datum *items; /* in the order of the text */
    size_t count, capacity;
};

/* Reads the first object, array or call in source and appends it to out; a string that
   holds JSON is read as what it holds. Returns the bytes up to its end, 0 when there is
   none. Everything is in the arena or points into source. */
size_t loose_json_read(struct arena *a, struct slice source, struct loose_json *out);

/* Reads all objects and arrays in source, which should be JSON, and repairs what is often
   wrong in JSON that was written by hand: text before, between and after the values
   (comment and CDATA marks), missing commas, quotation marks inside strings, and brackets
   that are missing or of the wrong kind. Valid JSON is read as it is. */
void loose_json_repair(struct arena *a, struct slice source, struct loose_json *out);

/* The same as loose_json_read of "(function(a,b){return {...}}("text",0))", which packs
   what a state repeats (Nuxt 2): the arguments stand in the place of their names. */
size_t loose_json_read_call(struct arena *a, struct slice source, struct loose_json *out);

/* The string that source begins with, its escapes read, whatever it holds; empty where
   source begins with anything else. */
struct slice loose_json_read_string(struct arena *a, struct slice source);

/* The member of an object with this name, or DATUM_NONE; it is looked for among the first
   256 only. */
uint32_t loose_json_member(const struct loose_json *literal, uint32_t object,
                           struct slice key);

#endif
