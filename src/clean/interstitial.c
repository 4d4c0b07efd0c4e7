#include "clean/interstitial.h"

#include "base/array.h"
#include "phrases/ui_phrases.h"

enum {
    /* bytes of text on the page: the longest known (Imperva's "Pardon Our Interruption")
       has 1,100 */
    GUARD_TEXT_MAX = 2000,
    /* where the words alone tell it, and an article may quote them */
    WORDS_TEXT_MAX = 800,
    PHRASE_TEXT_MAX = 400, /* where a few words anywhere in it do */
    BOXES_MAX = 16,        /* boxes with such a name that are measured; walls have one */
    BOX_SHARE = 90,        /* hundredths of a page's text that a box before it has */
};

/* ---- signs ------------------------------------------------------------------------- */

static const char CLOUDFLARE[] = "Cloudflare";
static const char DATADOME[] = "DataDome";
static const char AKAMAI[] = "Akamai";
static const char HUMAN[] = "HUMAN, once PerimeterX";
static const char IMPERVA[] = "Imperva, once Incapsula";
static const char AWS[] = "AWS WAF";
static const char CAPTCHA[] = "a captcha";
static const char OTHER[] = "a check for robots";
static const char CONSENT[] = "a request for consent";
static const char LOGIN[] = "a request to log in";
static const char AGE[] = "a question for the reader's age";

/* Attributes of elements that only a guard's page has. */
static const struct {
    uint16_t tag; /* TAG_COUNT: any */
    struct slice attribute, value;
    bool is_part; /* the value may have more around it */
    const char *guard;
} ELEMENTS[] = {
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("challenge-error-text"), false, CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("challenge-form"), false, CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("challenge-running"), false, CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("cf-challenge-running"), false, CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("class"), SLICE_INIT("cf-browser-verification"), true,
     CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("captcha-delivery.com/"), true, DATADOME},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("sec-if-cpt-container"), false, AKAMAI},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("sec-cpt-if"), false, AKAMAI},
    {TAG_META, SLICE_INIT("content"), SLICE_INIT("bm-verify="), true, AKAMAI},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("px-captcha"), false, HUMAN},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("px-captcha-wrapper"), false, HUMAN},
    {TAG_META, SLICE_INIT("content"), SLICE_INIT("px-captcha"), false, HUMAN},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("captcha.px-cdn.net/"), true, HUMAN},
    {TAG_IFRAME, SLICE_INIT("src"), SLICE_INIT("/_Incapsula_Resource?"), true, IMPERVA},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("distilIdentificationBlock"), false,
     IMPERVA},
    {TAG_DIV, SLICE_INIT("id"), SLICE_INIT("challenge-container"), false, AWS},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("/errors/validateCaptcha"), true,
     "Amazon"},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("captcha.perfdrive.com/"), true, "Radware"},
    {TAG_META, SLICE_INIT("content"), SLICE_INIT("/.well-known/sgcaptcha/"), true,
     "SiteGround"},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("anubis_challenge"), false, "Anubis"},
    {TAG_SCRIPT, SLICE_INIT("id"), SLICE_INIT("anubis_version"), false, "Anubis"},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("/.within.website/x/cmd/anubis/"), true,
     "Anubis"},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("/.well-known/.git.gammaspectra.live/"),
     true, "go-away"},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/__qrator/"), true, "Qrator"},
    /* Discourse gives its path there; a forum for members alone leads to this one */
    {TAG_NOSCRIPT, SLICE_INIT("data-path"), SLICE_INIT("/login"), false, LOGIN},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/.well-known/ddos-guard/"), true,
     "DDoS-Guard"},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/ips.js?x-kpsdk-"), true, "Kasada"},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/ips.js?KP_UIDz="), true, "Kasada"},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("/showcaptcha"), true, "Yandex"},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("consent.google."), true, CONSENT},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("consent.youtube."), true, CONSENT},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("/v2/collectConsent"), true, CONSENT},
};

/* Elements with which pages of every kind guard a form: a guard's page has no other form,
   and no menu. */
static const struct slice CAPTCHAS[] = {
    SLICE_INIT("h-captcha"),
    SLICE_INIT("g-recaptcha"),
    SLICE_INIT("cf-turnstile"),
    SLICE_INIT("smart-captcha"),
    SLICE_INIT("frc-captcha"),
    SLICE_INIT("geetest_captcha"),
    SLICE_INIT("nc-container"),
    SLICE_INIT("sg-captcha"),
    SLICE_INIT("amzn-captcha-lang-selector"),
};

