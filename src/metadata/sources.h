/* sources: where a page may say its title, author, date and other fields, in order of
   trust. */
#ifndef WINNOW_METADATA_SOURCES_H
#define WINNOW_METADATA_SOURCES_H

#include "base/slice.h"

enum field { TITLE, AUTHOR, DATE, LANGUAGE, SITE, CANONICAL, FIELD_COUNT };

/* The number of sources, and the rank of no source. */
extern const size_t SOURCE_COUNT;

/* Returns the rank of a source: the lower, the more it is trusted. The name is that of a
   meta element (its name, property or itemprop), or is in angle brackets. SOURCE_COUNT if
   there is no such source. */
size_t sources_rank(struct slice name);

/* Returns the field that the source with this rank is about. */
enum field sources_field(size_t rank);

#endif
