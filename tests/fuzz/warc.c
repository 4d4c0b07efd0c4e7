/* warc: any bytes as a WARC file, compressed or not, and the HTTP responses in it. */
#include "container/warc.h"
#include "memory_file.h"

enum { BLOCK_MAX = 100000, BODY_MAX = 50000 };

static void read_response(struct slice block)
{
    struct warc_response response;
    struct error err = {0};
    bool is_read = warc_read_response(block, BODY_MAX, &response, &err);
    must(is_read ? response.body.len <= BODY_MAX : err.text[0] != '\0');
    buffer_close(&response.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memory_file_open(fuzz_slice(data, size));
    struct fd_source from;
    fd_source_open(&from, fd, (struct slice){0});
    struct warc_reader *reader = warc_reader_open(&from.source);
    struct warc_record record;
    struct error err = {0};
    enum warc_result result;
    warc_record_open(&record);
    while ((result = warc_reader_next(reader, BLOCK_MAX, &record, &err)) == WARC_RECORD ||
           result == WARC_DAMAGED) {
        must(record.block.len <= BLOCK_MAX && (result == WARC_RECORD || err.text[0]));
        warc_field(&record, "WARC-Target-URI");
        read_response(buffer_slice(&record.block));
    }
    must(result == WARC_END || err.text[0] != '\0');
    read_response(fuzz_slice(data, size));
    warc_record_close(&record);
    warc_reader_close(reader);
    fd_source_close(&from);
    close(fd);
    return 0;
}
