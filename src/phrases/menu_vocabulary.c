#include "phrases/menu_vocabulary.h"

#include "base/array.h"
#include <stdint.h>

enum { LINE_MAX_BYTES = 60 }; /* of the longest entry and what may stand around it */

/* From the menus of the sample pages and of WordPress, Drupal, Ghost and news themes in
   the languages they come in. Entries that are a line of their own in an article as well
   are UI_MENU, which counts in runs alone. In lower case as far as ASCII goes. */
static const struct {
    uint8_t kinds;
    const char *words; /* separated by '|' */
} VOCABULARY[] = {
    {UI_MENU,
     "home|homepage|news|world|politics|business|economy|prediction|opinions|analysis|"
     "editorial|editorials|sports|sport|culture|arts|entertainment|lifestyle|life|"
     "technology|tech|science|health|education|travel|weather|video|videos|photos|"
     "pictures|gallery|galleries|podcast|podcasts|cartoons|investigations|features|"
     "columns|columnists|blog|blogs|blogroll|forum|forums|events|calendar|jobs|"
     "careers|shop|store|donate|donations|support us|membership|members|newsletter|"
     "newsletters|archive|archives|categories|tags|topics|sections|recent posts|"
     "recent comments|popular posts|language|languages|region|local|national|"
     "international|middle east|africa|asia|europe|americas|latest news|top stories|"
     "breaking news|magazine|library|resources|products|services|solutions|pricing|"
     "documentation|docs|faq|help|support|my account|account|cart|wishlist|profile|"
     "settings|dashboard|books|music|movies|film|games|food|fashion|style|markets|"
     "money|finance|real estate|auto|cars|crime|obituaries|classifieds|letters|"
     "comment|comments|reviews|interviews|about|contact|team|our team|staff|press|"
     "media|partners|advertisers|next|previous|older posts|newer posts|random article|"
     "community portal|recent changes|privacy|cookies|terms|legal|imprint|disclaimer|"
     "accessibility|register|navigation|close|code of ethics|masthead"},
    {UI_MENU,
     "startseite|nachrichten|politik|wirtschaft|kultur|wissen|wissenschaft|gesundheit|"
     "reise|wetter|meinung|panorama|regional|stellenmarkt|hilfe|accueil|actualités|"
     "politique|société|économie|monde|santé|voyage|boutique|aide|inicio|noticias|"
     "política|economía|cultura|deportes|sociedad|opinión|mundo|tienda|ayuda|notizie|"
     "politica|economia|sociedade|esportes|mondo|salute|viaggi|nieuws|politiek|"
     "economie|wereld|cultuur"},
    {UI_MENU,
     "Главная|Новости|Политика|Экономика|Общество|Культура|Спорт|Наука|Фото|Видео|"
     "Мнения|Происшествия|Контакты|Реклама|О нас|О проекте|首页|新闻|财经|体育|娱乐|科技|"
     "教育|旅游|军事|汽车|房产|健康|视频|图片|论坛|博客|关于我们|联系我们|网站地图|"
     "ホーム|"
     "ニュース|政治|経済|国際|社会|スポーツ|文化|天気|エンタメ|動画|写真|コラム|会社案内|"
     "採用情報|お問い合わせ|الرئيسية|أخبار|سياسة|اقتصاد|رياضة|ثقافة|علوم|صحة|فيديو|صور|"
     "آراء|من نحن|اتصل بنا"},
    {UI_MENU | WORD_LABEL,
     "Войти|Вход|Регистрация|Поиск|Карта сайта|登录|注册|搜索|ログイン|"
     "会員登録|検索|サイトマップ|プライバシーポリシー|تسجيل الدخول|سياسة الخصوصية|"
     "خريطة الموقع|أعلن معنا"},
    {UI_MENU | WORD_LABEL,
     "log in|login|sign in|sign up|log out|logout|sign out|create account|subscribe|"
     "subscribe now|unsubscribe|become a member|about us|contact us|privacy policy|"
     "cookie policy|cookie settings|terms of use|terms of service|terms & conditions|"
     "sitemap|site map|advertise|advertise with us|write for us|site index|press room|"
     "do not sell my personal information|privacy settings|impressum|datenschutz|"
     "datenschutzerklärung|agb|kontakt|anmelden|mentions légales|"
     "politique de confidentialité|nous contacter|contactez-nous|aviso legal|"
     "política de privacidad|contacto|chi siamo|contatti|informativa sulla privacy|"
     "termos de uso|política de privacidade|privacybeleid|rss|rss feed|rss feeds|atom|"
     "search|menu|main menu|toggle navigation|skip to content|skip to main content|"
     "skip to navigation|skip navigation|jump to navigation|jump to content|"
     "zum inhalt springen|aller au contenu|saltar al contenido|back to top|"
     "return to top|scroll to top|to the top|nach oben|load more|show more|view all|"
     "see all|more stories|open menu|close menu"},
    {WORD_LABEL,
     "logo|logo logo|site logo|advertisement|advertisements|advertising|anzeige|"
     "publicité|publicidad|sponsored|sponsored content|promoted|leave a comment|"
     "leave a reply|post a comment|add a comment|no comments|view comments|"
     "show comments|loading|loading comments|please wait|print this page|"
     "print this article|email this article|print friendly|all rights reserved|"
     "powered by wordpress|proudly powered by wordpress|powered by disqus|"
     "powered by ghost|accept cookies|accept all cookies|manage cookies|"
     "cookie preferences|enter your email|your email address|"
     "sign up for our newsletter|subscribe to our newsletter|join our newsletter|"
     "enable javascript|please enable javascript"},
    {WORD_LABEL | WORD_SHARE,
     "share|share this|share this article|share this post|share this page|"
     "share this story|share it|sharing is caring|share on|share via|share with|"
     "follow|follow us|follow us on|follow me|follow me on|find us on|connect with us|"
     "stay connected|teilen|beitrag teilen|folgen sie uns|partager|"
     "partager cet article|suivez-nous|compartir|síguenos|condividi|seguici|"
     "compartilhar|compartilhe|delen|volg ons|Поделиться|Подписывайтесь|分享|分享到|"
     "シェア|シェアする|شارك|مشاركة|تابعنا"},
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
     "odysee|rokfin|gab|gettr|minds|mewe|parler|vk|vkontakte|odnoklassniki|weibo|"
     "wechat|line|viber|skype|messenger|xing|digg|stumbleupon|delicious|google+|"
     "google plus|soundcloud|spotify|apple podcasts|medium|github|email|e-mail|print|"
     "tweet|copy link|pocket|flipboard|buffer|evernote|patreon|twitch|signal"},
    {WORD_LANGUAGE,
     "english|deutsch|français|español|italiano|português|nederlands|polski|svenska|"
     "dansk|norsk|suomi|türkçe|magyar|čeština|română|русский|Русский|Українська|中文|"
     "日本語|한국어|العربية|اَلْعَرَبِيَّةُ|فارسی|עברית|हिन्दी|Ελληνικά"},
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

