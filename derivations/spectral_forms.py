"""Products and inverses of matrices from their singular values and eigenvalues.

U, V and Q are orthogonal; Sigma and Lambda are diagonal, with positive entries.
"""

from __future__ import annotations

from sympy import Inverse, Transpose

from derivations.operators import diagonal_matrix
from derivations.stanzas import identity, written
from derivations.vocabulary import ORTHOGONAL, POSITIVE, Quantity, Size, Source, Topic

golub = "Golub and Van Loan, Matrix Computations"
rows = Size("n", "rows", largest=3)
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

TOPIC = Topic(
    "Spectral forms of products and inverses",
    formulas=(
        gram_by_svd,
        outer_by_svd,
        inverse_by_svd,
        inverse_spectrum,
        square_spectrum,
    ),
)
