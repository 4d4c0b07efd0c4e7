#include "authoring/explain_html.h"

#include "base/embed.h"
#include "base/utf8.h"
#include "write/html.h"
#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

enum { LINE_PATTERN_MAX = 80 }; /* bytes of a line that identify it */

EMBED_FILE(explain_css, "src/authoring/explain.css");
EMBED_FILE(explain_js, "src/authoring/explain.js");

/* ---- text -------------------------------------------------------------------------- */

static void put_text(struct buffer *out, struct slice text)
{
    struct buffer clean;
    buffer_open(&clean, NULL);
    utf8_append_clean(&clean, text);
    html_append_escaped(buffer_slice(&clean), out);
    out->failed = out->failed || clean.failed;
    buffer_close(&clean);
}

static void put_string(struct buffer *out, const char *text)
{
    put_text(out, slice_of_string(text));
}

/* ---- what a click offers ----------------------------------------------------------- */

static bool begins(struct slice s, const char *with)
{
    return slice_starts_with(s, slice_of_string(with));
}

static bool is_by(const struct block_row *block, const char *by)
{
    return slice_equal(block->by, slice_of_string(by));
}

/* Why no rule can change the verdict on the block; NULL if one can. */
static const char *why_fixed(const struct block_row *block)
{
    if (!block->is_kept && is_by(block, "built-in"))
        return "winnow removes this from every page.";
    if (!block->is_kept && begins(block->reason, "body"))
        return "This is outside the body: change the body line to include it.";
    if (block->is_kept && begins(block->reason, "keep"))
        return "The keep line above wins over every strip: remove it first.";
    return NULL;
}

/* Whether only a rule about lines can change the verdict, as for all of text input. */
static bool needs_line_rule(const struct block_row *block)
{
    struct slice name = block->reason;
    size_t colon = slice_find_char(name, ':');
    if (colon != SIZE_MAX)
        name.len = colon;
    bool is_line_rule = slice_find(name, SLICE("_line")) != SIZE_MAX;
    return (!block->is_kept && is_by(block, "rule") && is_line_rule) ||
           !block->selectors.count;
}

static void open_offer(struct buffer *out, const struct block_row *block,
                       const char *suffix)
{
    buffer_printf(out,
                  "<li><button type=\"button\">%s%s: ", block->is_kept ? "strip" : "keep",
                  suffix);
}

/* Offers a pattern that matches this line, or its beginning. */
static void put_line_offer(struct buffer *out, const struct block_row *block)
{
    struct slice text = block->text;
    bool is_whole = text.len <= LINE_PATTERN_MAX;
    if (!is_whole)
        text.len = utf8_cut(text, LINE_PATTERN_MAX);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\\' || text.ptr[i] == '/' || text.ptr[i] == '\n')
            return;
    open_offer(out, block, "_line");
    buffer_append_string(out, "/^\\Q");
    put_text(out, text);
    buffer_printf(out, "\\E%s/</button> this line</li>\n", is_whole ? "$" : "");
}

static void put_offer(struct buffer *out, const struct block_row *block,
                      const struct selector_row *row)
{
    open_offer(out, block, "");
    put_text(out, row->selector);
    buffer_printf(out, "</button> matches %u block%s", row->blocks,
                  row->blocks == 1 ? "" : "s");
    if (row->changes != row->blocks)
        buffer_printf(out, ", %u of them %s now", row->changes,
                      block->is_kept ? "kept" : "dropped");
    buffer_append_string(out, "</li>\n");
}

static void put_offers(struct buffer *out, const struct block_row *block)
{
    const char *fixed = why_fixed(block);
    buffer_append_string(out, "<div class=\"offers\" hidden><div>");
    put_string(out, block->is_kept ? "Kept: " : "Dropped: ");
    put_text(out, block->place);
    buffer_append_string(out, block->place.len ? ": " : "");
    put_text(out, block->reason);
    buffer_append_string(out, "</div>");
    if (fixed) {
        put_string(out, fixed);
    } else {
        buffer_append_string(out, "<ol>\n");
        if (needs_line_rule(block))
            put_line_offer(out, block);
        else
            for (size_t i = 0; i < block->selectors.count; i++)
                put_offer(out, block, &block->selectors.items[i]);
        buffer_append_string(out, "</ol>");
    }
    buffer_append_string(out, "</div>");
}

/* ---- blocks ------------------------------------------------------------------------ */

static void put_element(struct buffer *out, const struct block_row *block)
{
    unsigned level = block->level < 1 ? 1 : block->level > 6 ? 6 : block->level;
    char name[4] = "p";
    if (slice_equal(block->kind, SLICE("heading")))
        memcpy(name, (char[]){'h', (char)('0' + level), '\0'}, 3);
    else if (slice_equal(block->kind, SLICE("pre")))
        memcpy(name, "pre", 4);
    buffer_printf(out, "<%s>", name);
    if (slice_equal(block->kind, SLICE("item")))
        buffer_append_string(out, "• ");
    put_text(out, block->text);
    buffer_printf(out, "</%s>", name);
}

