/* check_models: run by the build after linking: are the linked models sound, and made for
   the features that this code makes? Starts of winnow then need not check them. */
#include "model/content_model.h"
#include "plaintext/line_model.h"

#include <stdio.h>

int main(void)
{
    struct content_model content;
    struct line_model lines;
    struct error err = {0};
    if (content_model_read(content_model_linked(), &content, &err) &&
        line_model_read(line_model_linked(), &lines, &err))
        return 0;
    fprintf(stderr, "check-models: %s\n", err.text);
    return 1;
}
