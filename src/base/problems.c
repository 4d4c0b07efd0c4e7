#include "base/problems.h"

const char *problem_level_name(enum problem_level level)
{
    static const char *const names[] = {
        [PROBLEM_ERROR] = "error",
        [PROBLEM_WARNING] = "warning",
        [PROBLEM_NOTE] = "note",
    };
    return names[level];
}

void problems_add(struct problem_list *report, struct arena *a, struct problem problem)
{
    problem.file = arena_copy(a, problem.file);
    problem.text = arena_copy(a, problem.text);
    ARENA_PUSH(a, report, problem);
    report->errors += problem.level == PROBLEM_ERROR;
}
