#include "site/frame.h"

#include "base/array.h"
#include "site/markup.h"

/* Nothing runs and nothing is loaded but the site's own files. Some browsers do not count
   a file: URL as 'self'. */
static const char policy[] = "default-src 'none'; style-src 'self' file:; script-src "
                             "'self' file:; base-uri 'none'; form-action 'self' file:";

static void begin_head(const struct frame *frame)
{
    struct buffer *out = frame->out;
    buffer_printf(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"same-origin\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
        policy);
    markup_string(out, frame->title);
    if (frame->tab != FRAME_NEWEST) {
        buffer_append_string(out, " · ");
        markup_string(out, frame->site->name);
    }
    buffer_printf(out,
                  "</title>\n<link rel=\"stylesheet\" href=\"%ssite.css\">\n"
                  "<link rel=\"alternate\" type=\"application/atom+xml\" "
                  "title=\"New and changed texts\" href=\"%sfeed.atom\">\n",
                  frame->root, frame->root);
    if (frame->has_script)
        buffer_printf(out, "<script defer src=\"%ssite.js\"></script>\n", frame->root);
    buffer_append_string(out, "</head>\n");
}

static void append_tab(const struct frame *frame, enum frame_tab tab, const char *file,
                       const char *text)
{
    buffer_printf(frame->out, "<li><a href=\"%s%s\"%s>", frame->root, file,
                  tab == frame->tab ? " aria-current=\"page\"" : "");
    markup_string(frame->out, text);
    buffer_append_string(frame->out, "</a></li>\n");
}

void frame_begin(const struct frame *frame)
{
    struct buffer *out = frame->out;
    static const struct {
        enum frame_tab tab;
        const char *file, *text;
    } tabs[] = {
        {FRAME_DAYS, "days.html", "Days"},
        {FRAME_HOSTS, "hosts.html", "Hosts"},
        {FRAME_ATTENTION, "attention.html", "Attention"},
    };
    begin_head(frame);
    buffer_append_string(out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
                              "content</a>\n<header class=\"bar\">\n<nav "
                              "aria-label=\"Archive\">\n<ul>\n");
    append_tab(frame, FRAME_NEWEST, "index.html", frame->site->name);
    for (size_t i = 0; i < COUNT_OF(tabs); i++)
        append_tab(frame, tabs[i].tab, tabs[i].file, tabs[i].text);
    buffer_printf(out,
                  "</ul>\n</nav>\n<form role=\"search\" action=\"%ssearch.html\">\n"
                  "<input type=\"search\" name=\"q\" aria-label=\"Search the texts\" "
                  "placeholder=\"Search\" autocomplete=\"off\">\n"
                  "</form>\n</header>\n<main id=\"main\">\n",
                  frame->root);
}

void frame_end(const struct frame *frame)
{
    buffer_printf(frame->out,
                  "</main>\n<footer>\n<p>Times are UTC. <a href=\"%sfeed.atom\">Atom "
                  "feed</a></p>\n</footer>\n</body>\n</html>\n",
                  frame->root);
}

/* ---- indexes of several pages ------------------------------------------------------ */

void frame_append_page_name(const struct frame_pages *pages, int64_t number,
                            struct buffer *out)
{
    if (number == 1)
        buffer_append_string(out, pages->first);
    else
        buffer_printf(out, "%s%lld.html", pages->more, (long long)number);
}

static void append_link(const struct frame *frame, const struct frame_pages *pages,
                        int64_t number, const char *rel, const char *text)
{
    if (number < 1 || number > pages->count)
        return;
    buffer_append_string(frame->out, "<a");
    if (rel)
        buffer_printf(frame->out, " rel=\"%s\"", rel);
    buffer_append_string(frame->out, " href=\"");
    frame_append_page_name(pages, number, frame->out);
    buffer_printf(frame->out, "\">%s</a>\n", text);
}

void frame_append_pages(const struct frame *frame, const struct frame_pages *pages)
{
    if (pages->count < 2)
        return;
    buffer_append_string(frame->out, "<nav class=\"pages\" aria-label=\"Pages\">\n");
    append_link(frame, pages, pages->number > 2 ? 1 : 0, NULL, "Newest");
    append_link(frame, pages, pages->number - 1, "prev", "Newer");
    buffer_printf(frame->out, "<span>Page %lld of %lld</span>\n",
                  (long long)pages->number, (long long)pages->count);
    append_link(frame, pages, pages->number + 1, "next", "Older");
    append_link(frame, pages, pages->number + 1 < pages->count ? pages->count : 0, NULL,
                "Oldest");
    buffer_append_string(frame->out, "</nav>\n");
}
