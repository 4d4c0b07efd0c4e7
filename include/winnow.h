/* winnow: the text of a web page that a person came to read.
 *
 * Bytes, a URL and a rulebook go in; a record comes out. Nothing here uses the network.
 *
 *     struct winnow_rulebook *book = winnow_rulebook_open(NULL, &error);
 *     struct winnow_record *record = winnow_clean(book, &input, &error);
 *     puts(record->text);
 *     winnow_record_free(record);
 *     winnow_rulebook_close(book);
 *
 * Strings are UTF-8, end with NUL, and hold no C0 control characters but tab and newline,
 * no DEL and no C1. A string that is not known is NULL. Threads may each have their own
 * rulebook; one rulebook serves one thread at a time. No function keeps a pointer to what
 * it was given, changes the locale, or ends the program.
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

/* The version of the library that is linked, as "0.1.0". Static. */
WINNOW_API const char *winnow_version(void);

/* What became of an input. The order groups them as exit codes do. */
enum winnow_status {
    WINNOW_OK,
    /* fetched, and not what was wanted (the command's exit code 3) */
    WINNOW_EMPTY,       /* nothing that a person came to read is on it */
    WINNOW_BLOCKED,     /* a consent, login or bot wall */
    WINNOW_RULE_BROKEN, /* the site's own file is unusable, or none of its body lines
                           matched */
    /* not asked for, or not a page (exit code 1 from here on) */
    WINNOW_INVALID,     /* not a URL, or a broken line of JSON */
    WINNOW_REFUSED,     /* an address or a redirect's scheme that is not allowed */
    WINNOW_ROBOTS,      /* robots.txt forbids it */
    WINNOW_UNSUPPORTED, /* a PDF, an image, ... */
    /* the server's doing */
    WINNOW_TOO_LARGE,
    WINNOW_TIMEOUT,
    WINNOW_NETWORK,
    WINNOW_HTTP, /* a status other than 2xx */
    WINNOW_GONE, /* 410 */
    /* the cleaning's */
    WINNOW_PARSE,  /* the parser failed or crashed on it */
    WINNOW_BUDGET, /* it took more memory or CPU time than a page may */
    WINNOW_STATUS_COUNT
};

/* As it stands in a record: "rule-broken". Static; NULL for a number that is no status.
 */
WINNOW_API const char *winnow_status_name(enum winnow_status status);

/* Something that happened to a page and is not a failure. The codes stay as they are:

     comments-kept     readers' comments were kept below the text
     cut-refused       a rule would have removed nearly all of the text
     feed-damaged      a feed, sitemap or list could not be read as it is
     include           an included rule file cannot be used
     model-stands      no body line of a community file was used
     native-ad         a native_ad_clue line matched
     page-emptied      a rule removed all of the text
     page-failed       a page of the article could not be fetched or used
     page-not-fetched  a page of the article was not asked for
     regex-limit       a pattern took too long on this page
     replace-refused   a replacement would have grown too large
     rule-at-work      the rule line that was being applied when the page met its limit
     rule-doubted      a rule was obeyed that removes likely text
     rule-error        the site's rule file has an error
     rule-overruled    a line of a community file was passed over
     text-embedded     the text comes from JSON-LD or from script data
     xpath-limit       an XPath expression took too long on this page */
struct winnow_note {
    const char *code;  /* "cut-refused" */
    const char *place; /* "rules/example.com.txt:12", or NULL */
    const char *text;  /* a sentence */
};

/* What a record's text is written as. */
enum winnow_form {
    WINNOW_AS_TEXT,
    WINNOW_AS_MARKDOWN, /* CommonMark, with GFM's tables and strikethrough */
    WINNOW_AS_HTML,     /* the kept part alone, its attributes cut to an allow list */
    WINNOW_FORM_COUNT
};

/* A line of the site's own rule file that was asked of a page, and how often it matched.
 */
struct winnow_hit {
    const char *directive; /* "body", "title", "strip" */
    const char *value;     /* as it stands in the file */
    const char *place;     /* "rules/example.com.txt:12" */
    size_t count;
};

/* What came of one input. Owned by the caller, with all it points to, until
   winnow_record_free. */
