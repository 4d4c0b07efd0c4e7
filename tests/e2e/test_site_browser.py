"""The pages of `winnow site` in a browser, from the disk."""

import re

import pytest

import browser
from archives import OTHER
from conftest import free_port
from fault_server import page

pytestmark = [
    pytest.mark.measured,  # needed for one build only
    pytest.mark.skipif(not browser.is_there(), reason="chromium is not installed"),
]

EVIL = "</p><script>document.title='owned'</script><img src=x onerror=1>"
TEXTS = {
    "/ferry": ("The night ferry", None),
    "/mayak": ("Маяк снова светит", ["В ночь на субботу на мысе Долгом снова зажёгся маяк.", *OTHER]),
    "/neko": ("黒猫の日記", ["吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", *OTHER]),
    "/cafe": ("Café au lait", ["Le CAFÉ ouvre à sept heures, même le dimanche, près du port.", *OTHER]),
    "/evil": (EVIL.replace("<", "&lt;"), [EVIL.replace("<", "&lt;") * 9, *OTHER]),
}


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    chromium = browser.Browser(tmp_path_factory.mktemp("chromium") / "home", free_port())
    yield chromium
    chromium.close()


@pytest.fixture
def site(archive, server, host, tmp_path):
    for name, (title, paragraphs) in TEXTS.items():
        server.set_page(host, name, page(title, *(paragraphs or ())))
    archive.refresh(urls=[server.url(host, name) for name in TEXTS])
    server.set_page(host, "/ferry", page("The night ferry").replace(b"harbour", b"haven"))
    archive.refresh()
    done = archive.run("site", tmp_path / "site")
    assert (done.out, done.err, done.code) == ("", "", 0)
    return tmp_path / "site"


def pages_of(site):
    return sorted(str(path) for path in site.rglob("*.html"))


def page_of(site, pattern):
    (name,) = (name for name in pages_of(site) if re.search(pattern, name))
    return name


def search(chromium, site, query):
    """Types a query, and returns the titles that are found."""
    chromium.open(f"{site}/search.html")
    return chromium.run_async("""const [query, done] = arguments;
        const said = document.getElementById('said');
        new MutationObserver(() => { if (said.textContent !== 'Type a word.')
            done([...document.querySelectorAll('#found a')].map(a => a.textContent)); })
            .observe(said, {childList: true});
        const input = document.querySelector('input[type=search]');
        input.value = query;
        input.dispatchEvent(new Event('input'));""", query)


def test_no_page_violates_its_policy_or_is_too_wide(chromium, site):
    chromium.be_a_phone(390, 844)
    for name in pages_of(site):
        chromium.open(name)
        assert chromium.run("return document.documentElement.scrollWidth") <= 390, name
        assert chromium.run("return document.title") != "owned"
        assert chromium.run("return document.images.length") == 0
        others = chromium.run("""return performance.getEntriesByType('resource')
            .map(e => e.name).filter(name => !name.startsWith('file://'))""")
        assert others == []
    assert chromium.complaints() == []


def test_a_text_and_its_comparison_are_read_without_a_script(chromium, site):
    chromium.set_scripts(False)
    try:
        chromium.open(page_of(site, r"ferry-\w+\.html"))
        (text,) = chromium.find_all(".text")
        assert "haven" in chromium.text(text)
        chromium.click(next(e for e in chromium.find_all(".versions a")
                            if chromium.text(e) == "what changed"))
        assert [chromium.text(e) for e in chromium.find_all(".diff del")] == ["harbour"]
        assert [chromium.text(e) for e in chromium.find_all(".diff ins")] == ["haven"]
        chromium.click(chromium.find_all(".bar a")[0])
        assert "The night ferry" in [chromium.text(e) for e in chromium.find_all(".texts a")]
    finally:
        chromium.set_scripts(True)


@pytest.mark.parametrize("query, titles", [
    ("ferry night", ["The night ferry"]),
    ("havens", []),
    ("lightho", ["Café au lait", "Маяк снова светит", "黒猫の日記", EVIL]),
    ("зажегся", ["Маяк снова светит"]),
    ("МАЯ", ["Маяк снова светит"]),
    ("cafe", ["Café au lait"]),
    ("CAFÉ port", ["Café au lait"]),
    ("吾輩は猫", ["黒猫の日記"]),
    ("猫", ["黒猫の日記"]),
    ("猫吾", []),
    ("nosuchword", []),
])
def test_the_search_finds_texts_in_every_script(chromium, site, query, titles):
    assert sorted(search(chromium, site, query)) == sorted(titles)
    assert chromium.complaints() == []


def test_the_search_follows_the_archive(chromium, archive, site, server, host):
    assert search(chromium, site, "haven") == ["The night ferry"]
    server.set_page(host, "/ferry", page("The night ferry").replace(b"harbour", b"marina"))
    archive.refresh()
    assert archive.run("forget", server.url(host, "/neko")).code == 0
    archive.run("site", site)
    assert search(chromium, site, "marina") == ["The night ferry"]
    assert search(chromium, site, "haven") == []
    assert search(chromium, site, "猫") == []
    assert search(chromium, site, "ferry") == ["The night ferry"]


def test_a_search_form_leads_to_the_search(chromium, site):
    chromium.open(page_of(site, r"cafe-\w+\.html"))
    (field,) = chromium.find_all("input[type=search]")
    chromium.type(field, "ferry\n")
    chromium.wait_for("#found a")
    assert [chromium.text(e) for e in chromium.find_all("#found a")] == ["The night ferry"]
    chromium.click(chromium.find_all("#found a")[0])
    assert chromium.run("return document.querySelector('h1').textContent") == "The night ferry"
