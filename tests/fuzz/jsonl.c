/* jsonl: a line of --input jsonl, and the record to which its members are copied. */
#include "write/jsonl.h"
#include "base/json.h"
#include "cli/jsonline.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct item item;
    struct buffer out;
    struct slice rest = fuzz_slice(data, size), given = fuzz_split(&rest, '\n');
    item_open(&item);
    buffer_open(&out, NULL);
    jsonline_read(given, 100000, &item);
    must(!item.bytes.len || utf8_is_valid(buffer_slice(&item.bytes)));
    struct winnow_record record = {
        .url = item.url.ptr, .text = "", .status = item.status};
    must(write_jsonl(&record, buffer_slice(&item.passed), &out) || out.failed);
    struct slice line = buffer_slice(&out);
    must(slice_find_char(line, '\n') == line.len - 1);
    struct json *read_back = json_parse(slice_of(line.ptr, line.len - 1), NULL);
    must(json_kind(read_back) == JSON_OBJECT_VALUE);
    json_drop(read_back);
    buffer_close(&out);
    item_close(&item);
    return 0;
}
