#include "write/record.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>

/* Memory that a record points to: a list of pieces, freed with the record. */
struct piece {
    struct piece *next;
    _Alignas(max_align_t) char bytes[];
};

/* record is the first member, so that a pointer to it is a pointer to its owner. */
struct owner {
    struct winnow_record record;
    struct piece *pieces;
    size_t size;
};

static void *take(struct owner *owner, size_t size)
{
    struct piece *piece = malloc(sizeof *piece + size);
    if (!piece)
        return NULL;
    owner->size += sizeof *piece + size;
    piece->next = owner->pieces;
    owner->pieces = piece;
    return piece->bytes;
}

void winnow_record_free(struct winnow_record *record)
{
    struct owner *owner = (struct owner *)record;
    if (!owner)
        return;
    for (struct piece *next, *piece = owner->pieces; piece; piece = next) {
        next = piece->next;
        free(piece);
    }
    free(owner);
}

/* ---- copying ----------------------------------------------------------------------- */

/* Stores the contents of the scratch buffer as a string of the record, and empties the
   buffer. */
static bool keep_scratch(struct owner *owner, struct buffer *scratch, const char **out)
{
    char *string = scratch->failed ? NULL : take(owner, scratch->len + 1);
    if (!string)
        return false;
    memcpy(string, scratch->ptr, scratch->len + 1);
    buffer_truncate(scratch, 0);
    *out = string;
    return true;
}

static bool copy_line(struct owner *owner, struct buffer *scratch, const char *line,
                      const char **out)
{
    *out = NULL;
    if (!line)
        return true;
    utf8_append_line(scratch, slice_of_string(line));
    return keep_scratch(owner, scratch, out);
}

static bool copy_lines(struct owner *owner, struct buffer *scratch,
                       const struct winnow_record *view)
{
    struct winnow_record *record = &owner->record;
    bool copied = true;
#define X(field)                                                                         \
    copied = copied && copy_line(owner, scratch, view->field, &record->field);
    RECORD_STRINGS(X)
#undef X
    return copied;
}

static bool copy_text(struct owner *owner, struct buffer *scratch,
                      const struct winnow_record *view)
{
    utf8_append_clean(scratch, slice_of(view->text, view->text ? view->text_length : 0));
    owner->record.text_length = scratch->len;
    return keep_scratch(owner, scratch, &owner->record.text);
}

static bool copy_markdown(struct owner *owner, struct buffer *scratch,
                          const struct winnow_record *view)
{
    owner->record.markdown = NULL;
    if (!view->markdown)
        return true;
    utf8_append_clean(scratch, slice_of_string(view->markdown));
    return keep_scratch(owner, scratch, &owner->record.markdown);
}

static bool copy_notes(struct owner *owner, struct buffer *scratch,
                       const struct winnow_record *view)
{
    struct winnow_note *notes = take(owner, view->note_count * sizeof *notes);
    bool copied = notes != NULL;
    for (size_t i = 0; copied && i < view->note_count; i++)
        copied = copy_line(owner, scratch, view->notes[i].code, &notes[i].code) &&
                 copy_line(owner, scratch, view->notes[i].place, &notes[i].place) &&
                 copy_line(owner, scratch, view->notes[i].text, &notes[i].text);
    owner->record.notes = notes;
    return copied;
}

static bool copy_hits(struct owner *owner, struct buffer *scratch,
                      const struct winnow_record *view)
{
    struct winnow_hit *hits = take(owner, view->hit_count * sizeof *hits);
    bool copied = hits != NULL;
    for (size_t i = 0; copied && i < view->hit_count; i++) {
        hits[i].count = view->hits[i].count;
        copied = copy_line(owner, scratch, view->hits[i].directive, &hits[i].directive) &&
                 copy_line(owner, scratch, view->hits[i].value, &hits[i].value) &&
                 copy_line(owner, scratch, view->hits[i].place, &hits[i].place);
    }
    owner->record.hits = hits;
    return copied;
}

static bool copy_pages(struct owner *owner, struct buffer *scratch,
                       const struct winnow_record *view)
{
    const char **pages = take(owner, view->page_count * sizeof *pages);
    bool copied = pages != NULL;
    for (size_t i = 0; copied && i < view->page_count; i++)
        copied = copy_line(owner, scratch, view->pages[i], &pages[i]);
    owner->record.pages = pages;
    return copied;
}

struct winnow_record *record_copy(const struct winnow_record *view)
{
    struct owner *owner = malloc(sizeof *owner);
    if (!owner)
        return NULL;
    *owner = (struct owner){.record = *view, .size = sizeof *owner};
    struct buffer scratch;
    buffer_open(&scratch, NULL);
    bool copied = copy_lines(owner, &scratch, view) && copy_text(owner, &scratch, view) &&
                  copy_markdown(owner, &scratch, view) &&
                  copy_notes(owner, &scratch, view) && copy_hits(owner, &scratch, view) &&
                  copy_pages(owner, &scratch, view);
    buffer_close(&scratch);
    if (copied)
        return &owner->record;
    winnow_record_free(&owner->record);
    return NULL;
}

/* ---- creating and changing --------------------------------------------------------- */

struct winnow_record *record_failed(const char *url, enum winnow_status status,
                                    const char *error)
{
    struct winnow_record view = {.url = url, .status = status, .error = error};
    return record_copy(&view);
}

size_t record_size(const struct winnow_record *record)
{
    return ((const struct owner *)record)->size;
}

bool record_set(struct winnow_record *record, const char **field, const char *value)
{
    struct buffer scratch;
    buffer_open(&scratch, NULL);
    bool copied = copy_line((struct owner *)record, &scratch, value, field);
    buffer_close(&scratch);
    return copied;
}
