"""The dual of the support vector machine, with inner products and with a kernel, and the scores that it gives.

alpha are the multipliers, y_i the classes -1 and 1; an input stands in each row of X.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Rational, Sum, Transpose

from derivations.operators import at, diagonal_matrix, dot, equal, norm, row, tabulated, total, vector_sum
from derivations.vocabulary import (
    POSITIVE,
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
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
samples = Size("n", "samples", smallest=2, largest=4)
features = Size("d", "features", largest=3)
n, d = samples.symbol, features.symbol
i, j = bound_index("i j")
half = Rational(1, 2)
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
labels = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
multipliers = Quantity("alpha", "Lagrange multipliers", shape=(samples,), domain=POSITIVE)
offset = Quantity("b", "offset of the hyperplane")
query = Quantity("x", "another input", shape=(features,))
dual_value = Quantity("L", "value of the dual objective")
score = Quantity("f", "score of the query")
named_weights = Quantity("w", "the weights", shape=(features,))
kernel = Quantity("k", "a kernel", arguments=((features,), (features,)))
X, y, alpha, b, x, L, f, w, k = (
    q.symbol for q in (inputs, labels, multipliers, offset, query, dual_value, score, named_weights, kernel)
)
priced = vector_sum(at(alpha, i) * at(y, i) * row(X, i), i, 1, n)
expanded = Quantity("w", "the weights", shape=(features,), value=priced)
example = (("x", "X"), ("X", "X"))
bishop_letters = (("a", "alpha"), ("t", "y"), ("N", "n"), ("x", "X"), ("X", "X"))
words = ("support vector", "svm", "dual", "margin", "lagrange", "kernel")


def quadratic(similarity: Any) -> Any:
    """Half of the quadratic form of the multipliers."""
    return half * Sum(at(alpha, i) * at(alpha, j) * at(y, i) * at(y, j) * similarity, (j, 1, n), (i, 1, n))


def derive_weights() -> Iterator[Step]:
    """The Lagrangian's gradient vanishes."""
    yield Step(Transpose(X) * diagonal_matrix(alpha) * y, because="the gradient w - X' diag(alpha) y vanishes")
    yield Step(priced, because="a sum of inputs with factors")


weights = Formula(
    title="Weights of a support vector machine from its multipliers",
    kind=Kind.DEFINITION,
    statement=equal(w, priced),
    quantities=(named_weights, inputs, labels, multipliers),
    assumptions=(),
    notations=(
        Notation(r"w = \sum_{i=1}^n \alpha_i y_i x_i", letters=example),
        Notation(r"w^* = \sum_{i=1}^m \alpha_i y^{(i)} x^{(i)}", letters=(("w_star", "w"), ("m", "n"), *example)),
    ),
    words=words,
    derivation=derive_weights,
    source=Source(bishop, "equation 7.8"),
)


def derive_dual() -> Iterator[Step]:
    """Put the weights into the Lagrangian; its offset has no effect where the multipliers balance."""
    yield Step(
        norm(w) ** 2 / 2 - Sum(at(alpha, i) * (at(y, i) * dot(w, row(X, i)) - 1), (i, 1, n)),
        because="the Lagrangian at w = sum of alpha_i y_i x_i, where the multipliers balance",
    )
    yield Step(total(alpha) - norm(w) ** 2 / 2, because="the sum of alpha_i y_i w'x_i is the squared norm of w")
    yield Step(
        total(alpha) - quadratic(dot(row(X, i), row(X, j))),
        because="the squared norm of the sum, multiplied out",
    )


dual = Formula(
    title="Dual objective of the support vector machine",
    kind=Kind.DEFINITION,
    statement=equal(L, total(alpha) - quadratic(dot(row(X, i), row(X, j)))),
    quantities=(dual_value, inputs, labels, multipliers, expanded),
    assumptions=(),
    notations=(
        Notation(r"L(\alpha) = \sum_{i=1}^n \alpha_i "
                 r"- \frac{1}{2} \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j x_i^\top x_j", letters=example),
        Notation(r"W(\alpha) = \sum_{i=1}^m \alpha_i "
                 r"- \frac{1}{2} \sum_{i,j=1}^m y^{(i)} y^{(j)} \alpha_i \alpha_j x^{(i)} \cdot x^{(j)}",
                 letters=(("W", "L"), ("m", "n"), *example)),
        Notation(r"L_D = \sum_i \alpha_i - \frac{1}{2} \sum_i \sum_j \alpha_i \alpha_j y_i y_j x_i \cdot x_j",
                 letters=(("L_D", "L"), *example)),
    ),
    words=words,
    derivation=derive_dual,
    source=Source(bishop, "equation 7.10"),
)  # fmt: skip


