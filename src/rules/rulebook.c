#include "rules/rulebook.h"

#include "base/file.h"
#include "rules/host_names.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    READ_BYTES_MAX = 1 << 24, /* above the limit of rulefile, which reports its own */
    /* How many compiled site files are cached. Pages of one host arrive close together,
       from a few hosts at a time; a compiled file takes about 300 kB. */
    SITES_CACHED = 24,
};

struct shared_file {
    struct slice name; /* without ".txt" */
    const struct rulefile *file;
};

struct shared_list {
    struct shared_file *items;
    size_t count, capacity;
};

struct slice_list {
    struct slice *items;
    size_t count, capacity;
};

/* A directory to search for rule files. */
struct directory {
    struct slice path;
    enum authority authority; /* of the site files in it */
};

/* The fingerprints of the shared files; index i of the set is the fingerprint of
   files[i]. */
struct fingerprints {
    const struct selector_set *set;
    const struct rulefile **files;
    size_t count;
};

struct cached_site {
    struct arena arena;
    struct slice text;           /* the source of the compiled file */
    const struct rulefile *file; /* NULL: the slot is unused */
    uint64_t used;
};

struct rulebook {
    struct arena arena, page_arena;
    struct problem_list problems;
    struct {
        struct directory *items;
        size_t count, capacity;
    } directories;
    struct shared_list shared;
    struct ruleset rule_files;                /* --rule */
    struct slice rule_text;                   /* text of the first --rule file */
    const struct rulefile *global, *standard; /* global.txt, default.txt; NULL: none */
    struct ruleset generic;                   /* default.txt and the files it includes */
    struct fingerprints fingerprints;
    struct cached_site sites[SITES_CACHED];
    uint64_t uses;
    bool takes_substrings; /* as in rulefile_read_substrings */
};

/* ---- files ------------------------------------------------------------------------- */

enum found { FOUND, FOUND_NOT, FOUND_UNREADABLE };

static bool fail_to_read(struct error *err, const char *path)
{
    return error_at(err, path, 0, 0, "cannot be read: %s", strerror(errno));
}

/* Reads into a heap buffer first, so that no jump out of the arena leaves the file
   open. */
static enum found read_file(struct arena *a, const char *path, struct slice *out,
                            struct error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return FOUND_NOT;
    struct buffer bytes;
    buffer_open(&bytes, NULL);
    bool ok = file >= 0 && file_read(file, READ_BYTES_MAX, &bytes);
    if (!ok)
        fail_to_read(err, path);
    if (file >= 0)
        close(file);
    if (ok)
        *out = arena_copy(a, buffer_slice(&bytes));
    buffer_close(&bytes);
    return ok ? FOUND : FOUND_UNREADABLE;
}

/* Reads a file of a rule directory. Opening a pipe would block, and a user at a
   terminal would not see why. */
static enum found read_directory_file(struct arena *a, const char *path,
                                      struct slice *out, struct error *err)
{
    struct stat about;
    if (stat(path, &about) != 0 || S_ISREG(about.st_mode))
        return read_file(a, path, out, err);
    error_at(err, path, 0, 0, "cannot be read: it is no regular file");
    return FOUND_UNREADABLE;
}

static char *join_path(struct arena *a, struct slice directory, const char *name)
{
    bool has_slash = slice_ends_with(directory, SLICE("/"));
    return arena_printf(a, "%.*s%s%s", (int)directory.len, directory.ptr,
                        has_slash ? "" : "/", name);
}

/* ---- opening ----------------------------------------------------------------------- */

static bool is_told(const struct problem_list *report, const struct problem *problem)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct problem *told = &report->items[i];
        if (told->line == problem->line && told->column == problem->column &&
            slice_equal(told->file, problem->file) &&
            slice_equal(told->text, problem->text))
            return true;
    }
    return false;
}

static void add_problem(struct rulebook *book, struct problem problem)
{
    if (!is_told(&book->problems, &problem))
        problems_add(&book->problems, &book->arena, problem);
}

static const struct rulefile *read_rules(const struct rulebook *book, struct arena *a,
                                         struct slice path, struct slice text,
                                         enum authority authority)
{
    return (book->takes_substrings ? rulefile_read_substrings
                                   : rulefile_read)(a, path, text, authority);
}

