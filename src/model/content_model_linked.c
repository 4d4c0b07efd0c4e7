/* Which content model is linked: for `make quality` also those of the folds, one a
   program, as the Makefile names them. */
#include "model/content_model.h"

#include "base/embed.h"

#ifndef CONTENT_MODEL_FILE
#define CONTENT_MODEL_FILE "src/model/content.model"
#endif

EMBED_FILE(content_model_file, CONTENT_MODEL_FILE);

struct slice content_model_linked(void)
{
    return EMBEDDED(content_model_file);
}
