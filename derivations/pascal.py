"""Pascal's rule for binomial coefficients, and the recurrence of their partial sums.

binomial(n, k) is the number of subsets with k elements of a set of n; it is 0 for k < 0 and for k > n.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Sum, binomial

from derivations.operators import equal
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

elements = Quantity("n", "number of elements of the set", domain=integers(1, 8))
chosen = Quantity("k", "number of elements that are chosen", domain=integers(1, 8))
points = Quantity("s", "length of the row", domain=integers(1, 7))
terms = Quantity("n", "number of terms", domain=integers(1, 6))

n, k, s = elements.symbol, chosen.symbol, points.symbol
i = bound_index("i")

cover = "Cover, Geometrical and statistical properties of systems of linear inequalities (1965)"
knuth = "Graham, Knuth and Patashnik, Concrete Mathematics"


def derive_pascal() -> Iterator[Step]:
    """Each subset has or lacks the last element, in proportion to its size."""
    yield Step(binomial(n, k) * (n - k) / n + binomial(n, k) * k / n, because="(n - k)/n of the subsets lack it")
    yield Step(binomial(n, k), because="the shares add to 1")


pascal = Formula(
    title="Pascal's rule",
    kind=Kind.COUNTING,
    statement=equal(binomial(n - 1, k) + binomial(n - 1, k - 1), binomial(n, k)),
    quantities=(elements, chosen),
    assumptions=(),
    notations=(
        Notation(r"\binom{n-1}{k} + \binom{n-1}{k-1} = \binom{n}{k}"),
        Notation(r"\binom{n}{k} = \binom{n-1}{k-1} + \binom{n-1}{k}"),
        Notation(r"\binom{s}{i} = \binom{s-1}{i} + \binom{s-1}{i-1}", letters=(("s", "n"), ("i", "k"))),
        Notation(r"{n \choose k} = {n-1 \choose k} + {n-1 \choose k-1}"),
    ),
    words=("pascal", "binomial", "recurrence"),
    derivation=derive_pascal,
    source=Source(knuth, "section 5.1, addition formula"),
)


def derive_pascal_above() -> Iterator[Step]:
    """Each subset of n + 1 elements has or lacks the last element, in proportion to its size."""
    whole = binomial(n + 1, k)
    yield Step(whole * (n + 1 - k) / (n + 1) + whole * k / (n + 1), because="k/(n + 1) of the subsets have an element")
    yield Step(whole, because="the shares add to 1")


pascal_above = Formula(
    title="Pascal's rule for the next row",
    kind=Kind.COUNTING,
    statement=equal(binomial(n, k) + binomial(n, k - 1), binomial(n + 1, k)),
    quantities=(elements, chosen),
    assumptions=(),
    notations=(
        Notation(r"\binom{n}{k} + \binom{n}{k-1} = \binom{n+1}{k}"),
        Notation(r"\binom{n+1}{k} = \binom{n}{k} + \binom{n}{k-1}"),
    ),
    words=("pascal", "binomial", "recurrence"),
    derivation=derive_pascal_above,
    source=Source(knuth, "section 5.1, addition formula"),
)


def derive_next_pair() -> Iterator[Step]:
    """Pascal's rule with k + 1 for k."""
    whole = binomial(n + 1, k + 1)
    yield Step(whole * (k + 1) / (n + 1) + whole * (n - k) / (n + 1), because="(k + 1)/(n + 1) of them have it")
    yield Step(whole, because="the shares add to 1")


next_pair = Formula(
    title="Pascal's rule for two neighbours of a row",
    kind=Kind.COUNTING,
    statement=equal(binomial(n, k) + binomial(n, k + 1), binomial(n + 1, k + 1)),
    quantities=(elements, chosen),
    assumptions=(),
    notations=(
        Notation(r"\binom{n}{k} + \binom{n}{k+1} = \binom{n+1}{k+1}"),
        Notation(r"\binom{n+1}{k+1} = \binom{n}{k} + \binom{n}{k+1}"),
    ),
    words=("pascal", "binomial"),
    derivation=derive_next_pair,
    source=Source(knuth, "section 5.1, addition formula"),
)


def partial(row: Any, count: Any) -> Any:
    """The sum of the first binomial coefficients of a row."""
    return Sum(binomial(row, i), (i, 0, count - 1))


def derive_partial_sums() -> Iterator[Step]:
    """Pascal's rule under the sum."""
    yield Step(
        Sum(binomial(s - 1, i) + binomial(s - 1, i - 1), (i, 0, n - 1)),
        because="Pascal's rule for each term",
    )
    yield Step(partial(s - 1, n) + partial(s - 1, n - 1), because="split the sum and shift the index of the second")


partial_sums = Formula(
    title="Recurrence of partial sums of binomial coefficients",
    kind=Kind.COUNTING,
    statement=equal(partial(s, n), partial(s - 1, n) + partial(s - 1, n - 1)),
    quantities=(points, terms),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=0}^{n-1} \binom{s}{i} = \sum_{i=0}^{n-1} \binom{s-1}{i} + \sum_{i=0}^{n-2} \binom{s-1}{i}"),
        Notation(
            r"\sum_{k=0}^{d-1} \binom{N}{k} = \sum_{k=0}^{d-1} \binom{N-1}{k} + \sum_{k=1}^{d-1} \binom{N-1}{k-1}",
            letters=(("N", "s"), ("d", "n")),
        ),
    ),
    words=("cover", "pascal", "recurrence", "binomial"),
    derivation=derive_partial_sums,
    source=Source(cover, "theorem 1"),
)

TOPIC = Topic("Pascal's rule", formulas=(pascal, pascal_above, next_pair, partial_sums))
