"""Linear and affine maps: what characterises them, and their compositions.

A linear map f(x) = A x has the homogeneity and the additivity from which, the other way round, f is recovered from its
values at the unit vectors e_j: f(x) = Σ x_j f(e_j).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Lambda, MatrixSymbol

from derivations.operators import at, column, equal, evaluated, vector_sum
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

axler = "Axler, Linear Algebra Done Right"
inputs = Size("n", "inputs", largest=4)
middle = Size("k", "inner values", largest=3)
outputs = Size("m", "outputs", largest=3)
n, k, m = inputs.symbol, middle.symbol, outputs.symbol
matrix = Quantity("A", "matrix of the map", shape=(outputs, inputs))
offset = Quantity("b", "offset", shape=(outputs,))
A, b = matrix.symbol, offset.symbol
first = Quantity("x", "an input", shape=(inputs,))
second = Quantity("y", "another input", shape=(inputs,))
x, y = first.symbol, second.symbol
factor, other = Quantity("alpha", "a factor"), Quantity("beta", "a factor")
alpha, beta = factor.symbol, other.symbol
u = MatrixSymbol("u", n, 1)
linear = Quantity("f", "a linear map", value=Lambda((u,), A * u))
affine = Quantity("f", "an affine map", value=Lambda((u,), A * u + b))
f = linear.symbol


def value(argument: Any) -> Any:
    """The value of the map, a vector."""
    return evaluated(f(argument), m, 1)


def derive_homogeneity() -> Iterator[Step]:
    """The matrix passes by the factor."""
    yield Step(alpha * (A * x), because="a number commutes with a matrix")
    yield Step(alpha * value(x), because="definition of the map")


homogeneity = Formula(
    title="Homogeneity of linear maps",
    kind=Kind.IDENTITY,
    statement=equal(value(alpha * x), alpha * value(x)),
    quantities=(linear, matrix, factor, first),
    assumptions=(),
    notations=(
        Notation(r"f(\alpha x) = \alpha f(x)"),
        Notation(r"T(c v) = c T(v)", letters=(("T", "f"), ("c", "alpha"), ("v", "x"))),
    ),
    words=("linear", "homogeneity", "linear map"),
    derivation=derive_homogeneity,
    source=Source(axler, "definition 3.2"),
)


def derive_additivity() -> Iterator[Step]:
    """The matrix product is distributive."""
    yield Step(A * x + A * y, because="the matrix product is distributive")
    yield Step(value(x) + value(y), because="definition of the map")


additivity = Formula(
    title="Additivity of linear maps",
    kind=Kind.IDENTITY,
    statement=equal(value(x + y), value(x) + value(y)),
    quantities=(linear, matrix, first, second),
    assumptions=(),
    notations=(
        Notation(r"f(x + y) = f(x) + f(y)"),
        Notation(r"T(u + v) = T(u) + T(v)", letters=(("T", "f"), ("u", "x"), ("v", "y"))),
    ),
    words=("linear", "additivity", "linear map"),
    derivation=derive_additivity,
    source=Source(axler, "definition 3.2"),
)


def derive_superposition() -> Iterator[Step]:
    """Additivity, then homogeneity."""
    yield Step(value(alpha * x) + value(beta * y), because="additivity")
    yield Step(alpha * value(x) + beta * value(y), because="homogeneity, twice")


superposition = Formula(
    title="Linear maps keep linear combinations",
    kind=Kind.IDENTITY,
    statement=equal(value(alpha * x + beta * y), alpha * value(x) + beta * value(y)),
    quantities=(linear, matrix, factor, other, first, second),
    assumptions=(),
    notations=(
        Notation(r"f(\alpha x + \beta y) = \alpha f(x) + \beta f(y)"),
        Notation(
            r"T(a u + b v) = a T(u) + b T(v)",
            letters=(("T", "f"), ("a", "alpha"), ("b", "beta"), ("u", "x"), ("v", "y")),
        ),
    ),
    words=("linear", "linear map", "linear combination"),
    derivation=derive_superposition,
    source=Source(axler, "definition 3.2"),
)

j = bound_index("j")
units = Quantity("e", "unit vectors, one a column", shape=(inputs, inputs), value=Identity(n))
e = units.symbol


def derive_basis() -> Iterator[Step]:
    """Write the input in the unit vectors."""
    yield Step(
        value(vector_sum(at(x, j) * column(e, j), j, 1, n)), because="the entries are the coordinates of the input"
    )
    yield Step(
        vector_sum(at(x, j) * value(column(e, j)), j, 1, n), because="additivity and homogeneity: this is all it takes"
    )


basis = Formula(
    title="A homogeneous and additive map is given by its values at the unit vectors",
    kind=Kind.IDENTITY,
    statement=equal(value(x), vector_sum(at(x, j) * value(column(e, j)), j, 1, n)),
    quantities=(linear, matrix, first, units),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \sum_{j=1}^{n} x_j f(e_j)"),
        Notation(r"T(v) = \sum_{j=1}^{n} v_j T(e_j)", letters=(("T", "f"), ("v", "x"))),
    ),
    words=("linear", "linear map", "unit vectors", "basis"),
    derivation=derive_basis,
    source=Source(axler, "theorem 3.5"),
)

inner_matrix = Quantity("B", "matrix of the inner map", shape=(middle, inputs))
outer_matrix = Quantity("A", "matrix of the outer map", shape=(outputs, middle))
B, C = inner_matrix.symbol, outer_matrix.symbol
w = MatrixSymbol("w", k, 1)
inner = Quantity("g", "a linear map", value=Lambda((u,), B * u))
outer = Quantity("f", "a linear map of its values", value=Lambda((w,), C * w))
g = inner.symbol


def both(argument: Any) -> Any:
    """The value of one map after the other, a vector."""
    return evaluated(outer.symbol(evaluated(g(argument), k, 1)), m, 1)


def derive_composition() -> Iterator[Step]:
    """The matrix of the composition is the product of the matrices."""
    yield Step(C * B * (alpha * x + beta * y), because="the matrix product is associative")
    yield Step(alpha * both(x) + beta * both(y), because="the matrix product is distributive")


composition = Formula(
    title="The composition of linear maps is linear",
    kind=Kind.IDENTITY,
    statement=equal(both(alpha * x + beta * y), alpha * both(x) + beta * both(y)),
    quantities=(inner, outer, inner_matrix, outer_matrix, factor, other, first, second),
    assumptions=(),
    notations=(
        Notation(r"f(g(\alpha x + \beta y)) = \alpha f(g(x)) + \beta f(g(y))"),
        Notation(
            r"S(T(a u + b v)) = a S(T(u)) + b S(T(v))",
            letters=(("S", "f"), ("T", "g"), ("a", "alpha"), ("b", "beta"), ("u", "x"), ("v", "y")),
        ),
    ),
    words=("linear", "composition", "linear map"),
    derivation=derive_composition,
    source=Source(axler, "definition 3.8"),
)


def derive_affine() -> Iterator[Step]:
    """The offset has the weights alpha + beta = 1."""
    yield Step(alpha * (A * x) + (1 - alpha) * (A * y) + b, because="the matrix part is linear")
    yield Step(
        alpha * value(x) + (1 - alpha) * value(y), because="the offset is alpha times itself and 1 - alpha times itself"
    )


affine_combination = Formula(
    title="Affine maps keep combinations whose weights add up to 1",
    kind=Kind.IDENTITY,
    statement=equal(value(alpha * x + (1 - alpha) * y), alpha * value(x) + (1 - alpha) * value(y)),
    quantities=(affine, matrix, offset, factor, first, second),
    assumptions=(),
    notations=(
        Notation(r"f(\alpha x + (1 - \alpha) y) = \alpha f(x) + (1 - \alpha) f(y)"),
        Notation(
            r"T(t u + (1 - t) v) = t T(u) + (1 - t) T(v)",
            letters=(("T", "f"), ("t", "alpha"), ("u", "x"), ("v", "y")),
        ),
    ),
    words=("affine", "affine function", "affine combination"),
    derivation=derive_affine,
    source=Source("Boyd and Vandenberghe, Convex Optimization", "section 2.1.2"),
)

TOPIC = Topic(
    "Linear and affine maps",
    formulas=(homogeneity, additivity, superposition, basis, composition, affine_combination),
)
