"""The page of --report-html in the browser of a phone."""

import pytest

import browser
from archives import OTHER
from conftest import free_port
from fault_server import page

pytestmark = [
    pytest.mark.measured,  # needed for one build only
    pytest.mark.skipif(not browser.is_there(), reason="chromium is not installed"),
]

EVIL = "</small><script>document.title='owned'</script><img src=x onerror=1>"
LONG = "/" + "a-very-long-name-" * 12 + "x"


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    phone = browser.Browser(tmp_path_factory.mktemp("chromium") / "home", free_port())
    phone.be_a_phone(390, 844)
    yield phone
    phone.close()


@pytest.fixture
def report(archive, server, host, rules, tmp_path):
    """A report of a run with all kinds of events."""
    rules.write_text("body: article\ntitle: h1\n")
    names = ["/changed", "/failed", "/short", "/gone", LONG]
    for name in names:
        server.set_page(host, name, page(EVIL.replace("<", "&lt;")))
    archive.refresh(urls=[server.url(host, name) for name in names])
    server.set_page(host, "/changed", page(EVIL.replace("<", "&lt;"), *OTHER))
    server.set_page(host, "/failed", b"", 500)
    server.set_page(host, "/short", page("Short", "No."))
    server.set_page(host, "/gone", b"", 410)
    server.set_page(host, LONG, page("Long").replace(b"article>", b"section>"))
    for name in ("/p", "/q", "/r"):
        server.set_page(host, name, page("P", *OTHER).replace(b"article>", b"section>"))
    file = tmp_path / "report.html"
    archive.refresh("--report-html", file,
                    urls=[server.url(host, name) for name in ("/p", "/q", "/r")])
    return file


def test_the_report_is_readable_on_a_phone(phone, report, server, host):
    phone.open(report)
    assert phone.run("return innerWidth") == 390
    wide = phone.run("return document.documentElement.scrollWidth")
    assert wide <= 390
    text = phone.run("return document.body.innerText")
    for part in ("HTTP 500", "HTTP 410", "of the usual", "likely redesign", LONG[:50],
                 server.url(host, "/changed"), EVIL):
        assert part in text
    smallest = phone.run("""return Math.min(...[...document.querySelectorAll('p, li, small, h2')]
        .map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert smallest >= 12


def test_the_chart_shows_the_days(phone, report):
    phone.open(report)
    heights = phone.run("""return [...document.querySelectorAll('svg rect')]
        .map(r => r.getBoundingClientRect().height)""")
    assert len(heights) == 30 and heights[-1] > 0 and heights[-2] > heights[-1] - 1
    assert max(heights[:-2]) == 0
    labels = phone.run("""return [...document.querySelectorAll('svg text')]
        .map(t => t.getBoundingClientRect()).map(b => [b.height, b.left, b.right])""")
    assert all(height >= 9 and left >= 0 and right <= 390 for height, left, right in labels)
    assert "2025-01-03: " in phone.run("return document.querySelector('svg').textContent")


def test_the_report_loads_and_runs_nothing(phone, report):
    phone.open(report)
    assert phone.run("return performance.getEntriesByType('resource').length") == 0
    assert phone.run("return [document.scripts.length, document.images.length, "
                     "document.querySelectorAll('link, iframe, object, [style]').length]") == [0, 0, 0]
    assert phone.run("return document.title") == "winnow archive"
    assert phone.complaints() == []
