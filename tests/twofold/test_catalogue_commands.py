"""`list`, `show`, `explain`, `verify` and `report`, with verifications made by hand where they would take long."""

import json
from collections import Counter

import pytest

from derivations.catalogue import FORMULAS, TOPICS, formulas_of
from sheets.judging.codes import CODES, FAMILIES
from twofold import dependencies

FOUND = {
    "title": "", "kind": "identity", "notations": 2, "status": "verified", "messages": [], "seconds": 0.1, "steps": [],
    "symbolic": {"derived": True, "cited": None, "steps": 0, "held": 0, "proved": 0, "exact_points": 0,
                 "proof": None, "general": False},
    "numeric": {"points": 4096, "error": 1e-16, "method": "sampled", "device": "cpu", "sizes": [], "tightness": None},
    "mutants": {"made": 3, "killed": 3, "survivors": []},
}  # fmt: skip
FIRST = next(iter(FORMULAS))


@pytest.fixture
def verified(monkeypatch):
    """Verifications are made up; the names asked for are kept."""
    asked = []

    def verify_formulas(ids, **settings):
        asked.append((list(ids), settings))
        return [FOUND | {"id": id, "topic": id.partition(".")[0]} for id in ids]

    monkeypatch.setattr("twofold.verifying.verify_formulas", verify_formulas)
    return asked


@pytest.fixture
def few(monkeypatch):
    """A catalogue of few topics in which each kind of its formulas occurs: their names, in reading order. What it is
    used with goes without the cache, which keeps its own list of the topics."""
    kinds = {topic: {formula.kind for formula in formulas_of(topic).values()} for topic in TOPICS}
    smallest = sorted(TOPICS, key=lambda topic: len(formulas_of(topic)))
    chosen = {next(topic for topic in smallest if kind in kinds[topic]) for kind in set().union(*kinds.values())}
    names = tuple(topic for topic in TOPICS if topic in chosen)
    for module in ("derivations.catalogue", "reports.entries"):
        monkeypatch.setattr(f"{module}.TOPICS", names)
    monkeypatch.setattr(dependencies, "_topics", lambda: frozenset(TOPICS))  # it is remembered beyond a test
    return names


def test_list_names_every_formula(twofold, few):
    lines = twofold("list", "--no-cache").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(FORMULAS)
    listed = json.loads(twofold("list", "--no-cache", "--format", "json").stdout)
    assert [one["id"] for one in listed] == list(FORMULAS)
    assert all(set(one) == {"id", "topic", "title", "latex", "uses"} for one in listed)


def test_show_prints_a_formula_with_its_evidence(twofold, verified):
    found = twofold("show", FIRST)
    assert found.exit_code == 0
    assert FORMULAS[FIRST].title in found.stdout
    assert "3 of 3 mutants refuted" in found.stdout
    shown = json.loads(twofold("show", FIRST, "--format", "json").stdout)
    assert shown["id"] == FIRST
    assert shown["verification"]["status"] == "verified"


def test_show_takes_the_last_part_of_an_id_where_it_is_unique(twofold, verified):
    names = Counter(id.partition(".")[2] for id in FORMULAS)
    unique = next(id for id in FORMULAS if names[id.partition(".")[2]] == 1)
    assert unique in twofold("show", unique.partition(".")[2]).stdout
    shared = next((name for name, count in names.items() if count > 1), None)
    if shared is not None:
        assert "several formulas have that name" in twofold("show", shared).stderr


def test_a_name_that_is_none_gets_the_nearest(twofold, verified):
    for arguments in (("show", "softmax.jacobian"), ("verify", "softmax.jacobian")):
        found = twofold(*arguments)
        assert found.exit_code == 2
        assert "Did you mean softmax.jacobian" in found.stderr
        assert found.stderr.count("\n") == 1
    assert twofold("verify", "zzzzzz").exit_code == 2


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_explain_shows_the_page_of_a_code(twofold, code):
    found = twofold("explain", code.name.lower())
    assert found.exit_code == 0
    for part in (code.title, code.flagged, code.fine, FAMILIES[code.family]):
        assert part in found.stdout
    assert json.loads(twofold("explain", code.name, "--format", "json").stdout)["meaning"] == code.meaning


def test_explain_refuses_what_is_no_code(twofold):
    found = twofold("explain", "EQV999")
    assert found.exit_code == 2
    assert "Did you mean" in found.stderr


def test_every_code_is_written_out():
    assert sorted({code.family for code in CODES}) == sorted(FAMILIES)
    assert len({code.name for code in CODES}) == len(CODES)
    for code in CODES:
        assert code.meaning.endswith(".")
        assert len(code.meaning) > 80
        assert "\n" not in code.flagged + code.fine
        assert code.flagged != code.fine
        assert "$" in code.flagged


def test_verify_takes_formulas_topics_or_all(twofold, verified):
    assert twofold("verify", "softmax").exit_code == 0
    assert twofold("verify", FIRST, "--seed", "4", "--device", "cpu").exit_code == 0
    assert twofold("verify", "--quiet").stdout.startswith(f"{len(FORMULAS)} formulas: {len(FORMULAS)} verified")
    (topic, _), (one, settings), (every, _) = verified
    assert topic == [id for id in FORMULAS if id.startswith("softmax.")]
    assert one == [FIRST]
    assert settings["seed"] == 4
    assert every == list(FORMULAS)


def test_verify_exits_1_if_one_does_not_hold(twofold, monkeypatch):
    doubtful = FOUND | {"id": "x", "status": "undecided"}
    monkeypatch.setattr("twofold.verifying.verify_formulas", lambda ids, **_: [doubtful])
    assert twofold("verify").exit_code == 1
    data = json.loads(twofold("verify", "--format", "json").stdout)
    assert data["formulas"][0]["status"] == "undecided"


def test_report_is_one_page_or_a_folder(twofold, verified, folder, few):
    (folder / "sheet.md").write_text("$1 = 1$")
    page = twofold("report", "--no-cache")
    assert page.exit_code == 0
    assert page.stdout.startswith("<!DOCTYPE html>")
    assert all(f'id="{id}"' in page.stdout for id in FORMULAS)
    assert twofold("report", "--no-cache", "--output", "one.html", "--sheet", "sheet.md").stdout == ""
    assert "1 formula: 1 proved" in (folder / "one.html").read_text(encoding="utf-8")
    assert twofold("report", "--no-cache", "--output", "pages", "--sheet", "sheet.md").exit_code == 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in (folder / "pages").iterdir()}
    assert set(pages) == {"index.html", "sheet.html", *(f"{topic}.html" for topic in few)}
    assert all(f'id="{id}"' in pages[f"{id.partition('.')[0]}.html"] for id in FORMULAS)
    assert twofold("report", "--no-cache", "--sheet", "nix.md").exit_code == 2
    data = json.loads(twofold("report", "--no-cache", "--format", "json").stdout)
    assert [one["id"] for one in data["formulas"]] == list(FORMULAS)
    assert len({one["kind"] for one in data["formulas"]}) >= 5
    assert [ids for ids, _ in verified] == [list(FORMULAS)] * 4


def test_a_verification_is_cached(twofold, monkeypatch):
    calls = []

    def verify(id, **settings):
        calls.append(id)
        return FOUND | {"id": id, "topic": ""}

    monkeypatch.setattr("twofold.verifying._verify", verify)
    first = twofold("verify", FIRST).stdout
    assert twofold("verify", FIRST).stdout == first
    assert calls == [FIRST]
    twofold("verify", FIRST, "--no-cache")
    twofold("verify", FIRST, "--samples", "99")
    assert calls == [FIRST] * 3
