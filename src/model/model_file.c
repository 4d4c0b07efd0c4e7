#include "model/model_file.h"

#include "base/hash.h"
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "a model file is read as it is, and is little endian");

static const char MAGIC[8] = "winnowm";

struct header {
    char magic[sizeof MAGIC];
    uint32_t version, size, section_count;
    char kind[12];
    char checksum[HASH_HEX_SIZE - 1];
};

struct section {
    char name[32];
    uint32_t offset, count, depth, columns;
};

_Static_assert(sizeof(struct header) == 96 && sizeof(struct section) == 48 &&
                   sizeof(struct name_score) == 8 && sizeof(struct word_score) == 8 &&
                   sizeof(struct tree_split) == 4,
               "the layout in model_file.h, without padding between its fields");

/* ---- sections ---------------------------------------------------------------------- */

static const struct section *section_at(const char *file, uint32_t i)
{
    return (const struct section *)(file + sizeof(struct header)) + i;
}

static uint64_t count_splits(const struct section *s)
{
    return (uint64_t)s->count * ((1u << s->depth) - 1);
}

static uint64_t section_size(const struct section *s, enum section_kind kind)
{
    switch (kind) {
    case SECTION_NAMES:
        return (uint64_t)s->count * sizeof(struct name_score);
    case SECTION_WORDS:
        return (uint64_t)s->count * sizeof(struct word_score);
    case SECTION_CUTOFFS:
        return (uint64_t)s->count * sizeof(int32_t);
    case SECTION_TREES:
        break;
    }
    return count_splits(s) * sizeof(struct tree_split) +
           ((uint64_t)s->count << s->depth) * sizeof(int16_t);
}

struct lexicon model_file_lexicon(const char *file, uint32_t names, uint32_t words)
{
    const struct section *of_names = section_at(file, names);
    const struct section *of_words = section_at(file, words);
    return (struct lexicon){
        .names = (const struct name_score *)(file + of_names->offset),
        .name_count = of_names->count,
        .words = (const struct word_score *)(file + of_words->offset),
        .word_count = of_words->count,
    };
}

struct forest model_file_forest(const char *file, uint32_t section)
{
    const struct section *s = section_at(file, section);
    const struct tree_split *splits = (const struct tree_split *)(file + s->offset);
    return (struct forest){
        .splits = splits,
        .leaves = (const int16_t *)(splits + count_splits(s)),
        .tree_count = s->count,
        .depth = s->depth,
    };
}

const int32_t *model_file_cutoffs(const char *file, uint32_t section)
{
    return (const int32_t *)(file + section_at(file, section)->offset);
}

/* ---- the check: the header --------------------------------------------------------- */

/* Whether a field that is padded with NUL holds just this text. */
static bool is_text(const char *field, size_t size, const char *text)
{
    char padded[32] = {0};
    size_t length = strlen(text);
    if (length >= size || size > sizeof padded)
        return false;
    memcpy(padded, text, length);
    return memcmp(field, padded, size) == 0;
}

static bool check_header(struct slice file, const struct model_spec *spec,
                         struct error *err)
{
    const struct header *h = (const struct header *)file.ptr;
    char checksum[HASH_HEX_SIZE];
    if ((uintptr_t)file.ptr % MODEL_ALIGNMENT)
        return error_set(err, "model: not aligned to %d bytes", MODEL_ALIGNMENT);
    if (file.len < sizeof *h || memcmp(h->magic, MAGIC, sizeof MAGIC) != 0)
        return error_set(err, "model: not a model file");
    if (h->version != MODEL_VERSION)
        return error_set(err, "model: layout of version %u, expected %u", h->version,
                         MODEL_VERSION);
    if (!is_text(h->kind, sizeof h->kind, spec->kind))
        return error_set(err, "model: not of kind \"%s\"", spec->kind);
    if (h->size != file.len)
        return error_set(err, "model: %zu bytes, expected %u", file.len, h->size);
    hash_sha256(slice_after(file, sizeof *h), checksum);
    if (memcmp(checksum, h->checksum, sizeof h->checksum) != 0)
        return error_set(err, "model: damaged: its checksum is not the one of its bytes");
    if (h->section_count != spec->section_count ||
        file.len < sizeof *h + h->section_count * sizeof(struct section))
        return error_set(err, "model: %u sections, expected %u", h->section_count,
                         spec->section_count);
    return true;
}

