#include "plaintext/line_model.h"

#include "base/embed.h"

EMBED_FILE(line_model_file, "src/plaintext/line.model");

enum { NAMES, WORDS, CUTOFFS, FIRST, SECOND, SECTION_COUNT };

static const struct section_spec SECTIONS[SECTION_COUNT] = {
    [NAMES] = {"names", SECTION_NAMES, 0}, /* text has none */
    [WORDS] = {"words", SECTION_WORDS, 0},
    [CUTOFFS] = {"cutoffs", SECTION_CUTOFFS, 0},
    [FIRST] = {"first", SECTION_TREES, LINE_PASS2},
    [SECOND] = {"second", SECTION_TREES, LINE_COLUMNS},
};

static void map_file(const char *file, struct line_model *out)
{
    out->lexicon = model_file_lexicon(file, NAMES, WORDS);
    out->cutoffs = model_file_cutoffs(file, CUTOFFS);
    out->first = model_file_forest(file, FIRST);
    out->second = model_file_forest(file, SECOND);
}

bool line_model_read(struct slice file, struct line_model *out, struct error *err)
{
    static const struct model_spec SPEC = {"lines", SECTIONS, SECTION_COUNT};
    if (!model_file_check(file, &SPEC, err))
        return false;
    map_file(file.ptr, out);
    return true;
}

struct slice line_model_linked(void)
{
    return EMBEDDED(line_model_file);
}

void line_model_open(struct line_model *out)
{
    map_file(line_model_file, out);
}
