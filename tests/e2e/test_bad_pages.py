"""Pages without main content: bot checks, login forms, menus, frames; and pages with very many
blocks, or with one huge block."""

import resource

import pytest

from conftest import ROOT

MB = 1 << 20
SENTENCE = "The ferry goes at seven, and at nine when the wind allows it, said the man at the pier. "


def html(title, body, head=""):
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
            f"<body>{body}</body></html>").encode()


GUARDS = {
    "cloudflare": ("Cloudflare", html("Just a moment...", """<div class="main-wrapper" role="main"><div class="main-content">
<noscript><div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript>
</div></div><script>(function(){window._cf_chl_opt={cvId:'3',cType:'managed'};}());</script>""",
                                      '<meta name="robots" content="noindex,nofollow"><meta http-equiv="refresh" content="360">')),
    "cloudflare-in-chinese": ("Cloudflare", html("请稍候…", """<div class="main-wrapper" role="main"><div class="main-content">
<h1 class="zone-name-title h1">reader.example</h1><p class="h2 spacer-bottom">确认您是真人</p></div></div>""")),
    "cloudflare-blocked": ("Cloudflare", html("Attention Required! | Cloudflare", """<div id="cf-wrapper"><h1>Sorry, you have been blocked</h1>
<h2>You are unable to access reader.example</h2><h2>Why have I been blocked?</h2><p>This website is using a security service to
protect itself from online attacks. The action you just performed triggered the security solution.</p></div>""")),
    "cloudflare-old": ("Cloudflare", html("reader.example", """<form id="challenge-form" action="/"><h1>Checking your browser before
accessing reader.example.</h1><p>This process is automatic. Your browser will redirect to your requested content shortly.</p></form>""")),
    "datadome": ("DataDome", html("reader.example", """<p id="cmsg">Please enable JS and disable any ad blocker</p>
<script>var dd={'rt':'c','cid':'AHrlqAAAAAMA','hsh':'F1','t':'bv','s':4,'host':'geo.captcha-delivery.com'}</script>
<script src="https://ct.captcha-delivery.com/c.js"></script>""")),
    "datadome-frame": ("DataDome", html("reader.example", """<iframe src="https://geo.captcha-delivery.com/captcha/?initialCid=AHr"
title="DataDome CAPTCHA" width="100%" height="100%"></iframe>""")),
    "cloudflare-1020": ("Cloudflare", html("Access denied | reader.example used Cloudflare to restrict access", """<div id="cf-wrapper">
<h1>Error 1020</h1><h2>Access denied</h2><p>This website is using a security service to protect itself from online attacks.</p></div>""")),
    "akamai": ("Akamai", html("Access Denied", """<h1>Access Denied</h1> You don't have permission to access
"http&#58;&#47;&#47;reader&#46;example&#47;" on this server.<p> Reference&#32;&#35;18&#46;5d4dd417 <p>https://errors.edgesuite.net/18.5d4dd417""")),
    "akamai-behaviour": ("Akamai", html("&nbsp;", '<div id="sec-if-cpt-container" role="main"><div class="behavioral-content">'
                                        '<p>Powered and protected by</p></div></div>')),
    "perimeterx": ("HUMAN", html("Access to this page has been denied", """<section class="container"><h1>Before we continue...</h1>
<p>Press &amp; Hold to confirm you are a human (and not a bot).</p><div id="px-captcha"></div><p>Reference ID 81b1e0a0</p></section>""")),
    "incapsula": ("Imperva", html("", """<iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31&amp;xinfo=9" frameborder=0
width="100%" height="100%">Request unsuccessful. Incapsula incident ID: 9000560-211</iframe>""", '<meta name="ROBOTS" content="NOINDEX, NOFOLLOW">')),
    "imperva": ("Imperva", html("Pardon Our Interruption", """<div class="container"><h1>Pardon Our Interruption</h1><p>As you were browsing
something about your browser made us think you were a bot. There are a few reasons this might happen:</p><ul><li>You've disabled cookies in
your web browser.</li><li>You're a power user moving through this website with super-human speed.</li><li>A third-party browser plugin is
preventing JavaScript from running.</li></ul><p>To regain access, please make sure that cookies and JavaScript are enabled before reloading
the page.</p></div>""")),
    "aws-waf": ("AWS WAF", html("", """<div id="challenge-container"></div><script>AwsWafIntegration.saveReferrer();</script>
<noscript><h1>JavaScript is disabled</h1> In order to continue, we need to verify that you're not a robot. This requires JavaScript.
Enable JavaScript and then reload the page.</noscript>""", '<script src="https://f1.token.awswaf.com/f1/c2/challenge.js"></script>')),
    "hcaptcha": ("a captcha", html("One more step", """<main><h1>One more step</h1><p>Solve the puzzle to go on to reader.example.</p>
<form action="/verify" method="post"><div class="h-captcha" data-sitekey="10000000"></div><input type="submit" value="Go on"></form></main>""")),
    "recaptcha-in-german": ("a captcha", html("Sicherheitsabfrage", """<h1>Sicherheitsabfrage</h1><p>Von Ihrem Anschluss kommen ungewöhnlich
viele Anfragen.</p><form method="post"><div class="g-recaptcha" data-sitekey="6Lc"></div><input type="hidden" name="next" value="/"></form>""")),
    "letters-in-german": ("a captcha", html("Sicherheitsüberprüfung", """<main><h1>Sind Sie ein Mensch?</h1><p>Bitte tippen Sie die
Buchstaben ab, um fortzufahren.</p><form><img src="/captcha.php" alt=""><input type="text" name="captcha_code"><button>Weiter</button></form></main>""")),
    "consent-or-pay": ("a request for consent", html("Zustimmung", """<div class="cmp-wall"><h1>Willkommen bei reader.example</h1><div><h2>Mit
Werbung weiterlesen</h2><p>Besuchen Sie uns wie gewohnt mit Werbung. Wir und unsere 214 Partner verarbeiten dazu Daten von Ihrem
Gerät.</p><button>Akzeptieren und weiter</button></div><div><h2>Oder Pur-Abo</h2><p>Für 4,99 Euro im Monat, ohne Werbung und ohne
Tracking.</p><a href="/pur">Zum Abo</a></div></div><footer><a href="/impressum">Impressum</a></footer>""")),
    "age": ("a question for the reader's age", html("Dale Distillery", """<div id="age-gate"><h1>Welcome to Dale Distillery</h1><p>You must
be of legal drinking age to come in.</p><form><button>Yes, I am</button><button>No</button></form></div>""")),
    "script-and-cookies": ("a check for robots", html("reader.example", "<noscript><p>Please enable JavaScript and cookies to go on reading.</p></noscript>"
                                                     "<p>Please enable JavaScript and cookies, then load the page again.</p>")),
    "kasada": ("Kasada", html("", """<script>window.KPSDK={};KPSDK.now=Date.now;</script>
<script src="/149e9513/2d206a39/ips.js?x-kpsdk-v=j-0.0.0"></script>""")),
    "cloudflare-in-french": ("Cloudflare", html("reader.example", """<main><h1>reader.example</h1>
<h2>Vérifiez que vous êtes humain en effectuant l’action ci-dessous.</h2></main>""")),
    "reddit": ("Reddit", html("Blocked", "<h2>You've been blocked by network security.</h2><p>If you think that is a mistake, file a ticket.</p>")),
    "sliding-captcha": ("a captcha", html("验证码", """<div><h2>安全验证</h2><p>请按住滑块，拖动到最右边。</p><div class="nc-container"></div></div>""")),
    "consent-without-names": ("a request for consent", html("Zustimmung", """<main><h1>Mit Werbung weiterlesen</h1><p>Besuchen Sie uns wie
gewohnt mit Werbung und Tracking.</p><button>Akzeptieren und weiter</button><h2>Oder im Pur-Abo ohne Tracking</h2></main>""")),
    "yandex": ("Yandex", html("Вы не робот?", '<form method="POST" action="/showcaptcha?retpath=x"><span>Подтвердите, что запросы '
                              'отправляли вы, а не робот</span><input type="submit" value="Я не робот"></form>')),
    "own-check-in-german": ("a check for robots", html("Sicherheitsprüfung", """<h1>Einen Augenblick</h1><p>Wir prüfen, ob Sie kein Roboter sind. Sie
werden gleich weitergeleitet.</p><script src="/pruefung.js"></script>""")),
    "own-check-in-russian": ("a check for robots", html("Проверка", """<div>Проверяем, что вы не робот</div><script src="/check.js"></script>""")),
    "own-check-in-japanese": ("a check for robots", html("確認", """<p>お客様がロボットではないことを確認しています。</p><form action="/check"><button>次へ</button></form>""")),
    "anubis-in-german": ("Anubis", html("Stelle sicher, dass du kein Bot bist!", """<main><h1>Stelle sicher, dass du kein Bot bist!</h1>
<img src="/.within.website/x/cmd/anubis/static/img/pensive.webp"><p id="status">Lädt...</p></main>""")),
    "discourse-for-members": ("a request to log in", html("Quay forum", """<noscript data-path="/login"><header class="d-header"><a href="/">Quay
forum</a></header><div id="main-outlet"><h1>Welcome to the Quay forum</h1><p>An account is required.</p></div></noscript>""")),
    "consent-in-hashed-names": ("a request for consent", html("Le Quai", """<div class="css-9a"><p>Avec votre accord, nos 214 partenaires et nous
utilisons des cookies pour stocker, consulter et traiter des données personnelles.</p><button class="css-k1">Accepter et fermer</button>
<button class="css-k2">Continuer sans accepter</button></div>""")),
    "consent-in-japanese": ("a request for consent", html("桟橋新聞", """<div><p>当サイトではサービス向上のためクッキーを使用しています。</p><button>同意する</button></div>""")),
    "anubis": ("Anubis", html("Making sure you&#39;re not a bot!", """<main><h1>Making sure you&#39;re not a bot!</h1><p id="status">Loading...</p>
<details><summary>Why am I seeing this?</summary><p>You are seeing this because the administrator of this website has set up a guard
against the scourge of companies that scrape.</p></details></main>""", '<script id="anubis_challenge" type="application/json">{"rules":{}}</script>')),
}