/* Makes errors in a community file warnings: a bad line is skipped and does not stop the
   program. */
static struct problem soften(struct problem problem, enum authority authority)
{
    if (authority == AUTHORITY_COMMUNITY && problem.level == PROBLEM_ERROR)
        problem.level = PROBLEM_WARNING;
    return problem;
}

static const struct rulefile *compile(struct rulebook *book, const char *path,
                                      struct slice text, enum authority authority)
{
    const struct rulefile *file =
        read_rules(book, &book->arena, slice_of_string(path), text, authority);
    for (size_t i = 0; i < file->problems.count; i++)
        problems_add(&book->problems, &book->arena,
                     soften(file->problems.items[i], authority));
    return file;
}

/* Reads a file of a directory into *slot, unless an earlier directory had that file. */
static bool load_once(struct rulebook *book, struct slice directory, const char *name,
                      enum authority authority, const struct rulefile **slot,
                      struct error *err)
{
    if (*slot)
        return true;
    struct slice text;
    const char *path = join_path(&book->arena, directory, name);
    enum found found = read_directory_file(&book->arena, path, &text, err);
    if (found == FOUND)
        *slot = compile(book, path, text, authority);
    return found != FOUND_UNREADABLE;
}

static const struct rulefile *find_shared(const struct rulebook *book, struct slice name)
{
    for (size_t i = 0; i < book->shared.count; i++)
        if (slice_equal(book->shared.items[i].name, name))
            return book->shared.items[i].file;
    return NULL;
}

static enum authority authority_of_shared(const struct directory *directory)
{
    return directory->authority == AUTHORITY_COMMUNITY ? AUTHORITY_COMMUNITY
                                                       : AUTHORITY_SHARED;
}

static bool load_shared(struct rulebook *book, struct slice folder,
                        enum authority authority, struct slice file_name,
                        struct error *err)
{
    struct shared_file shared = {slice_of(file_name.ptr, file_name.len - 4), NULL};
    if (find_shared(book, shared.name))
        return true;
    if (!load_once(book, folder, file_name.ptr, authority, &shared.file, err))
        return false;
    if (shared.file)
        ARENA_PUSH(&book->arena, &book->shared, shared);
    return true;
}

static int by_name(const void *left, const void *right)
{
    return slice_compare(*(const struct slice *)left, *(const struct slice *)right);
}

/* Appends the names in a directory that end in ".txt", each followed by a NUL; at most
   `max`. Returns false with errno set if the directory cannot be read. */
static bool read_names(const char *path, size_t max, struct buffer *out)
{
    DIR *directory = opendir(path);
    if (!directory)
        return false;
    struct dirent *entry;
    for (size_t count = 0; count < max && (entry = readdir(directory));) {
        struct slice name = slice_of_string(entry->d_name);
        if (name.len <= 4 || !slice_ends_with(name, SLICE(".txt")))
            continue;
        buffer_append(out, slice_of(name.ptr, name.len + 1));
        count++;
    }
    closedir(directory);
    return true;
}

/* Lists the names that read_names finds, sorted. They are on the heap while the directory
   is open, so that no jump out of the arena leaves it open. */
static bool list_rule_files(struct arena *a, const char *path, size_t max,
                            struct slice_list *out)
{
    struct buffer names;
    buffer_open(&names, NULL);
    bool ok = read_names(path, max, &names);
    struct slice rest = arena_copy(a, buffer_slice(&names)), name;
    int why = errno;
    buffer_close(&names);
    while (slice_split(&rest, '\0', &name))
        if (name.len)
            ARENA_PUSH(a, out, name);
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_name);
    errno = why;
    return ok;
}

static void warn_without_rules(struct rulebook *book, struct slice directory)
{
    add_problem(book, (struct problem){.file = directory,
                                       .level = PROBLEM_WARNING,
                                       .code = "no-rules",
                                       .text = SLICE("there are no rule files here; a "
                                                     "site's file is named after its "
                                                     "host, as example.com.txt")});
}