/* Whole titles, in the languages that guards speak. Plain ones may be an article's too.
 */
static const struct {
    struct slice title;
    const char *guard;
    bool is_plain;
} TITLES[] = {
    {SLICE_INIT("Just a moment..."), CLOUDFLARE, false},
    {SLICE_INIT("Nur einen Moment…"), CLOUDFLARE, false},
    {SLICE_INIT("Einen Moment bitte..."), CLOUDFLARE, false},
    {SLICE_INIT("Un instant…"), CLOUDFLARE, false},
    {SLICE_INIT("Un momento…"), CLOUDFLARE, false},
    {SLICE_INIT("Um momento…"), CLOUDFLARE, false},
    {SLICE_INIT("Een moment geduld…"), CLOUDFLARE, false},
    {SLICE_INIT("Один момент…"), CLOUDFLARE, false},
    {SLICE_INIT("Bir dakika lütfen..."), CLOUDFLARE, false},
    {SLICE_INIT("لحظة…"), CLOUDFLARE, false},
    {SLICE_INIT("请稍候…"), CLOUDFLARE, false},
    {SLICE_INIT("請稍候..."), CLOUDFLARE, false},
    {SLICE_INIT("しばらくお待ちください..."), CLOUDFLARE, false},
    {SLICE_INIT("잠시만 기다리십시오…"), CLOUDFLARE, false},
    {SLICE_INIT("Attention Required! | Cloudflare"), CLOUDFLARE, false},
    {SLICE_INIT("Access to this page has been denied"), HUMAN, false},
    {SLICE_INIT("Access to this page has been denied."), HUMAN, false},
    {SLICE_INIT("Access Denied"), AKAMAI, true},
    {SLICE_INIT("Pardon Our Interruption"), IMPERVA, false},
    {SLICE_INIT("Pardon Our Interruption..."), IMPERVA, false},
    {SLICE_INIT("Human Verification"), AWS, true},
    {SLICE_INIT("Robot Check"), "Amazon", true},
    {SLICE_INIT("DDoS-Guard"), "DDoS-Guard", false},
    {SLICE_INIT("Vercel Security Checkpoint"), "Vercel", false},
    {SLICE_INIT("Sucuri WebSite Firewall - Access Denied"), "Sucuri", false},
    {SLICE_INIT("You are being redirected..."), "Sucuri", true},
    {SLICE_INIT("Making sure you're not a bot!"), "Anubis", false},
    {SLICE_INIT("Radware Bot Manager Captcha"), "Radware", false},
    {SLICE_INIT("Captcha Challenge"), CAPTCHA, true},
    {SLICE_INIT("Security Check"), CAPTCHA, true},
    {SLICE_INIT("Are you a robot?"), CAPTCHA, true},
    {SLICE_INIT("Are you human?"), CAPTCHA, true},
    {SLICE_INIT("Robot or human?"), HUMAN, true},
    {SLICE_INIT("Client Challenge"), "Fastly", true},
    {SLICE_INIT("Robot Challenge Screen"), "SiteGround", true},
    {SLICE_INIT("Bot Verification"), CAPTCHA, true},
    {SLICE_INIT("Security Verification"), CAPTCHA, true},
    {SLICE_INIT("安全验证"), CAPTCHA, true},
    {SLICE_INIT("人机验证"), CAPTCHA, true},
    {SLICE_INIT("访问验证"), CAPTCHA, true},
    {SLICE_INIT("滑动验证页面"), CAPTCHA, true},
    {SLICE_INIT("验证码"), CAPTCHA, true},
    {SLICE_INIT("验证码拦截"), CAPTCHA, true},
    {SLICE_INIT("Ой!"), "Yandex", true},
    {SLICE_INIT("Вы не робот?"), "Yandex", true},
    {SLICE_INIT("百度安全验证"), "Baidu", false},
};