@pytest.mark.parametrize("name", GUARDS)
def test_a_bot_check_is_blocked(winnow, name):
    guard, page = GUARDS[name]
    result = winnow("--input", "html", "--url", "https://reader.example/a", stdin=page)
    assert (result.out, result.code) == ("", 3)
    assert result.err.startswith(f"winnow: https://reader.example/a: the page is an interstitial ({guard}")


ARTICLE = html("Just a moment: how guards of web sites work", f"""<nav><a href="/">Home</a> <a href="/web">Web</a></nav><article>
<h1>How guards of web sites work</h1>
<p>Everybody knows the sentence <q>Checking your browser before accessing</q>, and nobody likes it. It is written by a machine that sits
between a reader and a page, and asks the reader's browser to solve a small puzzle.</p>
<h2>Checking your browser before accessing</h2>
<p>Enable JavaScript and cookies to continue, says the second page, and then the third shows nine pictures with traffic lights. The puzzles are
called captchas: hCaptcha, reCAPTCHA, and Turnstile are those that most people meet.</p>
<p>Press &amp; Hold to confirm you are a human, says another one, and measures how the hand trembles.</p></article>
<form class="comment"><textarea></textarea><div class="h-captcha" data-sitekey="1"></div></form>""")


def test_an_article_about_bot_checks_is_not_blocked(winnow):
    result = winnow("--input", "html", stdin=ARTICLE)
    assert (result.code, result.err) == (0, "")
    assert "measures how the hand trembles." in result.out


