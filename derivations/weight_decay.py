"""Weight decay and early stopping: what the penalty does in each step, and how few steps act like a penalty.

The penalty is Omega = mu |theta|^2 / 2. Early stopping is stated for gradient descent on a quadratic risk with Hessian
H = Q Lambda Q' and minimiser theta*.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Identity, Lambda, MatrixSymbol, Piecewise, Transpose, exp

from derivations.operators import at, at_most, diagonal_matrix, dot, equal, gradient, norm
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

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
units = Size("m", "units", largest=4)
dimensions = Size("d", "weights", largest=3)
d = dimensions.symbol
penalty = Quantity("mu", "strength of the penalty", domain=POSITIVE)
matrix = Quantity("theta", "the weights of a layer", shape=(units, dimensions))
mu, theta = penalty.symbol, matrix.symbol
omega = Quantity("Omega", "the penalty", value=mu / 2 * norm(theta) ** 2)
Omega = omega.symbol
unit, weight = free_index("i", units), free_index("j", dimensions)
i, j = unit.symbol, weight.symbol


def derive_penalty_gradient() -> Iterator[Step]:
    """Twice one half."""
    yield Step(mu / 2 * gradient(dot(theta, theta), theta), because="the squared norm is the inner product with itself")
    yield Step(mu * theta, because="the gradient of the inner product is twice the weights")


penalty_gradient = Formula(
    title="Gradient of the squared norm penalty",
    kind=Kind.GRADIENT,
    statement=equal(gradient(Omega, theta), mu * theta),
    quantities=(omega, matrix, penalty),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta \Omega = \mu \theta"),
        Notation(r"\nabla_W \frac{\lambda}{2} \|W\|_F^2 = \lambda W", letters=(("W", "theta"), ("lambda", "mu"))),
    ),
    words=("weight decay", "l2", "regularization", "gradient"),
    derivation=derive_penalty_gradient,
    source=Source(goodfellow, "section 7.1.1"),
)


def derive_penalty_partial() -> Iterator[Step]:
    """One entry of the gradient."""
    yield Step(at(mu * theta, i, j), because="the gradient of the penalty")
    yield Step(mu * at(theta, i, j), because="entry by entry")


penalty_partial = Formula(
    title="Derivative of the squared norm penalty by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(Omega, theta), i, j), mu * at(theta, i, j)),
    quantities=(omega, matrix, penalty, unit, weight),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \Omega}{\partial \theta_{ij}} = \mu \theta_{ij}"),
        Notation(
            r"\frac{\partial \Omega}{\partial w_{ij}} = \lambda w_{ij}", letters=(("w", "theta"), ("lambda", "mu"))
        ),
    ),
    words=("weight decay", "l2", "derivative"),
    derivation=derive_penalty_partial,
    source=Source(goodfellow, "section 7.1.1"),
)

point = Quantity("theta", "the weights", shape=(dimensions,))
following = Quantity("theta_next", "the weights after the step", shape=(dimensions,))
risk = Quantity("R", "the risk, a smooth function", arguments=((dimensions,),))
rate = Quantity("eta", "step size", domain=POSITIVE)
w, w_next, R, eta = point.symbol, following.symbol, risk.symbol, rate.symbol


def derive_update() -> Iterator[Step]:
    """A gradient step on the risk with its penalty."""
    yield Step(w - eta * gradient(R(w) + mu / 2 * norm(w) ** 2, w), because="a gradient step on the risk with penalty")
    yield Step(w - eta * (gradient(R(w), w) + mu * w), because="the gradient of the penalty is mu theta")
    yield Step((1 - eta * mu) * w - eta * gradient(R(w), w), because="collect the weights")


update = Formula(
    title="Step of gradient descent with weight decay",
    kind=Kind.DEFINITION,
    statement=equal(w_next, (1 - eta * mu) * w - eta * gradient(R(w), w)),
    quantities=(following, point, risk, rate, penalty),
    assumptions=(),
    notations=(
        Notation(r"\theta_{k+1} = (1 - \eta\mu) \theta_k - \eta \nabla R(\theta_k)", letters=(("theta_k", "theta"),)),
        Notation(
            r"w_{t+1} = w_t - \epsilon (\alpha w_t + \nabla_w J(w_t))",
            letters=(("w_t", "theta"), ("w", "theta"), ("epsilon", "eta"), ("alpha", "mu"), ("J", "R")),
        ),
    ),
    words=("weight decay", "update", "gradient descent", "shrink"),
    derivation=derive_update,
    source=Source(goodfellow, "equation 7.5"),
)



def iterates(first: Any) -> tuple[Quantity, ...]:
    """The weights after one, two and three steps, and after k, from the weights after one step."""
    one = Quantity("theta_1", "the weights after one step", shape=(dimensions,), value=first)
    two = Quantity("theta_2", "the weights after two steps", shape=(dimensions,), value=stepped(one.symbol))
    three = Quantity("theta_3", "the weights after three steps", shape=(dimensions,), value=stepped(two.symbol))
    cases = ((one.symbol, Eq(k, 1)), (two.symbol, Eq(k, 2)), (three.symbol, True))
    chosen = Piecewise(*cases, evaluate=False)
    last = Quantity("theta_k", "the weights after k steps", shape=(dimensions,), value=chosen)
    return last, three, two, one


def stepped(before: Any) -> Any:
    """One step of gradient descent on the quadratic risk."""
    return before - eta * gradient(R(before), before)


count = Size("k", "steps", largest=3)
start = Quantity("theta_0", "the first weights", shape=(dimensions,))
eigenvectors = Quantity("Q", "eigenvectors of the Hessian", shape=(dimensions, dimensions), domain=ORTHOGONAL)
curvatures = Quantity("h", "eigenvalues of the Hessian", shape=(dimensions,), domain=POSITIVE)
optimum = Quantity("theta_star", "minimiser of the risk", shape=(dimensions,))
k, theta_0, Q, h, theta_star = count.symbol, start.symbol, eigenvectors.symbol, curvatures.symbol, optimum.symbol
spectrum = Quantity("Lambda", "eigenvalues", shape=(dimensions, dimensions), value=diagonal_matrix(h))
L = spectrum.symbol
H = Q * L * Transpose(Q)
v = MatrixSymbol("v", d, 1)
quadratic = Quantity("R", "a quadratic risk", value=Lambda((v,), dot(v - theta_star, H * (v - theta_star)) / 2))
from_start, from_zero = iterates(stepped(theta_0)), iterates(eta * H * theta_star)
theta_k = from_start[0].symbol
family = (quadratic, spectrum, curvatures, eigenvectors, optimum, rate)
written = (("w_0", "theta_0"), ("w_star", "theta_star"), ("epsilon", "eta"))
kept = Identity(d) - eta * L


def derive_error() -> Iterator[Step]:
    """Each step multiplies the error by I - eta H."""
    yield Step((Identity(d) - eta * H) ** k * (theta_0 - theta_star), because="the gradient is H (theta - theta*)")
    yield Step(
        Q * kept**k * Transpose(Q) * (theta_0 - theta_star), because="H = Q Lambda Q'; the inner Q' Q cancel"
    )


trajectory_error = Formula(
    title="Error of gradient descent on a quadratic after k steps, in the eigenbasis",
    kind=Kind.IDENTITY,
    statement=equal(theta_k - theta_star, Q * kept**k * Transpose(Q) * (theta_0 - theta_star)),
    quantities=(*from_start, start, *family),
    other_sizes=(count,),
    assumptions=(),
    notations=(
        Notation(r"\theta_k - \theta^* = Q (I - \eta\Lambda)^k Q^\top (\theta_0 - \theta^*)"),
        Notation(
            r"w_\tau - w^* = Q (I - \epsilon\Lambda)^\tau Q^T (w_0 - w^*)",
            letters=(("w_tau", "theta_k"), ("tau", "k"), *written),
        ),
    ),
    words=("early stopping", "gradient descent", "quadratic", "eigenvalues"),
    derivation=derive_error,
    source=Source(goodfellow, "section 7.8"),
)


def derive_filter() -> Iterator[Step]:
    """The error after k steps from 0."""
    yield Step(theta_star - Q * kept**k * Transpose(Q) * theta_star, because="the error after k steps from theta_0 = 0")
    yield Step(Q * (Identity(d) - kept**k) * Transpose(Q) * theta_star, because="I = Q Q'; take Q and Q' out")


trajectory_filter = Formula(
    title="Weights of gradient descent from 0 after k steps",
    kind=Kind.IDENTITY,
    statement=equal(theta_k, Q * (Identity(d) - kept**k) * Transpose(Q) * theta_star),
    quantities=(*from_zero, *family),
    other_sizes=(count,),
    assumptions=(),
    notations=(
        Notation(r"\theta_k = Q \left(I - (I - \eta\Lambda)^k\right) Q^\top \theta^*"),
        Notation(
            r"w_\tau = Q (I - (I - \epsilon\Lambda)^\tau) Q^T w^*",
            letters=(("w_tau", "theta_k"), ("tau", "k"), *written),
        ),
    ),
    words=("early stopping", "weight decay", "eigenvalues"),
    derivation=derive_filter,
    source=Source(goodfellow, "equation 7.40"),
)

one_curvature = Quantity("h", "an eigenvalue of the Hessian", domain=POSITIVE)
c = one_curvature.symbol
remains = (1 - eta * c) ** (1 / (eta * mu))
symbols = (("lambda", "h"),)


def derive_match() -> Iterator[Step]:
    """Two inequalities of the exponential function."""
    yield Step(exp(-c / mu), because="1 - t is at most exp(-t)", relation="<=")
    yield Step(mu / (c + mu), because="exp(t) is at least 1 + t", relation="<=")


stopping_bound = Formula(
    title="Stopping after 1/(eta mu) steps leaves no more of the error than weight decay",
    kind=Kind.BOUND,
    statement=at_most(remains, mu / (c + mu)),
    quantities=(one_curvature, rate, penalty),
    assumptions=(eta * c < 1,),
    notations=(
        Notation(r"(1 - \eta\lambda)^{\frac{1}{\eta\mu}} \leq \frac{\mu}{\lambda + \mu}", letters=symbols),
        Notation(
            r"(1 - \epsilon\lambda)^{1/(\epsilon\alpha)} \leq \frac{\alpha}{\alpha + \lambda}",
            letters=(*symbols, ("epsilon", "eta"), ("alpha", "mu")),
        ),
    ),
    words=("early stopping", "weight decay", "steps"),
    derivation=derive_match,
    source=Source(goodfellow, "section 7.8"),
)


def derive_gap() -> Iterator[Step]:
    """Bernoulli's inequality."""
    yield Step(mu / (c + mu) - (1 - c / mu), because="(1 - t)^r is at least 1 - r t for r >= 1", relation="<=")
    yield Step((c / mu) ** 2 * mu / (c + mu), because="one fraction")
    yield Step((c / mu) ** 2, because="the last factor is at most 1", relation="<=")


