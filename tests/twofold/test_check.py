"""`twofold check`: exit status, formats, selection, the folder walk, and what it says when it cannot run."""

import json
from pathlib import Path

import jsonschema
import pytest
from made_results import HOSTILE, MENDED, SLIP, TEXT

SCHEMA = json.loads((Path(__file__).parent / "check.schema.json").read_text(encoding="utf-8"))
RIGHT = "$1 + 1 = 2$\n"


@pytest.fixture
def sheet(folder):
    (folder / "sheet.md").write_text(TEXT, encoding="utf-8")
    return folder / "sheet.md"


def test_a_right_sheet_exits_0_and_a_wrong_one_1(twofold, sheet, folder):
    (folder / "right.md").write_text(RIGHT)
    assert twofold("check", "right.md").exit_code == 0
    found = twofold("check", "sheet.md")
    assert found.exit_code == 1
    assert found.stdout.startswith("sheet.md:3:27: wrong EQV101\n")
    assert found.stdout.endswith("4 formulas: 2 proved, 1 wrong, 1 not understood\n")
    assert found.stderr == ""


def test_strict_fails_on_what_was_not_checked(twofold, folder):
    (folder / "odd.md").write_text(f"${HOSTILE}$\n")
    assert twofold("check", "odd.md").exit_code == 0
    assert twofold("check", "odd.md", "--strict").exit_code == 1


def test_json_keeps_the_contract(twofold, sheet):
    found = twofold("check", "sheet.md", "--format", "json", "--seed", "5", "--samples", "64", "--device", "cpu")
    data = json.loads(found.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert data["settings"] == {"seed": 5, "device": "cpu", "samples": 64}
    assert data["sheets"][0]["findings"][1]["counterexample"]["replay"] == "twofold check sheet.md --line 3 --seed 5"


@pytest.mark.parametrize(
    ("format", "start"),
    [("sarif", "{"), ("github", "::error file=sheet.md,line=3"), ("html", "<!DOCTYPE html>"), ("text", "sheet.md:3")],
)
def test_every_format_prints_and_writes(twofold, sheet, folder, format, start):
    printed = twofold("check", "sheet.md", "--format", format)
    assert printed.exit_code == 1
    assert printed.stdout.startswith(start)
    written = twofold("check", "sheet.md", "--format", format, "--output", "out.file")
    assert written.exit_code == 1
    assert written.stdout == ""
    assert (folder / "out.file").read_text(encoding="utf-8") == printed.stdout


def test_codes_can_be_selected_and_ignored(twofold, sheet):
    for arguments in (("--ignore", "EQV"), ("--ignore", "IDX,EQV101"), ("--select", "DEF101")):
        found = twofold("check", "sheet.md", *arguments)
        assert found.exit_code == 0
        assert "1 wrong" in found.stdout
        assert "ignored" in found.stdout
    assert twofold("check", "sheet.md", "--select", "eqv").exit_code == 1
    wrong = twofold("check", "sheet.md", "--select", "EQ")
    assert wrong.exit_code == 2
    assert "Did you mean" in wrong.stderr


def test_a_line_can_be_checked_alone(twofold, sheet):
    found = twofold("check", "sheet.md", "--line", "4")
    assert found.exit_code == 0
    assert found.stdout.endswith("1 formula: 1 not understood\n")


def test_the_diff_changes_nothing(twofold, sheet):
    found = twofold("check", "sheet.md", "--diff")
    assert found.exit_code == 1
    assert found.stdout.startswith("--- a/sheet.md\n+++ b/sheet.md\n")
    assert sheet.read_text(encoding="utf-8") == TEXT


def test_fix_corrects_and_checks_again(twofold, sheet):
    sheet.chmod(0o640)
    found = twofold("check", "sheet.md", "--fix")
    assert found.exit_code == 0
    assert sheet.read_text(encoding="utf-8") == TEXT.replace(SLIP, MENDED)
    assert sheet.stat().st_mode & 0o777 == 0o640
    assert "sheet.md: 1 formula corrected" in found.stderr
    assert "3 proved, 1 not understood" in found.stdout


def test_fix_follows_a_link_and_keeps_line_ends(twofold, folder):
    (folder / "real.md").write_bytes(f"a\r\n${SLIP}$\r\n".encode())
    (folder / "link.md").symlink_to("real.md")
    assert twofold("check", "link.md", "--fix").exit_code == 0
    assert (folder / "link.md").is_symlink()
    assert (folder / "real.md").read_bytes() == f"a\r\n${MENDED}$\r\n".encode()


def test_fix_and_diff_exclude_one_another(twofold, sheet):
    assert twofold("check", "sheet.md", "--fix", "--diff").exit_code == 2


def test_standard_input_is_a_sheet(twofold):
    found = twofold("check", "-", given=TEXT)
    assert found.exit_code == 1
    assert found.stdout.startswith("-:3:27: wrong EQV101\n")
    tex = twofold("check", "-", given=f"\\documentclass{{article}}\\begin{{document}}\\({SLIP}\\)\\end{{document}}")
    assert tex.exit_code == 1
    fixed = twofold("check", "-", "--fix", given=TEXT)
    assert fixed.exit_code == 2
    assert "--diff" in fixed.stderr


def test_a_folder_is_walked_in_order(twofold, folder, judge):
    for name in ("b.md", "a/z.txt", "a.markdown", ".hidden/x.md", "a/.y.md", "notes.pdf", "c.tex"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(RIGHT)
    assert twofold("check").exit_code == 0
    assert judge.judged == ["a/z.txt", "a.markdown", "b.md", "c.tex"]


def test_an_included_file_is_checked_once(twofold, folder, judge):
    (folder / "main.tex").write_text("\\documentclass{article}\\begin{document}\\input{part}$1 = 1$\\end{document}")
    (folder / "part.tex").write_text("$2 = 2$")
    assert twofold("check", ".").exit_code == 0
    assert judge.judged == ["main.tex"]
    judge.judged.clear()
    assert twofold("check", "part.tex", ".", "--no-cache").exit_code == 0
    assert sorted(judge.judged) == ["main.tex", "part.tex"]


def test_a_file_named_twice_is_checked_once(twofold, sheet, judge):
    twofold("check", "sheet.md", "./sheet.md", ".")
    assert judge.judged == ["sheet.md"]


def test_an_empty_sheet_is_a_normal_result(twofold, folder):
    (folder / "empty.md").write_text("")
    found = twofold("check", "empty.md")
    assert found.exit_code == 0
    assert found.stdout == "0 formulas\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nix.md"], "nix.md: there is no such file"),
        (["binary.md"], "binary.md: a binary file"),
        (["latin.md"], "latin.md: not UTF-8"),
        (["empty"], "empty: no sheet in this folder"),
        (["sheet.pdf"], "cannot tell how to read"),
        (["sheet.md", "--output", "no/such/file"], "there is no folder"),
        (["sheet.md", "--output", "empty"], "this is a folder"),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_one_line(twofold, sheet, folder, arguments, said):
    (folder / "binary.md").write_bytes(b"a\0b")
    (folder / "latin.md").write_bytes("größe".encode("latin-1"))
    (folder / "sheet.pdf").write_text("x")
    (folder / "empty").mkdir()
    found = twofold("check", *arguments)
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stderr.startswith("twofold: ")
    assert found.stderr.count("\n") == 1
    assert found.stdout == ""


