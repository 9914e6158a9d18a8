"""Posterior of the mean of a normal distribution, and linear normal models: y = A x + b + noise.

τ² and m are variance and mean of the prior, σ² is the variance of each of n examples; L and Λ are precisions.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Inverse, Sum

from derivations.operators import at, equal, total
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
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
examples = Size("n", "examples", largest=4)
n = examples.symbol
i = bound_index("i")
numbers = Quantity("x", "the examples", shape=(examples,))
prior_mean = Quantity("mu_0", "prior mean")
prior_scale = Quantity("sigma_0", "prior standard deviation", domain=POSITIVE)
scale = Quantity("sigma", "standard deviation of an example", domain=POSITIVE)
average = Quantity("x_bar", "mean of the examples", value=total(numbers.symbol) / n)
x, m0, s0, sigma, x_bar = (q.symbol for q in (numbers, prior_mean, prior_scale, scale, average))
post_mean = Quantity("m", "posterior mean")
post_variance = Quantity("v", "posterior variance")
given = (numbers, average, prior_mean, prior_scale, scale)
precision_form = (m0 / s0**2 + Sum(at(x, i), (i, 1, n)) / sigma**2) / (1 / s0**2 + n / sigma**2)
mixed_form = (sigma**2 * m0 + n * s0**2 * x_bar) / (n * s0**2 + sigma**2)


def derive_mean() -> Iterator[Step]:
    """Complete the square in the exponent of prior times likelihood."""
    yield Step(precision_form, because="means weighted with their precisions")
    yield Step(mixed_form, because="multiply numerator and denominator by both variances")


mean_posterior = Formula(
    title="Posterior mean of the mean of a normal distribution with known variance",
    kind=Kind.DEFINITION,
    statement=equal(post_mean.symbol, mixed_form),
    quantities=(post_mean, *given),
    assumptions=(),
    notations=(
        Notation(r"\mu_n = \frac{\sigma^2 \mu_0 + n \sigma_0^2 \bar{x}}{n \sigma_0^2 + \sigma^2}"),
        Notation(
            r"\mu_N = \frac{\sigma^2}{N \sigma_0^2 + \sigma^2} \mu_0 + \frac{N "
            r"\sigma_0^2}{N \sigma_0^2 + \sigma^2} \mu_{ML}",
            (("N", "n"), ("mu_ML", "x_bar")),
        ),
        Notation(
            r"\mu_n = \frac{\frac{\mu_0}{\sigma_0^2} + \frac{n "
            r"\bar{x}}{\sigma^2}}{\frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}}"
        ),
        Notation(
            r"\mu_n = \left(\frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}\right)^{-1} "
            r"\left(\frac{\mu_0}{\sigma_0^2} + \frac{\sum_{i=1}^{n} x_i}{\sigma^2}\right)"
        ),
    ),
    words=("posterior mean", "gaussian prior", "normal prior", "known variance", "conjugate", "posterior"),
    derivation=derive_mean,
    source=Source(bishop, "equation 2.141"),
)


def derive_variance() -> Iterator[Step]:
    """Precisions add up."""
    yield Step(1 / (1 / s0**2 + n / sigma**2), because="the precisions of the prior and of the examples add up")
    yield Step(sigma**2 * s0**2 / (sigma**2 + n * s0**2), because="multiply numerator and denominator")


variance_posterior = Formula(
    title="Posterior variance of the mean of a normal distribution with known variance",
    kind=Kind.DEFINITION,
    statement=equal(post_variance.symbol, sigma**2 * s0**2 / (sigma**2 + n * s0**2)),
    quantities=(post_variance, prior_scale, scale),
    assumptions=(),
    notations=(
        Notation(r"\sigma_n^2 = \frac{\sigma^2 \sigma_0^2}{\sigma^2 + n \sigma_0^2}"),
        Notation(r"\sigma_n^2 = \left(\frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}\right)^{-1}"),
        Notation(r"\sigma_n^2 = \frac{1}{\frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}}"),
    ),
    words=("posterior variance", "gaussian prior", "normal prior", "known variance", "conjugate", "posterior"),
    derivation=derive_variance,
    source=Source(bishop, "equation 2.142"),
    other_sizes=(examples,),
)
precision_name = Quantity("p", "posterior precision")


def derive_precision() -> Iterator[Step]:
    """The reciprocal of the posterior variance."""
    yield Step((sigma**2 + n * s0**2) / (sigma**2 * s0**2), because="the reciprocal of the posterior variance")
    yield Step(1 / s0**2 + n / sigma**2, because="split the fraction")


precision_posterior = Formula(
    title="Posterior precision of the mean of a normal distribution",
    kind=Kind.DEFINITION,
    statement=equal(precision_name.symbol, 1 / s0**2 + n / sigma**2),
    quantities=(precision_name, prior_scale, scale),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{\sigma_n^2} = \frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}"),
        Notation(r"\sigma_n^{-2} = \sigma_0^{-2} + n \sigma^{-2}"),
    ),
    words=("posterior precision", "gaussian prior", "normal prior", "precision", "posterior"),
    derivation=derive_precision,
    source=Source(bishop, "equation 2.142"),
    other_sizes=(examples,),
)
first_scale = Quantity("s", "standard deviation of the first estimate", domain=POSITIVE)
second_scale = Quantity("t", "standard deviation of the second estimate", domain=POSITIVE)
first_mean, second_mean = Quantity("a", "first mean"), Quantity("b", "second mean")
s, t, a, b = (q.symbol for q in (first_scale, second_scale, first_mean, second_mean))


def derive_product_mean() -> Iterator[Step]:
    """Complete the square in the sum of the exponents."""
    yield Step((a / s**2 + b / t**2) / (1 / s**2 + 1 / t**2), because="means weighted with their precisions")
    yield Step((a * t**2 + b * s**2) / (s**2 + t**2), because="multiply numerator and denominator by both variances")


product_mean = Formula(
    title="Mean of the product of two normal densities",
    kind=Kind.DEFINITION,
    statement=equal(post_mean.symbol, (a * t**2 + b * s**2) / (s**2 + t**2)),
    quantities=(post_mean, first_mean, second_mean, first_scale, second_scale),
    assumptions=(),
    notations=(
        Notation(
            r"\mu = \frac{\mu_1 \sigma_2^2 + \mu_2 \sigma_1^2}{\sigma_1^2 + \sigma_2^2}",
            (("mu_1", "a"), ("mu_2", "b"), ("sigma_1", "s"), ("sigma_2", "t")),
        ),
        Notation(
            r"\mu = \frac{\frac{\mu_1}{\sigma_1^2} + "
            r"\frac{\mu_2}{\sigma_2^2}}{\frac{1}{\sigma_1^2} + \frac{1}{\sigma_2^2}}",
            (("mu_1", "a"), ("mu_2", "b"), ("sigma_1", "s"), ("sigma_2", "t")),
        ),
    ),
    words=("product of gaussians", "product of two gaussian", "precision", "fusion", "gaussian"),
    derivation=derive_product_mean,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 8.1.8"),
)
states = Size("d", "entries of x", largest=3)
outputs = Size("m", "entries of y", largest=2)
state_mean = Quantity("mu", "prior mean of x", shape=(states,))
state_precision = Quantity("Lambda", "prior precision of x", (states, states), POSITIVE_DEFINITE)
map_matrix = Quantity("A", "matrix of the model", shape=(outputs, states))
offset = Quantity("b", "offset of the model", shape=(outputs,))
noise_precision = Quantity("L", "precision of the noise", (outputs, outputs), POSITIVE_DEFINITE)
observed = Quantity("y", "observed value", shape=(outputs,))
mu, Lambda, A = state_mean.symbol, state_precision.symbol, map_matrix.symbol
c, L, y = offset.symbol, noise_precision.symbol, observed.symbol
out_mean = Quantity("e", "mean of y", shape=(outputs,))
out_covariance = Quantity("C", "covariance of y", shape=(outputs, outputs))
state_covariance = Quantity("S", "posterior covariance of x", shape=(states, states))
state_posterior = Quantity("q", "posterior mean of x", shape=(states,))
model = (state_precision, map_matrix, noise_precision)


def derive_marginal() -> Iterator[Step]:
    """The covariances of the map and of the noise add up."""
    yield Step(
        Inverse(L) + A * Inverse(Lambda) * A.T, because="covariance of an affine map, and of independent noise"
    )


marginal_covariance = Formula(
    title="Covariance of the output of a linear normal model",
    kind=Kind.DEFINITION,
    statement=equal(out_covariance.symbol, Inverse(L) + A * Inverse(Lambda) * A.T),
    quantities=(out_covariance, *model),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{cov}[y] = L^{-1} + A \Lambda^{-1} A^\top"),
        Notation(r"\Sigma_y = A \Lambda^{-1} A^T + L^{-1}"),
    ),
    words=("linear gaussian", "marginal", "linear-gaussian"),
    derivation=derive_marginal,
    source=Source(bishop, "equation 2.115"),
)
posterior_form = Inverse(Lambda + A.T * L * A)


def derive_posterior_covariance() -> Iterator[Step]:
    """Woodbury's identity for the conditional covariance."""
    gain = Inverse(Lambda) * A.T * Inverse(Inverse(L) + A * Inverse(Lambda) * A.T)
    yield Step(
        Inverse(Lambda) - gain * A * Inverse(Lambda), because="covariance of a normal vector, some entries given"
    )
    yield Step(posterior_form, because="Woodbury's identity")


