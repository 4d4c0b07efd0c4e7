/* input_window: the inputs in progress, in input order. An entry is an input; a task is
 * the work that it waits for, which several entries may share. */
#ifndef WINNOW_COMMAND_INPUT_WINDOW_H
#define WINNOW_COMMAND_INPUT_WINDOW_H

#include "base/buffer.h"
#include "base/hash_table.h"
#include "cli/input.h"
#include "cli/multipage.h"
#include "command/spill.h"
#include "winnow.h"

enum {
    /* So many inputs are always read ahead, and more of them only in search of other
       hosts, so that a slow host with many URLs in a row does not keep the others
       waiting. */
    INPUT_WINDOW_ENTRIES = 1024,
    INPUT_WINDOW_ENTRIES_MAX = 1 << 16,
    INPUT_WINDOW_BYTES_MAX = 64 << 20, /* of inputs, without pages and records */
};

struct host_queue;

/* Work that is done once. Owned by the entries that wait for it. The fetched data belongs
   to the page of its article that is being processed. */
struct task {
    struct buffer url; /* normalised; empty for none */
    bool is_typed;
    bool is_fetched; /* its pages come from the network */
    bool is_utf8, is_done;
    enum winnow_kind kind;
    struct buffer body;
    char *content_type; /* NULL for none; freed with the task, as are the next fields */
    char *final_url;
    long http_status;
    char *refusal; /* the error, if the response had a body, which may be a bot wall */
    char fetched_at[32];
    struct multipage *article;    /* NULL before its first page and when it is done */
    struct winnow_record *record; /* when it is done, unless it is spilled */
    struct spilled spilled;
    size_t held_bytes; /* of the records of its pages that are in memory */
    unsigned users;
    struct entry *entries, *last_entry; /* that wait for it, in input order */
    struct host_queue *queue; /* that it waits in, or was started from; NULL: none */
    struct task *next_in_queue;
};

/* One input, which will produce one record. */
struct entry {
    struct buffer name, line, passed; /* as in struct item */
    struct buffer file;               /* its name in the folder of -o; or empty */
    bool is_named;
    struct task *task;
    struct entry *older, *newer;
    struct entry *next_of_task, *next_done;
};

struct input_window {
    bool is_ordered;
    struct entry *oldest, *newest;
    size_t count, bytes;
    struct entry *first_done, *last_done; /* only used if it is not ordered */
    struct hash_table shared;             /* of struct task *, by its URL */
};

void input_window_open(struct input_window *w, bool is_ordered);
void input_window_close(struct input_window *w);

/* Whether another input may be read. needs_hosts: more hosts could be asked at once than
   the window has URLs of. */
bool input_window_has_room(const struct input_window *w, bool needs_hosts);
/* The task for that URL if it is still in the window, or NULL. */
struct task *input_window_find(const struct input_window *w, struct slice url);
/* new; NULL if out of memory. It belongs to the entries that it is added with. */
struct task *task_new(void);
/* The same with the contents of the item, which are moved. */
struct task *task_of_item(struct item *item);
/* Makes the article of a task, unless it is there, and frees it. False: no memory. */
bool task_begin_article(struct task *task);
void task_end_article(struct task *task);
/* Adds the entry as the newest and takes ownership of it; several entries may share a
   task. From the first one on, input_window_find finds the task if it was added as
   shared. */
void input_window_add(struct input_window *w, struct entry *entry, struct task *task,
                      bool is_shared);
/* The task is done: its record is there, or spilled. */
void input_window_finish(struct input_window *w, struct task *task);
/* Removes the oldest entry if its task is done; in a window that is not ordered, the
   entry whose task was done first. NULL if there is none. The caller frees the entry with
   entry_free. */
struct entry *input_window_take(struct input_window *w);
/* Makes an ordered window one that is not: all that is done can be taken, in input
   order. */
void input_window_release(struct input_window *w);

struct entry *entry_new(void); /* NULL if out of memory */
/* The same with the contents of the item, which are moved. */
struct entry *entry_of_item(struct item *item);
/* Frees the entry, and its task if it was the task's last entry. */
void entry_free(struct entry *entry);

#endif
