"""Multipage articles in an archive: complete, or unchanged."""

from archives import OTHER
from fault_server import SENTENCES, page

PARTS = (SENTENCES[0], OTHER[0], OTHER[1])


def set_parts(server, host, parts, **headers):
    for n, sentence in enumerate(parts):
        link = b'<a class="next" href="/a%d">More</a>' % (n + 1) if n + 1 < len(parts) else b""
        body = page("Alpha", sentence).replace(b"</main>", b"</main>" + link)
        server.set_page(host, f"/a{n}" if n else "/a", body, **{
            name: value.format(n) for name, value in headers.items()})


NEXT_PAGE = "body: article\nnext_page_link: //a[@class='next']/@href\n"


def paths(requests):
    return [request.target for request in requests]


def test_an_article_of_several_pages_is_complete(archive, server, host, rules):
    rules.write_text(NEXT_PAGE)
    set_parts(server, host, PARTS, ETag='"{}"')
    assert archive.refresh(urls=[server.url(host, "/a")]).code == 0
    assert all(sentence in archive.text() for sentence in PARTS)
    for n in range(3):
        server.set_page(host, f"/a{n}" if n else "/a", b"", 304)
    assert "1 unchanged" in archive.refresh("-v").err
    last = server.log(host)[-3:]
    assert paths(last) == ["/a", "/a1", "/a2"]
    assert [r.header("if-none-match") for r in last] == ['"0"', '"1"', '"2"']
    assert archive.run("fsck").code == 0


def test_a_change_of_a_further_page_is_a_change(archive, server, host, rules):
    rules.write_text(NEXT_PAGE)
    set_parts(server, host, PARTS, ETag='"{}"')
    archive.refresh(urls=[server.url(host, "/a")])
    set_parts(server, host, (*PARTS[:2], OTHER[2]), ETag='"new {}"')
    server.set_page(host, "/a", b"", 304)
    assert "1 changed" in archive.refresh("-v").err
    assert OTHER[2] in archive.text() and PARTS[0] in archive.text()
    log = archive.run("log", server.url(host, "/a")).out.splitlines()
    assert log[0].split()[5] != log[1].split()[5] and " site " in log[1]


def test_a_changed_rule_cleans_all_pages_of_an_article(archive, server, host, rules):
    rules.write_text(NEXT_PAGE)
    set_parts(server, host, (*PARTS[:2], f"{PARTS[2]}</p><p>{SENTENCES[1]}"))
    archive.refresh(urls=[server.url(host, "/a")])
    requests = len(server.everything(host))
    rules.write_text(NEXT_PAGE + "strip_line: /great flood|Thirty years/\n")
    assert "1 pages change" in archive.run("reclean", "--dry-run").out
    archive.day -= 1
    archive.refresh("--due")
    assert len(server.everything(host)) == requests
    assert all(sentence in archive.text() for sentence in (*PARTS[:2], SENTENCES[1]))
    assert PARTS[2] not in archive.text()


def test_further_pages_that_a_rule_needs_are_fetched(archive, server, host, rules):
    rules.write_text("body: article\n")
    set_parts(server, host, PARTS)
    archive.refresh(urls=[server.url(host, "/a")])
    assert PARTS[1] not in archive.text()
    rules.write_text(NEXT_PAGE)
    assert "1 need further pages" in archive.run("reclean", "--dry-run").out
    archive.day -= 1
    assert archive.refresh("--due").code == 0
    assert all(sentence in archive.text() for sentence in PARTS)


def test_an_article_does_not_lose_a_page_by_an_error(archive, server, host, rules):
    rules.write_text(NEXT_PAGE)
    set_parts(server, host, PARTS)
    archive.refresh(urls=[server.url(host, "/a")])
    before = archive.text()
    server.set_page(host, "/a2", b"", 500)
    done = archive.refresh()
    assert done.code == 1 and "/a2 is not in the text: HTTP 500" in done.err
    assert archive.text() == before
    set_parts(server, host, PARTS)
    assert "recovered (since" in archive.refresh().err
    server.set_page(host, "/a2", b"", 404)
    for _ in range(5):
        archive.refresh()
    assert PARTS[1] in archive.text() and PARTS[2] not in archive.text()


def test_a_new_article_without_its_last_page_is_fetched_again(archive, server, host, rules):
    rules.write_text(NEXT_PAGE)
    set_parts(server, host, PARTS, ETag='"{}"')
    good = server._pages[host, "/a2"]
    server.set_page(host, "/a2", b"", 500)
    archive.refresh(urls=[server.url(host, "/a")])
    assert PARTS[1] in archive.text() and PARTS[2] not in archive.text()
    server.set_page(host, "/a", b"", 304)
    server.set_page(host, "/a1", b"", 304)
    server._pages[host, "/a2"] = good
    archive.refresh()
    assert all(sentence in archive.text() for sentence in PARTS)


def test_an_article_on_a_single_page(archive, server, host, rules):
    rules.write_text("body: article\nsingle_page_link: //a[@class='whole']/@href\n")
    server.set_page(host, "/a", page("Alpha", PARTS[0]).replace(
        b"</main>", b'</main><a class="whole" href="/print">All</a>'), ETag='"0"')
    server.set_page(host, "/print", page("Alpha", *PARTS), ETag='"1"')
    archive.refresh(urls=[server.url(host, "/a")])
    assert all(sentence in archive.text() for sentence in PARTS)
    server.set_page(host, "/a", b"", 304)
    server.set_page(host, "/print", b"", 304)
    assert "1 unchanged" in archive.refresh("-v").err
    assert archive.run("fsck").code == 0


def test_an_article_is_accepted_with_all_its_pages(archive, server, host, rules):
    rules.write_text(NEXT_PAGE)
    url = server.url(host, "/a")
    set_parts(server, host, PARTS)
    archive.refresh(urls=[url])
    longer = [f"{sentence} " * 12 for sentence in reversed(PARTS)]
    set_parts(server, host, longer, ETag='"new {}"')
    assert "% of the usual" in archive.refresh().err
    assert archive.run("fsck").code == 0
    assert archive.run("quarantine", "--accept", url).code == 0
    assert longer[2].strip() in archive.text() and archive.run("fsck").code == 0
    for n in range(3):
        server.set_page(host, f"/a{n}" if n else "/a", b"", 304)
    done = archive.refresh("-v")
    assert "1 unchanged" in done.err and done.code == 0
    assert [r.header("if-none-match") for r in server.log(host)[-3:]] == [
        '"new 0"', '"new 1"', '"new 2"']
