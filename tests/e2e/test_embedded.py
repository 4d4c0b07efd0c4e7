"""Text that a page has only as data: in JSON-LD, and in the initial state of scripts."""

import html
import json

import pytest

TITLE = "The lamp at Skerry Point"
FIRST = "The lamp at Skerry Point was lit again on Friday, eleven years after the last keeper had left it."
SECOND = "It burns with a bulb of nine watts, said the engineer, and is seen further than the old one with its oil."
THIRD = "The keeper's daughter, who is eighty, climbed the stairs to look at it and said that it was too white."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TEXT = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"
SHELL = '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'


def page(head="", body=SHELL, title=TITLE):
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
            f"<body>{body}</body></html>").encode()


def linked(data):
    text = json.dumps(data).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def script(text):
    return f"<script>{text}</script>"


def state(data, name="__NEXT_DATA__"):
    return f'<script id="{name}" type="application/json">{json.dumps(data)}</script>'


def clean(winnow, source, *args):
    record, = winnow("--input", "html", "--format", "jsonl", *args, stdin=source).records()
    return record


def note_of(record):
    return [note["text"] for note in record["notes"] if note["code"] == "text-embedded"]


POST = {"id": 7, "slug": "lamp", "title": TITLE, "body": BODY, "tags": ["sea", "light"],
        "author": {"name": "J. Orr", "description": "Writes about lights, and about the people who put them out."}}
NUXT_2 = ("window.__NUXT__=(function(a,b,c){return {layout:\"default\",data:[{post:{id:c,title:a,body:b,tags:[\"sea\"]}}],"
          "fetch:{},error:null,state:{user:null,i18n:{messages:{body:\"" + "Accept all cookies of this page. " * 40 + "\"}}}}}"
          f"({json.dumps(TITLE)},{json.dumps(BODY)},7));")
NUXT_3 = [{"data": 1, "prerenderedAt": 9}, {"post": 2}, {"title": 3, "content": 4, "views": 5}, TITLE, BODY, 31]
CONTENTFUL = {"nodeType": "document", "content": [
    {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": FIRST[:20], "marks": []},
                                          {"nodeType": "text", "value": FIRST[20:], "marks": [{"type": "bold"}]}]},
    {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": SECOND, "marks": []}]},
    {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "The keeper's daughter", "marks": []},
                                          {"nodeType": "hyperlink", "data": {"uri": "/d"}, "content": [
                                              {"nodeType": "text", "value": ", who is eighty,", "marks": []}]},
                                          {"nodeType": "text", "value": THIRD[37:], "marks": []}]}]}
SANITY = [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text}]} for text in (FIRST, SECOND, THIRD)]


def flight(*pieces):
    """The data of React server components, split into several scripts."""
    return "".join(script(f"self.__next_f.push([1,{json.dumps(piece)}])") for piece in pieces)


def element(tag, children, **more):
    return ["$", tag, None, {**more, "children": children}]


TEXT_ROW = f"7:T{len(BODY):x},{BODY}"
FLIGHT = flight('1:HL["/_next/static/css/a.css","style"]\n2:I[4707,["12"],"Story"]\n', TEXT_ROW[:99], TEXT_ROW[99:]
                + '0:["$","$L2",null,' + json.dumps({"story": {"title": TITLE, "body": "$7"}, "nav": [{"label": "Home"}]}) + "]\n")
