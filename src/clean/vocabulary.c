#include "clean/vocabulary.h"

#include <string.h>

enum { LINE_MAX_BYTES = 60 }; /* of the longest entry and what may stand around it */

/* From the menus of the sample pages and of WordPress, Drupal, Ghost and news themes in
   the languages they come in. Entries that are a line of their own in an article as well
   are WORD_MENU, which counts in runs alone. In lower case as far as ASCII goes. */
static const struct {
    uint8_t kinds;
    const char *words; /* separated by '|' */
} VOCABULARY[] = {
    {WORD_MENU,
     "home|homepage|news|world|politics|business|economy|opinion|opinions|analysis|"
     "editorial|editorials|sports|sport|culture|arts|entertainment|lifestyle|life|"
     "technology|tech|science|health|education|travel|weather|video|videos|photos|"
     "pictures|gallery|galleries|podcast|podcasts|cartoons|investigations|features|"
     "columns|columnists|blog|blogs|blogroll|forum|forums|events|calendar|jobs|careers|"
     "shop|store|donate|donations|support us|membership|members|newsletter|newsletters|"
     "archive|archives|categories|tags|topics|sections|recent posts|recent comments|"
     "popular posts|language|languages|region|local|national|international|middle east|"
     "africa|asia|europe|americas|latest news|top stories|breaking news|magazine|"
     "library|resources|products|services|solutions|pricing|documentation|docs|faq|"
     "help|support|my account|account|cart|wishlist|profile|settings|dashboard|books|"
     "music|movies|film|games|food|fashion|style|markets|money|finance|real estate|auto|"
     "cars|crime|obituaries|classifieds|letters|comment|comments|reviews|interviews|"
     "about|contact|team|our team|staff|press|media|partners|advertisers|next|previous|"
     "older posts|newer posts|random article|community portal|recent changes|privacy|"
     "cookies|terms|legal|imprint|disclaimer|accessibility|register|navigation|close|"
     "code of ethics|masthead"},
    {WORD_MENU,
     "startseite|nachrichten|politik|wirtschaft|kultur|wissen|wissenschaft|gesundheit|"
     "reise|wetter|meinung|panorama|regional|stellenmarkt|hilfe|"
     "accueil|actualit\xC3\xA9s|politique|soci\xC3\xA9t\xC3\xA9|\xC3\xA9"
     "conomie|"
     "monde|sant\xC3\xA9|voyage|boutique|aide|"
     "inicio|noticias|pol\xC3\xADtica|econom\xC3\xADa|cultura|deportes|sociedad|"
     "opini\xC3\xB3n|mundo|tienda|ayuda|"
     "notizie|politica|economia|sociedade|esportes|mondo|salute|viaggi|"
     "nieuws|politiek|economie|wereld|cultuur|"
     "\xD0\x93\xD0\xBB\xD0\xB0\xD0\xB2\xD0\xBD\xD0\xB0\xD1\x8F|"
     "\xD0\x9D\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x81\xD1\x82\xD0\xB8"},
    {WORD_MENU | WORD_LABEL,
     "log in|login|sign in|sign up|log out|logout|sign out|create account|"
     "subscribe|subscribe now|unsubscribe|become a member|about us|contact us|"
     "privacy policy|cookie policy|cookie settings|terms of use|"
     "terms of service|terms & conditions|"
     "sitemap|site map|advertise|advertise with us|write for us|site index|press room|"
     "do not sell my personal information|privacy settings|"
     "impressum|datenschutz|datenschutzerkl\xC3\xA4rung|agb|kontakt|anmelden|"
     "mentions l\xC3\xA9gales|politique de confidentialit\xC3\xA9|"
     "nous contacter|contactez-nous|aviso legal|pol\xC3\xADtica de privacidad|"
     "contacto|chi siamo|contatti|informativa sulla privacy|termos de uso|"
     "pol\xC3\xADtica de privacidade|privacybeleid|rss|rss feed|rss feeds|atom|search|"
     "menu|main menu|toggle navigation|skip to content|skip to main content|"
     "skip to navigation|skip navigation|jump to navigation|jump to content|"
     "zum inhalt springen|aller au contenu|saltar al contenido|back to top|"
     "return to top|scroll to top|to the top|nach oben|load more|show more|view all|"
     "see all|more stories|open menu|close menu"},
    {WORD_LABEL,
     "logo|logo logo|site logo|advertisement|advertisements|advertising|anzeige|"
     "publicit\xC3\xA9|publicidad|sponsored|sponsored content|promoted|"
     "leave a comment|leave a reply|post a comment|add a comment|no comments|"
     "view comments|show comments|loading|loading comments|please wait|"
     "print this page|print this article|email this article|print friendly|"
     "all rights reserved|powered by wordpress|proudly powered by wordpress|"
     "powered by disqus|powered by ghost|accept cookies|accept all cookies|"
     "manage cookies|cookie preferences|enter your email|your email address|"
     "sign up for our newsletter|subscribe to our newsletter|join our newsletter|"
     "enable javascript|please enable javascript"},
    {WORD_LABEL | WORD_SHARE,
     "share|share this|share this article|share this post|share this page|"
     "share this story|share it|sharing is caring|share on|share via|share with|"
     "follow|follow us|follow us on|follow me|follow me on|find us on|connect with us|"
     "stay connected|teilen|beitrag teilen|folgen sie uns|"
     "partager|partager cet article|suivez-nous|compartir|s\xC3\xADguenos|"
     "condividi|seguici|compartilhar|compartilhe|delen|volg ons"},
    {WORD_NETWORK | WORD_LABEL,
     "share on facebook|share on twitter|share on x|share on linkedin|"
     "share on pinterest|share on reddit|share on whatsapp|share on telegram|"
     "share to facebook|share to twitter|tweet this|pin it|click to share|"
     "follow us on facebook|follow us on twitter|follow us on instagram|"
     "auf facebook teilen|auf twitter teilen|partager sur facebook|"
     "compartir en facebook|compartir en twitter"},
    {WORD_NETWORK,
     "facebook|twitter|x|instagram|youtube|linkedin|pinterest|reddit|tumblr|telegram|"
     "whatsapp|snapchat|tiktok|flickr|vimeo|mastodon|bluesky|threads|discord|rumble|"
     "odysee|rokfin|gab|gettr|minds|mewe|parler|vk|vkontakte|odnoklassniki|weibo|wechat|"
     "line|viber|skype|messenger|xing|digg|stumbleupon|delicious|google+|google plus|"
     "soundcloud|spotify|apple podcasts|medium|github|email|e-mail|print|tweet|copy link|"
     "pocket|flipboard|buffer|evernote|patreon|twitch|signal"},
    {WORD_LANGUAGE,
     "english|deutsch|fran\xC3\xA7"
     "ais|espa\xC3\xB1ol|italiano|portugu\xC3\xAAs|"
     "nederlands|polski|svenska|dansk|norsk|suomi|t\xC3\xBCrk\xC3\xA7"
     "e|magyar|"
     "\xC4\x8D"
     "e\xC5\xA1tina|rom\xC3\xA2n\xC4\x83|"
     "\xD1\x80\xD1\x83\xD1\x81\xD1\x81\xD0\xBA\xD0\xB8\xD0\xB9|"
     "\xD0\xA0\xD1\x83\xD1\x81\xD1\x81\xD0\xBA\xD0\xB8\xD0\xB9|"
     "\xD0\xA3\xD0\xBA\xD1\x80\xD0\xB0\xD1\x97\xD0\xBD\xD1\x81\xD1\x8C\xD0\xBA\xD0\xB0|"
     "\xE4\xB8\xAD\xE6\x96\x87|\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E|"
     "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4|"
     "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9|"
     "\xD8\xA7\xD9\x8E\xD9\x84\xD9\x92\xD8\xB9\xD9\x8E\xD8\xB1\xD9\x8E\xD8\xA8\xD9\x90"
     "\xD9\x8A\xD9\x8E\xD9\x91\xD8\xA9\xD9\x8F|\xD9\x81\xD8\xA7\xD8\xB1\xD8\xB3\xDB\x8C|"
     "\xD7\xA2\xD7\x91\xD7\xA8\xD7\x99\xD7\xAA|"
     "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80|"
     "\xCE\x95\xCE\xBB\xCE\xBB\xCE\xB7\xCE\xBD\xCE\xB9\xCE\xBA\xCE\xAC"},
};

