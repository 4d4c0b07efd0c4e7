/* passage_kind: what kind of text a passage is, by its tag and its counts: a heading,
   prose, a sentence, links. Both models' selections and all passes ask here. */
#ifndef WINNOW_MODEL_PASSAGE_KIND_H
#define WINNOW_MODEL_PASSAGE_KIND_H

#include "model/passages.h"

/* The fewest words that make prose. Mistakes cost more in some places than in others, so
   the limits differ; each place names its own. */
enum prose_words {
    /* A line of plain text: menu entries have six words at most. */
    PROSE_WORDS_OF_LINE = 8,
    /* Of a page in a language that the model hardly knows: any sentence. The other signs
       of prose are asked for as well. */
    PROSE_WORDS_UNSEEN = 10,
    /* A paragraph of plain text, which may be one line of a broken paragraph. */
    PROSE_WORDS_PLAIN = 12,
    /* What is beside boilerplate: slogans and newsletter boxes have sentences too. */
    PROSE_WORDS = 15,
    /* Kept although the model doubts it: captions, labels and notices are shorter. */
    PROSE_WORDS_SURE = 20,
};

enum {
    /* Plain text has no tags: a line of fewer words can be a heading. */
    HEADING_WORDS_OF_LINE = 20,
};

bool passage_kind_is_heading(const struct passage *p);

/* Not a heading, nor a bold line that is one in effect, nor where the words of a button
   may be meant: list items, terms, table cells, code. */
bool passage_kind_can_be_label(const struct page *page, const struct passage *p);

/* So many words or more, and less than half of it links. */
bool passage_kind_is_prose(const struct passage *p, enum prose_words words_min);
/* The same, and a p element. */
bool passage_kind_is_paragraph(const struct passage *p, enum prose_words words_min);
/* A p element of prose without links, which ends as a sentence does. */
bool passage_kind_is_plain_paragraph(const struct passage *p, enum prose_words words_min);
/* Prose that has the end of a sentence in it, and is no list item or headline. */
bool passage_kind_has_sentence(const struct passage *p, enum prose_words words_min);
/* Without links, or a sentence that has some: a list of links has no full stop, and no
   words between its links. */
bool passage_kind_is_running_text(const struct passage *p);
/* A line of plain text of so many words: also a shorter one that ends as a sentence. */
bool passage_kind_is_prose_line(size_t words, bool is_sentence);

/* Nearly all of it: nine tenths; most of it, with signs between: eight tenths; more than
   a half. */
bool passage_kind_is_links(const struct passage *p);
bool passage_kind_is_mostly_links(const struct passage *p);
bool passage_kind_is_half_links(const struct passage *p);

#endif
