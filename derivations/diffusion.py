"""Diffusion models: the forward process in one jump, and the posterior of one step back.

Each step shrinks the sample and adds noise: x_t = √α_t x_{t-1} + √(1 - α_t) ε_t with noise of mean 0 and variance 1;
β_t = 1 - α_t, and ᾱ_t is the product of all α up to t. Entries of a sample are treated alike, so one number stands for
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Lambda, Piecewise, Product, sqrt

from derivations.gaussian_vectors import drawn_position, signs
from derivations.operators import at, equal, mean
from derivations.vocabulary import (
    UNIT,
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

ho = "Ho, Jain and Abbeel 2020, Denoising diffusion probabilistic models"

steps = Size("T", "steps", smallest=3, largest=3)
moment = free_index("t", steps)
T, t = steps.symbol, moment.symbol
a, s = bound_index("a s")
kept = Quantity("alpha", "share of the variance that each step keeps", shape=(steps,), domain=UNIT)
start = Quantity("x_0", "sample without noise")
alpha, x_0 = kept.symbol, start.symbol
kept_so_far = Quantity(
    "alpha_bar", "share of the variance kept up to a step", value=Lambda((a,), Product(at(alpha, s), (s, 1, a)))
)
alpha_bar = kept_so_far.symbol
draws = tuple(drawn_position(f"sign_{k}", f"1 or 2: the noise of step {k} is -1 or 1", signs) for k in (1, 2, 3))


def stepped(before: Any, step: int) -> Any:
    """The sample after one more step."""
    return sqrt(at(alpha, step)) * before + sqrt(1 - at(alpha, step)) * (2 * draws[step - 1].symbol - 3)


x_1 = stepped(x_0, 1)
x_2 = stepped(x_1, 2)
noisy = Quantity(
    "x",
    "sample after a step",
    value=Lambda((a,), Piecewise((x_0, Eq(a, 0)), (x_1, Eq(a, 1)), (x_2, Eq(a, 2)), (stepped(x_2, 3), True))),
)
x = noisy.symbol
process = (noisy, kept, start, *draws, kept_so_far, moment)


def derive_recursion() -> Iterator[Step]:
    """The product of all α but the last."""
    yield Step(1 - at(alpha, t) * alpha_bar(t - 1), because="α_t itself cancels")
    yield Step(1 - alpha_bar(t), because="ᾱ_t is α_t ᾱ_{t-1}")


recursion = Formula(
    title="Variance of the forward process, step by step",
    kind=Kind.IDENTITY,
    statement=equal(at(alpha, t) * (1 - alpha_bar(t - 1)) + (1 - at(alpha, t)), 1 - alpha_bar(t)),
    quantities=(kept, kept_so_far, moment),
    assumptions=(),
    notations=(
        Notation(r"\alpha_t (1 - \bar{\alpha}_{t-1}) + (1 - \alpha_t) = 1 - \bar{\alpha}_t"),
        Notation(r"\alpha_t (1 - \bar{\alpha}_{t-1}) + 1 - \alpha_t = 1 - \prod_{s=1}^t \alpha_s"),
    ),
    words=("diffusion", "variance", "noise schedule", "forward process"),
    derivation=derive_recursion,
    source=Source(ho, "section 2, equation 4"),
)


def derive_mean() -> Iterator[Step]:
    """The noise has mean 0."""
    yield Step(Product(sqrt(at(alpha, s)), (s, 1, t)) * x_0, because="each step multiplies the mean by a root")
    yield Step(sqrt(alpha_bar(t)) * x_0, because="the product of the roots is the root of the product")


marginal_mean = Formula(
    title="Mean of the forward process after t steps",
    kind=Kind.IDENTITY,
    statement=equal(mean(x(t)), sqrt(alpha_bar(t)) * x_0),
    quantities=process,
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[x_t] = \sqrt{\bar{\alpha}_t} x_0"),
        Notation(r"\mathbb{E}[x_t] = \sqrt{\prod_{s=1}^t \alpha_s} \, x_0"),
    ),
    words=("diffusion", "marginal", "mean", "forward process"),
    derivation=derive_mean,
    source=Source(ho, "section 2, equation 4"),
)


def derive_variance() -> Iterator[Step]:
    """The recursion of the variance."""
    deviation = x(t) - sqrt(alpha_bar(t)) * x_0
    yield Step(mean(deviation**2), because="the mean of the forward process")
    yield Step(
        at(alpha, t) * (1 - alpha_bar(t - 1)) + (1 - at(alpha, t)),
        because="the noise of a step is independent of what came before, whose variance is 1 - ᾱ_{t-1}",
    )
    yield Step(1 - alpha_bar(t), because="ᾱ_t = α_t ᾱ_{t-1}")


marginal_variance = Formula(
    title="Variance of the forward process after t steps",
    kind=Kind.IDENTITY,
    statement=equal(mean((x(t) - mean(x(t))) ** 2), 1 - alpha_bar(t)),
    quantities=process,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(x_t) = 1 - \bar{\alpha}_t"),
        Notation(r"\operatorname{Var}[x_t] = 1 - \prod_{s=1}^t \alpha_s"),
    ),
    words=("diffusion", "marginal", "variance", "forward process"),
    derivation=derive_variance,
    source=Source(ho, "section 2, equation 4"),
)

levels = Size("m", "shares that are given: that of step 0, and those after it", smallest=3, largest=3)
later = Size("T", "steps", smallest=2, largest=2)
instant = free_index("t", later)
k = instant.symbol
shares = Quantity("c", "share of the variance kept before step 1, and by each step", (levels,), UNIT, origins=(0,))
c = shares.symbol
rate = Quantity("alpha", "share of the variance that a step keeps", value=Lambda((a,), at(c, a)))
noise_rate = Quantity("beta", "share of noise that a step adds", value=Lambda((a,), 1 - at(c, a)))
cumulated = Quantity(
    "alpha_bar", "share of the variance kept up to a step", value=Lambda((a,), Product(at(c, s), (s, 0, a)))
)
r, beta, r_bar = rate.symbol, noise_rate.symbol, cumulated.symbol
samples = Quantity("x", "sample after each step", shape=(later,))
x_t = at(samples.symbol, k)
posterior_mean = Quantity("mu", "mean of the sample one step back")
posterior_variance = Quantity("v", "variance of the sample one step back")
schedule = (shares, rate, noise_rate, cumulated)
precision = r(k) / beta(k) + 1 / (1 - r_bar(k - 1))
mean_form = (
    sqrt(r_bar(k - 1)) * beta(k) / (1 - r_bar(k)) * x_0 + sqrt(r(k)) * (1 - r_bar(k - 1)) / (1 - r_bar(k)) * x_t
)


def derive_posterior_mean() -> Iterator[Step]:
    """Multiply the normal densities of the step and of what came before."""
    yield Step(
        (sqrt(r(k)) / beta(k) * x_t + sqrt(r_bar(k - 1)) / (1 - r_bar(k - 1)) * x_0) / precision,
        because="the linear terms of the exponent over the quadratic one",
    )
    yield Step(mean_form, because="the quadratic coefficient is (1 - ᾱ_t) / (β_t (1 - ᾱ_{t-1}))")


backward_mean = Formula(
    title="Mean of the posterior of one step back",
    kind=Kind.DEFINITION,
    statement=equal(posterior_mean.symbol, mean_form),
    quantities=(posterior_mean, *schedule, start, samples, instant),
    assumptions=(),
    notations=(
        Notation(
            r"\tilde{\mu}_t(x_t, x_0) = \frac{\sqrt{\bar{\alpha}_{t-1}} \beta_t}{1 - \bar{\alpha}_t} x_0 "
            r"+ \frac{\sqrt{\alpha_t} (1 - \bar{\alpha}_{t-1})}{1 - \bar{\alpha}_t} x_t"
        ),
        Notation(
            r"\mu = \frac{\sqrt{\alpha_t} (1 - \bar{\alpha}_{t-1}) x_t "
            r"+ \sqrt{\bar{\alpha}_{t-1}} (1 - \alpha_t) x_0}{1 - \bar{\alpha}_t}"
        ),
    ),
    words=("diffusion", "posterior", "reverse process", "mean"),
    derivation=derive_posterior_mean,
    source=Source(ho, "section 2, equation 7"),
)


def derive_posterior_variance() -> Iterator[Step]:
    """Precisions add up."""
    yield Step(1 / precision, because="the precisions of the step and of what came before add up")
    yield Step((1 - r_bar(k - 1)) / (1 - r_bar(k)) * beta(k), because="α_t (1 - ᾱ_{t-1}) + β_t = 1 - ᾱ_t")


backward_variance = Formula(
    title="Variance of the posterior of one step back",
    kind=Kind.DEFINITION,
    statement=equal(posterior_variance.symbol, (1 - r_bar(k - 1)) / (1 - r_bar(k)) * beta(k)),
    quantities=(posterior_variance, *schedule, instant),
    assumptions=(),
    notations=(
        Notation(r"\tilde{\beta}_t = \frac{1 - \bar{\alpha}_{t-1}}{1 - \bar{\alpha}_t} \beta_t"),
        Notation(r"\sigma_t^2 = \frac{(1 - \alpha_t) (1 - \bar{\alpha}_{t-1})}{1 - \bar{\alpha}_t}"),
    ),
    words=("diffusion", "posterior", "reverse process", "variance"),
    derivation=derive_posterior_variance,
    source=Source(ho, "section 2, equation 7"),
    other_sizes=(later,),
)

noise = Quantity("epsilon", "noise that leads from the sample to the noisy one")
epsilon = noise.symbol
denoised = Quantity(
    "x_0", "sample without noise, from the noise", value=(x_t - sqrt(1 - r_bar(k)) * epsilon) / sqrt(r_bar(k))
)


def derive_noise_form() -> Iterator[Step]:
    """Collect the sample and the noise."""
    y_0 = (x_t - sqrt(1 - r_bar(k)) * epsilon) / sqrt(r_bar(k))
    yield Step(
        beta(k) / (1 - r_bar(k)) * y_0 * sqrt(r_bar(k)) / sqrt(r(k))
        + sqrt(r(k)) * (1 - r_bar(k - 1)) / (1 - r_bar(k)) * x_t,
        because="ᾱ_t = α_t ᾱ_{t-1}",
    )
    yield Step(
        1 / sqrt(r(k)) * (x_t - beta(k) / sqrt(1 - r_bar(k)) * epsilon),
        because="β_t + α_t (1 - ᾱ_{t-1}) = 1 - ᾱ_t",
    )


noise_form = Formula(
    title="Mean of the posterior of one step back, from the noise",
    kind=Kind.IDENTITY,
    statement=equal(mean_form, 1 / sqrt(r(k)) * (x_t - beta(k) / sqrt(1 - r_bar(k)) * epsilon)),
    quantities=(*schedule, noise, denoised, samples, instant),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\sqrt{\bar{\alpha}_{t-1}} \beta_t}{1 - \bar{\alpha}_t} x_0 "
            r"+ \frac{\sqrt{\alpha_t} (1 - \bar{\alpha}_{t-1})}{1 - \bar{\alpha}_t} x_t = "
            r"\frac{1}{\sqrt{\alpha_t}} \left(x_t - \frac{\beta_t}{\sqrt{1 - \bar{\alpha}_t}} \epsilon\right)"
        ),
        Notation(
            r"\frac{\sqrt{\bar{\alpha}_{t-1}} (1 - \alpha_t)}{1 - \bar{\alpha}_t} x_0 "
            r"+ \frac{\sqrt{\alpha_t} (1 - \bar{\alpha}_{t-1})}{1 - \bar{\alpha}_t} x_t = "
            r"\frac{1}{\sqrt{\alpha_t}} "
            r"\left(x_t - \frac{1 - \alpha_t}{\sqrt{1 - \bar{\alpha}_t}} \epsilon_\theta\right)",
            (("epsilon_theta", "epsilon"),),
        ),
    ),
    words=("diffusion", "noise prediction", "reverse process", "mean"),
    derivation=derive_noise_form,
    source=Source(ho, "section 3.2, equation 11"),
)

TOPIC = Topic(
    "Diffusion models",
    formulas=(recursion, marginal_mean, marginal_variance, backward_mean, backward_variance, noise_form),
)
