"""What the updates of a Hopfield network do: synchronous cycles, recall from a corrupted state, and the capacity.

One pattern x is stored by Hebb's rule, with the weights x x' - I; all units are updated at once by the sign of their
field. The capacity is that of Amit, Gutfreund and Sompolinsky for many units and random patterns, α of them for each
unit: recalled states have the overlap m = erf(y) with their pattern, where y = m / sqrt(2 α r) and r is the variance of
the crosstalk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Gt, Identity, Rational, erf, exp, pi, sign, sqrt

from derivations.hopfield import hertz
from derivations.operators import at_most, dot, entrywise, equal
from derivations.vocabulary import POSITIVE, SIGN, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic

units = Size("n", "units", smallest=2, largest=6)
state = Quantity("x", "a state", shape=(units,), domain=SIGN)
n, x = units.symbol, state.symbol
against = Quantity("W", "weights that oppose the state", shape=(units, units), value=Identity(n) - x * x.T)
W = against.symbol


def derive_alternation() -> Iterator[Step]:
    """The field of every unit has the sign of its opposite."""
    yield Step(entrywise(sign, (1 - n) * x), because="x'x is n")
    yield Step(-x, because="n is at least 2, and a sign is its own sign")


alternation = Formula(
    title="Synchronous updates can alternate between a state and its opposite",
    kind=Kind.COUNTING,
    statement=equal(entrywise(sign, W * x), -x),
    quantities=(state, against),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{sign}((I - x x^\top) x) = -x"),
        Notation(r"\operatorname{sign}(W x) = -x"),
    ),
    words=("hopfield", "synchronous", "limit cycle", "update"),
    derivation=derive_alternation,
    source=Source(hertz, "section 2.2"),
)


def derive_two_cycle() -> Iterator[Step]:
    """Two updates of the kind above."""
    yield Step(entrywise(sign, W * -x), because="a synchronous update turns the state into its opposite")
    yield Step(x, because="and once more")


two_cycle = Formula(
    title="Synchronous updates can lead to a cycle of length 2",
    kind=Kind.COUNTING,
    statement=equal(entrywise(sign, W * entrywise(sign, W * x)), x),
    quantities=(state, against),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{sign}(W \operatorname{sign}(W x)) = x"),
        Notation(r"\operatorname{sgn}(\Theta \operatorname{sgn}(\Theta x)) = x", (("Theta", "W"),)),
    ),
    words=("hopfield", "synchronous", "limit cycle", "update"),
    derivation=derive_two_cycle,
    source=Source(hertz, "section 2.2"),
)

pattern = Quantity("x", "the stored pattern", shape=(units,), domain=SIGN)
probe = Quantity("x_hat", "a state", shape=(units,), domain=SIGN)
x_hat = probe.symbol
weights = Quantity("Theta", "weights that store the pattern", shape=(units, units), value=x * x.T - Identity(n))
Theta = weights.symbol


def derive_recall() -> Iterator[Step]:
    """The overlap outweighs the unit's own state."""
    yield Step(entrywise(sign, dot(x, x_hat) * x - x_hat), because="multiply out")
    yield Step(sign(dot(x, x_hat)) * x, because="an entry of the first vector is larger than 1, of the second it is 1")


recall = Formula(
    title="A pattern and its opposite are attractors: the sign of the overlap decides",
    kind=Kind.COUNTING,
    statement=equal(entrywise(sign, Theta * x_hat), sign(dot(x, x_hat)) * x),
    quantities=(pattern, probe, weights),
    assumptions=(Gt(Abs(dot(x, x_hat)), 1),),
    notations=(
        Notation(r"\operatorname{sign}(\Theta \hat{x}) = \operatorname{sign}(x \cdot \hat{x}) x"),
        Notation(r"\operatorname{sign}((x x^\top - I) \hat{x}) = \operatorname{sign}(x^\top \hat{x}) x"),
    ),
    words=("hopfield", "attractor", "recall", "overlap"),
    derivation=derive_recall,
    source=Source(hertz, "section 2.2"),
)

signal = Quantity("y", "overlap over the deviation of the crosstalk and the root of 2", domain=POSITIVE)
y = signal.symbol
root = erf(y) / y - 2 / sqrt(pi) * exp(-(y**2))
load = Quantity("alpha", "patterns for each unit at which states of this kind are stable", value=root**2 / 2)


def derive_capacity() -> Iterator[Step]:
    """The load that belongs to y has one maximum."""
    yield Step(root**2 / 2, because="eliminate m and r from the equations of the mean field")
    yield Step(Rational(138, 1000), because="the largest value is 0.1379, at y = 1.513", relation="<=")


capacity = Formula(
    title="Capacity of a Hopfield network: recall ends at 0.138 patterns for each unit",
    kind=Kind.BOUND,
    statement=at_most(load.symbol, Rational(138, 1000)),
    quantities=(load, signal),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{1}{2} \left(\frac{\operatorname{erf}(y)}{y} - \frac{2}{\sqrt{\pi}} e^{-y^2}\right)^2 \leq 0.138"
        ),
        Notation(r"\alpha \leq 0.138"),
    ),
    words=("hopfield", "capacity", "patterns", "crosstalk"),
    derivation=derive_capacity,
    source=Source(hertz, "section 2.5"),
)

TOPIC = Topic("Dynamics and capacity of Hopfield networks", formulas=(alternation, two_cycle, recall, capacity))
