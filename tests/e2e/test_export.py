"""winnow export: the texts of an archive as records, Markdown, EPUB, WARC and WACZ."""

import gzip
import hashlib
import io
import json
import posixpath
import subprocess
import xml.etree.ElementTree as ET
import zipfile

import pytest

import schema
from fault_server import SENTENCES, page

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

ODD = ("""<!DOCTYPE html><html lang="en"><head><title>Odd &amp; ends &lt;b&gt;</title></head><body><main><article>
<h1>Odd &amp; ends &lt;b&gt;</h1><p>""" + "</p><p>".join(SENTENCES) + """</p>
<p>A <b>bold *star* and <i>both</b> kinds</i>, a <a href="https://x.example/?a=1&amp;b=(2)">link with <em>emphasis</em> in
it</a>, <code>a `tick` &lt;tag&gt;</code>, <s>struck</s>, <sup>up</sup> and [brackets](not a link) &amp;amp; 1 &lt; 2.</p>
<ul><li>one<ul><li>nested <b>deep</b><ol><li>first</li><li>second</li></ol></li></ul></li><li>two</li></ul>
<blockquote><p>The quay is quoted here at some length, so that it stays.</p><ul><li>and a list in it</li></ul></blockquote>
<pre><code>if (a &lt; b &amp;&amp; c) {
    ```
}</code></pre>
<table><tr><th>Port</th><th>Height</th></tr><tr><td>Ansel | inner</td><td>2 &lt; 3</td></tr></table>
<p><img src="https://x.example/remote.png" alt="A boat"> The last paragraph of the page closes it.</p>
</article></main></body></html>""").encode()


@pytest.fixture
def filled(archive, server, host):
    server.set_page(host, "/a", page("Alpha"))
    server.set_page(host, "/odd", ODD)
    assert archive.refresh(urls=[server.url(host, "/a"), server.url(host, "/odd"), server.url(host, "/lost")]).code == 1
    return archive


