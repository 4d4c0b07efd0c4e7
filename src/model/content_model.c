#include "model/content_model.h"

#include "model/content_model.inc"
