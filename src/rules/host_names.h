/* host_names: the possible file names of a site's rule file. */
#ifndef WINNOW_RULES_HOST_NAMES_H
#define WINNOW_RULES_HOST_NAMES_H

#include "base/arena.h"

/* Returns the host in lower case, without port, "www." and a final dot. Returns the empty
   slice for anything that is not a host name and so could be a path: only letters,
   digits, "-", "_", ".", non-ASCII bytes, and an IPv6 address in brackets are allowed,
   and no label may be empty. */
struct slice host_names_normalize(struct arena *a, struct slice host);

/* The file names to try for a normalized host, in order: for a.b.example.com
   "a.b.example.com.txt", ".b.example.com.txt", ".example.com.txt". index counts from 0;
   returns false after the last one. A name of two labels has only one file name, and so
   does an address. */
bool host_names_file_name(struct arena *a, struct slice host, size_t index,
                          struct slice *out);

#endif
