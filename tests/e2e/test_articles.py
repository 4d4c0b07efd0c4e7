"""Multipage articles, and request headers in rules."""

import hashlib

import pytest

RULES = """\
body: .story
next_page_link: //a[@class='next']
"""


def part(number, link="", cls="next"):
    anchor = f'<a class="{cls}" href="{link}">on</a>' if link else ""
    return (f'<!DOCTYPE html><html lang="en"><head><title>Tide {number}</title></head><body>'
            f'<div class="story"><p>Part {number} of the story of the tide, told at length.</p></div>'
            f"{anchor}</body></html>").encode()


def text_of(*numbers):
    return "\n".join(f"Part {n} of the story of the tide, told at length.\n" for n in numbers)


@pytest.fixture
def rules(tmp_path, host):
    """Writes the rule file of this test's host, or of another host."""
    folder = tmp_path / "rules"
    folder.mkdir()

    def write(text=RULES, name=host):
        (folder / f"{name}.localhost.txt").write_text(text)
        return "--rules", folder

    return write


def record_of(winnow, url, *args):
    result = winnow("--format", "jsonl", *args, url)
    assert len(result.records()) == 1
    return result.records()[0]


def notes_of(record):
    return [(note["code"], note["text"]) for note in record["notes"]]


# ---- next_page_link -------------------------------------------------------------------


def test_pages_are_appended_in_order(winnow, server, host, rules):
    server.set_page(host, "/a/1", part(1, "/a/2"))
    server.set_page(host, "/a/2", part(2, "3#top"))
    server.set_page(host, "/a/3", part(3))
    record = record_of(winnow, server.url(host, "/a/1"), *rules())
    assert record["text"] == text_of(1, 2, 3)
    assert record["pages"] == [server.url(host, p) for p in ("/a/1", "/a/2", "/a/3")]
    assert (record["title"], record["final_url"]) == ("Tide 1", server.url(host, "/a/1"))
    assert record["text_sha256"] == hashlib.sha256(record["text"].encode()).hexdigest()
    assert record["raw_sha256"] == hashlib.sha256(part(1, "/a/2")).hexdigest()
    assert record["notes"] == []
    assert [r.target for r in server.log(host)] == ["/a/1", "/a/2", "/a/3"]


def test_an_article_of_one_page_lists_no_pages(winnow, server, host, rules):
    server.set_page(host, "/a", part(1))
    assert record_of(winnow, server.url(host, "/a"), *rules())["pages"] == []


def test_a_page_is_not_appended_twice(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2, "/a#again"))
    record = record_of(winnow, server.url(host, "/a"), *rules())
    assert record["text"] == text_of(1, 2)
    assert record["notes"] == []


def test_a_redirect_to_an_earlier_page_is_left_out(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", b"", 302, Location="/a")
    record = record_of(winnow, server.url(host, "/a"), *rules())
    assert record["text"] == text_of(1)
    assert [code for code, _ in notes_of(record)] == ["page-failed"]


def test_twenty_pages_at_most(winnow, server, host, rules):
    for n in range(1, 30):
        server.set_page(host, f"/{n}", part(n, f"/{n + 1}"))
    record = record_of(winnow, server.url(host, "/1"), *rules())
    assert record["text"] == text_of(*range(1, 21))
    assert len(record["pages"]) == len(server.log(host)) == 20
    assert notes_of(record) == [("page-not-fetched", f"{server.url(host, '/21')} is not in the "
                                 "text: an article may have 20 pages")]


def test_pages_of_other_hosts_are_not_fetched(winnow, server, host, rules):
    other = f"{host}-b"
    server.set_page(host, "/a", part(1, server.url(other, "/b")))
    server.set_page(other, "/b", part(2))
    record = record_of(winnow, server.url(host, "/a"), *rules())
    assert record["text"] == text_of(1)
    assert notes_of(record) == [("page-not-fetched", f"{server.url(other, '/b')} is not in the "
                                 "text: it is on another host")]
    assert server.everything(other) == []


def test_a_redirect_to_another_host_is_left_out(winnow, server, host, rules):
    other = f"{host}-b"
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", b"", 302, Location=server.url(other, "/b"))
    server.set_page(other, "/b", part(2))
    record = record_of(winnow, server.url(host, "/a"), "--allow-private", *rules())
    assert record["text"] == text_of(1)
    assert "another host" in notes_of(record)[0][1]


def test_a_failing_page_ends_the_article(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2, "/c"))
    server.set_page(host, "/c", b"no", 404)
    result = winnow("--format", "jsonl", *rules(), server.url(host, "/a"))
    record = result.records()[0]
    assert (result.code, record["status"], record["text"]) == (0, "ok", text_of(1, 2))
    assert record["pages"] == [server.url(host, "/a"), server.url(host, "/b")]
    [(code, text)] = notes_of(record)
    assert code == "page-failed" and server.url(host, "/c") in text and "404" in text