/* ---- the check: a section ---------------------------------------------------------- */

static bool check_place(struct slice file, const struct section *s,
                        const struct section_spec *spec, struct error *err)
{
    if (!is_text(s->name, sizeof s->name, spec->name))
        return error_set(err, "model: section \"%s\" is missing", spec->name);
    if (s->columns != spec->columns)
        return error_set(
            err,
            "model: %s: trained on rows of %u columns, and the features have "
            "%u: train it again (make model, make model-lines)",
            spec->name, s->columns, spec->columns);
    bool has_trees = spec->kind == SECTION_TREES;
    if (s->depth > (has_trees ? TREE_DEPTH_MAX : 0) ||
        (has_trees && s->count > TREES_MAX))
        return error_set(err, "model: %s: %u trees of depth %u are too many", spec->name,
                         s->count, s->depth);
    if (s->offset % MODEL_ALIGNMENT || s->offset > file.len ||
        section_size(s, spec->kind) > file.len - s->offset)
        return error_set(err, "model: %s: not inside the file", spec->name);
    return true;
}

/* Both kinds of entry begin with their hash. */
static bool check_sorted(const char *entries, const struct section *s, const char *name,
                         struct error *err)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t hash;
        memcpy(&hash, entries + i * sizeof(struct word_score), sizeof hash);
        if (i && hash <= last)
            return error_set(err, "model: %s: entry %u is not in order", name, i);
        last = hash;
    }
    return true;
}

static bool check_cutoffs(const int32_t *cutoffs, uint32_t count, const char *name,
                          struct error *err)
{
    if (count != SCORE_MAX)
        return error_set(err, "model: %s: %u, expected %u", name, count, SCORE_MAX);
    for (uint32_t i = 1; i < count; i++)
        if (cutoffs[i - 1] > cutoffs[i])
            return error_set(err, "model: %s: entry %u is not in order", name, i);
    return true;
}

static bool check_splits(struct slice splits, uint32_t columns, const char *name,
                         struct error *err)
{
    const struct tree_split *items = (const struct tree_split *)splits.ptr;
    for (size_t i = 0; i < splits.len / sizeof *items; i++)
        if (items[i].column >= columns)
            return error_set(err, "model: %s: a split reads column %u of %u", name,
                             items[i].column, columns);
    return true;
}

static bool check_content(struct slice file, uint32_t i, const struct section_spec *spec,
                          struct error *err)
{
    const struct section *s = section_at(file.ptr, i);
    const char *content = file.ptr + s->offset;
    switch (spec->kind) {
    case SECTION_NAMES:
    case SECTION_WORDS:
        return check_sorted(content, s, spec->name, err);
    case SECTION_CUTOFFS:
        return check_cutoffs(model_file_cutoffs(file.ptr, i), s->count, spec->name, err);
    case SECTION_TREES:
        break;
    }
    struct slice splits = {content, count_splits(s) * sizeof(struct tree_split)};
    return check_splits(splits, spec->columns, spec->name, err);
}

bool model_file_check(struct slice file, const struct model_spec *spec, struct error *err)
{
    if (!check_header(file, spec, err))
        return false;
    for (uint32_t i = 0; i < spec->section_count; i++)
        if (!check_place(file, section_at(file.ptr, i), &spec->sections[i], err) ||
            !check_content(file, i, &spec->sections[i], err))
            return false;
    return true;
}
