"""Ridge regression: least squares with a squared norm as penalty, its solution and its view in the eigenbasis.

An input stands in each row of X. The objective is written in three ways: |X theta - y|^2 + mu |theta|^2, half of that
(with the same solution), and |X theta - y|^2 / (2 s) + mu |theta|^2 / 2, whose solution has s mu in the place of mu.
Shrinkage is stated for a quadratic risk with Hessian H = Q Lambda Q'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Inverse, MatMul, Transpose

from derivations.operators import at, diagonal_matrix, dot, equal, gradient, hessian, norm
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
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
samples = Size("s", "samples", largest=3)
features = Size("d", "features", largest=2)
s, d = samples.symbol, features.symbol
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
penalty = Quantity("mu", "strength of the penalty", domain=POSITIVE)
weights = Quantity("theta", "the weights", shape=(features,))
solved = Quantity("theta_hat", "the weights that minimise the objective", shape=(features,))
X, y, mu, theta, theta_hat = (q.symbol for q in (inputs, targets, penalty, weights, solved))
gram = Transpose(X) * X
data = (inputs, targets, penalty)
usual = (("w", "theta"), ("lambda", "mu"))


def minimum_of(objective: Any) -> Any:
    """The minimiser of a quadratic function of the weights: one Newton step from any weights."""
    return theta - Inverse(hessian(objective, theta)) * gradient(objective, theta)


half_squares = norm(X * theta - y) ** 2 / 2 + mu / 2 * norm(theta) ** 2
plain_squares = norm(X * theta - y) ** 2 + mu * norm(theta) ** 2
mean_squares = norm(X * theta - y) ** 2 / (2 * s) + mu / 2 * norm(theta) ** 2


def derive_gradient() -> Iterator[Step]:
    """The gradients of both squares."""
    yield Step(
        gradient(norm(X * theta - y) ** 2 / 2, theta) + gradient(mu / 2 * norm(theta) ** 2, theta),
        because="the gradient is linear",
    )
    yield Step(Transpose(X) * (X * theta - y) + mu * theta, because="chain rule through X theta - y; power rule")


objective_gradient = Formula(
    title="Gradient of the ridge objective",
    kind=Kind.GRADIENT,
    statement=equal(gradient(half_squares, theta), Transpose(X) * (X * theta - y) + mu * theta),
    quantities=(*data, weights),
    assumptions=(),
    notations=(
        Notation(
            r"\nabla_\theta \left(\frac{1}{2}\|X\theta - y\|^2 + \frac{\mu}{2}\|\theta\|^2\right) "
            r"= X^\top (X\theta - y) + \mu\theta"
        ),
        Notation(
            r"\frac{\partial}{\partial w} \left[\frac{1}{2}\|y - Xw\|_2^2 + \frac{\lambda}{2} w^T w\right] "
            r"= X^T X w - X^T y + \lambda w",
            letters=usual,
        ),
    ),
    words=("ridge", "gradient", "l2"),
    derivation=derive_gradient,
    source=Source(bishop, "section 3.1.4"),
)


def derive_solution() -> Iterator[Step]:
    """Minimise the plain squares; half of them have the same minimiser."""
    yield Step(minimum_of(plain_squares), because="minimise |X theta - y|^2 + mu |theta|^2: one Newton step")
    yield Step(minimum_of(half_squares), because="a factor in front of the objective does not move its minimiser")
    yield Step(
        theta - Inverse(gram + mu * Identity(d)) * (Transpose(X) * (X * theta - y) + mu * theta),
        because="the gradient, and the Hessian X'X + mu I",
    )
    yield Step(Inverse(gram + mu * Identity(d)) * Transpose(X) * y, because="the terms in theta cancel")


solution = Formula(
    title="Solution of ridge regression",
    kind=Kind.DEFINITION,
    statement=equal(theta_hat, Inverse(gram + mu * Identity(d)) * Transpose(X) * y),
    quantities=(solved, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\theta = (X^\top X + \mu I)^{-1} X^\top y", letters=(("theta", "theta_hat"),)),
        Notation(
            r"w^* = (\lambda I + \Phi^T \Phi)^{-1} \Phi^T t",
            letters=(("w_star", "theta_hat"), ("lambda", "mu"), ("Phi", "X"), ("t", "y")),
        ),
        Notation(
            r"\hat{\beta}^{\text{ridge}} = (X^T X + \lambda I)^{-1} X^T y",
            letters=(("beta_hat^ridge", "theta_hat"), ("lambda", "mu")),
        ),
    ),
    words=("ridge", "regression", "l2", "regularized least squares"),
    derivation=derive_solution,
    source=Source(bishop, "equation 3.28"),
)


def derive_mean_solution() -> Iterator[Step]:
    """Minimise the mean."""
    yield Step(minimum_of(mean_squares), because="minimise |X theta - y|^2 / (2 s) + mu |theta|^2 / 2: one Newton step")
    yield Step(
        Inverse(gram / s + mu * Identity(d)) * (Transpose(X) * y / s),
        because="the Hessian is X'X / s + mu I; the terms in theta cancel",
    )
    yield Step(Inverse(gram + s * mu * Identity(d)) * Transpose(X) * y, because="multiply by s over s")


mean_solution = Formula(
    title="Solution of ridge regression for the mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(theta_hat, Inverse(gram + s * mu * Identity(d)) * Transpose(X) * y),
    quantities=(solved, *data, weights),
    assumptions=(),
    notations=(
        Notation(r"\hat{\theta} = (X^\top X + s \mu I)^{-1} X^\top y"),
        Notation(
            r"w^* = \left(\frac{1}{N} X^T X + \lambda I\right)^{-1} \frac{1}{N} X^T y",
            letters=(("w_star", "theta_hat"), ("lambda", "mu"), ("N", "s")),
        ),
    ),
    words=("ridge", "regression", "mean squared error"),
    derivation=derive_mean_solution,
    source=Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 3.4.1"),
)

minimiser = Quantity(
    "theta_hat",
    "the ridge solution",
    shape=(features,),
    value=Inverse(gram + mu * Identity(d)) * Transpose(X) * y,
)


def derive_normal_equations() -> Iterator[Step]:
    """Put the solution in."""
    matrix = gram + mu * Identity(d)
    yield Step(MatMul(matrix, Inverse(matrix), Transpose(X), y, evaluate=False), because="the ridge solution")
    yield Step(Transpose(X) * y, because="a matrix meets its inverse")


normal_equations = Formula(
    title="Normal equations of ridge regression",
    kind=Kind.IDENTITY,
    statement=equal((gram + mu * Identity(d)) * theta_hat, Transpose(X) * y),
    quantities=(minimiser, *data),
    assumptions=(),
    notations=(
        Notation(r"(X^\top X + \mu I) \hat{\theta} = X^\top y"),
        Notation(
            r"X^T X w^* + \lambda w^* = X^T y", letters=(("w_star", "theta_hat"), ("lambda", "mu"))
        ),
    ),
    words=("ridge", "normal equations", "stationarity"),
    derivation=derive_normal_equations,
    source=Source(bishop, "section 3.1.4"),
)


def derive_push_through() -> Iterator[Step]:
    """Multiply by the second matrix and its inverse."""
    outer = X * Transpose(X) + mu * Identity(s)
    yield Step(
        Inverse(gram + mu * Identity(d)) * (gram * Transpose(X) + mu * Transpose(X)) * Inverse(outer),
        because="multiply by X X' + mu I and its inverse; move X' into the sum",
    )
    yield Step(Transpose(X) * Inverse(outer), because="take X' out to the right: the first matrix meets its inverse")


push_through = Formula(
    title="Push-through identity: ridge regression in the space of the samples",
    kind=Kind.IDENTITY,
    statement=equal(
        Inverse(gram + mu * Identity(d)) * Transpose(X), Transpose(X) * Inverse(X * Transpose(X) + mu * Identity(s))
    ),
    quantities=(inputs, penalty),
    assumptions=(),
    notations=(
        Notation(r"(X^\top X + \mu I)^{-1} X^\top = X^\top (X X^\top + \mu I)^{-1}"),
        Notation(
            r"(\Phi^T \Phi + \lambda I)^{-1} \Phi^T = \Phi^T (\Phi \Phi^T + \lambda I)^{-1}",
            letters=(("Phi", "X"), ("lambda", "mu")),
        ),
    ),
    words=("ridge", "push-through", "kernel", "dual"),
    derivation=derive_push_through,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 3.2.5"),
)

eigenvectors = Quantity("Q", "eigenvectors of the Hessian", shape=(features, features), domain=ORTHOGONAL)
curvatures = Quantity("h", "eigenvalues of the Hessian", shape=(features,), domain=POSITIVE)
optimum = Quantity("theta_star", "minimiser of the risk without penalty", shape=(features,))
Q, h, theta_star = eigenvectors.symbol, curvatures.symbol, optimum.symbol
spectrum = Quantity(
    "Lambda", "eigenvalues on the diagonal", shape=(features, features), value=diagonal_matrix(h)
)
Lambda = spectrum.symbol
curvature = Quantity("H", "Hessian of the risk", shape=(features, features), value=Q * Lambda * Transpose(Q))
H = curvature.symbol
quadratic = (curvature, spectrum, curvatures, eigenvectors, optimum, penalty)


def derive_shrinkage() -> Iterator[Step]:
    """Minimise the quadratic risk with its penalty."""
    risk = dot(theta - theta_star, H * (theta - theta_star)) / 2 + mu / 2 * norm(theta) ** 2
    yield Step(minimum_of(risk), because="minimise the quadratic risk with penalty: one Newton step")
    yield Step(
        Inverse(H + mu * Identity(d)) * H * theta_star, because="the Hessian is H + mu I; the terms in theta cancel"
    )
    yield Step(
        Inverse(Q * (Lambda + mu * Identity(d)) * Transpose(Q)) * Q * Lambda * Transpose(Q) * theta_star,
        because="H = Q Lambda Q', and I = Q Q'",
    )
    yield Step(
        Q * Inverse(Lambda + mu * Identity(d)) * Lambda * Transpose(Q) * theta_star,
        because="the inverse of Q is its transpose",
    )


shrinkage = Formula(
    title="Weight decay shrinks along the eigenvectors of the Hessian",
    kind=Kind.DEFINITION,
    statement=equal(theta_hat, Q * Inverse(Lambda + mu * Identity(d)) * Lambda * Transpose(Q) * theta_star),
    quantities=(solved, *quadratic, weights),
    assumptions=(),
    notations=(
        Notation(
            r"\theta = Q (\Lambda + \mu I)^{-1} \Lambda Q^\top \theta^*", letters=(("theta", "theta_hat"),)
        ),
        Notation(
            r"\tilde{w} = Q (\Lambda + \alpha I)^{-1} \Lambda Q^\top w^*",
            letters=(("w_tilde", "theta_hat"), ("alpha", "mu"), ("w_star", "theta_star")),
        ),
        Notation(
            r"\tilde{w} = (H + \alpha I)^{-1} H w^*",
            letters=(("w_tilde", "theta_hat"), ("alpha", "mu"), ("w_star", "theta_star")),
        ),
    ),
    words=("weight decay", "regularization", "eigenvalues", "shrinkage"),
    derivation=derive_shrinkage,
    source=Source(goodfellow, "equation 7.13"),
)

direction = free_index("i", features)
i = direction.symbol
shrunk = Quantity(
    "theta_hat",
    "minimiser of the risk with penalty",
    shape=(features,),
    value=Inverse(H + mu * Identity(d)) * H * theta_star,
)


def derive_factor() -> Iterator[Step]:
    """Look at one coordinate in the eigenbasis."""
    yield Step(
        at(Inverse(Lambda + mu * Identity(d)) * Lambda * Transpose(Q) * theta_star, i),
        because="shrinkage along the eigenvectors, multiplied by Q'",
    )
    yield Step(
        at(h, i) / (at(h, i) + mu) * at(Transpose(Q) * theta_star, i),
        because="both matrices are diagonal",
    )


shrinkage_factor = Formula(
    title="Shrinkage factor of weight decay in one eigendirection",
    kind=Kind.IDENTITY,
    statement=equal(
        at(Transpose(Q) * theta_hat, i),
        at(h, i) / (at(h, i) + mu) * at(Transpose(Q) * theta_star, i),
    ),
    quantities=(shrunk, *quadratic, direction),
    assumptions=(),
    notations=(
        Notation(
            r"(Q^\top \hat{\theta})_i = \frac{\lambda_i}{\lambda_i + \mu} (Q^\top \theta^*)_i",
            letters=(("lambda", "h"),),
        ),
        Notation(
            r"[Q^T \tilde{w}]_i = \frac{\lambda_i}{\lambda_i + \alpha} [Q^T w^*]_i",
            letters=(("w_tilde", "theta_hat"), ("alpha", "mu"), ("w_star", "theta_star"), ("lambda", "h")),
        ),
    ),
    words=("weight decay", "shrinkage", "eigenvalues"),
    derivation=derive_factor,
    source=Source(goodfellow, "section 7.1.1"),
)

TOPIC = Topic(
    "Ridge regression",
    formulas=(
        objective_gradient,
        solution,
        mean_solution,
        normal_equations,
        push_through,
        shrinkage,
        shrinkage_factor,
    ),
)
