/* content_kind: which kind of input something is, by the bytes that it begins with. */
#ifndef WINNOW_CLI_CONTENT_KIND_H
#define WINNOW_CLI_CONTENT_KIND_H

#include "cli/options.h"

/* INPUT_WARC; INPUT_HTML for a compressed page or one that a browser saved; INPUT_JSONL;
   or INPUT_UNSAID: perhaps a list of URLs or a plain page, which cannot be told by a few
   bytes. is_all: nothing follows. Otherwise *needs_more may be set: more bytes may give
   another answer. */
enum input_kind content_kind_of(struct slice front, bool is_all, bool *needs_more);
/* The kind of a file, of which no bytes are used. A pipe is INPUT_UNSAID. */
enum input_kind content_kind_of_file(int fd);

#endif
