/* tex_letters: characters of a rendered formula as TeX. */
#ifndef WINNOW_BLOCKS_TEX_LETTERS_H
#define WINNOW_BLOCKS_TEX_LETTERS_H

#include "base/buffer.h"
#include <stdint.h>

/* Appends one character: styled letters as plain ones, signs of TeX escaped. */
void tex_letters_append(struct buffer *out, uint32_t letter);

/* Appends all characters of the text, without the white space around it. */
void tex_letters_append_all(struct buffer *out, struct slice text);

#endif
