/* options: parses the command line with one table, from which the help, the manual page
 * and the shell completions are generated too. */
#ifndef WINNOW_CLI_OPTIONS_H
#define WINNOW_CLI_OPTIONS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "cli/verbs.h"
#include "fetch/fetch.h"
#include "winnow.h"

enum input_kind {
    INPUT_UNSAID,
    INPUT_URLS,
    INPUT_HTML,
    INPUT_TEXT,
    INPUT_JSONL,
    INPUT_WARC
};
enum headers_when { HEADERS_AUTO, HEADERS_ALWAYS, HEADERS_NEVER };
enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum verbosity { VERBOSITY_QUIET = -1, VERBOSITY_NORMAL, VERBOSITY_VERBOSE };
enum sandbox_when { SANDBOX_AUTO, SANDBOX_REQUIRED, SANDBOX_OFF };
enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };
enum status_format { STATUS_TEXT, STATUS_JSON, STATUS_PROMETHEUS };
enum report_what {
    REPORT_NEW, /* lines on standard error */
    REPORT_ALL,
    REPORT_MAIL, /* in addition, a document */
    REPORT_JSON,
    REPORT_HTML,
    REPORT_ATOM
};
enum shell { SHELL_NONE, SHELL_BASH, SHELL_ZSH, SHELL_FISH, SHELL_COUNT };
/* What is printed instead of running the command. */
enum options_request {
    REQUEST_NONE,
    REQUEST_HELP,
    REQUEST_HELP_ALL,   /* every option that the command accepts */
    REQUEST_RULES_HELP, /* of the group "rules" */
    REQUEST_VERSION,
    REQUEST_MAN,
    REQUEST_COMPLETION,
    REQUEST_COUNT
};

/* The links that `winnow links` lists. */
enum links_of { LINKS_OF_ALL, LINKS_OF_CONTENT, LINKS_OF_FEED };

struct string_list {
    const char **items;
    size_t count, capacity;
};

struct format;
struct option_row;

/* An option of the command line. */
struct given_option {
    const struct option_row *row;
    const char *value; /* NULL: no value */
};

/* Port of `winnow demo`. The demo pages and the examples in the documentation use it. */
enum { DEMO_PORT = 8417 };
enum { SERVE_PORT = 8418 }; /* of `winnow serve` */

enum { WORKERS_MAX = 256 }; /* processes; few machines have more cores */

/* Strings point into argv; lists are in the arena. The ints hold the enums above. */
struct options {
    enum verb verb;
    int request;
    int completion; /* enum shell */
    int links_of;   /* links */
    const char *match;
    struct winnow_input page; /* the options of every page; the rest is set per page */
    const struct format *format;
    bool front_matter;
    int input, headers, verbosity, progress, color;
    bool nul_separated, unordered, ftr_substring;
    const char *url;
    const char *output_dir, *failed;
    struct string_list rule_directories, community_directories, rule_files,
        request_headers;
    unsigned workers; /* 0: one per core */
    double page_seconds;
    size_t page_memory;
    bool makes_archive, waits, dry_run, shows_diff; /* the archive commands */
    const char *output, *since;                     /* export; list */
    int export_format, status_format;
    bool undoes;    /* pin, ignore */
    bool is_strict; /* refresh */
    const char *urls_file, *report_html, *accept, *discard, *host, *now;
    const char *state;            /* list */
    unsigned limit;               /* search */
    int64_t max_age, max_runtime; /* seconds; -1: none */
    unsigned keep, accept_after;  /* versions; runs. 0: all, never */
    size_t warc_bytes;
    bool warc_revisits;
    int report; /* enum report_what */
    int sandbox;
    bool isolate;
    double grace_seconds, max_seconds; /* max_seconds: of the run; 0: no limit */
    bool only_dropped, only_kept;      /* explain */
    const char *html;                  /* explain */
    bool online, watches, updates;     /* rules test */
    unsigned port;                     /* demo */
    unsigned serve_port;               /* serve */
    const char *listen;                /* serve: an IP address; NULL: loopback */
    const char *save;                  /* demo: write to this folder instead of serving */
    struct fetch_options fetch;        /* its max_bytes applies to every input */
    const char *report_file, *notify;  /* refresh */
    struct string_list secret_headers; /* refresh */
    struct string_list arguments;
    struct {
        struct given_option *items;
        size_t count, capacity;
    } given; /* in command-line order */
    int argc;
    char *const *argv;
};

