#include "marks/reason_codes.h"

static const struct {
    const char *name, *meaning;
} codes[REASON_CODE_COUNT] = {
#define X(code, name, meaning) [REASON_##code] = {name, meaning},
    REASON_CODES(X)
#undef X
};

const char *reason_code_name(enum reason_code code)
{
    return codes[code].name;
}

const char *reason_code_meaning(enum reason_code code)
{
    return codes[code].meaning;
}
