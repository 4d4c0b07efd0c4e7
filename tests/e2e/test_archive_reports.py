"""What cron mails about an archive: each problem once, grouped by its cause, each fact right."""

from archives import OTHER
from conftest import free_port
from fault_server import SENTENCES, page

TEXT = [f"{sentence} Part {n}." for n in range(3) for sentence in (*SENTENCES, *OTHER)]


def add(archive, server, host, count, more=()):
    for n in range(count):
        server.set_page(host, f"/{n}", page(f"Page {n}", *(f"{s} ({n})" for s in TEXT)))
    paths = [*(f"/{n}" for n in range(count)), *more]
    return archive.refresh(urls=[server.url(host, path) for path in paths])


def test_an_old_problem_fails_no_run(archive, server, host):
    add(archive, server, host, 3)
    server.set_page(host, "/0", b"", 500)
    assert archive.refresh().code == 1
    done = archive.refresh()
    assert (done.err, done.code) == ("", 0)
    assert archive.refresh("--strict").code == 1
    status = archive.run("status").out
    assert status.endswith(f"{server.url(host, '/0')}: HTTP 500 (since 2025-01-03)\n")
    server.set_page(host, "/0", page("Page 0", *TEXT))
    done = archive.refresh("--strict")
    assert "recovered" in done.err and done.code == 0
    assert "HTTP 500" not in archive.run("status").out


def test_pages_of_a_host_that_is_down_are_one_problem(archive):
    port = free_port()
    urls = [f"http://down.localhost:{port}/{n}" for n in range(12)]
    done = archive.refresh("--no-robots", urls=urls[:8])
    assert done.code == 1 and done.err == (
        "winnow: 8 pages of down.localhost: could not connect: Connection refused\n")
    done = archive.refresh("--no-robots", urls=urls[8:])  # they share the old problem
    assert (done.err, done.code) == ("", 0)
    assert "12 pages of down.localhost: could not connect" in archive.run("status").out


def test_what_varies_is_no_cause(archive, server, host):
    add(archive, server, host, 3)
    for n in range(3):
        server.set_page(host, f"/{n}", page("Short", "Only this. " * (n + 1)))
    done = archive.refresh()
    assert done.err == (f"winnow: 3 pages of {host}.localhost: in quarantine: "
                        "much shorter than usual\n")


def test_an_error_of_a_rule_file_is_one_problem_and_no_redesign(archive, server, host, rules):
    rules.write_text("body: article\nstrip: nav\n")
    add(archive, server, host, 12)
    good = archive.texts()
    rules.write_text("body: article[[\nstrip: nav\n")
    for n in range(12):
        server.set_page(host, f"/{n}", page(f"Page {n}", *(f"{s} [{n}]" for s in TEXT)))
    done = archive.refresh()
    assert done.code == 1 and done.err.count("\n") == 1
    assert f"{rules}:1: no attribute name follows" in done.err
    assert archive.texts() == good and (archive.refresh().err, archive.refresh().code) == ("", 0)
    rules.write_text("body: article\nstrip: nav\n")
    done = archive.refresh()
    assert done.err.count("\n") == 1 and "recovered" in done.err and done.code == 0
    assert archive.texts() != good and archive.run("quarantine").out == ""


def test_health_forgets_a_line_that_is_gone_or_works_again(archive, server, host, rules):
    rules.write_text("body: article\nbody: .entry\n")
    add(archive, server, host, 4)
    for n in range(4):
        server.set_page(host, f"/{n}", page(f"Page {n}", *TEXT, f"Number {n}.").replace(
            b"article>", b"section>"))
    done = archive.refresh()
    assert "body has not matched since 2025-01-03, on 4 of 4 pages" in done.err
    assert archive.run("health").out.count("body: no match since") == 2
    rules.write_text("body: section\n")
    done = archive.refresh()
    assert "recovered (since 2025-01-03: likely redesign" in done.err, done.err
    assert archive.run("health").out == ""
    rules.unlink()
    archive.refresh()
    assert archive.run("health").out == ""


def test_the_date_of_a_redesign_is_not_that_of_a_single_page(archive, server, host, rules):
    """One page that never had the body, and an outage of weeks, do not move the date."""
    rules.write_text("body: article\n")
    odd = page("Odd", *TEXT).replace(b"article>", b"section>")
    server.set_page(host, "/odd", odd)
    assert add(archive, server, host, 8, more=("/odd",)).err == ""
    archive.day += 20
    for n in range(8):
        server.set_page(host, f"/{n}", b"", 503)
    assert "8 pages" in archive.refresh().err
    archive.day += 20
    for n in range(8):
        server.set_page(host, f"/{n}", page(f"Page {n}", *TEXT, f"{n}.").replace(
            b"article>", b"section>"))
    server.set_page(host, "/odd", odd + b"<!-- again -->")
    done = archive.refresh()
    assert f"body has not matched since {archive.now()[:10]}, on 9 of 9 pages" in done.err


def test_acceptances_are_one_line_a_host(archive, server, host):
    add(archive, server, host, 3)
    for n in range(3):
        server.set_page(host, f"/{n}", page("Long", *(f"{s} {n} {m}" for m in range(6) for s in TEXT)))
    for _ in range(4):
        archive.refresh()
    done = archive.refresh()
    lines = [line for line in done.err.splitlines() if "accepted" in line]
    assert len(lines) == 1 and f"{host}.localhost: accepted: 3 pages" in lines[0]
    assert done.code == 0