/* What a line of the page begins with, whatever its case. */
static const struct {
    struct slice words;
    const char *guard;
} WORDS[] = {
    {SLICE_INIT("Checking your browser before accessing"), CLOUDFLARE},
    {SLICE_INIT("Checking if the site connection is secure"), CLOUDFLARE},
    {SLICE_INIT("Verifying you are human. This may take"), CLOUDFLARE},
    {SLICE_INIT("Verify you are human by completing"), CLOUDFLARE},
    {SLICE_INIT("Enable JavaScript and cookies to continue"), CLOUDFLARE},
    {SLICE_INIT("Please turn JavaScript on and reload the page"), CLOUDFLARE},
    {SLICE_INIT("Bestätigen Sie, dass Sie ein Mensch sind"), CLOUDFLARE},
    {SLICE_INIT("Vérifiez que vous êtes humain"), CLOUDFLARE},
    {SLICE_INIT("Verifica que eres un ser humano"), CLOUDFLARE},
    {SLICE_INIT("Confirme que você é humano"), CLOUDFLARE},
    {SLICE_INIT("Verifica di essere un essere umano"), CLOUDFLARE},
    {SLICE_INIT("Controleer of u een mens bent"), CLOUDFLARE},
    {SLICE_INIT("Подтвердите, что вы человек"), CLOUDFLARE},
    {SLICE_INIT("以下のアクションを完了して、人間であることを確認"), CLOUDFLARE},
    {SLICE_INIT("请完成以下操作，验证您是真人"), CLOUDFLARE},
    {SLICE_INIT("아래 작업을 완료하여 사람임을 확인"), CLOUDFLARE},
    {SLICE_INIT("This website is using a security service to protect itself"),
     CLOUDFLARE},
    {SLICE_INIT("This website uses a security service to protect against malicious bots"),
     CLOUDFLARE},
    {SLICE_INIT("Verificando que usted es un ser humano"), CLOUDFLARE},
    {SLICE_INIT("Please enable JS and disable any ad blocker"), DATADOME},
    {SLICE_INIT("Sorry, you have been blocked"), CLOUDFLARE},
    {SLICE_INIT("You don't have permission to access \"http"), AKAMAI},
    {SLICE_INIT("Press & Hold to confirm you are"), HUMAN},
    {SLICE_INIT("Request unsuccessful. Incapsula incident ID"), IMPERVA},
    {SLICE_INIT("In order to continue, we need to verify that you're not a robot"), AWS},
    {SLICE_INIT("Our systems have detected unusual traffic"), "Google"},
    {SLICE_INIT("Your access to this site has been limited by the site owner"),
     "Wordfence"},
    {SLICE_INIT("The requested URL was rejected. Please consult with your administrator"),
     "F5"},
    {SLICE_INIT("Your request has been blocked due to a network policy"), "Reddit"},
    {SLICE_INIT("You've been blocked by network security"), "Reddit"},
    {SLICE_INIT("A required part of this site couldn’t load"), "Fastly"},
    {SLICE_INIT("We've detected unusual activity from your"), OTHER},
    {SLICE_INIT("Checking the site connection security"), "SiteGround"},
    {SLICE_INIT("Mit Werbung weiterlesen"), CONSENT},
    {SLICE_INIT("Weiter mit Werbung"), CONSENT},
    {SLICE_INIT("Weiterlesen mit Werbung"), CONSENT},
    {SLICE_INIT("Please enable JavaScript and cookies"), OTHER},
    {SLICE_INIT("Please enable cookies and JavaScript"), OTHER},
    {SLICE_INIT("JavaScript and cookies are required"), OTHER},
    {SLICE_INIT("Please verify you are a human"), OTHER},
    {SLICE_INIT("Please verify that you are not a robot"), OTHER},
    {SLICE_INIT("Please confirm that you are not a robot"), OTHER},
    {SLICE_INIT("Verify that you are human"), OTHER},
    {SLICE_INIT("Please complete the security check"), OTHER},
    {SLICE_INIT("To continue, please prove you are not a robot"), OTHER},
    {SLICE_INIT("Bitte bestätigen Sie, dass Sie kein Roboter sind"), OTHER},
    {SLICE_INIT("Bitte aktivieren Sie JavaScript und Cookies"), OTHER},
    {SLICE_INIT("Veuillez activer JavaScript et les cookies"), OTHER},
    {SLICE_INIT("Habilite JavaScript y las cookies"), OTHER},
    {SLICE_INIT("Подтвердите, что запросы отправляли вы"), "Yandex"},
    {SLICE_INIT("Подтвердите, что вы не робот"), OTHER},
    {SLICE_INIT("Проверка браузера перед переходом"), "DDoS-Guard"},
};

/* What such a page says somewhere, in the languages of the world: its reader is no robot,
   or his browser is being looked at. */