static void put_block(struct buffer *out, const struct block_row *block, size_t index)
{
    buffer_printf(out, "<div class=\"block %s\" id=\"b%zu\" tabindex=\"0\">",
                  block->is_kept ? "kept" : "dropped", index + 1);
    put_element(out, block);
    put_offers(out, block);
    buffer_append_string(out, "</div>\n");
}

/* How many blocks from `start` on were dropped for the same reason. */
static size_t count_run(const struct explanation *all, size_t start)
{
    const struct block_row *first = &all->blocks.items[start];
    size_t end = start + 1;
    for (; end < all->blocks.count; end++) {
        const struct block_row *block = &all->blocks.items[end];
        if (block->is_kept || !slice_equal(block->place, first->place) ||
            !slice_equal(block->reason, first->reason))
            break;
    }
    return end - start;
}

static void put_run(struct buffer *out, const struct explanation *all, size_t start,
                    size_t count)
{
    const struct block_row *first = &all->blocks.items[start];
    buffer_printf(out, "<details><summary>%zu block%s dropped: ", count,
                  count == 1 ? "" : "s");
    put_text(out, first->place);
    buffer_append_string(out, first->place.len ? ": " : "");
    put_text(out, first->reason);
    buffer_append_string(out, "</summary>\n");
    for (size_t i = start; i < start + count; i++)
        put_block(out, &all->blocks.items[i], i);
    buffer_append_string(out, "</details>\n");
}

static void put_blocks(struct buffer *out, const struct explanation *all)
{
    for (size_t i = 0; i < all->blocks.count;) {
        size_t count = 1;
        if (all->blocks.items[i].is_kept)
            put_block(out, &all->blocks.items[i], i);
        else
            put_run(out, all, i, count = count_run(all, i));
        i += count;
    }
}

static const char *describe_state(struct slice state)
{
    if (slice_equal(state, SLICE("overruled")))
        return "passed over";
    return slice_equal(state, SLICE("late")) ? "already removed" : "matched nothing";
}

static void put_rules(struct buffer *out, const struct explanation *all)
{
    buffer_append_string(out, "<h2>Rule lines</h2>\n<table><tr><th>line<th>rule<th>hits"
                              "<th>characters</tr>\n");
    for (size_t i = 0; i < all->rules.count; i++) {
        const struct rule_row *rule = &all->rules.items[i];
        buffer_append_string(out, "<tr><td>");
        put_text(out, rule->place);
        buffer_append_string(out, "<td>");
        put_text(out, rule->rule);
        if (slice_equal(rule->state, SLICE("used")))
            buffer_printf(out, "<td>%" PRIu64 "<td>%" PRIu64 "</tr>\n", rule->hits,
                          rule->characters);
        else
            buffer_printf(out, "<td colspan=\"2\">%s</tr>\n",
                          describe_state(rule->state));
    }
    buffer_append_string(out, "</table>\n");
}

static void put_notes(struct buffer *out, const struct explanation *all)
{
    buffer_append_string(out, "<h2>Notes</h2>\n<ul>\n");
    for (size_t i = 0; i < all->notes.count; i++) {
        buffer_append_string(out, "<li>");
        put_text(out, all->notes.items[i].place);
        buffer_append_string(out, all->notes.items[i].place.len ? ": " : "");
        put_text(out, all->notes.items[i].text);
        buffer_append_string(out, "</li>\n");
    }
    buffer_append_string(out, "</ul>\n");
}

/* ---- the page ---------------------------------------------------------------------- */

/* The content security policy allows only the style and the script that have it. */
static void make_nonce(char out[33])
{
    unsigned char bytes[16] = {0};
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        memset(bytes, 0, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    out[32] = '\0';
}

static void put_head(struct buffer *out, const char *nonce, const char *title)
{
    buffer_printf(out,
                  "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                  "'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; base-uri 'none'; "
                  "form-action 'none'\">\n<meta name=\"viewport\" "
                  "content=\"width=device-width\">\n<title>",
                  nonce, nonce);
    put_string(out, title);
    buffer_printf(out, "</title>\n<style nonce=\"%s\">\n", nonce);
    buffer_append(out, EMBEDDED(explain_css));
    buffer_append_string(out, "</style>\n</head>\n<body>\n");
}

void explain_html_write(struct buffer *out, const struct explanation *all,
                        const struct winnow_record *record)
{
    char nonce[33];
    const char *title = record->title ? record->title : "a page explained";
    make_nonce(nonce);
    put_head(out, nonce, title);
    if (record->title_removed) {
        buffer_append_string(out, "<h1>");
        put_string(out, title);
        buffer_append_string(out, "</h1>\n");
    }
    put_blocks(out, all);
    if (all->rules.count)
        put_rules(out, all);
    if (all->notes.count)
        put_notes(out, all);
    buffer_append_string(out,
                         "<div id=\"bar\"><label>Rule line: <input id=\"line\" readonly "
                         "value=\"\"></label> <span id=\"said\" role=\"status\">click a "
                         "block</span></div>\n");
    buffer_printf(out, "<script nonce=\"%s\">\n", nonce);
    buffer_append(out, EMBEDDED(explain_js));
    buffer_append_string(out, "</script>\n</body>\n</html>\n");
}
