/* rule_words: the lines that the mutator adds to rule files: each kind of directive, each
   kind of selector. */
#ifndef TESTS_FUZZ_RULE_WORDS_H
#define TESTS_FUZZ_RULE_WORDS_H

#include "mutate.h"

static const struct fuzz_word rule_words[] = {
    {"title: h1\n", NULL},
    {"title: //h1[1]/text()\n", NULL},
    {"body: article, #content\n", NULL},
    {"body: div:has(> p + p):not(.a) | section\n", NULL},
    {"body: //div[contains(@class, 'x')]\n", NULL},
    {"author: .byline a\n", NULL},
    {"date: time @datetime\n", NULL},
    {"strip: .share\n", NULL},
    {"strip: p:has-text(/^Read more/i)\n", NULL},
    {"strip: p:nth-child(2n+1):is(.a, .b c)\n", NULL},
    {"strip: //p[position() > 2 and not(.//a)]\n", NULL},
    {"strip_id_or_class: related\n", NULL},
    {"keep: table\n", NULL},
    {"strip_from: h2\n", NULL},
    {"strip_after: .end\n", NULL},
    {"strip_before: h1\n", NULL},
    {"strip_line: /^\\w+ \\d+$/i\n", NULL},
    {"keep_line: /important/\n", NULL},
    {"replace_line(/(a)(b)?/): $2$1$$\n", NULL},
    {"strip_from_line: /^Comments/\n", NULL},
    {"strip_after_line: /end/\n", NULL},
    {"strip_to_line: /^Start/\n", NULL},
    {"strip_before_line: /^x/m\n", NULL},
    {"strip_lines(/^a/): /^b/\n", NULL},
    {"include: menus\n", NULL},
    {"fingerprint: meta[name=generator]\n", NULL},
    {"wall_if: .paywall\n", NULL},
    {"prune: no\n", NULL},
    {"autodetect_on_failure: no\n", NULL},
    {"strip_image_src: ads\n", NULL},
    {"strip_attr: @class\n", NULL},
    {"post_strip_attr: @id\n", NULL},
    {"dissolve: span\n", NULL},
    {"wrap_in(blockquote): .quote\n", NULL},
    {"move_into(//h1): //p[1]\n", NULL},
    {"find_string: <b>\n", NULL},
    {"replace_string: <i>\n", NULL},
    {"replace_string(<p>): <div>\n", NULL},
    {"http_header(Cookie): a=b\n", NULL},
    {"next_page_link: a[rel=next]\n", NULL},
    {"single_page_link: //a[.='All']/@href\n", NULL},
    {"if_page_contains: .x\n", NULL},
    {"native_ad_clue: .ad\n", NULL},
    {"test_url: https://fuzz.example/\n", NULL},
    {"test_contains: x\n", NULL},
    {"# a comment\n", NULL},
    {"\n", NULL},
};
static const struct grammar rule_grammar = {false, rule_words, COUNT_OF(rule_words)};

#endif
