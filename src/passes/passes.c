#include "passes/passes.h"

#include "base/array.h"
#include "passes/article_paragraphs.h"
#include "passes/boilerplate.h"
#include "passes/breadcrumbs.h"
#include "passes/button_labels.h"
#include "passes/comment_prompts.h"
#include "passes/comments.h"
#include "passes/copies.h"
#include "passes/fill_gaps.h"
#include "passes/headings.h"
#include "passes/link_boxes.h"
#include "passes/link_rows.h"
#include "passes/nav_only.h"
#include "passes/newsletter_boxes.h"
#include "passes/next_articles.h"
#include "passes/related_links.h"
#include "passes/repeats.h"
#include "passes/slogans.h"
#include "passes/small_print.h"

/* Sets of page types. */
enum {
    ALL = (1 << TYPE_COUNT) - 1,
    ARTICLE = 1 << TYPE_ARTICLE,
    MANUAL = 1 << TYPE_DOCUMENTATION,
    FORUM = 1 << TYPE_FORUM,
    /* Links to other texts may be what these are for. */
    LISTS = 1 << TYPE_LISTING | 1 << TYPE_COLLECTION,
    /* Shops show a list twice, to wide and to narrow screens, and forums quote. */
    TWICE = 1 << TYPE_PRODUCT | 1 << TYPE_COLLECTION | FORUM,
    /* A newsletter box is never what these are for. */
    TEXTS = ARTICLE | MANUAL | FORUM,
};

const struct pass PASSES[] = {
    /* what leads elsewhere, by the names of elements */
    {REASON_RELATED_BOX, ALL & ~LISTS, link_boxes_refuse_related},
    {REASON_SHARE_BAR, ALL & ~LISTS, link_boxes_refuse_share_bars},
    {REASON_PAGER_BOX, ALL & ~LISTS, link_boxes_refuse_pagers},

    /* what belongs to the text, although the model doubts it */
    {REASON_REPEATED_IN_MANUAL, MANUAL, repeats_keep_all},
    {REASON_REPEATED_STEP, ALL & ~(MANUAL | TWICE), repeats_keep_steps},
    {REASON_ARTICLE_PARAGRAPH, ALL, article_paragraphs_keep},
    {REASON_STATED_TEXT, ALL, article_paragraphs_keep_stated},
    {REASON_GAP, ALL, fill_gaps_keep_passages},
    {REASON_HEADING_OF_TEXT, ALL, headings_keep},
    {REASON_GAP_ELEMENT, ALL, fill_gaps_keep_elements},

    /* what is the text of another page, or this text again */
    {REASON_COPY, ALL & ~(MANUAL | TWICE), copies_refuse},
    {REASON_NEXT_ARTICLE, ARTICLE, next_articles_refuse},

    /* on a forum the comments are the text */
    {REASON_COMMENTS, ALL & ~FORUM, comments_refuse},

    /* boilerplate: candidates kind by kind, then the decision about all of them */
    {REASON_BUTTON_LABEL, ALL, button_labels_find},
    {REASON_FEEDBACK_QUESTION, ALL, button_labels_find_questions},
    {REASON_PAGER, ALL, button_labels_find_pagers},
    {REASON_POST_ACTIONS, ALL, button_labels_find_actions},
    {REASON_READ_ALSO, ALL, related_links_find_lines},
    {REASON_RELATED_LINKS, ALL, related_links_find},
    {REASON_LATEST_LINKS, ALL & ~LISTS, related_links_find_latest},
    {REASON_TEASERS, ARTICLE, next_articles_find_teasers},
    {REASON_LINK_RUN, ARTICLE, link_rows_find_runs},
    {REASON_LINK_RUN, ALL & ~(ARTICLE | MANUAL), link_rows_find_runs_in_prose},
    {REASON_LINK_LINE, ARTICLE, link_rows_find_lines},
    {REASON_EMPTY_COMMENTS, ALL & ~FORUM, comment_prompts_find_empty},
    {REASON_EMPTY_COMMENTS, ALL & ~FORUM, comment_prompts_find_labels},
    {REASON_COMMENT_FORM, ALL & ~FORUM, comment_prompts_find_forms},
    {REASON_NEWSLETTER_BOX, TEXTS, newsletter_boxes_find},
    {REASON_NEWSLETTER_BOX, ALL & ~TEXTS, newsletter_boxes_find_in_text},
    {REASON_SLOGAN, ALL, slogans_find},
    {REASON_BREADCRUMBS, ALL, breadcrumbs_find},
    {REASON_SMALL_PRINT, ALL, small_print_find}, /* last: it outweighs the others */
    {REASON_NONE, ALL, boilerplate_refuse},      /* each with the code that found it */

    {REASON_EMPTY_HEADING, ARTICLE, headings_drop_empty},

    /* what would be left of a page without content */
    {REASON_LINK_ROW, ARTICLE, link_rows_refuse},
    {REASON_MENUS_ONLY, ALL, nav_only_drop},
};
const size_t PASSES_COUNT = COUNT_OF(PASSES);

void passes_run(struct pass_state *s)
{
    for (size_t i = 0; i < COUNT_OF(PASSES); i++) {
        if (!(PASSES[i].types & 1u << s->type))
            continue;
        s->code = PASSES[i].code;
        PASSES[i].run(s);
    }
}
