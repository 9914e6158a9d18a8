"""Shattering coefficients: the largest number of labelings that a class of functions makes on n points.

A class shatters n points if it makes all 2^n labelings; its VC dimension is the largest such n. Thresholds label the
points from some place on with 1, intervals those between two places. The classes that are enumerated are those of
`growth_functions`: all sets of subsets of three points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Ge, Integer, Lambda, Max, Min, Piecewise, Sum, binomial

from derivations.growth_functions import (
    POINTS,
    TARGETS,
    F,
    a,
    c,
    cardinality,
    members,
    n,
    number,
    shalev,
)
from derivations.operators import at, at_most, equal, indicator
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

coefficient = Quantity("S", "shattering coefficient: the largest number of labelings of n points")
i, m = bound_index("i m")
written = (("S_calF", "S"),)


def derive_thresholds() -> Iterator[Step]:
    """Count by the number of points that are labelled 1."""
    yield Step(Sum(Integer(1), (i, 0, n)), because="one labeling for each number of points that are labelled 1")
    yield Step(n + 1, because="these numbers are 0, …, n")


thresholds = Formula(
    title="Shattering coefficient of thresholds",
    kind=Kind.COUNTING,
    statement=equal(coefficient.symbol, n + 1),
    quantities=(coefficient, number),
    assumptions=(),
    notations=(
        Notation(r"S = n + 1"),
        Notation(r"S_{\mathcal{F}} = 1 + m", (*written, ("m", "n"))),
    ),
    words=("shattering coefficient", "growth function", "threshold", "labelings", "vc dimension", "positive rays"),
    derivation=derive_thresholds,
    source=Source("Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning", "section 3.2"),
)


def derive_intervals() -> Iterator[Step]:
    """Count by the number of points inside."""
    yield Step(1 + Sum(n - i + 1, (i, 1, n)), because="none inside, or i neighbours: n - i + 1 places for them")
    yield Step(1 + n * (n + 1) / 2, because="the sum of the numbers 1, …, n")
    yield Step(binomial(n + 1, 2, evaluate=False) + 1, because="as a binomial coefficient")


intervals = Formula(
    title="Shattering coefficient of intervals",
    kind=Kind.COUNTING,
    statement=equal(coefficient.symbol, binomial(n + 1, 2, evaluate=False) + 1),
    quantities=(coefficient, number),
    assumptions=(),
    notations=(
        Notation(r"S = \binom{n + 1}{2} + 1"),
        Notation(r"S_{\mathcal{F}} = 1 + \frac{m (m + 1)}{2}", (*written, ("m", "n"))),
    ),
    words=("shattering coefficient", "growth function", "interval", "labelings", "vc dimension"),
    derivation=derive_intervals,
    source=Source("Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning", "section 3.3"),
)


def labelings(target: int) -> Any:
    """The number of subsets of the target that members of the class cut out."""
    patterns = sorted({subset & target for subset in range(2**POINTS)})
    found = [sum(at(c, subset + 1) for subset in range(2**POINTS) if subset & target == p) for p in patterns]
    return sum(Min(1, count, evaluate=False) for count in found)


def largest(size: int) -> Any:
    """The largest number of labelings of so many points."""
    return Max(*(labelings(target) for target in TARGETS if target.bit_count() == size), evaluate=False)


counted = Quantity(
    "S",
    "shattering coefficient: the largest number of labelings of so many of the points",
    value=Lambda((a,), Piecewise((largest(1), Eq(a, 1)), (largest(2), Eq(a, 2)), (largest(3), True), evaluate=False)),
)
few = Quantity("n", "number of points", domain=integers(1, POINTS))
S, k = counted.symbol, few.symbol


def derive_bound() -> Iterator[Step]:
    """Each labeling is counted once."""
    yield Step(Sum(binomial(k, i), (i, 0, k)), because="a labeling is a subset of the points", relation="<=")
    yield Step(2**k, because="a set of n elements has 2^n subsets")


coefficient_bound = Formula(
    title="A class makes at most 2^n labelings of n points",
    kind=Kind.BOUND,
    statement=at_most(S(k), 2**k),
    quantities=(counted, few, members),
    assumptions=(),
    notations=(
        Notation(r"S(n) \leq 2^n"),
        Notation(r"S_{\mathcal{F}}(n) \leq 2^n", written),
    ),
    words=("shattering coefficient", "growth function", "labelings", "shatters"),
    derivation=derive_bound,
    source=Source(shalev, "definition 6.9"),
)


named = Quantity("d", "VC dimension of the class")


def derive_dimension() -> Iterator[Step]:
    """A class that shatters n points shatters each smaller set of them."""
    yield Step(
        Sum(indicator(Eq(S(m), 2**m)), (m, 1, POINTS)),
        because="of a shattered set every subset is shattered: the sizes with all labelings are 1, …, d",
    )


dimension_by_coefficient = Formula(
    title="The VC dimension is the largest number of points with all 2^n labelings",
    kind=Kind.DEFINITION,
    statement=equal(named.symbol, Sum(indicator(Eq(S(m), 2**m)), (m, 1, POINTS))),
    quantities=(named, counted, cardinality, members),
    assumptions=(Ge(F, 1),),
    notations=(
        Notation(r"d = \sum_{m=1}^3 \mathbb{1}[S(m) = 2^m]"),
        Notation(r"\mathrm{VCdim} = \sum_{n=1}^3 \mathbb{1}[S_{\mathcal{F}}(n) = 2^n]", (*written, ("VCdim", "d"))),
    ),
    words=("vc dimension", "shatters", "shattering coefficient"),
    derivation=derive_dimension,
    source=Source(shalev, "definition 6.5"),
    survivors=(("the upper bound 3 becomes 3 + 1", "three points never have 2^4 labelings"),),
)

TOPIC = Topic(
    "Shattering coefficients", formulas=(thresholds, intervals, coefficient_bound, dimension_by_coefficient)
)
