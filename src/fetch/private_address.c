#include "fetch/private_address.h"

#include "base/array.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- the tables -------------------------------------------------------------------- */

/* The blocks of the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) that
   are not globally reachable, and multicast (RFC 5771, RFC 4291). The first block that
   contains an address names it, so narrow ones are before wide ones. */
struct block4 {
    uint32_t network;
    unsigned bits;
    const char *what;
};

#define IP4(a, b, c, d)                                                                  \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

static const struct block4 blocks4[] = {
    {IP4(0, 0, 0, 0), 8, "an address of this host"},              /* RFC 791 */
    {IP4(10, 0, 0, 0), 8, "a private address"},                   /* RFC 1918 */
    {IP4(100, 64, 0, 0), 10, "a carrier's shared address"},       /* RFC 6598 */
    {IP4(127, 0, 0, 0), 8, "a loopback address"},                 /* RFC 1122 */
    {IP4(169, 254, 0, 0), 16, "a link-local address"},            /* RFC 3927 */
    {IP4(172, 16, 0, 0), 12, "a private address"},                /* RFC 1918 */
    {IP4(192, 0, 0, 0), 24, "a protocol's own address"},          /* RFC 6890 */
    {IP4(192, 0, 2, 0), 24, "an address of documentation"},       /* RFC 5737 */
    {IP4(192, 88, 99, 0), 24, "a relay's address"},               /* RFC 7526 */
    {IP4(192, 168, 0, 0), 16, "a private address"},               /* RFC 1918 */
    {IP4(198, 18, 0, 0), 15, "an address of network benchmarks"}, /* RFC 2544 */
    {IP4(198, 51, 100, 0), 24, "an address of documentation"},    /* RFC 5737 */
    {IP4(203, 0, 113, 0), 24, "an address of documentation"},     /* RFC 5737 */
    {IP4(224, 0, 0, 0), 4, "a multicast address"},                /* RFC 5771 */
    {IP4(240, 0, 0, 0), 4, "a reserved address"},                 /* RFC 1112, RFC 919 */
};

struct block6 {
    unsigned char network[16];
    unsigned bits;
    const char *what;   /* NULL: reachable, or decided by its IPv4 address */
    int inner;          /* offset of an IPv4 address in it; -1 for none */
    unsigned char flip; /* XORed with each of its bytes: Teredo's complement */
};

static const struct block6 blocks6[] = {
    /* RFC 4291; the rest of ::/8, below, is reserved, including the old compatible
       form */
    {{0}, 128, "an address of this host", -1, 0},
    {{[15] = 1}, 128, "a loopback address", -1, 0},
    {{[10] = 0xFF, 0xFF}, 96, NULL, 12, 0},      /* mapped, RFC 4291 */
    {{[8] = 0xFF, 0xFF}, 96, NULL, 12, 0},       /* translated, RFC 2765 */
    {{0x00, 0x64, 0xFF, 0x9B}, 96, NULL, 12, 0}, /* NAT64, RFC 6052 */
    {{0x00, 0x64, 0xFF, 0x9B, 0, 1}, 48, "a local NAT64 address", -1, 0}, /* RFC 8215 */
    {{0x01}, 64, "a discard address", -1, 0},                             /* RFC 6666 */
    {{0}, 8, "a reserved address", -1, 0},                                /* RFC 4291 */
    {{0x20, 0x01}, 32, NULL, 12, 0xFF}, /* Teredo, RFC 4380 */
    {{0x20, 0x01, 0x0D, 0xB8}, 32, "an address of documentation", -1, 0}, /* RFC 3849 */
    {{0x20, 0x01}, 23, "a protocol's own address", -1, 0},                /* RFC 2928 */
    {{0x20, 0x02}, 16, NULL, 2, 0},                           /* 6to4, RFC 3056 */
    {{0x3F, 0xFF}, 20, "an address of documentation", -1, 0}, /* RFC 9637 */
    {{0x5F}, 16, "a segment routing address", -1, 0},         /* RFC 9602 */
    {{0xFC}, 7, "a private address", -1, 0},                  /* RFC 4193 */
    {{0xFE, 0x80}, 10, "a link-local address", -1, 0},        /* RFC 4291 */
    {{0xFE, 0xC0}, 10, "a private address", -1, 0},           /* site-local, RFC 3879 */
    {{0xFF}, 8, "a multicast address", -1, 0},                /* RFC 4291 */
};

