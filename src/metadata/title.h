/* title: decides which of the titles that a page has is the title of the article. */
#ifndef WINNOW_METADATA_TITLE_H
#define WINNOW_METADATA_TITLE_H

#include "base/slice.h"

/* How many words a heading (the text of an h1) shares with a title, or with what precedes
   the title's last bar, from 0 to 100 (Dice's coefficient): a title made for search
   engines has other wording and includes the site's name. 100 for a heading that is the
   title up to a bar of any kind, or from one to the end. */
unsigned title_likeness(struct slice heading, struct slice title);

/* Returns a heading without the sign of a link to itself at its end, as in "Forms¶" and
   "Forms #". */
struct slice title_without_anchor(struct slice heading);

/* Returns title without " | The Site" or " - The Site" at its end, if that is the name of
   the site or of the host; or without "_The Site", if that is exactly the site's name. */
struct slice title_without_site(struct slice title, struct slice site, struct slice host);

/* Returns title without exactly this name at its end, after a bar of any kind, or at its
   beginning, before one. */
struct slice title_without(struct slice title, struct slice name);
struct slice title_behind(struct slice title, struct slice name);

/* Whether a segment of the page's path other than the last says name; the second function
   removes such a name from title. In /culture/rain, "Culture" is a section, so the title
   "Culture | Rain" becomes "Rain". */
bool title_is_section(struct slice name, struct slice path);
struct slice title_without_section(struct slice title, struct slice path);

/* Whether a segment of the page's path has most words of heading, and fewer of title: the
   page was named after its heading, as in /2024/rain-in-the-hills. */
bool title_is_in_path(struct slice heading, struct slice title, struct slice path);

/* Whether name is only the name of the site or of its host, in any spelling. */
bool title_is_site(struct slice name, struct slice site, struct slice host);

#endif
