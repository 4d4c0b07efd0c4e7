/* explain_html: an explanation as one page for a browser, which needs nothing else. What
   the explained page says stands in it as text alone: nothing of it can run. */
#ifndef WINNOW_AUTHORING_EXPLAIN_HTML_H
#define WINNOW_AUTHORING_EXPLAIN_HTML_H

#include "authoring/explanation_reader.h"
#include "base/buffer.h"

void explain_html_write(struct buffer *out, const struct explanation *all,
                        const struct winnow_record *record);

#endif
