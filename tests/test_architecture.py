"""The house keeps its shape: who may import whom, and what a light import must not load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("derivations", "numerics", "sheets", "reports", "twofold")  # each may import those to its left
HEAVY = {"numpy", "sympy", "torch"}


def imports_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and top-level name of each absolute import, wherever it stands in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            yield node.lineno, node.module.partition(".")[0]


def loaded_by(*arguments: str) -> tuple[set[str], str]:
    """Top-level modules that a fresh `python ARGUMENTS` imports, and what it prints."""
    python = [sys.executable, "-X", "importtime", *arguments]
    ran = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=False)
    rows = [line for line in ran.stderr.splitlines() if line.startswith("import time:")]
    said = "\n".join(line for line in ran.stderr.splitlines() if line not in rows)
    if ran.returncode != 0:
        pytest.fail(f"python {' '.join(arguments)} exited {ran.returncode}:\n{said}", pytrace=False)
    return {row.rpartition("|")[2].strip().partition(".")[0] for row in rows}, ran.stdout


def test_imports_are_found_in_every_form():
    source = "import torch.nn as nn\nfrom sheets.notation import grammar\ndef f():\n    from numerics import worlds\n"
    assert sorted(imports_of(source)) == [(1, "torch"), (2, "sheets"), (4, "numerics")]
    assert list(imports_of("from . import vocabulary\nfrom .proof import check_step\n")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_those_to_its_left(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files, f"{package}/ has no Python file"
    right = {*PACKAGES[PACKAGES.index(package) + 1 :], "tests"}
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in files
        for line, name in imports_of(file.read_text(encoding="utf-8"))
        if name in right
    ]
    assert not wrong, "\n".join(wrong)


def test_the_probe_sees_what_a_command_loads():
    loaded, _ = loaded_by("-c", "import json.decoder")
    assert "json" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("module", ["derivations", "derivations.catalogue"])
def test_the_catalogue_loads_no_torch(module):
    loaded, _ = loaded_by("-c", f"import {module}")
    assert "derivations" in loaded
    assert not loaded & {"torch", *PACKAGES[1:]}


def test_the_help_text_loads_no_mathematics():
    loaded, printed = loaded_by("-m", "twofold", "--help")
    assert "twofold" in loaded
    assert "check" in printed
    assert not loaded & HEAVY
