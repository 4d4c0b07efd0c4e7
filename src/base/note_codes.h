/* note_codes: the codes of notes in records, in one table. */
#ifndef WINNOW_BASE_NOTE_CODES_H
#define WINNOW_BASE_NOTE_CODES_H

/* The code, as a record shows it, and what it means. Codes stay as they are: programs
   match on them. */
#define NOTE_CODES(X)                                                                    \
    X(CHARACTERS_LOST, "characters-lost",                                                \
      "bytes of the text could not be decoded (U+FFFD)")                                 \
    X(CHARSET_REFUTED, "charset-refuted",                                                \
      "the bytes are not in the encoding that the page declares")                        \
    X(COMMENTS_KEPT, "comments-kept", "readers' comments were kept below the text")      \
    X(CUT_REFUSED, "cut-refused", "a rule would have removed nearly all of the text")    \
    X(ENCODED_TWICE, "encoded-twice", "text that was encoded as UTF-8 twice was mended") \
    X(FEED_DAMAGED, "feed-damaged",                                                      \
      "a feed, sitemap or list could not be read as it is")                              \
    X(INCLUDE, "include", "an included rule file cannot be used")                        \
    X(MODEL_STANDS, "model-stands", "no body line of a community file was used")         \
    X(NATIVE_AD, "native-ad", "a native_ad_clue line matched")                           \
    X(PAGE_EMPTIED, "page-emptied", "a rule removed all of the text")                    \
    X(PAGE_FAILED, "page-failed", "a page of the article could not be fetched or used")  \
    X(PAGE_NOT_FETCHED, "page-not-fetched", "a page of the article was not asked for")   \
    X(REGEX_LIMIT, "regex-limit", "a pattern took too long on this page")                \
    X(REPLACE_REFUSED, "replace-refused", "a replacement would have grown too large")    \
    X(RULE_AT_WORK, "rule-at-work", "the rule line being applied at the page's limit")   \
    X(RULE_DOUBTED, "rule-doubted", "a rule was obeyed that removes likely text")        \
    X(RULE_ERROR, "rule-error", "the site's rule file has an error")                     \
    X(RULE_OVERRULED, "rule-overruled", "a line of a community file was passed over")    \
    X(TEXT_EMBEDDED, "text-embedded", "the text comes from JSON-LD or script data")      \
    X(XPATH_LIMIT, "xpath-limit", "an XPath expression took too long on this page")

enum note_code {
#define X(code, name, meaning) NOTE_##code,
    NOTE_CODES(X)
#undef X
        NOTE_CODE_COUNT
};

/* "cut-refused". A static string. */
const char *note_code_name(enum note_code code);
/* For the manual page: half a sentence. A static string. */
const char *note_code_meaning(enum note_code code);

#endif