@pytest.mark.parametrize("title", ["Access Denied", "Are you human?"])
def test_a_title_alone_is_not_a_bot_check(winnow, title):
    page = html(title, f"""<nav><a href="/">Home</a></nav><article><h1>{title}</h1><p>{SENTENCE * 3}</p></article>""")
    assert winnow("--input", "html", "--format", "jsonl", stdin=page).statuses() == ["ok"]


NO_WALLS = {
    "a-robot-of-a-poem": "<h1>Metal</h1><p>I am not a robot, though my hands are cold.</p>",
    "quoted-words": "<h1>Captchas</h1><p>Please verify you are a human, said the page, and I went out to the sea.</p>",
    "how-to-log-in": f"""<main><h1>Log in</h1><p>Type <code>ferry login</code>, then your name.</p><p>{SENTENCE}</p><button>Copy</button></main>""",
    "a-box-below-cookies": f"""<main><h1>How cookies work</h1><p>A cookie is a small text that a site asks a browser to keep.</p><p>{SENTENCE * 2}</p></main>
<div><p>We use cookies.</p><button>Accept</button></div>""",
}


@pytest.mark.parametrize("name", NO_WALLS)
def test_a_page_about_paywalls_is_not_blocked(winnow, name):
    page = html("A page", NO_WALLS[name], '<script src="/a.js"></script>' if name == "quoted-words" else "")
    assert winnow("--input", "html", "--format", "jsonl", stdin=page).statuses() == ["ok"]


