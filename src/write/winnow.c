#include "winnow.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"
#include "clean/clean.h"
#include "write/formats.h"
#include "write/record.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CPU_MS_DEFAULT = 10000 };
static const size_t MEMORY_DEFAULT = (size_t)256 << 20;

struct winnow_rulebook {
    struct rulebook *book;
};

const char *winnow_version(void)
{
    return WINNOW_VERSION;
}

static void put(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void put(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_format(out, size, format, args);
    va_end(args);
}

static void tell(struct winnow_error *out, const char *text)
{
    if (out)
        put(out->text, sizeof out->text, "%s", text);
}

static void tell_error(struct winnow_error *out, const struct error *err)
{
    char line[ERROR_LINE_MAX];
    tell(out, error_line(err, line));
}

/* ---- the rulebook ------------------------------------------------------------------ */

static void tell_first_problem(struct winnow_error *out,
                               const struct problem_list *problems)
{
    const struct problem *problem = problems->items;
    while (problem->level != PROBLEM_ERROR)
        problem++;
    struct error err;
    char file[ERROR_FILE_MAX];
    put(file, sizeof file, "%.*s", SLICE_ARG(problem->file));
    error_at(&err, file, problem->line, problem->column, "%.*s",
             SLICE_ARG(problem->text));
    tell_error(out, &err);
}

struct winnow_rulebook *winnow_rulebook_open(const struct winnow_rules *rules,
                                             struct winnow_error *error)
{
    struct rulebook_options options = {0};
    if (rules)
        options = (struct rulebook_options){
            .directories = rules->directories,
            .directory_count = rules->directory_count,
            .rule_files = rules->files,
            .rule_file_count = rules->file_count,
            .community_directories = rules->community_directories,
            .community_count = rules->community_count,
        };
    struct winnow_rulebook *book = calloc(1, sizeof *book);
    const struct problem_list *problems = NULL;
    struct error err = {0};
    if (!book)
        tell(error, "out of memory");
    else if (!rulebook_open(&book->book, &options, &problems, &err))
        tell_error(error, &err);
    else if (problems->errors)
        tell_first_problem(error, problems);
    else
        return book;
    winnow_rulebook_close(book);
    return NULL;
}

void winnow_rulebook_close(struct winnow_rulebook *book)
{
    if (!book)
        return;
    rulebook_close(book->book);
    free(book);
}

/* ---- converting a cleaned page to a record ----------------------------------------- */

static const char *string_of(struct arena *a, struct slice s)
{
    return s.len ? arena_string(a, s) : NULL;
}

static void view_metadata(struct arena *a, const struct metadata *metadata,
                          struct winnow_record *view)
{
    view->title = string_of(a, metadata->title);
    view->author = string_of(a, metadata->author);
    view->date = string_of(a, metadata->date);
    view->language = string_of(a, metadata->language);
    view->site = string_of(a, metadata->site);
    view->canonical = string_of(a, metadata->canonical);
}

static void view_notes(struct arena *a, const struct note_list *notes,
                       struct winnow_record *view)
{
    struct winnow_note *items = arena_calloc(a, notes->count, sizeof *items);
    for (size_t i = 0; i < notes->count; i++)
        items[i] = (struct winnow_note){note_code_name(notes->items[i].code),
                                        string_of(a, notes->items[i].place),
                                        string_of(a, notes->items[i].text)};
    view->notes = items;
    view->note_count = notes->count;
}

/* A page to be converted to a record. */
struct job {
    struct rulebook *book;
    const struct rulefile *site; /* NULL: none */
    const struct winnow_input *input;
    record_writer writer;
};

static void write_form(const struct cleaned *cleaned, const struct winnow_input *input,
                       enum winnow_form form, struct arena *a, struct buffer *text)
{
    struct write_context context = {
        .arena = a,
        .page = cleaned->blocks.page,
        .base = write_context_base(&cleaned->page, slice_of_string(input->url), a),
        .width = input->width,
        .links = input->links,
        .images = input->images,
    };
    const struct format *format = &formats[form];
    size_t start = text->len;
    format->write_blocks(&cleaned->blocks, &context, text);
    if (cleaned->title_removed && input->title == WINNOW_TITLE_KEEP &&
        cleaned->metadata.title.len && text->len > start) {
        struct slice body = arena_copy(a, slice_of(text->ptr + start, text->len - start));
        text->len = start;
        format->write_titled(cleaned->metadata.title, body, text);
    }
}

static void write_page(const struct cleaned *cleaned, const struct winnow_input *input,
                       struct arena *a, struct buffer *text)
{
    bool is_form = (unsigned)input->form < WINNOW_FORM_COUNT;
    write_form(cleaned, input, is_form ? input->form : WINNOW_AS_TEXT, a, text);
}

static const char *write_markdown_too(struct arena *a, const struct cleaned *cleaned,
                                      const struct winnow_input *input)
{
    struct buffer text;
    buffer_open(&text, a);
    write_form(cleaned, input, WINNOW_AS_MARKDOWN, a, &text);
    return arena_string(a, buffer_slice(&text));
}

/* Whether the line names an attribute of an element, whose removal leaves no mark. */
static bool names_attribute(const struct directive *d)
{
    if (!selector_is_xpath(d->selector))
        return selector_attribute(d->selector).len > 0;
    size_t last = slice_find_last_char(d->value, '/');
    return last != SIZE_MAX &&
           slice_starts_with(slice_after(d->value, last), SLICE("/@"));
}

/* Whether the line removes elements or lines, and leaves a reason where it does. */
static bool is_strip(const struct directive *d)
{
    switch (d->kind) {
    case DIRECTIVE_STRIP:
    case DIRECTIVE_STRIP_FROM:
    case DIRECTIVE_STRIP_AFTER:
    case DIRECTIVE_STRIP_BEFORE:
        return !names_attribute(d);
    case DIRECTIVE_STRIP_ID_OR_CLASS:
    case DIRECTIVE_STRIP_LINE:
    case DIRECTIVE_STRIP_FROM_LINE:
    case DIRECTIVE_STRIP_AFTER_LINE:
    case DIRECTIVE_STRIP_TO_LINE:
    case DIRECTIVE_STRIP_BEFORE_LINE:
    case DIRECTIVE_STRIP_LINES:
        return true;
    default:
        return false;
    }
}

static size_t count_reasons(const struct marks *marks, const struct directive *d)
{
    size_t count = 0;
    for (size_t i = 0; i < marks->reason_count; i++)
        count += marks->reasons[i].directive == d;
    return count;
}

/* Counts the hits that show whether a site's file still works: those of its body and
   title lines as they were evaluated, and of its strip lines by what they removed or
   matched. */
static bool count_hits(const struct cleaned *cleaned, const struct directive *d,
                       size_t *count)
{
    if (!directive_applies(d, cleaned->url_path))
        return false;
    if (d->kind == DIRECTIVE_BODY)
        *count = !cleaned->missed_body;
    else if (d->kind == DIRECTIVE_TITLE)
        *count = cleaned->has_rule_title;
    else if (is_strip(d))
        *count = count_reasons(&cleaned->marks, d);
    else
        return false;
    return true;
}

static void view_hits(struct arena *a, const struct cleaned *cleaned,
                      struct winnow_record *view)
{
    const struct rulefile *site = cleaned->site;
    struct winnow_hit *items = arena_calloc(a, HITS_MAX, sizeof *items);
    size_t count;
    for (uint32_t d = 0; d < site->count && view->hit_count < HITS_MAX; d++)
        if (count_hits(cleaned, &site->directives[d], &count))
            items[view->hit_count++] =
                (struct winnow_hit){directive_name(site->directives[d].kind),
                                    arena_string(a, site->directives[d].value),
                                    arena_printf(a, "%.*s:%u", SLICE_ARG(site->path),
                                                 (unsigned)site->directives[d].line),
                                    count};
    view->hits = items;
}

static void view_text(struct arena *a, const struct cleaned *cleaned,
                      const struct job *job, struct winnow_record *view)
{
    struct buffer text;
    buffer_open(&text, a);
    job->writer(cleaned, job->input, a, &text);
    char *digest = arena_alloc(a, HASH_HEX_SIZE);
    hash_sha256(buffer_slice(&text), digest);
    view->form = job->input->form;
    view->text = text.ptr;
    view->text_length = text.len;
    view->text_sha256 = digest;
    if (job->input->markdown)
        view->markdown = write_markdown_too(a, cleaned, job->input);
}

static void note_lost_characters(struct arena *a, const struct winnow_record *view,
                                 struct note_list *notes)
{
    size_t lost = utf8_count_lost(slice_of(view->text, view->text_length));
    if (lost)
        notes_push(notes, NOTE_CHARACTERS_LOST, SLICE(""),
                   slice_of_string(arena_printf(
                       a, "%zu characters of the text could not be decoded", lost)));
}

/* Fills the view of the record; its strings point into the arena and the rulebook. */
static void view_cleaned(struct arena *a, struct cleaned *cleaned, const struct job *job,
                         struct winnow_record *view)
{
    view->status = cleaned->status;
    view->error = string_of(a, cleaned->error);
    view->title_removed = cleaned->title_removed;
    view->single_page = string_of(a, cleaned->single_page);
    view->next_page = string_of(a, cleaned->next_page);
    if (cleaned->site) {
        view->rule_file = string_of(a, cleaned->site->path);
        view->rule_revision = cleaned->site->revision;
    }
    if (cleaned->page.count && cleaned->site &&
        cleaned->site->authority == AUTHORITY_SITE)
        view_hits(a, cleaned, view);
    view_metadata(a, &cleaned->metadata, view);
    view->page_type = cleaned->page_type;
    view_text(a, cleaned, job, view);
    note_lost_characters(a, view, &cleaned->notes);
    view_notes(a, &cleaned->notes, view);
}

static const char *why_it_stopped(const struct arena *a)
{
    switch (a->stop) {
    case ARENA_OVER_TIME:
        return RECORD_OVER_TIME;
    case ARENA_NO_MEMORY:
        return "there was no memory left for the page";
    default:
        return RECORD_OVER_MEMORY;
    }
}

/* If a rule was being applied when its page was given up, the record names it: it may
   well be the cause. */
static struct winnow_record *copy_stopped(const struct arena *a,
                                          const struct note_list *notes,
                                          const struct winnow_input *input,
                                          const char *digest)
{
    char place[ERROR_FILE_MAX + 16] = "";
    struct winnow_note note = {note_code_name(NOTE_RULE_AT_WORK), place,
                               "the page was given up while this line was at work"};
    struct winnow_record stopped = {.url = input->url,
                                    .raw_sha256 = digest,
                                    .status = WINNOW_BUDGET,
                                    .error = why_it_stopped(a),
                                    .notes = &note};
    if (notes->busy_directive) {
        put(place, sizeof place, "%.*s:%u", SLICE_ARG(notes->busy_file->path),
            (unsigned)notes->busy_directive->line);
        stopped.note_count = 1;
    }
    return record_copy(&stopped);
}

/* The only place that an arena over its budget jumps back to. *cleaned belongs to the
   caller, so that what was written to it is still valid after the jump. */
static struct winnow_record *clean_trapped(struct arena *a, const struct job *job,
                                           struct cleaned *cleaned)
{
    const struct winnow_input *input = job->input;
    char digest[HASH_HEX_SIZE];
    hash_sha256(slice_of(input->bytes, input->size), digest);
    struct winnow_record view = {.url = input->url, .raw_sha256 = digest};
    if (arena_trap(a))
        return copy_stopped(a, &cleaned->notes, input, digest);
    clean_input(a, job->book, job->site, input, cleaned);
    view_cleaned(a, cleaned, job, &view);
    return record_copy(&view);
}

void record_limit_arena(struct arena *a, const struct winnow_input *input)
{
    unsigned cpu_ms = input->cpu_ms_max ? input->cpu_ms_max : CPU_MS_DEFAULT;
    a->budget = input->memory_max ? input->memory_max : MEMORY_DEFAULT;
    arena_set_deadline(a, (uint64_t)cpu_ms * 1000000);
}

struct winnow_record *record_clean_as(struct rulebook *book,
                                      const struct site_source *site,
                                      const struct winnow_input *input,
                                      record_writer writer, struct error *err)
{
    struct job job = {.book = book, .input = input, .writer = writer};
    job.site = site ? rulebook_compile_site(book, site) : NULL;
    struct arena *a = rulebook_page_arena(book);
    record_limit_arena(a, input);
    struct cleaned cleaned = {0};
    struct winnow_record *record = clean_trapped(a, &job, &cleaned);
    arena_reset(a);
    if (!record)
        error_set(err, "out of memory");
    return record;
}

struct winnow_record *record_clean(struct rulebook *book, const struct site_source *site,
                                   const struct winnow_input *input, struct error *err)
{
    return record_clean_as(book, site, input, write_page, err);
}

/* ---- the library's interface ------------------------------------------------------- */

struct winnow_record *winnow_clean(struct winnow_rulebook *book,
                                   const struct winnow_input *input,
                                   struct winnow_error *error)
{
    struct arena a;
    struct error err = {0};
    struct winnow_record *record = NULL;
    if (!book) { /* its error has not been checked yet */
        tell(error, "there is no rulebook");
        return NULL;
    }
    arena_open(&a, SIZE_MAX);
    if (arena_trap(&a)) {
        arena_close(&a);
        tell(error, "out of memory");
        return NULL;
    }
    struct site_source site = {0};
    struct slice host = arena_copy_lower(&a, url_host(slice_of_string(input->url)));
    bool found = !host.len || rulebook_find_site(book->book, host, &a, &site, &err);
    char unread[ERROR_LINE_MAX];
    if (!found)
        error_line(&err, unread);
    record = record_clean(book->book, &site, input, &err);
    if (record && !found && record->status <= WINNOW_EMPTY) {
        record->status = WINNOW_RULE_BROKEN;
        record_set(record, &record->error, unread);
    }
    arena_close(&a);
    if (!record)
        tell_error(error, &err);
    return record;
}
