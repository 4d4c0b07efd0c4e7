"""The models: C and the training programs give the same scores, the manifests are correct, and
the features are those that the models were trained with."""

import gzip
import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests/model"))
import corpus  # noqa: E402
import ftr  # noqa: E402
import manifest  # noqa: E402
import model_file  # noqa: E402
import trees  # noqa: E402

CONTENT, LINES = ROOT / "src/model/content.model", ROOT / "src/plaintext/line.model"
MODELS = pytest.mark.parametrize("model", [CONTENT, LINES], ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def program(pytestconfig):
    """model-dump, in the folder of winnow."""
    return pathlib.Path(pytestconfig.getoption("--winnow")).parent / "model-dump"


def dump(program, model, is_text=False):
    """The fixtures as used for training, with the scores from C."""
    out = []
    for path in manifest.fixtures(is_text):
        page = corpus.Page()
        page.path = path
        out.append(page)
    corpus.dump(program, out, model=model, is_text=is_text)
    return out


# ---- scores ------------------------------------------------------------------------------


def assert_scores_of_pages(program, path):
    model, pages = model_file.read(path), dump(program, path)
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


def assert_scores_of_lines(program, path):
    model, texts = model_file.read(path), dump(program, path, is_text=True)
    assert len(texts) > 10
    for text in texts:
        rows = text.rows.astype(int)
        first, second = trees.sums(model.first, rows), trees.sums(model.second, rows)
        assert (rows[:, text.first_columns] == trees.scores(first)).all()
        assert (trees.scores(np.trunc(first / 2) + second) == text.scores).all()


def test_scores_of_trainer_and_winnow_are_equal(program):
    assert_scores_of_pages(program, CONTENT)


def test_scores_of_lines_are_equal(program):
    assert_scores_of_lines(program, LINES)


# ---- files -------------------------------------------------------------------------------


@MODELS
def test_a_model_is_written_as_it_was_read(model, tmp_path):
    columns = [columns for _, _, _, columns in model_file.sections_of(model.read_bytes()).values() if columns]
    content = model_file.read(model)
    again = (model_file.pack_lines(content, columns) if model == LINES else
             model_file.pack_content(content, [columns[0], columns[7], *columns[-2:]]))
    assert again == model.read_bytes()


@pytest.mark.parametrize("at", [0, 9, 13, 40, 100, 5000, 100000])
def test_a_damaged_file_is_rejected(at, tmp_path):
    data = bytearray(LINES.read_bytes())
    data[at] ^= 1
    (tmp_path / "damaged").write_bytes(data)
    with pytest.raises(ValueError):
        model_file.read(tmp_path / "damaged")


# ---- manifests ---------------------------------------------------------------------------


@MODELS
def test_a_manifest_belongs_to_its_model(model):
    lines, content = manifest.read(manifest.path_of(model)), model_file.read(model)
    assert lines["sha256"] == manifest.sha256(model.read_bytes())
    assert int(lines["bytes"]) == model.stat().st_size
    assert (int(lines["names"]), int(lines["words"])) == (len(content.names), len(content.words))


@MODELS
def test_the_files_of_the_corpus_are_listed(model):
    name = f"{model.stem}.sha256"
    lines, listed = manifest.read(manifest.path_of(model)), (ROOT / "tests/model" / name).read_text()
    assert lines[f"sha256 of {name}"] == manifest.sha256(listed.encode())
    assert int(lines["pages"]) == listed.count("/html/") == listed.count("/ground-truth/")


def shared(folder):
    """A folder of the corpora, which are not part of the repository."""
    path = ROOT.parent / "shared" / folder
    if not path.exists():
        pytest.skip(f"skipped: there is no {path}")
    return path


def corpora(model):
    listed = (ROOT / f"tests/model/{model.stem}.sha256").read_text().splitlines()
    names = dict.fromkeys(line.split()[1].split("/")[0] for line in listed)
    return [shared(f"corpus/{name}") for name in names]


@MODELS
def test_the_corpora_are_those_of_training(model):
    assert manifest.list_corpora(corpora(model)) == (ROOT / f"tests/model/{model.stem}.sha256").read_text()


@pytest.mark.deep
def test_the_lexicon_can_be_made_again_from_the_corpus(program, tmp_path):
    train = pytest.importorskip("train")
    rules = ftr.scores(shared("ftr-site-config"))
    pages = [page for page in corpus.load(program, corpora(CONTENT), tmp_path) if not page.is_partial]
    train.count_votes(pages)
    found = manifest.lexicon_differences(model_file.read(CONTENT), *train.lexicon(pages, rules))
    recorded = manifest.read(manifest.path_of(CONTENT))["lexicon differs in"]
    assert found == recorded, "the code that makes the lexicon has changed since training: make model"


@MODELS
def test_features_are_those_of_training(model, program):
    lines = manifest.read(manifest.path_of(model))
    before = [name for name in lines if name.startswith("fixture ")]
    changed, same = manifest.compare_rows(lines, manifest.rows_of_fixtures(program, model, lines["kind"]))
    target = "make model" if model == CONTENT else "make model-lines"
    assert not changed, (
        f"the features of {len(changed)} of {same} fixtures are not those that {model.name} was trained on: "
        f"{', '.join(changed)}. Train it again ({target}), or undo the change of the features; see "
        "tests/model/README.md")
    assert same > len(before) * 3 / 4, f"too many fixtures are new since training: {target}"


def test_the_files_of_feature_code_exist():
    for pattern in manifest.FEATURE_CODE + manifest.TRAINING_CODE:
        assert list(ROOT.glob(pattern)), pattern


def test_a_changed_row_is_detected():
    before = {"kind": "content", "fixture a": "1 2", "fixture b": "3 4", "fixture c": "5 6", "fixture d": "7 8"}
    now = {"fixture a": "1 9", "fixture b": "9 9", "fixture c": "5 6"}
    assert manifest.compare_rows(before, now) == (["a"], 2)


# ---- training ----------------------------------------------------------------------------


def write_corpus(root):
    """The fixtures as a corpus: the annotation of each page is winnow's own output."""
    for folder in ("html", "ground-truth"):
        (root / folder).mkdir(parents=True)
    pages = [path for path in manifest.fixtures(is_text=False) if path.stat().st_size < 100000]
    for number, path in enumerate(pages):
        name, text = path.parent.name, (path.parent / "expected.txt").read_text(errors="replace")
        if len(text.split()) < 20:
            continue
        (root / f"html/{name}.html.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        (root / f"ground-truth/{name}.json").write_text(json.dumps(
            {"url": f"https://{name}.example/", "ground_truth": {"main_content": text},
             "_internal": {"page_type": {"primary": corpus.TYPES[number % len(corpus.TYPES)]}}}))


