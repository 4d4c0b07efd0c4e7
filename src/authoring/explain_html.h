/* explain_html: an explanation as an HTML page that needs no other file. Content of the
   explained page is only text in it, so that nothing of it can run. */
#ifndef WINNOW_AUTHORING_EXPLAIN_HTML_H
#define WINNOW_AUTHORING_EXPLAIN_HTML_H

#include "authoring/explanation_reader.h"
#include "base/buffer.h"

void explain_html_write(struct buffer *out, const struct explanation *all,
                        const struct winnow_record *record);

#endif
