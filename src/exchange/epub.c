/* The part of exporting.h about EPUB: a book with a chapter for each text, as EPUB 3.3
   (https://www.w3.org/TR/epub-33/). It holds nothing that a reader would have to fetch.
 */
#include "exchange/exporting.h"

#include "base/array.h"
#include "base/embed.h"
#include "base/hash.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "container/zip_writer.h"
#include "exchange/xhtml.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

EMBED_FILE(book_css, "src/exchange/book.css");

enum { TITLE_MAX = 400 }; /* bytes of a title in the table of contents */

struct chapter {
    int64_t id, when; /* when it was published, or else changed */
    size_t place;     /* among the pages by their URLs */
};

struct book {
    struct exporting *exporting;
    struct zip_writer zip;
    const char *title, *language;
    int64_t modified;
    size_t count; /* chapters so far */
    struct buffer contents, manifest, spine;
    struct hash_stream *identity; /* of what the book is made of */
};

/* ---- documents --------------------------------------------------------------------- */

static void append_line(struct buffer *out, const char *text)
{
    struct buffer line;
    buffer_open(&line, NULL);
    utf8_append_line(&line, slice_of_string(text));
    struct slice shown = buffer_slice(&line);
    shown.len = utf8_cut(shown, TITLE_MAX);
    xhtml_append_text(out, shown);
    buffer_close(&line);
}

static bool is_language(const char *tag)
{
    size_t len = tag ? strlen(tag) : 0;
    return len >= 2 && len <= 35 &&
           strspn(tag,
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
               len &&
           tag[0] != '-' && tag[len - 1] != '-';
}

static void begin_document(struct buffer *out, const char *title, const char *language,
                           const char *css)
{
    buffer_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<!DOCTYPE html>\n"
                              "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                              "xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    if (is_language(language))
        buffer_printf(out, " lang=\"%s\" xml:lang=\"%s\"", language, language);
    buffer_append_string(out, ">\n<head>\n<title>");
    append_line(out, title);
    buffer_printf(out,
                  "</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"%s\"/>\n"
                  "</head>\n<body>\n",
                  css);
}

static void end_document(struct buffer *out)
{
    buffer_append_string(out, "</body>\n</html>\n");
}

/* ---- chapters ---------------------------------------------------------------------- */

static const char *title_of(const struct export_page *page)
{
    const char *title = page->page.title;
    return title && title[0] ? title : page->page.url;
}

/* The text without the headline that it begins with: that is the chapter's. */
static struct slice without_title(struct slice text, const char *title)
{
    struct slice rest = text, line;
    slice_split(&rest, '\n', &line);
    if (slice_starts_with(line, SLICE("# ")))
        return rest.ptr ? rest : SLICE("");
    return slice_equal(slice_trim(line), slice_of_string(title))
               ? (rest.ptr ? rest : SLICE(""))
               : text;
}

/* Author, date and address below the headline. */
static void append_source(struct buffer *out, const struct export_page *page)
{
    const struct store_details *details = &page->details;
    const char *const known[] = {details->author, details->date, details->site};
    buffer_append_string(out, "<p class=\"source\">");
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (!known[i])
            continue;
        append_line(out, known[i]);
        buffer_append_string(out, " · ");
    }
    buffer_append_string(out, "<a href=\"");
    xhtml_append_text(out, slice_of_string(page->page.url));
    buffer_append_string(out, "\">");
    xhtml_append_text(out, slice_of_string(page->page.host));
    buffer_append_string(out, "</a></p>\n");
}

static void append_chapter(struct buffer *out, const struct export_page *page)
{
    const char *title = title_of(page);
    struct slice markdown = page->details.markdown;
    begin_document(out, title, page->details.language, "style.css");
    buffer_append_string(out, "<h1>");
    append_line(out, title);
    buffer_append_string(out, "</h1>\n");
    append_source(out, page);
    if (markdown.ptr)
        xhtml_append_markdown(out, without_title(markdown, title));
    else
        xhtml_append_plain(out, without_title(page->text, title));
    end_document(out);
}

