#include "passes/link_boxes.h"

#include "model/passage_kind.h"

enum { LEVELS_MAX = 4 }; /* from a link up to the element with the name */

/* Whether a passage is only links, in an element with such a name. Short pages have such
   boxes amid their text. */
static bool is_in_box(const struct passage *p, enum name_class name)
{
    uint16_t depth = p->around.class_depth[name];
    return depth && p->around.depth - depth <= LEVELS_MAX && passage_kind_is_links(p);
}

static void refuse(struct pass_state *s, enum name_class name)
{
    bool is_box_next = false;
    for (size_t i = s->passages->count; i-- > 0;) {
        const struct passage *p = &s->passages->items[i];
        bool is_its_heading =
            is_box_next && passage_kind_is_heading(p) && p->tag != TAG_H1 && !p->is_ruled;
        is_box_next = is_its_heading || is_in_box(p, name);
        if (is_box_next)
            pass_state_refuse(s, i);
    }
}

void link_boxes_refuse_related(struct pass_state *s)
{
    refuse(s, NAMES_RELATED);
}

void link_boxes_refuse_share_bars(struct pass_state *s)
{
    refuse(s, NAMES_SHARE);
}

void link_boxes_refuse_pagers(struct pass_state *s)
{
    refuse(s, NAMES_PAGER);
}