FLIGHT_ELEMENTS = flight(
    "0:" + json.dumps(element("body", [element("nav", element("a", "Archive")), element("main", "$L5"), element("footer", "The Keeper")])) + "\n",
    "5:" + json.dumps([element("h1", TITLE), element("p", FIRST), element("p", [SECOND[:20], element("b", SECOND[20:])]),
                       ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": f"<p>{THIRD}</p>"}}], "$L5"]) + "\n")
BBCODE = f'[p][b]{FIRST[:20]}[/b]{FIRST[20:]}[/p][p][img src="https://keeper.example/a.jpg"]a lamp[/img]{SECOND}[/p]\n[url=https://keeper.example]{THIRD}[/url]'


def turbo(*pieces, context="__remixContext"):
    """The data of Remix and React Router, split into several scripts."""
    return (script(f'window.{context} = {{"basename":"/"}};window.{context}.stream = new ReadableStream({{start(c){{}}}});')
            + "".join(script(f"window.{context}.streamController.enqueue({json.dumps(piece)});") for piece in pieces))


# keys are indexes too, -5 is null, and the title is also the value of another key
TURBO = json.dumps([{"_1": 2}, "loaderData", {"_3": 4}, "routes/post", {"_5": 6, "_7": 8, "_9": -5}, "crumb", TITLE, "post",
                    {"_10": 6, "_11": 12}, "text", "title", "html", BODY]) + "\n"
TURBO_LATE = (json.dumps([{"_1": 2}, "loaderData", {"_3": 4}, "routes/post", ["P", 4]]) + "\n", "P4:" + json.dumps(
    [{"_6": 7, "_8": 9}, "title", TITLE, "paragraphs", [10, 11, 12], FIRST, SECOND, THIRD]) + "\n")
BLOCKS = [{"type": "paragraph", "text": FIRST}, {"type": "paragraph", "text": SECOND}, {"type": "paragraph", "text": THIRD}]

STATES = {
    "next": ("__NEXT_DATA__", state({"props": {"pageProps": {"post": POST, "related": [{"title": "Fog", "body": "x " * 900}]}},
                                     "page": "/[slug]", "buildId": "a1"})),
    "next-paragraphs": ("__NEXT_DATA__", state({"props": {"pageProps": {"title": TITLE, "paragraphs": [FIRST, SECOND, THIRD]}}})),
    "next-blocks": ("__NEXT_DATA__", state({"props": {"pageProps": {"article": {"title": TITLE, "type": "article", "content": BLOCKS}}}})),
    "next-contentful": ("__NEXT_DATA__", state({"props": {"pageProps": {"title": TITLE, "body": {"json": CONTENTFUL}}}})),
    "next-sanity": ("__NEXT_DATA__", state({"props": {"pageProps": {"post": {"title": TITLE, "body": SANITY}}}})),
    "bbcode": ("__NEXT_DATA__", state({"props": {"pageProps": {"post": {"title": TITLE, "body": BBCODE}}}})),
    "wordpress": ("__NEXT_DATA__", state({"props": {"pageProps": {"post": {"title": {"rendered": TITLE}, "content": {
        "rendered": BODY, "protected": False}, "excerpt": {"rendered": FIRST}}}}})),
    "nuxt-2": ("__NUXT__", script(NUXT_2)),
    "next-flight": ("__next_f", FLIGHT),
    "next-flight-elements": ("__next_f", FLIGHT_ELEMENTS),
    "nuxt-3": ("__NUXT_DATA__", state(NUXT_3, "__NUXT_DATA__")),
    "initial-state": ("__INITIAL_STATE__", script(f"window.__INITIAL_STATE__ = {json.dumps({'article': POST})};(function(){{var s;}}());")),
    "undefined-in-it": ("__INITIAL_STATE__", script("window.__INITIAL_STATE__={user:undefined,'post':{title:'" + TITLE + "',body:"
                                                   + json.dumps(BODY) + ",/* */at:new Date(1),n:-1.5e3,ok:!0},};")),
    "json-in-a-string": ("__PRELOADED_STATE__", script(f'window["__PRELOADED_STATE__"] = JSON.parse({json.dumps(json.dumps({"post": POST}))});')),
    "apollo": ("__APOLLO_STATE__", script("window.__ENV__={};window.__APOLLO_STATE__=" + json.dumps({
        "ROOT_QUERY": {"post": {"__ref": "Post:7"}}, "Post:7": {"__typename": "Post", **POST}}))),
    "gatsby": ("pageData", script(f"window.pageData={json.dumps({'result': {'data': {'markdownRemark': {'html': BODY, 'frontmatter': {'title': TITLE}}}}})}")),
    "remix": ("__remixContext", script(f"window.__remixContext = {json.dumps({'state': {'loaderData': {'routes/post': {'post': POST}}}})};")),
    "string-of-json": ("__INITIAL_DATA__", script(f'window.__INITIAL_DATA__={json.dumps(json.dumps({"data": {"post": POST}}))};')),
    "json-api": ("post", f'<script id="post" type="application/vnd.api+json">{json.dumps({"data": {"attributes": POST}})}</script>'),
    "remix-2": ("streamController", turbo(TURBO[:40], TURBO[40:])),
    "react-router": ("streamController", turbo(*TURBO_LATE, context="__reactRouterContext")),
    "angular": ("serverApp-state", '<script id="serverApp-state" type="application/json">'
                + json.dumps({"/api/post": POST}).replace("&", "&a;").replace('"', "&q;").replace("<", "&l;").replace(">", "&g;") + "</script>"),
    "astro": ("props", f'<astro-island props="{html.escape(json.dumps({"post": [0, {"html": [0, BODY]}]}))}"></astro-island>'),
    "sveltekit": ("__sveltekit", script("""{
__sveltekit_1a2b3c = {base: ""}; const element = document.currentScript.parentElement;
Promise.all([import("./start.js"), import("./app.js")]).then(([kit, app]) => { kit.start(app, element, {node_ids: [0, 2],
data: [null,{type:"data",data:{post:{title:""" + json.dumps(TITLE) + ",body:" + json.dumps(BODY) + '}},uses:{}}],form: null,error: null}); }); }')),
    "inertia": ("data-page", f'<div id="app" data-page="{html.escape(json.dumps({"component": "Post", "props": {"post": POST}}))}"></div>'),
    "arc": ("globalContent", script("window.Fusion=window.Fusion||{};Fusion.arcSite=\"x\";Fusion.globalContent=" + json.dumps({
        "headlines": {"basic": TITLE}, "title": TITLE,
        "content_elements": [{"type": "text", "content": text} for text in (FIRST, SECOND, THIRD)]}) + ";")),
}


@pytest.mark.parametrize("name", STATES)
def test_the_text_is_read_from_the_state(winnow, name):
    source, data = STATES[name]
    record = clean(winnow, page(body=SHELL + data))
    assert record["status"] == "ok" and note_of(record) == [f"the page shows no text; it was read from {source}"]
    assert record["text"].endswith(f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n")
    assert record["text"].replace(TITLE + "\n\n", "", 1) == f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def test_lists_among_paragraphs(winnow):
    """As in Editor.js."""
    blocks = [{"type": "paragraph", "data": {"text": FIRST}}, {"type": "list", "data": {"items": ["A bulb of nine watts", "Ninety-one stairs to climb"]}},
              {"type": "paragraph", "data": {"text": THIRD}}]
    record = clean(winnow, page(body=SHELL + state({"props": {"article": {"title": TITLE, "blocks": blocks}}})))
    assert record["text"].endswith(f"{FIRST}\n\nA bulb of nine watts\n\nNinety-one stairs to climb\n\n{THIRD}\n")


def test_a_forum_thread_in_preloaded_data(winnow):
    posts = [{"id": n, "username": who, "cooked": f"<p>{text}</p>"} for n, (who, text) in
             enumerate([("ann", FIRST), ("bo", "No."), ("cy", THIRD)])]
    loaded = {"site": json.dumps({"categories": [{"name": "Lights", "description": "All about lamps. " * 5}]}),
              "topic_7": json.dumps({"title": TITLE, "post_stream": {"posts": posts, "stream": [1, 2, 3]}})}
    body = f'<div class="hidden" id="data-preloaded" data-preloaded="{html.escape(json.dumps(loaded))}"></div><section id="main"></section>'
    record = clean(winnow, page(body=body))
    assert note_of(record) == ["the page shows no text; it was read from data-preloaded"]
    assert record["text"] == f"{FIRST}\n\nNo.\n\n{THIRD}\n"


@pytest.mark.parametrize("shown", [
    "Loading…", "<p>Loading, please wait...</p>", "<h1>The Keeper</h1>",
    '<header><nav><a href="/">Home</a> <a href="/a">Archive</a></nav></header><main></main><footer><p>© 2024 The Keeper</p></footer>'])
def test_a_page_with_a_few_words_and_data(winnow, shown):
    record = clean(winnow, page(body=f'<div id="app">{shown}</div>' + STATES["next"][1]))
    assert FIRST in record["text"] and THIRD in record["text"]
    assert note_of(record)[0].endswith("__NEXT_DATA__")


def test_a_short_page_is_not_replaced(winnow):
    shown = f"<main><h1>{TITLE}</h1><p>{SECOND}</p></main>"
    record = clean(winnow, page(body=shown + state({"post": {"title": TITLE, "body": f"<p>{SECOND}</p>"}})))
    assert record["text"] == f"{TITLE}\n\n{SECOND}\n" and note_of(record) == []


def test_user_interface_strings_are_not_content(winnow):
    """Labels, URLs, styles and translations are not content: the page stays empty."""
    data = {"i18n": {"body": "Accept all cookies of this page. " * 9}, "theme": {"content": ".a { color: red; } .b { color: blue; }" * 9},
            "url": "https://x.example/" + "a" * 99, "ui": [{"text": "Sign up"}, {"text": "Log in"}], "html": "<svg>" + "x " * 99}
    assert clean(winnow, page(body=SHELL + state(data)))["status"] == "empty"


# ---- JSON-LD --------------------------------------------------------------------------

RECIPE = {"@context": "https://schema.org", "@type": "Recipe", "name": "Kelp soup", "description": "A thin soup for cold days, with the taste of the quay in it.",
          "recipeIngredient": ["200 g kelp", "1 onion", "Salt & pepper"],
          "recipeInstructions": [{"@type": "HowToSection", "name": "The broth", "itemListElement": [
              {"@type": "HowToStep", "name": "Boil", "text": "Boil the kelp for an hour."}]},
              {"@type": "HowToStep", "text": "Add the onion &amp; serve."}],
          "author": {"@type": "Person", "name": "Nobody"}, "nutrition": {"calories": "80"}}
LINKED = {
    "article": ({"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{FIRST}\n{SECOND}\n\n{THIRD}"}, TEXT),
    "article-of-html": ({"@graph": [{"@type": "WebSite", "name": "Post"}, {"@type": ["Article", "Thing"], "headline": TITLE, "articleBody": BODY}]}, TEXT),
    "article-escaped-twice": ({"@type": "BlogPosting", "headline": TITLE, "articleBody": html.escape(BODY)}, TEXT),
    "product": ({"@type": "Product", "name": "Storm lamp", "description": "<p>A lamp of brass, 30 cm high.</p><ul><li>Burns for nine hours</li><li>Wick of cotton</li></ul>"
                 "<script>track()</script><p style='display:none'>Secret</p>", "offers": {"@type": "Offer", "price": "80"}},
                "Storm lamp\n\nA lamp of brass, 30 cm high.\n\n- Burns for nine hours\n- Wick of cotton\n"),
    "recipe": (RECIPE, "Kelp soup\n\nA thin soup for cold days, with the taste of the quay in it.\n\n- 200 g kelp\n- 1 onion\n- Salt & pepper\n\n"
               "The broth\n\nBoil the kelp for an hour.\n\nAdd the onion & serve.\n"),
    "job": ({"@type": "JobPosting", "title": "Keeper of a lamp", "description": f"<p>{FIRST}</p>", "qualifications": "No fear of stairs."},
            f"Keeper of a lamp\n\n{FIRST}\n\nNo fear of stairs.\n"),
    "event": ({"@type": "MusicEvent", "name": "Horns at dusk", "description": SECOND, "location": {"@type": "Place", "name": "Pier"}}, f"Horns at dusk\n\n{SECOND}\n"),
    "questions": ({"@type": "FAQPage", "mainEntity": [
        {"@type": "Question", "name": "When is it lit?", "acceptedAnswer": {"@type": "Answer", "text": "At dusk, and in fog at any hour of the day."}},
        {"@type": "Question", "name": "May I climb up?", "acceptedAnswer": {"@type": "Answer", "text": "<p>On Sundays, and never alone.</p>"}}]},
        "When is it lit?\n\nAt dusk, and in fog at any hour of the day.\n\nMay I climb up?\n\nOn Sundays, and never alone.\n"),
    "answers": ({"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Why is it white?", "text": THIRD, "answerCount": 2,
                 "acceptedAnswer": {"@type": "Answer", "text": SECOND, "author": {"@type": "Person", "name": "Bo"}},
                 "suggestedAnswer": [{"@type": "Answer", "text": "It is not."}]}}, f"Why is it white?\n\n{THIRD}\n\n{SECOND}\n\nIt is not.\n"),
    "thread": ({"@type": "DiscussionForumPosting", "headline": TITLE, "text": FIRST, "author": {"@type": "Person", "name": "ann"},
                "comment": [{"@type": "Comment", "text": SECOND, "author": {"@type": "Person", "name": "bo"}}, {"@type": "Comment", "text": "No."}]},
               f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\nNo.\n"),
    "japanese": ({"@type": "NewsArticle", "headline": "灯台", "articleBody": "岬の灯台に十一年ぶりに灯がともった。" * 3}, "灯台\n\n" + "岬の灯台に十一年ぶりに灯がともった。" * 3 + "\n"),
}


@pytest.mark.parametrize("name", LINKED)
def test_the_text_is_read_from_json_ld(winnow, name):
    data, text = LINKED[name]
    record = clean(winnow, page(linked(data)))
    assert (record["status"], record["text"]) == ("ok", text)
    assert note_of(record) == ["the page shows no text; it was read from JSON-LD"]


def test_json_ld_with_syntax_errors(winnow):
    data = '<script type="application/ld+json">\n//<![CDATA[\n{"@type":"Article","headline":"%s",\n"articleBody":"%s\n%s",}\n//]]>\n</script>' % (TITLE, FIRST, SECOND)
    assert clean(winnow, page(data))["text"] == f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n"


def test_a_rule_may_disable_it(winnow, tmp_path):
    (tmp_path / "rule.txt").write_text("skip_json_ld: yes\n")
    result = winnow("--input", "html", "--format", "jsonl", "--rule", "rule.txt", stdin=page(linked(LINKED["article"][0])), cwd=tmp_path)
    assert result.statuses() == ["empty"]


SHOP = """<header><nav><a href="/">Home</a> <a href="/lamps">Lamps</a></nav></header><main><h1>Storm lamp</h1><p class="price">80.00</p>
<form><button>Add to basket</button></form>%s</main><footer><p>Lamps and wicks since 1902</p></footer>"""
DESCRIPTION = ("A lamp of brass that burns for nine hours on one filling, with a wick of cotton and a chimney of glass that no storm blows out. "
               "It hangs from a ring, or stands on its own foot of lead.")


def test_a_missing_description_is_appended(winnow):
    data = linked({"@type": "Product", "name": "Storm lamp", "description": DESCRIPTION})
    record = clean(winnow, page(data, SHOP % "", "Storm lamp"))
    assert record["text"].endswith(f"\n\n{DESCRIPTION}\n") and record["text"].count("Storm lamp") == 1
    assert note_of(record) == ["the page shows no description; it was read from JSON-LD"]
    for form in ("html", "markdown"):
        assert DESCRIPTION in winnow("--input", "html", "--format", form, stdin=page(data, SHOP % "", "Storm lamp")).out


def test_a_description_in_microdata_is_appended(winnow):
    item = f'<div itemscope itemtype="https://schema.org/Product"><meta itemprop="description" content="{DESCRIPTION}"></div>'
    record = clean(winnow, page("", SHOP % item, "Storm lamp"))
    assert record["text"].endswith(f"\n\n{DESCRIPTION}\n")
    assert note_of(record) == ["the page shows no description; it was read from microdata"]
    other = item.replace("Product", "Offer")
    assert DESCRIPTION not in clean(winnow, page("", SHOP % other, "Storm lamp"))["text"]


@pytest.mark.parametrize("schema,kind", [("NewsArticle", "article"), ("TechArticle", "documentation"), ("DiscussionForumPosting", "forum")])
def test_the_page_type_is_read_from_data(winnow, schema, kind):
    data = linked({"@type": schema, "headline": TITLE, "articleBody": f"{FIRST} {SECOND} {THIRD}"})
    assert clean(winnow, page(data))["page_type"] == kind
    thing = linked({"@type": "Product", "name": "Storm lamp", "description": DESCRIPTION})
    assert clean(winnow, page(thing))["page_type"] == "product"
    assert clean(winnow, page(body=SHELL + STATES["next"][1]))["page_type"] == "article"


def test_questions_about_a_product_are_not_its_description(winnow):
    data = linked({"@type": "Product", "name": "Storm lamp", "description": DESCRIPTION}) + linked(LINKED["questions"][0])
    record = clean(winnow, page(data, SHOP % "", "Storm lamp"))
    assert record["text"].endswith(f"\n\n{DESCRIPTION}\n")


def test_a_description_on_the_page_is_not_repeated(winnow):
    data = linked({"@type": "Product", "name": "Storm lamp", "description": DESCRIPTION})
    record = clean(winnow, page(data, SHOP % f'<div class="description"><p>{DESCRIPTION}</p></div>', "Storm lamp"))
    assert record["text"].count("chimney of glass") == 1 and note_of(record) == []


def test_the_rest_of_a_truncated_article(winnow):
    more = " ".join([FIRST, SECOND, THIRD] + [f"On day {n} the boat came with oil, bread and letters for the keeper." for n in range(20)])
    stub = f'<main><article><h1>{TITLE}</h1><p>{FIRST}</p><p>Subscribe to read on.</p></article></main>'
    record = clean(winnow, page(linked({"@type": "NewsArticle", "headline": TITLE, "articleBody": more}), stub))
    assert record["text"] == f"{TITLE}\n\n{more}\n"
    assert note_of(record) == ["the page shows only the beginning; the text was read from JSON-LD"]


def test_a_complete_article_is_not_replaced(winnow):
    record = clean(winnow, page(linked({"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{FIRST} {SECOND} {THIRD}"}),
                                f"<main><article><h1>{TITLE}</h1>{BODY}</article></main>"))
    assert (record["text"], record["notes"]) == (TEXT, [])


# ---- large data -----------------------------------------------------------------------


@pytest.mark.parametrize("name,head", [
    ("10,000 blocks", lambda: "".join(linked({"@type": "Thing", "name": str(n)}) for n in range(10_000))),
    ("nested lists", lambda: '<script type="application/ld+json">' + "[" * 1_000_000 + "</script>"),
    ("nested things", lambda: '<script type="application/ld+json">' + '{"@type":"Article","text":' * 190_000 + "</script>"),
    ("strings in strings", lambda: script("window.a=" + json.dumps(json.dumps(json.dumps(json.dumps(json.dumps([["x"] * 9] * 9000))))))),
    ("5 MB of brackets", lambda: state([[[]] * 99] * 9999)),
    ("assignments", lambda: script("var a=1;" + "a={};" * 900_000)),
    ("names", lambda: script("window.__NUXT__=(function(" + ",".join(f"a{n}" for n in range(60_000)) + "){return {a:[" + ",".join(
        f"a{n}" for n in range(60_000)) + "]}}(" + ",".join('"x"' for _ in range(60_000)) + "));")),
    ("rows of rows", lambda: flight("".join(f'{n:x}:["$","main",null,{{"children":["$L{n + 1:x}","$L{n + 1:x}"]}}]\n' for n in range(20_000)))),
    ("places in turn", lambda: turbo(json.dumps([[n + 1] for n in range(300_000)]))),
    ("pieces of turbo", lambda: turbo(*["x"] * 9000)),
    ("pieces of flight", lambda: flight(*["x"] * 9000)),
    ("an unclosed string", lambda: script("window.__NUXT__={a:\"" + "\\" * 4_000_000)),
], ids=lambda value: value if isinstance(value, str) else "")
def test_large_data_is_read_in_time(winnow, name, head):
    result = winnow("--input", "html", "--max-bytes", "64M", "--format", "jsonl", "--page-seconds", "4", stdin=page(body=SHELL + head()))
    assert result.statuses()[0] in ("empty", "ok")
