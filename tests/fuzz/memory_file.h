/* memory_file: an input as a file that is read through a descriptor. */
#ifndef TESTS_FUZZ_MEMORY_FILE_H
#define TESTS_FUZZ_MEMORY_FILE_H

#include "fuzz.h"
#include <sys/mman.h>
#include <unistd.h>

static inline int memory_file_open(struct slice bytes)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len &&
         lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

#endif
