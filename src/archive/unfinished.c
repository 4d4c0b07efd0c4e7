#include "archive/unfinished.h"

#include "archive/text_tree.h"
#include "base/array.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MAX_SIZE = 512 }; /* bytes; text_tree_name makes shorter ones */

/* ---- texts ------------------------------------------------------------------------- */

bool unfinished_remove_text(struct store *store, const char *name, struct error *err)
{
    return db_run(store->db, err, "INSERT OR IGNORE INTO removed_texts (name) VALUES (?)",
                  "t", name);
}

/* Reads the name of the first text to remove. */
static bool find_text(struct store *store, char out[NAME_MAX_SIZE])
{
    struct db_rows *rows =
        db_query(store->db, NULL, "SELECT name FROM removed_texts LIMIT 1", "");
    bool has = rows && db_next(rows);
    if (has)
        snprintf(out, NAME_MAX_SIZE, "%s", db_text(rows, 0));
    db_finish(rows, NULL);
    return has;
}

/* A page that was added again since has a text of its own. */
static bool is_taken(struct store *store, const char *name)
{
    return db_query_number(store->db, 0, "SELECT 1 FROM pages WHERE name = ?", "t",
                           name) != 0;
}

static bool remove_texts(struct store *store, struct error *err)
{
    char name[NAME_MAX_SIZE];
    while (find_text(store, name))
        if ((!is_taken(store, name) && !text_tree_remove(store->text, name, err)) ||
            !db_run(store->db, err, "DELETE FROM removed_texts WHERE name = ?", "t",
                    name))
            return false;
    return true;
}

/* ---- WARC files -------------------------------------------------------------------- */

/* A row of moved_warcs. */
struct move {
    char source[WARC_NAME_SIZE], target[WARC_NAME_SIZE]; /* target "": there is none */
    int64_t size, target_size;
    bool is_done; /* the rows refer to the target */
};

static bool find_move(struct store *store, struct move *out)
{
    struct db_rows *rows = db_query(store->db, NULL,
                                    "SELECT source, coalesce(target, ''), size,"
                                    " target_size, is_done FROM moved_warcs LIMIT 1",
                                    "");
    bool has = rows && db_next(rows);
    if (has) {
        *out = (struct move){.size = db_number(rows, 2),
                             .target_size = db_number(rows, 3),
                             .is_done = db_number(rows, 4) != 0};
        snprintf(out->source, sizeof out->source, "%s", db_text(rows, 0));
        snprintf(out->target, sizeof out->target, "%s", db_text(rows, 1));
    }
    db_finish(rows, NULL);
    return has;
}

static int64_t size_of(const struct store *store, const char *name)
{
    struct stat info;
    return fstatat(store->warc, name, &info, AT_SYMLINK_NOFOLLOW) == 0 ? info.st_size
                                                                       : -1;
}

static bool has_row(struct store *store, const char *name)
{
    return db_query_number(store->db, 0, "SELECT 1 FROM warcs WHERE name = ?", "t",
                           name) != 0;
}

/* Removes one of the two files, provided that the other one is there: the database may be
   an older copy, and the move have been completed long ago. */
static bool remove_one(struct store *store, const struct move *move, struct error *err)
{
    const char *name = move->is_done ? move->source : move->target;
    bool has_other = move->is_done ? !move->target[0] ||
                                         size_of(store, move->target) >= move->target_size
                                   : size_of(store, move->source) >= move->size;
    bool is_same = !move->is_done || size_of(store, move->source) == move->size;
    if (!has_other || !is_same || has_row(store, name))
        return true;
    return unlinkat(store->warc, name, 0) == 0 || errno == ENOENT ||
           error_set(err, "warc/%s: %s", name, strerror(errno));
}

static bool complete_moves(struct store *store, struct error *err)
{
    struct move move;
    while (find_move(store, &move))
        if (!remove_one(store, &move, err) ||
            !db_run(store->db, err, "DELETE FROM moved_warcs WHERE source = ?", "t",
                    move.source))
            return false;
    return true;
}

bool unfinished_begin_move(struct store *store, const struct warc_file *source,
                           const char *target, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT INTO moved_warcs (source, size, target, target_size, is_done)"
                  " VALUES (?, ?, ?, 0, 0)",
                  "tnt", source->name, source->size + source->torn, target);
}

static bool map_records(struct store *store, const struct warc_part_list *before,
                        const struct warc_part_list *after, struct error *err)
{
    bool done = db_execute(store->db,
                           "CREATE TEMP TABLE IF NOT EXISTS moved_records"
                           " (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);"
                           "DELETE FROM moved_records",
                           err);
    for (size_t i = 0; done && i < before->count; i++)
        done = db_run(store->db, err,
                      "INSERT OR IGNORE INTO moved_records (old, new) VALUES (?, ?)",
                      "nn", before->items[i].offset, after->items[i].offset);
    return done;
}

#define MOVE_RECORDS(table)                                                              \
    "UPDATE " table " SET file = ?2,"                                                    \
    " offset = (SELECT new FROM moved_records WHERE old = offset) WHERE file = ?1"

static bool move_rows(struct store *store, const char *source, const char *target,
                      struct error *err)
{
    static const char *const updates[] = {
        MOVE_RECORDS("pages"),
        MOVE_RECORDS("versions"),
        MOVE_RECORDS("quarantine"),
        MOVE_RECORDS("bodies"),
        "DELETE FROM warcs WHERE name = ?1 AND ?2 = ?2",
    };
    bool done = true;
    for (size_t i = 0; done && i < COUNT_OF(updates); i++)
        done = db_run(store->db, err, updates[i], "tt", source, target);
    return done;
}

bool unfinished_switch_move(struct store *store, const struct warc_file *source,
                            const struct warc_file *target,
                            const struct warc_part_list *before,
                            const struct warc_part_list *after, struct error *err)
{
    return store_begin(store, err) && map_records(store, before, after, err) &&
           move_rows(store, source->name, target->name, err) &&
           warc_files_save(store, target, err) &&
           db_run(store->db, err,
                  "UPDATE moved_warcs SET is_done = 1, target_size = ? WHERE source = ?",
                  "nt", target->size, source->name) &&
           store_commit(store, err) && complete_moves(store, err);
}

bool unfinished_drop_warc(struct store *store, const struct warc_file *file,
                          struct error *err)
{
    bool is_alone = !store->in_transaction;
    return store_begin(store, err) &&
           db_run(store->db, err,
                  "INSERT INTO moved_warcs (source, size, target, target_size, is_done)"
                  " VALUES (?, ?, NULL, 0, 1)",
                  "tn", file->name, file->size + file->torn) &&
           db_run(store->db, err, "DELETE FROM warcs WHERE name = ?", "t", file->name) &&
           (!is_alone || store_commit(store, err));
}

/* ---- all --------------------------------------------------------------------------- */

bool unfinished_exists(struct store *store)
{
    return db_query_number(store->db, 0,
                           "SELECT EXISTS (SELECT 1 FROM removed_texts)"
                           " OR EXISTS (SELECT 1 FROM moved_warcs)",
                           "") != 0;
}

bool unfinished_complete(struct store *store, struct error *err)
{
    return remove_texts(store, err) && complete_moves(store, err);
}
