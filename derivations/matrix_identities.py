"""Identities of products, traces and inverses of real matrices; determinants stand in `determinants`."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Determinant, Identity, Inverse, MatMul, Product, Sum, Trace, Transpose

from derivations.operators import at, column, dot, equal, norm, row, slope
from derivations.vocabulary import (
    INVERTIBLE,
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

cookbook = "Petersen and Pedersen, The Matrix Cookbook"
golub = "Golub and Van Loan, Matrix Computations"
rows = Size("n", "rows", largest=3)
columns = Size("m", "columns", largest=3)
others = Size("k", "more columns", largest=3)
n, m, k = rows.symbol, columns.symbol, others.symbol
first = Quantity("A", "a matrix", shape=(rows, columns))
back = Quantity("B", "a matrix", shape=(columns, rows))
through = Quantity("B", "a matrix", shape=(columns, others))
last = Quantity("C", "a matrix", shape=(others, rows))
A, B, T, C = first.symbol, back.symbol, through.symbol, last.symbol
i, j = bound_index("i j")
row_index, column_index = free_index("r", others), free_index("c", rows)


def derive_transpose() -> Iterator[Step]:
    """Entry (i, j) of either side is the product of row j of A and column i of B."""
    r, c = row_index.symbol, column_index.symbol
    yield Step(Sum(at(A, c, j) * at(T, j, r), (j, 1, m)), because="entry (i, j) of the transpose is entry (j, i)")
    yield Step(at(Transpose(T) * Transpose(A), r, c), because="the same sum, with the factors in the other order")


product_transpose = Formula(
    title="Transpose of a product",
    kind=Kind.IDENTITY,
    statement=equal(
        at(Transpose(MatMul(A, T, evaluate=False)), row_index.symbol, column_index.symbol),
        at(Transpose(T) * Transpose(A), row_index.symbol, column_index.symbol),
    ),
    quantities=(first, through, row_index, column_index),
    assumptions=(),
    notations=(
        Notation(r"((A B)^\top)_{rc} = (B^\top A^\top)_{rc}"),
        Notation(r"[(X Y)^T]_{ij} = [Y^T X^T]_{ij}", letters=(("X", "A"), ("Y", "B"), ("i", "r"), ("j", "c"))),
    ),
    words=("transpose", "product"),
    derivation=derive_transpose,
    source=Source(cookbook, "equation 5"),
)


def derive_trace_product() -> Iterator[Step]:
    """The trace is a sum over both indices."""
    yield Step(Sum(Sum(at(A, i, j) * at(B, j, i), (j, 1, m)), (i, 1, n)), because="sum the diagonal of the product")
    yield Step(Sum(Sum(at(B, j, i) * at(A, i, j), (i, 1, n)), (j, 1, m)), because="swap the sums and the factors")
    yield Step(Trace(B * A), because="this is the diagonal of the other product")


trace_product = Formula(
    title="Trace of a product of two matrices",
    kind=Kind.IDENTITY,
    statement=equal(Trace(A * B), Trace(B * A)),
    quantities=(first, back),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{tr}(A B) = \operatorname{tr}(B A)"),
        Notation(r"\operatorname{Tr}[X Y] = \operatorname{Tr}[Y X]", letters=(("X", "A"), ("Y", "B"))),
    ),
    words=("trace", "cyclic"),
    derivation=derive_trace_product,
    source=Source(cookbook, "equation 14"),
    survivors=(
        ("the factors of A*B swap", "that is the statement"),
        ("the factors of B*A swap", "that is the statement"),
    ),
)


def derive_trace_cycle() -> Iterator[Step]:
    """Group two factors."""
    yield Step(
        Sum(Sum(at(A, i, j) * at(T * C, j, i), (j, 1, m)), (i, 1, n)), because="the trace of A times the product B C"
    )
    yield Step(Trace(T * C * A), because="swap the sums: the trace of the product B C times A")


trace_cycle = Formula(
    title="Cyclic property of the trace",
    kind=Kind.IDENTITY,
    statement=equal(Trace(A * T * C), Trace(T * C * A)),
    quantities=(first, through, last),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{tr}(A B C) = \operatorname{tr}(B C A)"),
        Notation(r"\operatorname{tr}(X Y Z) = \operatorname{tr}(Z X Y)", letters=(
            ("X", "A"), ("Y", "B"), ("Z", "C"),
        )),
    ),
    words=("trace", "cyclic"),
    derivation=derive_trace_cycle,
    source=Source(cookbook, "equation 16"),
    survivors=(("the factors of", "the third cyclic order"),),
)

same = Quantity("B", "a matrix", shape=(rows, columns))
S = same.symbol


def derive_inner() -> Iterator[Step]:
    """The diagonal of the product holds the inner products of the columns."""
    yield Step(Sum(dot(column(A, j), column(S, j)), (j, 1, m)), because="entry (j, j) of A'B: columns j of A and of B")
    yield Step(Sum(Sum(at(A, i, j) * at(S, i, j), (j, 1, m)), (i, 1, n)), because="write out; swap the sums")


frobenius_inner = Formula(
    title="The trace of A'B is the inner product of the matrices",
    kind=Kind.IDENTITY,
    statement=equal(Trace(Transpose(A) * S), Sum(Sum(at(A, i, j) * at(S, i, j), (j, 1, m)), (i, 1, n))),
    quantities=(first, same),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{tr}(A^\top B) = \sum_{i=1}^{n} \sum_{j=1}^{m} A_{ij} B_{ij}"),
        Notation(r"\operatorname{Tr}(X^T Y) = \sum_{i,j} X_{ij} Y_{ij}", letters=(("X", "A"), ("Y", "B"))),
        Notation(r"\operatorname{tr}(A^\top B) = \langle A, B \rangle"),
    ),
    words=("trace", "frobenius", "inner product"),
    derivation=derive_inner,
    source=Source(golub, "section 2.3"),
    survivors=(("the factors of Aᵀ*B swap", "cyclic property of the trace"),),
)


def derive_norm() -> Iterator[Step]:
    """The inner product of a matrix with itself."""
    yield Step(Sum(dot(row(A, i), row(A, i)), (i, 1, n)), because="the sum of the squared lengths of the rows")
    yield Step(Trace(A * Transpose(A)), because="the rows' squared lengths are the diagonal of A A'")
    yield Step(Trace(Transpose(A) * A), because="cyclic property of the trace")


frobenius_norm = Formula(
    title="Squared Frobenius norm as a trace",
    kind=Kind.IDENTITY,
    statement=equal(norm(A) ** 2, Trace(Transpose(A) * A)),
    quantities=(first,),
    assumptions=(),
    notations=(
        Notation(r"\|A\|_F^2 = \operatorname{tr}(A^\top A)"),
        Notation(r"\|X\|_F^2 = \operatorname{Tr}(X X^T)", letters=(("X", "A"),)),
    ),
    words=("frobenius norm", "trace"),
    derivation=derive_norm,
    source=Source(golub, "section 2.3"),
    survivors=(("the factors of Aᵀ*A swap", "cyclic property of the trace"),),
)

square = Quantity("A", "a square matrix", shape=(rows, rows))
vector = Quantity("x", "a vector", shape=(rows,))
Q, x = square.symbol, vector.symbol


def derive_quadratic() -> Iterator[Step]:
    """A number is its own trace."""
    yield Step(Sum(Sum(at(Q, i, j) * at(x, j) * at(x, i), (j, 1, n)), (i, 1, n)), because="write the form out")
    yield Step(Trace(Q * (x * Transpose(x))), because="entry (j, i) of x x' is x_j x_i")


quadratic_trace = Formula(
    title="A quadratic form as a trace",
    kind=Kind.IDENTITY,
    statement=equal(dot(x, Q * x), Trace(Q * (x * Transpose(x)))),
    quantities=(square, vector),
    assumptions=(),
    notations=(
        Notation(r"x^\top A x = \operatorname{tr}(A x x^\top)"),
        Notation(r"x^T M x = \operatorname{Tr}(x x^T M)", letters=(("M", "A"),)),
    ),
    words=("quadratic form", "trace"),
    derivation=derive_quadratic,
    source=Source(cookbook, "equation 13"),
    survivors=(("the factors of", "cyclic property of the trace"),),
)

small = Size("n", "rows", largest=2)
narrow = Size("k", "columns", largest=2)
regular = Quantity("A", "an invertible matrix", shape=(small, small), domain=INVERTIBLE)
second = Quantity("B", "an invertible matrix", shape=(small, small), domain=INVERTIBLE)
M, N = regular.symbol, second.symbol


def derive_product_inverse() -> Iterator[Step]:
    """What undoes A B undoes A first."""
    whole = Inverse(MatMul(M, N, evaluate=False))
    yield Step(MatMul(whole, M, N, Inverse(N), Inverse(M), evaluate=False), because="A B B^-1 A^-1 = I")
    yield Step(Inverse(N) * Inverse(M), because="the inverse of A B times A B is I")


product_inverse = Formula(
    title="Inverse of a product",
    kind=Kind.IDENTITY,
    statement=equal(Inverse(MatMul(M, N, evaluate=False)), Inverse(N) * Inverse(M)),
    quantities=(regular, second),
    assumptions=(),
    notations=(
        Notation(r"(A B)^{-1} = B^{-1} A^{-1}"),
        Notation(r"(X Y)^{-1} = Y^{-1} X^{-1}", letters=(("X", "A"), ("Y", "B"))),
    ),
    words=("inverse", "product"),
    derivation=derive_product_inverse,
    source=Source(cookbook, "equation 1"),
)

left = Quantity("u", "a vector", shape=(small,))
right = Quantity("v", "a vector", shape=(small,))
u, v = left.symbol, right.symbol
updated = Inverse(M) - Inverse(M) * u * Transpose(v) * Inverse(M) / (1 + dot(v, Inverse(M) * u))


def derive_sherman_morrison() -> Iterator[Step]:
    """Take A out; the inverse of I + b v' is known."""
    b = Inverse(M) * u
    yield Step(
        (Identity(n) - b * Transpose(v) / (1 + dot(v, b))) * Inverse(M),
        because="A + u v' = A (I + b v') with b = A^-1 u, and (I + b v')(I - b v' / (1 + v·b)) = I",
    )
    yield Step(updated, because="multiply out")


