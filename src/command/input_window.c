#include "command/input_window.h"

#include <stdlib.h>
#include <string.h>

/* ---- tasks ------------------------------------------------------------------------- */

struct task *task_new(void)
{
    struct task *task = calloc(1, sizeof *task);
    if (!task)
        return NULL;
    buffer_open(&task->url, NULL);
    buffer_open(&task->body, NULL);
    return task;
}

struct task *task_of_item(struct item *item)
{
    struct task *task = task_new();
    if (!task)
        return NULL;
    task->is_typed = item->is_typed;
    task->is_fetched = item->kind == ITEM_URL;
    task->kind = item->page_kind;
    task->is_utf8 = item->is_utf8;
    task->http_status = item->http_status;
    memcpy(task->fetched_at, item->fetched_at, sizeof task->fetched_at);
    if (item->content_type.len)
        task->content_type = strdup(item->content_type.ptr);
    task->url = item->url;
    task->body = item->bytes;
    buffer_open(&item->url, NULL);
    buffer_open(&item->bytes, NULL);
    return task;
}

bool task_begin_article(struct task *task)
{
    if (!task->article)
        task->article = calloc(1, sizeof *task->article);
    return task->article;
}

void task_end_article(struct task *task)
{
    if (task->article)
        multipage_close(task->article);
    free(task->article);
    task->article = NULL;
}

static void task_free(struct task *task)
{
    buffer_close(&task->url);
    buffer_close(&task->body);
    free(task->content_type);
    free(task->refusal);
    free(task->final_url);
    task_end_article(task);
    winnow_record_free(task->record);
    free(task);
}

/* ---- entries ----------------------------------------------------------------------- */

struct entry *entry_new(void)
{
    struct entry *entry = calloc(1, sizeof *entry);
    if (!entry)
        return NULL;
    buffer_open(&entry->name, NULL);
    buffer_open(&entry->line, NULL);
    buffer_open(&entry->passed, NULL);
    buffer_open(&entry->file, NULL);
    return entry;
}

struct entry *entry_of_item(struct item *item)
{
    struct entry *entry = entry_new();
    if (!entry || item->name.failed || item->line.failed || item->passed.failed ||
        item->bytes.failed || item->url.failed) {
        free(entry);
        return NULL;
    }
    entry->is_named = item->is_named;
    entry->name = item->name;
    entry->line = item->line;
    entry->passed = item->passed;
    buffer_open(&item->name, NULL);
    buffer_open(&item->line, NULL);
    buffer_open(&item->passed, NULL);
    return entry;
}

void entry_free(struct entry *entry)
{
    buffer_close(&entry->name);
    buffer_close(&entry->line);
    buffer_close(&entry->passed);
    buffer_close(&entry->file);
    if (entry->task && --entry->task->users == 0)
        task_free(entry->task);
    free(entry);
}

static size_t size_of_entry(const struct entry *entry)
{
    return sizeof *entry + sizeof *entry->task + entry->name.capacity +
           entry->line.capacity + entry->passed.capacity + entry->file.capacity +
           entry->task->url.capacity;
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

bool input_window_has_room(const struct input_window *w, bool needs_hosts)
{
    return w->count < INPUT_WINDOW_ENTRIES ||
           (needs_hosts && w->count < INPUT_WINDOW_ENTRIES_MAX &&
            w->bytes < INPUT_WINDOW_BYTES_MAX);
}

static void append_done(struct input_window *w, struct entry *entry)
{
    entry->next_done = NULL;
    *(w->first_done ? &w->last_done->next_done : &w->first_done) = entry;
    w->last_done = entry;
}

static void append_to_task(struct task *task, struct entry *entry)
{
    *(task->entries ? &task->last_entry->next_of_task : &task->entries) = entry;
    task->last_entry = entry;
}

void input_window_add(struct input_window *w, struct entry *entry, struct task *task,
                      bool is_shared)
{
    entry->task = task;
    if (task->users++ == 0 && is_shared)
        share(w, task);
    append_to_task(task, entry);
    entry->older = w->newest;
    *(w->newest ? &w->newest->newer : &w->oldest) = entry;
    w->newest = entry;
    w->count++;
    w->bytes += size_of_entry(entry);
    if (task->is_done && !w->is_ordered)
        append_done(w, entry);
}

void input_window_finish(struct input_window *w, struct task *task)
{
    task->is_done = true;
    if (w->is_ordered)
        return;
    for (struct entry *entry = task->entries; entry; entry = entry->next_of_task)
        append_done(w, entry);
}

void input_window_release(struct input_window *w)
{
    if (!w->is_ordered)
        return;
    w->is_ordered = false;
    for (struct entry *entry = w->oldest; entry; entry = entry->newer)
        if (entry->task->is_done)
            append_done(w, entry);
}

/* An entry is taken before those that were added to its task later. */
static void unlink_entry(struct input_window *w, struct entry *entry)
{
    *(entry->older ? &entry->older->newer : &w->oldest) = entry->newer;
    *(entry->newer ? &entry->newer->older : &w->newest) = entry->older;
    entry->task->entries = entry->next_of_task;
    entry->older = entry->newer = entry->next_of_task = NULL;
    w->count--;
    w->bytes -= size_of_entry(entry);
}

struct entry *input_window_take(struct input_window *w)
{
    struct entry *entry = w->is_ordered ? w->oldest : w->first_done;
    if (!entry || !entry->task->is_done)
        return NULL;
    if (!w->is_ordered)
        w->first_done = entry->next_done;
    unlink_entry(w, entry);
    if (entry->task->users == 1)
        forget(w, entry->task);
    return entry;
}