static bool is_edge(unsigned char c)
{
    return c < 0x80 && !is_ascii_letter(c) && !is_ascii_digit(c);
}

/* Without punctuation around it, and without a count behind it: "Comments (12)". */
static struct slice core(struct slice line)
{
    size_t bracket = slice_find_last_char(line, '(');
    if (bracket != SIZE_MAX && bracket + 1 < line.len &&
        is_ascii_digit((unsigned char)line.ptr[bracket + 1]))
        line.len = bracket;
    while (line.len && is_edge((unsigned char)line.ptr[0]))
        line = slice_after(line, 1);
    while (line.len && is_edge((unsigned char)line.ptr[line.len - 1]) &&
           line.ptr[line.len - 1] != '+')
        line.len--;
    return line;
}

static unsigned kinds_of_entry(struct slice entry)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < sizeof VOCABULARY / sizeof VOCABULARY[0]; i++) {
        struct slice rest = slice_of_string(VOCABULARY[i].words), word;
        while (slice_split(&rest, '|', &word))
            if (slice_equal_nocase(word, entry))
                kinds |= VOCABULARY[i].kinds;
    }
    return kinds;
}

/* The parts of "Arts & Culture", "Books/Films" or "Terms and Privacy". */
static size_t find_joint(struct slice line, size_t *len)
{
    static const struct slice JOINTS[] = {{" & ", 3}, {" and ", 5}, {"/", 1}, {", ", 2}};
    for (size_t i = 0; i < sizeof JOINTS / sizeof JOINTS[0]; i++) {
        size_t at = slice_find_nocase(line, JOINTS[i]);
        *len = JOINTS[i].len;
        if (at != SIZE_MAX)
            return at;
    }
    return SIZE_MAX;
}

unsigned vocabulary_kinds(struct slice line)
{
    struct slice entry = core(line);
    if (!entry.len || line.len > LINE_MAX_BYTES)
        return 0;
    unsigned kinds = kinds_of_entry(entry);
    size_t joint = 0, at = kinds ? SIZE_MAX : find_joint(entry, &joint);
    if (at == SIZE_MAX)
        return kinds;
    return kinds_of_entry(core(slice_of(entry.ptr, at))) &
           kinds_of_entry(core(slice_after(entry, at + joint)));
}