/* Skips argv[0]. Returns false with err for a usage error; *out then holds what was
   parsed so far, so that options_command names the help to consult. */
bool options_parse(int argc, char *const *argv, struct arena *a, struct options *out,
                   struct error *err);
/* Whether an option was given, by name. */
bool options_has(const struct options *options, const char *name);
/* Appends the settings that affect the text of a page, for a hash; appends nothing if all
   have their defaults. */
void options_append_text_settings(const struct options *options, struct buffer *out);
/* The command without its options and arguments, such as "winnow rules check". */
const char *options_command(const struct options *options, struct arena *a);

/* ---- the table --------------------------------------------------------------------- */

enum option_group {
    GROUP_INPUT,
    GROUP_OUTPUT,
    GROUP_TESTS,
    GROUP_ARCHIVE,
    GROUP_RULES,
    GROUP_FETCHING,
    GROUP_LIMITS,
    GROUP_OTHER,
    GROUP_COUNT
};

enum option_kind {
    OPTION_SET,      /* stores `value` in an int */
    OPTION_ON,       /* stores true in a bool */
    OPTION_OFF,      /* stores false in a bool */
    OPTION_STRING,   /* const char * */
    OPTION_LIST,     /* struct string_list: repeatable */
    OPTION_WORD,     /* one of `words`: stores its index in an int */
    OPTION_FORMAT,   /* the name of one of `formats`: stores its address */
    OPTION_FORM,     /* the same for a text format: stores its enum winnow_form */
    OPTION_DURATION, /* int64_t of seconds, with a unit of s, m, h, d or w */
    OPTION_COUNT,    /* unsigned, between low and high */
    OPTION_SECONDS,  /* double, between low and high */
    OPTION_BYTES,    /* size_t, between low and high, with a unit of K, M or G */
};

/* The words of an enum, indexed by enumerator; NULL for an enumerator without a word. */
struct option_words {
    const char *const *items;
    size_t count;
};

/* Commands that accept only some of an option's words, such as "html text". */
struct option_limit {
    uint64_t verbs;
    const char *words;
};

struct option_row {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* as shown in the help; NULL: none */
    enum option_group group;
    enum option_kind kind;
    size_t offset; /* of the field in struct options */
    int value;
    const char *more; /* a word that may follow an OPTION_SET, which stores value + 1 */
    double low, high;
    uint64_t verbs;    /* VERB_BITs; 0: only the filter */
    bool is_setting;   /* of an archive, though its group is not one of settings */
    bool changes_text; /* of a page: an archive's pages are then cleaned again */
    struct option_words words;
    const struct option_limit *limits; /* the last has verbs 0; NULL: none */
    const char *brief;                 /* for the short help; NULL: not in it */
    const char *help;                  /* %s stands for the words; NULL: not shown */
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;
extern const char *const option_group_names[GROUP_COUNT];

/* Whether the option may be in an archive's winnow.conf. */
bool option_is_setting(const struct option_row *row);
bool option_goes_with(const struct option_row *row, enum verb verb);
/* Whether the help of a command lists the option. */
bool option_is_shown(const struct option_row *row, enum verb verb);
bool option_takes_path(const struct option_row *row);

/* ---- words that an option accepts -------------------------------------------------- */

/* The number of word indexes of a row; 0 for a row with other values. */
size_t option_word_count(const struct option_row *row);
/* The word at an index; NULL if there is none, or the command does not accept it. */
const char *option_word(const struct option_row *row, enum verb verb, size_t place);
/* Appends the words with a separator between them, and another one before the last
   word. */
void option_append_words(const struct option_row *row, enum verb verb,
                         const char *separator, const char *last, struct buffer *out);
/* Appends the row's help, or the given short text instead, with the words inserted. */
void option_append_help(const struct option_row *row, enum verb verb, const char *text,
                        struct buffer *out);

#endif
