#include "plaintext/line_model.h"

#include "plaintext/line_model.inc"
