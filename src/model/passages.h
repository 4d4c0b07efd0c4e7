/* passages: a page as the content model reads it: runs of text between the places where a
   line must end, with their counts and what is around them. They are finer than blocks; a
   verdict on one is marked on its text nodes. */
#ifndef WINNOW_MODEL_PASSAGES_H
#define WINNOW_MODEL_PASSAGES_H

#include "base/arena.h"
#include "marks/marks.h"
#include "model/lexicon.h"
#include "model/phrase_kind.h"
#include "page/linked_data.h"
#include "page/page.h"

enum {
    /* words of a passage that are looked up one by one; more would say little */
    WORDS_KEPT = 24,
    /* the longest of 1,300 real pages has 2,641; the rest of a longer one is one passage
     */
    PASSAGES_MAX = 20000,
};

/* What a page says about itself, to compare passages with. */
enum topic { TOPIC_TITLE, TOPIC_HEADING, TOPIC_DESCRIPTION, TOPIC_COUNT };

/* Elements whose nesting around a passage is counted. */
enum enclosure {
    IN_NAV,
    IN_HEADER,
    IN_FOOTER,
    IN_ASIDE,
    IN_FORM,
    IN_MAIN,
    IN_ARTICLE,
    IN_SECTION,
    IN_LIST,
    IN_TABLE,
    IN_FIGURE,
    IN_DIALOG,
    IN_LINK,
    IN_BUTTON,
    IN_NOSCRIPT,
    IN_QUOTE,
    IN_HIDDEN, /* by the page: attributes that hide, a closed dialog */
    ENCLOSURE_COUNT
};

enum { NAMED_KEPT = 3 }; /* the nearest elements with scored names, a column for each */

/* What applies to all text in an element. */
struct surroundings {
    uint8_t inside[ENCLOSURE_COUNT];
    uint16_t class_depth[NAME_CLASS_COUNT]; /* of the nearest element so named, or 0 */
    int16_t named[NAMED_KEPT];              /* scores of the nearest, itself first */
    int16_t content_sum, content_min, content_max;
    int16_t rules_sum, rules_min, rules_max;
    uint16_t depth;
    uint32_t shape[4]; /* tag and first class, hashed: itself and three above it */
};

/* What the first or last character of a passage is. */
enum glyph {
    GLYPH_OTHER,
    GLYPH_LOWER,
    GLYPH_UPPER,
    GLYPH_DIGIT,
    GLYPH_STOP,
    GLYPH_COLON
};

struct passage {
    uint32_t first, last; /* its first and last text node */
    uint32_t element;     /* the innermost block element around it */
    uint32_t tag;         /* of element */
    bool is_ruled;        /* rules have decided about all of its text */
    struct surroundings around;
    uint32_t words, chars, linked, links, bold, code;
    uint32_t commas, stops, capitals, shouted, digits, symbols, currency, ideographs;
    uint32_t topic_words[TOPIC_COUNT];
    uint32_t stated; /* words that the page's data has after the ones before them */
    uint32_t kept[WORDS_KEPT];
    uint32_t kept_count;
    enum glyph first_glyph, last_glyph;
    enum phrase_kind phrase;
    uint32_t text_hash, shape_hash;
};

/* What to do with the text of a node. */
enum visibility {
    VISIBILITY_READ,
    VISIBILITY_HIDDEN,    /* by the page, and may be shown; it is read too */
    VISIBILITY_CONCEALED, /* by the page for good; it is read, and never kept */
    VISIBILITY_RULED, /* a rule has decided; it is read for what it says about the rest */
    VISIBILITY_DECIDED, /* not read */
};

/* The passages of a page, and other counts of it. */
struct passages {
    struct passage *items;
    size_t count, capacity;
    uint32_t *before;    /* of each node, and of the end: number of passages before it,
                            exact where block elements begin and end */
    uint8_t *visibility; /* of each node that was visited: enum visibility */
    uint32_t tags[TAG_COUNT];
    uint32_t topic_size[TOPIC_COUNT];
    uint32_t stated_words;    /* of the page's data; 0: it states no text */
    uint32_t heading_passage; /* the first in an h1; UINT32_MAX if there is none */
};

/* Whether the text in a node is read, as far as the node itself decides: not the text of
   scripts, media and form controls. */
bool passages_reads(const struct passages *passages, const struct page *page,
                    uint32_t node);

/* Receives the names of each element, for training, which learns their scores. */
struct element_names {
    void *context;
    void (*visit)(void *context, uint32_t element, struct slice name);
};

/* Reads the text that nothing has decided about. Also the text that the page hides: tabs
   and answers are hidden until the reader opens them, so the model decides about them
   too. linked may be NULL for a page without data, and names. */
void passages_of_page(const struct marks *marks, const struct linked_data *linked,
                      const struct lexicon *lexicon, const struct element_names *names,
                      struct arena *a, struct passages *out);
/* Updates which of them rules have decided about. */
void passages_update_ruled(const struct marks *marks, struct passages *passages);

#endif
