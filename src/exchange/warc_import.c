#include "exchange/warc_import.h"

#include "base/rfc3339.h"
#include "cli/content_kind.h"
#include "cli/warcinput.h"
#include <poll.h>

bool warc_import_is(int fd)
{
    return content_kind_of_file(fd) == INPUT_WARC;
}

static bool add_item(struct importer *importer, const char *name, const struct item *item)
{
    struct console *console = &importer->command->console;
    struct capture capture = {
        .form = CAPTURE_RESPONSE,
        .place = name,
        .url = buffer_slice(&item->url),
        .bytes = buffer_slice(&item->bytes),
        .content_type = buffer_slice(&item->content_type),
        .head = buffer_slice(&item->head),
    };
    if (item->kind != ITEM_PAGE) {
        importer->textless++;
        console_detail(console, "%s: %s", item->name.ptr, item->error.text);
        return true;
    }
    rfc3339_read(item->fetched_at, &capture.time);
    return importer_add(importer, &capture);
}

void warc_import_read(struct importer *importer, const char *name, int fd)
{
    struct warcinput *input = warcinput_open(fd, SLICE(""));
    struct console *console = &importer->command->console;
    struct error err = {0};
    bool goes_on = input != NULL;
    if (!input)
        importer_fail(importer, name, "out of memory");
    while (goes_on) {
        struct item item;
        item_open(&item);
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        switch (warcinput_next(input, importer->command->options.fetch.max_bytes, &item,
                               &err)) {
        case INPUT_ITEM:
            goes_on = add_item(importer, name, &item);
            break;
        case INPUT_WAIT:
            poll(&ready, 1, -1);
            break;
        case INPUT_DAMAGED:
            importer_fail(importer, name, err.text);
            break;
        case INPUT_NOTICE:
            console_news(console, "%s: %s", name, err.text);
            break;
        case INPUT_DETAIL:
            console_detail(console, "%s: %s", name, err.text);
            break;
        case INPUT_END:
            goes_on = false;
            break;
        case INPUT_FAILED:
        case INPUT_REFUSED:
            importer_fail(importer, name, err.text);
            goes_on = false;
            break;
        }
        item_close(&item);
    }
    warcinput_close(input);
}
