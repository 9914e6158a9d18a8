"""The values of index forms: sums of monomials, whose factors may bind running indices.

Bound indices have canonical names, numbered from the inside out, so that forms that differ in the names of their
running indices alone have the same key, and are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from derivations.forms.lazily import Lazily


@dataclass(frozen=True, eq=False)
class Factor:
    """A scalar that is not a sum or a product; `bound` are the indices that its arguments from `outside` on bind.

    Heads: name (an index or size), entry (of a quantity), prime, pi, delta, positive (1 where the argument is), exp,
    log, sin, cos, abs, sign, floor, gamma, base (of a power that is not expanded), power (with a symbolic exponent),
    sum, product, weight (of an outcome), inverse, determinant, call (of an arbitrary function).
    """

    head: str
    label: str = ""
    arguments: tuple[Form, ...] = ()
    bound: tuple[str, ...] = ()
    outside: int = 0

    @Lazily
    def key(self) -> str:
        """A text that two factors share only if they are equal."""
        inner = ",".join([argument.key for argument in self.arguments])
        return f"{self.head}:{self.label}({inner})"

    @Lazily
    def names(self) -> frozenset[str]:
        """The free names: indices and sizes, and quantities after an `@`."""
        found: set[str] = set()
        for argument in self.arguments[self.outside :]:
            found |= argument.names
        found -= set(self.bound)
        for argument in self.arguments[: self.outside]:
            found |= argument.names
        if self.head == "name":
            found.add(self.label)
        elif self.head in ("entry", "call"):
            found.add(f"@{self.label}")
        return frozenset(found)

    @Lazily
    def height(self) -> int:
        """The first number that no bound index inside has."""
        return max((argument.height for argument in self.arguments), default=0) + len(self.bound)

    @Lazily
    def weight(self) -> int:
        """The number of factors in it, as often as they are written."""
        return 1 + sum([argument.weight for argument in self.arguments]) if self.arguments else 1

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Factor) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)


UNIT = Fraction(1)

Monomial = tuple[tuple[Factor, Fraction], ...]
"""Factors with their exponents, in the order of their keys."""


@dataclass(frozen=True, eq=False)
class Form:
    """A sum of monomials with rational coefficients, in the order of their keys; no term is zero."""

    terms: tuple[tuple[Monomial, Fraction], ...]

    @Lazily
    def key(self) -> str:
        """A text that two forms share only if they are equal."""
        return "+".join([f"{c}{_text(m)}" for m, c in self.terms])

    @Lazily
    def names(self) -> frozenset[str]:
        """The free names of its factors."""
        return frozenset().union(*[factor.names for monomial, _ in self.terms for factor, _ in monomial])

    @Lazily
    def height(self) -> int:
        """The first number that no bound index inside has."""
        return max((factor.height for monomial, _ in self.terms for factor, _ in monomial), default=0)

    @Lazily
    def weight(self) -> int:
        """The number of factors in it, as often as they are written."""
        return len(self.terms) + sum([factor.weight for monomial, _ in self.terms for factor, _ in monomial])

    @property
    def constant(self) -> Fraction | None:
        """Its value, if it is a number."""
        if not self.terms:
            return Fraction(0)
        ((monomial, coefficient), *others) = self.terms
        return coefficient if not monomial and not others else None

    @property
    def factor(self) -> Factor | None:
        """The factor that it is, if it is one."""
        if len(self.terms) != 1:
            return None
        ((monomial, coefficient),) = self.terms
        if coefficient != 1 or len(monomial) != 1 or monomial[0][1] != 1:
            return None
        return monomial[0][0]

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Form) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)


def _text(monomial: Monomial) -> str:
    return "".join([f"*{f.key}^{exponent}" if exponent != 1 else f"*{f.key}" for f, exponent in monomial])


def _key(pair: tuple[Factor, Fraction]) -> str:
    return pair[0].key


def monomial_of(exponents: Mapping[Factor, Fraction]) -> Monomial:
    """The monomial with these exponents."""
    pairs = [pair for pair in exponents.items() if pair[1]]
    if len(pairs) > 1:
        pairs.sort(key=_key)
    return tuple(pairs)


def form_of(terms: Iterable[tuple[Monomial, Fraction]]) -> Form:
    """The sum of terms; equal monomials are taken together."""
    terms = tuple(terms)
    if len(terms) < 2:
        return Form(terms) if terms and terms[0][1] else ZERO
    found: dict[str, tuple[Monomial, Fraction]] = {}
    for term in terms:
        key = _text(term[0])
        before = found.get(key)
        found[key] = term if before is None else (term[0], before[1] + term[1])
    return Form(tuple([term for _, term in sorted(found.items(), key=_first) if term[1]]))


def _first(item: tuple[str, object]) -> str:
    return item[0]


def number(value: int | Fraction) -> Form:
    """A number as a form."""
    return Form((((), Fraction(value)),)) if value else Form(())


def single(factor: Factor, exponent: Fraction | int = 1) -> Form:
    """A power of a factor as a form."""
    if exponent == 1:
        return Form(((((factor, UNIT),), UNIT),))
    return Form(((((factor, Fraction(exponent)),), UNIT),)) if exponent else ONE


def name(label: str) -> Form:
    """An index or a size."""
    return single(Factor("name", label))


ZERO = number(0)
ONE = number(1)