stopping_gap = Formula(
    title="Stopping after 1/(eta mu) steps agrees with weight decay to first order in the eigenvalue",
    kind=Kind.BOUND,
    statement=at_most(mu / (c + mu) - remains, (c / mu) ** 2),
    quantities=(one_curvature, rate, penalty),
    assumptions=(eta * c < 1, eta * mu <= 1),
    notations=(
        Notation(
            r"\frac{\mu}{\lambda + \mu} - (1 - \eta\lambda)^{\frac{1}{\eta\mu}} \leq \frac{\lambda^2}{\mu^2}",
            letters=symbols,
        ),
        Notation(
            r"\frac{\alpha}{\lambda + \alpha} - (1 - \epsilon\lambda)^{1/(\epsilon\alpha)} "
            r"\leq \left(\frac{\lambda}{\alpha}\right)^2",
            letters=(*symbols, ("epsilon", "eta"), ("alpha", "mu")),
        ),
    ),
    words=("early stopping", "weight decay", "first order"),
    derivation=derive_gap,
    source=Source(goodfellow, "section 7.8"),
)

TOPIC = Topic(
    "Weight decay and early stopping",
    formulas=(
        penalty_gradient,
        penalty_partial,
        update,
        trajectory_error,
        trajectory_filter,
        stopping_bound,
        stopping_gap,
    ),
)