static const struct slice PHRASES[] = {
    SLICE_INIT("not a robot"),
    SLICE_INIT("not a bot"),
    SLICE_INIT("checking your browser"),
    SLICE_INIT("kein Roboter"),
    SLICE_INIT("kein Bot"),
    SLICE_INIT("Browser wird überprüft"),
    SLICE_INIT("pas un robot"),
    SLICE_INIT("êtes humain"),
    SLICE_INIT("Vérification de votre navigateur"),
    SLICE_INIT("no eres un robot"),
    SLICE_INIT("no es un robot"),
    SLICE_INIT("no soy un robot"),
    SLICE_INIT("Comprobando su navegador"),
    SLICE_INIT("Verificando tu navegador"),
    SLICE_INIT("não é um robô"),
    SLICE_INIT("não sou um robô"),
    SLICE_INIT("Verificando seu navegador"),
    SLICE_INIT("non sei un robot"),
    SLICE_INIT("non sono un robot"),
    SLICE_INIT("geen robot"),
    SLICE_INIT("nie jesteś robotem"),
    SLICE_INIT("nie jestem robotem"),
    SLICE_INIT("nejste robot"),
    SLICE_INIT("nejsem robot"),
    SLICE_INIT("inte är en robot"),
    SLICE_INIT("ikke er en robot"),
    SLICE_INIT("ettet ole robotti"),
    SLICE_INIT("nem vagy robot"),
    SLICE_INIT("nu sunteți un robot"),
    SLICE_INIT("robot olmadığınızı"),
    SLICE_INIT("δεν είστε ρομπότ"),
    SLICE_INIT("не робот"),
    SLICE_INIT("Проверка вашего браузера"),
    SLICE_INIT("Проверяем ваш браузер"),
    SLICE_INIT("ロボットではありません"),
    SLICE_INIT("ロボットではないことを"),
    SLICE_INIT("ブラウザを確認しています"),
    SLICE_INIT("不是机器人"),
    SLICE_INIT("不是機器人"),
    SLICE_INIT("非机器人"),
    SLICE_INIT("正在检查您的浏览器"),
    SLICE_INIT("로봇이 아닙니다"),
    SLICE_INIT("로봇이 아님을"),
    SLICE_INIT("لست روبوت"),
    SLICE_INIT("لست برنامج روبوت"),
    SLICE_INIT("ربات نیستید"),
    SLICE_INIT("אינך רובוט"),
    SLICE_INIT("रोबोट नहीं"),
    SLICE_INIT("ไม่ใช่หุ่นยนต์"),
    SLICE_INIT("không phải là robot"),
    SLICE_INIT("bukan robot"),
};

/* ---- a guard's page ---------------------------------------------------------------- */

/* Stops where there is too much of it to matter. */
static size_t count_text(const struct page *page)
{
    size_t bytes = 0;
    uint32_t end = page->body == NODE_NONE ? 0 : page->nodes[page->body].end;
    for (uint32_t i = page->body; i < end && bytes <= GUARD_TEXT_MAX; i++)
        if (node_is_text(&page->nodes[i]))
            bytes += slice_trim(page->nodes[i].text).len;
    return bytes;
}

static bool has_sign(const struct page *page, uint32_t node, size_t sign)
{
    struct slice value = page_attribute(page, node, ELEMENTS[sign].attribute);
    if (ELEMENTS[sign].tag != TAG_COUNT && ELEMENTS[sign].tag != page->nodes[node].tag)
        return false;
    return ELEMENTS[sign].is_part ? slice_find(value, ELEMENTS[sign].value) != SIZE_MAX
                                  : slice_equal(value, ELEMENTS[sign].value);
}

static const char *guard_of_element(const struct page *page, uint32_t node)
{
    for (size_t i = 0; i < COUNT_OF(ELEMENTS); i++)
        if (page->nodes[node].attribute_count && has_sign(page, node, i))
            return ELEMENTS[i].guard;
    return NULL;
}

/* Cloudflare names the site in some titles. */
static const char *guard_of_title(struct slice title, bool *is_plain)
{
    title = slice_trim(title);
    *is_plain = false;
    if (slice_ends_with(title, SLICE(" used Cloudflare to restrict access")))
        return CLOUDFLARE;
    for (size_t i = 0; i < COUNT_OF(TITLES); i++)
        if (slice_equal_nocase(title, TITLES[i].title)) {
            *is_plain = TITLES[i].is_plain;
            return TITLES[i].guard;
        }
    return NULL;
}

/* With a comma behind them they are somebody's speech. */
static const char *guard_of_words(struct slice text)
{
    text = slice_trim(text);
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (slice_starts_with_nocase(text, WORDS[i].words) &&
            !slice_starts_with(slice_after(text, WORDS[i].words.len), SLICE(",")))
            return WORDS[i].guard;
    return NULL;
}

