"""The page of `winnow explain --html` in a browser."""

import html
import json

import pytest

import browser
from conftest import free_port
from test_explain import PAGE, RULES

pytestmark = [
    pytest.mark.measured,  # needed for one build only
    pytest.mark.skipif(not browser.is_there(), reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    chromium = browser.Browser(tmp_path_factory.mktemp("chromium") / "home", free_port())
    yield chromium
    chromium.close()


@pytest.fixture
def desk(tmp_path, winnow):
    (tmp_path / "rules").mkdir()

    def explain(*args, rules=RULES, page=PAGE):
        (tmp_path / "rules/a.example.txt").write_text(rules)
        (tmp_path / "page.html").write_text(page)
        return winnow("explain", "--rules", "rules", "--url", "http://a.example/x", *args,
                      "page.html", patient=True, cwd=tmp_path)
    explain.folder = tmp_path
    return explain


def verdicts(done):
    blocks = [json.loads(line) for line in done.out.splitlines()]
    return {b["text"]: b["verdict"] for b in blocks if "block" in b}


def test_kept_text_is_shown_and_dropped_text_is_folded(chromium, desk):
    desk("--html", "out.html")
    chromium.open(desk.folder / "out.html")
    shown = chromium.run("return document.body.innerText")
    assert "The first ferry" in shown and "Subscribe to our letter" not in shown
    assert "1 block dropped: rules/a.example.txt:2: strip: .promo" in shown
    summary = chromium.find_all("summary")[1]
    chromium.click(summary)
    assert "Subscribe to our letter" in chromium.run("return document.body.innerText")


@pytest.mark.parametrize("text", ["Tickets are sold", "Subscribe to our"])
def test_a_click_shows_selectors_and_each_copied_rule_works(chromium, desk, text):
    desk("--html", "out.html")
    before = verdicts(desk("--format", "jsonl"))
    chromium.open(desk.folder / "out.html")
    chromium.run("for (const d of document.querySelectorAll('details')) d.open = true")
    number = 1 + [t.startswith(text) for t in before].index(True)
    block, = chromium.find_all(f"#b{number} > p")
    assert not chromium.is_shown(chromium.find_all(f"#b{number} .offers")[0])
    chromium.click(block)
    assert chromium.is_shown(chromium.find_all(f"#b{number} .offers")[0])
    buttons = chromium.find_all(f"#b{number} .offers button")
    assert len(buttons) >= 2
    for button in buttons:
        line = chromium.text(button)
        chromium.click(button)
        assert chromium.run("return document.getElementById('line').value") == line
        after = verdicts(desk("--format", "jsonl", rules=RULES + line + "\n"))
        name = next(t for t in before if t.startswith(text))
        assert after[name] == ("drop" if before[name] == "keep" else "keep"), line


def test_a_hostile_page_runs_nothing(chromium, desk):
    evil = "</script></title><script>document.title='owned'</script><img src=x onerror=\"1\">"
    page = PAGE.replace("Tickets", html.escape(evil) + "Tickets").replace(
        "<title>Ferry to the island", "<title>" + html.escape(evil))
    desk("--html", "out.html", page=page.replace('class="promo"',
                                                 'class="promo" id="&quot;><script>1</script>"'))
    chromium.open(desk.folder / "out.html")
    assert chromium.run("return document.title") == evil
    assert chromium.run("return [document.scripts.length, document.images.length]") == [1, 0]
    assert chromium.complaints() == []
