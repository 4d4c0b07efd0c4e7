#include "site/site.h"

#include <stdlib.h>
#include <string.h>

static struct slice without_suffix(const char *name)
{
    struct slice all = slice_of_string(name);
    size_t dot = slice_find_last_char(all, '.');
    size_t slash = slice_find_last_char(all, '/');
    bool has_suffix = dot != SIZE_MAX && (slash == SIZE_MAX || dot > slash);
    return has_suffix ? slice_of(name, dot) : all;
}

void site_append_stem(const char *name, struct buffer *out)
{
    buffer_append_string(out, "text/");
    buffer_append(out, without_suffix(name));
}

void site_append_folder(const struct catalogue_page *page, struct buffer *out)
{
    struct slice name = slice_of_string(page->name);
    size_t slash = slice_find_char(name, '/');
    buffer_append(out, slash == SIZE_MAX ? name : slice_of(name.ptr, slash));
}

const char *site_title(const struct catalogue_page *page)
{
    return page->title && slice_trim(slice_of_string(page->title)).len ? page->title
                                                                       : page->url;
}

char *site_name(const char *path)
{
    char *whole = realpath(path, NULL);
    const char *slash = whole ? strrchr(whole, '/') : NULL;
    char *name = strdup(slash && slash[1] ? slash + 1 : "Archive");
    free(whole);
    return name;
}