static bool is_phrase_of_guard(struct slice text)
{
    for (size_t i = 0; i < COUNT_OF(PHRASES); i++)
        if (slice_find_nocase(text, PHRASES[i]) != SIZE_MAX)
            return true;
    return false;
}

/* A picture of letters, and the field for them, whatever the language of the page. */
static bool is_named_captcha(const struct page *page, uint32_t node)
{
    static const struct slice NAMES[] = {SLICE_INIT("name"), SLICE_INIT("id"),
                                         SLICE_INIT("src")};
    uint16_t tag = page->nodes[node].tag;
    if (tag != TAG_INPUT && tag != TAG_IMG)
        return false;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (slice_find_nocase(page_attribute(page, node, NAMES[i]), SLICE("captcha")) !=
            SIZE_MAX)
            return true;
    return false;
}

static bool is_captcha(const struct page *page, uint32_t node)
{
    for (size_t i = 0; i < COUNT_OF(CAPTCHAS); i++)
        if (page_has_class(page, node, CAPTCHAS[i]))
            return true;
    return is_named_captcha(page, node);
}

/* What a page has that no guard needs. */
static bool is_of_a_site(const struct page *page, uint32_t node)
{
    static const struct slice TYPED[] = {SLICE_INIT("hidden"), SLICE_INIT("submit"),
                                         SLICE_INIT("button")};
    uint16_t tag = page->nodes[node].tag;
    if (tag != TAG_INPUT || is_named_captcha(page, node))
        return tag == TAG_NAV || tag == TAG_ARTICLE || tag == TAG_TEXTAREA;
    struct slice type = page_attribute(page, node, SLICE("type"));
    for (size_t i = 0; i < COUNT_OF(TYPED); i++)
        if (slice_equal_nocase(type, TYPED[i]))
            return false;
    return true;
}

/* What a machine works with. A person who tells of a guard needs none. */
static bool is_machine(const struct page *page, uint32_t node)
{
    static const enum tag TAGS[] = {TAG_SCRIPT, TAG_NOSCRIPT, TAG_FORM,
                                    TAG_INPUT,  TAG_BUTTON,   TAG_IFRAME};
    for (size_t i = 0; i < COUNT_OF(TAGS); i++)
        if (page->nodes[node].tag == TAGS[i])
            return true;
    return slice_equal_nocase(page_attribute(page, node, SLICE("http-equiv")),
                              SLICE("refresh"));
}

/* What a walk over a page has found. */
struct suspicion {
    const char *sign; /* a guard that only its own pages have; NULL: none yet */
    const char *weak; /* one that other pages may speak of */
    size_t bytes;     /* of the page's text */
    bool is_site, is_machine, is_phrased, in_title;
};

static void suspect_element(const struct page *page, uint32_t i, struct suspicion *s)
{
    const struct node *node = &page->nodes[i];
    s->sign = guard_of_element(page, i);
    s->weak = !s->weak && is_captcha(page, i) ? CAPTCHA : s->weak;
    s->is_site = s->is_site || is_of_a_site(page, i);
    s->is_machine = s->is_machine || is_machine(page, i);
    s->in_title = node->tag == TAG_TITLE && !(node->flags & NODE_FOREIGN);
}

static void suspect_text(struct slice text, struct suspicion *s)
{
    bool is_plain = true;
    const char *guard = s->in_title ? guard_of_title(text, &is_plain) : NULL;
    s->sign = is_plain ? NULL : guard;
    if (s->bytes <= PHRASE_TEXT_MAX)
        s->is_phrased = s->is_phrased || is_phrase_of_guard(text);
    if (s->bytes <= WORDS_TEXT_MAX && is_plain && !s->weak)
        s->weak = s->in_title ? guard : guard_of_words(text);
}

const char *interstitial_guard(const struct page *page)
{
    struct suspicion s = {.bytes = count_text(page)};
    if (s.bytes > GUARD_TEXT_MAX)
        return NULL;
    for (uint32_t i = 0; i < page->count && !s.sign; i++) {
        if (node_is_element(&page->nodes[i]))
            suspect_element(page, i, &s);
        else
            suspect_text(page->nodes[i].text, &s);
    }
    if (s.sign || s.is_site)
        return s.sign;
    return s.weak ? s.weak : s.is_phrased && s.is_machine ? OTHER : NULL;
}

/* ---- a box before the text --------------------------------------------------------- */

