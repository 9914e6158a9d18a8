"""The result as data keeps the command's contract."""

import json
from pathlib import Path

import jsonschema
from hypothesis import given
from hypothesis import strategies as st
from made_results import MENDED, SLIP, TEXT, made_result, sheet_results

from reports.json import render_json
from sheets.judging.results import Settings, Verdict

SCHEMA = json.loads((Path(__file__).parent.parent / "twofold" / "check.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_a_finding_has_every_field_of_the_contract():
    data = json.loads(render_json([made_result()], Settings(seed=7), "0.1.0"))
    assert data["settings"] == {"seed": 7, "device": "cpu", "samples": 4096}
    (sheet,) = data["sheets"]
    finding = sheet["findings"][1]
    assert TEXT[finding["start"] : finding["end"]] == finding["latex"] == SLIP
    assert finding["counterexample"]["at"] == {"z": "1"}
    assert finding["counterexample"]["replay"] == "twofold check notes/week1.md --line 3 --seed 0"
    assert finding["suggestion"] == MENDED
    assert sheet["summary"]["wrong"] == 1


def test_the_text_is_stable_and_keeps_its_letters():
    text = render_json([made_result()], Settings(), "0.1.0")
    assert text == render_json([made_result()], Settings(), "0.1.0")
    assert text.endswith("}\n")


@given(st.lists(sheet_results(), max_size=2))
def test_any_result_fits_the_schema_and_its_summary_adds_up(results):
    data = json.loads(render_json(results, Settings(), "0.1.0"))
    VALIDATOR.validate(data)
    for sheet in data["sheets"]:
        verdicts = sum(sheet["summary"][verdict.value] for verdict in Verdict)
        assert sheet["summary"]["relations"] == verdicts
        assert verdicts == sum(finding["code"] != "IGN101" for finding in sheet["findings"])