def check_epub(data):
    """What epubcheck checks first; returns the documents of the spine in their order."""
    book = zipfile.ZipFile(io.BytesIO(data))
    assert book.testzip() is None
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    names = book.namelist()
    assert len(names) == len(set(names))
    (root,) = ET.fromstring(book.read("META-INF/container.xml")).iter(
        "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile")
    package = ET.fromstring(book.read(root.get("full-path")))
    folder = posixpath.dirname(root.get("full-path"))
    ids = [element.get("id") for element in package.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and package.get("unique-identifier") in ids
    assert package.find(f".//{DC}title").text and package.find(f".//{DC}language").text
    modified, = [meta.text for meta in package.iter(f"{OPF}meta") if meta.get("property") == "dcterms:modified"]
    assert len(modified) == 20 and modified.endswith("Z")
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    listed = {posixpath.join(folder, item.get("href")) for item in items.values()}
    assert listed | {root.get("full-path")} == {name for name in names if not name.startswith("META-INF/")} - {"mimetype"}
    nav, = [item.get("href") for item in items.values() if item.get("properties") == "nav"]
    documents = {}
    for item in items.values():
        if item.get("media-type") != "application/xhtml+xml":
            continue
        document = documents[item.get("href")] = ET.fromstring(book.read(posixpath.join(folder, item.get("href"))))
        for element in document.iter():
            assert element.get("src") is None and element.tag not in (XHTML + "img", XHTML + "script")
        seen = [element.get("id") for element in document.iter() if element.get("id")]
        assert len(seen) == len(set(seen))
        for parent in document.iter(XHTML + "a"):
            assert parent.find(f".//{XHTML}a") is None
    spine = [items[ref.get("idref")].get("href") for ref in package.iter(f"{OPF}itemref")]
    toc, = [element for element in documents[nav].iter(XHTML + "nav") if element.get(EPUB_TYPE) == "toc"]
    assert [link.get("href") for link in toc.iter(XHTML + "a")] == spine
    return [documents[name] for name in spine]


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def exported(archive, tmp_path, form, *args):
    path = tmp_path / f"out.{form}"
    done = archive.run("export", "--format", form, "-o", path, *args)
    assert (done.out, done.err, done.code) == ("", "", 0)
    return path.read_bytes()


def test_lines_of_json_are_records_of_winnow(filled, server, host):
    done = filled.run("export")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [schema.errors_of(line) for line in lines] == [[], [], []]
    assert [(line["status"], line["state"], line["title"]) for line in lines] == [
        ("ok", "ok", "Alpha"), ("http", "missing", None), ("ok", "ok", "Odd & ends <b>")]
    alpha = lines[0]
    assert alpha["text"] == filled.run("show", server.url(host, "/a")).out
    assert alpha["text_sha256"] == hashlib.sha256(alpha["text"].encode()).hexdigest()
    assert alpha["language"] == "en" and alpha["fetched_at"] == alpha["checked_at"] == filled.now()


def test_a_book_has_a_chapter_for_each_text(filled, tmp_path):
    data = exported(filled, tmp_path, "epub")
    alpha, odd = check_epub(data)
    assert text_of(alpha.find(f".//{XHTML}h1")) == "Alpha"
    assert SENTENCES[2] in text_of(alpha)
    text = text_of(odd)
    for part in ("bold *star*", "a `tick` <tag>", "1 < 2", "[brackets](not a link) &amp;", "if (a < b && c) { ``` }",
                 "Ansel | inner", "2 < 3"):
        assert part in text
    assert [link.get("href") for link in odd.iter(XHTML + "a")][1] == "https://x.example/?a=1&b=(2)"
    assert [len(list(odd.iter(XHTML + tag))) for tag in ("ul", "ol", "blockquote", "pre", "table", "sup")] == [
        3, 1, 1, 1, 1, 1]
    assert exported(filled, tmp_path, "epub") == data


def test_a_book_of_a_host_and_of_a_time(filled, server, host, tmp_path):
    other = f"{host}-b"
    server.set_page(other, "/b", page("Beta"))
    filled.refresh(urls=[server.url(other, "/b")])
    assert len(check_epub(exported(filled, tmp_path, "epub", "--host", f"{other}.localhost"))) == 1
    assert len(check_epub(exported(filled, tmp_path, "epub", "--since", "12h"))) == 1
    assert len(check_epub(exported(filled, tmp_path, "epub", "--since", "2d"))) == 3
    none = filled.run("export", "--format", "epub", "--since", "2099-01-01")
    assert (none.code, none.err) == (1, "winnow: there is no text to make a book of\n")
    assert filled.run("export", "--since", "yesterday").code == 2


@pytest.mark.deep
def test_epubcheck_finds_no_error(filled, tmp_path):
    exported(filled, tmp_path, "epub")
    done = subprocess.run(["java", "-jar", "/usr/share/java/epubcheck.jar", tmp_path / "out.epub"],
                          capture_output=True, text=True)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


def test_a_folder_of_markdown(filled, host, tmp_path):
    done = filled.run("export", "--format", "markdown", "-o", tmp_path / "tree")
    assert (done.out, done.err, done.code) == ("", "", 0)
    files = sorted((tmp_path / "tree" / f"{host}.localhost").iterdir())
    assert [path.suffix for path in files] == [".md", ".md"]
    text = files[0].read_text()
    assert text.startswith('---\ntitle: "Alpha"\n') and "\n---\n\n# Alpha\n\n" in text
    assert filled.run("export", "--format", "markdown").code == 2


def test_the_stored_responses_as_warc(filled, winnow, tmp_path):
    data = exported(filled, tmp_path, "warc")
    assert data[:2] == b"\x1f\x8b" and gzip.decompress(data).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    records = winnow("--format", "jsonl", tmp_path / "out.warc").records()
    assert [record["title"] for record in records] == ["Alpha", "Odd & ends <b>"]
    assert subprocess.run([winnow.program, "export", filled.folder, "--format", "warc", "--now", filled.now()],
                          env=winnow.env, capture_output=True).stdout == data


def test_the_stored_responses_as_wacz(filled, winnow, server, host, tmp_path):
    server.set_page(host, "/a", page("Alpha", *reversed(SENTENCES)))
    filled.refresh()
    packed = zipfile.ZipFile(io.BytesIO(exported(filled, tmp_path, "wacz")))
    assert packed.testzip() is None
    manifest = json.loads(packed.read("datapackage.json"))
    assert json.loads(packed.read("datapackage-digest.json"))["hash"] == (
        "sha256:" + hashlib.sha256(packed.read("datapackage.json")).hexdigest())
    for resource in manifest["resources"]:
        content = packed.read(resource["path"])
        assert (len(content), "sha256:" + hashlib.sha256(content).hexdigest()) == (resource["bytes"], resource["hash"])
    lines = packed.read("indexes/index.cdx").decode().splitlines()
    assert len(lines) == 3 and lines == sorted(lines)
    for line in lines:
        key, time, fields = line.split(" ", 2)
        fields = json.loads(fields)
        warc = packed.read("archive/" + fields["filename"])
        start = int(fields["offset"])
        record = gzip.decompress(warc[start:start + int(fields["length"])])
        assert f"WARC-Target-URI: {fields['url']}\r\n".encode() in record
        assert key.startswith(f"localhost,{host})") or key.startswith(f"localhost,{host}:") and len(time) == 14
    head, *pages = packed.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(head)["format"] == "json-pages-1.0" and len(pages) == 2
    records = winnow("--format", "jsonl", tmp_path / "out.wacz").records()
    assert sorted(record["title"] for record in records) == ["Alpha", "Alpha", "Odd & ends <b>"]


def test_a_file_is_replaced_when_it_is_complete(archive, tmp_path):
    kept = tmp_path / "out.epub"
    kept.write_text("the last book")
    done = archive.run("export", "--format", "epub", "-o", kept)
    assert done.code == 1 and kept.read_text() == "the last book"
    assert [path.name for path in tmp_path.glob("*out*")] == ["out.epub"]