static bool load_generic(struct rulebook *book, const struct directory *directory,
                         struct error *err)
{
    return load_once(book, directory->path, "global.txt", authority_of_shared(directory),
                     &book->global, err) &&
           (directory->authority == AUTHORITY_COMMUNITY ||
            load_once(book, directory->path, "default.txt", AUTHORITY_DEFAULT,
                      &book->standard, err));
}

static bool load_directory(struct rulebook *book, const char *name,
                           enum authority authority, struct error *err)
{
    struct slice_list any = {0}, shared = {0};
    const char *path = arena_string(&book->arena, slice_of_string(name));
    struct directory directory = {slice_of_string(path), authority};
    const char *folder = join_path(&book->arena, directory.path, "shared");
    ARENA_PUSH(&book->arena, &book->directories, directory);
    if (!list_rule_files(&book->arena, path, 1, &any))
        return fail_to_read(err, path);
    if (!list_rule_files(&book->arena, folder, SIZE_MAX, &shared) && errno != ENOENT)
        return fail_to_read(err, folder);
    if (!any.count && !shared.count)
        warn_without_rules(book, directory.path);
    for (size_t i = 0; i < shared.count; i++)
        if (!load_shared(book, slice_of_string(folder), authority_of_shared(&directory),
                         shared.items[i], err))
            return false;
    return load_generic(book, &directory, err);
}

static bool load_rule_file(struct rulebook *book, const char *path, struct error *err)
{
    struct slice text;
    struct ruleset *files = &book->rule_files;
    if (files->count == RULESET_FILES_MAX)
        return error_set(err, "more than %d rule files were named", RULESET_FILES_MAX);
    enum found found = read_file(&book->arena, path, &text, err);
    if (found == FOUND_NOT)
        return fail_to_read(err, path);
    if (found == FOUND_UNREADABLE)
        return false;
    if (!files->count)
        book->rule_text = text;
    files->files[files->count++] = compile(book, path, text, AUTHORITY_SITE);
    return true;
}

static void collect_fingerprints(struct rulebook *book)
{
    struct fingerprints *prints = &book->fingerprints;
    size_t most = 0;
    for (size_t i = 0; i < book->shared.count; i++)
        most += book->shared.items[i].file->count;
    const struct selector **selectors =
        arena_alloc(&book->arena, most * sizeof(struct selector *));
    prints->files = arena_alloc(&book->arena, most * sizeof(struct rulefile *));
    for (size_t i = 0; i < book->shared.count; i++) {
        const struct rulefile *file = book->shared.items[i].file;
        for (size_t d = 0; d < file->count; d++) {
            if (file->directives[d].kind != DIRECTIVE_FINGERPRINT)
                continue;
            selectors[prints->count] = file->directives[d].selector;
            prints->files[prints->count++] = file;
        }
    }
    prints->set = selector_set_build(&book->arena, selectors, prints->count);
}

/* ---- merging ----------------------------------------------------------------------- */

/* A set of files that is being built, and the first error in it. */
struct merge {
    const struct rulebook *book;
    struct ruleset *out;
    struct error *err;
    bool failed;
};

/* The chain of files whose include lines led to the current file. */
struct chain {
    const struct chain *above;
    const struct rulefile *file;
};

static bool is_in_chain(const struct chain *chain, const struct rulefile *file)
{
    for (; chain; chain = chain->above)
        if (chain->file == file)
            return true;
    return false;
}

bool ruleset_has(const struct ruleset *set, const struct rulefile *file)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->files[i] == file)
            return true;
    return false;
}

static void fail_include(struct merge *m, const struct rulefile *file,
                         const struct directive *include, const char *what)
{
    if (!m->failed) {
        char path[ERROR_FILE_MAX];
        snprintf(path, sizeof path, "%.*s", SLICE_ARG(file->path));
        error_at(m->err, path, include->line, include->column, "include: %.*s %s",
                 SLICE_ARG(include->value), what);
    }
    m->failed = true;
}

static bool add_one(struct merge *m, const struct rulefile *file)
{
    if (ruleset_has(m->out, file))
        return false;
    if (m->out->count < RULESET_FILES_MAX) {
        m->out->files[m->out->count++] = file;
        return true;
    }
    if (!m->failed)
        error_set(m->err, "more than %d rule files apply to one page", RULESET_FILES_MAX);
    m->failed = true;
    return false;
}

