#include "site/assets.h"

#include "base/embed.h"

EMBED_FILE(site_css, "src/site/site.css");
EMBED_FILE(site_js, "src/site/site.js");

struct slice assets_style(void)
{
    return EMBEDDED(site_css);
}

struct slice assets_script(void)
{
    return EMBEDDED(site_js);
}
