"""The quadratic f(x) = x'Ax / 2 - b'x + c of optimisation courses: gradient, Hessian, minimiser, least value.

A is symmetric, and positive definite where there is a minimum. Both signs of the linear term are usual.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Inverse, Lambda, MatrixSymbol, Rational

from derivations.operators import dot, equal, gradient, hessian
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE_DEFINITE,
    SYMMETRIC,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

boyd = "Boyd and Vandenberghe, Convex Optimization"
nocedal = "Nocedal and Wright, Numerical Optimization"
half = Rational(1, 2)
entries = Size("n", "entries", largest=3)
n = entries.symbol
matrix = Quantity("A", "a symmetric matrix", shape=(entries, entries), domain=SYMMETRIC)
definite = Quantity("A", "a positive definite matrix", shape=(entries, entries), domain=POSITIVE_DEFINITE)
pull = Quantity("b", "a fixed vector", shape=(entries,))
height = Quantity("c", "a constant")
point = Quantity("x", "a point", shape=(entries,))
A, b, c, x = matrix.symbol, pull.symbol, height.symbol, point.symbol
u = MatrixSymbol("u", n, 1)
words = ("quadratic", "gradient", "hessian", "minimum", "minimiser", "minimizer", "conjugate", "strongly convex")


def quadratic(at: Any, sign: int, constant: Any) -> Any:
    """The value at a point, with either sign of the linear term."""
    return half * dot(at, A * at) + sign * dot(b, at) + constant


less = Quantity("f", "the quadratic, less its linear term", value=Lambda((u,), quadratic(u, -1, c)))
more = Quantity("f", "the quadratic, with its linear term", value=Lambda((u,), quadratic(u, 1, c)))
f = less.symbol


def slope(title: str, function: Quantity, sign: int, right: Any, spelled: tuple[Notation, ...]) -> Formula:
    """The gradient of the quadratic with that sign."""

    def derive() -> Iterator[Step]:
        yield Step(half * (A + A.T) * x + sign * b, because="both factors of the quadratic form depend on x")
        yield Step(right, because="the matrix is symmetric")

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(gradient(f(x), x), right),
        quantities=(function, matrix, pull, height, point),
        assumptions=(),
        notations=spelled,
        words=words,
        derivation=derive,
        source=Source(nocedal, "section 5.1"),
    )


renamed = (("Q", "A"), ("w", "x"))
gradient_less = slope(
    "Gradient of a quadratic with a linear term that is taken off",
    less,
    -1,
    A * x - b,
    (
        *written(r"\nabla f(x) = A x - b", r"\nabla_x f(x) = A x - b"),
        *written(r"\nabla f(w) = Q w - b", letters=renamed),
    ),
)
gradient_more = slope(
    "Gradient of a quadratic with a linear term that is added",
    more,
    1,
    A * x + b,
    (
        *written(r"\nabla f(x) = A x + b", r"\nabla_x f(x) = A x + b"),
        *written(r"\nabla f(w) = Q w + b", letters=renamed),
    ),
)


def derive_form() -> Iterator[Step]:
    """Twice one half."""
    yield Step(half * (A + A.T) * x, because="both factors of the quadratic form depend on x")
    yield Step(A * x, because="the matrix is symmetric")


half_form = Formula(
    title="Gradient of half a symmetric quadratic form",
    kind=Kind.GRADIENT,
    statement=equal(gradient(half * dot(x, A * x), x), A * x),
    quantities=(matrix, point),
    assumptions=(),
    notations=(
        *written(
            r"\frac{\partial}{\partial x} \frac{1}{2} x^T A x = A x",
            r"\nabla_x \left(\frac{1}{2} x^\top A x\right) = A x",
        ),
    ),
    words=("matrix calculus", "matrix derivative", "symmetric", *words),
    derivation=derive_form,
    source=Source("Petersen and Pedersen 2012, The Matrix Cookbook", "equation 81"),
)


def derive_curvature() -> Iterator[Step]:
    """The Jacobian of the gradient."""
    yield Step(half * (A + A.T), because="the linear term has no curvature")
    yield Step(A, because="the matrix is symmetric")


curvature = Formula(
    title="Hessian of a quadratic",
    kind=Kind.GRADIENT,
    statement=equal(hessian(f(x), x), A),
    quantities=(less, matrix, pull, height, point),
    assumptions=(),
    notations=(
        *written(r"\nabla^2 f(x) = A", r"\nabla_x^2 f(x) = A"),
        *written(r"\nabla^2 f(w) = Q", letters=renamed),
    ),
    words=words,
    derivation=derive_curvature,
    source=Source(nocedal, "section 5.1"),
)

D = definite.symbol
best = Quantity("x_star", "the minimiser", shape=(entries,))
minimiser = rule(
    "Minimiser of a quadratic with a linear term that is taken off",
    best,
    Inverse(D) * b,
    (definite, pull),
    (
        *written(r"x^* = A^{-1} b", r"x_* = A^{-1} b"),
        *written(r"\hat{x} = Q^{-1} b", letters=(("x_hat", "x_star"), ("Q", "A"))),
    ),
    (*words, "solution", "linear system"),
    "there the gradient A x - b vanishes",
    Source(nocedal, "equation 5.2"),
)
minimiser_more = rule(
    "Minimiser of a quadratic with a linear term that is added",
    best,
    -Inverse(D) * b,
    (definite, pull),
    (*written(r"x^* = -A^{-1} b", r"x_* = -A^{-1} b"),),
    (*words, "solution"),
    "there the gradient A x + b vanishes",
    Source(boyd, "example 4.5"),
)
solved = Quantity("x_star", "the minimiser", shape=(entries,), value=Inverse(D) * b)
bowl = Quantity("f", "the quadratic", value=Lambda((u,), half * dot(u, D * u) - dot(b, u)))
x_star, g = solved.symbol, bowl.symbol
family = (bowl, solved, definite, pull)
least_value = identity(
    "Least value of a quadratic",
    g(x_star),
    (
        (half * dot(x_star, b) - dot(b, x_star), "A x* is b"),
        (-half * dot(b, Inverse(D) * b), "put the minimiser in"),
    ),
    family,
    written(r"f(x^*) = -\frac{1}{2} b^\top A^{-1} b", r"f(x^*) = -\frac{1}{2} b^T A^{-1} b"),
    words,
    Source(boyd, "section 9.1.1"),
)
least_number = rule(
    "Least value of a quadratic, as a letter",
    Quantity("f_star", "the least value"),
    -half * dot(b, Inverse(D) * b),
    (definite, pull),
    written(r"f^* = -\frac{1}{2} b^\top A^{-1} b", r"p^* = -\frac{1}{2} b^T A^{-1} b", letters=(("p_star", "f_star"),)),
    words,
    "the quadratic at its minimiser",
    Source(boyd, "section 9.1.1"),
)
gap = identity(
    "Gap of a quadratic to its least value: half the squared distance in the norm of A",
    g(x) - g(x_star),
    (
        (half * dot(x, D * x) - dot(D * x_star, x) + half * dot(x_star, D * x_star), "b is A x*"),
        (half * dot(x - x_star, D * (x - x_star)), "complete the square"),
    ),
    (*family, point),
    written(
        r"f(x) - f(x^*) = \frac{1}{2} (x - x^*)^\top A (x - x^*)",
        r"f(x) - f(x^*) = \frac{1}{2} (x - x^*)^T A (x - x^*)",
    ),
    words,
    Source(boyd, "section 9.3"),
)
least = Quantity("f_star", "the least value", value=-half * dot(b, Inverse(D) * b))
gap_to_number = identity(
    "Gap of a quadratic to its least value, as a letter",
    g(x) - least.symbol,
    (
        (half * dot(x, D * x) - dot(b, x) + half * dot(b, x_star), "A x* is b"),
        (half * dot(x - x_star, D * (x - x_star)), "complete the square"),
    ),
    (*family, point, least),
    written(
        r"f(x) - f^* = \frac{1}{2} (x - x^*)^\top A (x - x^*)",
        r"f(x) - f_* = \frac{1}{2} \langle x - x^*, A (x - x^*) \rangle",
    ),
    words,
    Source(boyd, "section 9.3"),
)

TOPIC = Topic(
    "Quadratic functions",
    formulas=(
        gradient_less,
        gradient_more,
        half_form,
        curvature,
        minimiser,
        minimiser_more,
        least_value,
        least_number,
        gap,
        gap_to_number,
    ),
)
