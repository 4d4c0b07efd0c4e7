#include "model/phrase_kind.h"

#include "base/array.h"
#include "phrases/menu_vocabulary.h"
#include "phrases/phrases.h"

/* The first row with one of the senses wins. */
static const struct {
    phrase_set senses;
    enum phrase_kind kind;
} WHOLE[] = {
    {SENSE(COMMENTS_HEADING) | SENSE(COMMENT_ACTION), PHRASE_KIND_COMMENTS},
    {SENSE(RELATED), PHRASE_KIND_RELATED},
    {SENSE(LATEST), PHRASE_KIND_LATEST},
    {SENSE(PAGER), PHRASE_KIND_PAGER},
    {SENSE(CONSENT), PHRASE_KIND_CONSENT},
    {SENSE(LINE_SHARE) | SENSE(LINE_NETWORK), PHRASE_KIND_SHARE},
    {SENSE(POST_ACTION) | SENSE(FEEDBACK), PHRASE_KIND_ACTION},
    {SENSE(TOOL), PHRASE_KIND_TOOL},
    {SENSE(LINE_LABEL), PHRASE_KIND_LABEL},
    {SENSE(MENU) | SENSE(LOGIN) | SENSE(LINE_MENU) | SENSE(LINE_LANGUAGE),
     PHRASE_KIND_MENU},
};

static const struct {
    enum phrase_sense sense;
    enum phrase_kind kind;
} BEGINNINGS[] = {
    {SENSE_COPYRIGHT, PHRASE_KIND_COPYRIGHT}, {SENSE_COOKIE_NOTICE, PHRASE_KIND_CONSENT},
    {SENSE_BYLINE, PHRASE_KIND_BYLINE},       {SENSE_OTHER_BYLINE, PHRASE_KIND_BYLINE},
    {SENSE_SIGNATURE, PHRASE_KIND_BYLINE},
};

enum phrase_kind phrase_kind_read(struct slice text)
{
    struct phrase_beginning found;
    text = slice_trim(text);
    if (!text.len || text.len > PHRASE_KIND_TEXT_MAX)
        return PHRASE_KIND_NONE;
    phrase_set senses = phrases_read(text) | menu_vocabulary_read(text);
    for (size_t i = 0; i < COUNT_OF(WHOLE); i++)
        if (senses & WHOLE[i].senses)
            return WHOLE[i].kind;
    for (size_t i = 0; i < COUNT_OF(BEGINNINGS); i++)
        if (phrases_begin(text, BEGINNINGS[i].sense, &found))
            return BEGINNINGS[i].kind;
    return PHRASE_KIND_NONE;
}
