"""Distribution functions, quantiles, hazards, skewness and kurtosis of the usual distributions."""

from __future__ import annotations

from sympy import Rational, Sum, erf, exp, log, pi, sqrt

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

casella = "Casella and Berger, Statistical Inference"
value = Quantity("v", "the value")
point = Quantity("x", "a number", domain=POSITIVE)
anywhere = Quantity("x", "a number")
rate = Quantity("r", "rate", domain=POSITIVE)
scale = Quantity("b", "scale", domain=POSITIVE)
shape = Quantity("k", "shape", domain=interval(Rational(1, 2), 3))
centre = Quantity("mu", "mean or location")
spread = Quantity("sigma", "standard deviation or scale", domain=POSITIVE)
x, u, lam, b, k, mu, sigma = (quantity.symbol for quantity in (point, anywhere, rate, scale, shape, centre, spread))
functions = ("cdf", "distribution function", "cumulative", "f(x)")
exponential = rule(
    "Distribution function of the exponential distribution",
    value,
    1 - exp(-lam * x),
    (point, rate),
    written(r"F(x) = 1 - e^{-\lambda x}", r"F(x) = 1 - \exp(-\lambda x)", letters=(("lambda", "r"),)),
    (*functions, "exponential"),
    "integrate the density from 0",
    Source(casella, "section 3.3"),
)
exponential_mean = rule(
    "Distribution function of the exponential distribution by its mean",
    value,
    1 - exp(-x / b),
    (point, scale),
    written(r"F(x) = 1 - e^{-x / \theta}", r"F(x) = 1 - \exp\left(-\frac{x}{\theta}\right)", letters=(("theta", "b"),)),
    (*functions, "exponential"),
    "integrate the density from 0",
    Source(casella, "section 3.3"),
)
quantile = Quantity("p", "probability", domain=UNIT)
exponential_quantile = rule(
    "Quantile function of the exponential distribution",
    value,
    -log(1 - quantile.symbol) / lam,
    (quantile, rate),
    written(
        r"F^{-1}(p) = -\frac{\ln(1 - p)}{\lambda}", r"Q(p) = -\frac{1}{\lambda} \ln(1 - p)", letters=(("lambda", "r"),)
    ),
    ("quantile", "inverse", "exponential", "inversion", "transform"),
    "solve the distribution function for the number",
    Source("Bishop, Pattern Recognition and Machine Learning", "section 11.1.1"),
)
median = rule(
    "Median of the exponential distribution",
    value,
    log(2) / lam,
    (rate,),
    written(r"m = \frac{\ln 2}{\lambda}", r"x_{1/2} = \ln 2 / \lambda", letters=(("lambda", "r"),)),
    ("median", "half-life", "half life", "exponential"),
    "half of the probability lies below",
    Source(casella, "exercise 2.17"),
)
low = Quantity("a", "lower end")
width = Quantity("w", "width", domain=POSITIVE)
high = Quantity("c", "upper end", value=low.symbol + width.symbol)
uniform = rule(
    "Distribution function of the uniform distribution",
    value,
    (u - low.symbol) / (high.symbol - low.symbol),
    (anywhere, low, width, high),
    written(r"F(x) = \frac{x - a}{b - a}", r"F(x) = (x - a) / (b - a)", letters=(("b", "c"),)),
    (*functions, "uniform"),
    "the share of the interval below",
    Source(casella, "section 3.3"),
)
normal = rule(
    "Distribution function of the standard normal distribution by the error function",
    value,
    (1 + erf(u / sqrt(2))) / 2,
    (anywhere,),
    written(
        r"\Phi(a) = \frac{1}{2} \left\{1 + \operatorname{erf}\left(\frac{a}{\sqrt{2}}\right)\right\}",
        r"\Phi(z) = \frac{1 + \operatorname{erf}(z / \sqrt{2})}{2}",
        letters=(("a", "x"), ("z", "x")),
    ),
    ("probit", "error function", "erf", "standard normal", "normal", "gaussian", *functions),
    "the error function is odd and has the slope 2 exp(-u^2) over the root of pi",
    Source("Bishop, Pattern Recognition and Machine Learning", "equation 4.116"),
)
normal_located = rule(
    "Distribution function of the normal distribution by the error function",
    value,
    (1 + erf((u - mu) / (sigma * sqrt(2)))) / 2,
    (anywhere, centre, spread),
    written(
        r"F(x) = \frac{1}{2} \left[1 + \operatorname{erf}\left(\frac{x - \mu}{\sigma \sqrt{2}}\right)\right]",
        r"F(x) = \frac{1}{2} \left(1 + \operatorname{erf}\left(\frac{x - \mu}{\sqrt{2} \sigma}\right)\right)",
        r"F(x) = \frac{1}{2} \left[1 + \operatorname{erf}\left(\frac{x - \mu}{\sqrt{2 \sigma^2}}\right)\right]",
    ),
    ("error function", "erf", "normal", "gaussian", *functions),
    "standardise",
    Source("Murphy, Probabilistic Machine Learning: An Introduction", "equation 2.110"),
)
weibull = rule(
    "Distribution function of the Weibull distribution",
    value,
    1 - exp(-((x / b) ** k)),
    (point, scale, shape),
    written(r"F(x) = 1 - e^{-(x / \lambda)^k}", r"F(x) = 1 - \exp\left(-\left(\frac{x}{\lambda}\right)^k\right)",
            letters=(("lambda", "b"),)),
    (*functions, "weibull"),
    "integrate the density from 0",
    Source(casella, "section 3.3"),
)  # fmt: skip
weibull_hazard = rule(
    "Hazard of the Weibull distribution",
    value,
    k / b * (x / b) ** (k - 1),
    (point, scale, shape),
    written(r"h(t) = \frac{k}{\lambda} \left(\frac{t}{\lambda}\right)^{k - 1}",
            r"h(t) = k \lambda^{-k} t^{k - 1}", letters=(("lambda", "b"), ("t", "x"))),
    ("hazard", "weibull", "survival"),
    "the density over what survives",
    Source("Cox and Oakes, Analysis of Survival Data", "section 2.3"),
)  # fmt: skip
least = Quantity("x_m", "least value", domain=POSITIVE)
excess = Quantity("y", "how far above", domain=POSITIVE)
above = Quantity("x", "a number above the least", value=least.symbol + excess.symbol)
exponent = Quantity("alpha", "exponent", domain=POSITIVE)
pareto = rule(
    "Distribution function of the Pareto distribution",
    value,
    1 - (least.symbol / above.symbol) ** exponent.symbol,
    (least, excess, above, exponent),
    written(r"F(x) = 1 - \left(\frac{x_m}{x}\right)^\alpha", r"F(x) = 1 - (x_m / x)^\alpha"),
    (*functions, "pareto"),
    "integrate the density from the least value",
    Source(casella, "table of common distributions"),
)
logistic = rule(
    "Distribution function of the logistic distribution",
    value,
    1 / (1 + exp(-(u - mu) / sigma)),
    (anywhere, centre, spread),
    written(
        r"F(x) = \frac{1}{1 + e^{-(x - \mu) / s}}",
        r"F(x) = \frac{1}{1 + \exp\left(-\frac{x - \mu}{s}\right)}",
        letters=(("s", "sigma"),),
    ),
    (*functions, "logistic"),
    "its derivative is the density",
    Source(casella, "table of common distributions"),
)
gumbel = rule(
    "Distribution function of the Gumbel distribution",
    value,
    exp(-exp(-(u - mu) / b)),
    (anywhere, centre, scale),
    written(r"F(x) = e^{-e^{-(x - \mu) / \beta}}", r"F(x) = \exp(-\exp(-(x - \mu) / \beta))", letters=(("beta", "b"),)),
    (*functions, "gumbel", "extreme value"),
    "its derivative is the density",
    Source("Murphy, Probabilistic Machine Learning: Advanced Topics", "section 2.2.3"),
)
rayleigh = rule(
    "Density of the Rayleigh distribution",
    value,
    x / sigma**2 * exp(-(x**2) / (2 * sigma**2)),
    (point, spread),
    written(
        r"f(x) = \frac{x}{\sigma^2} e^{-x^2 / (2 \sigma^2)}",
        r"f(x) = \frac{x}{\sigma^2} \exp\left(-\frac{x^2}{2 \sigma^2}\right)",
    ),
    ("rayleigh distribution", "rayleigh"),
    "the length of two independent normal numbers",
    Source("Papoulis, Probability, Random Variables and Stochastic Processes", "section 4.3"),
)
rayleigh_function = rule(
    "Distribution function of the Rayleigh distribution",
    value,
    1 - exp(-(x**2) / (2 * sigma**2)),
    (point, spread),
    written(r"F(x) = 1 - e^{-x^2 / (2 \sigma^2)}", r"F(x) = 1 - \exp\left(-\frac{x^2}{2 \sigma^2}\right)"),
    (*functions, "rayleigh"),
    "integrate the density from 0",
    Source("Papoulis, Probability, Random Variables and Stochastic Processes", "section 4.3"),
)
rayleigh_mean = rule(
    "Mean of the Rayleigh distribution",
    value,
    sigma * sqrt(pi / 2),
    (spread,),
    written(r"\mathbb{E}[X] = \sigma \sqrt{\frac{\pi}{2}}", r"\mu = \sigma \sqrt{\pi / 2}"),
    ("rayleigh",),
    "the mean length of two independent normal numbers",
    Source("Papoulis, Probability, Random Variables and Stochastic Processes", "section 5.3"),
)
draws = Size("n", "examples", smallest=2, largest=5)
i, j = bound_index("i j")
N = draws.symbol
numbers = Quantity("x", "the examples", shape=(draws,))
average = Quantity("x_bar", "mean", value=Sum(at(numbers.symbol, j), (j, 1, N)) / N)
away = at(numbers.symbol, i) - average.symbol
deviation = Quantity("s", "standard deviation", domain=POSITIVE)
skewness = rule(
    "Skewness of a sample",
    value,
    Sum(away**3, (i, 1, N)) / N / deviation.symbol**3,
    (numbers, average, deviation),
    written(
        r"g_1 = \frac{\frac{1}{n} \sum_{i=1}^n (x_i - \bar{x})^3}{s^3}",
        r"g_1 = \frac{1}{n} \sum_{i=1}^n \left(\frac{x_i - \bar{x}}{s}\right)^3",
    ),
    ("skewness", "third moment"),
    "the mean cube of the standardised numbers",
    Source("Wasserman, All of Statistics", "example 7.12"),
)
kurtosis = rule(
    "Excess kurtosis of a sample",
    value,
    Sum(away**4, (i, 1, N)) / N / deviation.symbol**4 - 3,
    (numbers, average, deviation),
    written(
        r"g_2 = \frac{\frac{1}{n} \sum_{i=1}^n (x_i - \bar{x})^4}{s^4} - 3",
        r"g_2 = \frac{1}{n} \sum_{i=1}^n \left(\frac{x_i - \bar{x}}{s}\right)^4 - 3",
    ),
    ("kurtosis", "fourth moment"),
    "the mean fourth power of the standardised numbers, less that of normal ones",
    Source(casella, "exercise 2.28"),
)

TOPIC = Topic(
    "Distribution functions",
    formulas=(
        exponential,
        exponential_mean,
        exponential_quantile,
        median,
        uniform,
        normal,
        normal_located,
        weibull,
        weibull_hazard,
        pareto,
        logistic,
        gumbel,
        rayleigh,
        rayleigh_function,
        rayleigh_mean,
        skewness,
        kurtosis,
    ),
)