def test_a_consent_dialog_next_to_a_text_is_not_a_wall(winnow):
    page = html("Library closed", f"""<div class="text"><h1>Library closed</h1><p>{SENTENCE}</p></div><div class="cookie-banner">
<p>{"We and our partners keep cookies on your device, to measure what you read. " * 3}</p><button>Accept</button></div>""")
    record, = winnow("--input", "html", "--format", "jsonl", stdin=page).records()
    assert record["status"] == "ok" and "at seven" in record["text"] and "cookies" not in record["text"]


def test_a_contact_form_is_not_a_bot_check(winnow):
    page = html("Write to us", """<main><h1>Write to us</h1><p>We answer within a week, and sooner in winter, when there is nothing
to do on the quay but to read letters.</p><form><input type="email"><textarea></textarea><div class="g-recaptcha"></div></form></main>""")
    result = winnow("--input", "html", "--format", "jsonl", stdin=page)
    assert result.statuses() != ["blocked"]


def test_a_body_rule_takes_precedence(winnow, tmp_path):
    """If a body rule matches, the page is not a wall."""
    (tmp_path / "rule.txt").write_text("body: .poem\n")
    page = html("Just a moment...", f'<div class="poem"><p>{SENTENCE}</p></div>')
    result = winnow("--input", "html", "--rule", "rule.txt", stdin=page, cwd=tmp_path)
    assert (result.out.strip(), result.code) == (SENTENCE.strip(), 0)


LOGINS = {
    "plain": """<main><h1>Sign in</h1><form action="/login" method="post"><label>E-mail <input type="email" name="email"></label>
<label>Password <input type="password" name="password"></label><button>Sign in</button></form><p><a href="/forgot">Forgot your password?</a></p></main>""",
    "japanese": """<div class="login"><h1>ログイン</h1><p>会員の方はこちらからログインしてください。</p><form method="post"><input type="text" name="id">
<input type="password" name="pw"><button>ログイン</button></form><p><a href="/new">新規会員登録</a></p></div>""",
    "reasons-in-the-form": f"""<h1>Reader's board</h1><form action="/login" method="post"><h2>You are not logged in</h2><p>This could be due to one
of several reasons:</p><ol><li>{SENTENCE}</li><li>{SENTENCE}</li><li>{SENTENCE}</li></ol><input name="u"><input type="password"><button>Log in</button></form>""",
    "headed-so": """<div class="a1"><h1>Connexion</h1><form action="/compte" method="post"><label>Adresse e-mail</label><input type="email">
<button>Continuer</button></form><p>Pas encore de compte ? <a href="/inscription">Inscrivez-vous</a></p></div>""",
    "left-to-others": """<div><h1>Log in</h1><button>Continue with Google</button><button>Continue with Microsoft</button>
<p>By continuing you agree to the <a href="/t">Terms of Service</a>.</p></div>""",
    "account-first": """<main><h1>Log in to continue</h1><form action="/login" method="post"><label>E-mail <input type="email"
autocomplete="username webauthn"></label><button>Continue</button></form><p>By continuing you agree to our terms.</p></main>""",
}


@pytest.mark.parametrize("name", LOGINS)
def test_a_login_page_is_blocked(winnow, name):
    result = winnow("--input", "html", "--format", "jsonl", stdin=html("Members", LOGINS[name]))
    record, = result.records()
    assert (record["status"], record["text"], result.code) == ("blocked", "", 3)
    assert record["error"] == "the page is a login form"


def test_a_text_in_a_form_around_the_page_is_kept(winnow):
    """As in ASP.NET."""
    page = html("Short note", f"""<form><input type="hidden" name="__VIEWSTATE" value="x"><div><input name="u"><input type="password"></div>
<h1>Short note</h1><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></form>""")
    assert winnow("--input", "html", "--format", "jsonl", stdin=page).statuses() == ["ok"]


def test_a_hidden_login_form_is_ignored(winnow):
    page = html("Thread", """<div id="app"></div><form style="display: none" action="/login"><input name="u"><input type="password"></form>""")
    assert winnow("--input", "html", "--format", "jsonl", stdin=page).statuses() == ["empty"]


def test_a_login_form_in_the_header_is_ignored(winnow):
    page = html("Short note", f"""<header><a href="/">Library</a><form action="/login"><input name="u"><input type="password"></form></header>
<article><h1>Short note</h1><p>{SENTENCE}</p></article>""")
    assert winnow("--input", "html", "--format", "jsonl", stdin=page).statuses() == ["ok"]