def test_robots_txt_applies_to_further_pages(winnow, server, host, rules):
    server.set_robots(host, b"User-agent: *\nDisallow: /b\n")
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2))
    record = record_of(winnow, server.url(host, "/a"), *rules())
    assert record["text"] == text_of(1)
    assert "robots" in notes_of(record)[0][1]
    assert [r.target for r in server.log(host)] == ["/a"]


def test_further_pages_are_delayed(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2))
    winnow("--delay", "0.4", *rules(), server.url(host, "/a"))
    first, second = (r.time for r in server.log(host))
    assert second - first >= 0.38


def test_articles_stay_in_order_in_a_list(winnow, server, host, rules):
    for n in range(1, 8, 2):
        server.set_page(host, f"/{n}", part(n, f"/{n + 1}"))
        server.set_page(host, f"/{n + 1}", part(n + 1))
    urls = [server.url(host, f"/{n}") for n in range(1, 8, 2)]
    result = winnow.list(urls, "--format", "jsonl", *rules())
    assert [r["url"] for r in result.records()] == urls
    assert [r["text"] for r in result.records()] == [text_of(n, n + 1) for n in range(1, 8, 2)]


def test_max_bytes_applies_to_each_page(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2) + b" " * 5000)
    record = record_of(winnow, server.url(host, "/a"), "--max-bytes", "2K", *rules())
    assert record["text"] == text_of(1)
    assert len(record["notes"]) == 1


def test_an_invalid_link_is_reported(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "http://127.0.0.1:99999999/"))
    record = record_of(winnow, server.url(host, "/a"), *rules())
    assert record["text"] == text_of(1)
    assert [code for code, _ in notes_of(record)] == ["page-not-fetched"]


def test_a_page_from_standard_input_fetches_nothing(winnow, server, host, rules):
    server.set_page(host, "/b", part(2))
    result = winnow("--input", "html", "--url", server.url(host, "/a"), "--format", "jsonl", *rules(),
                    stdin=part(1, "/b"))
    record = result.records()[0]
    assert record["text"] == text_of(1)
    assert [code for code, _ in notes_of(record)] == ["page-not-fetched"]
    assert server.everything(host) == []


# ---- single_page_link, if_page_contains -----------------------------------------------


