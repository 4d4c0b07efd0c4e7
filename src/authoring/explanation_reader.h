/* explanation_reader: parses the lines that write/explanation has written in a worker. A
   page may have taken that process over: an invalid line is ignored, and texts may have
   control characters, which whoever prints them has to remove. */
#ifndef WINNOW_AUTHORING_EXPLANATION_READER_H
#define WINNOW_AUTHORING_EXPLANATION_READER_H

#include "base/arena.h"
#include "winnow.h"

struct selector_row {
    struct slice selector;
    unsigned blocks, changes;
};

struct block_row {
    struct slice line; /* the JSON, as received */
    bool is_kept;
    struct slice by, place, reason, kind, text; /* place may be empty */
    unsigned level;
    struct {
        struct selector_row *items;
        size_t count, capacity;
    } selectors;
};

struct rule_row {
    struct slice line;
    struct slice place, rule, state;
    uint64_t hits, characters;
};

struct note_row {
    struct slice line;
    struct slice place, text; /* place may be empty */
};

/* It lives in an arena. */
struct explanation {
    struct {
        struct block_row *items;
        size_t count, capacity;
    } blocks;
    struct {
        struct rule_row *items;
        size_t count, capacity;
    } rules;
    struct {
        struct note_row *items;
        size_t count, capacity;
    } notes;
    struct slice body; /* a selector for the element around the text; may be empty */
};

void explanation_reader_read(struct arena *a, const struct winnow_record *record,
                             struct explanation *out);

#endif