/* Adds a file, followed by the files it includes; invalid includes are skipped. It
   recurses once for each file, and a set has at most RULESET_FILES_MAX files. */
static void add_file(struct merge *m, const struct rulefile *file,
                     const struct chain *above)
{
    struct chain chain = {above, file};
    if (!file || !add_one(m, file))
        return;
    for (size_t i = 0; i < file->count; i++) {
        const struct directive *include = &file->directives[i];
        if (include->kind != DIRECTIVE_INCLUDE)
            continue;
        const struct rulefile *target = find_shared(m->book, include->value);
        if (!target)
            fail_include(m, file, include, "names no file in shared/");
        else if (is_in_chain(&chain, target))
            fail_include(m, file, include, "goes in a circle; take it out");
        else
            add_file(m, target, &chain);
    }
}

bool rulebook_check_includes(const struct rulebook *book, const struct rulefile *file,
                             struct error *err)
{
    struct ruleset set = {.count = 0};
    struct merge merge = {book, &set, err, false};
    add_file(&merge, file, NULL);
    return !merge.failed;
}

/* Reports errors in the includes of a file that is already read at startup. */
static void check_includes(struct rulebook *book, const struct rulefile *file)
{
    struct error err = {0};
    if (rulebook_check_includes(book, file, &err))
        return;
    struct problem problem = {.file = slice_of_string(err.file),
                              .line = err.line,
                              .column = err.column,
                              .level = PROBLEM_ERROR,
                              .code = "include",
                              .text = slice_of_string(err.text)};
    add_problem(book, soften(problem, file->authority));
}

static void check_all_includes(struct rulebook *book)
{
    for (size_t i = 0; i < book->shared.count; i++)
        check_includes(book, book->shared.items[i].file);
    for (size_t i = 0; i < book->rule_files.count; i++)
        check_includes(book, book->rule_files.files[i]);
    check_includes(book, book->global);
    check_includes(book, book->standard);
}

/* Files that default.txt includes are generic, as default.txt is. */
static void collect_generic(struct rulebook *book)
{
    struct merge merge = {book, &book->generic, NULL, false};
    add_file(&merge, book->standard, NULL);
    for (size_t i = 1; i < book->generic.count; i++) {
        struct rulefile *copy = arena_alloc(&book->arena, sizeof *copy);
        *copy = *book->generic.files[i];
        copy->authority = AUTHORITY_DEFAULT;
        book->generic.files[i] = copy;
    }
}

static bool load(struct rulebook *book, const struct rulebook_options *options,
                 struct error *err)
{
    for (size_t i = 0; i < options->directory_count; i++)
        if (!load_directory(book, options->directories[i], AUTHORITY_SITE, err))
            return false;
    for (size_t i = 0; i < options->community_count; i++)
        if (!load_directory(book, options->community_directories[i], AUTHORITY_COMMUNITY,
                            err))
            return false;
    for (size_t i = 0; i < options->rule_file_count; i++)
        if (!load_rule_file(book, options->rule_files[i], err))
            return false;
    collect_fingerprints(book);
    check_all_includes(book);
    collect_generic(book);
    return true;
}

bool rulebook_open(struct rulebook **out, const struct rulebook_options *options,
                   const struct problem_list **problems, struct error *err)
{
    struct rulebook *book = *out = calloc(1, sizeof *book);
    if (!book)
        return error_set(err, "no memory for the rules");
    arena_open(&book->arena, SIZE_MAX);
    arena_open(&book->page_arena, SIZE_MAX);
    book->takes_substrings = options->ftr_substring;
    bool ok = arena_trap(&book->arena) ? error_set(err, "no memory for the rules")
                                       : load(book, options, err);
    book->arena.trapped = false;
    *problems = &book->problems;
    if (ok)
        return true;
    rulebook_close(*out);
    *out = NULL;
    return false;
}

void rulebook_close(struct rulebook *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < SITES_CACHED; i++)
        arena_close(&book->sites[i].arena);
    arena_close(&book->page_arena);
    arena_close(&book->arena);
    free(book);
}

struct arena *rulebook_page_arena(struct rulebook *book)
{
    return &book->page_arena;
}

/* ---- a site's file ----------------------------------------------------------------- */

