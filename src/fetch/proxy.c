#include "fetch/proxy.h"

#include "fetch/fetch.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ADDRESS_BYTES = 16, TEXT_SIZE = 64 };

/* Writes the bytes of an IPv4 or IPv6 address and returns their number; 0 for a name. */
static unsigned read_address(struct slice text, unsigned char out[ADDRESS_BYTES])
{
    char copy[TEXT_SIZE];
    if (text.len >= sizeof copy)
        return 0;
    snprintf(copy, sizeof copy, "%.*s", SLICE_ARG(text));
    if (inet_pton(AF_INET, copy, out) == 1)
        return 4;
    return inet_pton(AF_INET6, copy, out) == 1 ? 16 : 0;
}

/* "10.0.0.0/8" contains 10.1.2.3; an address without "/" only itself. */
static bool is_in_network(struct slice network, struct slice host)
{
    unsigned char net[ADDRESS_BYTES], address[ADDRESS_BYTES];
    struct slice name = network;
    size_t slash = slice_find_char(network, '/');
    if (slash < name.len)
        name.len = slash;
    unsigned size = read_address(name, net);
    if (!size || read_address(host, address) != size)
        return false;
    unsigned bits = size * 8;
    if (slash < network.len) {
        const char *number = network.ptr + slash + 1;
        unsigned long given = strtoul(number, NULL, 10);
        if (slash + 1 < network.len && is_ascii_digit((unsigned char)*number))
            bits = given < bits ? (unsigned)given : bits;
    }
    if (memcmp(net, address, bits / 8) != 0)
        return false;
    unsigned char mask = (unsigned char)(0xFF00u >> bits % 8);
    return bits % 8 == 0 || ((net[bits / 8] ^ address[bits / 8]) & mask) == 0;
}

/* "example.com" and ".example.com" both match it and all names below it. */
static bool is_in_domain(struct slice domain, struct slice host)
{
    if (domain.len && domain.ptr[0] == '.')
        domain = slice_after(domain, 1);
    if (!domain.len || host.len < domain.len)
        return false;
    size_t before = host.len - domain.len;
    return slice_equal_nocase(slice_after(host, before), domain) &&
           (before == 0 || host.ptr[before - 1] == '.');
}

bool proxy_is_bypassed(const char *no_proxy, struct slice host)
{
    struct slice rest = slice_of_string(no_proxy), word, entry;
    while (slice_next_word(&rest, &word))
        while (slice_split(&word, ',', &entry))
            if (slice_equal(entry, SLICE("*")) || is_in_domain(entry, host) ||
                is_in_network(entry, host))
                return true;
    return false;
}

/* ---- the proxies of a fetch -------------------------------------------------------- */

static bool copy(char **out, const char *text)
{
    *out = text ? strdup(text) : NULL;
    return *out || !text;
}

bool proxies_copy(struct proxies *proxies, const struct fetch_options *options)
{
    return copy(&proxies->all, options->proxy) &&
           copy(&proxies->http, options->http_proxy) &&
           copy(&proxies->https, options->https_proxy) &&
           copy(&proxies->bypassed, options->no_proxy);
}

void proxies_close(struct proxies *proxies)
{
    free(proxies->all);
    free(proxies->http);
    free(proxies->https);
    free(proxies->bypassed);
    *proxies = (struct proxies){0};
}

const char *proxies_choose(const struct proxies *proxies, const char *scheme,
                           const char *host)
{
    const char *own = strcmp(scheme, "https") == 0 ? proxies->https : proxies->http;
    const char *proxy = proxies->all ? proxies->all : own;
    if (!proxy || !*proxy || proxy_is_bypassed(proxies->bypassed, slice_of_string(host)))
        return NULL;
    return proxy;
}
