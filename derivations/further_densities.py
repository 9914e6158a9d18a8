"""More densities on the line: uniform, log-normal, Weibull, Pareto, logistic, Cauchy.

A distribution function is the probability of at most x; the density is its derivative.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Lambda, Piecewise, Rational, Symbol, exp, gamma, log, pi, sqrt

from derivations.operators import equal, partial, sigmoid
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
    interval,
)

casella = "Casella and Berger, Statistical Inference"
density = Quantity("f", "density at x")
f = density.symbol
half = Rational(1, 2)
u = Symbol("u", positive=True)
point = Quantity("x", "a real number")
centre = Quantity("mu", "location")
z, mu = point.symbol, centre.symbol
scale = Quantity("s", "scale", domain=interval(Fraction(1, 2), 3))
s = scale.symbol
time = Quantity("x", "a positive number", domain=interval(Fraction(1, 4), 3))
x = time.symbol
shape = Quantity("k", "shape", domain=interval(Fraction(1, 2), 3))
stretch = Quantity("theta", "scale", domain=interval(Fraction(1, 2), 3))
k, lam = shape.symbol, stretch.symbol
deviation = Quantity("sigma", "standard deviation of the logarithm", domain=interval(Fraction(1, 2), 3))
sigma = deviation.symbol


def derive_log_normal() -> Iterator[Step]:
    """The normal density of the logarithm, and the change of variables."""
    yield Step(
        exp(-(((log(x) - mu) / sigma) ** 2) / 2) / sqrt(2 * pi * sigma**2) * partial(log(x), x),
        because="the normal density at log x, times the derivative of the logarithm",
    )
    yield Step(
        1 / (x * sigma * sqrt(2 * pi)) * exp(-((log(x) - mu) ** 2) / (2 * sigma**2)),
        because="the derivative of the logarithm is 1/x",
    )


log_normal = Formula(
    title="Density of the log-normal distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / (x * sigma * sqrt(2 * pi)) * exp(-((log(x) - mu) ** 2) / (2 * sigma**2))),
    quantities=(density, time, centre, deviation),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{1}{x \sigma \sqrt{2\pi}} \exp\left(-\frac{(\ln x - \mu)^2}{2\sigma^2}\right)"),
        Notation(r"p(x) = \frac{1}{\sqrt{2\pi} \sigma x} e^{-\frac{(\log x - \mu)^2}{2 \sigma^2}}"),
        Notation(r"p(x) = \frac{1}{\sqrt{2\pi\sigma^2}} \frac{1}{x} e^{-(\ln x - \mu)^2 / (2 \sigma^2)}"),
    ),
    words=("log-normal", "lognormal"),
    derivation=derive_log_normal,
    source=Source(casella, "equation 3.3.21"),
)


def derive_weibull() -> Iterator[Step]:
    """A density is the derivative of the distribution function."""
    yield Step(partial(1 - exp(-((x / lam) ** k)), x), because="(x/λ)^k is an exponential number with rate 1")
    yield Step(k / lam * (x / lam) ** (k - 1) * exp(-((x / lam) ** k)), because="chain rule")


weibull = Formula(
    title="Density of the Weibull distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, k / lam * (x / lam) ** (k - 1) * exp(-((x / lam) ** k))),
    quantities=(density, time, shape, stretch),
    assumptions=(),
    notations=(
        Notation(
            r"f(x) = \frac{k}{\lambda} "
            r"\left(\frac{x}{\lambda}\right)^{k - 1} e^{-(x / \lambda)^k}",
            (("lambda", "theta"),),
        ),
        Notation(
            r"f(x) = \frac{k}{\lambda} \left(\frac{x}{\lambda}\right)^{k - 1} "
            r"\exp\left(-\left(\frac{x}{\lambda}\right)^k\right)",
            (("lambda", "theta"),),
        ),
        Notation(r"f(x) = \frac{k x^{k - 1}}{\lambda^k} \exp(-(x / \lambda)^k)", (("lambda", "theta"),)),
    ),
    words=("weibull",),
    derivation=derive_weibull,
    source=Source(casella, "section 3.3"),
)
least = Quantity("m", "least value", domain=interval(Fraction(1, 4), 3))
m = least.symbol


def derive_pareto() -> Iterator[Step]:
    """A density is the derivative of the distribution function."""
    yield Step(partial(1 - (m / x) ** k, x), because="log(x/m) is an exponential number with rate k")
    yield Step(k * m**k / x ** (k + 1), because="the derivative of a power")


pareto = Formula(
    title="Density of the Pareto distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, k * m**k / x ** (k + 1)),
    quantities=(density, time, shape, least),
    assumptions=(m < x,),
    notations=(
        Notation(r"f(x) = \frac{\alpha x_m^\alpha}{x^{\alpha + 1}}", (("alpha", "k"), ("x_m", "m"))),
        Notation(r"p(x) = k m^k x^{-(k + 1)}"),
        Notation(r"f(x) = \frac{k}{x} \left(\frac{m}{x}\right)^k"),
    ),
    words=("pareto", "power law"),
    derivation=derive_pareto,
    source=Source(casella, "exercise 3.23"),
)


def derive_logistic() -> Iterator[Step]:
    """A density is the derivative of the distribution function."""
    yield Step(partial(sigmoid((z - mu) / s), z), because="the distribution function is the logistic function")
    yield Step(
        exp(-(z - mu) / s) / (s * (1 + exp(-(z - mu) / s)) ** 2), because="derivative of the logistic function"
    )


logistic = Formula(
    title="Density of the logistic distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, exp(-(z - mu) / s) / (s * (1 + exp(-(z - mu) / s)) ** 2)),
    quantities=(density, point, centre, scale),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{e^{-(x - \mu)/s}}{s (1 + e^{-(x - \mu)/s})^2}"),
        Notation(
            r"f(x) = \frac{\exp\left(-\frac{x - \mu}{s}\right)}{s \left(1 + "
            r"\exp\left(-\frac{x - \mu}{s}\right)\right)^2}"
        ),
        Notation(
            r"p(x) = \frac{1}{s} \sigma\left(\frac{x - \mu}{s}\right) "
            r"\left(1 - \sigma\left(\frac{x - \mu}{s}\right)\right)"
        ),
    ),
    words=("logistic distribution", "logistic density"),
    derivation=derive_logistic,
    source=Source(casella, "table of common distributions"),
)


def derive_cauchy() -> Iterator[Step]:
    """Student's t with one degree of freedom."""
    yield Step(s / (pi * ((z - mu) ** 2 + s**2)), because="the tangent of a uniform angle, scaled")
    yield Step(1 / (pi * s * (1 + ((z - mu) / s) ** 2)), because="take s^2 out of the sum")


