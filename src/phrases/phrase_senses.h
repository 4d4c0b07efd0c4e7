/* phrase_senses: what a phrase of rules/phrases/LANG.tsv may mean, by the words that the
   files have for it. rules/phrases/README.md explains each; a new one is a row here and a
   row there. */
#ifndef WINNOW_PHRASES_PHRASE_SENSES_H
#define WINNOW_PHRASES_PHRASE_SENSES_H

#include <stdint.h>

/* Where in a text the phrases of a sense are looked for. */
enum phrase_place { PHRASE_WHOLE, PHRASE_BEGINNING, PHRASE_INSIDE, PHRASE_END };

/* How texts are compared with phrases, and so how the files write those. */
enum phrase_letters {
    LETTERS_WORDS, /* the words alone: see normalize_phrase */
    LETTERS_LOWER, /* in lower case, in every script */
    LETTERS_ASCII, /* A to Z in lower case; all else as sites write it */
    LETTERS_EXACT,
};

/* What follows the word of a sense, after a hyphen: "month-3". */
enum sense_argument {
    TAKES_NONE,
    TAKES_MONTH,  /* 1 to 12 */
    TAKES_YEAR,   /* the one before the first of an era */
    TAKES_GUARD,  /* a word of PHRASE_GUARDS */
    TAKES_CLASS,  /* of NAME_CLASSES */
    TAKES_HINT,   /* of NAME_HINTS */
    TAKES_FOLDER, /* of NAME_FOLDERS */
    TAKES_BOX,    /* of NAME_BOXES */
};

struct sense {
    const char *word;
    enum phrase_place place;
    enum phrase_letters letters;
    enum sense_argument argument;
};

/* X(name, word, place, letters, argument). The senses of whole phrases come first: they
   are bits of a set. Of line-menu to line-share the model of lines has learned the bits
   as a number: they stay where they are. */
#define PHRASE_SENSES(X)                                                                 \
    X(LINE_MENU, "line-menu", WHOLE, ASCII, NONE)                                        \
    X(LINE_LABEL, "line-label", WHOLE, ASCII, NONE)                                      \
    X(LINE_NETWORK, "line-network", WHOLE, ASCII, NONE)                                  \
    X(LINE_LANGUAGE, "line-language", WHOLE, ASCII, NONE)                                \
    X(LINE_SHARE, "line-share", WHOLE, ASCII, NONE)                                      \
    X(MENU, "menu", WHOLE, WORDS, NONE)                                                  \
    X(LOGIN, "login", WHOLE, WORDS, NONE)                                                \
    X(CONSENT, "consent", WHOLE, WORDS, NONE)                                            \
    X(TOOL, "tool", WHOLE, WORDS, NONE)                                                  \
    X(FEEDBACK, "feedback", WHOLE, WORDS, NONE)                                          \
    X(PAGER, "pager", WHOLE, WORDS, NONE)                                                \
    X(RELATED, "related", WHOLE, WORDS, NONE)                                            \
    X(LATEST, "latest", WHOLE, WORDS, NONE)                                              \
    X(COMMENTS_HEADING, "comments-heading", WHOLE, WORDS, NONE)                          \
    X(COMMENT_ACTION, "comment-action", WHOLE, WORDS, NONE)                              \
    X(POST_ACTION, "post-action", WHOLE, WORDS, NONE)                                    \
    X(WALL_TITLE, "wall-title", WHOLE, ASCII, GUARD)                                     \
    X(COMMON_TITLE, "common-title", WHOLE, ASCII, NONE)                                  \
    X(JOB_TITLE, "job-title", WHOLE, LOWER, NONE)                                        \
    X(ACCOUNT, "account", WHOLE, LOWER, NONE)                                            \
    X(NOT_A_NAME, "not-a-name", WHOLE, LOWER, NONE)                                      \
    X(NAME_JOINT, "name-joint", WHOLE, LOWER, NONE)                                      \
    X(NAME_PARTICLE, "name-particle", WHOLE, LOWER, NONE)                                \
    X(DATE_JOINT, "date-joint", WHOLE, LOWER, NONE)                                      \
    X(MONTH, "month", WHOLE, LOWER, MONTH)                                               \
    X(SOLAR_MONTH, "solar-month", WHOLE, LOWER, MONTH)                                   \
    X(BYLINE, "byline", BEGINNING, LOWER, NONE)                                          \
    X(OTHER_BYLINE, "other-byline", BEGINNING, LOWER, NONE)                              \
    X(SIGNATURE, "signature", BEGINNING, LOWER, NONE)                                    \
    X(COMMENT_BY, "comment-by", BEGINNING, LOWER, NONE)                                  \
    X(COPYRIGHT, "copyright", BEGINNING, ASCII, NONE)                                    \
    X(COOKIE_NOTICE, "cookie-notice", BEGINNING, ASCII, NONE)                            \
    X(WALL_LINE, "wall-line", BEGINNING, ASCII, GUARD)                                   \
    X(BEFORE_NOON, "before-noon", BEGINNING, ASCII, NONE)                                \
    X(AFTER_NOON, "after-noon", BEGINNING, ASCII, NONE)                                  \
    X(DATE_WORD, "date-word", BEGINNING, ASCII, NONE)                                    \
    X(MONTH_NUMBER, "month-number", BEGINNING, ASCII, NONE)                              \
    X(THAI_MONTH, "thai-month", BEGINNING, ASCII, MONTH)                                 \
    X(ERA, "era", BEGINNING, ASCII, YEAR)                                                \
    X(FIRST_YEAR, "first-year", BEGINNING, ASCII, NONE)                                  \
    X(YEAR_UNIT, "year-unit", BEGINNING, ASCII, NONE)                                    \
    X(MONTH_UNIT, "month-unit", BEGINNING, ASCII, NONE)                                  \
    X(DAY_UNIT, "day-unit", BEGINNING, ASCII, NONE)                                      \
    X(HOUR_UNIT, "hour-unit", BEGINNING, ASCII, NONE)                                    \
    X(COOKIE, "cookie", INSIDE, ASCII, NONE)                                             \
    X(ROBOT_CHECK, "robot-check", INSIDE, ASCII, NONE)                                   \
    X(DATE_PUBLISHED, "date-published", INSIDE, ASCII, NONE)                             \
    X(DATE_CHANGED, "date-changed", INSIDE, ASCII, NONE)                                 \
    X(DATE_OTHER, "date-other", INSIDE, ASCII, NONE)                                     \
    X(FOOTER_NOTICE, "footer-notice", INSIDE, ASCII, NONE)                               \
    X(PRIVACY_POLICY, "privacy-policy", INSIDE, ASCII, NONE)                             \
    X(TERMS_OF_USE, "terms-of-use", INSIDE, ASCII, NONE)                                 \
    X(ENTRY_JOINT, "entry-joint", INSIDE, ASCII, NONE)                                   \
    X(COMPANY_REGISTER, "company-register", INSIDE, EXACT, NONE)                         \
    X(BYLINE_INSIDE, "byline-inside", INSIDE, EXACT, NONE)                               \
    X(NAME_END, "name-end", INSIDE, EXACT, NONE)                                         \
    X(NAME_END_LABEL, "name-end-label", INSIDE, EXACT, NONE)                             \
    X(DATELINE_END, "dateline-end", END, EXACT, NONE)                                    \
    X(REPORTER, "reporter", END, EXACT, NONE)                                            \
    X(REPORTER_KIND, "reporter-kind", END, EXACT, NONE)                                  \
    X(MORE_NAMES, "more-names", END, EXACT, NONE)                                        \
    X(COMMENT_SAYS, "comment-says", END, EXACT, NONE)

