#include "passes/passage_text.h"

#include <string.h>

struct slice passage_text_read(const struct pass_state *s, size_t index,
                               struct passage_text *out)
{
    const struct passage *p = &s->passages->items[index];
    out->len = 0;
    if (p->chars > NORMALIZED_PHRASE_MAX)
        return SLICE("");
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &s->page->nodes[i];
        if (!passages_reads(s->passages, s->page, i)) {
            i = node->end;
            continue;
        }
        struct slice text = node_is_text(node) ? slice_trim(node->text) : SLICE("");
        if (out->len + text.len + 1 > sizeof out->bytes)
            return SLICE("");
        if (text.len) {
            memcpy(out->bytes + out->len, text.ptr, text.len);
            out->len += text.len;
            out->bytes[out->len++] = ' ';
        }
        i++;
    }
    return slice_of(out->bytes, out->len);
}

phrase_set passage_text_phrase(const struct pass_state *s, size_t index)
{
    struct passage_text text;
    if (s->passages->items[index].digits)
        return 0;
    if (!s->phrases[index])
        s->phrases[index] = 1 + phrases_read(passage_text_read(s, index, &text));
    return s->phrases[index] - 1;
}
