/* wacz: any bytes as a WACZ file, and the WARC files in it. */
#include "container/wacz.h"
#include "container/warc.h"
#include "memory_file.h"

enum { BLOCK_MAX = 100000, RECORDS_MAX = 1000 };

static void read_member(struct byte_source *member)
{
    struct warc_reader *reader = warc_reader_open(member);
    struct warc_record record;
    struct error err = {0};
    enum warc_result result = WARC_RECORD;
    warc_record_open(&record);
    for (int i = 0; i < RECORDS_MAX && (result == WARC_RECORD || result == WARC_DAMAGED);
         i++)
        result = warc_reader_next(reader, BLOCK_MAX, &record, &err);
    must(result != WARC_BROKEN || err.text[0] != '\0');
    warc_record_close(&record);
    warc_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!wacz_is_zip(fuzz_slice(data, size))) /* the program opens no other files */
        return 0;
    int fd = memory_file_open(fuzz_slice(data, size));
    struct fd_source from;
    fd_source_open(&from, fd, (struct slice){0});
    struct wacz *wacz = wacz_open(&from);
    must(wacz != NULL);
    const char *name;
    struct error err = {0};
    enum wacz_result result;
    while ((result = wacz_next(wacz, &name, &err)) == WACZ_MEMBER ||
           result == WACZ_DAMAGED) {
        must(result == WACZ_MEMBER || err.text[0] != '\0');
        if (result == WACZ_MEMBER)
            read_member(wacz_member(wacz));
    }
    must(result == WACZ_END || err.text[0] != '\0');
    wacz_close(wacz);
    fd_source_close(&from);
    close(fd);
    return 0;
}
