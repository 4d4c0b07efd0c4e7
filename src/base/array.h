/* array: the number of items in an array. */
#ifndef WINNOW_BASE_ARRAY_H
#define WINNOW_BASE_ARRAY_H

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