cauchy = Formula(
    title="Density of the Cauchy distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / (pi * s * (1 + ((z - mu) / s) ** 2))),
    quantities=(density, point, centre, scale),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{1}{\pi s \left(1 + \left(\frac{x - \mu}{s}\right)^2\right)}"),
        Notation(r"p(x) = \frac{1}{\pi} \frac{\gamma}{(x - x_0)^2 + \gamma^2}", (("x_0", "mu"), ("gamma", "s"))),
        Notation(
            r"p(x) = \frac{1}{\pi \gamma} \left[1 + \left(\frac{x - "
            r"\mu}{\gamma}\right)^2\right]^{-1}",
            (("gamma", "s"),),
        ),
    ),
    words=("cauchy",),
    derivation=derive_cauchy,
    source=Source(casella, "section 3.3"),
)


def derive_gumbel() -> Iterator[Step]:
    """A density is the derivative of the distribution function."""
    yield Step(partial(exp(-exp(-(z - mu) / s)), z), because="minus the logarithm of an exponential number, scaled")
    yield Step(1 / s * exp(-(z - mu) / s - exp(-(z - mu) / s)), because="chain rule, twice")


gumbel = Formula(
    title="Density of the Gumbel distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / s * exp(-(z - mu) / s - exp(-(z - mu) / s))),
    quantities=(density, point, centre, scale),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{1}{\beta} e^{-(x - \mu)/\beta - e^{-(x - \mu)/\beta}}", (("beta", "s"),)),
        Notation(
            r"p(x) = \frac{1}{\beta} \exp\left(-\frac{x - \mu}{\beta}\right) "
            r"\exp\left(-\exp\left(-\frac{x - \mu}{\beta}\right)\right)",
            (("beta", "s"),),
        ),
    ),
    words=("gumbel",),
    derivation=derive_gumbel,
    source=Source("Jang, Gu and Poole 2017, Categorical reparameterization with Gumbel-softmax", "section 2.1"),
)
degrees = Quantity("k", "degrees of freedom", domain=interval(Fraction(1, 2), 6))
gamma_function = Quantity("Gamma", "the gamma function", value=Lambda((u,), gamma(u)))
n = degrees.symbol


