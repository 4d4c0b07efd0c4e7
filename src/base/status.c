#include "base/status.h"

static const struct {
    const char *name;
    int exit_code;
    const char *meaning;
} statuses[WINNOW_STATUS_COUNT] = {
    [WINNOW_OK] = {"ok", 0, "the content was extracted"},
    [WINNOW_EMPTY] = {"empty", 3, "the page has no content"},
    [WINNOW_BLOCKED] =
        {"blocked", 3,
         "the page is a wall: it asks for consent, a login, payment or a check for bots"},
    [WINNOW_RULE_BROKEN] = {"rule-broken", 3,
                            "the rule file of the site has an error, or none of its body "
                            "lines matched; the text is what the model chose"},
    [WINNOW_INVALID] = {"invalid", 1,
                        "not a URL, or not a JSON object that has a page or a text"},
    [WINNOW_REFUSED] = {"refused", 1,
                        "the address, or the scheme of a redirect, is not allowed"},
    [WINNOW_ROBOTS] = {"robots", 1, "disallowed by robots.txt"},
    [WINNOW_UNSUPPORTED] = {"unsupported", 1,
                            "neither HTML nor text, but for example a PDF or an image"},
    [WINNOW_TOO_LARGE] = {"too-large", 1, "larger than --max-bytes"},
    [WINNOW_TIMEOUT] = {"timeout", 1, "the server did not answer in time"},
    [WINNOW_NETWORK] = {"network", 1, "the connection failed"},
    [WINNOW_HTTP] = {"http", 1, "an HTTP status other than 2xx"},
    [WINNOW_GONE] = {"gone", 1, "HTTP status 410"},
    [WINNOW_PARSE] = {"parse", 1, "the page could not be parsed"},
    [WINNOW_BUDGET] = {"budget", 1,
                       "the page took more CPU time or memory than --page-seconds and "
                       "--page-memory allow"},
};

const char *winnow_status_name(enum winnow_status status)
{
    return (unsigned)status < WINNOW_STATUS_COUNT ? statuses[status].name : NULL;
}

int status_exit_code(enum winnow_status status)
{
    return (unsigned)status < WINNOW_STATUS_COUNT ? statuses[status].exit_code : 1;
}

const char *status_meaning(enum winnow_status status)
{
    return statuses[status].meaning;
}
