"""SARIF 2.1.0: a rule for each code, a result for each finding, fixes, suppressions, places that are right."""

from dataclasses import replace

from hypothesis import given
from made_results import MENDED, SLIP, TEXT, made_result, sheet_results, wrong_finding

from reports.sarif import sarif_data
from sheets.judging.codes import CODES
from sheets.judging.ignores import Selection

KINDS = {"fail", "open"}
LEVELS = {"none", "note", "warning", "error"}


def run_of(results, **options):
    data = sarif_data(results, "0.1.0", **options)
    assert data["version"] == "2.1.0"
    assert data["$schema"].endswith("sarif-2.1.0.json")
    (run,) = data["runs"]
    return run


def test_every_code_is_a_rule():
    rules = run_of([made_result()])["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [code.name for code in CODES]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)


def test_a_wrong_formula_is_an_error_with_its_place_and_fix():
    wrong, open_ = run_of([made_result()])["results"]
    assert (wrong["ruleId"], wrong["kind"], wrong["level"]) == ("EQV101", "fail", "error")
    place = wrong["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "notes/week1.md"
    region = place["region"]
    assert region["snippet"]["text"] == SLIP
    assert TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]] == SLIP
    assert TEXT.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == SLIP
    (change,) = wrong["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == MENDED
    assert (open_["ruleId"], open_["kind"], open_["level"]) == ("UNK101", "open", "none")


def test_strict_makes_what_was_not_checked_an_error():
    assert [result["level"] for result in run_of([made_result()], strict=True)["results"]] == ["error", "error"]


def test_what_is_ignored_is_suppressed_and_says_by_whom():
    result = replace(made_result(), findings=(replace(wrong_finding(), ignored=True),))
    (in_source,) = run_of([result])["results"]
    assert in_source["suppressions"] == [{"kind": "inSource", "status": "accepted"}]
    (external,) = run_of([result], selection=Selection(ignore=("EQV",)))["results"]
    assert external["suppressions"][0]["kind"] == "external"


def test_a_path_becomes_a_uri():
    result = replace(made_result(), path="my notes/ü.md")
    (artifact,) = run_of([result])["artifacts"]
    assert artifact["location"]["uri"] == "my%20notes/%C3%BC.md"


def test_fingerprints_survive_a_line_above_and_tell_twins_apart():
    moved = replace(wrong_finding(), line=9, end_line=9)
    first, twin = run_of([replace(made_result(), findings=(wrong_finding(), moved))])["results"]
    assert first["partialFingerprints"] != twin["partialFingerprints"]
    (alone,) = run_of([replace(made_result(), findings=(moved,))])["results"]
    assert alone["partialFingerprints"] == first["partialFingerprints"]


@given(sheet_results())
def test_any_result_has_the_structure(result):
    run = run_of([result])
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == sum(finding.code is not None for finding in result.findings)
    for found in run["results"]:
        assert rules[found["ruleIndex"]] == found["ruleId"]
        assert found["kind"] in KINDS
        assert found["level"] in LEVELS
        assert found["kind"] == "fail" or found["level"] == "none"
        assert found["message"]["text"]
        region = found["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
