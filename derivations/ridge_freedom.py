"""Ridge regression: degrees of freedom by name, its dual form for the mean squared error, its singular directions.

X = U diag(d) V' is the thin singular value decomposition; lambda is the strength of the penalty, n the sample size.
"""

from __future__ import annotations

from sympy import Identity, Inverse, MatMul, Sum, Transpose

from derivations.operators import at, dot, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
directions = Size("p", "singular directions", largest=4)
strengths = Quantity("d", "singular values of the inputs", shape=(directions,), domain=POSITIVE)
penalty = Quantity("mu", "strength of the penalty", domain=POSITIVE)
examples = Quantity("n", "number of examples", domain=integers(1, 20))
freedom = Quantity("f", "effective degrees of freedom")
d, mu, n = strengths.symbol, penalty.symbol, examples.symbol
j = bound_index("j")
lam = ("lambda", "mu")
words = ("degrees of freedom", "ridge", "effective", "df", "shrinkage", "singular value")
left = (("df", "f"), lam)
plain = rule(
    "Effective degrees of freedom of ridge regression, by name",
    freedom,
    Sum(at(d, j) ** 2 / (at(d, j) ** 2 + mu), (j, 1, directions.symbol)),
    (strengths, penalty),
    (
        *written(
            r"\mathrm{df}(\lambda) = \sum_{j=1}^p \frac{d_j^2}{d_j^2 + \lambda}",
            r"\mathrm{df}(\lambda) = \sum_j \frac{d_j^2}{d_j^2 + \lambda}",
            letters=left,
        ),
        *written(
            r"\mathrm{df}(\lambda) = \sum_{j=1}^p \frac{\sigma_j^2}{\sigma_j^2 + \lambda}",
            letters=(*left, ("sigma", "d")),
        ),
    ),
    words,
    "each direction counts with the share that it keeps",
    Source(hastie, "equation 3.50"),
)
of_mean = rule(
    "Effective degrees of freedom of ridge regression for the mean squared error",
    freedom,
    Sum(at(d, j) ** 2 / (at(d, j) ** 2 + n * mu), (j, 1, directions.symbol)),
    (strengths, penalty, examples),
    written(
        r"\mathrm{df}(\lambda) = \sum_{j=1}^p \frac{d_j^2}{d_j^2 + n \lambda}",
        r"\mathrm{df}(\lambda) = \sum_j \frac{d_j^2}{d_j^2 + n \lambda}",
        letters=left,
    ),
    words,
    "each direction counts with the share that it keeps",
    Source(hastie, "equation 3.50, the penalty times n"),
)
by_eigenvalues = rule(
    "Effective degrees of freedom of ridge regression by the eigenvalues of X'X",
    freedom,
    Sum(at(d, j) / (at(d, j) + mu), (j, 1, directions.symbol)),
    (strengths, penalty),
    written(
        r"\gamma = \sum_{i=1}^p \frac{\lambda_i}{\lambda_i + \alpha}",
        r"\gamma = \sum_i \frac{\lambda_i}{\alpha + \lambda_i}",
        letters=(("gamma", "f"), ("lambda", "d"), ("alpha", "mu")),
    ),
    ("effective number of parameters", "evidence", *words),
    "each direction counts with the share that it keeps",
    Source("Bishop, Pattern Recognition and Machine Learning", "equation 3.91"),
)

samples = Size("n", "samples", largest=3)
features = Size("r", "features", largest=2)
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
N, r = samples.symbol, features.symbol
X, y = inputs.symbol, targets.symbol
gram = X * Transpose(X) + N * mu * Identity(N)
moment = Transpose(X) * X + N * mu * Identity(r)
dual_words = ("ridge", "dual", "push-through", "kernel", "woodbury", "gram")
dual_of_mean = identity(
    "Ridge regression for the mean squared error in primal and dual form",
    Inverse(moment) * Transpose(X) * y,
    (
        (
            MatMul(Inverse(moment), MatMul(Transpose(X), gram, evaluate=False), Inverse(gram), y, evaluate=False),
            "a matrix times its inverse",
        ),
        (Transpose(X) * Inverse(gram) * y, "X'(XX' + c I) = (X'X + c I) X'"),
    ),
    (inputs, targets, penalty),
    written(
        r"(X^\top X + n \lambda I)^{-1} X^\top y = X^\top (X X^\top + n \lambda I)^{-1} y",
        r"(X^T X + n \lambda I)^{-1} X^T y = X^T (X X^T + n \lambda I)^{-1} y",
        letters=(lam,),
    ),
    dual_words,
    Source(murphy, "section 17.3.4"),
)
weights = Quantity("w", "the weights", shape=(features,))
dual_solution = rule(
    "Solution of ridge regression for the mean squared error, dual form",
    weights,
    Transpose(X) * Inverse(gram) * y,
    (inputs, targets, penalty),
    written(
        r"\hat{w} = X^\top (X X^\top + n \lambda I)^{-1} y",
        r"\theta = X^\top (X X^\top + n \lambda I)^{-1} y",
        letters=(("w_hat", "w"), ("theta", "w"), lam),
    ),
    dual_words,
    "a combination of the inputs",
    Source(murphy, "section 17.3.4"),
)
plain_dual_solution = rule(
    "Solution of ridge regression, dual form",
    weights,
    Transpose(X) * Inverse(X * Transpose(X) + mu * Identity(N)) * y,
    (inputs, targets, penalty),
    written(
        r"\hat{w} = X^\top (X X^\top + \lambda I)^{-1} y",
        r"\theta = X^\top (X X^\top + \lambda I)^{-1} y",
        letters=(("w_hat", "w"), ("theta", "w"), lam),
    ),
    dual_words,
    "a combination of the inputs",
    Source(murphy, "section 17.3.4"),
)
lefts = Quantity("u", "left singular vectors, one in each row", shape=(directions, samples))
rights = Quantity("v", "right singular vectors, one in each row", shape=(directions, features))
u, v = lefts.symbol, rights.symbol
spectral_solution = rule(
    "Solution of ridge regression along the singular directions",
    weights,
    vector_sum(at(d, j) / (at(d, j) ** 2 + mu) * dot(row(u, j), y) * row(v, j), j, 1, directions.symbol),
    (strengths, penalty, lefts, rights, targets),
    written(
        r"\hat{w} = \sum_{j=1}^p \frac{d_j}{d_j^2 + \lambda} (u_j^\top y) v_j",
        r"\hat{w} = \sum_j \frac{d_j}{d_j^2 + \lambda} (u_j^\top y) v_j",
        letters=(("w_hat", "w"), lam),
    ),
    ("svd", *words),
    "each direction is fitted on its own, and shrunk",
    Source(hastie, "equation 3.47, before X is applied"),
)

TOPIC = Topic(
    "Ridge regression: freedom and dual form",
    formulas=(
        plain,
        of_mean,
        by_eigenvalues,
        dual_of_mean,
        dual_solution,
        plain_dual_solution,
        spectral_solution,
    ),
)
