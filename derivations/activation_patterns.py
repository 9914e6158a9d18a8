"""Activation patterns of rectified units: how many of the 2^m sign vectors of m units occur.

The m units have weights in general position in R^n. Their hyperplanes cut R^n into cells, and each cell is one pattern.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Gt, Integer, Le, Sum, binomial

from derivations.operators import at_most, equal
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

zaslavsky = "Zaslavsky 1975, Facing up to arrangements: face-count formulas for partitions of space by hyperplanes"
montufar = "Montúfar, Pascanu, Cho and Bengio 2014, On the Number of Linear Regions of Deep Neural Networks"
units = Quantity("m", "number of units", domain=integers(1, 5))
inputs = Quantity("n", "number of inputs", domain=integers(1, 3))
m, n = units.symbol, inputs.symbol
i = bound_index("i")
central = 2 * Sum(binomial(m - 1, i), (i, 0, n - 1))
affine = Sum(binomial(m, i), (i, 0, n))
number = Quantity("N", "number of activation patterns")
without_bias = Quantity("N", "number of activation patterns of units without a bias", value=central)
with_bias = Quantity("N", "number of activation patterns of units with a bias", value=affine)
N, C, A = number.symbol, without_bias.symbol, with_bias.symbol
other_letters = (("R", "N"), ("k", "m"), ("d", "n"))


def derive_without_bias() -> Iterator[Step]:
    """A further hyperplane cuts the cells that it meets."""
    yield Step(
        Sum(binomial(m - 1, i), (i, 0, n - 1)) + Sum(binomial(m - 1, m - 1 - i), (i, 0, n - 1)),
        because="each cell has its opposite; a further hyperplane cuts as many cells as the others make inside it",
    )
    yield Step(central, because="binomial coefficients are symmetric")


patterns = Formula(
    title="Number of activation patterns of units without a bias",
    kind=Kind.COUNTING,
    statement=equal(N, central),
    quantities=(number, units, inputs),
    assumptions=(),
    notations=(
        Notation(r"N = 2 \sum_{i=0}^{n-1} \binom{m-1}{i}"),
        Notation(r"R = 2 \sum_{j=0}^{d-1} {k-1 \choose j}", letters=other_letters),
    ),
    words=("activation pattern", "relu", "regions", "hyperplanes"),
    derivation=derive_without_bias,
    source=Source(zaslavsky, "corollary of theorem A"),
)


def derive_with_bias() -> Iterator[Step]:
    """Pascal's rule for the cells of one hyperplane more."""
    yield Step(
        1 + Sum(binomial(m - 1, i) + binomial(m - 1, i - 1), (i, 1, n)),
        because="a further hyperplane adds as many cells as the others make inside it",
    )
    yield Step(affine, because="Pascal's rule")


affine_patterns = Formula(
    title="Number of activation patterns of units with a bias: the linear regions of a rectified layer",
    kind=Kind.COUNTING,
    statement=equal(N, affine),
    quantities=(number, units, inputs),
    assumptions=(),
    notations=(
        Notation(r"N = \sum_{i=0}^{n} \binom{m}{i}"),
        Notation(r"R = \sum_{j=0}^{d} {k \choose j}", letters=other_letters),
    ),
    words=("activation pattern", "relu", "linear regions", "regions", "arrangement", "hyperplanes"),
    derivation=derive_with_bias,
    source=Source(montufar, "section 2, after Zaslavsky"),
)


def derive_bound() -> Iterator[Step]:
    """The sum over all subsets is the largest."""
    yield Step(Sum(binomial(m, i), (i, 0, m)), because="further terms are not negative, or 0 beyond m", relation="<=")
    yield Step(2**m, because="a set of m elements has 2^m subsets")


pattern_bound = Formula(
    title="There are at most 2^m activation patterns",
    kind=Kind.BOUND,
    statement=at_most(A, 2**m),
    quantities=(with_bias, units, inputs),
    assumptions=(),
    notations=(
        Notation(r"N \leq 2^m"),
        Notation(r"\sum_{i=0}^{n} \binom{m}{i} \leq 2^m"),
    ),
    words=("activation pattern", "relu", "boolean"),
    derivation=derive_bound,
    source=Source(montufar, "section 2"),
)


def derive_strict() -> Iterator[Step]:
    """The term i = m is missing."""
    yield Step(
        2 * (Sum(binomial(m - 1, i), (i, 0, m - 1)) - 1),
        because="for m > n the sum lacks the term i = m - 1, which is 1",
        relation="<=",
    )
    yield Step(2**m - 2, because="a set of m - 1 elements has 2^(m-1) subsets")


missing_patterns = Formula(
    title="More units than inputs leave out activation patterns",
    kind=Kind.BOUND,
    statement=at_most(C, 2**m - Integer(2)),
    quantities=(without_bias, units, inputs),
    assumptions=(Gt(m, n),),
    notations=(
        Notation(r"N \leq 2^m - 2"),
        Notation(r"2 \sum_{i=0}^{n-1} \binom{m-1}{i} \leq 2^m - 2"),
    ),
    words=("activation pattern", "relu", "boolean"),
    derivation=derive_strict,
    source=Source(zaslavsky, "corollary of theorem A"),
)


def derive_all() -> Iterator[Step]:
    """The sum runs over all subsets."""
    yield Step(2 * Sum(binomial(m - 1, i), (i, 0, m - 1)), because="terms beyond i = m - 1 are 0")
    yield Step(2**m, because="a set of m - 1 elements has 2^(m-1) subsets")


all_patterns = Formula(
    title="Up to n units without a bias have all activation patterns",
    kind=Kind.COUNTING,
    statement=equal(C, 2**m),
    quantities=(without_bias, units, inputs),
    assumptions=(Le(m, n),),
    notations=(
        Notation(r"N = 2^m"),
        Notation(r"2 \sum_{i=0}^{n-1} \binom{m-1}{i} = 2^m"),
    ),
    words=("activation pattern", "relu", "boolean"),
    derivation=derive_all,
    source=Source(zaslavsky, "corollary of theorem A"),
)

TOPIC = Topic(
    "Activation patterns",
    formulas=(patterns, affine_patterns, pattern_bound, missing_patterns, all_patterns),
)
