/* coding: a line with a Content-Encoding header's value, and a body. */
#include "container/content_coding.h"
#include "fuzz.h"

enum { BODY_MAX = 100000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice body = fuzz_slice(data, size), codings = fuzz_split(&body, '\n');
    struct buffer out, chunks;
    struct error err = {0};
    buffer_open(&out, NULL);
    buffer_open(&chunks, NULL);
    bool done = content_coding_decode(codings, body, BODY_MAX, &out, &err);
    must(done || err.text[0] != '\0');
    must(!done || out.len <= BODY_MAX + body.len);
    content_coding_decode_chunks(body, &chunks);
    must(chunks.len <= body.len);
    buffer_truncate(&out, 0);
    content_coding_decode_archived(codings, body, BODY_MAX, &out, NULL);
    buffer_close(&out);
    buffer_close(&chunks);
    return 0;
}
