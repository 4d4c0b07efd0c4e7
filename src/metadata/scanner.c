#include "metadata/scanner.h"

struct slice cursor_rest(const struct cursor *c)
{
    return slice_of(c->at, (size_t)(c->end - c->at));
}

char cursor_peek(const struct cursor *c, size_t ahead)
{
    return (size_t)(c->end - c->at) > ahead ? c->at[ahead] : '\0';
}

bool cursor_has_digit(const struct cursor *c, size_t ahead)
{
    return is_ascii_digit((unsigned char)cursor_peek(c, ahead));
}

size_t cursor_count_digits(const struct cursor *c)
{
    size_t n = 0;
    while (cursor_has_digit(c, n))
        n++;
    return n;
}

unsigned cursor_read_digits(struct cursor *c, size_t count)
{
    unsigned value = 0;
    for (; count; count--)
        value = value * 10 + (unsigned)(*c->at++ - '0');
    return value;
}

void cursor_skip_spaces(struct cursor *c)
{
    while (cursor_peek(c, 0) == ' ')
        c->at++;
}

bool cursor_accept(struct cursor *c, char byte)
{
    if (cursor_peek(c, 0) != byte)
        return false;
    c->at++;
    return true;
}

bool cursor_accept_any(struct cursor *c, const struct slice *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_starts_with_nocase(cursor_rest(c), words[i])) {
            c->at += words[i].len;
            return true;
        }
    return false;
}
