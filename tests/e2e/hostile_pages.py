"""Pages whose texts, attributes, code, formulas and addresses are full of what Markdown and HTML would interpret.

Each page is made from its number alone, and is the same on every machine. `tags` are the elements that a reader
of its Markdown may see, because the page has them."""

import html
import random
import zlib

MARKS = ("` `` ``` * ** *** _ __ ~ ~~ ~~~ [ ] ( ) ![ ]( ][ < > </ & ; # ## | || \\ \\\\ \\` \\< $ $$ $` `$ ^ : :// ! = == + - -- "
         "--- === *** ``` ~~~ > >> 1. 1) 0. - + * {{ }} {: } %% @ \" ' '' [^ [^1] [^1]: [x] [ ] :-- |- ... :::").split(" ")
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src=x onerror='alert(1)'/>", "</p>", "</article>",
    "<!--", "-->", "<!-- x -->", "<![CDATA[", "]]>", "<?php echo 1 ?>", "<!DOCTYPE html>", "<b>", "</b>", "<br>",
    '<a href="javascript:alert(1)">x</a>', "<javascript:alert(1)>", "<https://auto.example/>", "<someone@auto.example>",
    "&lt;script&gt;", "&#60;script&#62;", "&amp;lt;", "&copy", "&#x3c;", "&Tab;", "javascript:alert(1)",
    "[x](javascript:alert(1))", "![x](javascript:alert(1))", "[x]: javascript:alert(1)", "[x]: <javascript:alert(1)> 'y'",
    "[x][x]", "[^1]: note", "<style>*{}</style>", "<iframe src=//e.example>", "<svg/onload=alert(1)>", "<div\nonclick=x>",
    "www.auto.example/a_b_*c*", "http://auto.example/_a_?b=*c*&lt=1", "https://auto.example/(a)|b", "ftp://auto.example/x",
    "someone@auto.example", "mailto:someone@auto.example", "xmpp:a@auto.example", "http://auto.example\\", "http://<b>",
    "| a | b |", "| --- | --- |", "```js", "~~~", "    four", "# head", "===", "- [x] task", "1986. year", "* * *", "_ _ _",
    "&quot; onmouseover=&quot;x", '" onmouseover="x', "](x \"y\")", "<details open ontoggle=x>", "**<b>**", "`<b>`", "``<b>` `",
    "$`<b>`$", "$<b>$", "$$<b>$$", "\\", "a\\", "\\\\", "<", "<a", "<a ", "<a/", "</", "<!", "<?", "x<y>z", "~~<b>~~",
]
SIGNS = ["é", "東京", "🙂", "“", "”", "€", "\u00a0", "\u200b", "\u200d", "\u202e", "\ufeff", "ß", "—", "ℓ", "\u2028", "ﬁ", "א", "+", "©"]
ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "/a b", "/a)b",
    "/a(b", "/a((b", '/a"b', "/a>b<script>", "/a\nb", "/a`b", "/a|b", "/a\\b", "/a\\)b", "//e.example/?a=1&lt=2&copy=3",
    "/a&lt;b", "/a&#41;b", "#top", "mailto:a@e.example", "/a'b", "/a b \"title\"", "/a%29b", "/<b>", "/a) [x](javascript:alert(1)",
    "/é", "/a]b[c", "/a*b*c", "/a_b_c", "http://e.example", "?x=<img>", "http://e.example/\\", "", "/a\u00a0b", "/a\u2028b",
]
INLINE = ["em", "strong", "b", "i", "code", "del", "s", "ins", "mark", "sub", "sup", "a", "kbd", "q", "span", "cite", "small", "samp",
          "var", "u", "tt", "dfn"]
RENDERED = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "var": "em", "dfn": "em", "code": "code",
            "kbd": "code", "samp": "code", "tt": "code", "del": "del", "s": "del", "ins": "ins", "mark": "mark", "sub": "sub",
            "sup": "sup", "a": "a", "img": "img"}


