"""Whitening: inputs with the identity as second moment, and what it does to least squares.

Inputs and targets stand in the columns of X and Y, and are centred. The second moment of the inputs is
X X' / s = U Lambda U'. Every matrix of inputs has the form sqrt(s) U sqrt(Lambda) E with orthonormal rows in E;
here E is the first rows of an orthogonal matrix W.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Transpose, sqrt

from derivations.operators import column, diagonal_matrix, dot, entrywise, equal, gradient, norm, row, vector_sum
from derivations.vocabulary import (
    ORTHOGONAL,
    POSITIVE,
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

saxe = "Saxe, McClelland and Ganguli 2014, Exact Solutions to the Nonlinear Dynamics of Learning"
outputs = Size("p", "outputs", largest=2)
features = Size("n", "features", largest=3)
samples = Size("s", "samples", smallest=3, largest=4)
n, s = features.symbol, samples.symbol
j = bound_index("j")
frame = Quantity("W", "an orthogonal matrix, whose first rows are used", shape=(samples, samples), domain=ORTHOGONAL)
W = frame.symbol
orthonormal_rows = vector_sum(column(Identity(n), j) * Transpose(row(W, j)), j, 1, n)
rotation = Quantity("U", "eigenvectors of the second moment", shape=(features, features), domain=ORTHOGONAL)
spread = Quantity("alpha", "eigenvalues of the second moment", shape=(features,), domain=POSITIVE)
U, eigenvalues = rotation.symbol, spread.symbol
Lambda = Quantity(
    "Lambda", "eigenvalues on the diagonal", shape=(features, features), value=diagonal_matrix(eigenvalues)
)
roots = diagonal_matrix(entrywise(sqrt, eigenvalues))
inverse_roots = diagonal_matrix(entrywise(lambda value: 1 / sqrt(value), eigenvalues))
inputs = Quantity("X", "the inputs", shape=(features, samples), value=sqrt(s) * U * roots * orthonormal_rows)
X = inputs.symbol
whitened = Quantity(
    "X_hat", "the whitened inputs", shape=(features, samples), value=inverse_roots * Transpose(U) * X
)
X_hat = whitened.symbol
data = (inputs, Lambda, spread, rotation, frame)
sample_count = (("N", "s"),)


def derive_second_moment() -> Iterator[Step]:
    """The orthonormal rows drop out."""
    yield Step(
        U * roots * orthonormal_rows * Transpose(orthonormal_rows) * roots * Transpose(U),
        because="put the singular value decomposition of the inputs in",
    )
    yield Step(U * Lambda.symbol * Transpose(U), because="the rows are orthonormal; the roots multiply to Lambda")


second_moment = Formula(
    title="Eigendecomposition of the second moment of the inputs",
    kind=Kind.IDENTITY,
    statement=equal(X * Transpose(X) / s, U * Lambda.symbol * Transpose(U)),
    quantities=data,
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{s} X X^\top = U \Lambda U^\top"),
        Notation(r"\frac{1}{N} X X^T = Q \Lambda Q^T", letters=(("Q", "U"), *sample_count)),
    ),
    words=("whitening", "covariance", "eigendecomposition"),
    derivation=derive_second_moment,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "section 12.1.3"),
)


def derive_whitening() -> Iterator[Step]:
    """The second moment of the new inputs."""
    yield Step(
        inverse_roots * Transpose(U) * (X * Transpose(X) / s) * U * inverse_roots,
        because="the new inputs are a linear map of the old ones",
    )
    yield Step(
        inverse_roots * Transpose(U) * U * Lambda.symbol * Transpose(U) * U * inverse_roots,
        because="eigendecomposition of the second moment",
    )
    yield Step(Identity(n), because="U is orthogonal, and Lambda meets its inverse roots")


whitened_moment = Formula(
    title="Whitened inputs have the identity as second moment",
    kind=Kind.IDENTITY,
    statement=equal(X_hat * Transpose(X_hat) / s, Identity(n)),
    quantities=(whitened, *data),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{s} \hat{X} \hat{X}^\top = I"),
        Notation(r"\frac{1}{N} \tilde{X} \tilde{X}^T = I", letters=(("X_tilde", "X_hat"), *sample_count)),
    ),
    words=("whitening", "whitened", "identity covariance"),
    derivation=derive_whitening,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.25"),
)

white = Quantity("X", "whitened inputs", shape=(features, samples), value=sqrt(s) * orthonormal_rows)
targets = Quantity("Y", "the targets", shape=(outputs, samples))
weights = Quantity("Theta", "the weights", shape=(outputs, features))
Y, Theta = targets.symbol, weights.symbol
best = Quantity("Gamma", "the best weights", shape=(outputs, features), value=Y * Transpose(X) / s)
Gamma = best.symbol
regression = (best, white, frame, targets, weights)


def derive_least_squares() -> Iterator[Step]:
    """Expand the square and complete it."""
    yield Step(
        norm(Y) ** 2 / (2 * s) - dot(Y * Transpose(X), Theta) / s + norm(Theta * X) ** 2 / (2 * s),
        because="expand the square",
    )
    yield Step(
        norm(Y) ** 2 / (2 * s) - dot(Gamma, Theta) + norm(Theta) ** 2 / 2,
        because="Gamma = Y X' / s, and X X' / s is the identity",
    )
    yield Step(
        norm(Theta - Gamma) ** 2 / 2 + (norm(Y) ** 2 / s - norm(Gamma) ** 2) / 2, because="complete the square"
    )


least_squares = Formula(
    title="Least squares on whitened inputs is a distance from one matrix",
    kind=Kind.IDENTITY,
    statement=equal(
        norm(Y - Theta * X) ** 2 / (2 * s),
        norm(Theta - Gamma) ** 2 / 2 + (norm(Y) ** 2 / s - norm(Gamma) ** 2) / 2,
    ),
    quantities=regression,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{1}{2s} \|Y - \Theta X\|_F^2 = \frac{1}{2} \|\Theta - \Gamma\|_F^2 "
            r"+ \frac{1}{2} \left(\frac{1}{s} \|Y\|_F^2 - \|\Gamma\|_F^2\right)"
        ),
        Notation(
            r"\frac{1}{2N} \|Y - WX\|_F^2 = \frac{1}{2} \|W - \Sigma\|_F^2 + \frac{1}{2N} \|Y\|_F^2 "
            r"- \frac{1}{2} \|\Sigma\|_F^2",
            letters=(("W", "Theta"), ("Sigma", "Gamma"), *sample_count),
        ),
    ),
    words=("whitened", "least squares", "deep linear network"),
    derivation=derive_least_squares,
    source=Source(saxe, "section 1"),
)


def derive_least_squares_gradient() -> Iterator[Step]:
    """Differentiate the distance; the rest does not depend on the weights."""
    yield Step(gradient(norm(Theta - Gamma) ** 2 / 2, Theta), because="the other terms do not depend on the weights")
    yield Step(Theta - Gamma, because="the gradient of half a squared norm")


least_squares_gradient = Formula(
    title="Gradient of least squares on whitened inputs",
    kind=Kind.GRADIENT,
    statement=equal(gradient(norm(Y - Theta * X) ** 2 / (2 * s), Theta), Theta - Gamma),
    quantities=regression,
    assumptions=(),
    notations=(
        Notation(r"\nabla_\Theta \frac{1}{2s} \|Y - \Theta X\|_F^2 = \Theta - \Gamma"),
        Notation(
            r"\frac{\partial}{\partial W} \frac{1}{2N} \|Y - WX\|_F^2 = W - \frac{1}{N} Y X^\top",
            letters=(("W", "Theta"), *sample_count),
        ),
    ),
    words=("whitened", "least squares", "gradient"),
    derivation=derive_least_squares_gradient,
    source=Source(saxe, "section 1"),
)

TOPIC = Topic(
    "Whitening",
    formulas=(second_moment, whitened_moment, least_squares, least_squares_gradient),
)
