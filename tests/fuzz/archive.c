/* archive: a line with a URL, and any bytes: the name of the URL's text in an archive,
   and the verdict on an answer with these numbers. */
#include "archive/acceptance.h"
#include "archive/text_tree.h"
#include "base/url.h"
#include "fuzz.h"
#include "write/frontmatter.h"

static void name_text(struct slice url)
{
    struct buffer name;
    char *host = strndup(url_host(url).ptr, url_host(url).len);
    buffer_open(&name, NULL);
    text_tree_name(url, host, TEXT_TREE_DIGITS, &name);
    struct slice text = buffer_slice(&name);
    size_t slash = slice_find_char(text, '/');
    must(slash != SIZE_MAX && slice_ends_with(text, SLICE(".txt")) &&
         slice_find_char(slice_after(text, slash + 1), '/') == SIZE_MAX);
    must(text.len < 512 && utf8_is_valid(text) && text.ptr[slash + 1] != '.');
    buffer_close(&name);
    free(host);
}

static uint16_t take_number(struct slice *from)
{
    uint16_t number = 0;
    size_t size = from->len < sizeof number ? from->len : sizeof number;
    memcpy(&number, from->ptr, size);
    *from = slice_after(*from, size);
    return number;
}

static void judge(struct slice bytes)
{
    struct acceptance_answer answer = {
        .status = (enum winnow_status)(take_number(&bytes) % WINNOW_STATUS_COUNT),
        .http_status = take_number(&bytes) % 700,
        .length = take_number(&bytes),
        .lost = take_number(&bytes),
        .error = "e",
    };
    struct acceptance_history history = {.usual_length = take_number(&bytes),
                                         .current_length = take_number(&bytes)};
    struct acceptance_result result = {0};
    unsigned flags = take_number(&bytes);
    answer.redirects_to_root = flags & 1;
    answer.is_soft404 = flags & 2;
    answer.part_error = flags & 4 ? "p" : NULL;
    history.had_body = flags & 8;
    history.is_garbled = flags & 16;
    history.is_pinned = flags & 32;
    answer.rule_error = flags & 64 ? "r" : NULL;
    answer.is_same = flags & 128;
    answer.is_known = flags & 256;
    answer.is_rejected = flags & 512;
    answer.is_foreign = flags & 1024;
    answer.is_cut_by_rules = flags & 2048;
    answer.is_twice = flags & 4096;
    answer.share = take_number(&bytes) % 1001;
    acceptance_evaluate(&answer, &history, &result);
    must(result.verdict == ACCEPTANCE_GOOD || (result.kind && result.reason.text[0]));
    must(acceptance_update_length(history.usual_length, answer.length) <= 1 << 17);
}

static void write_matter(struct slice bytes)
{
    struct buffer out;
    char *text = strndup(bytes.ptr, bytes.len);
    struct front_matter matter = {.title = text, .author = text, .url = text};
    buffer_open(&out, NULL);
    if (utf8_is_valid(slice_of_string(text))) {
        front_matter_append(&matter, &out);
        must(slice_starts_with(buffer_slice(&out), SLICE("---\n")) &&
             slice_ends_with(buffer_slice(&out), SLICE("---\n\n")));
    }
    buffer_close(&out);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = fuzz_slice(data, size), url = fuzz_split(&bytes, '\n');
    if (url_is_web(url) && utf8_is_valid(url))
        name_text(url);
    judge(bytes);
    write_matter(bytes);
    return 0;
}
