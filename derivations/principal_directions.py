"""Principal component analysis: covariance of a data set, variance along a direction, reconstruction.

An input stands in each row of X; S is the covariance of the inputs. Its spectrum stands in `principal_spectrum`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, Sum, Transpose

from derivations.operators import column, dot, equal, gradient, norm, row, vector_sum
from derivations.vocabulary import (
    ORTHOGONAL,
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

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
samples = Size("n", "samples", smallest=2, largest=4)
features = Size("d", "features", smallest=2, largest=3)
units = Size("m", "components", largest=2)
n, m = samples.symbol, units.symbol
i, j = bound_index("i j")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
X = inputs.symbol
mean = Quantity("x_bar", "mean of the inputs", shape=(features,), value=vector_sum(row(X, i), i, 1, n) / n)
x_bar = mean.symbol
away = row(X, i) - x_bar
scatter = vector_sum(away * Transpose(away), i, 1, n)
named_covariance = Quantity("S", "covariance of the inputs", shape=(features, features))
letters = (("x", "X"), ("X", "X"))
words = ("pca", "principal component", "covariance", "eigenvector", "eigenvalue")
S = named_covariance.symbol


def derive_covariance() -> Iterator[Step]:
    """Second moment less the square of the mean."""
    yield Step(Transpose(X) * X / n - x_bar * Transpose(x_bar), because="second moment, less that of the mean")
    yield Step(scatter / n, because="multiply the deviations out")


changes = ("the summand -", "a factor 2 in front of -", "a factor 1/2 in front of -", "the factor ", "the factor -1 b")
centred = tuple(
    (change if change.endswith("b") else f"{change}x_bar", "the deviations in the other factor add up to 0")
    for change in changes
)
covariance = Formula(
    title="Covariance matrix of a data set, with 1/n",
    kind=Kind.DEFINITION,
    statement=equal(S, scatter / n),
    quantities=(named_covariance, inputs, mean),
    assumptions=(),
    notations=(
        Notation(r"S = \frac{1}{N} \sum_{n=1}^N (x_n - \bar{x})(x_n - \bar{x})^\top", letters=(("N", "n"), *letters)),
        Notation(r"\Sigma = \frac{1}{n} \sum_{i=1}^n x_i x_i^\top - \bar{x} \bar{x}^\top",
                 letters=(("Sigma", "S"), *letters)),
        Notation(r"\hat{\Sigma} = \frac{1}{n} \sum_{i=1}^n (x_i - \mu)(x_i - \mu)^T",
                 letters=(("Sigma_hat", "S"), ("mu", "x_bar"), *letters)),
    ),
    words=words,
    derivation=derive_covariance,
    source=Source(bishop, "equation 12.3"),
    survivors=centred,
)


def derive_unbiased() -> Iterator[Step]:
    """Second moment less the square of the mean."""
    yield Step(
        (Transpose(X) * X - n * x_bar * Transpose(x_bar)) / (n - 1), because="second moment, less that of the mean"
    )
    yield Step(scatter / (n - 1), because="multiply the deviations out")


unbiased_covariance = Formula(
    title="Covariance matrix of a data set, with 1/(n - 1)",
    kind=Kind.DEFINITION,
    statement=equal(S, scatter / (n - 1)),
    quantities=(named_covariance, inputs, mean),
    assumptions=(),
    notations=(
        Notation(r"S = \frac{1}{n - 1} \sum_{i=1}^n (x_i - \bar{x})(x_i - \bar{x})^\top", letters=letters),
        Notation(r"\Sigma = \frac{1}{n - 1} (X - \mathbf{1} \bar{x}^\top)^\top (X - \mathbf{1} \bar{x}^\top)",
                 letters=(("Sigma", "S"), ("X", "X"))),
    ),
    words=words,
    derivation=derive_unbiased,
    source=Source(hastie, "section 14.5.1"),
    survivors=centred,
)

direction = Quantity("u", "a direction", shape=(features,))
u = direction.symbol
spread = Quantity("S", "covariance of the inputs", shape=(features, features), value=scatter / n)
along = Sum((dot(u, row(X, i)) - dot(u, x_bar)) ** 2, (i, 1, n)) / n


def derive_variance() -> Iterator[Step]:
    """The square of a number as a quadratic form."""
    yield Step(Sum(dot(u, away * Transpose(away) * u), (i, 1, n)) / n, because="each square as a quadratic form")
    yield Step(dot(u, S * u), because="the mean of the outer products is the covariance")


direction_variance = Formula(
    title="Variance of the projections on a direction",
    kind=Kind.IDENTITY,
    statement=equal(along, dot(u, S * u)),
    quantities=(direction, spread, inputs, mean),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{N} \sum_{n=1}^N (u^\top x_n - u^\top \bar{x})^2 = u^\top S u",
                 letters=(("N", "n"), *letters)),
        Notation(r"\frac{1}{n} \sum_{i=1}^n \left(w^T (x_i - \bar{x})\right)^2 = w^T S w",
                 letters=(("w", "u"), *letters)),
    ),
    words=("variance", "projection", *words),
    derivation=derive_variance,
    source=Source(bishop, "equation 12.2"),
)

moment = Quantity("S", "a symmetric matrix", shape=(features, features), domain=SYMMETRIC)
multiplier = Quantity("mu", "Lagrange multiplier")
mu = multiplier.symbol
lagrangian = Quantity("L", "Lagrangian of the largest variance", value=dot(u, S * u) + mu * (1 - dot(u, u)))
lam = (("lambda", "mu"),)


def derive_lagrangian() -> Iterator[Step]:
    """Both quadratic forms."""
    yield Step(gradient(dot(u, S * u), u) - mu * gradient(dot(u, u), u), because="the gradient is linear")
    yield Step(2 * S * u - 2 * mu * u, because="gradients of quadratic forms with symmetric matrices")


lagrangian_gradient = Formula(
    title="Stationary directions of the variance are eigenvectors",
    kind=Kind.GRADIENT,
    statement=equal(gradient(lagrangian.symbol, u), 2 * S * u - 2 * mu * u),
    quantities=(lagrangian, moment, direction, multiplier),
    assumptions=(),
    notations=(
        Notation(r"\nabla_u (u^\top S u + \lambda (1 - u^\top u)) = 2 S u - 2 \lambda u", letters=lam),
        Notation(r"\frac{\partial L}{\partial u} = 2 S u - 2 \lambda u", letters=lam),
        Notation(r"\nabla_w (w^T \Sigma w - \lambda (w^T w - 1)) = 2 (\Sigma w - \lambda w)",
                 letters=(*lam, ("Sigma", "S"), ("w", "u"))),
    ),
    words=("lagrange", *words),
    derivation=derive_lagrangian,
    source=Source(bishop, "equation 12.4"),
)

rotation = Quantity("Q", "an orthogonal matrix", shape=(features, features), domain=ORTHOGONAL)
basis = Quantity(
    "U",
    "orthonormal directions, one in each column",
    shape=(features, units),
    value=vector_sum(column(rotation.symbol, i) * Transpose(column(Identity(m), i)), i, 1, m),
)
point = Quantity("x", "an input", shape=(features,))
centre = Quantity("c", "mean of the inputs", shape=(features,))
U, x, c = basis.symbol, point.symbol, centre.symbol
rebuilt = Quantity("x_hat", "reconstruction of the input", shape=(features,))
bars = (("x_bar", "c"),)


def derive_reconstruction() -> Iterator[Step]:
    """The best coordinates are the inner products."""
    yield Step(c + U * Inverse(Transpose(U) * U) * Transpose(U) * (x - c), because="least squares on the directions")
    yield Step(c + U * Transpose(U) * (x - c), because="the directions are orthonormal")


reconstruction = Formula(
    title="Reconstruction of an input from its principal components",
    kind=Kind.DEFINITION,
    statement=equal(rebuilt.symbol, c + U * Transpose(U) * (x - c)),
    quantities=(rebuilt, basis, rotation, point, centre),
    assumptions=(),
    notations=(
        Notation(r"\hat{x} = \bar{x} + U U^\top (x - \bar{x})", letters=bars),
        Notation(r"\tilde{x} = \mu + W W^T (x - \mu)", letters=(("x_tilde", "x_hat"), ("mu", "c"), ("W", "U"))),
    ),
    words=("reconstruction", "projection", *words),
    derivation=derive_reconstruction,
    source=Source(bishop, "section 12.1.2"),
)


rows = Quantity("u", "orthonormal directions, one in each row", shape=(units, features), value=Transpose(U))
u = rows.symbol
along = vector_sum(dot(row(u, i), x - c) * row(u, i), i, 1, m)
of_one = (("x_n", "x"), ("x_tilde_n", "x_hat"), *bars, ("M", "m"))
by_parts = Formula(
    title="Reconstruction of an input as the mean and the sum of its principal components",
    kind=Kind.DEFINITION,
    statement=equal(rebuilt.symbol, c + along),
    quantities=(rebuilt, rows, basis, rotation, point, centre),
    assumptions=(),
    notations=(
        Notation(r"\tilde{x} = \bar{x} + \sum_{i=1}^M (u_i^\top (x - \bar{x})) u_i",
                 (("x_tilde", "x_hat"), *bars, ("M", "m"))),
        Notation(r"\hat{x} = \bar{x} + \sum_{j=1}^M (x^\top u_j - \bar{x}^\top u_j) u_j", (*bars, ("M", "m"))),
        Notation(r"\tilde{x}_n = \bar{x} + \sum_{i=1}^M (u_i^\top (x_n - \bar{x})) u_i", of_one),
        Notation(r"\tilde{x}_n = \bar{x} + \sum_{i=1}^M \{x_n^\top u_i - \bar{x}^\top u_i\} u_i", of_one),
        Notation(r"\hat{x} = \mu + \sum_{j=1}^k \langle x - \mu, v_j \rangle v_j",
                 (("mu", "c"), ("v", "u"), ("k", "m"))),
    ),
    words=("reconstruction", "projection", "minimum error", "approximat", *words),
    derivation=lambda: iter((
        Step(c + U * Transpose(U) * (x - c), because="the orthogonal projection of the deviation onto the directions"),
        Step(c + along, because="the product column by column"),
    )),
    source=Source(bishop, "equation 12.20"),
)  # fmt: skip


def derive_error() -> Iterator[Step]:
    """Pythagoras."""
    yield Step(
        norm(x) ** 2 - 2 * dot(x, U * Transpose(U) * x) + norm(U * Transpose(U) * x) ** 2,
        because="multiply the square out",
    )
    yield Step(norm(x) ** 2 - norm(Transpose(U) * x) ** 2, because="the directions are orthonormal")


reconstruction_error = Formula(
    title="Reconstruction error: squared length less that of the code",
    kind=Kind.IDENTITY,
    statement=equal(norm(x - U * Transpose(U) * x) ** 2, norm(x) ** 2 - norm(Transpose(U) * x) ** 2),
    quantities=(basis, rotation, point),
    assumptions=(),
    notations=(
        Notation(r"\|x - U U^\top x\|^2 = \|x\|^2 - \|U^\top x\|^2"),
        Notation(r"\|x - W W^T x\|_2^2 = x^T x - x^T W W^T x", letters=(("W", "U"),)),
    ),
    words=("reconstruction", *words),
    derivation=derive_error,
    source=Source(bishop, "section 12.1.2"),
)

TOPIC = Topic(
    "Principal component analysis",
    formulas=(
        covariance,
        unbiased_covariance,
        direction_variance,
        lagrangian_gradient,
        reconstruction,
        by_parts,
        reconstruction_error,
    ),
)
