"""Adam: its step, its step in the form of a preconditioner, AdamW and AMSGrad.

Products, roots and quotients of vectors are taken entry by entry. The moments m and gamma already hold the gradient of
the current step, the k-th; how they come about, and why they are divided by 1 - beta^k and 1 - alpha^k, stands in
`adam_moments`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Inverse, Max, Piecewise, Sum, sqrt

from derivations.operators import (
    at,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    gradient,
    hadamard,
    hessian,
    tabulated,
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
    integers,
    interval,
)

kingma = "Kingma and Ba 2015, Adam: A Method for Stochastic Optimization"
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
i = bound_index("i")
point = Quantity("x", "the parameters", shape=(dimensions,))
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
anywhere = Quantity("y", "any point", shape=(dimensions,))
moment = Quantity("m", "the first moment", shape=(dimensions,))
squares = Quantity("gamma", "the second moment", shape=(dimensions,), domain=NONNEGATIVE)
count = Quantity("k", "number of the step", domain=integers(1, 4))
rate = Quantity("eta", "step size", domain=POSITIVE)
guard = Quantity("delta", "a small number against division by zero", domain=POSITIVE)
first_decay = Quantity("beta", "decay of the first moment", domain=interval(0, 1))
second_decay = Quantity("alpha", "decay of the second moment", domain=interval(0, 1))
x, x_next, y, m, gamma = (q.symbol for q in (point, following, anywhere, moment, squares))
k, eta, delta, beta, alpha = (q.symbol for q in (count, rate, guard, first_decay, second_decay))
moment_hat = Quantity("m_hat", "the corrected first moment", shape=(dimensions,), value=m / (1 - beta**k))
squares_hat = Quantity("v_hat", "the corrected second moment", shape=(dimensions,), value=gamma / (1 - alpha**k))
m_hat, v_hat = moment_hat.symbol, squares_hat.symbol
state = (moment_hat, squares_hat, point, moment, squares, count, rate, first_decay, second_decay, guard)
move = hadamard(m_hat, entrywise(lambda square: 1 / (sqrt(square) + delta), v_hat))
weights = diagonal_matrix(entrywise(lambda square: sqrt(square) + delta, v_hat))
scale = Quantity(
    "lambda",
    "step size of each parameter, before eta",
    shape=(dimensions,),
    value=entrywise(lambda square: 1 / (sqrt(square / (1 - alpha**k)) + delta), gamma),
)
preconditioner = Quantity(
    "Lambda", "the preconditioner", shape=(dimensions, dimensions), value=diagonal_matrix(scale.symbol)
)
Lambda = preconditioner.symbol
authors = (("theta_t-1", "x"), ("m_hat_t", "m_hat"), ("v_hat_t", "v_hat"), ("alpha", "eta"), ("epsilon", "delta"))


def derive_step() -> Iterator[Step]:
    """Minimise the linear model with the moment as slope, in the metric of the roots."""
    model = dot(m_hat, y - x) + dot(y - x, weights * (y - x)) / (2 * eta)
    yield Step(
        y - Inverse(hessian(model, y)) * gradient(model, y),
        because="minimise <m^, y - x> + sum_i (sqrt(v^_i) + delta) (y_i - x_i)^2 / (2 eta): one Newton step",
    )
    yield Step(x - eta * move, because="the Hessian is diagonal; the terms in y cancel")


step = Formula(
    title="Step of Adam",
    kind=Kind.ALGORITHM,
    statement=equal(x_next, x - eta * move),
    quantities=(following, *state, anywhere),
    assumptions=(),
    notations=(
        Notation(
            r"\theta_t = \theta_{t-1} - \alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}",
            letters=(*authors, ("theta_t", "x_next")),
        ),
        Notation(
            r"x_{t+1} = x_t - \frac{\eta}{\sqrt{\hat{v}} + \epsilon} \odot \hat{m}",
            letters=(("x_t", "x"), ("x_t+1", "x_next"), ("epsilon", "delta")),
        ),
    ),
    words=("adam", "update", "adaptive"),
    derivation=derive_step,
    source=Source(kingma, "algorithm 1"),
)


def derive_preconditioned() -> Iterator[Step]:
    """The diagonal matrix multiplies entry by entry."""
    yield Step(x - eta * move, because="step of Adam")
    yield Step(x - eta / (1 - beta**k) * Lambda * m, because="diag(lambda) multiplies entry by entry; correct m")


preconditioned_step = Formula(
    title="Step of Adam with a diagonal preconditioner",
    kind=Kind.ALGORITHM,
    statement=equal(x_next, x - eta / (1 - beta**k) * Lambda * m),
    quantities=(following, preconditioner, scale, *state),
    assumptions=(),
    notations=(
        Notation(
            r"x^{k+1} = x^k - \frac{\eta}{1 - \beta^k} \Lambda^k m^k",
            letters=(("x^k", "x"), ("x^k+1", "x_next"), ("Lambda^k", "Lambda"), ("m^k", "m")),
        ),
        Notation(
            r"\theta_{t+1} = \theta_t - \frac{\eta}{1 - \beta_1^t} D m_t",
            letters=(
                *(("theta_t", "x"), ("theta_t+1", "x_next"), ("D", "Lambda")),
                *(("m_t", "m"), ("beta_1", "beta"), ("t", "k")),
            ),
        ),
    ),
    words=("adam", "update", "preconditioner"),
    derivation=derive_preconditioned,
    source=Source(kingma, "section 2"),
)

coordinate = free_index("i", dimensions)
c = coordinate.symbol
entry = Quantity("lambda", "step size of each parameter, before eta", shape=(dimensions,))


def derive_scale() -> Iterator[Step]:
    """One over the root of the corrected moment, with delta added."""
    yield Step(1 / (sqrt(at(v_hat, c)) + delta), because="the scale of the step in one coordinate")
    yield Step(1 / (sqrt(at(gamma, c) / (1 - alpha**k)) + delta), because="the corrected second moment")


preconditioner_entry = Formula(
    title="Preconditioner of Adam",
    kind=Kind.DEFINITION,
    statement=equal(at(entry.symbol, c), 1 / (sqrt(at(gamma, c) / (1 - alpha**k)) + delta)),
    quantities=(entry, squares_hat, squares, count, second_decay, guard, coordinate),
    assumptions=(),
    notations=(
        Notation(
            r"\lambda_i = \frac{1}{\sqrt{\frac{\gamma_i^k}{1 - \alpha^k}} + \delta}", letters=(("gamma^k", "gamma"),)
        ),
        Notation(
            r"\lambda_i = \left(\sqrt{v_i / (1 - \beta_2^t)} + \epsilon\right)^{-1}",
            letters=(("v", "gamma"), ("beta_2", "alpha"), ("t", "k"), ("epsilon", "delta")),
        ),
    ),
    words=("adam", "preconditioner", "second moment"),
    derivation=derive_scale,
    source=Source(kingma, "algorithm 1"),
)

penalty = Quantity("mu", "weight decay", domain=POSITIVE)
mu = penalty.symbol


def derive_decoupled() -> Iterator[Step]:
    """Shrink, then step."""
    yield Step(x - eta * (move + mu * x), because="the weights shrink outside of the moments, by the same step size")
    yield Step((1 - eta * mu) * x - eta * move, because="collect the weights")


decoupled_decay = Formula(
    title="Step of AdamW: Adam with decoupled weight decay",
    kind=Kind.ALGORITHM,
    statement=equal(x_next, (1 - eta * mu) * x - eta * move),
    quantities=(following, *state, penalty),
    assumptions=(),
    notations=(
        Notation(
            r"\theta_t = (1 - \alpha\lambda) \theta_{t-1} - \alpha \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}",
            letters=(*authors, ("theta_t", "x_next"), ("lambda", "mu")),
        ),
        Notation(
            r"x_{t+1} = x_t - \eta \left(\frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon} + \lambda x_t\right)",
            letters=(("x_t", "x"), ("x_t+1", "x_next"), ("epsilon", "delta"), ("lambda", "mu")),
        ),
    ),
    words=("adamw", "weight decay", "decoupled"),
    derivation=derive_decoupled,
    source=Source("Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization", "algorithm 2"),
)

before = Quantity("gamma_old", "the largest second moment so far", shape=(dimensions,), domain=NONNEGATIVE)
largest = Quantity("gamma_hat", "the largest second moment", shape=(dimensions,))
old = before.symbol


def derive_largest() -> Iterator[Step]:
    """A comparison, entry by entry."""
    yield Step(
        tabulated(Piecewise((at(old, i), at(old, i) >= at(gamma, i)), (at(gamma, i), True)), i, d),
        because="keep the old value where it is not smaller",
    )
    yield Step(tabulated(Max(at(old, i), at(gamma, i), evaluate=False), i, d), because="definition of the maximum")


amsgrad_moment = Formula(
    title="Second moment of AMSGrad: it never falls",
    kind=Kind.ALGORITHM,
    statement=equal(largest.symbol, tabulated(Max(at(old, i), at(gamma, i), evaluate=False), i, d)),
    quantities=(largest, before, squares),
    assumptions=(),
    notations=(
        Notation(
            r"\hat{\gamma}^k = \max\{\hat{\gamma}^{k-1}, \gamma^k\}",
            letters=(("gamma_hat^k", "gamma_hat"), ("gamma_hat^k-1", "gamma_old"), ("gamma^k", "gamma")),
        ),
        Notation(
            r"\hat{v}_t = \max(\hat{v}_{t-1}, v_t)",
            letters=(("v_hat_t", "gamma_hat"), ("v_hat_t-1", "gamma_old"), ("v_t", "gamma")),
        ),
    ),
    words=("amsgrad", "second moment", "maximum"),
    derivation=derive_largest,
    source=Source("Reddi, Kale and Kumar 2018, On the Convergence of Adam and Beyond", "algorithm 2"),
)

passed = bound_index("n")


def derive_momentum_step() -> Iterator[Step]:
    """The moment, divided by the sum of the weights that went into it."""
    yield Step(
        x - eta / Sum((1 - beta) * beta**passed, (passed, 0, k - 1)) * m,
        because="a gradient step along the weighted mean of the gradients: divide by the sum of the weights",
    )
    yield Step(x - eta / (1 - beta**k) * m, because="geometric sum")


momentum_step = Formula(
    title="Step of Adam without adaptivity: along the corrected first moment",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - eta / (1 - beta**k) * m),
    quantities=(following, point, moment, count, rate, first_decay),
    assumptions=(),
    notations=(
        Notation(
            r"x^{k+1} = x^k - \frac{\eta}{1 - \beta^k} m^k",
            letters=(("x^k+1", "x_next"), ("x^k", "x"), ("m^k", "m")),
        ),
        Notation(
            r"\theta_{t+1} = \theta_t - \alpha \frac{m_t}{1 - \beta_1^t}",
            letters=(
                ("theta_t", "x"), ("theta_t+1", "x_next"), ("alpha", "eta"),
                ("m_t", "m"), ("beta_1", "beta"), ("t", "k"),
            ),
        ),
    ),
    words=("adam", "momentum", "bias correction", "first moment"),
    derivation=derive_momentum_step,
    source=Source(kingma, "algorithm 1 with v = 1, and section 3"),
)  # fmt: skip

TOPIC = Topic(
    "Adam", formulas=(momentum_step, step, preconditioned_step, preconditioner_entry, decoupled_decay, amsgrad_moment)
)
