#include "metadata/scanner.h"

struct slice scanner_rest(const struct scanner *c)
{
    return slice_of(c->at, (size_t)(c->end - c->at));
}

char scanner_peek(const struct scanner *c, size_t ahead)
{
    return (size_t)(c->end - c->at) > ahead ? c->at[ahead] : '\0';
}

bool scanner_has_digit(const struct scanner *c, size_t ahead)
{
    return is_ascii_digit((unsigned char)scanner_peek(c, ahead));
}

size_t scanner_count_digits(const struct scanner *c)
{
    size_t n = 0;
    while (scanner_has_digit(c, n))
        n++;
    return n;
}

unsigned scanner_read_digits(struct scanner *c, size_t count)
{
    unsigned value = 0;
    for (; count; count--)
        value = value * 10 + (unsigned)(*c->at++ - '0');
    return value;
}

void scanner_skip_spaces(struct scanner *c)
{
    while (scanner_peek(c, 0) == ' ')
        c->at++;
}

bool scanner_accept(struct scanner *c, char byte)
{
    if (scanner_peek(c, 0) != byte)
        return false;
    c->at++;
    return true;
}

bool scanner_accept_any(struct scanner *c, const char *bytes)
{
    for (; *bytes; bytes++)
        if (scanner_accept(c, *bytes))
            return true;
    return false;
}

bool scanner_accept_phrase(struct scanner *c, enum phrase_sense sense)
{
    struct phrase_beginning found;
    if (!phrases_begin(scanner_rest(c), sense, &found))
        return false;
    c->at += found.len;
    return true;
}
