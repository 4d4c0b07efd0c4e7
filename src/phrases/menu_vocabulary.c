#include "phrases/menu_vocabulary.h"

enum { LINE_MAX_BYTES = 60 }; /* of the longest entry and what may be around it */

static bool is_edge(unsigned char c)
{
    return c < 0x80 && !is_ascii_letter(c) && !is_ascii_digit(c);
}

/* Without punctuation around it, and without a count after it: "Comments (12)". */
static struct slice core(struct slice line)
{
    size_t bracket = slice_find_last_char(line, '(');
    if (bracket != SIZE_MAX && bracket + 1 < line.len &&
        is_ascii_digit((unsigned char)line.ptr[bracket + 1]))
        line.len = bracket;
    while (line.len && is_edge((unsigned char)line.ptr[0]))
        line = slice_after(line, 1);
    while (line.len && is_edge((unsigned char)line.ptr[line.len - 1]) &&
           line.ptr[line.len - 1] != '+')
        line.len--;
    return line;
}

static phrase_set read_entry(struct slice entry)
{
    char lower[LINE_MAX_BYTES];
    if (entry.len > sizeof lower)
        return 0;
    for (size_t i = 0; i < entry.len; i++)
        lower[i] = (char)ascii_lower((unsigned char)entry.ptr[i]);
    return phrases_read_line(slice_of(lower, entry.len));
}

static size_t find(struct slice line, struct slice joint, size_t *len)
{
    *len = joint.len;
    return slice_find_nocase(line, joint);
}

/* The offset of what joins the parts of "Arts & Culture", "Books/Films" or "Terms and
   Privacy"; SIZE_MAX for none. */
static size_t find_joint(struct slice line, size_t *len)
{
    struct slice word;
    size_t at = find(line, SLICE(" & "), len);
    for (size_t i = 0; at == SIZE_MAX && (word = phrases_at(SENSE_ENTRY_JOINT, i)).len;
         i++)
        at = find(line, word, len);
    if (at == SIZE_MAX)
        at = find(line, SLICE("/"), len);
    return at == SIZE_MAX ? find(line, SLICE(", "), len) : at;
}

/* "Share: Facebook Twitter", with the colon of either width. */
static bool is_share_line(struct slice line)
{
    size_t colon = slice_find_char(line, ':');
    if (colon == SIZE_MAX)
        colon = slice_find(line, SLICE("\uff1a"));
    return colon != SIZE_MAX &&
           read_entry(core(slice_of(line.ptr, colon))) & SENSE(LINE_SHARE);
}

phrase_set menu_vocabulary_read(struct slice line)
{
    struct slice entry = core(line);
    if (!entry.len || line.len > LINE_MAX_BYTES)
        return 0;
    phrase_set senses = read_entry(entry);
    if (!senses && is_share_line(entry))
        return SENSE(LINE_SHARE) | SENSE(LINE_LABEL);
    size_t joint = 0, at = senses ? SIZE_MAX : find_joint(entry, &joint);
    if (at == SIZE_MAX)
        return senses;
    return read_entry(core(slice_of(entry.ptr, at))) &
           read_entry(core(slice_after(entry, at + joint)));
}
