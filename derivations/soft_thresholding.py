"""Shrinkage of ridge regression and of the lasso: singular directions, soft thresholds, and the steps that use them.

The thin singular value decomposition is X = U diag(s) V'. Orthonormal inputs have X'X = I.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Identity, Inverse, Max, Piecewise, Sum, Trace, Transpose, sign

from derivations.operators import at, column, diagonal_matrix, dot, equal, vector_sum
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
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
parikh = "Parikh and Boyd 2014, Proximal Algorithms"
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
mu = strength.symbol
lam = (("lambda", "mu"),)
words = ("soft threshold", "soft-threshold", "lasso", "l1", "proximal", "shrinkage")
number = Quantity("z", "a number")
shrunk = Quantity("v", "the shrunk number")
z, v = number.symbol, shrunk.symbol
soft = sign(z) * Max(Abs(z) - mu, 0)


def derive_threshold() -> Iterator[Step]:
    """Where the slope of (v - z)^2/2 + mu |v| changes its sign."""
    yield Step(
        Piecewise((z - mu, z > mu), (z + mu, z < -mu), (0, True), evaluate=False),
        because="v - z + mu sign(v) vanishes for v of the sign of z, if |z| is above mu; else 0 is best",
    )
    yield Step(soft, because="all cases in one line")


threshold = Formula(
    title="Soft threshold: the minimiser of (v - z)^2/2 + mu |v|",
    kind=Kind.DEFINITION,
    statement=equal(v, soft),
    quantities=(shrunk, number, strength),
    assumptions=(),
    notations=(
        Notation(r"S_\lambda(z) = \operatorname{sign}(z) \max(|z| - \lambda, 0)", letters=(*lam, ("S_lambda", "v"))),
        Notation(r"S = \operatorname{sgn}(z) (|z| - \lambda)_+", letters=(*lam, ("S", "v"))),
        Notation(r"v = \begin{cases} z - \lambda & \text{if } z > \lambda \\ 0 & \text{if } |z| \leq \lambda \\ "
                 r"z + \lambda & \text{if } z < -\lambda \end{cases}", letters=lam),
        Notation(r"\hat{w} = \max(z - \lambda, 0) - \max(-z - \lambda, 0)", letters=(*lam, ("w_hat", "v"))),
    ),
    words=words,
    derivation=derive_threshold,
    source=Source(parikh, "section 6.5.2"),
)  # fmt: skip

entries = Size("d", "weights", largest=3)
d = entries.symbol
j = free_index("j", entries)
k = j.symbol
best = Quantity("w_hat", "the weights that minimise the objective", shape=(entries,))
weights = Quantity("w", "the weights", shape=(entries,))
slope = Quantity("g", "gradient of the smooth part", shape=(entries,))
step_size = Quantity("eta", "step size", domain=POSITIVE)
following = Quantity("w_next", "the weights after the step", shape=(entries,))
w_hat, w, g, eta, w_next = (q.symbol for q in (best, weights, slope, step_size, following))
ordinary = Quantity("w_ols", "the least-squares weights", shape=(entries,))
w_ols = ordinary.symbol


def derive_orthonormal_lasso() -> Iterator[Step]:
    """The objective splits into one for each weight."""
    o = at(w_ols, k)
    yield Step(
        Piecewise((o - mu, o > mu), (o + mu, o < -mu), (0, True), evaluate=False),
        because="with X'X = I the objective is (w_j - w_ols_j)^2/2 + mu |w_j|, summed: soft thresholds",
    )
    yield Step(sign(at(w_ols, k)) * Max(Abs(at(w_ols, k)) - mu, 0), because="all cases in one line")


orthonormal_lasso = Formula(
    title="Lasso with orthonormal inputs",
    kind=Kind.DEFINITION,
    statement=equal(at(w_hat, k), sign(at(w_ols, k)) * Max(Abs(at(w_ols, k)) - mu, 0)),
    quantities=(best, ordinary, strength, j),
    assumptions=(),
    notations=(
        Notation(r"\hat{\beta}_j^{\mathrm{lasso}} = \operatorname{sign}(\hat{\beta}_j) (|\hat{\beta}_j| - \lambda)_+",
                 letters=(*lam, ("beta_hat^lasso", "w_hat"), ("beta_hat", "w_ols"))),
        Notation(r"w_j = \operatorname{sign}(z_j) \max(|z_j| - \lambda, 0)",
                 letters=(*lam, ("w", "w_hat"), ("z", "w_ols"))),
    ),
    words=("orthonormal", *words),
    derivation=derive_orthonormal_lasso,
    source=Source(hastie, "table 3.4"),
)  # fmt: skip


def derive_orthonormal_ridge() -> Iterator[Step]:
    """Each weight on its own."""
    yield Step(at(Inverse(Identity(d) + mu * Identity(d)) * w_ols, k), because="the ridge solution with X'X = I")
    yield Step(at(w_ols, k) / (1 + mu), because="the matrix is a multiple of the identity")


orthonormal_ridge = Formula(
    title="Ridge regression with orthonormal inputs",
    kind=Kind.DEFINITION,
    statement=equal(at(w_hat, k), at(w_ols, k) / (1 + mu)),
    quantities=(best, ordinary, strength, j),
    assumptions=(),
    notations=(
        Notation(r"\hat{\beta}_j^{\mathrm{ridge}} = \frac{\hat{\beta}_j}{1 + \lambda}",
                 letters=(*lam, ("beta_hat^ridge", "w_hat"), ("beta_hat", "w_ols"))),
        Notation(r"w_j = \frac{1}{1 + \lambda} z_j", letters=(*lam, ("w", "w_hat"), ("z", "w_ols"))),
    ),
    words=("orthonormal", "ridge", "shrinkage"),
    derivation=derive_orthonormal_ridge,
    source=Source(hastie, "table 3.4"),
)


def derive_proximal() -> Iterator[Step]:
    """A gradient step, then a soft threshold."""
    moved, reach = at(w, k) - eta * at(g, k), eta * mu
    yield Step(
        Piecewise((moved - reach, moved > reach), (moved + reach, moved < -reach), (0, True), evaluate=False),
        because="minimise the linear model of the smooth part, plus |v - w|^2/(2 eta) + mu |v|_1",
    )
    yield Step(sign(moved) * Max(Abs(moved) - eta * mu, 0), because="all cases in one line")


proximal_step = Formula(
    title="Proximal gradient step for the l1 penalty (ISTA)",
    kind=Kind.DEFINITION,
    statement=equal(
        at(w_next, k), sign(at(w, k) - eta * at(g, k)) * Max(Abs(at(w, k) - eta * at(g, k)) - eta * mu, 0)
    ),
    quantities=(following, weights, slope, step_size, strength, j),
    assumptions=(),
    notations=(
        Notation(r"w_j^{\mathrm{new}} = \operatorname{sign}(w_j - \eta g_j) \max(|w_j - \eta g_j| - \eta \lambda, 0)",
                 letters=(*lam, ("w^new", "w_next"))),
        Notation(r"v_j = \operatorname{sgn}(w_j - \eta g_j) (|w_j - \eta g_j| - \eta \lambda)_+",
                 letters=(*lam, ("v", "w_next"))),
    ),
    words=("ista", "proximal gradient", *words),
    derivation=derive_proximal,
    source=Source(parikh, "section 4.2"),
)  # fmt: skip

directions = Size("r", "singular directions", largest=2)
samples = Size("n", "samples", smallest=2, largest=3)
r, n = directions.symbol, samples.symbol
i = bound_index("i")
basis = Quantity("U_all", "an orthonormal basis of the samples", shape=(samples, samples), domain=ORTHOGONAL)
inner = Quantity("V", "right singular vectors", shape=(directions, directions), domain=ORTHOGONAL)
strengths = Quantity("s", "singular values", shape=(directions,), domain=POSITIVE)
outer = Quantity(
    "U",
    "left singular vectors, one in each column",
    shape=(samples, directions),
    value=vector_sum(column(basis.symbol, i) * Transpose(column(Identity(r), i)), i, 1, r),
)
U, V, s = outer.symbol, inner.symbol, strengths.symbol
inputs = Quantity("X", "the inputs", shape=(samples, directions), value=U * diagonal_matrix(s) * Transpose(V))
targets = Quantity("y", "the targets", shape=(samples,))
X, y = inputs.symbol, targets.symbol
solution = Inverse(Transpose(X) * X + mu * Identity(r)) * Transpose(X) * y
ridge = Quantity("w_hat", "the ridge solution", shape=(directions,), value=solution)
setting = (inputs, outer, inner, strengths, basis, strength)
share = at(s, i) ** 2 / (at(s, i) ** 2 + mu)
middle = diagonal_matrix(s) * Inverse(diagonal_matrix(s) ** 2 + mu * Identity(r)) * diagonal_matrix(s)
stretch = Quantity("S", "singular values on the diagonal", shape=(directions, directions), value=diagonal_matrix(s))
lines = Quantity("W", "left singular vectors, one in each row", shape=(directions, samples), value=Transpose(U))


def derive_fit() -> Iterator[Step]:
    """Put the decomposition in."""
    yield Step(U * middle * Transpose(U) * y, because="X = U diag(s) V' with orthonormal columns")
    yield Step(
        vector_sum(share * dot(column(U, i), y) * column(U, i), i, 1, r), because="the matrix in the middle is diagonal"
    )


ridge_fit = Formula(
    title="Fitted values of ridge regression along the singular directions",
    kind=Kind.IDENTITY,
    statement=equal(X * ridge.symbol, vector_sum(share * dot(column(U, i), y) * column(U, i), i, 1, r)),
    quantities=(ridge, *setting, targets, stretch, lines),
    assumptions=(),
    notations=(
        Notation(r"X \hat{w} = \sum_{j=1}^p u_j \frac{d_j^2}{d_j^2 + \lambda} u_j^\top y",
                 letters=(*lam, ("d", "s"), ("u", "W"), ("p", "r"))),
        Notation(r"X \hat{w} = U \Sigma (\Sigma^2 + \lambda I)^{-1} \Sigma U^\top y", letters=(*lam, ("Sigma", "S"))),
    ),
    words=("singular value", "svd", "ridge", "shrinkage"),
    derivation=derive_fit,
    source=Source(hastie, "equation 3.47"),
)  # fmt: skip


def derive_freedom() -> Iterator[Step]:
    """The trace of the ridge hat matrix, in the singular basis."""
    yield Step(Trace(middle), because="X = U diag(s) V'; the orthonormal factors go round and cancel")
    yield Step(Sum(share, (i, 1, r)), because="the trace of a diagonal matrix")


effective_freedom = Formula(
    title="Effective degrees of freedom of ridge regression",
    kind=Kind.IDENTITY,
    statement=equal(
        Trace(X * Inverse(Transpose(X) * X + mu * Identity(r)) * Transpose(X)), Sum(share, (i, 1, r))
    ),
    quantities=setting,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{tr}\left(X (X^\top X + \lambda I)^{-1} X^\top\right) "
                 r"= \sum_{j=1}^p \frac{d_j^2}{d_j^2 + \lambda}", letters=(*lam, ("d", "s"), ("p", "r"))),
        Notation(r"\operatorname{tr}[X (X^T X + \lambda I)^{-1} X^T] = \sum_j \frac{\sigma_j^2}{\sigma_j^2 + \lambda}",
                 letters=(*lam, ("sigma", "s"))),
    ),
    words=("degrees of freedom", "ridge", "singular value"),
    derivation=derive_freedom,
    source=Source(hastie, "equation 3.50"),
    survivors=(("the factors of X*", "the trace does not change when factors go round"),),
)  # fmt: skip

TOPIC = Topic(
    "Shrinkage and soft thresholds",
    formulas=(threshold, orthonormal_lasso, orthonormal_ridge, proximal_step, ridge_fit, effective_freedom),
)
