/* protocol: any bytes as the result of a worker, which a page may have taken over. */
#include "worker/protocol.h"
#include "fuzz.h"
#include "write/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice frame = fuzz_slice(data, size);
    struct protocol_header header;
    if (frame.len >= PROTOCOL_HEADER_SIZE &&
        protocol_get_header(frame.ptr, PROTOCOL_RECORD, 100000, &header))
        must(header.size <= 100000);
    struct slice payload = slice_after(
        frame, frame.len < PROTOCOL_HEADER_SIZE ? frame.len : PROTOCOL_HEADER_SIZE);
    struct winnow_record *record = protocol_get_record(payload, "http://own.example/");
    if (!record)
        return 0;
    must(strcmp(record->url, "http://own.example/") == 0 && !record->final_url);
    must(record->status < WINNOW_STATUS_COUNT);
    must_be_clean(record->text, record->text_length);
#define X(field) must_be_clean(record->field, record->field ? strlen(record->field) : 0);
    RECORD_STRINGS(X)
#undef X
    winnow_record_free(record);
    return 0;
}
