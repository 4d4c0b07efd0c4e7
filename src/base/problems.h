/* problems: the problems of rule files, in the order found. The list is in an arena. */
#ifndef WINNOW_BASE_PROBLEMS_H
#define WINNOW_BASE_PROBLEMS_H

#include "base/arena.h"
#include "base/error.h"

enum problem_level { PROBLEM_ERROR, PROBLEM_WARNING, PROBLEM_NOTE };

struct problem {
    struct slice file;
    uint32_t line, column; /* from 1; 0 for none. Columns count bytes. */
    enum problem_level level;
    const char *code; /* a short name that does not change, such as "unknown-directive" */
    struct slice text; /* what is wrong and what to do; no newline */
};

struct problem_list {
    struct problem *items;
    size_t count, capacity;
    size_t errors; /* the number of those that are PROBLEM_ERROR */
};

/* The word for messages: "error". A static string. */
const char *problem_level_name(enum problem_level level);

/* Copies file and text into the arena. */
void problems_add(struct problem_list *report, struct arena *a, struct problem problem);

#endif