class HostilePage:
    def __init__(self, number):
        self.random = random.Random(zlib.crc32(b"hostile page %d" % number))
        self.words = 0
        self.tags = set()
        self.inline = self.random.sample(INLINE, self.random.randrange(0, 8))
        heading = self.text(3)
        body = "".join(self.block(2) for _ in range(self.random.randint(4, 9)))
        self.html = (f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{heading}</title></head><body>"
                     f"<article><h1>{heading}</h1>{body}<p>{self.text(6)}</p></article></body></html>")

    def chance(self, share):
        return self.random.random() < share

    def word(self):
        self.words += 1
        return f"w{self.words}"

    def raw(self, size):
        """Words, marks and markup, joined with spaces and without."""
        parts = [self.word()] if self.chance(0.8) else []
        for _ in range(self.random.randint(1, size)):
            kinds = [MARKS, MARKS, MARKUP, SIGNS, None, None]
            kind = self.random.choice(kinds)
            parts.append(self.random.choice(kind) if kind else self.word())
            if self.chance(0.5):
                parts.append(" ")
        return "".join(parts)

    def text(self, size):
        return html.escape(self.raw(size), quote=False)

    def value(self, text):
        return html.escape(text)

    def phrase(self, depth):
        """Text with inline elements."""
        parts = [self.text(4)]
        for _ in range(self.random.randint(0, 3)):
            parts.append(self.element(depth) if self.inline and self.chance(0.7) else self.extra())
            if self.chance(0.7):
                parts.append(self.text(3))
        return "".join(parts)

    def element(self, depth):
        tag = self.random.choice(self.inline)
        inner = self.phrase(depth - 1) if depth and self.chance(0.4) else self.text(3)
        space = " " if self.chance(0.2) else ""
        self.tags.add(RENDERED.get(tag))
        if tag != "a":
            return f"<{tag}>{space}{inner}{space}</{tag}>"
        inner = self.text(3) if "<a " in inner else inner
        address = self.value(self.random.choice(ADDRESSES))
        return f'<a href="{address}" title="{self.value(self.raw(2))}" onclick="x()">{space}{inner}{space}</a>'

    def extra(self):
        kind = self.random.randrange(5)
        if kind == 0:
            self.tags.add("img")
            return f'<img src="{self.value(self.random.choice(ADDRESSES))}" alt="{self.value(self.raw(3))}">'
        if kind == 1:
            self.tags.add("code")
            tex = self.value(self.raw(3))
            return f'<math alttext="{tex}"><mi>x</mi></math>'
        if kind == 2:
            self.tags.add("code")
            return f'<script type="math/tex">{self.raw(3).replace("</", "< /").replace("<!", "< !")}</script>'
        if kind == 3:
            self.tags |= {"code", "img"}
            return f'<img class="latex" src="/tex.png" alt="{self.value(self.raw(3))}">'
        return "<br>"

    def block(self, depth):
        kinds = [self.paragraph, self.paragraph, self.heading, self.items, self.quote, self.code, self.table, self.terms,
                 self.figure, self.rule]
        return self.random.choice(kinds)(depth)

    def paragraph(self, depth):
        return f"<p>{self.phrase(2)}</p>"

    def heading(self, depth):
        level = self.random.randint(2, 6)
        return f"<h{level}>{self.phrase(1)}</h{level}>"

    def items(self, depth):
        self.tags |= {"ul", "ol", "li", "input"}
        tag = self.random.choice(["ul", "ol", f'ol start="{self.random.choice([0, 1, 7, 1986, 999999999])}"'])
        parts = []
        for _ in range(self.random.randint(1, 4)):
            box = '<input type="checkbox"> ' if self.chance(0.1) else ""
            inner = self.block(depth - 1) if depth and self.chance(0.3) else ""
            parts.append(f"<li>{box}{self.phrase(1)}{inner}</li>")
        return f"<{tag}>{''.join(parts)}</{tag[:2]}>"

    def quote(self, depth):
        self.tags.add("blockquote")
        inner = "".join(self.block(depth - 1) for _ in range(2)) if depth else self.phrase(1)
        return f"<blockquote>{inner}</blockquote>"

    def code(self, depth):
        self.tags |= {"pre", "code"}
        lines = "\n".join(self.text(4) for _ in range(self.random.randint(1, 4)))
        name = self.value(self.random.choice(["language-c", "language-<b>", "lang-```", 'language-"x"', "hljs ~~~", ""]))
        return f'<pre><code class="{name}">{lines}\n</code></pre>'

    def cell(self):
        kind = self.random.randrange(5)
        self.tags.add("br")
        if kind == 0:
            return f"<ul><li>{self.phrase(1)}</li><li>{self.text(3)}</li></ul>"
        if kind == 1:
            return f"<p>{self.phrase(1)}</p><p>{self.phrase(1)}</p>"
        if kind == 2:
            self.tags.add("code")
            return f"{self.text(2)}<br>{self.phrase(1)}<pre>{self.text(3)}\n{self.text(2)}</pre>"
        return self.phrase(1)

    def table(self, depth):
        self.tags |= {"table", "thead", "tbody", "tr", "th", "td"}
        width = self.random.randint(2, 4)
        head = "".join(f"<th>{self.phrase(1)}</th>" for _ in range(width))
        rows = ("".join(f"<td>{self.cell()}</td>" for _ in range(self.random.choice([width, width, 1])))
                for _ in range(self.random.randint(1, 3)))
        return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def terms(self, depth):
        self.tags |= {"ul", "li", "strong"}
        return f"<dl><dt>{self.phrase(1)}</dt><dd>{self.phrase(1)}</dd><dd>{self.phrase(1)}</dd></dl>"

    def figure(self, depth):
        self.tags.add("img")
        image = f'<img src="{self.value(self.random.choice(ADDRESSES))}" alt="{self.value(self.raw(4))}">'
        return f"<figure>{image}<figcaption>{self.phrase(1)}</figcaption></figure>"

    def rule(self, depth):
        self.tags.add("hr")
        return f"<hr><p>{self.text(5)}</p>"
