/* input_window: the inputs that are on their way, in the order they came. An entry is an
   input; a task is the work that it waits for, which several entries may share. */
#ifndef WINNOW_COMMAND_INPUT_WINDOW_H
#define WINNOW_COMMAND_INPUT_WINDOW_H

#include "base/buffer.h"
#include "base/hash_table.h"
#include "cli/multipage.h"
#include "winnow.h"

enum {
    /* Enough to find eight hosts in a list that has a hundred URLs of each in a row, and
       few enough that a million URLs cost no memory. */
    INPUT_WINDOW_ENTRIES = 1024,
};

/* Work that is done once. Owned by the entries that wait for it. What was fetched is of
   the page of its article that is in work. */
struct task {
    struct buffer url; /* normalised; empty for none */
    bool is_typed;
    bool is_fetched; /* its pages come from the network */
    enum winnow_kind kind;
    bool is_utf8;
    struct buffer body;
    char *content_type; /* NULL for none; freed with the task, as the next */
    char *final_url;
    long http_status;
    char *refusal; /* the error, where its body came with one and may be a guard's */
    char fetched_at[32];
    struct multipage article;
    struct winnow_record *record; /* once it is done */
    size_t held_bytes;            /* of the records of its pages */
    unsigned users;
    struct task *next_in_queue;
};

/* One input, and one record to come. */
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
/* The task of that URL which is still in the window, or NULL. */
struct task *input_window_find(const struct input_window *w, struct slice url);
/* new; NULL without memory. It belongs to the entries it is added with. */
struct task *task_new(void);
/* Adds the entry, which is the window's now, as the newest; several may name one task.
   From the first on, input_window_find finds the task if it was added as shared. */
void input_window_add(struct input_window *w, struct entry *entry, struct task *task,
                      bool is_shared);
/* Takes out the oldest entry whose task is done: in an ordered window only the very
   oldest. NULL when there is none. It is the caller's, to end with entry_free. */
struct entry *input_window_take(struct input_window *w);

struct entry *entry_new(void); /* NULL without memory */
/* Frees the entry, and its task after its last one. */
void entry_free(struct entry *entry);

#endif
