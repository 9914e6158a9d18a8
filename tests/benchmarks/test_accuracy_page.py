"""The page of the accuracy: a pure function of what was measured."""

from benchmarks.corpora import RIGHT, Plant
from benchmarks.page import Corpus, details, render
from benchmarks.planting import Fate, Outcome
from benchmarks.slips import Slip
from sheets.judging.results import Finding, SheetResult, Verdict

OWN = str(RIGHT / "worked.md")


def finding(verdict, start=0, end=5):
    return Finding(OWN, 1, 1, 1, 6, start, end, "x = y", verdict)


def outcome(fate, kind="sign", suggestion=None, given_back=False):
    plant = Plant(OWN, 0, 0, 5, Slip(kind, "", "x = y", "x = -y"))
    return Outcome(plant, fate, "wrong", suggestion, given_back, "")


def measured():
    findings = [Verdict.PROVED, Verdict.CONFIRMED, Verdict.DEFINITION, Verdict.UNCHECKED, Verdict.WRONG]
    result = SheetResult(OWN, "", 1, 0, tuple(finding(verdict) for verdict in findings))
    outcomes = [
        outcome(Fate.SEEN, suggestion="x = y", given_back=True),
        outcome(Fate.SEEN, kind="index"),
        outcome(Fate.MISSED),
        outcome(Fate.MISSED),
        outcome(Fate.EQUAL),
    ]
    return [Corpus("Own sheets", [result], outcomes), Corpus("Strangers' sheets", [result, result], outcomes[:3])]


def test_the_corpora_stand_side_by_side():
    lines = render(measured(), 3).splitlines()
    assert "| sheets | 1 | 2 |" in lines
    assert "| decided | 80.0 % | 80.0 % |" in lines
    assert "| false alarms | **1** | **2** |" in lines
    assert "| slips planted | 5 | 3 |" in lines
    assert "| slips seen | **50.0 %** | **66.7 %** |" in lines
    assert "| given back, of those seen | **50.0 %** | **50.0 %** |" in lines


def test_slips_are_counted_by_kind_without_those_that_are_true():
    lines = render(measured(), 3).splitlines()
    assert "| sign | 4 | 1 | 1 | 33.3 % | 100.0 % | 100.0 % |" in lines
    assert "| index | 1 | 0 | 1 | 100.0 % | 0.0 % | 0.0 % |" in lines


def test_the_page_says_how_many_slips_are_planted():
    assert "one in 3 is planted" in render(measured(), 3)
    assert "All of them are planted." in render(measured(), 1)


def test_the_details_tell_what_was_not_given_back():
    lines = list(details(measured()[0].outcomes))
    assert [line.partition(" |")[0] for line in lines] == ["not given back", "missed", "missed", "equal"]
    assert all("worked.md:1" in line for line in lines)
