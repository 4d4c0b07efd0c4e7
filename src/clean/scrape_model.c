#include "clean/scrape_model.h"

#include "clean/scrape_model.inc"
