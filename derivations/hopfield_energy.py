"""The energy of a Hopfield network: it falls with every asynchronous update, which is why the dynamics come to rest.

The weights Θ are symmetric with a zero diagonal, b is the bias. The energy is half the quadratic form: without the half
an update would not change it by its own field. Unit k is updated to the sign of its field Σ_j θ_kj x_j + b_k.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Lambda, MatrixSymbol, Rational, Sum, sign
from sympy.matrices.expressions.special import OneMatrix

from derivations.hopfield import hertz, hopfield
from derivations.operators import at, at_most, column, dot, equal, gradient, hadamard, row
from derivations.vocabulary import (
    SIGN,
    SYMMETRIC,
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

half = Rational(1, 2)
units = Size("n", "units", largest=3)
unit = free_index("k", units)
n, k = units.symbol, unit.symbol
free = Quantity("G", "symmetric matrix, whose diagonal is not used", shape=(units, units), domain=SYMMETRIC)
i, j = bound_index("i j")
weights = Quantity(
    "Theta",
    "weights: symmetric, with a zero diagonal",
    shape=(units, units),
    value=hadamard(free.symbol, OneMatrix(n, n) - Identity(n)),
)
bias = Quantity("b", "bias", shape=(units,))
state = Quantity("x", "state", shape=(units,), domain=SIGN)
Theta, b, x = weights.symbol, bias.symbol, state.symbol
network = (weights, free, bias)
w = (("W", "Theta"), ("w", "Theta"))


def energy_of(z: Any) -> Any:
    """The energy of a state."""
    return -half * dot(z, Theta * z) - dot(b, z)


a = MatrixSymbol("a", n, 1)
unnamed = Quantity("E", "energy")
energy = Quantity("E", "energy", value=Lambda((a,), energy_of(a)))
E = energy.symbol
couplings = Sum(at(Theta, i, j) * at(x, i) * at(x, j), (i, 1, n), (j, 1, n))
written_out = -half * couplings - Sum(at(b, i) * at(x, i), (i, 1, n))


def derive_energy() -> Iterator[Step]:
    """The quadratic form in components."""
    yield Step(energy_of(x), because="half the quadratic form of the weights, and the bias, both with a minus")
    yield Step(written_out, because="write the products out")


hopfield_energy = Formula(
    title="Energy of a Hopfield network",
    kind=Kind.DEFINITION,
    statement=equal(unnamed.symbol, written_out),
    quantities=(unnamed, *network, state),
    assumptions=(),
    notations=(
        Notation(r"E = -\frac{1}{2} \sum_{i,j=1}^n \theta_{ij} x_i x_j - \sum_{i=1}^n b_i x_i", (("theta", "Theta"),)),
        Notation(r"E = -\frac{1}{2} x^\top W x - b^\top x", w),
        Notation(r"H(x) = -\frac{1}{2} \sum_{i=1}^n \sum_{j=1}^n w_{ij} x_i x_j - \sum_{i=1}^n b_i x_i", w),
    ),
    words=("hopfield", "energy", "lyapunov"),
    derivation=derive_energy,
    source=Source(hopfield, "equation 7, with thresholds"),
    survivors=(("the subscripts of Theta", "the weights are symmetric"),),
)


def derive_gradient() -> Iterator[Step]:
    """A symmetric quadratic form."""
    yield Step(-half * (Theta + Theta.T) * x - b, because="both factors of the quadratic form depend on x")
    yield Step(-Theta * x - b, because="the weights are symmetric")


point = Quantity("x", "state, with real entries", shape=(units,))

energy_gradient = Formula(
    title="The field of the units is minus the gradient of the energy",
    kind=Kind.GRADIENT,
    statement=equal(gradient(E(x), x), -Theta * x - b),
    quantities=(energy, *network, point),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x E(x) = -\Theta x - b"),
        Notation(r"\nabla E(x) = -(W x + b)", w),
        Notation(r"\frac{\partial E(x)}{\partial x} = -W x - b", w),
    ),
    words=("hopfield", "energy", "gradient", "field"),
    derivation=derive_gradient,
    source=Source(hertz, "section 2.3"),
)

new_entry = Quantity("v", "new entry of unit k", domain=SIGN)
axis = column(Identity(n), k)
changed = Quantity("x_prime", "state after the update", shape=(units,), value=x + (new_entry.symbol - at(x, k)) * axis)
field = dot(row(Theta, k), x) + at(b, k)


def derive_change() -> Iterator[Step]:
    """Only the terms with unit k change."""
    difference = new_entry.symbol - at(x, k)
    yield Step(
        -difference * dot(axis, Theta * x) - half * difference**2 * at(Theta, k, k) - difference * at(b, k),
        because="expand the quadratic form, with symmetric weights",
    )
    yield Step(-difference * field, because="there are no self-connections")


energy_change = Formula(
    title="Change of the energy when one unit changes",
    kind=Kind.IDENTITY,
    statement=equal(E(changed.symbol) - E(x), -(new_entry.symbol - at(x, k)) * field),
    quantities=(energy, *network, state, new_entry, changed, unit),
    assumptions=(),
    notations=(
        Notation(r"E(x') - E(x) = -(v - x_k) \left(\sum_{j=1}^n \theta_{kj} x_j + b_k\right)", (("theta", "Theta"),)),
        Notation(r"E(x') - E(x) = -(x'_k - x_k) \left(\sum_{j} w_{kj} x_j + b_k\right)", w),
        Notation(r"E(x') - E(x) = (x_k - x'_k) [W x + b]_k", w),
    ),
    words=("hopfield", "energy", "asynchronous update", "lyapunov"),
    derivation=derive_change,
    source=Source(hopfield, "equation 8"),
)

updated = Quantity(
    "x_prime", "state after the update of unit k", shape=(units,), value=x + (sign(field) - at(x, k)) * axis
)


def derive_decrease() -> Iterator[Step]:
    """The new entry has the sign of the field."""
    yield Step(E(x) - (sign(field) - at(x, k)) * field, because="change of the energy when one unit changes")
    yield Step(
        E(x),
        because="(sign(h) - x_k) h = |h| - x_k h is at least 0 for the field h and a sign x_k",
        relation="<=",
    )


energy_decrease = Formula(
    title="An asynchronous update never raises the energy",
    kind=Kind.BOUND,
    statement=at_most(E(updated.symbol), E(x)),
    quantities=(energy, *network, state, updated, unit),
    assumptions=(),
    notations=(
        Notation(r"E(x') \leq E(x)"),
        Notation(r"H(x') \leq H(x)", (("H", "E"),)),
    ),
    words=("hopfield", "energy", "asynchronous update", "lyapunov", "convergence"),
    derivation=derive_decrease,
    source=Source(hopfield, "equation 8"),
)

even = Quantity("E", "energy without a bias", value=Lambda((a,), -half * dot(a, Theta * a)))
e = even.symbol


def derive_symmetry() -> Iterator[Step]:
    """Two signs cancel."""
    yield Step(-half * dot(-x, Theta * -x), because="definition, without a bias")
    yield Step(e(x), because="the two signs cancel")


sign_symmetry = Formula(
    title="Without a bias a state and its opposite have the same energy",
    kind=Kind.IDENTITY,
    statement=equal(e(-x), e(x)),
    quantities=(even, weights, free, state),
    assumptions=(),
    notations=(
        Notation(r"E(-x) = E(x)"),
        Notation(r"H(-\sigma) = H(\sigma)", (("H", "E"), ("sigma", "x"))),
    ),
    words=("hopfield", "energy", "symmetry", "attractor"),
    derivation=derive_symmetry,
    source=Source(hertz, "section 2.2"),
    survivors=(("the factor -1 becomes 1 in -x", "this is the right side"),),
)

TOPIC = Topic(
    "Energy of a Hopfield network",
    formulas=(hopfield_energy, energy_gradient, energy_change, energy_decrease, sign_symmetry),
)
