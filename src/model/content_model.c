#include "model/content_model.h"

enum {
    NAMES,
    WORDS,
    CUTOFFS,
    HINTS,
    TYPES = HINTS + TYPE_COUNT,
    QUICK = TYPES + TYPE_COUNT,
    FIRST,
    SECOND,
    SECTION_COUNT
};

/* The trees that hint at a type of page, and those that guess it in the end. */
// clang-format off
#define HINT(type, name) [HINTS + (type)] = {"hint " name, SECTION_TREES, PAGE_COUNT}
#define GUESS(type, name) [TYPES + (type)] = {"type " name, SECTION_TREES, TYPE_COLUMNS}
// clang-format on

static const struct section_spec SECTIONS[SECTION_COUNT] = {
    [NAMES] = {"names", SECTION_NAMES, 0},
    [WORDS] = {"words", SECTION_WORDS, 0},
    [CUTOFFS] = {"cutoffs", SECTION_CUTOFFS, 0},
    HINT(TYPE_ARTICLE, "article"),
    HINT(TYPE_COLLECTION, "collection"),
    HINT(TYPE_DOCUMENTATION, "documentation"),
    HINT(TYPE_FORUM, "forum"),
    HINT(TYPE_LISTING, "listing"),
    HINT(TYPE_PRODUCT, "product"),
    HINT(TYPE_SERVICE, "service"),
    GUESS(TYPE_ARTICLE, "article"),
    GUESS(TYPE_COLLECTION, "collection"),
    GUESS(TYPE_DOCUMENTATION, "documentation"),
    GUESS(TYPE_FORUM, "forum"),
    GUESS(TYPE_LISTING, "listing"),
    GUESS(TYPE_PRODUCT, "product"),
    GUESS(TYPE_SERVICE, "service"),
    [QUICK] = {"quick", SECTION_TREES, FIRST_COLUMNS},
    [FIRST] = {"first", SECTION_TREES, FIRST_COLUMNS},
    [SECOND] = {"second", SECTION_TREES, COLUMNS},
};

static void map_file(const char *file, struct content_model *out)
{
    out->lexicon = model_file_lexicon(file, NAMES, WORDS);
    out->cutoffs = model_file_cutoffs(file, CUTOFFS);
    for (uint32_t t = 0; t < TYPE_COUNT; t++) {
        out->hints[t] = model_file_forest(file, HINTS + t);
        out->types[t] = model_file_forest(file, TYPES + t);
    }
    out->quick = model_file_forest(file, QUICK);
    out->first = model_file_forest(file, FIRST);
    out->second = model_file_forest(file, SECOND);
}

bool content_model_read(struct slice file, struct content_model *out, struct error *err)
{
    static const struct model_spec SPEC = {"content", SECTIONS, SECTION_COUNT};
    if (!model_file_check(file, &SPEC, err))
        return false;
    map_file(file.ptr, out);
    return true;
}

void content_model_open(struct content_model *out)
{
    map_file(content_model_linked().ptr, out);
}
