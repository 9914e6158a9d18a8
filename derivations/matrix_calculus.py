"""Gradients of linear and quadratic functions of vectors and matrices.

The gradient of a number has the shape of what it is by. The gradient of the log-determinant stands in `determinants`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Inverse, MatrixSymbol, Sum, Trace, Transpose, sqrt

from derivations.operators import at, dot, equal, gradient, hessian, jacobian, jacobian_at, norm
from derivations.vocabulary import (
    INVERTIBLE,
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
)

cookbook = "Petersen and Pedersen, The Matrix Cookbook"
entries = Size("n", "entries", largest=4)
rows = Size("m", "rows", largest=3)
examples = Size("s", "examples", largest=3)
variable = Quantity("x", "a vector", shape=(entries,))
factor = Quantity("a", "a fixed vector", shape=(entries,))
square = Quantity("A", "a square matrix", shape=(entries, entries))
symmetric = Quantity("A", "a symmetric matrix", shape=(entries, entries), domain=SYMMETRIC)
n, m, s = entries.symbol, rows.symbol, examples.symbol
x, a, A = variable.symbol, factor.symbol, square.symbol
i, j = bound_index("i j")


def derive_inner() -> Iterator[Step]:
    """The inner product entry by entry."""
    yield Step(gradient(Sum(at(a, i) * at(x, i), (i, 1, n)), x), because="write the inner product as a sum")
    yield Step(a, because="the derivative by x_i is the factor of x_i")


inner_product = Formula(
    title="Gradient of an inner product",
    kind=Kind.GRADIENT,
    statement=equal(gradient(dot(a, x), x), a),
    quantities=(factor, variable),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x a^\top x = a"),
        Notation(r"\frac{\partial a^T x}{\partial x} = a"),
        Notation(r"\frac{\partial}{\partial w} w^\top b = b", letters=(("w", "x"), ("b", "a"))),
    ),
    words=("gradient", "inner product", "matrix calculus"),
    derivation=derive_inner,
    source=Source(cookbook, "equation 69"),
)


def derive_quadratic() -> Iterator[Step]:
    """Product rule: x stands in both factors."""
    yield Step(gradient(Sum(Sum(at(A, i, j) * at(x, i) * at(x, j), (j, 1, n)), (i, 1, n)), x), because="write it out")
    yield Step(A * x + Transpose(A) * x, because="product rule: the derivatives of the factors x_i and x_j")
    yield Step((A + Transpose(A)) * x, because="collect")


quadratic = Formula(
    title="Gradient of a quadratic form",
    kind=Kind.GRADIENT,
    statement=equal(gradient(dot(x, A * x), x), (A + Transpose(A)) * x),
    quantities=(square, variable),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x x^\top A x = (A + A^\top) x"),
        Notation(r"\frac{\partial x^T B x}{\partial x} = (B + B^T) x", letters=(("B", "A"),)),
    ),
    words=("gradient", "quadratic form", "matrix calculus"),
    derivation=derive_quadratic,
    source=Source(cookbook, "equation 81"),
)


def derive_symmetric() -> Iterator[Step]:
    """Both terms of the general gradient are equal."""
    yield Step(symmetric.symbol * x + Transpose(symmetric.symbol) * x, because="gradient of a quadratic form")
    yield Step(2 * symmetric.symbol * x, because="A' = A")


symmetric_quadratic = Formula(
    title="Gradient of a symmetric quadratic form",
    kind=Kind.GRADIENT,
    statement=equal(gradient(dot(x, symmetric.symbol * x), x), 2 * symmetric.symbol * x),
    quantities=(symmetric, variable),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x x^\top A x = 2 A x"),
        Notation(r"\frac{\partial}{\partial w} w^T H w = 2 H w", letters=(("w", "x"), ("H", "A"))),
    ),
    words=("gradient", "quadratic form", "symmetric"),
    derivation=derive_symmetric,
    source=Source(cookbook, "equation 81"),
)


def derive_hessian() -> Iterator[Step]:
    """The Hessian is the Jacobian of the gradient."""
    yield Step(jacobian((A + Transpose(A)) * x, x), because="gradient of a quadratic form")
    yield Step(A + Transpose(A), because="the Jacobian of a linear map is its matrix")


quadratic_hessian = Formula(
    title="Hessian of a quadratic form",
    kind=Kind.GRADIENT,
    statement=equal(hessian(dot(x, A * x), x), A + Transpose(A)),
    quantities=(square, variable),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x^2 x^\top A x = A + A^\top"),
        Notation(r"\nabla_w^2 w^T H w = H + H^T", letters=(("w", "x"), ("H", "A"))),
    ),
    words=("hessian", "quadratic form"),
    derivation=derive_hessian,
    source=Source(cookbook, "section 2.4"),
)


def derive_norm() -> Iterator[Step]:
    """Chain rule on the square root."""
    yield Step(gradient(dot(x, x), x) / (2 * sqrt(dot(x, x))), because="chain rule on the square root")
    yield Step(x / norm(x), because="the gradient of x·x is 2 x")


norm_gradient = Formula(
    title="Gradient of the Euclidean norm",
    kind=Kind.GRADIENT,
    statement=equal(gradient(norm(x), x), x / norm(x)),
    quantities=(variable,),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x \|x\| = \frac{x}{\|x\|}"),
        Notation(r"\frac{\partial \|w\|_2}{\partial w} = \frac{w}{\|w\|_2}", letters=(("w", "x"),)),
    ),
    words=("gradient", "norm"),
    derivation=derive_norm,
    source=Source(cookbook, "equation 129"),
)

design = Quantity("A", "a matrix", shape=(rows, entries))
targets = Quantity("b", "targets", shape=(rows,))
D, b = design.symbol, targets.symbol


def derive_least_squares() -> Iterator[Step]:
    """Expand the square."""
    yield Step(
        gradient(dot(x, Transpose(D) * D * x) - 2 * dot(Transpose(D) * b, x), x),
        because="expand the square; the squared norm of b is constant",
    )
    yield Step(
        2 * Transpose(D) * D * x - 2 * Transpose(D) * b, because="gradients of a quadratic form and of an inner product"
    )
    yield Step(2 * Transpose(D) * (D * x - b), because="factor")


least_squares = Formula(
    title="Gradient of least squares",
    kind=Kind.GRADIENT,
    statement=equal(gradient(norm(D * x - b) ** 2, x), 2 * Transpose(D) * (D * x - b)),
    quantities=(design, variable, targets),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x \|A x - b\|^2 = 2 A^\top (A x - b)"),
        Notation(
            r"\frac{\partial}{\partial w} \|X w - y\|_2^2 = 2 X^T X w - 2 X^T y",
            letters=(("w", "x"), ("X", "A"), ("y", "b")),
        ),
    ),
    words=("least squares", "gradient", "linear regression"),
    derivation=derive_least_squares,
    source=Source(cookbook, "section 2.4"),
)

weights = Quantity("W", "weights", shape=(rows, entries))
inputs = Quantity("X", "inputs, one column for each example", shape=(entries, examples))
outputs = Quantity("Y", "targets, one column for each example", shape=(rows, examples))
W, X, Y = weights.symbol, inputs.symbol, outputs.symbol


def derive_matrix_squares() -> Iterator[Step]:
    """A squared Frobenius norm is a trace."""
    yield Step(
        gradient(Trace(W * X * Transpose(X) * Transpose(W)) - 2 * Trace(W * X * Transpose(Y)), W),
        because="the squared norm of M is tr(M M'); expand; the squared norm of Y is constant",
    )
    yield Step(2 * W * X * Transpose(X) - 2 * Y * Transpose(X), because="gradients of a quadratic and a linear trace")
    yield Step(2 * (W * X - Y) * Transpose(X), because="factor")


matrix_least_squares = Formula(
    title="Gradient of least squares by a matrix",
    kind=Kind.GRADIENT,
    statement=equal(gradient(norm(W * X - Y) ** 2, W), 2 * (W * X - Y) * Transpose(X)),
    quantities=(weights, inputs, outputs),
    assumptions=(),
    notations=(
        Notation(r"\nabla_W \|W X - Y\|_F^2 = 2 (W X - Y) X^\top"),
        Notation(
            r"\frac{\partial}{\partial \Theta} \|Y - \Theta X\|_F^2 = -2 (Y - \Theta X) X^T",
            letters=(("Theta", "W"),),
        ),
    ),
    words=("least squares", "gradient", "frobenius norm"),
    derivation=derive_matrix_squares,
    source=Source(cookbook, "section 2.5"),
)

other = Quantity("B", "a matrix", shape=(entries, rows))
B = other.symbol


def derive_trace() -> Iterator[Step]:
    """The trace of a product is a sum over both indices."""
    yield Step(
        gradient(Sum(Sum(at(D, i, j) * at(B, j, i), (j, 1, n)), (i, 1, m)), D), because="write the trace as a sum"
    )
    yield Step(Transpose(B), because="the factor of A_ij is B_ji")


trace_gradient = Formula(
    title="Gradient of the trace of a product",
    kind=Kind.GRADIENT,
    statement=equal(gradient(Trace(D * B), D), Transpose(B)),
    quantities=(design, other),
    assumptions=(),
    notations=(
        Notation(r"\nabla_A \operatorname{tr}(A B) = B^\top"),
        Notation(r"\frac{\partial}{\partial X} \operatorname{Tr}(X A) = A^T", letters=(("X", "A"), ("A", "B"))),
    ),
    words=("trace", "gradient", "matrix calculus"),
    derivation=derive_trace,
    source=Source(cookbook, "equation 100"),
)

left = Quantity("a", "a fixed vector", shape=(rows,))
right = Quantity("b", "a fixed vector", shape=(entries,))
u, w = left.symbol, right.symbol


def derive_bilinear() -> Iterator[Step]:
    """A bilinear form is a trace."""
    yield Step(gradient(Trace(D * w * Transpose(u)), D), because="a number is its own trace; turn the factors")
    yield Step(u * Transpose(w), because="gradient of the trace of a product, with b a' as the other factor")


bilinear = Formula(
    title="Gradient of a bilinear form by its matrix",
    kind=Kind.GRADIENT,
    statement=equal(gradient(dot(u, D * w), D), u * Transpose(w)),
    quantities=(design, left, right),
    assumptions=(),
    notations=(
        Notation(r"\nabla_A a^\top A b = a b^\top"),
        Notation(
            r"\frac{\partial}{\partial W} \delta^T W x = \delta x^T",
            letters=(("W", "A"), ("delta", "a"), ("x", "b")),
        ),
    ),
    words=("bilinear form", "gradient", "outer product"),
    derivation=derive_bilinear,
    source=Source(cookbook, "equation 70"),
)

small = Size("n", "entries", largest=2)
regular = Quantity("A", "an invertible matrix", shape=(small, small), domain=INVERTIBLE)
first, second = (Quantity(name, "a fixed vector", shape=(small,)) for name in ("a", "b"))
M, v = regular.symbol, second.symbol
moving = MatrixSymbol("M", n, n)


def derive_inverse() -> Iterator[Step]:
    """A A^-1 = I, differentiated, moves the derivative onto A."""
    yield Step(
        jacobian_at(-dot(Transpose(Inverse(M)) * a, moving * Inverse(M) * v), moving, M),
        because="differentiate A A^-1 = I: the derivative of the inverse is -A^-1 (dA) A^-1",
    )
    yield Step(
        -Transpose(Inverse(M)) * a * Transpose(v) * Transpose(Inverse(M)), because="gradient of a bilinear form"
    )


inverse_form = Formula(
    title="Gradient of a bilinear form of the inverse",
    kind=Kind.GRADIENT,
    statement=equal(
        gradient(dot(a, Inverse(M) * v), M), -Transpose(Inverse(M)) * a * Transpose(v) * Transpose(Inverse(M))
    ),
    quantities=(regular, first, second),
    assumptions=(),
    notations=(
        Notation(r"\nabla_A a^\top A^{-1} b = -A^{-\top} a b^\top A^{-\top}"),
        Notation(
            r"\frac{\partial}{\partial X} a^T X^{-1} b = -(X^{-1})^T a b^T (X^{-1})^T", letters=(("X", "A"),)
        ),
    ),
    words=("inverse", "gradient", "matrix calculus"),
    derivation=derive_inverse,
    source=Source(cookbook, "equation 61"),
)

TOPIC = Topic(
    "Matrix calculus",
    formulas=(
        inner_product,
        quadratic,
        symmetric_quadratic,
        quadratic_hessian,
        norm_gradient,
        least_squares,
        matrix_least_squares,
        trace_gradient,
        bilinear,
        inverse_form,
    ),
)
