#include "base/arena.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ALIGNMENT = 16,
    CHUNK_MIN =
        1 << 18, /* the tree of a typical page fits in a few; fewer calls of malloc */
    /* Doubling ends here: more would be wasted at the end of a page. */
    CHUNK_MAX = 1 << 24,
    SPARE_MAX = 1 << 24, /* kept between pages; a worker should use less than 64 MB */
    /* After a page that used more than this, memory is returned to the kernel. One in
       thousands does, and malloc would keep it if a small block follows it. */
    TRIM_ABOVE = 1 << 26,
    CLOCK_EVERY = 256, /* with this, eleven quadratic pages stopped within 5 ms */
};

struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* including this header */
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena_finalizer {
    struct arena_finalizer *older;
    void (*free_it)(void *);
    void *handle;
};

static uint64_t read_clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t clock_cpu_ns(void)
{
    return read_clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

void arena_open(struct arena *a, size_t budget)
{
    memset(a, 0, sizeof *a);
    a->budget = budget;
}

void arena_set_deadline(struct arena *a, uint64_t cpu_ns)
{
    a->deadline_ns = cpu_ns ? clock_cpu_ns() + cpu_ns : 0;
    a->look_ns = cpu_ns ? read_clock_ns(CLOCK_MONOTONIC) + cpu_ns : UINT64_MAX;
}

static void run_finalizers(struct arena *a)
{
    for (struct arena_finalizer *f = a->finalizers; f; f = f->older)
        if (f->handle)
            f->free_it(f->handle);
    a->finalizers = NULL;
}

static void free_chunks(struct arena_chunk *chunk)
{
    for (struct arena_chunk *older; chunk; chunk = older) {
        older = chunk->older;
        free(chunk);
    }
}

void arena_close(struct arena *a)
{
    run_finalizers(a);
    free_chunks(a->chunks);
    free_chunks(a->spare);
    arena_open(a, a->budget);
}

void arena_reset(struct arena *a)
{
    run_finalizers(a);
    struct arena_chunk *spare = a->spare, *older;
    size_t kept = spare ? spare->size : 0, held = a->held;
    for (struct arena_chunk *chunk = a->chunks; chunk; chunk = older) {
        older = chunk->older;
        if (chunk->size > SPARE_MAX || chunk->size <= kept) {
            free(chunk);
            continue;
        }
        /* only the largest: nearly every page fits in it */
        free(spare);
        chunk->older = NULL;
        spare = chunk;
        kept = chunk->size;
    }
    if (held > TRIM_ABOVE)
        malloc_trim(0);
    arena_open(a, a->budget);
    a->spare = spare;
}

/* ---- jumping ----------------------------------------------------------------------- */

static _Noreturn void jump_out(struct arena *a, enum arena_stop stop)
{
    a->stop = stop;
    if (a->trapped)
        longjmp(a->trap, 1);
    fputs("winnow: out of memory\n", stderr);
    abort();
}

void arena_give_up(struct arena *a)
{
    jump_out(a, ARENA_OVER_BYTES);
}

/* CPU time cannot pass faster than real time. So the monotonic clock, which is read
   without a system call, says when the CPU clock must be read: for most pages never.
   Reading that in each call took 2 % of a page's time. */
void arena_check_deadline(struct arena *a)
{
    a->calls = 0;
    if (!a->deadline_ns)
        return;
    uint64_t now = read_clock_ns(CLOCK_MONOTONIC);
    if (now < a->look_ns)
        return;
    uint64_t used = clock_cpu_ns();
    if (used >= a->deadline_ns)
        jump_out(a, ARENA_OVER_TIME);
    a->look_ns = now + (a->deadline_ns - used);
}

/* ---- allocation -------------------------------------------------------------------- */

static size_t next_chunk_size(const struct arena *a, size_t need)
{
    size_t size = a->chunks ? a->chunks->size * 2 : CHUNK_MIN;
    if (size > CHUNK_MAX)
        size = CHUNK_MAX;
    size_t left = a->budget - a->held;
    if (size > left)
        size = left;
    return size < need ? need : size;
}

static struct arena_chunk *take_spare(struct arena *a, size_t need)
{
    struct arena_chunk *chunk = a->spare;
    if (!chunk || chunk->size < need || chunk->size > a->budget - a->held)
        return NULL;
    a->spare = NULL;
    return chunk;
}

static void add_chunk(struct arena *a, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_chunk) - ALIGNMENT)
        jump_out(a, ARENA_OVER_BYTES);
    size_t need = size + sizeof(struct arena_chunk);
    if (need > a->budget - a->held)
        jump_out(a, ARENA_OVER_BYTES);
    struct arena_chunk *chunk = take_spare(a, need);
    size_t chunk_size = chunk ? chunk->size : next_chunk_size(a, need);
    if (!chunk)
        chunk = malloc(chunk_size);
    if (!chunk)
        jump_out(a, ARENA_NO_MEMORY);
    chunk->older = a->chunks;
    chunk->size = chunk_size;
    a->chunks = chunk;
    a->held += chunk_size;
    a->next = chunk->bytes;
    a->limit = (char *)chunk + chunk_size;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (++a->calls >= CLOCK_EVERY)
        arena_check_deadline(a);
    if (size > SIZE_MAX - ALIGNMENT)
        jump_out(a, ARENA_OVER_BYTES);
    size = ((size ? size : 1) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (size > (size_t)(a->limit - a->next))
        add_chunk(a, size);
    void *place = a->next;
    a->next += size;
    return place;
}