/* ---- checking ---------------------------------------------------------------------- */

static const char *find_private4(uint32_t address)
{
    for (size_t i = 0; i < COUNT_OF(blocks4); i++) {
        uint32_t mask = ~(uint32_t)0 << (32 - blocks4[i].bits);
        if ((address & mask) == blocks4[i].network)
            return blocks4[i].what;
    }
    return NULL;
}

static bool is_in_block6(const unsigned char *address, const struct block6 *block)
{
    unsigned whole = block->bits / 8, rest = block->bits % 8;
    if (memcmp(address, block->network, whole) != 0)
        return false;
    unsigned char mask = (unsigned char)(0xFF00u >> rest);
    return !rest || (address[whole] & mask) == block->network[whole];
}

static const char *find_private6(const unsigned char *address)
{
    for (size_t i = 0; i < COUNT_OF(blocks6); i++) {
        const struct block6 *block = &blocks6[i];
        if (!is_in_block6(address, block))
            continue;
        if (block->inner < 0)
            return block->what;
        uint32_t inner = 0;
        for (int byte = 0; byte < 4; byte++)
            inner =
                inner << 8 | (unsigned char)(address[block->inner + byte] ^ block->flip);
        return find_private4(inner);
    }
    return NULL;
}

const char *private_address_kind(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return find_private4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        return find_private6(in6.sin6_addr.s6_addr);
    }
    return "not an internet address";
}

/* ---- text -------------------------------------------------------------------------- */

const char *private_address_kind_of_text(const char *text)
{
    struct in_addr in;
    struct in6_addr in6;
    if (inet_pton(AF_INET, text, &in) == 1)
        return find_private4(ntohl(in.s_addr));
    if (inet_pton(AF_INET6, text, &in6) == 1)
        return find_private6(in6.s6_addr);
    return NULL;
}

const char *private_address_kind_of_host(struct slice host)
{
    if (host.len && host.ptr[host.len - 1] == '.')
        host.len--;
    if (slice_equal_nocase(host, SLICE("localhost")) ||
        (host.len > 10 &&
         slice_equal_nocase(slice_after(host, host.len - 10), SLICE(".localhost"))))
        return "a loopback name";
    size_t zone = slice_find_char(host, '%');
    if (zone < host.len)
        host.len = zone;
    char text[PRIVATE_ADDRESS_TEXT_SIZE];
    if (host.len >= sizeof text)
        return NULL;
    snprintf(text, sizeof text, "%.*s", SLICE_ARG(host));
    return private_address_kind_of_text(text);
}

/* Whether host ends with the name, and has a dot before it. */
static bool is_below(struct slice host, struct slice name)
{
    return host.len > name.len + 1 && host.ptr[host.len - name.len - 1] == '.' &&
           slice_equal_nocase(slice_after(host, host.len - name.len), name);
}

const char *private_address_kind_of_local_name(struct slice host)
{
    static const struct slice domains[] = {
        SLICE_INIT("local"),    SLICE_INIT("home.arpa"),   /* RFC 6762, RFC 8375 */
        SLICE_INIT("internal"), SLICE_INIT("localdomain"), /* ICANN 2024; distributions */
        SLICE_INIT("intranet"), SLICE_INIT("private"),     /* RFC 6762, appendix G */
        SLICE_INIT("corp"),     SLICE_INIT("home"),        SLICE_INIT("lan"),
        SLICE_INIT("svc"), /* Kubernetes, whose resolvers add the rest */
    };
    if (host.len && host.ptr[host.len - 1] == '.')
        host.len--;
    bool is_address = slice_find_char(host, ':') != SIZE_MAX;
    if (!is_address && slice_find_char(host, '.') == SIZE_MAX)
        return "a name without a dot"; /* ip6-localhost, a router, another container */
    for (size_t i = 0; i < COUNT_OF(domains); i++)
        if (is_below(host, domains[i]))
            return "a name of a local network";
    return NULL;
}

void private_address_format(const struct sockaddr *address,
                            char out[PRIVATE_ADDRESS_TEXT_SIZE])
{
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    out[0] = '\0';
    if (address->sa_family == AF_INET) {
        memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, out, PRIVATE_ADDRESS_TEXT_SIZE);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&in6, address, sizeof in6);
        inet_ntop(AF_INET6, &in6.sin6_addr, out, PRIVATE_ADDRESS_TEXT_SIZE);
    }
}
