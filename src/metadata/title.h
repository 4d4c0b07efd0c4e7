/* title: which of the titles that a page gives itself is the article's. */
#ifndef WINNOW_METADATA_TITLE_H
#define WINNOW_METADATA_TITLE_H

#include "base/slice.h"

/* How many words a heading (an h1's text) shares with a title, or with what stands before
   the title's last bar, from 0 to 100 (Dice's coefficient): a title made for search
   engines says it otherwise, and has the site's name in it. 100 for a heading that is the
   title up to a bar of any kind, or from one on. */
unsigned title_likeness(struct slice heading, struct slice title);

/* A heading without the sign of a link to itself at its end: "Forms¶", "Forms #". */
struct slice title_without_anchor(struct slice heading);

/* title without " | The Site" or " - The Site" at its end, where that is the site's name
   or the host's; or "_The Site", where that is just the site's name. */
struct slice title_without_site(struct slice title, struct slice site, struct slice host);

/* title without just this name at its end, behind a bar of any kind, or at its beginning,
   before one. */
struct slice title_without(struct slice title, struct slice name);
struct slice title_behind(struct slice title, struct slice name);

/* Whether a part of the page's path but its last says name; and title without such a
   part: "Culture | Rain" is Rain in /culture/rain. */
bool title_is_section(struct slice name, struct slice path);
struct slice title_without_section(struct slice title, struct slice path);

/* Whether name is the site's own: no more than its name or its
   host's, however written. */
bool title_is_site(struct slice name, struct slice site, struct slice host);

#endif
