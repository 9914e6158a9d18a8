"""The spectrum of principal component analysis: singular values of the inputs, and the variance that they explain.

The inputs X are centred, one in each row, with the thin singular value decomposition X = U Sigma V'.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Sum, Trace, Transpose

from derivations.operators import at, column, diagonal_matrix, equal, vector_sum
from derivations.principal_directions import X, features, hastie, murphy, samples, words
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
    free_index,
    integers,
)

n, d = samples.symbol, features.symbol
i, j = bound_index("i j")
left = Quantity("A", "an orthonormal basis of the samples", (samples, samples), domain=ORTHOGONAL)
narrow = Size("d", "features", largest=2)
right = Quantity("V", "right singular vectors", shape=(narrow, narrow), domain=ORTHOGONAL)
values = Quantity("s", "singular values", shape=(narrow,), domain=POSITIVE)
A, V, s = left.symbol, right.symbol, values.symbol
stretch = Quantity("Sigma", "singular values on the diagonal", shape=(narrow, narrow), value=diagonal_matrix(s))
Sigma = stretch.symbol
outer = Quantity(
    "U",
    "left singular vectors, one in each column",
    shape=(samples, narrow),
    value=vector_sum(column(A, i) * Transpose(column(Identity(d), i)), i, 1, d),
)
decomposed = Quantity("X", "the centred inputs", shape=(samples, narrow), value=outer.symbol * Sigma * Transpose(V))
svd = (decomposed, outer, stretch, right, values, left)


def derive_link() -> Iterator[Step]:
    """The left singular vectors are orthonormal."""
    yield Step(
        V * Sigma * (Transpose(outer.symbol) * outer.symbol) * Sigma * Transpose(V) / (n - 1), because="X = U Sigma V'"
    )
    yield Step(V * (Sigma**2 / (n - 1)) * Transpose(V), because="the left singular vectors are orthonormal")


covariance_by_svd = Formula(
    title="Covariance from the singular value decomposition of the centred inputs, with 1/(n - 1)",
    kind=Kind.IDENTITY,
    statement=equal(Transpose(X) * X / (n - 1), V * (Sigma**2 / (n - 1)) * Transpose(V)),
    quantities=svd,
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{n - 1} X^\top X = V \frac{\Sigma^2}{n - 1} V^\top"),
        Notation(r"\frac{X^T X}{n - 1} = \frac{1}{n - 1} V \Sigma^2 V^T"),
        Notation(r"\frac{1}{n - 1} X^\top X = \frac{1}{n - 1} V \Sigma U^\top U \Sigma V^\top"),
    ),
    words=("svd", "singular value", *words),
    derivation=derive_link,
    source=Source(hastie, "section 14.5.1"),
)


def derive_mean_link() -> Iterator[Step]:
    """The left singular vectors are orthonormal."""
    yield Step(
        V * Sigma * (Transpose(outer.symbol) * outer.symbol) * Sigma * Transpose(V) / n, because="X = U Sigma V'"
    )
    yield Step(V * (Sigma**2 / n) * Transpose(V), because="the left singular vectors are orthonormal")


mean_covariance_by_svd = Formula(
    title="Covariance from the singular value decomposition of the centred inputs, with 1/n",
    kind=Kind.IDENTITY,
    statement=equal(Transpose(X) * X / n, V * (Sigma**2 / n) * Transpose(V)),
    quantities=svd,
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{n} X^\top X = V \frac{\Sigma^2}{n} V^\top"),
        Notation(r"\frac{1}{n} X^T X = \frac{1}{n} V \Sigma^2 V^T"),
    ),
    words=("svd", "singular value", *words),
    derivation=derive_mean_link,
    source=Source(murphy, "section 20.1.3.3"),
)


def derive_scores() -> Iterator[Step]:
    """The right singular vectors are orthonormal."""
    yield Step(outer.symbol * Sigma * Transpose(V) * V, because="put the decomposition in")
    yield Step(outer.symbol * Sigma, because="the right singular vectors are orthonormal")


scores_by_svd = Formula(
    title="Principal component scores from the singular value decomposition",
    kind=Kind.IDENTITY,
    statement=equal(X * V, outer.symbol * Sigma),
    quantities=svd,
    assumptions=(),
    notations=(
        Notation(r"X V = U \Sigma"),
        Notation(r"X V = U \Sigma V^\top V"),
    ),
    words=("svd", "scores", *words),
    derivation=derive_scores,
    source=Source(hastie, "section 14.5.1"),
)

eigenvalues = Quantity("mu", "eigenvalues of the covariance", shape=(features,), domain=POSITIVE)
ratio = Quantity("r", "share of the variance")
kept = Quantity("m", "number of components that are kept", domain=integers(1, 2))
m = kept.symbol
component = free_index("k", features)
k = component.symbol
shares = Quantity("r", "shares of the variance", shape=(features,))
E = eigenvalues.symbol


def derive_share() -> Iterator[Step]:
    """The eigenvalues are the variances along the eigenvectors."""
    yield Step(at(E, k) / Trace(diagonal_matrix(E)), because="the variance along eigenvector k over the total variance")
    yield Step(at(E, k) / Sum(at(E, j), (j, 1, d)), because="the trace is the sum of the eigenvalues")


explained_variance = Formula(
    title="Share of the variance that a principal component explains",
    kind=Kind.DEFINITION,
    statement=equal(at(shares.symbol, k), at(E, k) / Sum(at(E, j), (j, 1, d))),
    quantities=(shares, eigenvalues, component),
    assumptions=(),
    notations=(
        Notation(r"r_k = \frac{\lambda_k}{\sum_{j=1}^d \lambda_j}", letters=(("lambda", "mu"),)),
        Notation(r"\mathrm{EVR}_i = \frac{\lambda_i}{\sum_j \lambda_j}",
                 letters=(("lambda", "mu"), ("EVR", "r"), ("i", "k"))),
    ),
    words=("explained variance", *words),
    derivation=derive_share,
    source=Source(murphy, "section 20.1.4.2"),
)
wide = Size("d", "features", smallest=3, largest=4)
many = Quantity("mu", "eigenvalues of the covariance", shape=(wide,), domain=POSITIVE)


def derive_total_share() -> Iterator[Step]:
    """One less what is left out."""
    yield Step(
        1 - Sum(at(E, j), (j, m + 1, d)) / Sum(at(E, j), (j, 1, d)), because="one less the share that is left out"
    )
    yield Step(Sum(at(E, j), (j, 1, m)) / Sum(at(E, j), (j, 1, d)), because="a common denominator")


total_explained_variance = Formula(
    title="Share of the variance that the first m principal components explain",
    kind=Kind.DEFINITION,
    statement=equal(ratio.symbol, Sum(at(many.symbol, j), (j, 1, m)) / Sum(at(many.symbol, j), (j, 1, d))),
    quantities=(ratio, many, kept),
    assumptions=(),
    notations=(
        Notation(r"r = \frac{\sum_{i=1}^k \lambda_i}{\sum_{i=1}^d \lambda_i}", letters=(("lambda", "mu"), ("k", "m"))),
        Notation(r"\mathrm{EV} = \frac{\sum_{j=1}^M \lambda_j}{\sum_{j=1}^D \lambda_j}",
                 letters=(("lambda", "mu"), ("M", "m"), ("D", "d"), ("EV", "r"))),
        Notation(r"r = 1 - \frac{\sum_{j=m+1}^d \lambda_j}{\sum_{j=1}^d \lambda_j}", letters=(("lambda", "mu"),)),
    ),
    words=("explained variance", *words),
    derivation=derive_total_share,
    source=Source(murphy, "section 20.1.4.2"),
)

TOPIC = Topic(
    "Spectrum of principal component analysis",
    formulas=(
        covariance_by_svd,
        mean_covariance_by_svd,
        scores_by_svd,
        explained_variance,
        total_explained_variance,
    ),
)
