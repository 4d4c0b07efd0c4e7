/* rulebook: decides which rule files apply to a page. It reads default.txt, the shared
   files and --rule files when it is opened. A site's own file is found by host and sent
   as text to the process that cleans the page (a worker, which cannot open files), where
   it is compiled and cached. */
#ifndef WINNOW_RULES_RULEBOOK_H
#define WINNOW_RULES_RULEBOOK_H

#include "base/error.h"
#include "page/page.h"
#include "rules/rulefile.h"

struct rulebook;

struct rulebook_options {
    const char *const *directories; /* in order: the first that has a file wins */
    size_t directory_count;
    /* Searched after the directories; their files are AUTHORITY_COMMUNITY. Their
       default.txt is not read. */
    const char *const *community_directories;
    size_t community_count;
    const char *const *rule_files; /* --rule: used instead of the site files */
    size_t rule_file_count;
    bool ftr_substring; /* strip_id_or_class also matches substrings of names */
};

/* Opens a rulebook; the caller closes it. Problems in the files, errors included, go to
   *problems, in an arena of the rulebook. Returns false with err set if a directory or
   file cannot be read. A rulebook with problems->errors > 0 must not be used, but must
   still be closed. */
bool rulebook_open(struct rulebook **out, const struct rulebook_options *options,
                   const struct problem_list **problems, struct error *err);
void rulebook_close(struct rulebook *book);

/* The arena in which pages are cleaned, one after another. It belongs to the rulebook, so
   that a page can reuse the memory of the page before it. Borrowed, empty; the caller
   sets its budget and gives it back with arena_reset. */
struct arena *rulebook_page_arena(struct rulebook *book);

/* A site's file as text, to be sent by the process that may open files. */
struct site_source {
    struct slice path, text; /* path empty: the site has no file */
    enum authority authority;
};
/* Finds the file for a host in the first directory that has one: HOST.txt, or else
   .PARENT.txt for the nearest parent domain. Files are opened by name; no directory is
   listed. Strings go to the arena. Returns false with err set if a file exists but cannot
   be read. */
bool rulebook_find_site(const struct rulebook *book, struct slice host, struct arena *a,
                        struct site_source *out, struct error *err);

/* Compiles a site's file, or returns the cached one with the same path and bytes.
   Borrowed: valid until the next call. NULL for an empty source. */
const struct rulefile *rulebook_compile_site(struct rulebook *book,
                                             const struct site_source *source);

/* Whether every include of a file names a shared file, and there is no include cycle. */
bool rulebook_check_includes(const struct rulebook *book, const struct rulefile *file,
                             struct error *err);

/* The files that apply to one page, in merge order: site, its includes, files whose
   fingerprint matches, global.txt, default.txt. */
enum { RULESET_FILES_MAX = 64 };
struct ruleset {
    const struct rulefile *files[RULESET_FILES_MAX];
    size_t count;
};
bool ruleset_has(const struct ruleset *set, const struct rulefile *file);
/* view may be NULL (text input: no fingerprints). site may be NULL. If an included file
   does not exist or there is an include cycle, *err reports it, and the other files
   apply. */
bool rulebook_select(const struct rulebook *book, const struct rulefile *site,
                     const struct view *view, struct ruleset *out, struct error *err);

#endif
