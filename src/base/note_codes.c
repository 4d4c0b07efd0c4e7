#include "base/note_codes.h"

static const struct {
    const char *name, *meaning;
} codes[NOTE_CODE_COUNT] = {
#define X(code, name, meaning) [NOTE_##code] = {name, meaning},
    NOTE_CODES(X)
#undef X
};

const char *note_code_name(enum note_code code)
{
    return codes[code].name;
}

const char *note_code_meaning(enum note_code code)
{
    return codes[code].meaning;
}