def test_the_single_page_is_used_instead(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/all", "whole"))
    server.set_page(host, "/all", part(9, "/never"))
    record = record_of(winnow, server.url(host, "/a"),
                       *rules(RULES + "single_page_link: .whole\n"))
    assert (record["text"], record["title"]) == (text_of(9), "Tide 9")
    assert (record["url"], record["final_url"]) == (server.url(host, "/a"), server.url(host, "/all"))
    assert record["pages"] == [server.url(host, "/a"), server.url(host, "/all")]
    assert [r.target for r in server.log(host)] == ["/a", "/all"]


def test_without_the_single_page_further_pages_are_followed(winnow, server, host, rules):
    page = part(1, "/all", "whole").replace(b"</body>", b'<a class="next" href="/b">2</a></body>')
    server.set_page(host, "/a", page)
    server.set_page(host, "/all", b"", 500)
    server.set_page(host, "/b", part(2))
    record = record_of(winnow, server.url(host, "/a"), "--retries", "0",
                       *rules(RULES + "single_page_link: .whole\n"))
    assert record["text"] == text_of(1, 2)
    assert record["final_url"] == server.url(host, "/a")
    assert [code for code, _ in notes_of(record)] == ["page-failed"]


def test_a_link_may_be_computed_by_xpath(winnow, server, host, rules):
    server.set_page(host, "/a_story.html", part(1, "/a_story.html", "self"))
    server.set_page(host, "/a_print.html", part(9))
    record = record_of(winnow, server.url(host, "/a_story.html"), *rules(
        "body: .story\n"
        "single_page_link: concat(substring-before(//a[@class='self']/@href, '_story'), '_print.html')\n"))
    assert record["text"] == text_of(9)


@pytest.mark.parametrize("condition, parts", [(".next", (1, 2)), ("//p[@class='pages']", (1,)),
                                              ("contains(//p, 'tide')", (1, 2)),
                                              ("contains(//p, 'ebb')", (1,))])
def test_a_condition_applies_to_the_link_before_it(winnow, server, host, rules, condition, parts):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2))
    record = record_of(winnow, server.url(host, "/a"), *rules(
        f"single_page_link: .whole\nnext_page_link: .next\nif_page_contains: {condition}\n"
        "body: .story\n"))
    assert record["text"] == text_of(*parts)


# ---- http_header ----------------------------------------------------------------------


def test_rules_set_headers(winnow, server, host, rules):
    server.set_page(host, "/a", part(1, "/b"))
    server.set_page(host, "/b", part(2))
    winnow(*rules(RULES + "http_header(User-Agent): PHP/5.3\nhttp_header(cookie): consent=yes\n"
                          "http_header(referer): https://search.example/\n"),
           server.url(host, "/a"))
    for request in server.log(host):
        assert request.header("user-agent") == "PHP/5.3"
        assert request.header("cookie") == "consent=yes"
        assert request.header("referer") == "https://search.example/"
    assert len(server.log(host)) == 2


def test_headers_go_to_the_exact_host_only(winnow, server, host, rules):
    other = f"{host}-b"
    server.set_page(host, "/a", b"", 302, Location=server.url(other, "/b"))
    server.set_page(other, "/b", part(2))
    winnow("--allow-private", *rules("http_header(cookie): secret=1\nhttp_header(user-agent): x\n"),
           server.url(host, "/a"))
    assert server.log(host)[0].header("cookie") == "secret=1"
    [request] = server.log(other)
    assert request.header("cookie") is None
    assert request.header("user-agent").startswith("winnow/")


def test_headers_have_path_scopes(winnow, server, host, rules):
    for path in ("/live/1", "/1"):
        server.set_page(host, path, part(1))
        winnow(*rules("http_header(x-kind): plain\n[path /live/**]\nhttp_header(X-Kind): live\n"
                      "[unless-path /live/**]\nhttp_header(x-old): yes\n"), server.url(host, path))
    live, plain = server.log(host)
    assert (live.header("x-kind"), live.header("x-old")) == ("live", None)
    assert (plain.header("x-kind"), plain.header("x-old")) == ("plain", "yes")


def test_headers_of_included_and_global_files(winnow, server, host, rules, tmp_path):
    server.set_page(host, "/a", part(1))
    where = rules("include: cms\nhttp_header(x-a): site\n")
    (tmp_path / "rules" / "shared").mkdir()
    (tmp_path / "rules" / "shared" / "cms.txt").write_text("http_header(x-a): cms\nhttp_header(x-b): cms\n")
    (tmp_path / "rules" / "global.txt").write_text("http_header(x-b): all\nhttp_header(x-c): all\n")
    winnow(*where, server.url(host, "/a"))
    [request] = server.log(host)
    assert [request.header(f"x-{name}") for name in "abc"] == ["site", "cms", "all"]


def test_a_broken_file_sets_no_headers(winnow, server, host, rules):
    server.set_page(host, "/a", part(1))
    winnow(*rules("http_header(x-a): site\ntitl: h1\n"), server.url(host, "/a"))
    assert server.log(host)[0].header("x-a") is None
