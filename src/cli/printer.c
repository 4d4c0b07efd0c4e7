#include "cli/printer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool printer_write(struct console *console, struct buffer *text)
{
    struct slice bytes = buffer_slice(text);
    bool ok = !text->failed;
    if (!ok)
        console_error(console, "out of memory");
    while (ok && bytes.len) {
        ssize_t written = write(STDOUT_FILENO, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        ok = written >= 0;
        if (!ok && errno != EPIPE)
            console_error(console, "standard output: %s", strerror(errno));
        bytes = slice_after(bytes, ok ? (size_t)written : 0);
    }
    buffer_truncate(text, 0);
    return ok;
}
