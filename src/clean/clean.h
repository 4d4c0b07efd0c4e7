/* clean: turns the bytes of a page into its marks and blocks, step by step. */
#ifndef WINNOW_CLEAN_CLEAN_H
#define WINNOW_CLEAN_CLEAN_H

#include "blocks/block.h"
#include "marks/notes.h"
#include "metadata/metadata.h"
#include "rules/rulebook.h"
#include "winnow.h"

/* All results of cleaning a page. They live in the page's arena; rules and reasons point
   into the rulebook. */
struct cleaned {
    enum winnow_status status; /* ok, empty, blocked, rule-broken, unsupported or parse */
    struct slice error;        /* one line when status is not ok */
    struct page page;          /* count 0 for text input */
    struct marks marks;
    struct block_list blocks; /* in order, dropped ones included (see their verdict) */
    struct metadata metadata;
    bool title_removed; /* a title directive removed the title's node from the text */
    struct slice single_page, next_page; /* URLs that rules name; empty: none */
    const char *page_type; /* predicted by the model; NULL if there is no text. Static. */
    const struct rulefile *site;
    struct ruleset rules; /* that were applied, in order of merging */
    struct slice url_path;
    bool missed_body, has_rule_title; /* results of the site's own rules */
    struct note_list notes;
};

/* Cleans one input. site may be NULL. Past its budget or deadline it jumps to the arena's
   trap, which the caller must set. */
void clean_input(struct arena *a, struct rulebook *book, const struct rulefile *site,
                 const struct winnow_input *input, struct cleaned *out);

#endif
