#include "clean/content_model.h"

#include "clean/content_model.inc"
