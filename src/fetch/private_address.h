/* private_address: which peers may be connected to. Strangers write lists and redirects,
   and must not reach into the network that winnow runs in. */
#ifndef WINNOW_FETCH_PRIVATE_ADDRESS_H
#define WINNOW_FETCH_PRIVATE_ADDRESS_H

#include "base/slice.h"
#include <sys/socket.h>

/* Returns NULL for an address that is globally reachable; else what it is: "a loopback
   address". IPv6 addresses that contain an IPv4 one (mapped, NAT64, 6to4, Teredo) are
   decided by that. Other families are "not an internet address". */
const char *private_address_kind(const struct sockaddr *address);

/* The same for the host of a URL: an IP address in curl's normal form, or localhost and
   names below it (RFC 6761, section 6.3). NULL for other names, which must be resolved
   first. */
const char *private_address_kind_of_host(struct slice host);

/* What a name is that only a local network resolves: without a dot, or below a domain
   such as .internal. NULL for others. A proxy would resolve it in its own network, where
   no address can be checked. */
const char *private_address_kind_of_local_name(struct slice host);

/* As private_address_kind, for an address as a string; NULL also if it is no address. */
const char *private_address_kind_of_text(const char *text);

/* "192.0.2.1" or "2001:db8::1"; out must have room for 46 bytes (INET6_ADDRSTRLEN). */
enum { PRIVATE_ADDRESS_TEXT_SIZE = 46 };
void private_address_format(const struct sockaddr *address,
                            char out[PRIVATE_ADDRESS_TEXT_SIZE]);

#endif