posterior_covariance = Formula(
    title="Posterior covariance of a linear normal model",
    kind=Kind.DEFINITION,
    statement=equal(state_covariance.symbol, posterior_form),
    quantities=(state_covariance, *model),
    assumptions=(),
    notations=(
        Notation(r"\Sigma = (\Lambda + A^\top L A)^{-1}"),
        Notation(r"\Sigma_{x|y} = (A^T L A + \Lambda)^{-1}"),
    ),
    words=("linear gaussian", "posterior", "linear-gaussian"),
    derivation=derive_posterior_covariance,
    source=Source(bishop, "equation 2.117"),
)


def derive_posterior_mean() -> Iterator[Step]:
    """Complete the square in x."""
    change = posterior_form * A.T * L * (y - A * mu - c)
    yield Step(mu + change, because="mean of a normal vector, some entries given")
    yield Step(posterior_form * (A.T * L * (y - c) + Lambda * mu), because="the prior mean is S (Λ + A' L A) μ")


posterior_mean = Formula(
    title="Posterior mean of a linear normal model",
    kind=Kind.DEFINITION,
    statement=equal(state_posterior.symbol, posterior_form * (A.T * L * (y - c) + Lambda * mu)),
    quantities=(
        state_posterior, state_mean, offset, observed, *model,
        Quantity("Sigma", "posterior covariance", (states, states), value=posterior_form),
    ),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[x | y] = (\Lambda + A^\top L A)^{-1} [A^\top L (y - b) + \Lambda \mu]"),
        Notation(r"\mathbb{E}[x | y] = \Sigma \{A^T L (y - b) + \Lambda \mu\}"),
        Notation(r"\mu_{x|y} = \Sigma (A^\top L (y - b) + \Lambda \mu)"),
    ),
    words=("linear gaussian", "posterior", "linear-gaussian"),
    derivation=derive_posterior_mean,
    source=Source(bishop, "equation 2.116"),
)

TOPIC = Topic(
    "Posteriors of normal models",
    formulas=(
        mean_posterior,
        variance_posterior,
        precision_posterior,
        product_mean,
        marginal_covariance,
        posterior_covariance,
        posterior_mean,
    ),
)