/* Lists a chapter in the package and in the table of contents. */
static void list_chapter(struct book *book, const char *title)
{
    size_t n = book->count;
    buffer_printf(&book->manifest,
                  "<item id=\"t%zu\" href=\"t%zu.xhtml\" "
                  "media-type=\"application/xhtml+xml\"/>\n",
                  n, n);
    buffer_printf(&book->spine, "<itemref idref=\"t%zu\"/>\n", n);
    buffer_printf(&book->contents, "<li><a href=\"t%zu.xhtml\">", n);
    append_line(&book->contents, title);
    buffer_append_string(&book->contents, "</a></li>\n");
}

static bool add_chapter(struct book *book, const struct chapter *chapter,
                        struct error *err)
{
    struct export_page page;
    struct buffer text;
    char name[48];
    buffer_open(&text, NULL);
    bool done = export_page_load(book->exporting, chapter->id, &page, err);
    if (done) {
        book->count++;
        snprintf(name, sizeof name, "EPUB/t%zu.xhtml", book->count);
        append_chapter(&text, &page);
        list_chapter(book, title_of(&page));
        book->modified =
            page.page.changed > book->modified ? page.page.changed : book->modified;
        if (!book->language && is_language(page.details.language))
            book->language = arena_string(&book->exporting->command->arena,
                                          slice_of_string(page.details.language));
        hash_stream_add(book->identity, slice_of_string(page.page.url));
        hash_stream_add(book->identity, slice_of_string(page.page.text_sha256));
        done = (!text.failed || error_set(err, "out of memory")) &&
               zip_writer_add(&book->zip, name, ZIP_DEFLATED, buffer_slice(&text), err);
    }
    export_page_close(&page);
    buffer_close(&text);
    return done;
}

/* ---- the package ------------------------------------------------------------------- */