static enum found find_in_directory(struct slice directory, struct slice host,
                                    struct arena *a, struct site_source *out,
                                    struct error *err)
{
    struct slice name;
    for (size_t i = 0; host_names_file_name(a, host, i, &name); i++) {
        const char *path = join_path(a, directory, name.ptr);
        enum found found = read_directory_file(a, path, &out->text, err);
        if (found == FOUND)
            out->path = slice_of_string(path);
        if (found != FOUND_NOT)
            return found;
    }
    return FOUND_NOT;
}

bool rulebook_find_site(const struct rulebook *book, struct slice host, struct arena *a,
                        struct site_source *out, struct error *err)
{
    *out = (struct site_source){.authority = AUTHORITY_SITE};
    if (book->rule_files.count) {
        out->path = book->rule_files.files[0]->path;
        out->text = book->rule_text;
        return true;
    }
    struct slice name = host_names_normalize(a, host);
    if (!name.len)
        return true;
    for (size_t i = 0; i < book->directories.count; i++) {
        const struct directory *directory = &book->directories.items[i];
        enum found found = find_in_directory(directory->path, name, a, out, err);
        out->authority = directory->authority;
        if (found != FOUND_NOT)
            return found == FOUND;
    }
    return true;
}

static struct cached_site *oldest_site(struct rulebook *book)
{
    struct cached_site *oldest = &book->sites[0];
    for (size_t i = 1; i < SITES_CACHED; i++)
        if (book->sites[i].used < oldest->used)
            oldest = &book->sites[i];
    return oldest;
}

static const struct rulefile *compile_into(const struct rulebook *book,
                                           struct cached_site *site,
                                           const struct site_source *source)
{
    arena_close(&site->arena);
    site->file = NULL;
    arena_open(&site->arena, SIZE_MAX);
    if (arena_trap(&site->arena)) {
        arena_close(&site->arena);
        return NULL;
    }
    site->text = arena_copy(&site->arena, source->text);
    site->file =
        read_rules(book, &site->arena, source->path, source->text, source->authority);
    site->arena.trapped = false;
    return site->file;
}

const struct rulefile *rulebook_compile_site(struct rulebook *book,
                                             const struct site_source *source)
{
    if (!source->path.len)
        return NULL;
    const struct ruleset *files = &book->rule_files;
    if (files->count && slice_equal(files->files[0]->path, source->path) &&
        slice_equal(book->rule_text, source->text))
        return files->files[0];
    for (size_t i = 0; i < SITES_CACHED; i++) {
        struct cached_site *site = &book->sites[i];
        if (!site->file || !slice_equal(site->file->path, source->path) ||
            !slice_equal(site->text, source->text) ||
            site->file->authority != source->authority)
            continue;
        site->used = ++book->uses;
        return site->file;
    }
    struct cached_site *site = oldest_site(book);
    site->used = ++book->uses;
    return compile_into(book, site, source);
}

/* ---- what applies to a page -------------------------------------------------------- */

static void add_fingerprinted(struct merge *m, const struct view *view)
{
    const struct fingerprints *prints = &m->book->fingerprints;
    if (!view || !prints->count)
        return;
    struct selector_hits hits = {0};
    selector_set_match(prints->set, view, view->arena, &hits);
    bool *is_hit = arena_calloc(view->arena, prints->count, sizeof *is_hit);
    for (size_t i = 0; i < hits.count; i++)
        is_hit[hits.items[i].selector] = true;
    for (size_t i = 0; i < prints->count; i++)
        if (is_hit[i])
            add_file(m, prints->files[i], NULL);
}

bool rulebook_select(const struct rulebook *book, const struct rulefile *site,
                     const struct view *view, struct ruleset *out, struct error *err)
{
    struct merge merge = {book, out, err, false};
    out->count = 0;
    add_file(&merge, site, NULL);
    for (size_t i = 0; i < book->rule_files.count; i++)
        add_file(&merge, book->rule_files.files[i], NULL);
    add_fingerprinted(&merge, view);
    add_file(&merge, book->global, NULL);
    for (size_t i = 0; i < book->generic.count; i++)
        add_one(&merge, book->generic.files[i]);
    return !merge.failed;
}
