#include "command/input_window.h"

#include <stdlib.h>

/* ---- tasks and entries ------------------------------------------------------------- */

struct task *task_new(void)
{
    struct task *task = calloc(1, sizeof *task);
    if (!task)
        return NULL;
    buffer_open(&task->url, NULL);
    buffer_open(&task->body, NULL);
    return task;
}

static void task_free(struct task *task)
{
    buffer_close(&task->url);
    buffer_close(&task->body);
    free(task->content_type);
    free(task->refusal);
    free(task->final_url);
    multipage_close(&task->article);
    winnow_record_free(task->record);
    free(task);
}

struct entry *entry_new(void)
{
    struct entry *entry = calloc(1, sizeof *entry);
    if (!entry)
        return NULL;
    buffer_open(&entry->name, NULL);
    buffer_open(&entry->line, NULL);
    buffer_open(&entry->passed, NULL);
    return entry;
}

void entry_free(struct entry *entry)
{
    buffer_close(&entry->name);
    buffer_close(&entry->line);
    buffer_close(&entry->passed);
    if (entry->task && --entry->task->users == 0)
        task_free(entry->task);
    free(entry);
}

/* ---- the table of shared tasks ----------------------------------------------------- */

struct task *input_window_find(const struct input_window *w, struct slice url)
{
    struct task *const *found = hash_table_find(&w->shared, url);
    return found ? *found : NULL;
}

/* If there is no memory for a task's entry in the table, the task is not shared: its page
   is fetched twice. */
static void share(struct input_window *w, struct task *task)
{
    bool is_new;
    struct task **entry = hash_table_put(&w->shared, buffer_slice(&task->url), &is_new);
    if (is_new && entry)
        *entry = task;
}

static void forget(struct input_window *w, const struct task *task)
{
    if (input_window_find(w, buffer_slice(&task->url)) == task)
        hash_table_remove(&w->shared, buffer_slice(&task->url));
}

/* ---- the window -------------------------------------------------------------------- */

void input_window_open(struct input_window *w, bool is_ordered)
{
    *w = (struct input_window){.is_ordered = is_ordered};
    hash_table_open(&w->shared, NULL, sizeof(struct task *));
}

void input_window_close(struct input_window *w)
{
    for (struct entry *newer, *entry = w->oldest; entry; entry = newer) {
        newer = entry->newer;
        entry_free(entry);
    }
    hash_table_close(&w->shared);
    input_window_open(w, w->is_ordered);
}

bool input_window_has_room(const struct input_window *w)
{
    return w->count < INPUT_WINDOW_ENTRIES;
}

void input_window_add(struct input_window *w, struct entry *entry, struct task *task,
                      bool is_shared)
{
    entry->task = task;
    if (task->users++ == 0 && is_shared)
        share(w, task);
    *(w->newest ? &w->newest->newer : &w->oldest) = entry;
    w->newest = entry;
    w->count++;
}

struct entry *input_window_take(struct input_window *w)
{
    struct entry *before = NULL, *entry = w->oldest;
    while (entry && !entry->task->record && !w->is_ordered) {
        before = entry;
        entry = entry->newer;
    }
    if (!entry || !entry->task->record)
        return NULL;
    *(before ? &before->newer : &w->oldest) = entry->newer;
    if (w->newest == entry)
        w->newest = before;
    w->count--;
    if (entry->task->users == 1)
        forget(w, entry->task);
    entry->newer = NULL;
    return entry;
}
