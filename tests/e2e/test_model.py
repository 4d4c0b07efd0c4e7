"""The models give the same scores in C as in the programs that trained them."""

import pathlib
import sys

import numpy as np
import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests/model"))
import corpus  # noqa: E402
import table  # noqa: E402
import trees  # noqa: E402

PAGES = sorted((ROOT / "tests/fixtures").rglob("page.html"))


def utf8(path):
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def dump(pytestconfig, paths, **options):
    """The files as dump sees them, with the scores that C has given."""
    program = pathlib.Path(pytestconfig.getoption("--winnow")).parent / "model-dump"
    out = []
    for path in paths:
        page = corpus.Page()
        page.path = path
        out.append(page)
    corpus.dump(program, out, with_model=True, **options)
    return out


@pytest.fixture(scope="module")
def pages(pytestconfig):
    """The fixtures that are UTF-8."""
    return dump(pytestconfig, [path for path in PAGES if utf8(path) is not None])


def test_scores_of_trainer_and_winnow_are_equal(pages):
    model = table.read(ROOT / "src/model/content_model.inc")
    assert len(pages) > 20
    for page in pages:
        rows = page.rows.astype(int)
        hints = [trees.sums(forest, page.row.reshape(1, -1))[0] for forest in model.hints]
        types = [trees.sums(forest, page.type_row.reshape(1, -1))[0] for forest in model.types]
        assert page.guess == np.argmax(types)
        first = trees.cascade(model.quick, model.first, rows)
        scores = trees.scores(trees.both(first, trees.sums(model.second, rows)))
        column = page.first_columns
        assert (rows[:, column - len(hints):column] == np.trunc(np.array(hints) * 1000 / trees.ONE)).all()
        assert (rows[:, column] == trees.scores(first)).all()
        assert (scores == page.scores).all()


@pytest.fixture(scope="module")
def scrapes(pytestconfig):
    """The old scrapes among the fixtures."""
    return dump(pytestconfig, sorted((ROOT / "tests/fixtures").rglob("page.txt")), is_text=True)


def test_scores_of_lines_are_equal(scrapes):
    model = table.read(ROOT / "src/plaintext/line_model.inc")
    assert len(scrapes) > 10
    for scrape in scrapes:
        rows = scrape.rows.astype(int)
        first, second = trees.sums(model.first, rows), trees.sums(model.second, rows)
        assert (rows[:, scrape.first_columns] == trees.scores(first)).all()
        assert (trees.scores(np.trunc(first / 2) + second) == scrape.scores).all()