sherman_morrison = Formula(
    title="Sherman-Morrison formula",
    kind=Kind.IDENTITY,
    statement=equal(Inverse(M + u * Transpose(v)), updated),
    quantities=(regular, left, right),
    assumptions=(),
    notations=(
        Notation(r"(A + u v^\top)^{-1} = A^{-1} - \frac{A^{-1} u v^\top A^{-1}}{1 + v^\top A^{-1} u}"),
        Notation(
            r"(A + b c^T)^{-1} = A^{-1} - \frac{1}{1 + c^T A^{-1} b} A^{-1} b c^T A^{-1}",
            letters=(("b", "u"), ("c", "v")),
        ),
    ),
    words=("sherman-morrison", "rank-one update", "inverse"),
    derivation=derive_sherman_morrison,
    source=Source(golub, "section 2.1.4"),
)

pair = Size("n", "rows", smallest=2, largest=2)
outer = Quantity("A", "an invertible matrix", shape=(pair, pair), domain=INVERTIBLE)
tall = Quantity("U", "a matrix", shape=(pair, narrow))
core = Quantity("C", "an invertible matrix", shape=(narrow, narrow), domain=INVERTIBLE)
wide = Quantity("V", "a matrix", shape=(narrow, pair))
U, K, V = tall.symbol, core.symbol, wide.symbol
corrected = Inverse(M) - Inverse(M) * U * Inverse(Inverse(K) + V * Inverse(M) * U) * V * Inverse(M)


