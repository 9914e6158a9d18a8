"""Adaptive step sizes: AdaGrad, RMSProp and signSGD.

Products, roots and quotients of vectors are taken entry by entry. The small number delta keeps denominators from zero;
it is added to the root (AdaGrad) or stands under it (RMSProp). Adam stands in `adam`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Inverse, sign, sqrt

from derivations.operators import (
    at,
    at_most,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    gradient,
    hadamard,
    hessian,
    row,
    vector_sum,
)
from derivations.vocabulary import (
    NONNEGATIVE,
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
    interval,
)

duchi = "Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods for Online Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
dimensions = Size("d", "dimensions", largest=4)
steps = Size("T", "steps", largest=3)
T = steps.symbol
i = bound_index("i")
point = Quantity("x", "the parameters", shape=(dimensions,))
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
anywhere = Quantity("y", "any point", shape=(dimensions,))
loss = Quantity("f", "a smooth function", arguments=((dimensions,),))
rate = Quantity("eta", "step size", domain=POSITIVE)
guard = Quantity("delta", "a small number against division by zero", domain=POSITIVE)
decay = Quantity("rho", "decay of the mean", domain=interval(0, 1))
squares = Quantity("gamma", "accumulated squared gradients", shape=(dimensions,), domain=NONNEGATIVE)
grown = Quantity("gamma_next", "accumulated squares after the step", shape=(dimensions,))
x, x_next, y, f, eta, delta, rho, gamma = (
    q.symbol for q in (point, following, anywhere, loss, rate, guard, decay, squares)
)
slope = gradient(f(x), x)
calculus = (("theta", "x"), ("epsilon", "eta"))


def scaled(guarded_root: Any) -> Any:
    """The gradient step with a step size for each parameter, `eta / guarded_root(gamma_i)`."""
    return x - eta * hadamard(slope, entrywise(lambda total: 1 / guarded_root(total), gamma))


def root_and_guard(total: Any) -> Any:
    """The root, and delta added."""
    return sqrt(total) + delta


def guarded_sum(total: Any) -> Any:
    """The root of the sum with delta."""
    return sqrt(total + delta)


def minimum_of(model: Any) -> Any:
    """The minimiser over y of a function that is quadratic in y: one Newton step from any point."""
    return y - Inverse(hessian(model, y)) * gradient(model, y)


def metric_model(guarded_root: Any) -> Any:
    """The linear model of f plus the cost of moving from x, in a metric with a weight for each parameter."""
    weights = diagonal_matrix(entrywise(guarded_root, gamma))
    return dot(slope, y - x) + dot(y - x, weights * (y - x)) / (2 * eta)


gradients = Quantity("g", "the gradients of all steps", shape=(steps, dimensions))
g = gradients.symbol
coordinate = free_index("i", dimensions)
c = coordinate.symbol
k = bound_index("k")


def derive_total() -> Iterator[Step]:
    """Split the last step off."""
    yield Step(
        vector_sum(hadamard(row(g, k), row(g, k)), k, 1, T - 1) + hadamard(row(g, T), row(g, T)),
        because="the accumulator before the last step, and the squares of the last gradient",
    )
    yield Step(vector_sum(hadamard(row(g, k), row(g, k)), k, 1, T), because="one sum")


accumulated = Quantity("gamma", "accumulated squared gradients", shape=(dimensions,))
adagrad_total = Formula(
    title="AdaGrad accumulates the squares of all gradients",
    kind=Kind.DEFINITION,
    statement=equal(accumulated.symbol, vector_sum(hadamard(row(g, k), row(g, k)), k, 1, T)),
    quantities=(accumulated, gradients),
    assumptions=(),
    notations=(
        Notation(r"\gamma = \sum_{k=1}^{T} g_k \odot g_k"),
        Notation(r"s_t = \sum_{\tau=1}^t g_\tau^2", letters=(("s_t", "gamma"), ("t", "T"))),
    ),
    words=("adagrad", "accumulator", "squared gradients"),
    derivation=derive_total,
    source=Source(duchi, "section 1.1"),
)


def derive_accumulator() -> Iterator[Step]:
    """The squares are the diagonal of the outer product."""
    yield Step(gamma + diagonal_matrix(slope) * slope, because="the squares of the entries of the gradient")
    yield Step(gamma + hadamard(slope, slope), because="a diagonal matrix multiplies entry by entry")


adagrad_accumulator = Formula(
    title="Accumulator of AdaGrad",
    kind=Kind.DEFINITION,
    statement=equal(grown.symbol, gamma + hadamard(slope, slope)),
    quantities=(grown, squares, loss, point),
    assumptions=(),
    notations=(
        Notation(
            r"\gamma^k = \gamma^{k-1} + \nabla f(x^k) \odot \nabla f(x^k)",
            letters=(("gamma^k-1", "gamma"), ("x^k", "x")),
        ),
        Notation(
            r"r_t = r_{t-1} + \nabla J(\theta) \odot \nabla J(\theta)",
            letters=(("r_t-1", "gamma"), ("J", "f"), ("theta", "x")),
        ),
    ),
    words=("adagrad", "accumulator", "squared gradients"),
    derivation=derive_accumulator,
    source=Source(goodfellow, "algorithm 8.4"),
)

more = gamma + hadamard(slope, slope)
after = Quantity("gamma_next", "accumulated squares after the step", shape=(dimensions,), value=more)


def derive_growth() -> Iterator[Step]:
    """Squares are not negative."""
    grown_entry = at(gamma, c) + at(slope, c) ** 2
    yield Step(grown_entry, because="a square is not negative", relation="<=")
    yield Step(at(after.symbol, c), because="the accumulator after the step")


accumulator_grows = Formula(
    title="The accumulator of AdaGrad never falls",
    kind=Kind.BOUND,
    statement=at_most(at(gamma, c), at(after.symbol, c)),
    quantities=(squares, after, loss, point, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\gamma_i^{k-1} \leq \gamma_i^k", letters=(("gamma^k-1", "gamma"), ("gamma^k", "gamma_next"))),
        Notation(r"s_j \leq r_j", letters=(("s", "gamma"), ("r", "gamma_next"), ("j", "i"))),
    ),
    words=("adagrad", "accumulator", "increasing"),
    derivation=derive_growth,
    source=Source(goodfellow, "algorithm 8.4"),
)

scale = Quantity("lambda", "step size of each parameter, before eta", shape=(dimensions,))


def derive_scale() -> Iterator[Step]:
    """The inverse of the diagonal matrix of roots."""
    weights = diagonal_matrix(entrywise(root_and_guard, gamma))
    yield Step(at(Inverse(weights), c, c), because="the diagonal of the inverse of diag(sqrt(gamma_i) + delta)")
    yield Step(1 / (sqrt(at(gamma, c)) + delta), because="a diagonal matrix is inverted entry by entry")


adagrad_scale = Formula(
    title="Preconditioner of AdaGrad",
    kind=Kind.DEFINITION,
    statement=equal(at(scale.symbol, c), 1 / (sqrt(at(gamma, c)) + delta)),
    quantities=(scale, squares, guard, coordinate),
    assumptions=(),
    notations=(
        Notation(
            r"\lambda_i^k = \frac{1}{\sqrt{\gamma_i^k} + \delta}",
            letters=(("gamma^k", "gamma"), ("lambda^k", "lambda")),
        ),
        Notation(
            r"\lambda_j = \left(\epsilon + \sqrt{G_j}\right)^{-1}",
            letters=(("epsilon", "delta"), ("G", "gamma"), ("j", "i")),
        ),
    ),
    words=("adagrad", "preconditioner", "learning rate per parameter"),
    derivation=derive_scale,
    source=Source(duchi, "section 1.1"),
)

step_quantities = (following, point, loss, squares, rate, guard, anywhere)


def derive_adagrad() -> Iterator[Step]:
    """Minimise the linear model in the metric of the roots."""
    yield Step(
        minimum_of(metric_model(root_and_guard)),
        because="minimise the linear model plus sum_i (sqrt(gamma_i) + delta) (y_i - x_i)^2 / (2 eta)",
    )
    yield Step(scaled(root_and_guard), because="the Hessian is diagonal; the terms in y cancel")


adagrad_step = Formula(
    title="Step of AdaGrad",
    kind=Kind.DEFINITION,
    statement=equal(x_next, scaled(root_and_guard)),
    quantities=step_quantities,
    assumptions=(),
    notations=(
        Notation(
            r"x^{k+1} = x^k - \eta \frac{1}{\sqrt{\gamma^k} + \delta} \odot \nabla f(x^k)",
            letters=(("gamma^k", "gamma"), ("x^k", "x")),
        ),
        Notation(
            r"\theta_{t+1} = \theta_t - \frac{\epsilon}{\delta + \sqrt{r}} \odot \nabla_\theta J(\theta_t)",
            letters=(("theta_t", "x"), ("r", "gamma"), ("J", "f"), *calculus),
        ),
    ),
    words=("adagrad", "update", "adaptive"),
    derivation=derive_adagrad,
    source=Source(goodfellow, "algorithm 8.4"),
)


def derive_mean_square() -> Iterator[Step]:
    """A weighted mean."""
    yield Step(gamma + (1 - rho) * (hadamard(slope, slope) - gamma), because="move towards the squares of the gradient")
    yield Step(rho * gamma + (1 - rho) * hadamard(slope, slope), because="collect the accumulator")


rmsprop_accumulator = Formula(
    title="Accumulator of RMSProp",
    kind=Kind.DEFINITION,
    statement=equal(grown.symbol, rho * gamma + (1 - rho) * hadamard(slope, slope)),
    quantities=(grown, squares, loss, point, decay),
    assumptions=(),
    notations=(
        Notation(
            r"\gamma^k = \alpha \gamma^{k-1} + (1 - \alpha) [\nabla f(x^k) \odot \nabla f(x^k)]",
            letters=(("gamma^k-1", "gamma"), ("x^k", "x"), ("alpha", "rho")),
        ),
        Notation(
            r"s_t = \gamma s_{t-1} + (1 - \gamma) (\nabla f(w))^2",
            letters=(("s_t-1", "gamma"), ("gamma", "rho"), ("w", "x")),
        ),
    ),
    words=("rmsprop", "second moment", "moving average", "squared gradients"),
    derivation=derive_mean_square,
    source=Source(goodfellow, "algorithm 8.5"),
)


def derive_rmsprop() -> Iterator[Step]:
    """Minimise the linear model in the metric of the roots."""
    yield Step(
        minimum_of(metric_model(guarded_sum)),
        because="minimise the linear model plus sum_i sqrt(gamma_i + delta) (y_i - x_i)^2 / (2 eta)",
    )
    yield Step(scaled(guarded_sum), because="the Hessian is diagonal; the terms in y cancel")


rmsprop_step = Formula(
    title="Step of RMSProp, with delta under the root",
    kind=Kind.DEFINITION,
    statement=equal(x_next, scaled(guarded_sum)),
    quantities=step_quantities,
    assumptions=(),
    notations=(
        Notation(
            r"x_t = x_{t-1} - \frac{\eta}{\sqrt{s_t + \epsilon}} \odot \nabla f(x_{t-1})",
            letters=(("x_t-1", "x"), ("s_t", "gamma"), ("epsilon", "delta")),
        ),
        Notation(
            r"\theta_{t+1} = \theta_t - \frac{\epsilon}{\sqrt{\delta + r}} \odot \nabla_\theta J(\theta_t)",
            letters=(("theta_t", "x"), ("r", "gamma"), ("J", "f"), *calculus),
        ),
    ),
    words=("rmsprop", "update", "adaptive"),
    derivation=derive_rmsprop,
    source=Source(goodfellow, "algorithm 8.5"),
)


def derive_signs() -> Iterator[Step]:
    """The scale of each entry is divided out."""
    yield Step(
        x - eta * hadamard(slope, entrywise(lambda entry: 1 / Abs(entry), slope)),
        because="each entry of the gradient is divided by its size",
    )
    yield Step(x - eta * entrywise(sign, slope), because="a number over its size is its sign")


signsgd_step = Formula(
    title="Step of signSGD",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - eta * entrywise(sign, slope)),
    quantities=(following, point, loss, rate),
    assumptions=(),
    notations=(
        Notation(r"x^{k+1} = x^k - \eta \operatorname{sign}(\nabla f(x^k))", letters=(("x^k", "x"),)),
        Notation(
            r"\theta_{t+1} = \theta_t - \eta_t \text{sign}(\nabla_\theta L(\theta_t))",
            letters=(("theta_t", "x"), ("theta", "x"), ("eta_t", "eta"), ("L", "f")),
        ),
    ),
    words=("signsgd", "compressed", "sign"),
    derivation=derive_signs,
    source=Source("Bernstein et al. 2018, signSGD: Compressed Optimisation for Non-Convex Problems", "algorithm 1"),
)

TOPIC = Topic(
    "Adaptive step sizes",
    formulas=(
        adagrad_total,
        adagrad_accumulator,
        accumulator_grows,
        adagrad_scale,
        adagrad_step,
        rmsprop_accumulator,
        rmsprop_step,
        signsgd_step,
    ),
)
