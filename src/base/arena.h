/* arena: memory that is freed all at once. There is one for a page and one for a
   rulebook. The owner is whoever opened it; everything allocated from it is freed by
   arena_close. */
#ifndef WINNOW_BASE_ARENA_H
#define WINNOW_BASE_ARENA_H

#include "base/slice.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* Why an arena jumped. */
enum arena_stop {
    ARENA_RUNNING = 0,
    ARENA_OVER_BYTES, /* the budget was exceeded */
    ARENA_OVER_TIME,  /* the CPU time of the thread is over */
    ARENA_NO_MEMORY,  /* malloc failed */
};

struct arena_chunk;
struct arena_finalizer;

struct arena {
    struct arena_chunk *chunks;
    struct arena_chunk *spare; /* kept by arena_reset for the next page */
    struct arena_finalizer *finalizers;
    char *next, *limit;   /* the free part of the newest chunk */
    size_t held;          /* bytes of all chunks in use */
    size_t budget;        /* the limit of that */
    uint64_t deadline_ns; /* of the thread's CPU clock; 0 for none */
    uint64_t look_ns;     /* of the monotonic clock: not over before */
    unsigned calls;       /* allocations since the clock was read */
    enum arena_stop stop; /* set before the jump */
    jmp_buf trap;         /* where it jumps; see arena_trap */
    bool trapped;
};

/* Marks the place that the arena jumps to when its budget or deadline is exceeded:
       if (arena_trap(&a)) { ... a.stop says why ... }
   It is setjmp(3), with its rules for locals: those that change afterwards must be
   volatile. An arena without a trap ends the program with a message. */
#define arena_trap(a) ((a)->trapped = true, setjmp((a)->trap))

/* budget is in bytes, SIZE_MAX for none. Allocates nothing yet. */
void arena_open(struct arena *a, size_t budget);
/* Sets the deadline to cpu_ns nanoseconds of this thread's CPU time from now. 0: none. */
void arena_set_deadline(struct arena *a, uint64_t cpu_ns);
/* Frees all of it, after the finalizers have run, newest first. Safe to call twice. */
void arena_close(struct arena *a);

/* Like arena_close, but keeps some of the memory for the next page, which then causes no
   page faults. The budget stays; deadline and trap do not. */
void arena_reset(struct arena *a);

/* Never NULL, aligned for any type, not cleared. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);
/* The same for count items of size bytes, cleared; jumps if the product overflows. */
void *arena_calloc(struct arena *a, size_t count, size_t size);
/* Copies old_size bytes of old to an allocation of new_size; grows in place if old was
   the last. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);
/* A copy with a NUL after it, which is not counted in len. */
struct slice arena_copy(struct arena *a, struct slice s);
/* The same with ASCII letters in lower case. */
struct slice arena_copy_lower(struct arena *a, struct slice s);
char *arena_string(struct arena *a, struct slice s);
char *arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Runs free_it(handle) when the arena is closed: for handles of other libraries. It may
   jump, so call it before there is anything to free. */
void arena_at_close(struct arena *a, void (*free_it)(void *handle), void *handle);
/* The same for a handle that does not exist yet: returns where to put it. NULL is not
   freed. */
void **arena_hold(struct arena *a, void (*free_it)(void *handle));

/* Reads the clock and jumps if the deadline is over: for long loops that do not allocate.
   Costs about 25 ns; call it every few thousand steps. */
void arena_check_deadline(struct arena *a);

/* Jumps as if the budget was exceeded: for code with limits of its own. */
_Noreturn void arena_give_up(struct arena *a);

/* The thread's CPU clock, in nanoseconds. */
uint64_t clock_cpu_ns(void);

/* Appends item to a list in an arena: a struct with items, size_t count, size_t capacity,
   all zero at first. The items may move. */
#define ARENA_PUSH(a, list, item)                                                        \
    do {                                                                                 \
        if ((list)->count == (list)->capacity)                                           \
            (list)->items = arena_double((a), (list)->items, sizeof *(list)->items,      \
                                         &(list)->capacity);                             \
        (list)->items[(list)->count++] = (item);                                         \
    } while (0)
void *arena_double(struct arena *a, void *items, size_t item_size, size_t *capacity);

#endif
