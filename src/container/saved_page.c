#include "container/saved_page.h"

#include "base/url.h"
#include "container/mhtml.h"
#include "container/webarchive.h"
#include <stdint.h>

enum { COMMENT_MAX = 8 * 1024 }; /* bytes in which a comment with the URL begins */

void saved_page_open(struct saved_page *page)
{
    *page = (struct saved_page){0};
    buffer_open(&page->body, NULL);
    buffer_open(&page->url, NULL);
    buffer_open(&page->content_type, NULL);
}

void saved_page_close(struct saved_page *page)
{
    buffer_close(&page->body);
    buffer_close(&page->url);
    buffer_close(&page->content_type);
}

/* The URL is the word after `mark` in a comment that begins with `comment`. */
static bool read_comment(struct slice front, struct slice comment, struct slice mark,
                         struct buffer *url)
{
    struct slice word;
    size_t at = slice_find(front, comment);
    if (at == SIZE_MAX)
        return false;
    front = slice_after(front, at + comment.len);
    if ((at = slice_find(front, mark)) == SIZE_MAX)
        return false;
    front = slice_after(front, at + mark.len);
    if (!slice_next_word(&front, &word) || !url_is_web(word))
        return false;
    buffer_append(url, word);
    return true;
}

/* SingleFile's "<!-- Page saved with SingleFile url: https://...", and the "saved from
   url=(0023)https://..." of Internet Explorer and of browsers since. */
static void read_comments(struct slice bytes, struct buffer *url)
{
    struct slice front =
        slice_of(bytes.ptr, bytes.len < COMMENT_MAX ? bytes.len : COMMENT_MAX);
    if (!read_comment(front, SLICE("Page saved with SingleFile"), SLICE("url:"), url))
        read_comment(front, SLICE("<!-- saved from url=("), SLICE(")"), url);
}

static struct slice after_blanks(struct slice text)
{
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_after(text, 3);
    while (text.len && is_ascii_space((unsigned char)text.ptr[0]))
        text = slice_after(text, 1);
    return text;
}

bool saved_page_is(struct slice bytes)
{
    struct slice text = after_blanks(bytes);
    struct buffer url;
    buffer_open(&url, NULL);
    read_comments(bytes, &url);
    bool has_url = url.len && slice_starts_with(text, SLICE("<"));
    buffer_close(&url);
    return has_url || webarchive_is(text) || mhtml_is(text);
}

bool saved_page_read(struct slice bytes, struct saved_page *out, struct error *err)
{
    struct slice text = after_blanks(bytes);
    if (webarchive_is(text))
        return webarchive_read(text, out, err);
    if (mhtml_is(text))
        return mhtml_read(text, out, err);
    read_comments(bytes, &out->url);
    return true;
}