def train(script, program, root, seed):
    """Runs a short training in a separate folder; returns all files that were written, by name."""
    out = root.parent / f"out{seed}"
    out.mkdir()
    command = ["/usr/bin/python3", "-B", ROOT / f"tests/model/{script}", "--corpus", root, "--rounds", "2",
               "--work", root.parent / f"work{seed}", "--dump", program, "--output", out / "the.model",
               "--scores", out / "scores.txt", "--corpus-files", out / "corpus.sha256"]
    if script == "train.py":
        command += ["--folds", out / "folds", "--rules", ROOT / "rules/shared"]
    else:
        command += ["--winnow", program.parent / "winnow"]
    done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.deep
@pytest.mark.parametrize("script, scores", [("train.py", assert_scores_of_pages),
                                            ("train_lines.py", assert_scores_of_lines)])
def test_training_twice_gives_the_same_bytes(script, scores, program, tmp_path):
    write_corpus(tmp_path / "corpus")
    first, second = (train(script, program, tmp_path / "corpus", seed) for seed in ("1", "2"))
    assert first.keys() == second.keys() and {"the.model", "the.manifest", "corpus.sha256"} <= first.keys()
    assert [name for name in first if first[name] != second[name]] == []
    scores(program, tmp_path / "out1/the.model")
    lines = manifest.read(tmp_path / "out1/the.manifest")
    assert lines["sha256"] == manifest.sha256(first["the.model"])
    assert lines["rows of fixtures"] == manifest.IN_TRAINING and "xgboost" in lines["tools"]
    assert int(lines["words"]) > 10
