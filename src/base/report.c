#include "base/report.h"

void report_add(struct report *report, struct arena *a, struct problem problem)
{
    problem.file = arena_copy(a, problem.file);
    problem.text = arena_copy(a, problem.text);
    ARENA_PUSH(a, report, problem);
    report->errors += problem.level == PROBLEM_ERROR;
}
