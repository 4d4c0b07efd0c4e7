/* winnow: extracts the main content of web pages.
 *
 * The input is bytes, a URL and a rulebook; the output is a record. Nothing here uses the
 * network.
 *
 *     struct winnow_rulebook *book = winnow_rulebook_open(NULL, &error);
 *     struct winnow_record *record = winnow_clean(book, &input, &error);
 *     puts(record->text);
 *     winnow_record_free(record);
 *     winnow_rulebook_close(book);
 *
 * Strings are UTF-8, end with NUL, and hold no C0 control characters except tab and
 * newline, no DEL and no C1. Unknown strings are NULL. Each thread may have its own
 * rulebook; use a rulebook in one thread at a time. No function keeps a pointer to its
 * arguments, changes the locale, or ends the program.
 */
#ifndef WINNOW_H
#define WINNOW_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WINNOW_VERSION "0.1.0"
#define WINNOW_API     __attribute__((visibility("default")))

/* The version of the library that is linked, such as "0.1.0". Static. */
WINNOW_API const char *winnow_version(void);

/* The result for an input. The order groups them like the exit codes. */
enum winnow_status {
    WINNOW_OK,
    /* fetched, but not usable (the command's exit code 3) */
    WINNOW_EMPTY,       /* the page has no main content */
    WINNOW_BLOCKED,     /* a consent, login or bot wall */
    WINNOW_RULE_BROKEN, /* the site's own file is unusable, or none of its body lines
                           matched */
    /* not requested, or not a page (exit code 1 from here on) */
    WINNOW_INVALID,     /* not a URL, or an invalid line of JSON */
    WINNOW_REFUSED,     /* an address, or the scheme of a redirect, is not allowed */
    WINNOW_ROBOTS,      /* robots.txt forbids it */
    WINNOW_UNSUPPORTED, /* a PDF, an image, ... */
    /* caused by the server */
    WINNOW_TOO_LARGE,
    WINNOW_TIMEOUT,
    WINNOW_NETWORK,
    WINNOW_HTTP, /* a status other than 2xx */
    WINNOW_GONE, /* 410 */
    /* caused by cleaning */
    WINNOW_PARSE,  /* the parser failed or crashed on it */
    WINNOW_BUDGET, /* it exceeded its limit of memory or CPU time */
    WINNOW_STATUS_COUNT
};

/* The name in a record: "rule-broken". Static; NULL for a number that is not a status. */
WINNOW_API const char *winnow_status_name(enum winnow_status status);

/* An event on a page that is not a failure. The codes are stable:

     characters-lost   bytes of the text could not be decoded (U+FFFD)
     charset-refuted   the bytes are not in the encoding that the page declares
     comments-kept     readers' comments were kept below the text
     cut-refused       a rule would have removed nearly all of the text
     encoded-twice     text that was encoded as UTF-8 twice was mended
     feed-damaged      a feed, sitemap or list could not be read as it is
     include           an included rule file cannot be used
     model-stands      no body line of a community file was used
     native-ad         a native_ad_clue line matched
     page-emptied      a rule removed all of the text
     page-failed       a page of the article could not be fetched or used
     page-not-fetched  a page of the article was not requested
     regex-limit       a pattern took too long on this page
     replace-refused   a replacement would have grown too large
     rule-at-work      the rule line that was being applied when the page hit its limit
     rule-doubted      a rule was applied that removes likely text
     rule-error        the site's rule file has an error
     rule-overruled    a line of a community file was ignored
     text-embedded     the text comes from JSON-LD or from script data
     xpath-limit       an XPath expression took too long on this page */
struct winnow_note {
    const char *code;  /* "cut-refused" */
    const char *place; /* "rules/example.com.txt:12", or NULL */
    const char *text;  /* a sentence */
};

/* The format of a record's text. */
enum winnow_form {
    WINNOW_AS_TEXT,
    WINNOW_AS_MARKDOWN, /* CommonMark, with GFM's tables and strikethrough */
    WINNOW_AS_HTML,     /* only the kept part, with only the attributes of an allowlist */
    WINNOW_FORM_COUNT
};

/* A line of the site's own rule file that was applied to a page, and how often it
   matched. */
struct winnow_hit {
    const char *directive; /* "body", "title", "strip" */
    const char *value;     /* as in the file */
    const char *place;     /* "rules/example.com.txt:12" */
    size_t count;
};

/* The result for one input. Owned by the caller, with everything it points to, until
   winnow_record_free. */
