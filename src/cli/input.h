/* input: reads the inputs one by one: URLs of a list, pages and texts from files or
 * standard input, lines of JSON. It never blocks; see input_poll. */
#ifndef WINNOW_CLI_INPUT_H
#define WINNOW_CLI_INPUT_H

#include "base/buffer.h"
#include "cli/line_reader.h"
#include "cli/options.h"
#include "winnow.h"

enum item_kind {
    ITEM_URL,    /* to be fetched */
    ITEM_PAGE,   /* the bytes are available */
    ITEM_BROKEN, /* unusable input: status and error give the reason */
};

/* One input. Its buffers belong to the caller who receives it. */
struct item {
    enum item_kind kind;
    struct buffer name; /* as given by the user: for headers and messages */
    bool is_named;      /* the record's url is also that name */
    struct buffer line; /* the line as it was in the list, to be passed to a later run; or
                           the name */
    struct buffer
        passed;    /* the text of a JSON object, whose members pass through; or empty */
    bool is_typed; /* a URL from the command line */
    /* ITEM_PAGE */
    enum winnow_kind page_kind;
    bool is_utf8;
    struct buffer bytes;
    struct buffer url; /* may be empty */
    struct buffer
        content_type;   /* of a WARC record; otherwise empty, as are the next fields */
    struct buffer head; /* of the HTTP response */
    char fetched_at[32];
    long http_status;
    /* ITEM_BROKEN */
    enum winnow_status status;
    struct error error;
};
void item_open(struct item *item);
void item_close(struct item *item);

enum input_result {
    INPUT_ITEM,
    INPUT_WAIT,   /* nothing more until the descriptor of input_poll is readable */
    INPUT_END,    /* of all input */
    INPUT_FAILED, /* reading a list failed: err says why; the other inputs can continue */
    INPUT_DAMAGED, /* err says what could not be read; call again to continue */
    INPUT_NOTICE,  /* err says what was skipped, which is not a failure; call again */
    INPUT_DETAIL,  /* the same, but less important */
    INPUT_REFUSED, /* the input is not what --input says: err says what to do */
};

struct warcinput;

struct input {
    const struct options *options;
    size_t next_argument;
    bool is_open; /* a list, a file or standard input is being read */
    bool is_sure; /* the lines have turned out to be of the expected kind; or a page was
                     returned */
    const char *name;     /* of the current input */
    enum input_kind kind; /* the same */
    struct line_reader lines;
    struct warcinput *warc; /* of a WARC file */
};

void input_open(struct input *input, const struct options *options);
void input_close(struct input *input);
enum input_result input_next(struct input *input, struct item *item, struct error *err);
/* The descriptor to poll(2) for reading after INPUT_WAIT. */
int input_poll(const struct input *input);

/* What a command-line argument is. A path that does not exist is a FILE; a word that does
   not name a file may be NEITHER. */
enum input_argument {
    INPUT_ARGUMENT_STDIN, /* - */
    INPUT_ARGUMENT_URL,
    INPUT_ARGUMENT_FILE,
    INPUT_ARGUMENT_NEITHER,
};
enum input_argument input_argument_of(const char *argument);
/* Opens a file, but not a folder, and returns a descriptor to read it. Returns -1 with
   err. */
int input_open_file(const char *path, struct error *err);

/* Whether there will be one record, as far as the command line shows. */
bool input_is_single(const struct options *options);
/* Whether a line of a list may be intended as a URL, even an invalid one. */
bool input_looks_like_url(struct slice line);

#endif