void *arena_calloc(struct arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        jump_out(a, ARENA_OVER_BYTES);
    return memset(arena_alloc(a, bytes), 0, bytes);
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
    size_t rounded = (old_size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    bool is_last = old && (char *)old + rounded == a->next;
    if (is_last && new_size >= old_size && new_size <= (size_t)(a->limit - (char *)old) &&
        new_size <= SIZE_MAX - ALIGNMENT) {
        size_t end = (new_size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
        if (end <= (size_t)(a->limit - (char *)old)) {
            a->next = (char *)old + end;
            return old;
        }
    }
    void *place = arena_alloc(a, new_size);
    if (old && old_size)
        memcpy(place, old, old_size < new_size ? old_size : new_size);
    return place;
}

void *arena_double(struct arena *a, void *items, size_t item_size, size_t *capacity)
{
    size_t old = *capacity, wanted = old ? old * 2 : 8, bytes;
    if (wanted < old || __builtin_mul_overflow(wanted, item_size, &bytes))
        jump_out(a, ARENA_OVER_BYTES);
    *capacity = wanted;
    return arena_grow(a, items, old * item_size, bytes);
}

/* ---- strings and handles ----------------------------------------------------------- */

struct slice arena_copy(struct arena *a, struct slice s)
{
    char *copy = arena_alloc(a, s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return slice_of(copy, s.len);
}

struct slice arena_copy_lower(struct arena *a, struct slice s)
{
    char *copy = arena_string(a, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = (char)ascii_lower((unsigned char)copy[i]);
    return slice_of(copy, s.len);
}

char *arena_string(struct arena *a, struct slice s)
{
    return (char *)arena_copy(a, s).ptr;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(a, (size_t)(len < 0 ? 0 : len) + 1);
    text[0] = '\0';
    vsnprintf(text, (size_t)(len < 0 ? 0 : len) + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(a, format, args);
    va_end(args);
    return text;
}

void **arena_hold(struct arena *a, void (*free_it)(void *))
{
    struct arena_finalizer *f = arena_alloc(a, sizeof *f);
    *f = (struct arena_finalizer){a->finalizers, free_it, NULL};
    a->finalizers = f;
    return &f->handle;
}

void arena_at_close(struct arena *a, void (*free_it)(void *), void *handle)
{
    *arena_hold(a, free_it) = handle;
}
