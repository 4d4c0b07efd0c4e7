"""What a command line may be: standard input as a file, misspelled commands, messages."""

import pytest

from archives import OTHER
from fault_server import page
from pages import article

PAGE = page("Page 1").decode()


# ---- arguments ------------------------------------------------------------------------


@pytest.mark.parametrize("verb, shown", [("explain", "+ Page 1\n"), ("links", "/news\n")])
def test_a_hyphen_is_standard_input(winnow, verb, shown):
    done = winnow(verb, "--url", "http://a.example/", "-", stdin=PAGE)
    assert shown in done.out and done.code == 0


def test_rules_are_made_of_standard_input(winnow, tmp_path):
    done = winnow("rules", "new", "--rules", "rules", "--url", "http://a.example/x", "-", stdin=PAGE,
                  cwd=tmp_path)
    assert (done.out.splitlines(), done.err) == (["rules/a.example.txt", "rules/pages/a.example.html"], "")
    assert (tmp_path / "rules/pages/a.example.html").read_text() == PAGE


def test_rules_are_checked_on_standard_input(winnow):
    done = winnow("rules", "check", "-", stdin="body: article\nbdy: p\n", patient=True)
    assert done.out.startswith('<stdin>:2:1: error: unknown directive "bdy"') and done.code == 1
    assert winnow("rules", "check", "-", stdin="body: article\n", patient=True).code == 0


@pytest.mark.parametrize("verb", [[], ["explain"], ["links"], ["rules", "new"]], ids=" ".join)
def test_a_file_that_is_not_there_is_not_a_host(winnow, verb):
    done = winnow(*verb, "nosuch.html")
    assert (done.out, done.err, done.code) == ("", "winnow: nosuch.html: No such file or directory\n", 1)


def test_a_word_that_is_nothing_is_not_a_host(winnow):
    assert winnow("teapot").err == "winnow: teapot: not a URL, a file or a command\n"
    assert winnow("explain", "teapot").err == "winnow: teapot: neither a URL nor a file\n"


def test_a_misspelled_command_is_recognised(winnow, tmp_path):
    done = winnow("refesh", "archive", patient=True)
    assert done.err == 'winnow: unknown command "refesh"; did you mean "refresh"?\nTry winnow --help.\n'
    assert (done.out, done.code) == ("", 2)
    (tmp_path / "refesh").write_text(PAGE)
    assert winnow("refesh", cwd=tmp_path).out == article("Page 1")


def test_a_page_that_is_too_large_is_not_cut(winnow, tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    done = winnow("explain", "--max-bytes", "100", tmp_path / "page.html")
    assert done.err == f"winnow: {tmp_path}/page.html: larger than 100 bytes; --max-bytes allows more\n"
    assert (done.out, done.code) == ("", 1)


# ---- messages -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["<p>No link.</p>", '{"a": 1}', "a,b\n1,2\n"])
def test_a_file_without_links_is_named(winnow, tmp_path, text):
    (tmp_path / "list.txt").write_text(text)
    done = winnow("links", "list.txt", cwd=tmp_path)
    assert (done.out, done.err, done.code) == ("", "winnow: list.txt: no links found\n", 3)
    assert winnow("links", "-q", "list.txt", cwd=tmp_path).err == ""


def test_a_pattern_without_a_match_is_named(winnow):
    done = winnow("links", "--url", "http://a.example/", "--match", "zzz", "-", stdin=PAGE)
    assert (done.err, done.code) == ("winnow: standard input: no link matches the pattern\n", 3)


# ---- archives -------------------------------------------------------------------------


def test_a_diff_of_one_version_says_so(archive, server, host):
    url = server.url(host, "/ok/1")
    archive.refresh(urls=[url])
    done = archive.run("diff", url)
    assert done.err == f"winnow: {url}: there is one version only, nothing to compare\n"
    assert (done.out, done.code) == ("", 1)


def test_a_page_is_added_and_refreshed_by_its_url(archive, server, host):
    for name in ("a", "b"):
        server.set_page(host, f"/{name}", page(name, *OTHER))
    a, b = (server.url(host, f"/{name}") for name in ("a", "b"))
    done = archive.run("refresh", a)
    assert (done.out, done.err, done.code) == ("", "", 0)
    assert len(archive.texts()) == 1
    archive.run("refresh", a, b, a)
    assert len(archive.texts()) == 2
    asked = len(server.log(host))
    archive.run("refresh", b)
    assert [request.target for request in server.log(host)[asked:]] == ["/b"]


def test_a_url_that_is_none_is_refused_and_the_others_are_refreshed(archive, server, host):
    done = archive.run("refresh", "mailto:a@b.example", server.url(host, "/ok/1"))
    assert done.err.startswith("winnow: mailto:a@b.example: ") and done.code == 1
    assert len(archive.texts()) == 1


def test_a_new_archive_can_begin_with_a_url(winnow, server, host, tmp_path):
    done = winnow("refresh", "--init", tmp_path / "archive", "--allow-private", server.url(host, "/ok/1"))
    assert (done.out, done.err, done.code) == ("", "", 0)
    assert len(list((tmp_path / "archive/text").rglob("*.md"))) == 1


@pytest.mark.parametrize("option", [["--header", "no colon"], ["--rules", "nosuch"], ["--rule", "nosuch.txt"],
                                    ["--cookie-file", "nosuch"], ["--user-agent", "a\nb"]])
def test_a_setting_that_is_wrong_is_named_and_makes_no_archive(winnow, tmp_path, option):
    done = winnow("refresh", "--init", "archive", *option, cwd=tmp_path)
    assert done.code == 2 and option[0].strip("-") in done.err and done.err.count("\n") == 1
    assert not (tmp_path / "archive").exists()
