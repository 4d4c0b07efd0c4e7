"""`make quality`: its figures for a corpus of two pages."""

import gzip
import json
import subprocess

import pytest

from conftest import ROOT

PAGE = (ROOT / "tests/fixtures/community-prune-no/page.html").read_text()
STORY = (ROOT / "tests/fixtures/community-body-of-the-article/expected.txt").read_text()


@pytest.fixture
def corpus(tmp_path):
    root = tmp_path / "canals"
    (root / "html").mkdir(parents=True)
    (root / "ground-truth").mkdir()
    for name, host in [("0001", "canal.example"), ("0002", "other.example")]:
        (root / f"html/{name}.html.gz").write_bytes(gzip.compress(PAGE.encode()))
        truth = {"main_content": STORY, "title": "The last lock keeper of the canal", "author": None,
                 "publish_date": None, "with": ["one of nine on the old canal"], "without": ["Imprint"]}
        (root / f"ground-truth/{name}.json").write_text(json.dumps(
            {"url": f"https://{host}/a", "ground_truth": truth,
             "_internal": {"page_type": {"primary": "article"}}}))
    return root


def quality(winnow, *args, program=None):
    script = ROOT / "tests/model/quality.py"
    done = subprocess.run(["/usr/bin/python3", "-B", script, program or winnow.program, *args],
                          env=winnow.env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(out):
    return {line[:20].strip(): line[20:].split() for line in out.splitlines() if line.strip()}


def test_the_tables_of_a_corpus(winnow, corpus):
    out = quality(winnow, corpus)
    article = next(line.split() for line in out.splitlines() if line.startswith("article"))
    assert article[1:3] == ["2", "0"] and float(article[3]) > 0.9
    assert "trained on these pages: the figures are too good" in out
    for tool in ("lynx", "w3m"):
        assert f"{tool}: skipped, not installed" in out or tool in out


def test_the_headline_is_scored_apart(winnow, corpus):
    """The annotation has no headline, and the text of winnow has one."""
    columns, article = [line.split() for line in quality(winnow, corpus).replace("body f1", "body").splitlines()
                        if "precision" in line or line.startswith("article")][:2]
    figures = dict(zip(columns, article[1:]))
    assert float(figures["f1"]) < float(figures["body"])


def test_a_page_annotated_in_part_has_no_f1(winnow, corpus):
    for path in (corpus / "ground-truth").glob("*.json"):
        doc = json.loads(path.read_text())
        doc["ground_truth"] |= {"main_content": "", "with": ["one of nine on the old canal", "nowhere to be found"]}
        path.write_text(json.dumps(doc))
    article = next(line.split() for line in quality(winnow, corpus).splitlines() if line.startswith("article"))
    assert article[1:8] == ["2", "0", "-", "-", "-", "-", "0.5000"]


def test_rules_are_counted_on_pages_with_a_rule_file(winnow, corpus):
    rules = corpus / "rules"
    rules.mkdir()
    (rules / "canal.example.txt").write_text("body: header\n")
    found = rows(quality(winnow, corpus, "--rules", rules))
    assert float(found["rules alone"][0]) < 0.1
    assert found["model alone"][0] == found["rules, checked"][0]
    assert found["rules, checked"][1:5] == ["1", "better", "0", "worse"]
    assert "of the checked rules: 1 lines overruled, 1 pages left to the model" in quality(
        winnow, corpus, "--rules", rules)


def test_a_fold_cleans_pages_that_its_model_was_not_trained_on(winnow, corpus):
    folds = corpus / "folds"
    folds.mkdir()
    (folds / "ids0").write_text("canals-0001\n")
    (folds / "ids1").write_text("canals-0002\n")
    for name in ("winnow-fold0", "winnow-fold1"):
        (corpus / name).symlink_to(winnow.program)
    out = quality(winnow, corpus, "--folds", folds, program=corpus / "winnow")
    assert "a model that has not seen its site" in out and "\nall                    2         0    0." in out