/* Parts of names, of boxes that ask something before the text is to be seen. */
static const struct {
    struct slice name;
    const char *what;
} BOXES[] = {
    {SLICE_INIT("consent"), CONSENT},      {SLICE_INIT("gdpr"), CONSENT},
    {SLICE_INIT("cmp-"), CONSENT},         {SLICE_INIT("cookie-wall"), CONSENT},
    {SLICE_INIT("cookiewall"), CONSENT},   {SLICE_INIT("cookie-banner"), CONSENT},
    {SLICE_INIT("cookiebanner"), CONSENT}, {SLICE_INIT("cookie-notice"), CONSENT},
    {SLICE_INIT("privacy-wall"), CONSENT}, {SLICE_INIT("age-gate"), AGE},
    {SLICE_INIT("agegate"), AGE},          {SLICE_INIT("age_gate"), AGE},
    {SLICE_INIT("age-verification"), AGE}, {SLICE_INIT("ageverif"), AGE},
    {SLICE_INIT("age_verification"), AGE}, {SLICE_INIT("age-check"), AGE},
};

static const char *box_of_name(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(BOXES); i++)
        if (slice_find_nocase(name, BOXES[i].name) != SIZE_MAX)
            return BOXES[i].what;
    return NULL;
}

static const char *box_of_element(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    const char *what = box_of_name(page_attribute(page, node, SLICE("id")));
    for (uint32_t c = 0; c < n->class_count && !what; c++) {
        const struct token *class = &page->classes[n->classes + c];
        what = box_of_name(slice_of(class->ptr, class->len));
    }
    return what;
}

struct box {
    size_t bytes, kept; /* of text, and of text that stays */
    bool has_button;
};

static void measure_box(const struct page *page, const uint8_t *verdicts, uint32_t top,
                        struct box *box)
{
    *box = (struct box){0};
    for (uint32_t i = top; i < page->nodes[top].end; i++) {
        const struct node *node = &page->nodes[i];
        size_t bytes = node_is_text(node) ? slice_trim(node->text).len : 0;
        box->bytes += bytes;
        box->kept += verdicts[i] == VERDICT_KEEP ? bytes : 0;
        box->has_button =
            box->has_button || node->tag == TAG_BUTTON || node->tag == TAG_INPUT;
    }
}

/* Whether a node is a button, or a link, that says "Accept". */
static bool accepts(const struct page *page, uint32_t node, struct arena *a)
{
    const struct node *n = &page->nodes[node];
    if (n->tag == TAG_INPUT)
        return ui_phrases_read(page_attribute(page, node, SLICE("value"))) & UI_ACCEPT;
    bool is_button =
        n->tag == TAG_BUTTON || n->tag == TAG_A ||
        slice_equal(page_attribute(page, node, SLICE("role")), SLICE("button"));
    return is_button && ui_phrases_read(page_text(page, node, NULL, a)) & UI_ACCEPT;
}

static bool names_cookies(const struct page *page, uint32_t top)
{
    for (uint32_t i = top; i < page->nodes[top].end; i++)
        if (node_is_text(&page->nodes[i]) && ui_phrases_name_cookies(page->nodes[i].text))
            return true;
    return false;
}

/* The innermost element around a button that speaks of cookies; NODE_NONE for none. */
static uint32_t find_request(const struct page *page, uint32_t button)
{
    uint32_t top = page->nodes[button].parent;
    while (top != page->body && !names_cookies(page, top))
        top = page->nodes[top].parent;
    return names_cookies(page, top) ? top : NODE_NONE;
}

const char *interstitial_box(const struct marks *marks)
{
    const struct page *page = marks->page;
    if (page->body == NODE_NONE || count_text(page) > GUARD_TEXT_MAX)
        return NULL;
    const uint8_t *verdicts = NULL;
    unsigned measured = 0;
    struct box all, box;
    for (uint32_t i = page->body + 1;
         i < page->nodes[page->body].end && measured < BOXES_MAX; i++) {
        if (node_is_text(&page->nodes[i]))
            continue;
        const char *what = box_of_element(page, i);
        uint32_t top = i;
        if (!what && accepts(page, i, marks->arena)) {
            what = CONSENT;
            top = find_request(page, i);
        }
        if (!what || top == NODE_NONE)
            continue;
        if (!measured++) {
            verdicts = marks_spread(marks);
            measure_box(page, verdicts, page->body, &all);
        }
        measure_box(page, verdicts, top, &box);
        if ((top != i || box.has_button) && box.bytes * 100 >= all.bytes * BOX_SHARE &&
            box.kept == all.kept)
            return what;
    }
    return NULL;
}
