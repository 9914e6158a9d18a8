"""Means and variances of further distributions on the line, as tables of distributions list them.

`distribution_moments` has those of the Bernoulli, uniform, beta, gamma and log-normal distributions, with proofs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import pi, sqrt

from derivations.stanzas import rule
from derivations.vocabulary import POSITIVE, UNIT, Formula, Notation, Quantity, Source, Topic, integers, interval

casella = "Casella and Berger, Statistical Inference"
johnson = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions"
centre = Quantity("m", "mean of the distribution")
dispersion = Quantity("v", "variance of the distribution")
trials = Quantity("n", "number of trials", domain=integers(1, 6))
chance = Quantity("p", "probability of success", domain=UNIT)
often = Quantity("p", "probability of success", domain=interval(Fraction(1, 8), 1))
rate = Quantity("beta", "rate", domain=POSITIVE)
scale = Quantity("theta", "scale", domain=POSITIVE)
shape = Quantity("k", "shape", domain=POSITIVE)
successes = Quantity("r", "number of successes", domain=integers(1, 6))
n, p, beta, theta, k, r = (quantity.symbol for quantity in (trials, chance, rate, scale, shape, successes))
q = often.symbol
MEANS = (r"\mathbb{E}[X]", r"\mu", r"\operatorname{mean}")
VARIANCES = (r"\operatorname{Var}(X)", r"\sigma^2", r"\operatorname{Var}[X]")
Letters = tuple[tuple[str, str], ...]


def moment(
    title: str,
    value: Any,
    quantities: tuple[Quantity, ...],
    spellings: tuple[tuple[str, Letters], ...],
    words: tuple[str, ...],
    because: str,
    source: Source,
    lefts: tuple[str, ...] = MEANS,
) -> Formula:
    """A moment under the names that tables give it; each right side is written after each of them."""
    return rule(
        title,
        dispersion if lefts is VARIANCES else centre,
        value,
        quantities,
        tuple(Notation(f"{left} = {right}", letters) for left in lefts for right, letters in spellings),
        words,
        because,
        source,
    )


def variance(
    title: str,
    value: Any,
    quantities: tuple[Quantity, ...],
    spellings: tuple[tuple[str, Letters], ...],
    words: tuple[str, ...],
    because: str,
    source: Source,
) -> Formula:
    """A variance."""
    return moment(title, value, quantities, spellings, words, because, source, VARIANCES)


lambdas = (("lambda", "beta"),)
counting = Source(casella, "section 3.2")
continuous = Source(casella, "section 3.3")
binomial = ("binomial",)
binomial_mean = moment(
    "Mean of the binomial distribution, by name",
    n * p,
    (trials, chance),
    ((r"n p", ()),),
    binomial,
    "each trial adds its probability",
    counting,
)
binomial_variance = variance(
    "Variance of the binomial distribution, by name",
    n * p * (1 - p),
    (trials, chance),
    ((r"n p (1 - p)", ()), (r"n p - n p^2", ())),
    binomial,
    "each trial adds p (1 - p)",
    counting,
)
geometric = ("geometric",)
geometric_mean = moment(
    "Mean number of trials up to the first success",
    1 / q,
    (often,),
    ((r"\frac{1}{p}", ()), (r"1 / p", ())),
    geometric,
    "the mean m solves m = 1 + (1 - p) m",
    counting,
)
failures_mean = moment(
    "Mean number of failures before the first success",
    (1 - q) / q,
    (often,),
    ((r"\frac{1 - p}{p}", ()), (r"\frac{1}{p} - 1", ())),
    (*geometric, "failures"),
    "one trial fewer",
    counting,
)
negative = ("negative binomial", "pascal")
negative_mean = moment(
    "Mean number of failures before the r-th success",
    r * (1 - q) / q,
    (successes, often),
    ((r"\frac{r (1 - p)}{p}", ()), (r"r \frac{1 - p}{p}", ())),
    negative,
    "r times the failures before one success",
    counting,
)
negative_variance = variance(
    "Variance of the number of failures before the r-th success",
    r * (1 - q) / q**2,
    (successes, often),
    ((r"\frac{r (1 - p)}{p^2}", ()), (r"r \frac{1 - p}{p^2}", ())),
    negative,
    "r times the variance for one success",
    counting,
)
waiting = ("exponential",)
exponential_mean = moment(
    "Mean of the exponential distribution",
    1 / beta,
    (rate,),
    ((r"\frac{1}{\lambda}", lambdas), (r"1 / \lambda", lambdas)),
    waiting,
    "the integral of the survival function",
    continuous,
)
exponential_variance = variance(
    "Variance of the exponential distribution",
    1 / beta**2,
    (rate,),
    ((r"\frac{1}{\lambda^2}", lambdas), (r"1 / \lambda^2", lambdas)),
    waiting,
    "the mean square is 2 / rate^2",
    continuous,
)
scaled = ("gamma", "scale")
gamma_mean = moment(
    "Mean of the gamma distribution with a scale",
    k * theta,
    (shape, scale),
    ((r"k \theta", ()), (r"\alpha \theta", (("alpha", "k"),))),
    scaled,
    "shape times scale",
    continuous,
)
gamma_variance = variance(
    "Variance of the gamma distribution with a scale",
    k * theta**2,
    (shape, scale),
    ((r"k \theta^2", ()), (r"\alpha \theta^2", (("alpha", "k"),))),
    scaled,
    "shape times the squared scale",
    continuous,
)
gamma_mode = moment(
    "Mode of the gamma distribution with a rate",
    (k - 1) / beta,
    (shape, rate),
    ((r"\frac{k - 1}{\beta}", ()), (r"\frac{a - 1}{b}", (("a", "k"), ("b", "beta")))),
    ("gamma", "mode"),
    "where the derivative of the log-density vanishes",
    continuous,
    (r"\operatorname{mode}", r"x^*"),
)
first = Quantity("a", "first shape", domain=interval(1, 9))
second = Quantity("b", "second shape", domain=interval(1, 9))
a, b = first.symbol, second.symbol
greek = (("alpha", "a"), ("beta", "b"))
beta_mode = moment(
    "Mode of the beta distribution",
    (a - 1) / (a + b - 2),
    (first, second),
    ((r"\frac{a - 1}{a + b - 2}", ()), (r"\frac{\alpha - 1}{\alpha + \beta - 2}", greek)),
    ("beta", "mode"),
    "where the derivative of the log-density vanishes",
    continuous,
    (r"\operatorname{mode}", r"x^*", r"\hat{\theta}"),
)
laplace_variance = variance(
    "Variance of the Laplace distribution",
    2 * theta**2,
    (scale,),
    ((r"2 b^2", (("b", "theta"),)),),
    ("laplace", "double exponential"),
    "the mean square of an exponential distance",
    continuous,
)
degrees = Quantity("k", "degrees of freedom", domain=integers(1, 9))
chi_variance = variance(
    "Variance of the chi-squared distribution",
    2 * degrees.symbol,
    (degrees,),
    ((r"2 k", ()), (r"2 \nu", (("nu", "k"),))),
    ("chi-square", "chi square"),
    "each squared normal number adds 2",
    continuous,
)
student_freedom = Quantity("nu", "degrees of freedom", domain=interval(Fraction(5, 2), 12))
student = student_freedom.symbol
student_variance = variance(
    "Variance of Student's t-distribution with more than two degrees of freedom",
    student / (student - 2),
    (student_freedom,),
    ((r"\frac{\nu}{\nu - 2}", ()), (r"\nu / (\nu - 2)", ())),
    ("student", "t-distribution"),
    "the mean of one over a gamma number",
    continuous,
)
logistic_variance = variance(
    "Variance of the logistic distribution",
    pi**2 * theta**2 / 3,
    (scale,),
    ((r"\frac{(\pi s)^2}{3}", (("s", "theta"),)), (r"\frac{1}{3} (s \pi)^2", (("s", "theta"),))),
    ("logistic distribution", "logistic"),
    "the second derivative of the log of the moment generating function at 0",
    Source(johnson, "chapter 23"),
)
gumbel_variance = variance(
    "Variance of the Gumbel distribution",
    pi**2 * theta**2 / 6,
    (scale,),
    ((r"\frac{(\pi \beta)^2}{6}", (("beta", "theta"),)), (r"\frac{1}{6} (\pi \beta)^2", (("beta", "theta"),))),
    ("gumbel", "extreme value"),
    "the second derivative of the log-gamma function at 1",
    Source(johnson, "chapter 22"),
)
spread = Quantity("sigma", "standard deviation before the fold", domain=POSITIVE)
sigma = spread.symbol
half_normal_mean = moment(
    "Mean of the half-normal distribution",
    sigma * sqrt(2 / pi),
    (spread,),
    ((r"\sigma \sqrt{\frac{2}{\pi}}", ()), (r"\frac{\sigma \sqrt{2}}{\sqrt{\pi}}", ())),
    ("half-normal", "folded normal", "absolute value"),
    "twice the integral over the positive half",
    Source(johnson, "chapter 13"),
    (r"\mathbb{E}[X]", r"\mathbb{E}|X|", r"\mu"),
)
tail = Quantity("alpha", "exponent of the tail", domain=interval(Fraction(5, 4), 9))
least = Quantity("x_m", "least value", domain=POSITIVE)
pareto_mean = moment(
    "Mean of the Pareto distribution",
    tail.symbol * least.symbol / (tail.symbol - 1),
    (tail, least),
    ((r"\frac{\alpha x_m}{\alpha - 1}", ()), (r"\frac{\alpha}{\alpha - 1} x_m", ())),
    ("pareto", "power law"),
    "the integral of the survival function",
    Source(johnson, "chapter 20"),
)
classes = Quantity("n", "number of the values", domain=integers(1, 9))
discrete_mean = moment(
    "Mean of the uniform distribution on 1 to n",
    (n + 1) / 2,
    (classes,),
    ((r"\frac{n + 1}{2}", ()),),
    ("discrete uniform", "uniform"),
    "the sum of the first integers",
    counting,
)
discrete_variance = variance(
    "Variance of the uniform distribution on 1 to n",
    (n**2 - 1) / 12,
    (classes,),
    ((r"\frac{n^2 - 1}{12}", ()), (r"\frac{(n + 1)(n - 1)}{12}", ())),
    ("discrete uniform", "uniform"),
    "the sum of the first squares",
    counting,
)

TOPIC = Topic(
    "Moments of further distributions",
    formulas=(
        binomial_mean,
        binomial_variance,
        geometric_mean,
        failures_mean,
        negative_mean,
        negative_variance,
        exponential_mean,
        exponential_variance,
        gamma_mean,
        gamma_variance,
        gamma_mode,
        beta_mode,
        laplace_variance,
        chi_variance,
        student_variance,
        logistic_variance,
        gumbel_variance,
        half_normal_mean,
        pareto_mean,
        discrete_mean,
        discrete_variance,
    ),
)
