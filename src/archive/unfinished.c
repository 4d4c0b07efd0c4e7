#include "archive/unfinished.h"

#include "archive/text_tree.h"
#include <stdio.h>

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

/* ---- all --------------------------------------------------------------------------- */

bool unfinished_exists(struct store *store)
{
    return db_query_number(store->db, 0, "SELECT EXISTS (SELECT 1 FROM removed_texts)",
                           "") != 0;
}

bool unfinished_complete(struct store *store, struct error *err)
{
    return remove_texts(store, err);
}
