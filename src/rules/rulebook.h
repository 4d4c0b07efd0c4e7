/* rulebook: which rule files apply to a page. It reads default.txt, the shared
   files and --rule files when it is opened; a site's own file is found by host,
   travels as text to whoever cleans the page (a worker can open nothing), and is
   compiled and cached there. */
#ifndef WINNOW_RULES_RULEBOOK_H
#define WINNOW_RULES_RULEBOOK_H

#include "base/error.h"
#include "page/page.h"
#include "rules/rulefile.h"

struct rulebook;

struct rulebook_options {
    const char *const *directories; /* in order: the first that has a file wins */
    size_t directory_count;
    /* Searched behind them: their files are AUTHORITY_COMMUNITY. Their default.txt is not
       read. */
    const char *const *community_directories;
    size_t community_count;
    const char *const *rule_files; /* --rule: stand in place of every site's file */
    size_t rule_file_count;
    bool ftr_substring; /* strip_id_or_class takes parts of names */
};

/* new. Problems (errors too) of the files read go to *problems, in an arena of the
   rulebook; false with err for a directory or file that cannot be read. A book with
   problems->errors > 0 is still to be closed, and not to be used. */
bool rulebook_open(struct rulebook **out, const struct rulebook_options *options,
                   const struct problem_list **problems, struct error *err);
void rulebook_close(struct rulebook *book);

/* The arena that pages are cleaned in, one after the other: it stays with the book, so
   that a page can use the memory of the one before. Borrowed, empty; the caller sets its
   budget and gives it back with arena_reset. */
struct arena *rulebook_page_arena(struct rulebook *book);

/* A site's file as text, on its way from the process that may open files. */
struct site_source {
    struct slice path, text; /* path empty: the site has no file */
    enum authority authority;
};
/* Finds the file for a host in the first directory that has one: HOST.txt, or else
   .PARENT.txt for the nearest parent domain. Files are opened by name; no directory is
   listed. Strings go to the arena. False with err if a file exists and cannot be read. */
bool rulebook_find_site(const struct rulebook *book, struct slice host, struct arena *a,
                        struct site_source *out, struct error *err);

/* Compiles a site's file, or gives the cached one of the same path and bytes. Borrowed:
   valid until the next call. NULL for an empty source. */
const struct rulefile *rulebook_compile_site(struct rulebook *book,
                                             const struct site_source *source);

/* Whether every include of a file leads to a shared file, and none in a circle. */
bool rulebook_check_includes(const struct rulebook *book, const struct rulefile *file,
                             struct error *err);

/* The files that apply to one page, in order of merging: site, its includes, those whose
   fingerprint matches, global.txt, default.txt. */
enum { RULESET_FILES_MAX = 64 };
struct ruleset {
    const struct rulefile *files[RULESET_FILES_MAX];
    size_t count;
};
bool ruleset_has(const struct ruleset *set, const struct rulefile *file);
/* view may be NULL (text input: no fingerprints). site may be NULL.
   Problems of an include that is not there or goes in a circle are told in
   *err, and the rest applies. */
bool rulebook_select(const struct rulebook *book, const struct rulefile *site,
                     const struct view *view, struct ruleset *out, struct error *err);

#endif
