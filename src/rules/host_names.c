#include "rules/host_names.h"

#include <stdint.h>

enum { HOST_BYTES_MAX = 253 }; /* RFC 1035, section 2.3.4, in its usual reading */

static bool is_host_byte(unsigned char c, bool is_bracketed)
{
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.' ||
           c >= 0x80 || (is_bracketed && (c == ':' || c == '[' || c == ']'));
}

static bool is_host_name(struct slice host)
{
    if (!host.len || host.len > HOST_BYTES_MAX || host.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < host.len; i++)
        if (!is_host_byte((unsigned char)host.ptr[i], host.ptr[0] == '['))
            return false;
    return slice_find(host, SLICE("..")) == SIZE_MAX;
}

struct slice host_names_normalize(struct arena *a, struct slice host)
{
    bool is_bracketed = host.len && host.ptr[0] == '[';
    size_t port =
        is_bracketed ? slice_find(host, SLICE("]:")) : slice_find_char(host, ':');
    if (port != SIZE_MAX)
        host.len = port + is_bracketed;
    if (slice_ends_with(host, SLICE(".")))
        host.len--;
    if (slice_starts_with_nocase(host, SLICE("www.")))
        host = slice_after(host, 4);
    if (!is_host_name(host))
        return SLICE("");
    return arena_copy_lower(a, host);
}

/* A name that ends in a digit is an IPv4 address (URL standard, "ends in a number"). */
static bool is_address(struct slice host)
{
    return host.ptr[0] == '[' || is_ascii_digit((unsigned char)host.ptr[host.len - 1]);
}

bool host_names_file_name(struct arena *a, struct slice host, size_t index,
                          struct slice *out)
{
    if (index && is_address(host))
        return false;
    struct slice name = host;
    for (size_t level = 0; level < index; level++) {
        size_t dot = slice_find_char(slice_after(name, 1), '.');
        if (dot == SIZE_MAX)
            return false;
        name = slice_after(name, dot + 1);
    }
    /* ".com.txt" would not belong to a single site. */
    if (index && slice_find_char(slice_after(name, 1), '.') == SIZE_MAX)
        return false;
    *out = slice_of_string(arena_printf(a, "%.*s.txt", (int)name.len, name.ptr));
    return true;
}
