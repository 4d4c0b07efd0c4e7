/* embed: files that the build puts into the program as they are, such as style sheets.
   The assembler reads them, so that a file of any size costs the compiler nothing. */
#ifndef WINNOW_BASE_EMBED_H
#define WINNOW_BASE_EMBED_H

#include "base/slice.h"

/* At file level, in one .c file: puts the bytes of a file between name and name_end. Its
   path is relative to the folder of the Makefile, where compiler and linker run: with
   -flto the linker reads it, and knows no -I. The Makefile makes the object depend on the
   file. */
#define EMBED_FILE(name, file)                                                           \
    __asm__(".pushsection .rodata\n"                                                     \
            ".balign 16\n"                                                               \
            ".hidden " #name "\n"                                                        \
            ".global " #name "\n" #name ":\n"                                            \
            ".incbin \"" file "\"\n"                                                     \
            ".hidden " #name "_end\n"                                                    \
            ".global " #name "_end\n" #name "_end:\n"                                    \
            ".byte 0\n"                                                                  \
            ".popsection\n");                                                            \
    extern const char name[] __attribute__((visibility("hidden")));                      \
    extern const char name##_end[] __attribute__((visibility("hidden")))

/* The bytes as a slice. */
#define EMBEDDED(name) slice_of(name, (size_t)(name##_end - (name)))

#endif
