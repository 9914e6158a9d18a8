"""The moments of Adam: moving averages, why they are biased, and how that is corrected.

The moments m and gamma start at zero and are moving averages, with the decays beta and alpha, of the gradients and of
their squares. Products of vectors are taken entry by entry; k counts the steps, the current one included. The step
stands in `adam`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum

from derivations.operators import at, equal, gradient, hadamard, row, tabulated, vector_mean, vector_sum
from derivations.vocabulary import (
    NONNEGATIVE,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
)

kingma = "Kingma and Ba 2015, Adam: A Method for Stochastic Optimization"
dimensions = Size("d", "dimensions", largest=3)
steps = Size("k", "steps", largest=4)
d, k = dimensions.symbol, steps.symbol
i = bound_index("i")
point = Quantity("x", "the parameters", shape=(dimensions,))
loss = Quantity("f", "a smooth function", arguments=((dimensions,),))
first_decay = Quantity("beta", "decay of the first moment", domain=interval(0, 1))
second_decay = Quantity("alpha", "decay of the second moment", domain=interval(0, 1))
x, f, beta, alpha = point.symbol, loss.symbol, first_decay.symbol, second_decay.symbol
slope = gradient(f(x), x)
old_mean = Quantity("m_old", "the first moment before the step", shape=(dimensions,))
old_square = Quantity("gamma_old", "the second moment before the step", shape=(dimensions,), domain=NONNEGATIVE)
new_mean = Quantity("m", "the first moment", shape=(dimensions,))
new_square = Quantity("gamma", "the second moment", shape=(dimensions,))
m_old, gamma_old = old_mean.symbol, old_square.symbol


def derive_first_moment() -> Iterator[Step]:
    """A moving average."""
    yield Step(m_old + (1 - beta) * (slope - m_old), because="move from the old average towards the gradient")
    yield Step(beta * m_old + (1 - beta) * slope, because="collect the old average")


first_moment = Formula(
    title="First moment of Adam",
    kind=Kind.DEFINITION,
    statement=equal(new_mean.symbol, beta * m_old + (1 - beta) * slope),
    quantities=(new_mean, old_mean, point, loss, first_decay),
    assumptions=(),
    notations=(
        Notation(
            r"m^k = \beta m^{k-1} + (1 - \beta) \nabla f(x^k)", letters=(("m^k-1", "m_old"), ("x^k", "x"))
        ),
        Notation(
            r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) \nabla_\theta f(\theta)",
            letters=(("m_t-1", "m_old"), ("theta", "x"), ("beta_1", "beta")),
        ),
    ),
    words=("adam", "first moment", "momentum", "moving average"),
    derivation=derive_first_moment,
    source=Source(kingma, "algorithm 1"),
)


def derive_second_moment() -> Iterator[Step]:
    """A moving average."""
    squared = hadamard(slope, slope)
    yield Step(gamma_old + (1 - alpha) * (squared - gamma_old), because="move from the old average towards the squares")
    yield Step(alpha * gamma_old + (1 - alpha) * squared, because="collect the old average")


second_moment = Formula(
    title="Second moment of Adam",
    kind=Kind.DEFINITION,
    statement=equal(new_square.symbol, alpha * gamma_old + (1 - alpha) * hadamard(slope, slope)),
    quantities=(new_square, old_square, point, loss, second_decay),
    assumptions=(),
    notations=(
        Notation(
            r"\gamma^k = \alpha \gamma^{k-1} + (1 - \alpha) [\nabla f(x^k) \odot \nabla f(x^k)]",
            letters=(("gamma^k-1", "gamma_old"), ("x^k", "x")),
        ),
        Notation(
            r"v_t = \beta_2 v_{t-1} + (1 - \beta_2) (\nabla_\theta f(\theta))^2",
            letters=(("v_t-1", "gamma_old"), ("theta", "x"), ("beta_2", "alpha")),
        ),
    ),
    words=("adam", "second moment", "moving average", "squared gradients"),
    derivation=derive_second_moment,
    source=Source(kingma, "algorithm 1"),
)

gradients = Quantity("g", "the gradients of all steps", shape=(steps, dimensions))
g = gradients.symbol


def derive_unrolled() -> Iterator[Step]:
    """Split the last step off."""
    yield Step(
        beta * (1 - beta) * vector_sum(beta ** (k - 1 - i) * row(g, i), i, 1, k - 1) + (1 - beta) * row(g, k),
        because="m = beta m + (1 - beta) g, with the moment after k - 1 steps unrolled",
    )
    yield Step(
        (1 - beta) * vector_sum(beta ** (k - i) * row(g, i), i, 1, k), because="move beta into the sum, as a power"
    )


unrolled_moment = Formula(
    title="First moment of Adam as a weighted sum of all gradients",
    kind=Kind.DEFINITION,
    statement=equal(new_mean.symbol, (1 - beta) * vector_sum(beta ** (k - i) * row(g, i), i, 1, k)),
    quantities=(new_mean, gradients, first_decay),
    assumptions=(),
    notations=(
        Notation(r"m_k = (1 - \beta) \sum_{i=1}^k \beta^{k-i} g_i", letters=(("m_k", "m"),)),
        Notation(
            r"v_t = (1 - \beta_2) \sum_{i=1}^t \beta_2^{t-i} g_i",
            letters=(("v_t", "m"), ("t", "k"), ("beta_2", "beta")),
        ),
    ),
    words=("adam", "moment", "moving average", "unrolled"),
    derivation=derive_unrolled,
    source=Source(kingma, "section 3, equation 1"),
)


def derive_weights() -> Iterator[Step]:
    """The geometric sum."""
    yield Step(Sum(beta ** (k - i) - beta ** (k - i + 1), (i, 1, k)), because="move 1 - beta into the sum")
    yield Step(1 - beta**k, because="the terms cancel but for the first and the last")


total_weight = Formula(
    title="The weights of Adam's moving average add up to 1 - beta^k",
    kind=Kind.IDENTITY,
    statement=equal((1 - beta) * Sum(beta ** (k - i), (i, 1, k)), 1 - beta**k),
    quantities=(first_decay,),
    other_sizes=(steps,),
    assumptions=(),
    notations=(
        Notation(r"(1 - \beta) \sum_{i=1}^k \beta^{k-i} = 1 - \beta^k"),
        Notation(
            r"(1 - \beta_1) \sum_{\tau=1}^{t} \beta_1^{t-\tau} = 1 - \beta_1^t",
            letters=(("beta_1", "beta"), ("t", "k")),
        ),
    ),
    words=("adam", "bias correction", "weights"),
    derivation=derive_weights,
    source=Source(kingma, "section 3"),
)

noise = Quantity("xi", "what is drawn in each step", shape=(steps, dimensions), law=Law("sample"))
centre = Quantity("c", "the mean gradient, the same in all steps", shape=(dimensions,))
xi, c = noise.symbol, centre.symbol
repeated = tabulated(at(c, i), bound_index("j"), k, i, d)
stationary = Quantity(
    "g", "random gradients, one in each row", shape=(steps, dimensions), value=repeated + xi - vector_mean(xi)
)
average = Quantity(
    "m", "the first moment", shape=(dimensions,), value=(1 - beta) * vector_sum(beta ** (k - i) * row(g, i), i, 1, k)
)
random_gradients = (average, stationary, noise, centre, first_decay)
m = average.symbol


def derive_bias() -> Iterator[Step]:
    """The mean of the weighted sum."""
    yield Step(
        (1 - beta) * vector_sum(beta ** (k - i) * vector_mean(row(g, i)), i, 1, k), because="the mean is linear"
    )
    yield Step(
        (1 - beta) * Sum(beta ** (k - i), (i, 1, k)) * vector_mean(row(g, k)),
        because="the gradients of all steps have the same mean",
    )
    yield Step((1 - beta**k) * vector_mean(row(g, k)), because="the weights add up to 1 - beta^k")


moment_bias = Formula(
    title="Adam's moving average is biased towards zero",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(m), (1 - beta**k) * vector_mean(row(g, k))),
    quantities=random_gradients,
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[m_k] = (1 - \beta^k) \mathbb{E}[g_k]", letters=(("m_k", "m"),)),
        Notation(
            r"\mathbb{E}[v_t] = \mathbb{E}[g_t] (1 - \beta_2^t)",
            letters=(("v_t", "m"), ("t", "k"), ("beta_2", "beta")),
        ),
    ),
    words=("adam", "bias", "expectation"),
    derivation=derive_bias,
    source=Source(kingma, "section 3, equation 4"),
)

corrected = Quantity("m_hat", "the corrected first moment", shape=(dimensions,), value=m / (1 - beta**k))


def derive_correction() -> Iterator[Step]:
    """Divide by the weights' sum."""
    yield Step(vector_mean(m) / (1 - beta**k), because="the mean is linear")
    yield Step(vector_mean(row(g, k)), because="the mean of m is 1 - beta^k times that of a gradient")


bias_correction = Formula(
    title="The corrected moment of Adam is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(corrected.symbol), vector_mean(row(g, k))),
    quantities=(corrected, *random_gradients),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\hat{m}_k] = \mathbb{E}[g_k]", letters=(("m_hat_k", "m_hat"),)),
        Notation(
            r"\mathbb{E}\left[\frac{m_t}{1 - \beta_1^t}\right] = \mathbb{E}[g_t]",
            letters=(("m_t", "m"), ("t", "k"), ("beta_1", "beta")),
        ),
    ),
    words=("adam", "bias correction", "unbiased"),
    derivation=derive_correction,
    source=Source(kingma, "section 3"),
)

TOPIC = Topic(
    "Moments of Adam",
    formulas=(first_moment, second_moment, unrolled_moment, total_weight, moment_bias, bias_correction),
)