def derive_kernel_dual() -> Iterator[Step]:
    """Sum by rows of the matrix of kernels."""
    inner = Sum(at(alpha, j) * at(y, j) * k(row(X, i), row(X, j)), (j, 1, n))
    yield Step(
        total(alpha) - half * Sum(at(alpha, i) * at(y, i) * inner, (i, 1, n)),
        because="the kernel as inner product",
    )
    yield Step(total(alpha) - quadratic(k(row(X, i), row(X, j))), because="move the factors of i into the inner sum")


kernel_dual = Formula(
    title="Dual objective of the support vector machine with a kernel",
    kind=Kind.DEFINITION,
    statement=equal(L, total(alpha) - quadratic(k(row(X, i), row(X, j)))),
    quantities=(dual_value, inputs, labels, multipliers, kernel),
    assumptions=(),
    notations=(
        Notation(r"L(\alpha) = \sum_{i=1}^n \alpha_i "
                 r"- \frac{1}{2} \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j k(x_i, x_j)", letters=example),
        Notation(r"\tilde{L}(a) = \sum_{n=1}^N a_n - \frac{1}{2} \sum_{n=1}^N \sum_{m=1}^N a_n a_m t_n t_m k(x_n, x_m)",
                 letters=(("L_tilde", "L"), *bishop_letters)),
        Notation(r"L = \sum_i \alpha_i - \frac{1}{2} \sum_{i,j} \alpha_i \alpha_j y_i y_j K(x_i, x_j)",
                 letters=(("K", "k"), *example)),
    ),
    words=words,
    derivation=derive_kernel_dual,
    source=Source(bishop, "equation 7.10"),
)  # fmt: skip


def derive_score() -> Iterator[Step]:
    """Put the weights in."""
    yield Step(dot(w, x) + b, because="the score of a linear classifier")
    yield Step(Sum(at(alpha, i) * at(y, i) * dot(row(X, i), x), (i, 1, n)) + b, because="put the weights in")


linear_score = Formula(
    title="Score of a support vector machine from its multipliers",
    kind=Kind.DEFINITION,
    statement=equal(f, Sum(at(alpha, i) * at(y, i) * dot(row(X, i), x), (i, 1, n)) + b),
    quantities=(score, inputs, labels, multipliers, expanded, query, offset),
    assumptions=(),
    notations=(
        Notation(r"f(z) = \sum_{i=1}^n \alpha_i y_i x_i^\top z + b", letters=(("z", "x"), *example)),
        Notation(r"f = \sum_{i=1}^n \alpha_i y_i x_i \cdot z + b", letters=(("z", "x"), *example)),
        Notation(r"f = b + \left(\sum_{i=1}^n \alpha_i y_i x_i\right)^\top z", letters=(("z", "x"), *example)),
    ),
    words=words,
    derivation=derive_score,
    source=Source(bishop, "equation 7.13"),
)


def derive_kernel_score() -> Iterator[Step]:
    """The kernel stands for the inner product."""
    kernels = tabulated(k(x, row(X, i)), i, n)
    yield Step(dot(diagonal_matrix(alpha) * y, kernels) + b, because="the kernels of the query with all inputs")
    yield Step(Sum(at(alpha, i) * at(y, i) * k(x, row(X, i)), (i, 1, n)) + b, because="the inner product as a sum")


kernel_score = Formula(
    title="Score of a kernel machine",
    kind=Kind.DEFINITION,
    statement=equal(f, Sum(at(alpha, i) * at(y, i) * k(x, row(X, i)), (i, 1, n)) + b),
    quantities=(score, inputs, labels, multipliers, kernel, query, offset),
    assumptions=(),
    notations=(
        Notation(r"f(z) = \sum_{i=1}^n \alpha_i y_i k(z, x_i) + b", letters=(("z", "x"), *example)),
        Notation(r"y = \sum_{n=1}^N a_n t_n k(z, x_n) + b", letters=(("z", "x"), ("y", "f"), *bishop_letters)),
    ),
    words=words,
    derivation=derive_kernel_score,
    source=Source(bishop, "equation 7.13"),
)

TOPIC = Topic(
    "The dual of the support vector machine", formulas=(weights, dual, kernel_dual, linear_score, kernel_score)
)
