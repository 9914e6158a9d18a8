"""The other checkers: their environments, their versions, and the rows that they have in the table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNNERS = HERE / "runners"
REQUIREMENTS = HERE / "requirements"


@dataclass(frozen=True)
class Checker:
    """A peer: the runner that asks it, the environment that the runner needs, and a row title for each of its checks.

    `environment` names the file of its pinned requirements, and `package` the one of them that is the peer.
    """

    runner: str
    environment: str
    package: str
    rows: tuple[str, ...]

    @property
    def version(self) -> str:
        """The peer's name and version, as it is pinned: `sympy==1.14.0`."""
        pins = (REQUIREMENTS / f"{self.environment}.txt").read_text(encoding="utf-8").split()
        return next(pin for pin in pins if pin.partition("==")[0] == self.package)


CHECKERS = (
    Checker("math_verify_runner", "math_verify", "math-verify", ("Math-Verify",)),
    Checker("sympy_antlr_runner", "sympy", "sympy", ("SymPy, ANTLR, `simplify`", "SymPy, ANTLR, `.equals`")),
    Checker("sympy_lark_runner", "sympy", "sympy", ("SymPy, Lark, `simplify`", "SymPy, Lark, `.equals`")),
    Checker("scieqlint_runner", "scieqlint", "scieqlint", ("SciEqLint",)),
    Checker("pycodemath_runner", "pycodemath", "pycodemath", ("pycodemath",)),
)
ROWS = tuple(row for checker in CHECKERS for row in checker.rows)
