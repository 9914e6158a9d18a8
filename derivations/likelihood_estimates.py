"""Likelihoods of continuous examples, and the estimates that make them largest, as sheets on estimation print them.

Log-likelihoods and their derivatives stand in `likelihoods` and `gaussian_likelihood`.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Lambda, Rational, Sum, Symbol, exp, gamma, log, pi

from derivations.operators import at, largest_over
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
casella = "Casella and Berger, Statistical Inference"
value = Quantity("v", "likelihood or estimate")
examples = Size("N", "examples", largest=4)
N = examples.symbol
n = bound_index("n")
numbers = Quantity("x", "the examples", shape=(examples,))
times = Quantity("x", "positive examples", shape=(examples,), domain=POSITIVE)
chance = Quantity("mu", "probability of a one", domain=UNIT)
centre = Quantity("mu", "mean or location")
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
p, mu, sigma = chance.symbol, centre.symbol, spread.symbol
x = numbers.symbol
likely = ("likelihood", "maximum likelihood", "data set", "mle", "observations", "i.i.d", "estimat")
normal = rule(
    "Likelihood of normally distributed numbers",
    value,
    (2 * pi * sigma**2) ** (-N / 2) * exp(-Sum((at(x, n) - mu) ** 2, (n, 1, N)) / (2 * sigma**2)),
    (numbers, centre, spread),
    written(
        r"p(X | \mu) = \frac{1}{(2\pi\sigma^2)^{N/2}} "
        r"\exp\left\{-\frac{1}{2\sigma^2} \sum_{n=1}^N (x_n - \mu)^2\right\}",
        r"L(\mu, \sigma^2) = (2\pi\sigma^2)^{-N/2} \exp\left(-\frac{1}{2\sigma^2} \sum_{n=1}^N (x_n - \mu)^2\right)",
        r"p(X | \mu) = \prod_{n=1}^N \frac{1}{\sqrt{2\pi\sigma^2}} "
        r"\exp\left(-\frac{(x_n - \mu)^2}{2\sigma^2}\right)",
    ),
    ("gaussian", "normal", *likely),
    "the examples are independent",
    Source(bishop, "equation 2.137"),
)
number = Quantity("N", "number of examples", domain=integers(1, 9))
variance = Quantity("s", "variance", domain=POSITIVE)
shrunk = rule(
    "Mean of the maximum-likelihood variance, by name",
    value,
    (number.symbol - 1) / number.symbol * variance.symbol,
    (number, variance),
    written(r"v = \frac{N - 1}{N} s", r"\mathbb{E}[\hat{v}] = \left(\frac{N - 1}{N}\right) s"),
    ("biased", "bias", "maximum likelihood", "unbiased", "expected"),
    "one degree of freedom is the mean",
    Source(bishop, "equation 1.58"),
)
rate = Quantity("b", "prior rate", domain=POSITIVE)
gamma_rate = rule(
    "Posterior rate of the precision of a normal distribution, by the maximum-likelihood variance",
    value,
    rate.symbol + number.symbol / 2 * sigma**2,
    (rate, number, spread),
    written(r"b_N = b_0 + \frac{N}{2} \sigma_{\text{ML}}^2", r"b_N = b_0 + \frac{1}{2} N \sigma_{\text{ML}}^2",
            letters=(("b_0", "b"), ("sigma_ML", "sigma"))),
    ("gamma", "precision", "conjugate", "bayesian inference", "posterior", "gaussian"),
    "the squared deviations are N times the variance",
    Source(bishop, "equation 2.151"),
)  # fmt: skip
estimating = ("maximum likelihood", "mle", "estimat", "likelihood")
laplace_scale = rule(
    "Maximum-likelihood scale of a Laplace distribution",
    value,
    Sum(Abs(at(x, n) - mu), (n, 1, N)) / N,
    (numbers, centre),
    written(
        r"\hat{b} = \frac{1}{N} \sum_{n=1}^N |x_n - \hat{\mu}|",
        letters=(("mu_hat", "mu"),),
    )
    + written(r"b = \frac{\sum_{i=1}^N |x_i - \mu|}{N}"),
    ("laplace", "double exponential", "median", *estimating),
    "the mean distance from the location",
    Source("Norton 1984, The Double Exponential Distribution", "section 1"),
)
least = Quantity("x_m", "least value", domain=POSITIVE)
pareto_exponent = rule(
    "Maximum-likelihood exponent of a Pareto distribution",
    value,
    N / Sum(log(at(times.symbol, n) / least.symbol), (n, 1, N)),
    (times, least),
    written(
        r"\hat{\alpha} = \frac{N}{\sum_{n=1}^N \ln(x_n / x_m)}",
        r"\hat{\alpha} = N \left[\sum_{n=1}^N \ln \frac{x_n}{x_m}\right]^{-1}",
    ),
    ("pareto", "power law", "hill", *estimating),
    "the logarithms over the least value are exponential",
    Source("Newman 2005, Power Laws, Pareto Distributions and Zipf's Law", "equation 5"),
)
rayleigh_scale = rule(
    "Maximum-likelihood squared scale of a Rayleigh distribution",
    value,
    Sum(at(x, n) ** 2, (n, 1, N)) / (2 * N),
    (numbers,),
    written(r"\hat{\theta} = \frac{\sum_{i=1}^N x_i^2}{2N}") + written(r"s = \frac{1}{2N} \sum_{n=1}^N x_n^2"),
    ("rayleigh", *estimating),
    "half the mean square",
    Source(casella, "section 7.2"),
)
log_mean = rule(
    "Maximum-likelihood mean of the logarithms of log-normal numbers",
    value,
    Sum(log(at(times.symbol, n)), (n, 1, N)) / N,
    (times,),
    written(r"\hat{\mu} = \frac{1}{N} \sum_{n=1}^N \ln x_n", r"\hat{\mu} = \frac{\sum_{i=1}^N \ln x_i}{N}"),
    ("log-normal", "lognormal", "log normal", "geometric mean", *estimating),
    "the logarithms are normal",
    Source(casella, "section 7.2"),
)
geometric = rule(
    "Maximum-likelihood probability of a geometric distribution, by the numbers of trials",
    value,
    N / Sum(at(times.symbol, n), (n, 1, N)),
    (times,),
    written(
        r"\hat{p} = \frac{N}{\sum_{n=1}^N x_n}",
        r"\hat{p} = \left(\frac{1}{N} \sum_{n=1}^N x_n\right)^{-1}",
    ),
    ("geometric", "trials", *estimating),
    "the successes over the trials",
    Source(casella, "section 7.2"),
)
uniform_end = replace(
    rule(
        "Maximum-likelihood upper end of a uniform distribution",
        value,
        largest_over(at(x, n), n, 1, N),
        (numbers,),
        written(r"\hat{\theta} = \max_{1 \leq n \leq N} x_n", r"\hat{\theta} = \max_i x_i"),
        ("uniform", *estimating),
        "the shortest interval that holds all examples",
        Source(casella, "example 7.2.9"),
    ),
    survivors=(
        ("the lower bound 1 becomes 0 in max_{n=1..N}(x[n])", "there is no example 0, so that nothing can be compared"),
    ),
)
unbiased_end = rule(
    "Unbiased estimate of the upper end of a uniform distribution",
    value,
    (number.symbol + 1) / number.symbol * mu,
    (number, centre),
    written(r"\tilde{\theta} = \frac{n + 1}{n} m", r"\hat{\theta} = \left(1 + \frac{1}{n}\right) m",
            letters=(("n", "N"), ("m", "mu"))),
    ("uniform", "german tank", "unbiased"),
    "the mean of the largest example is n/(n + 1) of the end",
    Source(casella, "example 7.3.13"),
)  # fmt: skip
freedom = Quantity("nu", "degrees of freedom", domain=interval(1, 4))
precision = Quantity("tau", "precision", domain=POSITIVE)
one_number = Quantity("x", "a number")
nu, lam, one = freedom.symbol, precision.symbol, one_number.symbol
argument = Symbol("u", positive=True)
gamma_function = Quantity("Gamma", "the gamma function", value=Lambda((argument,), gamma(argument)))
student = rule(
    "Density of Student's t-distribution with a location and a precision",
    value,
    gamma(nu / 2 + Rational(1, 2))
    / gamma(nu / 2)
    * (lam / (pi * nu)) ** Rational(1, 2)
    * (1 + lam * (one - mu) ** 2 / nu) ** (-nu / 2 - Rational(1, 2)),
    (one_number, centre, precision, freedom, gamma_function),
    written(
        r"\operatorname{St}(x | \mu, \lambda, \nu) = \frac{\Gamma(\nu/2 + 1/2)}{\Gamma(\nu/2)} "
        r"\left(\frac{\lambda}{\pi\nu}\right)^{1/2} \left[1 + \frac{\lambda (x - \mu)^2}{\nu}\right]^{-\nu/2 - 1/2}",
        r"p(x) = \frac{\Gamma\left(\frac{\nu + 1}{2}\right)}{\Gamma\left(\frac{\nu}{2}\right)} "
        r"\sqrt{\frac{\lambda}{\pi\nu}} \left(1 + \frac{\lambda (x - \mu)^2}{\nu}\right)^{-(\nu + 1)/2}",
        letters=(("lambda", "tau"),),
    ),
    ("student", "t-distribution", "robust", "heavy tail"),
    "a mixture of normal densities over a gamma distributed precision",
    Source(bishop, "equation 2.159"),
)

TOPIC = Topic(
    "Likelihoods and their estimates",
    formulas=(
        normal,
        shrunk,
        gamma_rate,
        laplace_scale,
        pareto_exponent,
        rayleigh_scale,
        log_mean,
        geometric,
        uniform_end,
        unbiased_end,
        student,
    ),
)
