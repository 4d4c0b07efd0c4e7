#include "page/tags.h"

#include <stdint.h>
#include <stdlib.h>

struct row {
    const char *name;
    uint8_t length, kind;
};

static const struct row rows[TAG_COUNT] = {[TAG_TEXT] = {"", 0, TAG_INLINE},
                                           [TAG_OTHER] = {"", 0, TAG_INLINE},
#define X(id, name, kind) [TAG_##id] = {name, sizeof name - 1, kind},
                                           TAG_TABLE(X)
#undef X
};

enum { FIRST_NAMED = TAG_OTHER + 1 };

static int compare_name(const void *key, const void *item)
{
    const struct slice *name = key;
    const struct row *row = item;
    return slice_compare(*name, slice_of(row->name, row->length));
}

enum tag tag_of_name(struct slice name)
{
    const struct row *found = bsearch(&name, rows + FIRST_NAMED, TAG_COUNT - FIRST_NAMED,
                                      sizeof *rows, compare_name);
    return found ? (enum tag)(found - rows) : TAG_OTHER;
}

const char *tag_name(enum tag tag)
{
    return rows[tag].name;
}

enum tag_kind tag_kind(enum tag tag)
{
    return (enum tag_kind)rows[tag].kind;
}

bool tag_is_structure(unsigned tag)
{
    switch (tag) {
    case TAG_TABLE:
    case TAG_UL:
    case TAG_OL:
    case TAG_PRE:
    case TAG_BLOCKQUOTE:
        return true;
    default:
        return tag_is_heading(tag);
    }
}
