"""What is kept of the catalogue's notations is what is read from them, of these very sources, or nothing."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import derivations
import sheets
from derivations.catalogue import FORMULAS
from sheets.meaning import index
from sheets.meaning.index import Known
from sheets.meaning.matching import read_notations
from sheets.meaning.parts import tokens_of

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = (
    Known("softmax.value", ("softmax",), r"p_k = \ldots", {"z": "z", "q": "ü"}, frozenset(), (("=", ""),)),
    Known("softmax.value", ("softmax",), "p = q^{(l)}", {}, frozenset({("", "l"), ("i", "")}), (("name", "p"),)),
)
FALSE = (replace(ROWS[0], identity="softmax.false"),)
PROBE = """
import sys
from derivations.catalogue import TOPICS
from sheets.meaning.matching import is_named, nominate
from sheets.notation.grammar import read_notation
tree = read_notation(r"\\frac{\\partial p_i}{\\partial z_j} = p_i (\\delta_{ij} - p_j)").children[0]
found = nominate(tree, "the softmax")
print(is_named("the softmax"), found[0].known.identity)
print([topic for topic in TOPICS if f"derivations.{topic}" in sys.modules])
found[0].known.formula
print("derivations.softmax" in sys.modules, "torch" in sys.modules)
"""


@pytest.fixture(scope="module")
def read():
    return tuple(read_notations())


@pytest.fixture
def source(tmp_path, monkeypatch):
    """The one file that the rows seem to come from, of long ago; the cache folder is empty."""
    file = tmp_path / "topic.py"
    file.write_text("a = 1")
    monkeypatch.setattr(index, "sources", lambda package: {"topic.py": file})
    monkeypatch.setattr(index, "_LOADED", file.stat().st_ctime + 2 * index.SETTLED)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return file


def kept_files(source):
    return sorted((source.parent / "cache" / "twofold" / "notations").glob("*.json"))


def never():
    raise AssertionError("the rows are made again")


def test_the_whole_catalogue_survives_being_kept(read, source):
    assert len(read) == sum(len(formula.notations) for formula in FORMULAS.values())
    assert index.kept(lambda: read) == read
    assert len(kept_files(source)) == 1
    again = index.kept(never)
    assert again == read
    assert all(known.formula is FORMULAS[known.identity] for known in again)
    assert all(known.words == tuple(word.lower() for word in known.formula.words) for known in again)


def test_the_tree_of_a_row_has_the_tokens_of_the_row(read):
    assert [known.latex for known in read if tokens_of(known.chain, known.fused) != known.tokens] == []


def test_a_changed_source_is_never_met_by_old_rows(source, monkeypatch):
    index.kept(lambda: FALSE)
    assert index.kept(lambda: ROWS) == FALSE  # while nothing changes, what is kept is what is taken
    source.write_text("a = 2")
    assert index.kept(lambda: ROWS) == ROWS
    source.rename(source.parent / "other.py")
    monkeypatch.setattr(index, "sources", lambda package: {"other.py": source.parent / "other.py"})
    assert index.kept(lambda: FALSE) == FALSE


def test_every_module_that_reads_a_notation_is_in_the_digest():
    probe = "import sys, sheets.meaning.matching\nfor name in sorted(sys.modules): print(name)"
    loaded = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    ours = [name for name in loaded.stdout.split() if name.partition(".")[0] in ("derivations", "numerics", "sheets")]
    outside = {name for name in ours if not any(f"{name}.".startswith(f"{package}.") for package in index.PACKAGES)}
    assert outside == {"sheets", "sheets.keeping"}
    folder = Path(derivations.__file__).parent
    assert {"softmax.py", "vocabulary.py", "algebra/terms.py"} <= set(index.sources("derivations"))
    assert index.sources("derivations")["softmax.py"] == folder / "softmax.py"
    assert index.sources("sheets.notation")["tokens.py"].parent == Path(sheets.__file__).parent / "notation"


def test_a_file_that_was_tampered_with_or_cut_is_not_believed(source):
    index.kept(lambda: FALSE)
    [file] = kept_files(source)
    whole = file.read_bytes()
    for broken in (b"", whole[:-9], whole.replace(b"softmax.false", b"softmax.wrong"), b"\xff" + whole, b"[]\n{}"):
        file.write_bytes(broken)
        assert index.kept(lambda: ROWS) == ROWS
        assert index.kept(never) == ROWS


def test_rows_of_sources_that_have_just_changed_are_not_kept(source, monkeypatch):
    monkeypatch.setattr(index, "_LOADED", source.stat().st_ctime + index.SETTLED / 2)
    assert index.kept(lambda: ROWS) == ROWS
    assert kept_files(source) == []


def test_rows_are_not_kept_if_a_source_changes_while_they_are_made(source):
    def make():
        times = source.stat()
        source.write_text("a = 2")
        os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
        return ROWS

    assert index.kept(make) == ROWS
    assert kept_files(source) == []


def test_where_nothing_can_be_read_or_written_the_rows_are_made(source, monkeypatch):
    (source.parent / "cache").write_text("a file, no folder")
    assert index.kept(lambda: ROWS) == ROWS
    monkeypatch.setattr(index, "sources", lambda package: {})
    assert index.source_digest() is None
    assert index.kept(lambda: ROWS) == ROWS


def test_old_rows_do_not_pile_up(source):
    for number in range(index.KEPT + 3):
        source.write_text(f"a = {number}")
        index.kept(lambda: ROWS)
    assert len(kept_files(source)) == index.KEPT
    assert index.kept(never) == ROWS


def test_a_nomination_imports_no_topic(read, tmp_path):
    index._store(tmp_path / "twofold" / "notations", str(index.source_digest()), read)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines() == ["True softmax.jacobian_entry", "[]", "True False"]
