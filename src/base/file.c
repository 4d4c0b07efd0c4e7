#include "base/file.h"

#include "base/hash.h"
#include <errno.h>
#include <unistd.h>

bool file_write_all(int fd, struct slice bytes)
{
    while (bytes.len) {
        ssize_t count = write(fd, bytes.ptr, bytes.len);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes = slice_after(bytes, (size_t)count);
    }
    return true;
}

void file_append_name(struct buffer *out, struct slice part, size_t most)
{
    size_t start = out->len;
    bool is_after_word = false;
    for (size_t i = 0; i < part.len && out->len - start < most; i++) {
        unsigned char c = (unsigned char)part.ptr[i];
        bool is_word = is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
        bool is_dot = c == '.' && is_after_word;
        is_after_word = is_word;
        if (is_word || is_dot)
            buffer_append_char(out, (char)c);
        else if (out->len > start && out->ptr[out->len - 1] != '-')
            buffer_append_char(out, '-');
    }
    while (out->len > start &&
           (out->ptr[out->len - 1] == '-' || out->ptr[out->len - 1] == '.'))
        buffer_truncate(out, out->len - 1);
}

void file_append_digest(struct buffer *out, struct slice url, size_t digits)
{
    char hex[HASH_HEX_SIZE];
    hash_sha256(url, hex);
    buffer_append(out, slice_of(hex, digits));
}
