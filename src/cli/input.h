/* input: what comes in, one item after the other: URLs of a list, pages and texts of
   files or standard input, lines of JSON. It never waits; see input_poll. */
#ifndef WINNOW_CLI_INPUT_H
#define WINNOW_CLI_INPUT_H

#include "base/buffer.h"
#include "cli/line_reader.h"
#include "cli/options.h"
#include "winnow.h"

enum item_kind {
    ITEM_URL,    /* to be fetched */
    ITEM_PAGE,   /* bytes are here */
    ITEM_BROKEN, /* no input after all: status and error say why */
};

/* One input. Its buffers are the taker's. */
struct item {
    enum item_kind kind;
    struct buffer name;   /* as it was given: for headers and messages */
    bool is_named;        /* the record's url is that name too */
    struct buffer line;   /* as it stood in the list, to be fed back in; or the name */
    struct buffer passed; /* a JSON object's text, whose members pass through; or empty */
    bool is_typed;        /* a URL from the command line */
    /* ITEM_PAGE */
    enum winnow_kind page_kind;
    bool is_utf8;
    struct buffer bytes;
    struct buffer url;          /* may be empty */
    struct buffer content_type; /* of a WARC record; empty else, as what follows */
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
    INPUT_WAIT,    /* nothing more until input_poll's descriptor is readable */
    INPUT_END,     /* of everything */
    INPUT_FAILED,  /* a list broke off: err says why; the rest can go on */
    INPUT_DAMAGED, /* err says what could not be read; call again for the rest */
    INPUT_NOTICE,  /* err says what was left out, which is no failure; call again */
    INPUT_DETAIL,  /* the same, of little interest */
    INPUT_REFUSED, /* not what --input says: err says what to do */
};

struct warcinput;

struct input {
    const struct options *options;
    size_t next_argument;
    bool is_open;         /* a list, a file or standard input is being read */
    bool is_sure;         /* lines have shown to be what they should; a page was given */
    const char *name;     /* of what is being read */
    enum input_kind kind; /* the same */
    struct line_reader lines;
    struct warcinput *warc; /* of a WARC file */
};

void input_open(struct input *input, const struct options *options);
void input_close(struct input *input);
enum input_result input_next(struct input *input, struct item *item, struct error *err);
/* The descriptor to poll(2) for reading after INPUT_WAIT. */
int input_poll(const struct input *input);

/* What an argument of the command line is. A path that does not exist is a FILE; a word
   that is no file may be NEITHER. */
enum input_argument {
    INPUT_ARGUMENT_STDIN, /* - */
    INPUT_ARGUMENT_URL,
    INPUT_ARGUMENT_FILE,
    INPUT_ARGUMENT_NEITHER,
};
enum input_argument input_argument_of(const char *argument);
/* A descriptor to read a file, which is not a folder, from. -1 with err. */
int input_open_file(const char *path, struct error *err);

/* Whether there will be one record, as far as the command line tells. */
bool input_is_single(const struct options *options);
/* Whether a line of a list can be meant as a URL, if perhaps as a bad one. */
bool input_looks_like_url(struct slice line);

#endif
