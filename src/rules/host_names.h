/* host_names: the names that a site's rule file may have. */
#ifndef WINNOW_RULES_HOST_NAMES_H
#define WINNOW_RULES_HOST_NAMES_H

#include "base/arena.h"

/* A host in lower case, without port, "www." and a final dot; the empty slice for what is
   no host name, and so could be a path: only letters, digits, "-", "_", ".", bytes beyond
   ASCII, and an IPv6 address in brackets pass, and no label is empty. */
struct slice host_names_normalize(struct arena *a, struct slice host);

/* The file names to try for a normalized host, in order: for a.b.example.com
   "a.b.example.com.txt", ".b.example.com.txt", ".example.com.txt". index counts from 0;
   false behind the last. A name of two labels and an address have one. */
bool host_names_file_name(struct arena *a, struct slice host, size_t index,
                          struct slice *out);

#endif