# ---- no text --------------------------------------------------------------------------

FRAMES = b"""<html><head><title>Yacht club</title></head><frameset cols="20%,80%"><frame src="menu.html"><frame src="/news/start.html">
<noframes><body>Your browser shows no frames. <a href="start.html">Go on</a></body></noframes></frameset></html>"""


def test_frames_are_listed_in_a_note(winnow):
    result = winnow("--input", "html", "--url", "http://club.example/a/", stdin=FRAMES)
    assert (result.out, result.code) == ("", 3)
    assert result.err == ("winnow: http://club.example/a/: the page only shows other pages in frames: "
                          "http://club.example/a/menu.html http://club.example/news/start.html\n")


def test_frames_of_a_page_without_a_url(winnow):
    result = winnow("--input", "html", stdin=FRAMES)
    assert result.err == "winnow: standard input: the page only shows other pages in frames: menu.html /news/start.html\n"


def test_a_page_that_consists_of_one_frame(winnow):
    page = html("Portal", '<iframe src="https://inner.example/app"></iframe>')
    result = winnow("--input", "html", "--format", "jsonl", stdin=page)
    record, = result.records()
    assert (record["status"], result.code) == ("empty", 3)
    assert record["error"] == "the page only shows other pages in frames: https://inner.example/app"


MENU = "".join(f'<li><a href="/{i}">{word}</a></li>' for i, word in enumerate(
    "Home Products Services Blog Careers Press Contact Imprint Privacy Terms Sitemap Login Cart".split()))
