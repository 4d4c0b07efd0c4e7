#include "refresh/soft404.h"

#include "base/url.h"
#include "base/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_PERCENT = 60 }; /* of the usual length */

void soft404_close(struct soft404 *probes)
{
    for (struct soft404_probe *next, *probe = probes->first; probe; probe = next) {
        next = probe->next;
        free(probe->host);
        free(probe);
    }
    probes->first = NULL;
}

static struct soft404_probe *find(const struct soft404 *probes, const char *host)
{
    struct soft404_probe *probe = probes->first;
    while (probe && strcmp(probe->host, host) != 0)
        probe = probe->next;
    return probe;
}

struct soft404_probe *soft404_find(struct soft404 *probes, const char *host)
{
    struct soft404_probe *probe = find(probes, host);
    if (probe)
        return probe;
    probe = calloc(1, sizeof *probe);
    if (!probe || !(probe->host = strdup(host))) {
        free(probe);
        return NULL;
    }
    probe->next = probes->first;
    probes->first = probe;
    return probe;
}

struct page_job *soft404_finish(struct soft404_probe *probe, const char *text_sha256)
{
    struct page_job *waiting = probe->waiting;
    probe->state = PROBE_DONE;
    probe->waiting = NULL;
    snprintf(probe->text_sha256, sizeof probe->text_sha256, "%s",
             text_sha256 ? text_sha256 : "");
    return waiting;
}

bool soft404_is_text(const struct soft404 *probes, const char *host,
                     const char *text_sha256)
{
    const struct soft404_probe *probe = find(probes, host);
    return probe && probe->text_sha256[0] && text_sha256 &&
           strcmp(probe->text_sha256, text_sha256) == 0;
}

static bool is_other(const char *a, const char *b)
{
    return a && b && strcmp(a, b) != 0;
}

bool soft404_is_suspicious(struct store *store, const struct store_page *page,
                           const struct winnow_record *record)
{
    if (!record->text_length ||
        (record->status != WINNOW_OK && record->status != WINNOW_RULE_BROKEN) ||
        (page->text_sha256 && !is_other(page->text_sha256, record->text_sha256)))
        return false;
    size_t length = utf8_count(slice_of(record->text, record->text_length));
    return (page->version && (is_other(page->title, record->title) ||
                              length * 100 < page->usual_length * SHORT_PERCENT)) ||
           store_is_text_shared(store, page->host, record->text_sha256, page->id);
}

char *soft404_url(const char *page_url, int64_t run)
{
    struct url_parts parts = url_split(slice_of_string(page_url));
    char name[64], hex[HASH_HEX_SIZE], *url = NULL;
    snprintf(name, sizeof name, "%lld %zu", (long long)run, parts.authority.len);
    hash_sha256(slice_of_string(name), hex);
    if (asprintf(&url, "%.*s://%.*s/no-such-page-%.12s", (int)parts.scheme.len,
                 parts.scheme.ptr, (int)parts.authority.len, parts.authority.ptr,
                 hex) < 0)
        return NULL;
    return url;
}
