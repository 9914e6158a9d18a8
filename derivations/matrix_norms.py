"""Norms of vectors and matrices against each other, factorisations, projections.

Norms without an index are Euclidean for vectors; that of a matrix is the spectral norm, and with F that of Frobenius.
"""

from __future__ import annotations

from functools import partial

from sympy import Abs, Inverse, Sum, Transpose, sqrt

from derivations.operators import at, norm, norm1, norm_max, spectral_norm
from derivations.stanzas import identity, rule, written
from derivations.telescoped_steps import bounded as any_bounded
from derivations.vocabulary import (
    INVERTIBLE,
    ORTHOGONAL,
    POSITIVE_DIAGONAL,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

golub = "Golub and Van Loan, Matrix Computations"
horn = "Horn and Johnson, Matrix Analysis"
trefethen = "Trefethen and Bau, Numerical Linear Algebra"
size = Size("n", "dimensions", largest=3)
rows = Size("m", "rows", largest=3)
others = Size("k", "more columns", largest=3)
n, m = size.symbol, rows.symbol
i, j = bound_index("i j")
vector = Quantity("x", "a vector", shape=(size,))
x = vector.symbol
norms = ("norm", "equivalence of norms", "equivalent norms")
vectors = partial(any_bounded, other_sizes=(size,))
sum_by_length = vectors(
    "The sum of the absolute entries is at most the root of n times the length",
    norm1(x),
    ((sqrt(n) * norm(x), "Cauchy-Schwarz with the vector of signs"),),
    (vector,),
    written(r"\|x\|_1 \leq \sqrt{n} \|x\|_2", r"\|x\|_1 \leq n^{1/2} \|x\|_2"),
    norms,
    Source(golub, "section 2.2.2"),
)
length_by_largest = vectors(
    "The length is at most the root of n times the largest absolute entry",
    norm(x),
    ((sqrt(n) * norm_max(x), "each of n squares is at most the largest"),),
    (vector,),
    written(r"\|x\|_2 \leq \sqrt{n} \|x\|_\infty", r"\|x\|_2 \leq n^{1/2} \|x\|_\infty"),
    norms,
    Source(golub, "section 2.2.2"),
)
sum_by_largest = vectors(
    "The sum of the absolute entries is at most n times the largest",
    norm1(x),
    ((n * norm_max(x), "each of n entries is at most the largest"),),
    (vector,),
    written(r"\|x\|_1 \leq n \|x\|_\infty", r"\|x\|_1 \leq \|x\|_\infty n"),
    norms,
    Source(golub, "section 2.2.2"),
)
largest_by_length = vectors(
    "The largest absolute entry is at most the length",
    norm_max(x),
    ((norm(x), "the other squares only add"),),
    (vector,),
    written(r"\|x\|_\infty \leq \|x\|_2", r"\|x\|_{\infty} \leq \|x\|_2"),
    norms,
    Source(golub, "section 2.2.2"),
)
length_by_sum = vectors(
    "The length is at most the sum of the absolute entries",
    norm(x),
    ((norm1(x), "the square of the sum has the squares and more"),),
    (vector,),
    written(r"\|x\|_2 \leq \|x\|_1", r"\|x\| \leq \|x\|_1"),
    norms,
    Source(golub, "section 2.2.2"),
)
matrix = Quantity("A", "a matrix", shape=(rows, size))
after = Quantity("B", "a matrix", shape=(size, others))
A, B = matrix.symbol, after.symbol
matrix_norms = ("frobenius", "spectral norm", "matrix norm", "operator norm", "submultiplicative")
frobenius_sum = identity(
    "Frobenius norm: the root of the sum of all squared entries",
    norm(A),
    ((sqrt(Sum(Sum(Abs(at(A, i, j)) ** 2, (j, 1, n)), (i, 1, m))), "the length of the entries in a row"),),
    (matrix,),
    written(
        r"\|A\|_F = \sqrt{\sum_{i=1}^m \sum_{j=1}^n |a_{ij}|^2}",
        r"\|A\|_F = \left(\sum_{i=1}^m \sum_{j=1}^n A_{ij}^2\right)^{1/2}",
        letters=(("a", "A"), ("A", "A")),
    ),
    matrix_norms,
    Source(golub, "equation 2.3.1"),
)
product_frobenius = any_bounded(
    "The Frobenius norm of a product is at most the product of the norms",
    norm(A * B),
    ((norm(A) * norm(B), "Cauchy-Schwarz in each entry"),),
    (matrix, after),
    written(r"\|AB\|_F \leq \|A\|_F \|B\|_F", r"\|A B\|_F \leq \|B\|_F \|A\|_F"),
    matrix_norms,
    Source(horn, "section 5.6"),
)
product_spectral = any_bounded(
    "The spectral norm of a product is at most the product of the norms",
    spectral_norm(A * B),
    ((spectral_norm(A) * spectral_norm(B), "stretch by B, then by A"),),
    (matrix, after),
    written(r"\|AB\|_2 \leq \|A\|_2 \|B\|_2", r"\|A B\|_2 \leq \|B\|_2 \|A\|_2"),
    matrix_norms,
    Source(horn, "section 5.6"),
)
spectral_frobenius = any_bounded(
    "The spectral norm is at most that of Frobenius",
    spectral_norm(A),
    ((norm(A), "the largest of the singular values, and the length of all"),),
    (matrix,),
    written(r"\|A\|_2 \leq \|A\|_F") + written(r"\|W\|_2 \leq \|W\|_F", letters=(("W", "A"),)),
    matrix_norms,
    Source(golub, "equation 2.3.7"),
)
image_length = any_bounded(
    "The spectral norm bounds how much a matrix stretches",
    norm(A * x),
    ((spectral_norm(A) * norm(x), "the spectral norm is the largest stretch"),),
    (matrix, vector),
    written(r"\|Ax\|_2 \leq \|A\|_2 \|x\|_2", r"\|A x\| \leq \|A\|_2 \|x\|"),
    matrix_norms,
    Source(golub, "section 2.3.1"),
)
left = Quantity("U", "orthogonal, with the left singular vectors", shape=(size, size), domain=ORTHOGONAL)
right = Quantity("V", "orthogonal, with the right singular vectors", shape=(size, size), domain=ORTHOGONAL)
stretches = Quantity("Sigma", "diagonal, with the singular values", (size, size), domain=POSITIVE_DIAGONAL)
U, V, Sigma = left.symbol, right.symbol, stretches.symbol
decomposition = ("singular value", "svd", "singular vector")
product = Quantity("A", "the matrix", shape=(size, size))
svd = rule(
    "Singular value decomposition",
    product,
    U * Sigma * Transpose(V),
    (left, right, stretches),
    written(r"A = U \Sigma V^\top", r"A = U \Sigma V^T"),
    decomposition,
    "turn, stretch along the axes, and turn again",
    Source(trefethen, "equation 4.4"),
)
basis = Quantity("Q", "orthogonal, with the eigenvectors", shape=(size, size), domain=ORTHOGONAL)
spectrum = Quantity("Lambda", "diagonal, with the eigenvalues", (size, size), domain=POSITIVE_DIAGONAL)
Q, Lambda = basis.symbol, spectrum.symbol
eigen = rule(
    "Spectral decomposition of a symmetric matrix",
    product,
    Q * Lambda * Transpose(Q),
    (basis, spectrum),
    written(r"A = Q \Lambda Q^\top", r"A = Q \Lambda Q^T"),
    ("spectral theorem", "eigendecomposition", "spectral decomposition", "eigenvalue", "orthogonally diagonali"),
    "turn to the eigenvectors, stretch, and turn back",
    Source(golub, "theorem 8.1.1"),
)
blocks = Quantity("S", "the Schur complement", shape=(rows, rows))
corner = Quantity("A", "upper left block", shape=(size, size), domain=INVERTIBLE)
upper = Quantity("B", "upper right block", shape=(size, rows))
lower = Quantity("C", "lower left block", shape=(rows, size))
last = Quantity("D", "lower right block", shape=(rows, rows))
schur = rule(
    "Schur complement of the upper left block",
    blocks,
    last.symbol - lower.symbol * Inverse(corner.symbol) * upper.symbol,
    (corner, upper, lower, last),
    written(r"S = D - C A^{-1} B", r"S = D - (C A^{-1}) B"),
    ("schur complement", "block matrix", "block"),
    "eliminate the first block of unknowns",
    Source(horn, "section 0.8.5"),
)
tall = Size("k", "rows of a tall matrix", smallest=3, largest=4)
few = Size("n", "columns", largest=2)
tall_matrix = Quantity("A", "a matrix of full column rank", shape=(tall, few))
target = Quantity("b", "a vector", shape=(tall,))
onto = Quantity("P", "the projection", shape=(tall, tall))
best = Quantity("x_hat", "the solution", shape=(few,))
M, b = tall_matrix.symbol, target.symbol
projector = rule(
    "Projection onto the column space",
    onto,
    M * Inverse(Transpose(M) * M) * Transpose(M),
    (tall_matrix,),
    written(r"P = A (A^\top A)^{-1} A^\top", r"P = A (A^T A)^{-1} A^T")
    + written(r"H = X (X^\top X)^{-1} X^\top", letters=(("X", "A"), ("H", "P"))),
    ("projection", "column space", "hat matrix", "least squares"),
    "the least squares fit of each vector",
    Source(golub, "section 5.3"),
)
solution = rule(
    "Least squares solution of an overdetermined system",
    best,
    Inverse(Transpose(M) * M) * Transpose(M) * b,
    (tall_matrix, target),
    written(r"\hat{x} = (A^\top A)^{-1} A^\top b", r"\hat{x} = \left(A^T A\right)^{-1} A^T b"),
    ("least squares", "normal equations", "overdetermined", "projection"),
    "solve the normal equations",
    Source(golub, "section 5.3"),
)

TOPIC = Topic(
    "Norms and factorisations",
    formulas=(
        sum_by_length,
        length_by_largest,
        sum_by_largest,
        largest_by_length,
        length_by_sum,
        frobenius_sum,
        product_frobenius,
        product_spectral,
        spectral_frobenius,
        image_length,
        svd,
        eigen,
        schur,
        projector,
        solution,
    ),
)
