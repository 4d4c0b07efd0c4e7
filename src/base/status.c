#include "base/status.h"

static const struct {
    const char *name;
    int exit_code;
} statuses[WINNOW_STATUS_COUNT] = {
    [WINNOW_OK] = {"ok", 0},
    [WINNOW_EMPTY] = {"empty", 3},
    [WINNOW_BLOCKED] = {"blocked", 3},
    [WINNOW_RULE_BROKEN] = {"rule-broken", 3},
    [WINNOW_INVALID] = {"invalid", 1},
    [WINNOW_REFUSED] = {"refused", 1},
    [WINNOW_ROBOTS] = {"robots", 1},
    [WINNOW_UNSUPPORTED] = {"unsupported", 1},
    [WINNOW_TOO_LARGE] = {"too-large", 1},
    [WINNOW_TIMEOUT] = {"timeout", 1},
    [WINNOW_NETWORK] = {"network", 1},
    [WINNOW_HTTP] = {"http", 1},
    [WINNOW_GONE] = {"gone", 1},
    [WINNOW_PARSE] = {"parse", 1},
    [WINNOW_BUDGET] = {"budget", 1},
};

const char *winnow_status_name(enum winnow_status status)
{
    return (unsigned)status < WINNOW_STATUS_COUNT ? statuses[status].name : NULL;
}

int status_exit_code(enum winnow_status status)
{
    return (unsigned)status < WINNOW_STATUS_COUNT ? statuses[status].exit_code : 1;
}
