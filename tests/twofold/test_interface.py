"""The Python interface, and what loads when."""

import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from made_results import SLIP, TEXT

import twofold as public
from sheets.judging.results import SheetResult, Verdict
from sheets.keeping import default_folder

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert public.__version__ == project["project"]["version"]


def test_a_text_or_a_path_is_checked(judge, folder):
    (folder / "sheet.md").write_text(TEXT, encoding="utf-8")
    for sheet in (TEXT, "sheet.md", folder / "sheet.md", f"${SLIP}$"):
        result = public.check(sheet)
        assert isinstance(result, SheetResult)
        assert [finding.verdict for finding in result.failing] == [Verdict.WRONG]
    assert public.check(f"\\({SLIP}\\)", suffix=".tex").failing


@pytest.fixture(scope="session")
def rows():
    """Where this run keeps the notations of the catalogue that it has read."""
    return default_folder() / "notations"


@pytest.fixture
def fresh(rows, folder):
    """An empty folder and an empty cache, but for the notations: to read them takes each process seconds."""
    with suppress(OSError):
        rows.mkdir(parents=True, exist_ok=True)
    default_folder().mkdir(parents=True)
    (default_folder() / "notations").symlink_to(rows)
    return folder


def loaded(import_times):
    """The top-level modules of what `-X importtime` prints."""
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in import_times.splitlines()}


def test_a_cached_check_loads_no_mathematics(fresh):
    (fresh / "sheet.md").write_text("$\\tanh(z) = 2$\n", encoding="utf-8")
    command = [sys.executable, "-X", "importtime", "-m", "twofold", "check", "sheet.md"]
    first, again = (subprocess.run(command, capture_output=True, text=True, check=False) for _ in range(2))
    assert (again.returncode, again.stdout) == (first.returncode, first.stdout)
    assert again.stdout
    first_loads, again_loads = loaded(first.stderr), loaded(again.stderr)
    assert "sympy" in first_loads
    assert "twofold" in again_loads
    assert not again_loads & {"numpy", "sympy", "torch", "scipy", "flint", "rich", "jinja2"}


def test_the_number_of_processes_changes_nothing(fresh):
    (fresh / "a.md").write_text("$\\tanh(z) = 2 \\sigma(2 z) - 1$ <!-- twofold: ignore EQV101 -->\n")
    (fresh / "b.md").write_text("With $r \\in (0, 1)$: $\\sum_{k=1}^{n} r^k = \\frac{1 - r^{n+1}}{1 - r}$\n")
    printed = [
        subprocess.run(
            [sys.executable, "-m", "twofold", "check", ".", "--no-cache", "--format", "json", "--jobs", jobs],
            capture_output=True,
            check=False,
        )
        for jobs in ("1", "2")
    ]
    assert printed[0].returncode == printed[1].returncode == 1
    assert printed[0].stdout == printed[1].stdout != b""
    assert printed[1].stderr == b""
