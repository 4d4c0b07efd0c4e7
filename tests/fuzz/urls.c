/* urls: a list of URLs, each parsed, completed, and used as a redirect's target. */
#include "cli/input.h"
#include "fetch/http_url.h"
#include "fetch/private_address.h"
#include "fuzz.h"
#include <unistd.h>

static void read_one(const char *text)
{
    static const char start[] = "https://user@start.example/a/b?c#d";
    struct http_url base, url;
    struct error err;
    enum winnow_status status;
    if (http_url_read(text, &url, &err)) {
        must(url.host[0] != '\0' && url.target[0] == '/');
        private_address_kind_of_host(slice_of_string(url.host));
        http_url_free(&url);
    } else {
        must(err.text[0] != '\0');
    }
    must(http_url_parse(NULL, start, &base, &status, &err));
    if (http_url_parse(&base, text, &url, &status, &err)) {
        must(strcmp(url.scheme, "http") == 0 || strcmp(url.scheme, "https") == 0);
        http_url_free(&url);
    }
    http_url_free(&base);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LINE_MAX_BYTES = 1000 }; /* short, so that lines over the limit occur */
    struct line_reader lines;
    struct slice line;
    int ends[2];
    enum line_reader_result result;
    if (size > 60000 || pipe(ends) != 0) /* a pipe holds 64 KiB */
        return 0;
    must(write(ends[1], data, size) == (ssize_t)size);
    close(ends[1]);
    line_reader_open(&lines, ends[0], '\n', LINE_MAX_BYTES);
    while ((result = line_reader_next(&lines, &line, NULL)) == LINE_READER_LINE ||
           result == LINE_READER_TOO_LONG) {
        char *text = strndup(line.ptr, line.len);
        input_looks_like_url(line);
        if (result == LINE_READER_LINE)
            read_one(text);
        free(text);
    }
    must(result == LINE_READER_END);
    line_reader_close(&lines);
    close(ends[0]);
    return 0;
}
