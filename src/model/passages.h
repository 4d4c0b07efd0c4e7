/* passages: a page as the content model reads it: runs of text between the places where a
   line must end, with their counts, and for each what is around it. Finer than blocks and
   free of their form: a verdict on one is marked on its text nodes. */
#ifndef WINNOW_MODEL_PASSAGES_H
#define WINNOW_MODEL_PASSAGES_H

#include "base/arena.h"
#include "marks/marks.h"
#include "model/lexicon.h"
#include "page/page.h"

enum {
    /* of a passage's words that are looked up one by one; more would tell little */
    WORDS_KEPT = 24,
    /* of 1,300 real pages the longest has 2,641; what follows is all one passage */
    PASSAGES_MAX = 20000,
};

/* What a page says of itself, to compare passages with. */
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

enum { NAMED_KEPT = 3 }; /* the nearest elements with scored names that are told apart */

/* What holds for all text below an element. Carried down the walk. */
struct surroundings {
    uint8_t inside[ENCLOSURE_COUNT];
    uint16_t class_depth[NAME_CLASS_COUNT]; /* of the nearest element so named; 0: none */
    int16_t named[NAMED_KEPT];              /* scores of the nearest, itself first */
    int16_t content_sum, content_min, content_max;
    int16_t rules_sum, rules_min, rules_max;
    uint16_t depth;
    uint32_t shape[4]; /* tag and first class, hashed: itself and three above it */
};

/* What a passage's first or last character is. */
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
    bool is_ruled;        /* its first text is */
    struct surroundings around;
    uint32_t words, chars, linked, links, bold, code;
    uint32_t commas, stops, capitals, shouted, digits, symbols, currency, ideographs;
    uint32_t topic_words[TOPIC_COUNT];
    uint32_t kept[WORDS_KEPT];
    uint32_t kept_count;
    enum glyph first_glyph, last_glyph;
    uint32_t text_hash, shape_hash;
};

/* What is to be done with a node's text. */
enum visibility {
    VISIBILITY_READ,
    VISIBILITY_HIDDEN,  /* by the page: read too */
    VISIBILITY_RULED,   /* a rule's verdict stands: read for what it says of the rest */
    VISIBILITY_DECIDED, /* passed over */
};

/* A page's passages, and what else the walk has counted. */
struct passages {
    struct passage *items;
    size_t count, capacity;
    uint32_t *before;    /* one a node and one: passages that end before it; right at the
                            beginnings and ends of block elements */
    uint8_t *visibility; /* one a node: enum visibility, where the walk came by */
    uint32_t tags[TAG_COUNT];
    uint32_t topic_size[TOPIC_COUNT];
    uint32_t heading_passage; /* the first below an h1; count when there is none */
};

/* Whether the text below a node, as far as it is of the node's own kind, is read: not of
   scripts, media and form controls. */
bool passages_reads(const struct passages *passages, const struct page *page,
                    uint32_t node);

/* An element's names as they are: for training, which learns their scores. */
struct element_names {
    void *context;
    void (*visit)(void *context, uint32_t element, struct slice name);
};

/* Reads the text that nothing is decided about, and that which the page hides: tabs and
   answers are hidden until they are asked for, so the model decides about hidden text
   too. names may be NULL. */
void passages_of_page(const struct marks *marks, const struct lexicon *lexicon,
                      const struct element_names *names, struct arena *a,
                      struct passages *out);
/* Takes in which of them rules have decided over since. */
void passages_update_ruled(const struct marks *marks, struct passages *passages);

#endif