def derive_chi_square() -> Iterator[Step]:
    """A gamma density with shape k/2 and rate 1/2."""
    yield Step(half ** (n / 2) / gamma(n / 2) * x ** (n / 2) * exp(-x / 2) / x, because="shape k/2 and rate 1/2")
    yield Step(
        1 / (2 ** (n / 2) * gamma(n / 2)) * x ** (n / 2 - 1) * exp(-x / 2), because="the power of one half; cancel x"
    )


chi_square = Formula(
    title="Density of the chi-squared distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / (2 ** (n / 2) * gamma(n / 2)) * x ** (n / 2 - 1) * exp(-x / 2)),
    quantities=(density, time, degrees, gamma_function),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{1}{2^{k/2} \Gamma(k/2)} x^{k/2 - 1} e^{-x/2}"),
        Notation(
            r"f(x) = \frac{x^{\frac{\nu}{2} - 1} e^{-\frac{x}{2}}}{2^{\frac{\nu}{2}} \Gamma\left(\frac{\nu}{2}\right)}",
            (("nu", "k"),),
        ),
    ),
    words=("chi-squared", "chi-square", "chi squared"),
    derivation=derive_chi_square,
    source=Source(casella, "section 3.3"),
)
low = Quantity("a", "lower end")
width = Quantity("w", "length", domain=interval(Fraction(1, 2), 3))
high = Quantity("b", "upper end", value=low.symbol + width.symbol)
a, b = low.symbol, high.symbol


def derive_uniform() -> Iterator[Step]:
    """The same density everywhere between the ends."""
    inside = (z - a) * (b - z) >= 0
    yield Step(Piecewise((1, inside), (0, True), evaluate=False) / width.symbol, because="the interval has this length")
    yield Step(Piecewise((1 / (b - a), (a <= z) & (z <= b)), (0, True), evaluate=False), because="x between a and b")


uniform = Formula(
    title="Density of the uniform distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, Piecewise((1 / (b - a), (a <= z) & (z <= b)), (0, True), evaluate=False)),
    quantities=(density, point, low, high, width),
    assumptions=(),
    notations=(
        Notation(
            r"f(x) = \begin{cases} \frac{1}{b - a} & \text{if } a \leq x \leq b \\ 0 & \text{otherwise} \end{cases}"
        ),
        Notation(r"p(x) = \frac{1}{b - a} \mathbb{1}[a \leq x \leq b]"),
        Notation(r"f(x) = \frac{\mathbb{1}(a \leq x \leq b)}{b - a}"),
    ),
    words=("uniform distribution", "uniform density", "uniform"),
    derivation=derive_uniform,
    source=Source(casella, "section 3.3"),
)

TOPIC = Topic(
    "More densities",
    formulas=(log_normal, weibull, pareto, logistic, cauchy, gumbel, chi_square, uniform),
)
