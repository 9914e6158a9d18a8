"""The work of the reader and the judge grows with a formula's length, and not with a power of its depth."""

from contextlib import suppress

import pytest

from sheets.judging.alignment import gaps
from sheets.meaning.parts import parts_of
from sheets.notation import tokens
from sheets.notation.formulas import read_formula
from sheets.notation.grammar.scripts import Scripts

NESTED = [
    r"\log f(x) a^{%s}",
    r"\nabla \log \pi A_{%s}",
    r"\frac{1}{1 + %s}",
    r"\sum_{i=1}^n (%s) b",
    r"\exp g(x) h'_{%s}(y)",
]
"""Formulas with a place for themselves."""

DEEP = 16


def nested(shape: str, leaf: str, depth: int = DEEP) -> str:
    latex = leaf
    for _ in range(depth):
        latex = shape % latex
    return latex


@pytest.mark.parametrize("shape", NESTED)
def test_a_factor_is_read_once(shape, monkeypatch):
    read = [0]
    factor = Scripts.factor

    def counted(self):
        read[0] += 1
        return factor(self)

    monkeypatch.setattr(Scripts, "factor", counted)
    latex = nested(shape, "x")
    read_formula(latex)
    assert DEEP <= read[0] <= 2 * len(latex)


@pytest.mark.parametrize("shape", NESTED)
def test_two_parts_are_compared_once(shape):
    compared = []

    def alike(mine, notated):
        compared.append((mine, notated))
        return mine == notated

    one, other = (parts_of(read_formula(nested(shape, leaf)), frozenset()) for leaf in "zw")
    assert gaps(one, other, alike)
    names = sum(bool(part.name) for part in one.walk())
    assert len(compared) <= names**2


def test_groups_of_digits_are_looked_at_once(monkeypatch):
    looked = [0]

    class Counted:
        def match(self, text, at):
            found = grouped.match(text, at)
            looked[0] += found.end() - at if found else 0
            return found

    grouped = tokens._GROUPED
    monkeypatch.setattr(tokens, "_GROUPED", Counted())
    latex = "1" + "{,}22" * 20_000
    with suppress(tokens.SyntaxFault):
        tokens.read_tokens(latex)
    assert looked[0] <= len(latex)


@pytest.mark.parametrize("groups", range(1, 40))
def test_how_thousands_are_read_is_seen_from_a_few_groups(groups):
    for rest in ("", r"\,00", ".5", "5"):
        latex = "1" + r"\,000" * groups + rest
        found, near = (tokens._SPACED.match(text, 0) for text in (latex, latex[:60]))
        assert (found is None) == (near is None)
