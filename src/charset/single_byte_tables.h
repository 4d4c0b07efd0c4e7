/* single_byte_tables: the code points of the bytes 80 to FF in the single-byte encodings
   (WHATWG Encoding standard, section 9: the legacy single-byte encodings and their
   indexes). */
#ifndef WINNOW_CHARSET_SINGLE_BYTE_TABLES_H
#define WINNOW_CHARSET_SINGLE_BYTE_TABLES_H

#include <stdint.h>

enum { SINGLE_BYTE_TABLE_SIZE = 128 };

enum encoding_index {
    INDEX_IBM866,
    INDEX_ISO_8859_2,
    INDEX_ISO_8859_3,
    INDEX_ISO_8859_4,
    INDEX_ISO_8859_5,
    INDEX_ISO_8859_6,
    INDEX_ISO_8859_7,
    INDEX_ISO_8859_8,
    INDEX_ISO_8859_10,
    INDEX_ISO_8859_13,
    INDEX_ISO_8859_14,
    INDEX_ISO_8859_15,
    INDEX_ISO_8859_16,
    INDEX_KOI8_R,
    INDEX_KOI8_U,
    INDEX_MACINTOSH,
    INDEX_WINDOWS_874,
    INDEX_WINDOWS_1250,
    INDEX_WINDOWS_1251,
    INDEX_WINDOWS_1252,
    INDEX_WINDOWS_1253,
    INDEX_WINDOWS_1254,
    INDEX_WINDOWS_1255,
    INDEX_WINDOWS_1256,
    INDEX_WINDOWS_1257,
    INDEX_WINDOWS_1258,
    INDEX_X_MAC_CYRILLIC,
    INDEX_COUNT
};

/* Code points; 0 for a byte that has none. */
extern const uint16_t single_byte_tables[INDEX_COUNT][SINGLE_BYTE_TABLE_SIZE];

#endif
