"""Pages that are expensive to parse, each of a size at which plain gumbo takes over 10
seconds or over 2 GB, and other pages that are only large."""

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


# name -> (a function that makes the page, the statuses that it may have). The comments say
# what plain gumbo 0.10.1 takes with max_errors = 0: seconds of CPU time, or memory. With its
# default max_errors most of them reach 2 GB sooner.
ATTACKS = {
    "div": (lambda: "<div>" * 400_000, {"budget"}),  # over 12 s
    "ul-li": (lambda: "<ul><li>" * 100_000, {"budget"}),  # over 12 s
    "div-ul-li": (lambda: "<div><ul><li>" * 80_000, {"budget"}),  # over 12 s
    "b-class": (lambda: numbered("<b class=%d>", 45_000), {"budget"}),  # over 12 s; 2.6 s for 20,000
    "font-id": (lambda: "<p>" + numbered("<font id=%d>", 2600) + "<p>x" * 2600, {"budget"}),  # 2.5 GB
    "font-id-1000": (lambda: "<p>" + numbered("<font id=%d>", 1000) + "<p>x" * 1000, {"budget"}),  # 368 MB
    "attributes": (lambda: "<p " + numbered("a%d=1 ", 60_000) + ">A sentence.</p>",
                   {"budget"}),  # over 11 s; 5.8 s for 40,000
    "html-attributes": (lambda: numbered("<html a%d=1>", 60_000), {"budget"}),  # over 12 s
    "table": (lambda: "<table><tr><td>" * 2_600_000, {"budget"}),  # 2.1 GB
    "span-x": (lambda: "<span>" * 60_000 + "</x>" * 60_000, {"budget"}),  # over 11 s
    "svg-g": (lambda: "<svg>" + "<g>" * 60_000 + "</x>" * 60_000, {"budget"}),  # over 11 s
    "form-div": (lambda: "<form><div>" * 40_000 + "</form>" * 40_000, {"budget"}),  # over 11 s
    "b-marquee": (lambda: "<b><marquee>" * 200_000, {"budget"}),  # over 11 s; 1.2 s for 60,000
    "div-h2": (lambda: numbered("<div><h2>%d</h2>", 100_000), {"budget"}),  # over 10 s; 6 s for 40,000
    "a-div": (lambda: "<a><div>" * 60_000, {"budget"}),  # over 10 s
    "math-mi": (lambda: "<math><mi>" * 5_200_000, {"budget"}),  # 2.2 GB
    # Chosen by their size.
    "less-than": (lambda: "<" * (50 * MB), {"budget", "ok"}),  # 4.3 s
    "one-line": (lambda: "word " * (16 * MB), {"budget", "ok"}),  # 3.8 s
    "nul": (lambda: "\0" * MB, {"empty", "unsupported"}),
    "entity": (lambda: entity(5 * MB), {"budget", "ok"}),
    "json-ld": (lambda: json_ld(10_000), {"ok"}),
    "nested-json": (lambda: nested_json(5 * MB), {"ok"}),
    "class": (lambda: long_class(MB), {"ok"}),
    "tabs": (lambda: "<pre>" + "\t" * 5_000_000 + "x</pre>", {"ok", "budget"}),
    "bars": (lambda: "<p>" + "a|b|" * 250_000, {"ok"}),
}

# These are too large by default.
LARGE = {"table", "math-mi", "less-than", "one-line"}


def page_of(name):
    return ATTACKS[name][0]()


def other_page(number):
    return (f"<title>Neighbour {number}</title><article><h1>Neighbour {number}</h1>"
            f"<p>The sentence of number {number} stands here, whatever stands beside it.</p></article>")