static void append_package(struct book *book, struct buffer *out)
{
    char digest[HASH_HEX_SIZE], date[RFC3339_SIZE];
    hash_stream_end(book->identity, digest);
    book->identity = NULL;
    buffer_append_string(out,
                         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<package xmlns=\"http://www.idpf.org/2007/opf\" "
                         "version=\"3.0\" unique-identifier=\"id\">\n"
                         "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    /* A UUID made of a hash (RFC 9562, version 8): the same texts are the same book. */
    buffer_printf(out,
                  "<dc:identifier id=\"id\">urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s"
                  "</dc:identifier>\n<dc:title>",
                  digest, digest + 8, digest + 12, digest + 15, digest + 18);
    append_line(out, book->title);
    buffer_printf(
        out,
        "</dc:title>\n<dc:language>%s</dc:language>\n"
        "<meta property=\"dcterms:modified\">%s</meta>\n</metadata>\n<manifest>\n"
        "<item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" "
        "media-type=\"application/xhtml+xml\"/>\n"
        "<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
        book->language ? book->language : "und", rfc3339_write(book->modified, date));
    buffer_append(out, buffer_slice(&book->manifest));
    buffer_append_string(out, "</manifest>\n<spine>\n");
    buffer_append(out, buffer_slice(&book->spine));
    buffer_append_string(out, "</spine>\n</package>\n");
}

static void append_contents(struct book *book, struct buffer *out)
{
    begin_document(out, book->title, book->language, "style.css");
    buffer_append_string(out, "<nav epub:type=\"toc\" id=\"toc\">\n<h1>");
    append_line(out, book->title);
    buffer_append_string(out, "</h1>\n<ol>\n");
    buffer_append(out, buffer_slice(&book->contents));
    buffer_append_string(out, "</ol>\n</nav>\n");
    end_document(out);
}

static bool add_package(struct book *book, struct error *err)
{
    struct buffer package, contents;
    buffer_open(&package, NULL);
    buffer_open(&contents, NULL);
    append_package(book, &package);
    append_contents(book, &contents);
    bool done = (!package.failed && !contents.failed) || error_set(err, "out of memory");
    done = done &&
           zip_writer_add(&book->zip, "EPUB/package.opf", ZIP_DEFLATED,
                          buffer_slice(&package), err) &&
           zip_writer_add(&book->zip, "EPUB/nav.xhtml", ZIP_DEFLATED,
                          buffer_slice(&contents), err) &&
           zip_writer_add(&book->zip, "EPUB/style.css", ZIP_DEFLATED, EMBEDDED(book_css),
                          err);
    buffer_close(&package);
    buffer_close(&contents);
    return done;
}

/* The first member says what the file is, and is stored. */
static bool add_container(struct book *book, struct error *err)
{
    static const char container[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<container version=\"1.0\" "
        "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
        "<rootfiles><rootfile full-path=\"EPUB/package.opf\" "
        "media-type=\"application/oebps-package+xml\"/></rootfiles>\n</container>\n";
    return zip_writer_add(&book->zip, "mimetype", ZIP_STORED,
                          SLICE("application/epub+zip"), err) &&
           zip_writer_add(&book->zip, "META-INF/container.xml", ZIP_DEFLATED,
                          slice_of_string(container), err);
}

/* ---- the order --------------------------------------------------------------------- */

struct chapters {
    struct chapter *items;
    size_t count, capacity;
    struct arena *arena;
};

static bool list_text(void *context, const struct export_page *page, struct error *err)
{
    struct chapters *chapters = context;
    struct chapter chapter = {
        .id = page->page.id, .when = page->page.changed, .place = chapters->count};
    (void)err;
    if (page->details.date)
        rfc3339_read(page->details.date, &chapter.when);
    ARENA_PUSH(chapters->arena, chapters, chapter);
    return true;
}

static int compare_chapters(const void *a, const void *b)
{
    const struct chapter *x = a, *y = b;
    if (x->when != y->when)
        return x->when < y->when ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* "example.com", or the name of the archive's folder; and since when. */
static const char *make_title(struct exporting *exporting)
{
    struct archive_command *command = exporting->command;
    char *path = realpath(command->store.path, NULL);
    const char *slash = path ? strrchr(path, '/') : NULL;
    const char *name = command->options.host ? command->options.host
                       : slash && slash[1]   ? slash + 1
                                             : command->store.path;
    char date[RFC3339_SIZE] = "";
    if (exporting->since != INT64_MIN)
        rfc3339_write(exporting->since, date);
    date[sizeof "2025-11-12" - 1] = '\0';
    const char *title =
        arena_printf(&command->arena, "%s%s%s", name, date[0] ? " since " : "", date);
    free(path);
    return title;
}

static bool write_book(struct book *book, const struct chapters *chapters, int fd,
                       struct error *err)
{
    zip_writer_open(&book->zip, fd);
    book->identity = hash_stream_begin();
    bool done =
        (book->identity || error_set(err, "out of memory")) && add_container(book, err);
    for (size_t i = 0; done && i < chapters->count; i++)
        done = add_chapter(book, &chapters->items[i], err);
    done = done && add_package(book, err);
    if (book->identity) {
        char unused[HASH_HEX_SIZE];
        hash_stream_end(book->identity, unused);
    }
    return zip_writer_close(&book->zip, done, err);
}

bool export_epub(struct exporting *exporting, struct error *err)
{
    struct book book = {.exporting = exporting, .title = make_title(exporting)};
    struct chapters chapters = {.arena = &exporting->command->arena};
    struct export_file file;
    if (!export_each_text(exporting, list_text, &chapters, err))
        return false;
    if (!chapters.count)
        return error_set(err, "there is no text to make a book of");
    qsort(chapters.items, chapters.count, sizeof *chapters.items, compare_chapters);
    if (!export_file_open(&file, exporting->output, err))
        return false;
    buffer_open(&book.contents, NULL);
    buffer_open(&book.manifest, NULL);
    buffer_open(&book.spine, NULL);
    bool done = write_book(&book, &chapters, file.fd, err);
    buffer_close(&book.contents);
    buffer_close(&book.manifest);
    buffer_close(&book.spine);
    return export_file_close(&file, done, err);
}