enum phrase_sense {
#define X(name, word, place, letters, argument) SENSE_##name,
    PHRASE_SENSES(X)
#undef X
        SENSE_COUNT,
};

extern const struct sense phrase_senses[SENSE_COUNT];

/* X(name, word, text of messages): whose wall is before a page, or what it asks for. */
#define PHRASE_GUARDS(X)                                                                 \
    X(CLOUDFLARE, "cloudflare", "Cloudflare")                                            \
    X(DATADOME, "datadome", "DataDome")                                                  \
    X(AKAMAI, "akamai", "Akamai")                                                        \
    X(HUMAN, "human", "HUMAN, formerly PerimeterX")                                      \
    X(IMPERVA, "imperva", "Imperva, formerly Incapsula")                                 \
    X(AWS, "aws", "AWS WAF")                                                             \
    X(AMAZON, "amazon", "Amazon")                                                        \
    X(ANUBIS, "anubis", "Anubis")                                                        \
    X(BAIDU, "baidu", "Baidu")                                                           \
    X(DDOS_GUARD, "ddos-guard", "DDoS-Guard")                                            \
    X(F5, "f5", "F5")                                                                    \
    X(FASTLY, "fastly", "Fastly")                                                        \
    X(GO_AWAY, "go-away", "go-away")                                                     \
    X(GOOGLE, "google", "Google")                                                        \
    X(KASADA, "kasada", "Kasada")                                                        \
    X(QRATOR, "qrator", "Qrator")                                                        \
    X(RADWARE, "radware", "Radware")                                                     \
    X(REDDIT, "reddit", "Reddit")                                                        \
    X(SITEGROUND, "siteground", "SiteGround")                                            \
    X(SUCURI, "sucuri", "Sucuri")                                                        \
    X(VERCEL, "vercel", "Vercel")                                                        \
    X(WORDFENCE, "wordfence", "Wordfence")                                               \
    X(YANDEX, "yandex", "Yandex")                                                        \
    X(CAPTCHA, "captcha", "a captcha")                                                   \
    X(OTHER, "other", "a check for robots")                                              \
    X(LOGIN, "login", "a request to log in")                                             \
    X(CONSENT, "consent", "a request for consent")

/* The value of a phrase with a guard; 0 is none. */
#define X(name, word, message) GUARD_##name,
enum phrase_guard { GUARD_NONE, PHRASE_GUARDS(X) };
#undef X

#endif
