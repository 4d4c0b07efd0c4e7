/* date_labels: what a text says of the date that it stands before. */
#ifndef WINNOW_METADATA_DATE_LABELS_H
#define WINNOW_METADATA_DATE_LABELS_H

#include "base/slice.h"

/* "Last updated:", "修改于" */
bool date_labels_say_changed(struct slice text);

/* "Published on", "Опубликовано:" */
bool date_labels_say_published(struct slice text);

#endif