struct winnow_record {
    const char *url;       /* as given */
    const char *final_url; /* after redirects; NULL if nothing was fetched */
    enum winnow_status status;
    long http_status; /* 0 if there was no response */
    const char *title, *author;
    const char *date;     /* ISO 8601 */
    const char *language; /* BCP 47 */
    const char *site;
    const char *canonical;     /* absolute URL */
    const char *single_page;   /* URL of the whole article on one page, and of the next */
    const char *next_page;     /* page, if a rule names one */
    const char *page_type;     /* the model's estimate: "article", "forum", ... */
    const char *rule_file;     /* the site's own; NULL if it has none */
    const char *rule_revision; /* the first 12 digits of the SHA-256 of its bytes */
    const char *const *pages;  /* URLs of the pages of one article, including the first */
    size_t page_count;
    const char *raw_sha256;  /* of the input bytes, as 64 hexadecimal digits */
    const char *text_sha256; /* of text */
    const char *fetched_at;  /* RFC 3339, UTC; NULL if nothing was fetched */
    enum winnow_form form;   /* of text */
    const char *text;        /* never NULL: "" if there is none */
    size_t text_length;      /* bytes, without the NUL */
    const char *markdown;    /* the text as Markdown; NULL unless the input asks for it */
    bool title_removed;      /* a rule took the title out of the page */
    const struct winnow_note *notes;
    size_t note_count;
    const struct winnow_hit *hits; /* in file order; not all directives are counted */
    size_t hit_count;
    const char *error; /* one line for the user; NULL if status is WINNOW_OK */
};

/* Describes an error, in the caller's memory. */
struct winnow_error {
    char text[1024]; /* "file:line:column: error and remedy"; no newline */
};

/* ---- rules ------------------------------------------------------------------------- */

struct winnow_rulebook;

struct winnow_rules {
    /* Searched in order; the first that has a file is used. */
    const char *const *directories;
    size_t directory_count;
    /* Used for every page instead of its site's own file. */
    const char *const *files;
    size_t file_count;
    /* Searched after directories. What the model of main content is sure of takes
       precedence over what their files say. */
    const char *const *community_directories;
    size_t community_count;
};

/* Opens the rule files that are known in advance, default.txt and shared/ below each
   directory, and the given files. If rules is NULL, only the model cleans the pages: the
   installed directory and the user's own are not searched. Returns a new rulebook, or
   NULL with *error (which may be NULL) set to the first invalid line, with its place. */
WINNOW_API struct winnow_rulebook *winnow_rulebook_open(const struct winnow_rules *rules,
                                                        struct winnow_error *error);
/* NULL is ignored. */
WINNOW_API void winnow_rulebook_close(struct winnow_rulebook *book);

/* ---- cleaning ---------------------------------------------------------------------- */

enum winnow_kind {
    WINNOW_HTML,
    WINNOW_TEXT, /* text that was extracted earlier, menus included */
    WINNOW_KIND_COUNT
};

/* What the model of main content prefers if it is uncertain. */
enum winnow_favor {
    WINNOW_FAVOR_BALANCE,
    WINNOW_FAVOR_PRECISION, /* to miss some text rather than keep too much */
    WINNOW_FAVOR_RECALL,    /* the opposite */
    WINNOW_FAVOR_COUNT
};

/* The headline, which the record has as its title too. */
enum winnow_title {
    WINNOW_TITLE_KEEP, /* in the text, or above it if a title rule took it out */
    WINNOW_TITLE_DROP, /* in the title only */
    WINNOW_TITLE_COUNT
};

struct winnow_input {
    enum winnow_kind kind;
    const void *bytes; /* any bytes, including NUL; may be NULL if size is 0 */
    size_t size;
    const char *url;          /* absolute; NULL: no site's rules apply */
    const char *content_type; /* the value of the HTTP header, or NULL */
    const char *charset;      /* overrides header and meta element; NULL for none */
    bool is_utf8;             /* the bytes are UTF-8, whatever the page declares */
    enum winnow_form form;
    unsigned width; /* columns to wrap plain text at; 0: do not wrap */
    bool links;     /* plain text: append link targets as notes */
    bool images;    /* plain text: include the alternative texts of images */
    enum winnow_favor favor;
    bool comments;  /* keep readers' comments below an article */
    bool no_tables; /* leave out data tables */
    enum winnow_title title;
    bool markdown;       /* also set the record's markdown */
    size_t memory_max;   /* bytes for the page's tree; 0: 256 MiB */
    unsigned cpu_ms_max; /* CPU time of this thread; 0: 10,000 */
};

/* Cleans one page. Returns a new record, or NULL with *error (which may be NULL) set if
   there is not even memory for a record, or book is NULL. Whatever the page contains, the
   record's status gives the result; with WINNOW_PARSE and WINNOW_BUDGET the text is
   empty. The fields that only a fetch can fill (final_url, http_status, fetched_at,
   pages) are left empty. */
WINNOW_API struct winnow_record *winnow_clean(struct winnow_rulebook *book,
                                              const struct winnow_input *input,
                                              struct winnow_error *error);
/* NULL is ignored. */
WINNOW_API void winnow_record_free(struct winnow_record *record);

#ifdef __cplusplus
}
#endif

#endif