NOTHING = {
    "menus-in-japanese": "<body><div class=top><ul>" + "".join(f"<li><a href=/{word}>{word}</a></li>" for word in
                                                           "ホーム 会社概要 製品情報 採用情報 お問い合わせ プライバシーポリシー".split()) + "</ul></div></body>",
    "menus": f"<body><header><nav><ul>{MENU}</ul></nav></header><footer><ul>{MENU}</ul><p>© 2024 Halyard Ltd. All rights reserved.</p></footer></body>",
    "menus-without-links": "<body><div class=x1>" + "".join(f"<div>{word}</div>" for word in
                                                             "Home Products Services Blog Careers Press Contact Imprint".split()) + "</div></body>",
    "menus-on-one-line": "<body><div><span>Главная</span><span>Новости</span><span>Каталог</span><span>О компании</span><span>Контакты</span></div></body>",
    "menus-half-of-links": f"<body><div>Halyard</div><ul>{MENU}</ul><div>Call us: +49 30 1234567</div><div>Mon–Fri 9–17</div><p>© 2024 Halyard Ltd. All "
                           "rights reserved.</p></body>",
    "menus-in-chinese": "<body><ul><li>首页</li><li>产品中心</li><li>新闻中心</li><li>关于我们</li><li>联系我们</li></ul></body>",
    "menus-of-plain-boxes": f'<body><div class="menu"><ul>{MENU}</ul></div><div class="bottom"><ul>{MENU}</ul></div></body>',
    "no-body": "<html><head><title>A title alone</title></head></html>",
    "an-empty-body": "<body></body>",
    "nothing": "",
    "an-app": '<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body>',
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_page_without_text_is_empty(winnow, name):
    result = winnow("--input", "html", "--format", "jsonl", stdin=NOTHING[name].encode())
    record, = result.records()
    assert (record["status"], record["text"], result.code) == ("empty", "", 3)


LITTLE = {
    "two-words": "Hello world",
    "names": "<h2>Members of the crew</h2><div>Ada Byron</div><div>Tim Oyster</div><div>Joan Reed</div><div>Karl Most</div>",
    "poem": "<div>Rain on the roof,</div><div>rain on the sea,</div><div>the gull has gone</div><div>and so must we.</div>",
    "prices": "<table><tr><td>Coffee</td><td>2.80</td></tr><tr><td>Tea</td><td>2.40</td></tr><tr><td>Cake</td><td>3.60</td></tr></table>",
    "food": "<h2>Vorspeisen</h2><div>Tomatensuppe</div><div>Feldsalat</div><h2>Hauptgerichte</h2><div>Schnitzel</div><div>Forelle</div>",
    "address": "<div>Halyard Ltd</div><div>12 Quay Street</div><div>Dover CT17 9AA</div><div>Contact: Ada Byron</div>",
}


@pytest.mark.parametrize("name", LITTLE)
def test_a_page_with_a_short_text_has_that_text(winnow, name):
    record, = winnow("--input", "html", "--format", "jsonl", stdin=html("Halyard", LITTLE[name])).records()
    assert record["status"] == "ok" and record["text"]


# ---- large pages ----------------------------------------------------------------------


def timed(winnow, page, *args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    result = winnow("--input", "html", "--max-bytes", "64M", *args, stdin=page)
    return result, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def test_a_page_of_100000_blocks(winnow, pytestconfig):
    body = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(100_000))
    result, seconds = timed(winnow, html("A long log", f"<nav><ul>{MENU}</ul></nav><main><h1>A long log</h1>{body}</main>"))
    assert (result.code, result.err) == (0, "")
    assert f"\n0. {SENTENCE.strip()}\n" in result.out and result.out.endswith(f"99999. {SENTENCE.strip()}\n")
    assert "Careers" not in result.out
    assert pytestconfig.getoption("--instrumented") or seconds < 4


def test_a_list_of_100000_links(winnow):
    body = "".join(f"<li><a href=/x{number}>Item {number}</a></li>" for number in range(100_000))
    result, _ = timed(winnow, html("All items", f"<main><h1>All items</h1><ul>{body}</ul></main>"), "--format", "jsonl")
    record, = result.records()
    assert record["status"] == "ok" and "Item 99999" in record["text"]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_page_of_one_block_of_10_megabytes(winnow, pytestconfig, form):
    result, seconds = timed(winnow, html("A long breath", "<p>" + SENTENCE * (10 * MB // len(SENTENCE)) + "The end.</p>"), "--format", form)
    assert (result.code, result.err) == (0, "")
    assert len(result.out) > 9 * MB and "The end." in result.out[-100:]
    assert pytestconfig.getoption("--instrumented") or seconds < 4


def test_a_word_of_10_megabytes(winnow):
    result, _ = timed(winnow, html("A long word", "<p>" + "a" * (10 * MB) + f"</p><p>{SENTENCE * 5}</p>"), "--format", "jsonl")
    record, = result.records()
    assert record["status"] == "ok" and record["text"].endswith(SENTENCE.strip() + "\n")


FERRIES = f"<article><h1>The pier</h1><p>{SENTENCE * 5}</p></article>"
LINKED = '<script type="application/ld+json">{}</script>'
DATA = {
    "authors-of-things": html("The pier", FERRIES, LINKED.format('{"@graph":[{"@type":"Article","author":[%s]},%s]}' % (
        ",".join(['{"@id":"nobody"}'] * 60_000), ",".join(f'{{"@id":"thing{number}"}}' for number in range(9_000))))),
    "names-of-one-step": html("The pier", FERRIES, LINKED.format('{"@type":"Recipe","recipeInstructions":{%s}}' % ",".join(
        ['"name":"a"'] * 150_000))),
    "texts-of-one-object": html("The pier", '<script id="__NEXT_DATA__" type="application/json">{"props":{%s}}</script>' % ",".join(
        [f'"body":"{SENTENCE}"'] * 45_000)),
    "brackets-in-20-scripts": html("The pier", FERRIES, LINKED.format("[" * 500_000) * 20),
}


@pytest.mark.parametrize("name", DATA)
def test_a_page_with_too_much_data(winnow, pytestconfig, name):
    result, seconds = timed(winnow, DATA[name])
    assert (result.code, result.err) == (0, "")
    assert SENTENCE.strip() in result.out
    assert pytestconfig.getoption("--instrumented") or seconds < 4


@pytest.mark.parametrize("name", ["form", "reply", "comments"])
def test_comments_in_500_containers(winnow, pytestconfig, name):
    """The content of each container is examined, and the page is long."""
    boxes = "<div class=comments>" + f"<div class={name}>" * 500 + "<br class='one two three four'>" * 60000
    result, seconds = timed(winnow, html("A long talk", f"{boxes}<p class=comment>{SENTENCE}"), "--comments")
    assert (result.code, result.out) == (0, SENTENCE.strip() + "\n")
    assert pytestconfig.getoption("--instrumented") or seconds < 4


def test_the_default_rules_do_not_duplicate_bot_checks():
    """Bot checks are recognised in C, where the length of the page is also considered."""
    assert "wall_if" not in (ROOT / "rules/default.txt").read_text()
