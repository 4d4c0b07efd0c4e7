#include "command/spill.h"

#include "base/buffer.h"
#include "base/file.h"
#include "marks/notes.h"
#include "worker/protocol.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void spill_open(struct spill *s, const char *folder)
{
    *s = (struct spill){.folder = folder, .fd = -1};
}

void spill_close(struct spill *s)
{
    if (s->fd >= 0)
        close(s->fd);
    spill_open(s, s->folder);
}

/* ---- the file ---------------------------------------------------------------------- */

/* Only this process can read it, and nothing is left if the run is killed. */
static bool create(struct spill *s)
{
    struct buffer name;
    buffer_open(&name, NULL);
    buffer_printf(&name, "%s/winnow-XXXXXX", s->folder);
    s->fd = name.failed ? -1 : mkostemp(name.ptr, O_CLOEXEC);
    if (s->fd >= 0)
        unlink(name.ptr);
    buffer_close(&name);
    return s->fd >= 0;
}

static bool append(struct spill *s, struct slice bytes)
{
    return lseek(s->fd, (off_t)s->end, SEEK_SET) >= 0 && file_write_all(s->fd, bytes);
}

static bool read_at(const struct spill *s, struct spilled place, char *out)
{
    for (size_t done = 0; done < place.size;) {
        ssize_t count =
            pread(s->fd, out + done, place.size - done, (off_t)(place.at + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count == 0)
            errno = EIO;
        if (count <= 0)
            return false;
        done += (size_t)count;
    }
    return true;
}

/* Gives the disk's space back at once where the file system can, and else when the last
   record has been read. */
static void give_free(struct spill *s, struct spilled place)
{
    const int how = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    if (fallocate(s->fd, how, (off_t)place.at, (off_t)place.size) == 0)
        s->bytes -= place.size;
    if (--s->count == 0 && ftruncate(s->fd, 0) == 0)
        s->end = s->bytes = 0;
}

/* ---- records ----------------------------------------------------------------------- */

bool spill_put(struct spill *s, const struct winnow_record *record, struct spilled *out)
{
    struct buffer bytes;
    *out = (struct spilled){0};
    if (s->is_broken || s->bytes >= SPILL_BYTES_MAX || record->note_count > NOTES_MAX)
        return false;
    buffer_open(&bytes, NULL);
    bool done = protocol_put_record(&bytes, record, 0);
    if (done) {
        done = (s->fd >= 0 || create(s)) && append(s, buffer_slice(&bytes));
        s->is_broken = !done;
    }
    if (done) {
        *out = (struct spilled){s->end, bytes.len};
        s->end += bytes.len;
        s->bytes += bytes.len;
        s->count++;
    }
    buffer_close(&bytes);
    return done;
}

struct winnow_record *spill_take(struct spill *s, struct spilled *place,
                                 struct error *err)
{
    struct winnow_record *record = NULL;
    char *bytes = malloc(place->size);
    errno = ENOMEM;
    if (bytes && read_at(s, *place, bytes)) {
        struct slice frame = slice_of(bytes, place->size);
        record = protocol_get_own_record(slice_after(frame, PROTOCOL_HEADER_SIZE), NULL);
        errno = ENOMEM;
    }
    if (!record)
        error_set(err,
                  "the text could not be read back from the temporary file in %s: %s",
                  s->folder, strerror(errno));
    free(bytes);
    give_free(s, *place);
    *place = (struct spilled){0};
    return record;
}
