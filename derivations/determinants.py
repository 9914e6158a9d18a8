"""Determinants: how they meet products, inverses, scaling and rank-one changes, and their derivatives.

Matrices are real and square; the gradient by a matrix has the shape of the matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Determinant, Identity, Integer, Inverse, MatMul, Product, Symbol, Transpose, log

from derivations.operators import at, column, diagonal_matrix, dot, equal, gradient, slope
from derivations.vocabulary import (
    INVERTIBLE,
    LOWER_TRIANGULAR,
    ORTHOGONAL,
    SIGN,
    Cited,
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

rows = Size("n", "rows", largest=4)
others = Size("m", "columns", largest=3)
n, m = rows.symbol, others.symbol
first = Quantity("A", "an invertible matrix", shape=(rows, rows), domain=INVERTIBLE)
second = Quantity("B", "a square matrix", shape=(rows, rows))
left_vector = Quantity("u", "a vector", shape=(rows,))
right_vector = Quantity("v", "a vector", shape=(rows,))
row_index, column_index = free_index("i", rows), free_index("j", rows)
A, B, u, v = first.symbol, second.symbol, left_vector.symbol, right_vector.symbol
i, j = row_index.symbol, column_index.symbol
k = bound_index("k")
horn = "Horn and Johnson, Matrix Analysis"
cookbook = "Petersen and Pedersen, The Matrix Cookbook"
magnus = "Magnus and Neudecker, Matrix Differential Calculus"

transpose = Formula(
    title="Determinant of a transpose",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(Transpose(A)), Determinant(A)),
    quantities=(first,),
    assumptions=(),
    notations=(Notation(r"\det A^\top = \det A"), Notation(r"|A^T| = |A|")),
    words=("determinant", "transpose"),
    derivation=Cited("Horn and Johnson, Matrix Analysis, section 0.3.2: a permutation and its inverse have one sign"),
    source=Source(horn, "section 0.3"),
    survivors=(("the transpose of A is dropped", "that is the statement: both sides are then the same"),),
)

product = Formula(
    title="Determinant of a product",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(A * B), Determinant(A) * Determinant(B)),
    quantities=(first, second),
    assumptions=(),
    notations=(Notation(r"\det(A B) = \det(A) \det(B)"), Notation(r"|A B| = |A| |B|")),
    words=("determinant", "product"),
    derivation=Cited("Horn and Johnson, Matrix Analysis, section 0.3.5: elementary matrices and the reduced row form"),
    source=Source(horn, "section 0.3.5"),
    survivors=(("the factors of A*B swap", "det(B A) = det(A B): the determinants are numbers and commute"),),
)


def derive_inverse() -> Iterator[Step]:
    """The product of a matrix and its inverse has determinant 1."""
    yield Step(
        Determinant(MatMul(Inverse(A), A, evaluate=False)) / Determinant(A),
        because="multiply and divide by det A; determinant of a product, backwards",
    )
    yield Step(1 / Determinant(A), because="the determinant of I is 1")


inverse = Formula(
    title="Determinant of an inverse",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(Inverse(A)), 1 / Determinant(A)),
    quantities=(first,),
    assumptions=(),
    notations=(Notation(r"\det(A^{-1}) = \frac{1}{\det(A)}"), Notation(r"|A^{-1}| = |A|^{-1}")),
    words=("determinant", "inverse"),
    derivation=derive_inverse,
    source=Source(horn, "section 0.3.5"),
)

factor = Quantity("c", "a number")
c = factor.symbol


def derive_scaling() -> Iterator[Step]:
    """c A is the product of c I with A."""
    yield Step(Determinant(c * Identity(n)) * Determinant(A), because="c A = (c I) A; determinant of a product")
    yield Step(Product(c, (k, 1, n)) * Determinant(A), because="the determinant of a diagonal matrix is the product")
    yield Step(c**n * Determinant(A), because="n equal factors")


scaling = Formula(
    title="Determinant of a multiple",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(c * A), c**n * Determinant(A)),
    quantities=(factor, first),
    assumptions=(),
    notations=(Notation(r"\det(c A) = c^n \det(A)"), Notation(r"|c A| = c^n |A|")),
    words=("determinant", "scalar multiple"),
    derivation=derive_scaling,
    source=Source(horn, "section 0.3"),
)

lower = Quantity("L", "a lower triangular matrix", shape=(rows, rows), domain=LOWER_TRIANGULAR)
L = lower.symbol

triangular = Formula(
    title="Determinant of a triangular matrix",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(L), Product(at(L, k, k), (k, 1, n))),
    quantities=(lower,),
    assumptions=(),
    notations=(
        Notation(r"\det L = \prod_{k=1}^{n} L_{kk}"),
        Notation(r"\det(A) = \prod_i A_{ii}", letters=(("A", "L"),)),
    ),
    words=("determinant", "triangular"),
    derivation=Cited("Horn and Johnson, Matrix Analysis, section 0.9.3: only the identity permutation contributes"),
    source=Source(horn, "section 0.9.3"),
)

rotation = Quantity("R", "a rotation", shape=(rows, rows), domain=ORTHOGONAL)
flips = Quantity("s", "signs: which axes are reflected", shape=(rows,), domain=SIGN)
reflected = Quantity(
    "Q", "an orthogonal matrix", shape=(rows, rows), value=diagonal_matrix(flips.symbol) * rotation.symbol
)
Q = reflected.symbol


def derive_orthogonal() -> Iterator[Step]:
    """Q Q' = I."""
    yield Step(Determinant(Q) * Determinant(Transpose(Q)), because="a transpose has the same determinant")
    yield Step(Determinant(MatMul(Q, Transpose(Q), evaluate=False)), because="determinant of a product, backwards")
    yield Step(Integer(1), because="Q Q' = I")


