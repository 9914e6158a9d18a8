"""Hopfield networks: weights from patterns by Hebb's rule, the energy, and why asynchronous updates come to rest.

States and patterns have entries -1 and 1. The weights are symmetric with a zero diagonal; b is a bias. Unit k is
updated
to the sign of its field Σ_j θ_kj x_j + b_k, one unit at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Integer, Ne, Piecewise, Sum

from derivations.operators import at, dot, equal, indicator, row, vector_sum
from derivations.vocabulary import (
    SIGN,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

hopfield = "Hopfield 1982, Neural networks and physical systems with emergent collective computational abilities"
hertz = "Hertz, Krogh and Palmer, Introduction to the Theory of Neural Computation"

patterns = Size("s", "patterns", largest=3)
units = Size("n", "units", largest=4)
s, n = patterns.symbol, units.symbol
stored = Quantity("x", "stored patterns, one row for each", shape=(patterns, units), domain=SIGN)
x = stored.symbol
unnamed = Quantity("Theta", "weights", shape=(units, units))
t, r = bound_index("t r")
hebb_sum = vector_sum(row(x, t) * row(x, t).T - Identity(n), t, 1, s)
weights = Quantity("Theta", "weights by Hebb's rule", shape=(units, units), value=x.T * x - s * Identity(n))
Theta = weights.symbol
unit, pattern = free_index("k", units), free_index("q", patterns)
k, q = unit.symbol, pattern.symbol


def derive_hebb() -> Iterator[Step]:
    """Each pattern adds its own weights."""
    yield Step(x.T * x - s * Identity(n), because="all patterns at once: a matrix product of the rows")
    yield Step(hebb_sum, because="a product of matrices is a sum of outer products")


hebb_weights = Formula(
    title="Weights of a Hopfield network by Hebb's rule",
    kind=Kind.DEFINITION,
    statement=equal(unnamed.symbol, hebb_sum),
    quantities=(unnamed, stored),
    assumptions=(),
    notations=(
        Notation(r"\Theta = \sum_{t=1}^s [x_t x_t^\top - I_n]"),
        Notation(r"W = \sum_{\mu=1}^p (\xi_\mu \xi_\mu^\top - I)", (("W", "Theta"), ("xi", "x"), ("p", "s"))),
        Notation(r"W = X^\top X - s I", (("W", "Theta"), ("X", "x"))),
    ),
    words=("hopfield", "hebb", "weights", "associative memory"),
    derivation=derive_hebb,
    source=Source(hopfield, "equation 2"),
)


def derive_diagonal() -> Iterator[Step]:
    """A sign is its own reciprocal."""
    yield Step(Sum(at(x, t, k) ** 2, (t, 1, s)) - s, because="each pattern adds its squared entry and takes 1 away")
    yield Step(Integer(0), because="the square of a sign is 1")


zero_diagonal = Formula(
    title="Hebb's rule without self-connections: the diagonal is 0",
    kind=Kind.COUNTING,
    statement=equal(at(Theta, k, k), Integer(0)),
    quantities=(weights, stored, unit),
    assumptions=(),
    notations=(
        Notation(r"\Theta_{kk} = 0"),
        Notation(r"w_{ii} = 0", (("w", "Theta"), ("i", "k"))),
    ),
    words=("hopfield", "hebb", "diagonal", "self-connection"),
    derivation=derive_diagonal,
    source=Source(hopfield, "equation 2"),
    survivors=(
        ("a factor 2 in front of Theta", "a multiple of 0 is 0"),
        ("a factor 1/2 in front of Theta", "a multiple of 0 is 0"),
        ("the sign of Theta", "a multiple of 0 is 0"),
    ),
)
others = Sum(Piecewise((dot(row(x, t), row(x, q)) * at(x, t, k), Ne(t, q)), (0, True)), (t, 1, s))


def derive_crosstalk() -> Iterator[Step]:
    """Split off the pattern itself."""
    yield Step(
        Sum(dot(row(x, t), row(x, q)) * at(x, t, k), (t, 1, s)) - s * at(x, q, k),
        because="each pattern is weighed by its overlap with pattern q",
    )
    yield Step((n - s) * at(x, q, k) + others, because="the overlap of pattern q with itself is n")


crosstalk = Formula(
    title="Field at a stored pattern: signal and crosstalk",
    kind=Kind.IDENTITY,
    statement=equal(at(Theta * row(x, q), k), (n - s) * at(x, q, k) + others),
    quantities=(weights, stored, pattern, unit),
    assumptions=(),
    notations=(
        Notation(r"(\Theta x^q)_k = (n - s) x_k^q + \sum_{t \neq q} (x^t \cdot x^q) x_k^t"),
        Notation(
            r"[W \xi^\nu]_i = (n - s) \xi_i^\nu + \sum_{\mu \neq \nu} \left((\xi^\mu)^\top \xi^\nu\right) \xi_i^\mu",
            (("W", "Theta"), ("xi", "x"), ("nu", "q"), ("i", "k")),
        ),
    ),
    words=("hopfield", "crosstalk", "overlap", "stability"),
    derivation=derive_crosstalk,
    source=Source(hertz, "section 2.2, equation 2.11"),
)

probe = Quantity("x_hat", "a state", shape=(units,), domain=SIGN)
target = Quantity("x", "a pattern", shape=(units,), domain=SIGN)
z, y = probe.symbol, target.symbol
distance = Quantity(
    "k",
    "entries in which the state differs from the pattern",
    value=Sum(indicator(Ne(at(y, r), at(z, r))), (r, 1, n)),
)
h = distance.symbol


def derive_overlap() -> Iterator[Step]:
    """Count what agrees and what differs."""
    yield Step(
        Sum(1 - 2 * indicator(Ne(at(y, r), at(z, r))), (r, 1, n)) - 1,
        because="the product of two signs is 1 where they agree and -1 where they differ",
    )
    yield Step(n - 2 * h - 1, because="k of n terms differ")


overlap = Formula(
    title="Overlap of two states at Hamming distance k",
    kind=Kind.COUNTING,
    statement=equal(dot(y, z) - 1, n - 2 * h - 1),
    quantities=(target, probe, distance),
    assumptions=(),
    notations=(
        Notation(r"x \cdot \hat{x} - 1 = (n - 2k - 1)"),
        Notation(r"\sum_{i=1}^n x_i \hat{x}_i - 1 = n - 1 - 2 d_H", (("d_H", "k"),)),
    ),
    words=("hopfield", "hamming", "overlap", "attractor"),
    derivation=derive_overlap,
    source=Source(hertz, "section 2.2"),
)


def derive_single_pattern() -> Iterator[Step]:
    """The pattern meets itself."""
    yield Step(dot(y, y) * y - y, because="multiply out")
    yield Step((n - 1) * y, because="the squared length of a vector of n signs is n")


single_pattern = Formula(
    title="A single stored pattern is an eigenvector of the weights",
    kind=Kind.COUNTING,
    statement=equal((y * y.T - Identity(n)) * y, (n - 1) * y),
    quantities=(target,),
    assumptions=(),
    notations=(
        Notation(r"(x x^\top - I) x = (n - 1) x"),
        Notation(r"(\xi \xi^T - I_n) \xi = (n - 1) \xi", (("xi", "x"),)),
    ),
    words=("hopfield", "attractor", "stored pattern", "fixed point"),
    derivation=derive_single_pattern,
    source=Source(hertz, "section 2.2"),
)

TOPIC = Topic(
    "Hopfield networks: Hebb's rule",
    formulas=(hebb_weights, zero_diagonal, crosstalk, overlap, single_pattern),
)
