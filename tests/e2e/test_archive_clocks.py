"""An archive whose machine had a wrong clock."""

from fault_server import SENTENCES, page


def at(archive, now, *args, urls=()):
    if urls:
        args = ("--urls", "-", *args)
    return archive.winnow("refresh", archive.folder, "--now", f"{now}T00:00:00Z", *args,
                          stdin="".join(f"{url}\n" for url in urls))


def test_a_run_in_2036_does_not_silence_an_archive(archive, server, host):
    urls = [server.url(host, f"/{n}") for n in range(3)]
    for n in range(2):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    server.set_page(host, "/2", b"", 503)
    assert at(archive, "2036-02-01", urls=urls).code == 1
    server.set_page(host, "/2", page("Page 2"))
    server.set_page(host, "/1", page("Page 1", *SENTENCES, "And one more."))
    done = at(archive, "2026-02-01")
    assert done.err.count("fetched at 2036-02-01T00:00:0") == 1 and done.code == 1
    assert "recovered (since 2026-02-01: HTTP 503)" in done.err
    assert any("And one more." in text for text in archive.texts().values())
    assert sorted(r.target for r in server.log(host))[-1] == "/2"
    requests = len(server.log(host))
    done = at(archive, "2026-02-01")  # told once, and nothing is due
    assert (done.err, done.code, len(server.log(host))) == ("", 0, requests)
    done = at(archive, "2026-02-04")
    assert (done.err, done.code, len(server.log(host))) == ("", 0, requests + 3)
    assert len(server.everything(host)) > len(server.log(host)) + 1  # robots.txt again


def test_a_host_that_was_down_in_2036_is_asked(archive, server, host):
    url = server.url(host, "/a")
    server.set_page(host, "/a", b"", 429, Retry_After="90000")
    at(archive, "2036-02-01", "--max-wait", "1", urls=[url])
    server.set_page(host, "/a", page("Alpha"))
    at(archive, "2026-02-01", "--max-wait", "1")
    assert SENTENCES[0] in archive.text()


def test_a_clock_of_1970_loses_nothing(archive, server, host):
    url = server.url(host, "/a")
    server.set_page(host, "/a", page("Alpha"))
    at(archive, "2026-02-01", urls=[url])
    text, requests = archive.text(), len(server.log(host))
    done = at(archive, "1970-01-01")
    assert "by the clock of this machine, which is wrong" in done.err and done.code == 1
    assert at(archive, "1970-01-01").err == "" and len(server.log(host)) == requests
    assert at(archive, "2026-02-02").err == "" and len(server.log(host)) == requests + 1
    assert archive.text() == text and archive.run("fsck").code == 0
