/* input_window: the inputs in progress, in input order. An entry is an input; a task is
 * the work that it waits for, which several entries may share. */
#ifndef WINNOW_COMMAND_INPUT_WINDOW_H
#define WINNOW_COMMAND_INPUT_WINDOW_H

#include "base/buffer.h"
#include "base/hash_table.h"
#include "cli/multipage.h"
#include "winnow.h"

enum {
    /* Large enough to find eight hosts in a list that has a hundred URLs of each in a
       row, and small enough that a million URLs need no memory. */
    INPUT_WINDOW_ENTRIES = 1024,
};

/* Work that is done once. Owned by the entries that wait for it. The fetched data belongs
   to the page of its article that is being processed. */
struct task {
    struct buffer url; /* normalised; empty for none */
    bool is_typed;
    bool is_fetched; /* its pages come from the network */
    enum winnow_kind kind;
    bool is_utf8;
    struct buffer body;
    char *content_type; /* NULL for none; freed with the task, as are the next fields */
    char *final_url;
    long http_status;
    char *refusal; /* the error, if the response had a body, which may be a bot wall */
    char fetched_at[32];
    struct multipage article;
    struct winnow_record *record; /* set when the task is done */
    size_t held_bytes;            /* of the records of its pages */
    unsigned users;
    struct task *next_in_queue;
};

/* One input, which will produce one record. */
struct entry {
    struct buffer name, line, passed; /* as in struct item */
    bool is_named;
    struct task *task;
    struct entry *newer;
};

struct input_window {
    bool is_ordered;
    struct entry *oldest, *newest;
    size_t count;
    struct hash_table shared; /* of struct task *, by its URL */
};

void input_window_open(struct input_window *w, bool is_ordered);
void input_window_close(struct input_window *w);

bool input_window_has_room(const struct input_window *w);
/* The task for that URL if it is still in the window, or NULL. */
struct task *input_window_find(const struct input_window *w, struct slice url);
/* new; NULL if out of memory. It belongs to the entries that it is added with. */
struct task *task_new(void);
/* Adds the entry as the newest and takes ownership of it; several entries may share a
   task. From the first one on, input_window_find finds the task if it was added as
   shared. */
void input_window_add(struct input_window *w, struct entry *entry, struct task *task,
                      bool is_shared);
/* Removes the oldest entry whose task is done; an ordered window considers only the very
   oldest entry. NULL if there is none. The caller frees the entry with entry_free. */
struct entry *input_window_take(struct input_window *w);

struct entry *entry_new(void); /* NULL if out of memory */
/* Frees the entry, and its task if it was the task's last entry. */
void entry_free(struct entry *entry);

#endif
