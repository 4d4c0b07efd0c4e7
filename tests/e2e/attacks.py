"""Pages that cost a parser more than they should, each of a size at which bare gumbo takes
over 10 seconds or over 2 GB, and others that are only large."""

import random

MB = 1 << 20


def numbered(form, count):
    return "".join(form % i for i in range(count))


def entity(count):
    return "<p>&#" + "1" * count + ";</p>"


def json_ld(count):
    block = '<script type="application/ld+json">{"@type":"Article","headline":"Number %d"}</script>'
    return "<title>Many</title>" + numbered(block, count) + "<p>A sentence that stands below them all.</p>"


def nested_json(size):
    depth = size // 12
    return ('<title>Deep</title><script type="application/ld+json">' + '{"a":[' * depth + "]}" * depth
            + "</script><p>A sentence that stands below it.</p>")


def long_class(size):
    words = random.Random(1).choices("abcdefghij klmnop", k=size)
    return f'<p class="{"".join(words)}">A sentence of an ordinary kind, in an odd paragraph.</p>'


# name -> (a function that makes the page, the statuses that it may have)
ATTACKS = {
    "div": (lambda: "<div>" * 400_000, {"budget"}),
    "ul-li": (lambda: "<ul><li>" * 100_000, {"budget"}),
    "div-ul-li": (lambda: "<div><ul><li>" * 80_000, {"budget"}),
    "b-class": (lambda: numbered("<b class=%d>", 20_000), {"budget"}),
    "font-id": (lambda: "<p>" + numbered("<font id=%d>", 1000) + "<p>x" * 1000, {"budget"}),
    "attributes": (lambda: "<p " + numbered("a%d=1 ", 40_000) + ">A sentence.</p>",
                   {"ok", "budget"}),
    "html-attributes": (lambda: numbered("<html a%d=1>", 60_000), {"budget"}),
    "table": (lambda: "<table><tr><td>" * 60_000, {"budget", "empty"}),
    "span-x": (lambda: "<span>" * 60_000 + "</x>" * 60_000, {"budget"}),
    "svg-g": (lambda: "<svg>" + "<g>" * 60_000 + "</x>" * 60_000, {"budget"}),
    "form-div": (lambda: "<form><div>" * 40_000 + "</form>" * 40_000, {"budget"}),
    "b-marquee": (lambda: "<b><marquee>" * 60_000, {"budget"}),
    "a-div": (lambda: "<a><div>" * 60_000, {"budget"}),
    "math-mi": (lambda: "<math><mi>" * 60_000, {"budget", "empty"}),
    "less-than": (lambda: "<" * (50 * MB), {"budget", "ok"}),
    "one-line": (lambda: "word " * (16 * MB), {"budget", "ok"}),
    "nul": (lambda: "\0" * MB, {"empty", "unsupported"}),
    "entity": (lambda: entity(5 * MB), {"budget", "ok"}),
    "json-ld": (lambda: json_ld(10_000), {"ok"}),
    "nested-json": (lambda: nested_json(5 * MB), {"ok"}),
    "class": (lambda: long_class(MB), {"ok"}),
}

# Their size alone stops them, unless --max-bytes lets them in.
LARGE = {"less-than", "one-line"}


def page_of(name):
    return ATTACKS[name][0]()


def neighbour(number):
    return (f"<title>Neighbour {number}</title><article><h1>Neighbour {number}</h1>"
            f"<p>The sentence of number {number} stands here, whatever stands beside it.</p></article>")