struct winnow_record {
    const char *url;       /* as it was given */
    const char *final_url; /* after redirects; NULL when nothing was fetched */
    enum winnow_status status;
    long http_status; /* 0 when there was no answer */
    const char *title, *author;
    const char *date;     /* ISO 8601 */
    const char *language; /* BCP 47 */
    const char *site;
    const char *canonical;     /* absolute URL */
    const char *single_page;   /* URL of the whole article on one page, and of its next */
    const char *next_page;     /* page, where a rule names one */
    const char *page_type;     /* the model's guess: "article", "forum", ... */
    const char *rule_file;     /* the site's own; NULL when it has none */
    const char *rule_revision; /* the first 12 digits of the SHA-256 of its bytes */
    const char *const *pages;  /* URLs of the pages of one article, the first included */
    size_t page_count;
    const char *raw_sha256;  /* of the bytes given, as 64 hexadecimal digits */
    const char *text_sha256; /* of text */
    const char *fetched_at;  /* RFC 3339, UTC; NULL when nothing was fetched */
    enum winnow_form form;   /* of text */
    const char *text;        /* never NULL: "" when there is none */
    size_t text_length;      /* bytes, without the NUL */
    bool title_removed;      /* a rule took the title out of the page: text has it not */
    const struct winnow_note *notes;
    size_t note_count;
    const struct winnow_hit *hits; /* in file order; not all directives are counted */
    size_t hit_count;
    const char *error; /* one line for a person; NULL when status is WINNOW_OK */
};

/* What went wrong, in the caller's memory. */
struct winnow_error {
    char text[1024]; /* "file:line:column: what, and what to do"; no newline */
};

/* ---- rules ------------------------------------------------------------------------- */

struct winnow_rulebook;

struct winnow_rules {
    /* Searched in order; the first that has a file wins. */
    const char *const *directories;
    size_t directory_count;
    /* Used for every page in place of its site's own file. */
    const char *const *files;
    size_t file_count;
    /* Searched behind directories; what the model of main content is sure of goes before
       what their files say. */
    const char *const *community_directories;
    size_t community_count;
};

/* Opens the rule files that are known at once: default.txt and shared/ below each
   directory, and the files named. NULL rules: the installed directory and the user's own
   are not looked for; the pages are cleaned by the model alone. Returns a new rulebook,
   or NULL with *error (which may be NULL) filled: the first bad line, with its place. */
WINNOW_API struct winnow_rulebook *winnow_rulebook_open(const struct winnow_rules *rules,
                                                        struct winnow_error *error);
/* NULL is allowed. */
WINNOW_API void winnow_rulebook_close(struct winnow_rulebook *book);

/* ---- cleaning ---------------------------------------------------------------------- */

enum winnow_kind {
    WINNOW_HTML,
    WINNOW_TEXT, /* text that was extracted earlier, menus included */
    WINNOW_KIND_COUNT
};

/* What the model of main content prefers when it is in doubt. */
enum winnow_favor {
    WINNOW_FAVOR_BALANCE,
    WINNOW_FAVOR_PRECISION, /* to miss some rather than keep too much */
    WINNOW_FAVOR_RECALL,    /* the other way round */
    WINNOW_FAVOR_COUNT
};

struct winnow_input {
    enum winnow_kind kind;
    const void *bytes; /* may hold anything, NUL too; may be NULL when size is 0 */
    size_t size;
    const char *url;          /* absolute; NULL: no site's rules apply */
    const char *content_type; /* the HTTP header's value, or NULL */
    const char *charset;      /* overrules header and meta; NULL for none */
    bool is_utf8;             /* known to be UTF-8, whatever the page says */
    enum winnow_form form;
    unsigned width; /* columns that plain text is wrapped at; 0: not at all */
    bool links;     /* plain text: link targets as notes below it */
    bool images;    /* plain text: the alternative texts of images */
    enum winnow_favor favor;
    bool comments;       /* keep what readers have written below an article */
    bool no_tables;      /* leave out tables of data */
    size_t memory_max;   /* bytes for this page's tree; 0: 256 MiB */
    unsigned cpu_ms_max; /* CPU time of this thread; 0: 10,000 */
};

/* Cleans one page. Returns a new record, or NULL with *error (which may be NULL) filled
   when there is no memory even for that, or no book. Whatever the page holds, the
   record's status says what became of it; WINNOW_PARSE and WINNOW_BUDGET have an empty
   text. The fields that only a fetch knows (final_url, http_status, fetched_at, pages)
   are left empty. */
WINNOW_API struct winnow_record *winnow_clean(struct winnow_rulebook *book,
                                              const struct winnow_input *input,
                                              struct winnow_error *error);
/* NULL is allowed. */
WINNOW_API void winnow_record_free(struct winnow_record *record);

#ifdef __cplusplus
}
#endif

#endif
