"""Projections and reflections, the conditions of Penrose, the spectral forms of matrices, and squared distances.

Q has orthonormal columns where a formula says so; A has independent columns, so that its pseudo-inverse is a formula.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Determinant, Identity, Inverse, MatMul, Rational, Transpose
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import diagonal_matrix, dot, norm, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    ORTHOGONAL,
    POSITIVE,
    UNIT_VECTOR,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

golub = "Golub and Van Loan, Matrix Computations"
deisenroth = "Deisenroth, Faisal and Ong, Mathematics for Machine Learning"
strang = "Strang, Introduction to Linear Algebra"
rows = Size("n", "rows", largest=3)
tall_rows = Size("m", "rows of the tall matrix", smallest=2, largest=4)
ranks = Size("r", "columns", largest=2)
n, m, r = rows.symbol, tall_rows.symbol, ranks.symbol
i = bound_index("i")
basis = Quantity("Q", "a matrix with orthonormal columns", shape=(tall_rows, ranks))
point = Quantity("x", "a vector", shape=(tall_rows,))
image = Quantity("x_hat", "the projection of x", shape=(tall_rows,))
Q, x = basis.symbol, point.symbol
words = ("projection", "projector", "orthonormal", "subspace", "orthogonal complement")

orthonormal_projection = rule(
    "Projection onto the span of orthonormal columns",
    image,
    Q * Transpose(Q) * x,
    (basis, point),
    (
        *written(r"\hat{x} = Q Q^\top x"),
        *written(r"\hat{x} = U U^T x", r"\pi(x) = U U^\top x", letters=(("U", "Q"), ("pi", "x_hat"))),
    ),
    words,
    "the coordinates in the basis, taken back",
    Source(deisenroth, "equation 3.61"),
)
directions = Quantity("u", "orthonormal vectors, one in each row", shape=(ranks, tall_rows))
E = directions.symbol
basis_expansion = rule(
    "Projection onto orthonormal vectors as a sum of components",
    image,
    vector_sum(dot(row(E, i), x) * row(E, i), i, 1, r),
    (directions, point),
    written(
        r"\hat{x} = \sum_{i=1}^r (u_i^\top x) u_i",
        r"\hat{x} = \sum_{i=1}^{r} \langle x, u_i \rangle u_i",
        r"\hat{x} = \sum_i u_i u_i^\top x",
    ),
    (*words, "basis", "component", "pca"),
    "each component along its own direction",
    Source(deisenroth, "section 3.8.2"),
)



def explained(formula: Formula, *survivors: tuple[str, str]) -> Formula:
    """The formula with the mutants that are true as well, and why."""
    return replace(formula, survivors=survivors)


direction = Quantity("u", "a vector of length 1", shape=(rows,), domain=UNIT_VECTOR)
reflection = Quantity("H", "the reflection", shape=(rows, rows))
u = direction.symbol
unit_reflector = rule(
    "Householder reflection along a vector of length 1",
    reflection,
    Identity(n) - 2 * u * Transpose(u),
    (direction,),
    written(r"H = I - 2 u u^\top", r"H_u = I_n - 2 u u^T"),
    ("householder", "reflection", "reflector"),
    "take the component along u away twice",
    Source(golub, "section 5.1.2"),
)
turned = Quantity("H", "the reflection", shape=(rows, rows), value=Identity(n) - 2 * u * Transpose(u))
H = turned.symbol
reflector_orthogonal = explained(
    identity(
        "A reflection is orthogonal",
        Transpose(H) * H,
        (
            (Identity(n) - 4 * u * Transpose(u) + 4 * u * Transpose(u) * u * Transpose(u), "multiply out"),
            (Identity(n), "u has length 1"),
        ),
        (turned, direction),
        written(r"H^\top H = I", r"H^T H = I_n"),
        ("householder", "reflection", "reflector"),
        Source(golub, "section 5.1.2"),
    ),
    ("the factors of Hᵀ*H swap", "a reflection is symmetric"),
    ("the transpose of H is dropped", "a reflection is symmetric"),
)

middle = Quantity("C", "the centring matrix", shape=(rows, rows))
centring_value = Identity(n) - OneMatrix(n, n) / n
centring = rule(
    "Centring matrix",
    middle,
    centring_value,
    (),
    written(
        r"H = I - \frac{1}{n} \mathbf{1} \mathbf{1}^\top",
        r"H = I_n - \frac{1}{n} \mathbf{1}_n \mathbf{1}_n^T",
        r"H = I - \frac{\mathbf{1} \mathbf{1}^\top}{n}",
        letters=(("H", "C"),),
    ),
    ("centering", "centring", "centered", "centred", "kernel pca", "double centering"),
    "take the mean away from each entry",
    Source("Schölkopf and Smola, Learning with Kernels", "section 14.2"),
    other_sizes=(rows,),
)
centred = Quantity("H", "the centring matrix", shape=(rows, rows), value=centring_value)
centring_idempotent = explained(
    identity(
        "The centring matrix is a projection",
        centred.symbol * centred.symbol,
        (
            (Identity(n) - 2 / n * OneMatrix(n, n) + OneMatrix(n, n) * OneMatrix(n, n) / n**2, "multiply out"),
            (centred.symbol, "the square of the matrix of ones is n times itself"),
        ),
        (centred,),
        written(r"H H = H", r"H^2 = H"),
        ("centering", "centring", "centered", "centred"),
        Source("Schölkopf and Smola, Learning with Kernels", "section 14.2"),
    ),
    ("the exponent 2 becomes 3 in H^2", "all powers of a projection are the projection"),
    ("the exponent 2 becomes 1 in H^2", "all powers of a projection are the projection"),
)

tall = Quantity("A", "a matrix with independent columns", shape=(tall_rows, ranks))
A = tall.symbol
gram = Transpose(A) * A
pseudo = Quantity("A_plus", "its pseudo-inverse", shape=(ranks, tall_rows), value=Inverse(gram) * Transpose(A))
Ap = pseudo.symbol
penrose_words = ("pseudo-inverse", "pseudoinverse", "moore-penrose", "penrose", "generalized inverse")
plus = (("A^plus", "A_plus"), ("A^dagger", "A_plus"), ("X^dagger", "A_plus"), ("X", "A"))


def of_full_rank(formula: Formula) -> Formula:
    """The formula where the inner products of the columns are far from singular."""
    return replace(formula, assumptions=(Determinant(gram) > Rational(1, 100),))


def penrose(title: str, left: Any, right: Any, reason: str, between: Any, spelled: str, place: str) -> Formula:
    """One of the four conditions; `spelled` has + for the mark of the pseudo-inverse."""
    return of_full_rank(
        identity(
            title,
            left,
            ((between, "the pseudo-inverse of independent columns"), (right, reason)),
            (pseudo, tall),
            written(spelled, spelled.replace("^+", r"^\dagger"), letters=plus[:2]),
            penrose_words,
            Source(golub, place),
        )
    )


fifth = "section 5.5.2"
penrose_outer = explained(
    penrose(
        "First condition of Penrose: A A+ A = A",
        A * Ap * A,
        A,
        "an inverse cancels",
        MatMul(MatMul(A, Inverse(gram), Transpose(A), evaluate=False), A, evaluate=False),
        r"A A^+ A = A",
        fifth,
    ),
    ("the factor A*A_plus is dropped", "what is dropped acts as the identity: that is what is stated"),
)
penrose_inner = explained(
    penrose(
        "Second condition of Penrose: A+ A A+ = A+",
        Ap * A * Ap,
        Ap,
        "an inverse cancels",
        MatMul(Inverse(gram), MatMul(Transpose(A), A, evaluate=False), Ap, evaluate=False),
        r"A^+ A A^+ = A^+",
        fifth,
    ),
    ("the factor A_plus*A is dropped", "what is dropped acts as the identity: that is what is stated"),
)
penrose_columns = explained(
    penrose(
        "Third condition of Penrose: A A+ is symmetric",
        Transpose(A * Ap),
        A * Ap,
        "the matrix of inner products is symmetric",
        A * Transpose(Inverse(gram)) * Transpose(A),
        r"(A A^+)^\top = A A^+",
        fifth,
    ),
    ("the transpose of A*A_plus is dropped", "that the product is symmetric is what is stated"),
)
penrose_rows = explained(
    penrose(
        "Fourth condition of Penrose: A+ A is symmetric",
        Transpose(Ap * A),
        Ap * A,
        "the product with an inverse is the identity on both sides",
        Identity(r),
        r"(A^+ A)^\top = A^+ A",
        fifth,
    ),
    ("the transpose of A_plus*A is dropped", "that the product is symmetric is what is stated"),
)
projected = Quantity("P", "the projector", shape=(tall_rows, tall_rows), value=A * Inverse(gram) * Transpose(A))
P = projected.symbol
pythagoras = of_full_rank(
    identity(
        "Squared length of a vector and of its projection (Pythagoras)",
        norm(x) ** 2,
        (
            (norm(P * x) ** 2 + 2 * dot(P * x, x - P * x) + norm(x - P * x) ** 2, "x is Px plus the rest"),
            (norm(P * x) ** 2 + norm(x - P * x) ** 2, "the rest is orthogonal to the subspace"),
        ),
        (projected, tall, point),
        written(
            r"\|x\|^2 = \|P x\|^2 + \|x - P x\|^2",
            r"\|x\|_2^2 = \|P x\|_2^2 + \|(I - P) x\|_2^2",
            r"\|x\|^2 = \|P x\|^2 + \|(I - P) x\|^2",
        ),
        ("pythagoras", *words),
        Source(strang, "section 4.1"),
    )
)

left_turn = Quantity("U", "an orthogonal matrix", shape=(rows, rows), domain=ORTHOGONAL)
right_turn = Quantity("V", "an orthogonal matrix", shape=(rows, rows), domain=ORTHOGONAL)
singular = Quantity("sigma", "singular values", shape=(rows,), domain=POSITIVE)
U, V, s = left_turn.symbol, right_turn.symbol, singular.symbol
stretch = Quantity("Sigma", "singular values on the diagonal", (rows, rows), value=diagonal_matrix(s))
S = stretch.symbol
decomposed = Quantity("A", "a square matrix", shape=(rows, rows), value=U * S * Transpose(V))
M = decomposed.symbol
svd = (decomposed, left_turn, right_turn, stretch, singular)
svd_words = ("singular value", "svd", "pseudo-inverse", "pseudoinverse")
gram_by_svd = identity(
    "Inner products of the columns from the singular value decomposition",
    Transpose(M) * M,
    ((V * S * Transpose(U) * U * S * Transpose(V), "transpose a product"), (V * S * S * Transpose(V), "U'U = I")),
    svd,
    written(r"A^\top A = V \Sigma^2 V^\top", r"A^T A = V \Sigma \Sigma V^T", r"A^\top A = V \Sigma^\top \Sigma V^\top"),
    svd_words,
    Source(golub, "section 2.4"),
)
outer_by_svd = identity(
    "Inner products of the rows from the singular value decomposition",
    M * Transpose(M),
    ((U * S * Transpose(V) * V * S * Transpose(U), "transpose a product"), (U * S * S * Transpose(U), "V'V = I")),
    svd,
    written(r"A A^\top = U \Sigma^2 U^\top", r"A A^T = U \Sigma \Sigma U^T", r"A A^\top = U \Sigma \Sigma^\top U^\top"),
    svd_words,
    Source(golub, "section 2.4"),
)
inverse_by_svd = identity(
    "Inverse (pseudo-inverse) from the singular value decomposition",
    Inverse(M),
    (
        (Inverse(Transpose(V)) * Inverse(S) * Inverse(U), "the inverse of a product"),
        (V * Inverse(S) * Transpose(U), "orthogonal matrices are inverted by transposing"),
    ),
    svd,
    (
        *written(r"A^{-1} = V \Sigma^{-1} U^\top"),
        *written(r"A^{-1} = V \operatorname{diag}(1 / \sigma) U^\top"),
    ),
    svd_words,
    Source(golub, "section 5.5.2"),
)
eigenvalues = Quantity("e", "eigenvalues", shape=(rows,), domain=POSITIVE)
lam = eigenvalues.symbol
spectrum = Quantity("Lambda", "eigenvalues on the diagonal", (rows, rows), value=diagonal_matrix(lam))
L = spectrum.symbol
turn = Quantity("Q", "an orthogonal matrix of eigenvectors", shape=(rows, rows), domain=ORTHOGONAL)
O_ = turn.symbol
symmetric = Quantity("A", "a symmetric matrix", shape=(rows, rows), value=O_ * L * Transpose(O_))
B = symmetric.symbol
eigen = (symmetric, turn, spectrum, eigenvalues)
eigen_words = ("eigendecomposition", "eigenvalue", "eigenvector", "spectral theorem", "diagonaliz", "diagonalis")
inverse_spectrum = identity(
    "Inverse of a symmetric matrix from its eigenvalues",
    Inverse(B),
    (
        (Inverse(Transpose(O_)) * Inverse(L) * Inverse(O_), "the inverse of a product"),
        (O_ * Inverse(L) * Transpose(O_), "orthogonal matrices are inverted by transposing"),
    ),
    eigen,
    (
        *written(r"A^{-1} = Q \Lambda^{-1} Q^\top"),
        *written(r"A^{-1} = U \Lambda^{-1} U^T", letters=(("U", "Q"),)),
    ),
    eigen_words,
    Source(golub, "section 8.1"),
)
square_spectrum = identity(
    "Square of a symmetric matrix from its eigenvalues",
    B * B,
    ((O_ * L * Transpose(O_) * O_ * L * Transpose(O_), "twice"), (O_ * L * L * Transpose(O_), "Q'Q = I")),
    eigen,
    (
        *written(r"A^2 = Q \Lambda^2 Q^\top", r"A A = Q \Lambda \Lambda Q^\top"),
        *written(r"A^2 = U \Lambda^2 U^T", letters=(("U", "Q"),)),
    ),
    eigen_words,
    Source(golub, "section 8.1"),
)

first = Quantity("x", "a vector", shape=(rows,))
second = Quantity("y", "another vector", shape=(rows,))
a, b = first.symbol, second.symbol
norm_words = ("norm", "inner product", "distance", "polarization", "polarisation", "law of cosines", "parallelogram")
pair = (first, second)
squared_distance = identity(
    "Squared distance multiplied out",
    norm(a - b) ** 2,
    (
        (dot(a - b, a - b), "a squared length is an inner product"),
        (norm(a) ** 2 - 2 * dot(a, b) + norm(b) ** 2, "the inner product is linear on both sides"),
    ),
    pair,
    written(
        r"\|x - y\|^2 = \|x\|^2 - 2 x^\top y + \|y\|^2",
        r"\|x - y\|^2 = \|x\|^2 + \|y\|^2 - 2 \langle x, y \rangle",
        r"\|x - y\|_2^2 = x^\top x - 2 x^\top y + y^\top y",
    ),
    norm_words,
    Source(strang, "section 1.2"),
)
squared_sum = identity(
    "Squared length of a sum",
    norm(a + b) ** 2,
    (
        (dot(a + b, a + b), "a squared length is an inner product"),
        (norm(a) ** 2 + 2 * dot(a, b) + norm(b) ** 2, "the inner product is linear on both sides"),
    ),
    pair,
    written(
        r"\|x + y\|^2 = \|x\|^2 + 2 x^\top y + \|y\|^2",
        r"\|x + y\|^2 = \|x\|^2 + 2 \langle x, y \rangle + \|y\|^2",
        r"\|x + y\|_2^2 = \|x\|_2^2 + \|y\|_2^2 + 2 x \cdot y",
    ),
    norm_words,
    Source(strang, "section 1.2"),
)
parallelogram = identity(
    "Parallelogram law",
    norm(a + b) ** 2 + norm(a - b) ** 2,
    (
        (2 * dot(a, a) + 2 * dot(b, b) + 2 * dot(a, b) - 2 * dot(a, b), "multiply both squares out"),
        (2 * norm(a) ** 2 + 2 * norm(b) ** 2, "the mixed terms cancel"),
    ),
    pair,
    written(
        r"\|x + y\|^2 + \|x - y\|^2 = 2 \|x\|^2 + 2 \|y\|^2",
        r"\|x + y\|^2 + \|x - y\|^2 = 2 (\|x\|^2 + \|y\|^2)",
    ),
    norm_words,
    Source(deisenroth, "section 3.1"),
)
polarisation = identity(
    "Polarisation identity",
    dot(a, b),
    (
        (dot(a + b, a + b) / 4 - dot(a - b, a - b) / 4, "the mixed terms are all that differs"),
        ((norm(a + b) ** 2 - norm(a - b) ** 2) / 4, "the inner product with itself is the squared length"),
    ),
    pair,
    written(
        r"x^\top y = \frac{1}{4} (\|x + y\|^2 - \|x - y\|^2)",
        r"\langle x, y \rangle = \frac{1}{4} \left(\|x + y\|^2 - \|x - y\|^2\right)",
        r"\langle x, y \rangle = \frac{\|x + y\|^2 - \|x - y\|^2}{4}",
    ),
    norm_words,
    Source(deisenroth, "section 3.2"),
)
half_polarisation = identity(
    "Inner product from three squared lengths",
    dot(a, b),
    (
        ((dot(a, a) + dot(b, b) - dot(a - b, a - b)) / 2, "the squared distance multiplied out"),
        ((norm(a) ** 2 + norm(b) ** 2 - norm(a - b) ** 2) / 2, "the inner product with itself is the squared length"),
    ),
    pair,
    written(
        r"x^\top y = \frac{1}{2} (\|x\|^2 + \|y\|^2 - \|x - y\|^2)",
        r"\langle x, y \rangle = \frac{1}{2} \left(\|x\|^2 + \|y\|^2 - \|x - y\|^2\right)",
        r"2 x^\top y = \|x\|^2 + \|y\|^2 - \|x - y\|^2",
    )[:2],
    norm_words,
    Source(deisenroth, "section 3.2"),
)

TOPIC = Topic(
    "Projections, reflections, spectral forms",
    formulas=(
        orthonormal_projection,
        basis_expansion,
        unit_reflector,
        reflector_orthogonal,
        centring,
        centring_idempotent,
        penrose_outer,
        penrose_inner,
        penrose_columns,
        penrose_rows,
        pythagoras,
        gram_by_svd,
        outer_by_svd,
        inverse_by_svd,
        inverse_spectrum,
        square_spectrum,
        squared_distance,
        squared_sum,
        parallelogram,
        polarisation,
        half_polarisation,
    ),
)