def derive_woodbury() -> Iterator[Step]:
    """Split A^-1 off, then push the inverse through U."""
    whole = Inverse(M + U * K * V)
    yield Step(
        Inverse(M) - Inverse(M) * U * K * V * whole, because="A^-1 (A + U C V) = I + A^-1 U C V, times the inverse"
    )
    yield Step(
        corrected, because="(C^-1 + V A^-1 U) C V = V A^-1 (A + U C V): invert the outer factors on both sides"
    )


woodbury = Formula(
    title="Woodbury identity",
    kind=Kind.IDENTITY,
    statement=equal(Inverse(M + U * K * V), corrected),
    quantities=(outer, tall, core, wide),
    assumptions=(),
    notations=(
        Notation(r"(A + U C V)^{-1} = A^{-1} - A^{-1} U (C^{-1} + V A^{-1} U)^{-1} V A^{-1}"),
        Notation(
            r"(A + B D E)^{-1} = A^{-1} - A^{-1} B (D^{-1} + E A^{-1} B)^{-1} E A^{-1}",
            letters=(("B", "U"), ("D", "C"), ("E", "V")),
        ),
    ),
    words=("woodbury", "matrix inversion lemma", "inverse"),
    derivation=derive_woodbury,
    source=Source(golub, "section 2.1.4"),
)

direction = Quantity("A", "a square matrix", shape=(small, small))
step_size = Quantity("t", "a number")
t = step_size.symbol


def derive_determinant() -> Iterator[Step]:
    """To first order only the diagonal counts."""
    yield Step(
        slope(Product(1 + t * at(direction.symbol, i, i), (i, 1, n)), t, 0),
        because="a permutation other than the identity moves two indices or more: its term has a factor t^2",
    )
    yield Step(Trace(direction.symbol), because="product rule at t = 0")


determinant_slope = Formula(
    title="The derivative of the determinant at the identity is the trace",
    kind=Kind.GRADIENT,
    statement=equal(slope(Determinant(Identity(n) + t * direction.symbol), t, 0), Trace(direction.symbol)),
    quantities=(direction, step_size),
    assumptions=(),
    notations=(
        Notation(
            r"\left.\frac{\partial}{\partial t} \det(I + t A)\right|_{t=0} = \operatorname{tr}(A)"
        ),
        Notation(
            r"\left.\frac{d}{d\epsilon} \det(I + \epsilon X)\right|_{\epsilon=0} = \operatorname{Tr}(X)",
            letters=(("epsilon", "t"), ("X", "A")),
        ),
    ),
    words=("determinant", "trace", "derivative"),
    derivation=derive_determinant,
    source=Source("Magnus and Neudecker, Matrix Differential Calculus", "section 8.3"),
)

TOPIC = Topic(
    "Matrix identities",
    formulas=(
        product_transpose,
        trace_product,
        trace_cycle,
        frobenius_inner,
        frobenius_norm,
        quadratic_trace,
        product_inverse,
        sherman_morrison,
        woodbury,
        determinant_slope,
    ),
)