/* Whether it is one of the words between bars. A search for its bytes is many times as
   fast as a look at each word. */
static bool has_word(struct slice words, struct slice entry)
{
    for (size_t from = 0; from + entry.len <= words.len;) {
        size_t at = slice_find(slice_after(words, from), entry);
        if (at == SIZE_MAX)
            return false;
        size_t begin = from + at, end = begin + entry.len;
        if ((begin == 0 || words.ptr[begin - 1] == '|') &&
            (end == words.len || words.ptr[end] == '|'))
            return true;
        from = begin + 1;
    }
    return false;
}

static unsigned kinds_of_entry(struct slice entry)
{
    char lower[LINE_MAX_BYTES];
    unsigned kinds = 0;
    if (!entry.len || entry.len > sizeof lower || slice_find_char(entry, '|') != SIZE_MAX)
        return 0;
    for (size_t i = 0; i < entry.len; i++)
        lower[i] = (char)ascii_lower((unsigned char)entry.ptr[i]);
    for (size_t i = 0; i < COUNT_OF(VOCABULARY); i++)
        if (has_word(slice_of_string(VOCABULARY[i].words), slice_of(lower, entry.len)))
            kinds |= VOCABULARY[i].kinds;
    return kinds;
}

/* The parts of "Arts & Culture", "Books/Films" or "Terms and Privacy". */
static size_t find_joint(struct slice line, size_t *len)
{
    static const struct slice JOINTS[] = {SLICE_INIT(" & "), SLICE_INIT(" and "),
                                          SLICE_INIT("/"), SLICE_INIT(", ")};
    for (size_t i = 0; i < COUNT_OF(JOINTS); i++) {
        size_t at = slice_find_nocase(line, JOINTS[i]);
        *len = JOINTS[i].len;
        if (at != SIZE_MAX)
            return at;
    }
    return SIZE_MAX;
}

unsigned menu_vocabulary_kinds(struct slice line)
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
