#include "site/serve_forms.h"

#include "http/form.h"
#include "site/markup.h"

static void append_hidden(const char *name, const char *value, struct buffer *out)
{
    buffer_printf(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    markup_text(out, slice_of_string(value));
    buffer_append_string(out, "\">\n");
}

void serve_forms_begin(const struct site *site, const char *action, const char *url,
                       struct buffer *out)
{
    buffer_printf(out, "<form method=\"post\" action=\"%s\" class=\"actions\">\n",
                  action);
    append_hidden("token", site->token, out);
    append_hidden("url", url, out);
}

void serve_forms_append_rule_link(const struct site *site, const char *url,
                                  struct buffer *out)
{
    if (!site->token)
        return;
    buffer_append_string(out, "<a href=\"/rule.html?url=");
    form_append_encoded(slice_of_string(url), out);
    buffer_append_string(out, "\">Edit the rules of this host</a>\n");
}

void serve_forms_append_quarantine(const struct site *site, const char *url,
                                   struct buffer *out)
{
    if (!site->token)
        return;
    serve_forms_begin(site, "/do", url, out);
    buffer_append_string(
        out, "<button name=\"do\" value=\"accept\">Accept the new text</button>\n"
             "<button name=\"do\" value=\"discard\">Discard it</button>\n");
    serve_forms_append_rule_link(site, url, out);
    buffer_append_string(out, "</form>\n");
}

void serve_forms_append_restore(const struct site *site, const char *url, int64_t version,
                                struct buffer *out)
{
    if (!site->token)
        return;
    serve_forms_begin(site, "/do", url, out);
    buffer_printf(out,
                  "<input type=\"hidden\" name=\"version\" value=\"%lld\">\n"
                  "<button name=\"do\" value=\"restore\">Restore version %lld</button>\n"
                  "</form>\n",
                  (long long)version, (long long)version);
}
