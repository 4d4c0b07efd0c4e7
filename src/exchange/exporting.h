/* exporting: what the formats of `winnow export` have in common: the chosen pages, what
   is known of each, and the file that is written. */
#ifndef WINNOW_EXCHANGE_EXPORTING_H
#define WINNOW_EXCHANGE_EXPORTING_H

#include "refresh/archive_command.h"
#include "winnow.h"

struct exporting {
    struct archive_command *command;
    struct id_list pages; /* sorted by URL */
    int64_t since;        /* pages that changed since then; INT64_MIN: all */
    const char *output;   /* -o; NULL: standard output */
};

enum export_format {
    EXPORT_JSONL,
    EXPORT_MARKDOWN,
    EXPORT_EPUB,
    EXPORT_WARC,
    EXPORT_WACZ,
    EXPORT_FORMAT_COUNT
};

/* Each writes all chosen pages. Returns false with err. */
bool export_jsonl(struct exporting *exporting, struct error *err);
bool export_markdown(struct exporting *exporting, struct error *err);
bool export_epub(struct exporting *exporting, struct error *err);
bool export_warc(struct exporting *exporting, struct error *err);
bool export_wacz(struct exporting *exporting, struct error *err);

/* ---- pages ------------------------------------------------------------------------- */

/* A page with its current text. */
struct export_page {
    struct store_page page;
    struct store_details details;
    struct slice text;
    struct arena arena; /* of all this */
};
/* Loads a page; close it in any case. */
bool export_page_load(struct exporting *exporting, int64_t id, struct export_page *out,
                      struct error *err);
void export_page_close(struct export_page *page);
/* The page as a record of the filter. Its strings are the page's. */
struct winnow_record export_page_record(const struct export_page *page);

/* Calls write for each chosen page that has a text. */
typedef bool (*export_visit)(void *context, const struct export_page *page,
                             struct error *err);
bool export_each_text(struct exporting *exporting, export_visit visit, void *context,
                      struct error *err);

/* The records with the responses of the chosen pages and of their versions, each once, in
   the order of the WARC files. */
struct export_places {
    struct warc_place *items;
    size_t count, capacity;
    struct arena *arena;
};
/* Returns false with err also if there is none. */
bool export_list_places(struct exporting *exporting, struct export_places *out,
                        struct error *err);

/* ---- the file ---------------------------------------------------------------------- */

/* A file that replaces -o FILE when it is complete, or that is copied to standard
   output. */
struct export_file {
    const char *path; /* NULL: standard output */
    char *temporary;
    int fd;
};
bool export_file_open(struct export_file *file, const char *path, struct error *err);
/* Removes the file unless done. */
bool export_file_close(struct export_file *file, bool done, struct error *err);

#endif