def test_the_readable_ones_are_still_checked(twofold, sheet):
    found = twofold("check", "nix.md", "sheet.md")
    assert found.exit_code == 2
    assert "wrong EQV101" in found.stdout


def test_an_unexpected_error_is_one_line_and_a_traceback_on_request(twofold, sheet, judge):
    judge.raises = RuntimeError("out\nof luck")
    found = twofold("check", "sheet.md")
    assert found.exit_code == 2
    assert found.stderr == (
        "twofold: an error of twofold itself (RuntimeError: out of luck). Please report it. "
        "`--verbose` shows the traceback.\n"
    )
    assert "Traceback" in twofold("check", "sheet.md", "--verbose").stderr


def test_an_interrupt_exits_130(twofold, sheet, judge):
    judge.raises = KeyboardInterrupt()
    assert twofold("check", "sheet.md").exit_code == 130


def test_the_cache_answers_until_something_changes(twofold, sheet, judge):
    first = twofold("check", "sheet.md", "--format", "json")
    assert twofold("check", "sheet.md", "--format", "json").stdout == first.stdout
    assert judge.judged == ["sheet.md"]
    twofold("check", "sheet.md", "--no-cache")
    twofold("check", "sheet.md", "--seed", "1")
    sheet.write_text(TEXT + "\n", encoding="utf-8")
    twofold("check", "sheet.md")
    assert len(judge.judged) == 4


def test_a_damaged_cache_is_ignored(twofold, sheet, judge, tmp_path):
    first = twofold("check", "sheet.md").stdout
    for entry in (tmp_path / "cache" / "twofold").iterdir():
        entry.write_text(entry.read_text().replace("EQV101", "IDX101"))
    assert twofold("check", "sheet.md").stdout == first
    for entry in (tmp_path / "cache" / "twofold").iterdir():
        entry.write_bytes(b"\xff{")
    assert twofold("check", "sheet.md").stdout == first
    assert len(judge.judged) == 3


def test_a_cache_that_cannot_be_written_is_no_error(twofold, sheet, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert twofold("check", "sheet.md").exit_code == 1


def test_options_come_from_the_nearest_pyproject(twofold, sheet, folder):
    (folder / "pyproject.toml").write_text('[tool.twofold]\nignore = ["EQV"]\nseed = 3\nformat = "json"\n')
    (folder / "deep").mkdir()
    found = twofold("check", "sheet.md")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["settings"]["seed"] == 3
    assert twofold("check", "sheet.md", "--ignore", "", "--format", "text").exit_code == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("smaples = 3", "has no option `smaples`. Did you mean `samples`?"),
        ('seed = "x"', "`seed` of `[tool.twofold]` must be an integer"),
        ("seed = true", "must be an integer"),
        ("select = [1]", "must be a list of strings or a string"),
        ("seed = ", "not valid TOML"),
        ("seed = -1", "-1 is not in the range"),
    ],
)
def test_a_wrong_table_is_refused(twofold, sheet, folder, table, said):
    (folder / "pyproject.toml").write_text(f"[tool.twofold]\n{table}\n")
    found = twofold("check", "sheet.md")
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""


def test_a_comment_silences_a_finding_and_a_superfluous_one_is_told(twofold, folder):
    (folder / "a.md").write_text(f"${SLIP}$ <!-- twofold: ignore EQV101 -->\n\n$1 = 1$ <!-- twofold: ignore -->\n")
    found = twofold("check", "a.md")
    assert found.exit_code == 0
    assert "a.md:3:14: superfluous comment IGN101" in found.stdout
    assert found.stdout.endswith("2 formulas: 1 proved, 1 wrong (1 ignored)\n")
    assert twofold("check", "a.md", "--strict").exit_code == 1
    assert "IGN101" not in twofold("check", "a.md", "--line", "1").stdout
