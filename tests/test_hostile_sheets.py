"""A hostile sheet is only read: nothing in it is executed, and no file is opened but its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from sheets.judging.results import Verdict
from twofold.cli import main

ROOT = Path(__file__).resolve().parent.parent
MARK = "PWNED"
LETTERS = "abcdefghijklmnopqrst"
BOMB = "".join(rf"\def\{a}{{\{b}\{b}\{b}}}" for a, b in zip(LETTERS, LETTERS[1:] + "u", strict=True))
CALL = f"__import__('os').system('touch {MARK}')"
HOSTILE_SHEETS = {
    "names.md": rf"$x_{{{CALL}}} = 1$, $\mathrm{{{CALL}}} = 2$, $\text{{{CALL}}} = x$, $\operatorname{{eval}}(x) = y$",
    "input.tex": r"\input{/etc/passwd}\include{../secret}\input{link} $\input{../secret} = 2$",
    "shell.tex": rf"\input{{|touch {MARK}}}\immediate\write18{{touch {MARK}}}\openin5=/etc/passwd $\write18{{x}} = 2$",
    "bomb.tex": rf"{BOMB}\def\u{{x}} $\a = 1$ $x = \csname a\endcsname$",
    "exponents.md": r"$2^{1000000} = 0$, $9^{9^{9^{9}}} = 1$, $1000000! = 1$, $\binom{10^9}{500000000} = 1$",
    "nesting.md": " ".join(f"${a * 10_000}x{b * 10_000} = x$" for a, b in ("{}", "()", ("\\frac{", "}{2}"), ("-", ""))),
    "sums.md": r"$\sum_{i=1}^{10^9} i = 1$, $\prod_{k=1}^{10^9} k = 1$, $\sum_{i=1}^{10^9} \sum_{j=1}^{10^9} i j = 2$",
    "sizes.md": r"Let $A \in \mathbb{R}^{10^9 \times 1000000000}$. $\det(A) = 2 \det(A^\top)$, $x_{1000000000} = 1$",
    "digits.md": f"${'9' * 100_000} = 1$, $0.{'1' * 100_000} = 1$",
    "width.md": f"${'+'.join('abcxyz' * 2000)} = 0$, $f{'(x)' * 2000} = 0$",
    "blanks.md": f"# Gamma distribution\n\nThe variance is $\\sigma^2 = \\frac{' ' * 100_000}{{a}}{{b}}$.",
    "primes.md": "$" + "(X" * 30 + ")'X" * 30 + " = " + "X'" * 5_000 + "X$ and $X" + "'" * 10_000 + " = X$",
    "groups.md": "$1" + r"\,000" * 25_000 + r"\,00 = 1$ and $1" + "{,}22" * 20_000 + " = 1$",
    "nul.md": "$a\0b = 1$",
    "notebook.ipynb": '{"cells": [{"cell_type": "code", "source": "!touch PWNED"}, '
                      '{"cell_type": "markdown", "source": "$`touch PWNED` = 1$"}]}',
}  # fmt: skip
REFUSED = {"nul.md"}
STARTED = ("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pickle.", "pty.", "socket.", "subprocess.")
SCHEMA = json.loads((ROOT / "tests" / "twofold" / "check.schema.json").read_text(encoding="utf-8"))
FAILING = {verdict.value for verdict in Verdict if verdict.is_finding}


def is_a_file(name: object) -> bool:
    """Whether a text was compiled under the name of a file: an import."""
    return Path(str(name)).is_absolute()


class Audit:
    """What Python tells of while something runs: the files opened, the processes started, the texts compiled."""

    def __init__(self) -> None:
        self.listens = False
        self.heard: list[tuple[str, tuple[Any, ...]]] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python's audit hook."""
        if self.listens:
            self.heard.append((event, arguments))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Forget what was heard before, and listen."""
        self.heard.clear()
        self.listens = True
        try:
            yield
        finally:
            self.listens = False

    def started(self) -> list[str]:
        """The processes, connections and unpicklings."""
        return [f"{event} {arguments}" for event, arguments in self.heard if event.startswith(STARTED)]

    def compiled(self) -> list[str]:
        """The texts that were compiled and stand in no file."""
        pairs = [arguments for event, arguments in self.heard if event == "compile"]
        texts = [text if isinstance(text, bytes) else str(text).encode() for text, file in pairs if not is_a_file(file)]
        return [text.decode() for text in texts]

    def opened(self) -> list[Path]:
        """The files that were opened, but for those of Python, its packages and the project."""
        own = [Path(place).resolve() for place in (sys.prefix, sys.base_prefix, ROOT)]
        names = {arguments[0] for event, arguments in self.heard if event == "open" and isinstance(arguments[0], str)}
        paths = sorted(Path(name).resolve() for name in names)
        return [path for path in paths if not any(path.is_relative_to(place) for place in own)]


def run_check(name: str) -> Result:
    return CliRunner().invoke(main, ["check", name, "--no-cache", "--jobs", "1", "--format", "json"])


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The hook, which stays; a first sheet imports what any check imports."""
    made = Audit()
    sys.addaudithook(made)
    sheet = tmp_path_factory.mktemp("first") / "sheet.md"
    sheet.write_text(r"$\Gamma(x + 1) = x \Gamma(x)$ and $\tanh(z) = 2 \sigma(z) - 1$")
    assert run_check(str(sheet)).exit_code == 1
    return made


def test_the_audit_hears_what_is_forbidden(audit: Audit, tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    with audit.listening():
        secret.write_text("$secret = 1$")
        sys.audit("os.system", b"touch PWNED")  # tells of it and does not do it
        compile("1 + 1", "<sheet>", "eval")
    assert audit.started() == ["os.system (b'touch PWNED',)"]
    assert audit.compiled() == ["1 + 1"]
    assert audit.opened() == [secret.resolve()]


@pytest.mark.parametrize("name", HOSTILE_SHEETS)
def test_a_hostile_sheet_is_only_read(
    name: str, audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("$secret = 1$")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / name).write_text(HOSTILE_SHEETS[name])
    monkeypatch.chdir(folder)
    with audit.listening():
        ran = run_check(name)
    assert (audit.started(), audit.compiled(), audit.opened()) == ([], [], [folder.resolve() / name])
    assert sorted(path.name for path in folder.iterdir()) == sorted([name, "link.tex"])
    assert "Traceback" not in ran.stdout + ran.stderr
    assert all(line.startswith(f"twofold: {name}:") for line in ran.stderr.splitlines()), ran.stderr
    if name in REFUSED:
        assert (ran.exit_code, ran.stdout) == (2, "")
        return
    data = json.loads(ran.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    findings = data["sheets"][0]["findings"]
    assert findings
    assert ran.exit_code == int(any(finding["verdict"] in FAILING for finding in findings))
    assert {finding["verdict"] for finding in findings}.isdisjoint({"proved", "confirmed"})