orthogonal = Formula(
    title="Determinant of an orthogonal matrix",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(Q) ** 2, 1),
    quantities=(reflected, flips, rotation),
    assumptions=(),
    notations=(Notation(r"(\det Q)^2 = 1"), Notation(r"\det(Q)^2 = 1")),
    words=("determinant", "orthogonal"),
    derivation=derive_orthogonal,
    source=Source(horn, "section 2.1"),
)

tall = Quantity("A", "a matrix", shape=(rows, others))
wide = Quantity("B", "a matrix", shape=(others, rows))

sylvester = Formula(
    title="Sylvester's determinant identity",
    kind=Kind.IDENTITY,
    statement=equal(
        Determinant(Identity(n) + tall.symbol * wide.symbol), Determinant(Identity(m) + wide.symbol * tall.symbol)
    ),
    quantities=(tall, wide),
    assumptions=(),
    notations=(
        Notation(r"\det(I_n + A B) = \det(I_m + B A)"),
        Notation(r"|I_n + U V| = |I_m + V U|", letters=(("U", "A"), ("V", "B"))),
    ),
    words=("sylvester", "determinant"),
    derivation=Cited("Harville, Matrix Algebra From a Statistician's Perspective, section 18.1: block elimination"),
    source=Source("Harville, Matrix Algebra From a Statistician's Perspective", "section 18.1"),
)


def derive_rank_one() -> Iterator[Step]:
    """Take A out, then apply Sylvester's identity with one column."""
    yield Step(
        Determinant(A) * Determinant(Identity(n) + Inverse(A) * u * v.T), because="take A out on the left; product rule"
    )
    yield Step(
        Determinant(A) * (1 + dot(v, Inverse(A) * u)), because="Sylvester's identity with one column and one row"
    )


rank_one = Formula(
    title="Matrix determinant lemma",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(A + u * v.T), (1 + dot(v, Inverse(A) * u)) * Determinant(A)),
    quantities=(first, left_vector, right_vector),
    assumptions=(),
    notations=(
        Notation(r"\det(A + u v^\top) = (1 + v^\top A^{-1} u) \det(A)"),
        Notation(r"|A + c d^T| = |A| (1 + d^T A^{-1} c)", letters=(("c", "u"), ("d", "v"))),
    ),
    words=("matrix determinant lemma", "determinant", "rank-one"),
    derivation=derive_rank_one,
    source=Source("Harville, Matrix Algebra From a Statistician's Perspective", "section 18.1"),
)

unit = MatMul(column(Identity(n), i), Transpose(column(Identity(n), j)))
t = Symbol("t", real=True)


def derive_gradient() -> Iterator[Step]:
    """Move one entry, and apply the matrix determinant lemma."""
    yield Step(slope(Determinant(A + t * unit), t, 0), because="the derivative by an entry: move that entry alone")
    yield Step(
        slope(Determinant(A) * (1 + t * at(Inverse(A), j, i)), t, 0), because="matrix determinant lemma, rank one in t"
    )
    yield Step(Determinant(A) * at(Inverse(A), j, i), because="linear in t")


gradient_entry = Formula(
    title="Derivative of the determinant by an entry",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(Determinant(A), A), i, j), Determinant(A) * at(Inverse(A), j, i)),
    quantities=(first, row_index, column_index),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \det(A)}{\partial A_{ij}} = \det(A) (A^{-1})_{ji}"),
        Notation(r"\frac{\partial |X|}{\partial X_{ij}} = |X| (X^{-1})_{ji}", letters=(("X", "A"),)),
    ),
    words=("determinant", "derivative", "jacobi"),
    derivation=derive_gradient,
    source=Source(magnus, "section 8.3"),
)


def derive_log_gradient() -> Iterator[Step]:
    """Chain rule and Jacobi's formula."""
    yield Step(gradient(Determinant(A), A) / Determinant(A), because="the derivative of log|s| is 1/s")
    yield Step(Transpose(Inverse(A)), because="the derivative of det A by A_ij is det A times (A^-1)_ji")


log_gradient = Formula(
    title="Gradient of the log-determinant",
    kind=Kind.GRADIENT,
    statement=equal(gradient(log(Abs(Determinant(A))), A), Transpose(Inverse(A))),
    quantities=(first,),
    assumptions=(),
    notations=(
        Notation(r"\nabla_A \log|\det A| = A^{-\top}"),
        Notation(r"\frac{\partial \ln|\det(X)|}{\partial X} = (X^{-1})^T", letters=(("X", "A"),)),
    ),
    words=("log-determinant", "gradient", "derivative"),
    derivation=derive_log_gradient,
    source=Source(cookbook, "section 2.1"),
)

TOPIC = Topic(
    "Determinants",
    formulas=(
        transpose,
        product,
        inverse,
        scaling,
        triangular,
        orthogonal,
        sylvester,
        rank_one,
        gradient_entry,
        log_gradient,
    ),
)
