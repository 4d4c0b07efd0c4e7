#include "model/lexicon.h"

#include "base/hash.h"
#include "base/search.h"
#include "phrases/names.h"
#include <string.h>

enum {
    NAME_MAX_LENGTH = 64, /* longer ones are generated, and mean nothing */
    PART_MIN_LENGTH = 2,
};

/* ---- look-up ----------------------------------------------------------------------- */

static const struct name_score *find_name(const struct lexicon *v, uint32_t hash)
{
    size_t at = search_first(&hash, v->names, v->name_count, sizeof *v->names,
                             search_compare_keys);
    return at < v->name_count && v->names[at].hash == hash ? &v->names[at] : NULL;
}

int lexicon_score_word(const struct lexicon *v, uint32_t hash)
{
    size_t at = search_first(&hash, v->words, v->word_count, sizeof *v->words,
                             search_compare_keys);
    return at < v->word_count && v->words[at].hash == hash ? v->words[at].content : 0;
}

struct word_sum lexicon_sum_words(const struct lexicon *v, const uint32_t *hashes,
                                  uint32_t count)
{
    struct word_sum out = {0, 0, 0};
    int sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        int score = lexicon_score_word(v, hashes[i]);
        sum += score;
        out.least = score < out.least ? score : out.least;
        out.most = score > out.most ? score : out.most;
    }
    out.mean = count ? sum * 10 / (int)count : 0;
    return out;
}

/* ---- names ------------------------------------------------------------------------- */

static bool is_part_end(struct slice name, size_t i)
{
    unsigned char c = (unsigned char)name.ptr[i];
    return !(is_ascii_letter(c) || c >= 0x80);
}

static bool is_capital(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static void lower_name(struct slice name, char out[NAME_MAX_LENGTH])
{
    for (size_t i = 0; i < name.len; i++)
        out[i] = (char)ascii_lower((unsigned char)name.ptr[i]);
}

void lexicon_split_name(struct slice name, name_visit visit, void *context)
{
    char lower[NAME_MAX_LENGTH];
    if (name.len == 0 || name.len > NAME_MAX_LENGTH)
        return;
    lower_name(name, lower);
    visit(context, slice_of(lower, name.len), hash_token(slice_of(lower, name.len)));
    size_t start = 0;
    for (size_t i = 0; i <= name.len; i++) {
        bool is_end = i == name.len || is_part_end(name, i);
        bool is_hump = !is_end && i > start && is_capital((unsigned char)name.ptr[i]) &&
                       !is_capital((unsigned char)name.ptr[i - 1]);
        if (!is_end && !is_hump)
            continue;
        struct slice part = slice_of(lower + start, i - start);
        if (part.len >= PART_MIN_LENGTH && part.len < name.len)
            visit(context, part, hash_token(part));
        start = is_hump ? i : i + 1;
    }
}

struct name_sum {
    const struct lexicon *v;
    struct name_view *view;
    int content, rules, parts;
    bool is_whole_known;
    size_t visited;
};

static void add_part(void *context, struct slice part, uint32_t hash)
{
    struct name_sum *sum = context;
    struct name_meaning meaning = names_read(part, hash);
    if (meaning.senses & NAMED(CLASS))
        sum->view->classes |= 1u << meaning.class;
    bool is_whole = sum->visited++ == 0;
    if (sum->is_whole_known)
        return;
    const struct name_score *score = find_name(sum->v, hash);
    if (!score)
        return;
    sum->is_whole_known = is_whole;
    sum->content += score->content;
    sum->rules += score->rules;
    sum->parts++;
}

void lexicon_read_name(const struct lexicon *v, struct slice name, struct name_view *out)
{
    memset(out, 0, sizeof *out);
    struct name_sum sum = {.v = v, .view = out};
    lexicon_split_name(name, add_part, &sum);
    if (sum.parts == 0)
        return;
    out->is_scored = true;
    out->content = (int16_t)(sum.content / sum.parts);
    out->rules = (int16_t)(sum.rules / sum.parts);
}
