"""Eigenvalues and singular values, projections, reflections, the pseudo-inverse and the power method.

The symmetric matrix A has the eigenvalues lambda_i with orthonormal eigenvectors, the rows q_i of an orthogonal matrix.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Determinant, Identity, Inverse, Product, Rational, Sum, Trace, Transpose

from derivations.numbered_steps import numbered
from derivations.operators import (
    at,
    diagonal_matrix,
    dot,
    mean,
    norm,
    row,
    vector_mean,
    vector_sum,
)
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    ORTHOGONAL,
    POSITIVE,
    Formula,
    Law,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

golub = "Golub and Van Loan, Matrix Computations"
cookbook = "Petersen and Pedersen 2012, The Matrix Cookbook"
rows = Size("n", "rows", largest=3)
ranks = Size("r", "singular values", largest=2)
others = Size("m", "columns", largest=4)
n, r, m = rows.symbol, ranks.symbol, others.symbol
i = bound_index("i")
values = Quantity("e", "eigenvalues", shape=(rows,))
vectors = Quantity("q", "orthonormal eigenvectors, one in each row", shape=(rows, rows), domain=ORTHOGONAL)
lam, q = values.symbol, vectors.symbol
symmetric = Quantity("A", "a symmetric matrix", shape=(rows, rows), value=Transpose(q) * diagonal_matrix(lam) * q)
A = symmetric.symbol
spectrum = (symmetric, values, vectors)


trace = identity(
    "The trace is the sum of the eigenvalues",
    Trace(A),
    (
        (Trace(diagonal_matrix(lam) * q * Transpose(q)), "the trace does not change when factors move round"),
        (Sum(at(lam, i), (i, 1, n)), "the eigenvectors are orthonormal"),
    ),
    spectrum,
    written(
        r"\operatorname{tr}(A) = \sum_{i=1}^n \lambda_i",
        r"\operatorname{tr}(A) = \sum_i \lambda_i",
        r"\operatorname{Tr}[A] = \sum_{i=1}^n \lambda_i",
        letters=(("lambda", "e"),),
    ),
    ("eigenvalue", "trace", "eigendecomposition", "spectral"),
    Source(cookbook, "equation 12"),
)
determinant = identity(
    "The determinant is the product of the eigenvalues",
    Determinant(A),
    (
        (Determinant(diagonal_matrix(lam)) * Determinant(q) ** 2, "the determinant of a product"),
        (Product(at(lam, i), (i, 1, n)), "the determinant of an orthogonal matrix is 1 or -1"),
    ),
    spectrum,
    written(
        r"\det(A) = \prod_{i=1}^n \lambda_i",
        r"\det A = \prod_i \lambda_i",
        r"|A| = \prod_{i=1}^n \lambda_i",
        letters=(("lambda", "e"),),
    ),
    ("eigenvalue", "determinant", "eigendecomposition", "spectral"),
    Source(cookbook, "equation 18"),
)
power_trace = identity(
    "The trace of the square is the sum of the squared eigenvalues",
    Trace(A * A),
    (
        (Trace(diagonal_matrix(lam) * diagonal_matrix(lam)), "the eigenvectors are orthonormal"),
        (Sum(at(lam, i) ** 2, (i, 1, n)), "squares stand on the diagonal"),
    ),
    spectrum,
    written(
        r"\operatorname{tr}(A^2) = \sum_{i=1}^n \lambda_i^2",
        r"\operatorname{tr}(A^2) = \sum_i \lambda_i^2",
        r"\operatorname{tr}(A A) = \sum_{i=1}^n \lambda_i^2",
        letters=(("lambda", "e"),),
    ),
    ("eigenvalue", "trace", "spectral"),
    Source(cookbook, "section 1.1"),
)
matrix = Quantity("A", "the matrix", shape=(rows, rows))
spectral_words = ("spectral theorem", "eigendecomposition", "eigenvector", "eigenvalue", "spectral decomposition")
spectral_sum = rule(
    "A symmetric matrix as a sum over its eigenvectors",
    matrix,
    vector_sum(at(lam, i) * row(q, i) * Transpose(row(q, i)), i, 1, n),
    (values, vectors),
    written(
        r"A = \sum_{i=1}^n \lambda_i q_i q_i^\top",
        r"A = \sum_i \lambda_i q_i q_i^T",
        r"A = \sum_{i=1}^n q_i \lambda_i q_i^\top",
        letters=(("lambda", "e"),),
    ),
    spectral_words,
    "each term stretches its own direction",
    Source(golub, "section 8.1"),
)
inverse_sum = rule(
    "Inverse of a symmetric matrix as a sum over its eigenvectors",
    matrix,
    vector_sum(1 / at(lam, i) * row(q, i) * Transpose(row(q, i)), i, 1, n),
    (values, vectors),
    written(
        r"A^{-1} = \sum_{i=1}^n \frac{1}{\lambda_i} q_i q_i^\top",
        r"A^{-1} = \sum_{i=1}^n \lambda_i^{-1} q_i q_i^\top",
        r"A^{-1} = \sum_i \frac{q_i q_i^\top}{\lambda_i}",
        letters=(("lambda", "e"),),
    ),
    spectral_words,
    "the inverse shrinks each direction by its eigenvalue",
    Source("Bishop, Pattern Recognition and Machine Learning", "equation 2.49"),
)
lefts = Quantity("u", "left singular vectors, one in each row", shape=(ranks, rows))
rights = Quantity("v", "right singular vectors, one in each row", shape=(ranks, others))
singular = Quantity("sigma", "singular values", shape=(ranks,), domain=POSITIVE)
u, v, sigma = lefts.symbol, rights.symbol, singular.symbol
wide = Quantity("A", "the matrix", shape=(rows, others))
singular_sum = rule(
    "A matrix as a sum over its singular vectors",
    wide,
    vector_sum(at(sigma, i) * row(u, i) * Transpose(row(v, i)), i, 1, r),
    (singular, lefts, rights),
    written(
        r"A = \sum_{i=1}^r \sigma_i u_i v_i^\top",
        r"A = \sum_i \sigma_i u_i v_i^T",
        r"A = \sum_{i=1}^{r} u_i \sigma_i v_i^\top",
    ),
    ("singular value", "svd", "rank one", "low rank", "low-rank"),
    "each term maps a right singular vector to a left one",
    Source(golub, "section 2.4"),
)
left_turn = Quantity("U", "an orthogonal matrix", shape=(rows, rows), domain=ORTHOGONAL)
right_turn = Quantity("V", "an orthogonal matrix", shape=(rows, rows), domain=ORTHOGONAL)
all_values = Quantity("sigma", "singular values", shape=(rows,), domain=POSITIVE)
U, V, s = left_turn.symbol, right_turn.symbol, all_values.symbol
decomposed = Quantity("A", "a square matrix", shape=(rows, rows), value=U * diagonal_matrix(s) * Transpose(V))
frobenius = identity(
    "The squared Frobenius norm is the sum of the squared singular values",
    norm(decomposed.symbol) ** 2,
    (
        (Trace(Transpose(decomposed.symbol) * decomposed.symbol), "the trace form of the norm"),
        (Sum(at(s, i) ** 2, (i, 1, n)), "orthogonal factors cancel under the trace"),
    ),
    (decomposed, left_turn, right_turn, all_values),
    written(
        r"\|A\|_F^2 = \sum_{i=1}^n \sigma_i^2",
        r"\|A\|_F^2 = \sum_i \sigma_i^2",
        r"\|A\|_F = \sqrt{\sum_{i=1}^n \sigma_i^2}",
    )[:2],
    ("singular value", "svd", "frobenius"),
    Source(golub, "section 2.4"),
)
tall = Quantity("B", "a matrix of full rank", shape=(others, ranks))
B = tall.symbol
pseudo = Quantity("B_plus", "the pseudo-inverse", shape=(ranks, others))
plus_words = ("pseudo-inverse", "pseudoinverse", "moore-penrose", "penrose", "left inverse", "right inverse")


def of_full_rank(formula: Formula, gram: Any) -> Formula:
    """The formula where the matrix of inner products is far from singular."""
    return replace(formula, assumptions=(Determinant(gram) > Rational(1, 100),))


left_inverse = of_full_rank(
    rule(
        "Pseudo-inverse of a matrix with independent columns",
        pseudo,
        Inverse(Transpose(B) * B) * Transpose(B),
        (tall,),
        written(
            r"A^+ = (A^\top A)^{-1} A^\top",
            r"A^\dagger = (A^T A)^{-1} A^T",
            r"X^+ = (X^\top X)^{-1} X^\top",
            letters=(("A", "B"), ("X", "B")),
        ),
        plus_words,
        "the least squares solution is linear in the right side",
        Source(golub, "section 5.5.2"),
    ),
    Transpose(B) * B,
)
flat = Quantity("B", "a matrix of full rank", shape=(ranks, others))
F = flat.symbol
right = Quantity("B_plus", "the pseudo-inverse", shape=(others, ranks))
right_inverse = of_full_rank(
    rule(
        "Pseudo-inverse of a matrix with independent rows",
        right,
        Transpose(F) * Inverse(F * Transpose(F)),
        (flat,),
        written(
            r"A^+ = A^\top (A A^\top)^{-1}",
            r"A^\dagger = A^T (A A^T)^{-1}",
            letters=(("A", "B"),),
        ),
        plus_words,
        "the solution of least norm is linear in the right side",
        Source(golub, "section 5.5.2"),
    ),
    F * Transpose(F),
)
general = Quantity("A", "a matrix", shape=(rows, rows))
along = Quantity("x", "a vector", shape=(rows,))
direction = Quantity("v", "a vector that is not 0", shape=(rows,))
M, x, w = general.symbol, along.symbol, direction.symbol
reflector = Quantity("H", "the reflection", shape=(rows, rows))
householder = rule(
    "Householder reflection",
    reflector,
    Identity(n) - 2 / dot(w, w) * w * Transpose(w),
    (direction,),
    written(
        r"H = I - 2 \frac{v v^\top}{v^\top v}",
        r"H = I - \frac{2}{v^T v} v v^T",
        r"H = I - \frac{2 v v^\top}{\|v\|^2}",
        r"P = I - 2 \frac{v v^\top}{\|v\|_2^2}",
    ),
    ("householder", "reflection", "reflector"),
    "take the component along v away twice",
    Source(golub, "section 5.1.2"),
)
projector = Quantity("P", "the projection", shape=(rows, rows))
line_projection = rule(
    "Projection onto a line",
    projector,
    1 / dot(w, w) * w * Transpose(w),
    (direction,),
    written(r"P = \frac{v v^\top}{v^\top v}", r"P = \frac{1}{\|v\|^2} v v^\top", r"P_v = \frac{v v^\top}{\|v\|_2^2}"),
    ("projection", "projector", "onto a line", "onto the line"),
    "the component along v",
    Source("Deisenroth, Faisal and Ong, Mathematics for Machine Learning", "equation 3.46"),
)
quotient = Quantity("R", "the Rayleigh quotient")
rayleigh_words = ("rayleigh", "eigenvalue", "quotient")
rayleigh = rule(
    "Rayleigh quotient",
    quotient,
    dot(x, M * x) / dot(x, x),
    (general, along),
    written(
        r"R(x) = \frac{x^\top A x}{x^\top x}",
        r"\rho = \frac{x^T A x}{\|x\|^2}",
        r"R = \frac{\langle x, A x \rangle}{\langle x, x \rangle}",
    ),
    rayleigh_words,
    "the quadratic form of the unit vector along x",
    Source(golub, "section 8.2.3"),
)
iterate = Quantity("x_next", "the vector after the step", shape=(rows,))
power_step = rule(
    "Step of the power method",
    iterate,
    1 / norm(M * x) * M * x,
    (general, along),
    numbered("x", r"\frac{A <x>}{\|A <x>\|}", {"x": "x"}) + numbered("x", r"\frac{A <x>}{\|A <x>\|_2}", {"x": "x"}),
    ("power method", "power iteration", "eigenvector"),
    "apply the matrix, and divide by the length",
    Source(golub, "section 7.3.1"),
)
second = Quantity("y", "a vector", shape=(rows,))
y = second.symbol
cosine = Quantity("c", "cosine of the angle")
angle = rule(
    "Cosine of the angle between two vectors",
    cosine,
    dot(x, y) / (norm(x) * norm(y)),
    (along, second),
    written(
        r"\cos\theta = \frac{x^\top y}{\|x\| \|y\|}",
        r"\text{sim}(x, y) = \frac{x \cdot y}{\|x\| \|y\|}",
        r"s = \frac{\langle x, y \rangle}{\|x\|_2 \|y\|_2}",
    ),
    ("cosine", "angle", "similarity"),
    "the inner product of the unit vectors",
    Source("Deisenroth, Faisal and Ong, Mathematics for Machine Learning", "equation 3.25"),
)
sample = Quantity("x", "a random vector", shape=(rows,), law=Law("x"))
centre = Quantity("mu", "its mean", shape=(rows,), value=vector_mean(sample.symbol))
X, mu = sample.symbol, centre.symbol
covariance = Quantity("Sigma", "its covariance", shape=(rows, rows), value=vector_mean((X - mu) * Transpose(X - mu)))
quadratic_mean = replace(
    identity(
        "Mean of a quadratic form",
        mean(dot(X, M * X)),
        (
            (mean(dot(X - mu, M * (X - mu))) + dot(mu, M * mu), "expand around the mean; the mixed terms vanish"),
            (Trace(M * covariance.symbol) + dot(mu, M * mu), "a quadratic form is the trace of an outer product"),
        ),
        (covariance, centre, sample, general),
        written(
            r"\mathbb{E}[x^\top A x] = \operatorname{tr}(A \Sigma) + \mu^\top A \mu",
            r"\mathbb{E}[x^T A x] = \operatorname{tr}(A \Sigma) + \mu^T A \mu",
            r"\mathbb{E}[x^\top A x] = \mu^\top A \mu + \operatorname{tr}(A \Sigma)",
        ),
        ("quadratic form", "expectation", "covariance", "trace"),
        Source(cookbook, "equation 318"),
    ),
    survivors=(("the factors of A*Sigma swap", "the trace of a product does not depend on the order of two factors"),),
)

TOPIC = Topic(
    "Eigenvalues, singular values, projections",
    formulas=(
        trace,
        determinant,
        power_trace,
        spectral_sum,
        inverse_sum,
        singular_sum,
        frobenius,
        left_inverse,
        right_inverse,
        householder,
        line_projection,
        rayleigh,
        power_step,
        angle,
        quadratic_mean,
    ),
)
