"""Densities of the usual continuous distributions: gamma, beta, Dirichlet, Laplace, uniform, Student and others.

The gamma function is Γ, the beta function B(α, β) = Γ(α) Γ(β) / Γ(α + β). Gamma densities come in two conventions: with
a rate, and with a scale. The normal density stands in `gaussian`, the exponential one in `distributions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, Lambda, Piecewise, Product, Symbol, exp, gamma, log, pi, sqrt

from derivations.operators import at, equal, total
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
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
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
casella = "Casella and Berger, Statistical Inference"
density = Quantity("f", "density at x")
f = density.symbol
u, v = Symbol("u", positive=True), Symbol("v", positive=True)
gamma_function = Quantity("Gamma", "the gamma function", value=Lambda((u,), gamma(u)))
beta_function = Quantity("B", "the beta function", value=Lambda((u, v), gamma(u) * gamma(v) / gamma(u + v)))
B = beta_function.symbol
first_shape = Quantity("alpha", "a shape", domain=interval(Fraction(1, 4), 4))
second_shape = Quantity("beta", "a second shape, a rate or a scale", domain=interval(Fraction(1, 4), 4))
alpha, beta = first_shape.symbol, second_shape.symbol
time = Quantity("x", "a positive number", domain=interval(Fraction(1, 8), 4))
x = time.symbol
functions = (gamma_function, beta_function)


def derive_gamma() -> Iterator[Step]:
    """The powers of the rate make the integral Γ(α)."""
    yield Step(beta * (beta * x) ** (alpha - 1) * exp(-beta * x) / gamma(alpha), because="scale u^(α-1) exp(-u) / Γ(α)")
    yield Step(beta**alpha / gamma(alpha) * x ** (alpha - 1) * exp(-beta * x), because="collect the powers of the rate")


gamma_rate = Formula(
    title="Density of the gamma distribution with a rate",
    kind=Kind.DEFINITION,
    statement=equal(f, beta**alpha / gamma(alpha) * x ** (alpha - 1) * exp(-beta * x)),
    quantities=(density, time, first_shape, second_shape, gamma_function),
    assumptions=(),
    notations=(
        Notation(r"p(x | \alpha, \beta) = \frac{\beta^\alpha}{\Gamma(\alpha)} x^{\alpha - 1} e^{-\beta x}"),
        Notation(
            r"\operatorname{Gam}(\lambda | a, b) = \frac{1}{\Gamma(a)} b^a \lambda^{a - 1} \exp(-b \lambda)",
            (("lambda", "x"), ("a", "alpha"), ("b", "beta")),
        ),
        Notation(r"f(x) = \frac{\beta^\alpha x^{\alpha - 1} e^{-\beta x}}{\Gamma(\alpha)}"),
    ),
    words=("gamma distribution", "gamma density", "gamma prior", "gamma"),
    derivation=derive_gamma,
    source=Source(bishop, "equation 2.146"),
)


def derive_gamma_scale() -> Iterator[Step]:
    """The rate is the reciprocal of the scale."""
    yield Step(
        exp((alpha - 1) * log(x / beta) - x / beta) / (beta * gamma(alpha)), because="scale u^(α-1) exp(-u) / Γ(α)"
    )
    yield Step(
        1 / (gamma(alpha) * beta**alpha) * x ** (alpha - 1) * exp(-x / beta), because="collect the powers of the scale"
    )


gamma_scale = Formula(
    title="Density of the gamma distribution with a scale",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / (gamma(alpha) * beta**alpha) * x ** (alpha - 1) * exp(-x / beta)),
    quantities=(density, time, first_shape, second_shape, gamma_function),
    assumptions=(),
    notations=(
        Notation(r"f(x; \alpha, \beta) = \frac{1}{\Gamma(\alpha) \beta^\alpha} x^{\alpha - 1} e^{-x / \beta}"),
        Notation(r"f(x) = \frac{x^{k - 1} e^{-x / \theta}}{\theta^k \Gamma(k)}", (("k", "alpha"), ("theta", "beta"))),
        Notation(
            r"p(x) = \frac{x^{k - 1}}{\Gamma(k) \theta^k} \exp\left(-\frac{x}{\theta}\right)",
            (("k", "alpha"), ("theta", "beta")),
        ),
    ),
    words=("gamma distribution", "gamma density", "gamma"),
    derivation=derive_gamma_scale,
    source=Source(casella, "equation 3.3.6"),
)


def derive_inverse_gamma() -> Iterator[Step]:
    """The reciprocal of a gamma number, and the change of variables."""
    yield Step(
        beta**alpha / gamma(alpha) * (1 / x) ** (alpha - 1) * exp(-beta / x) / x**2,
        because="the gamma density at 1/x, times the derivative 1/x^2 of the change of variables",
    )
    yield Step(beta**alpha / gamma(alpha) * x ** (-alpha - 1) * exp(-beta / x), because="collect the powers of x")


inverse_gamma = Formula(
    title="Density of the inverse gamma distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, beta**alpha / gamma(alpha) * x ** (-alpha - 1) * exp(-beta / x)),
    quantities=(density, time, first_shape, second_shape, gamma_function),
    assumptions=(),
    notations=(
        Notation(r"p(x) = \frac{\beta^\alpha}{\Gamma(\alpha)} x^{-\alpha - 1} \exp\left(-\frac{\beta}{x}\right)"),
        Notation(
            r"\operatorname{IG}(s | a, b) = \frac{b^a}{\Gamma(a)} s^{-(a + 1)} e^{-b / s}",
            (("s", "x"), ("a", "alpha"), ("b", "beta")),
        ),
        Notation(
            r"p(x) = \frac{\beta^\alpha}{\Gamma(\alpha)} \left(\frac{1}{x}\right)^{\alpha + 1} \exp(-\beta / x)"
        ),
    ),
    words=("inverse gamma", "inverse-gamma"),
    derivation=derive_inverse_gamma,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 2.7.5"),
)

share = Quantity("x", "a number between 0 and 1", domain=UNIT)
t = share.symbol


def derive_beta() -> Iterator[Step]:
    """The normaliser is the beta function."""
    yield Step(t ** (alpha - 1) * (1 - t) ** (beta - 1) / B(alpha, beta), because="the integral is the beta function")
    yield Step(
        gamma(alpha + beta) / (gamma(alpha) * gamma(beta)) * t ** (alpha - 1) * (1 - t) ** (beta - 1),
        because="the beta function by gamma functions",
    )


beta_density = Formula(
    title="Density of the beta distribution",
    kind=Kind.DEFINITION,
    statement=equal(
        f, gamma(alpha + beta) / (gamma(alpha) * gamma(beta)) * t ** (alpha - 1) * (1 - t) ** (beta - 1)
    ),
    quantities=(density, share, first_shape, second_shape, *functions),
    assumptions=(),
    notations=(
        Notation(
            r"p(x | \alpha, \beta) = \frac{\Gamma(\alpha + \beta)}{\Gamma(\alpha) \Gamma(\beta)} "
            r"x^{\alpha - 1} (1 - x)^{\beta - 1}"
        ),
        Notation(
            r"\operatorname{Beta}(\mu | a, b) = \frac{1}{B(a, b)} \mu^{a - 1} (1 - \mu)^{b - 1}",
            (("mu", "x"), ("a", "alpha"), ("b", "beta")),
        ),
        Notation(r"f(x) = \frac{x^{\alpha - 1} (1 - x)^{\beta - 1}}{B(\alpha, \beta)}"),
    ),
    words=("beta distribution", "beta density", "beta prior", "beta"),
    derivation=derive_beta,
    source=Source(bishop, "equation 2.13"),
)


def derive_beta_function() -> Iterator[Step]:
    """Take one factor out of each gamma function and put it back."""
    yield Step(
        gamma(alpha) * gamma(beta) * (alpha + beta) / gamma(alpha + beta + 1), because="Γ(α + β + 1) = (α + β) Γ(α + β)"
    )
    yield Step(gamma(alpha) * gamma(beta) / gamma(alpha + beta), because="the same equation, read backwards")


beta_value = Quantity("b", "the beta function at α and β")

beta_normaliser = Formula(
    title="Beta function by gamma functions",
    kind=Kind.DEFINITION,
    statement=equal(beta_value.symbol, gamma(alpha) * gamma(beta) / gamma(alpha + beta)),
    quantities=(beta_value, first_shape, second_shape, gamma_function),
    assumptions=(),
    notations=(
        Notation(r"B(\alpha, \beta) = \frac{\Gamma(\alpha) \Gamma(\beta)}{\Gamma(\alpha + \beta)}"),
        Notation(
            r"\mathrm{B}(x, y) = \frac{\Gamma(x) \, \Gamma(y)}{\Gamma(x + y)}", (("x", "alpha"), ("y", "beta"))
        ),
        Notation(r"B(a, b) = \Gamma(a) \Gamma(b) / \Gamma(a + b)", (("a", "alpha"), ("b", "beta"))),
    ),
    words=("beta function", "gamma function", "normalizer", "beta distribution"),
    derivation=derive_beta_function,
    source=Source(casella, "equation 3.3.17"),
)

classes = Size("K", "classes", smallest=2, largest=3)
K = classes.symbol
k = bound_index("k")
concentration = Quantity("alpha", "concentrations", shape=(classes,), domain=interval(Fraction(1, 4), 4))
shares = Quantity("p", "probabilities", shape=(classes,), domain=SIMPLEX)
a, p = concentration.symbol, shares.symbol
dirichlet_form = (
    gamma(total(a)) / Product(gamma(at(a, k)), (k, 1, K)) * Product(at(p, k) ** (at(a, k) - 1), (k, 1, K))
)


def derive_dirichlet() -> Iterator[Step]:
    """The normaliser is the beta function of many arguments."""
    yield Step(
        gamma(total(a)) * Product(at(p, k) ** (at(a, k) - 1) / gamma(at(a, k)), (k, 1, K)),
        because="gamma numbers divided by their sum: one factor for each class",
    )
    yield Step(dirichlet_form, because="split the product")


dirichlet = Formula(
    title="Density of the Dirichlet distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, dirichlet_form),
    quantities=(density, shares, concentration, gamma_function),
    assumptions=(),
    notations=(
        Notation(
            r"p(p | \alpha) = \frac{\Gamma(\sum_{k=1}^{K} \alpha_k)}{\prod_{k=1}^{K} \Gamma(\alpha_k)} "
            r"\prod_{k=1}^{K} p_k^{\alpha_k - 1}"
        ),
        Notation(
            r"\operatorname{Dir}(\mu | \alpha) = \frac{\Gamma(\sum_{k} \alpha_k)}{\prod_{k} \Gamma(\alpha_k)} "
            r"\prod_{k=1}^{K} \mu_k^{\alpha_k - 1}",
            (("mu", "p"),),
        ),
        Notation(
            r"f(\theta) = \Gamma\left(\sum_{k=1}^{K} \alpha_k\right) "
            r"\prod_{k=1}^{K} \frac{\theta_k^{\alpha_k - 1}}{\Gamma(\alpha_k)}",
            (("theta", "p"),),
        ),
    ),
    words=("dirichlet", "dirichlet distribution", "dirichlet prior"),
    derivation=derive_dirichlet,
    source=Source(bishop, "equation 2.38"),
)

point = Quantity("x", "a real number")
centre = Quantity("mu", "location")
spread = Quantity("b", "scale", domain=POSITIVE)
z, mu, b = point.symbol, centre.symbol, spread.symbol


def derive_laplace() -> Iterator[Step]:
    """Two exponential densities, back to back."""
    below, above = exp(-(mu - z) / b) / b, exp(-(z - mu) / b) / b
    yield Step(
        Piecewise((below / 2, z < mu), (above / 2, True), evaluate=False),
        because="half of an exponential density on each side",
    )
    yield Step(1 / (2 * b) * exp(-Abs(z - mu) / b), because="the distance is the absolute value")


laplace = Formula(
    title="Density of the Laplace distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / (2 * b) * exp(-Abs(z - mu) / b)),
    quantities=(density, point, centre, spread),
    assumptions=(),
    notations=(
        Notation(r"p(x | \mu, b) = \frac{1}{2b} \exp\left(-\frac{|x - \mu|}{b}\right)"),
        Notation(r"\operatorname{Lap}(x | \mu, b) = \frac{1}{2b} e^{-|x - \mu| / b}"),
        Notation(r"f(x) = \frac{e^{-|x - \mu| / b}}{2 b}"),
    ),
    words=("laplace distribution", "laplace density", "laplace", "double exponential"),
    derivation=derive_laplace,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 2.7.3"),
)
degrees = Quantity("nu", "degrees of freedom", domain=interval(Fraction(1, 2), 6))
nu = degrees.symbol
student_form = gamma((nu + 1) / 2) / (sqrt(nu * pi) * gamma(nu / 2)) * (1 + z**2 / nu) ** (-(nu + 1) / 2)


def derive_student() -> Iterator[Step]:
    """A normal density whose precision is a gamma number."""
    yield Step(
        (nu / 2) ** (nu / 2) / (sqrt(2 * pi) * gamma(nu / 2))
        * gamma((nu + 1) / 2) * ((nu + z**2) / 2) ** (-(nu + 1) / 2),
        because="integrate the normal density over its precision, a gamma number with shape and rate ν/2",
    )
    yield Step(student_form, because="take ν/2 out of the last power")


student = Formula(
    title="Density of Student's t-distribution",
    kind=Kind.DEFINITION,
    statement=equal(f, student_form),
    quantities=(density, point, degrees, gamma_function),
    assumptions=(),
    notations=(
        Notation(
            r"f(t) = \frac{\Gamma(\frac{\nu + 1}{2})}{\sqrt{\nu \pi} \Gamma(\frac{\nu}{2})} "
            r"\left(1 + \frac{t^2}{\nu}\right)^{-\frac{\nu + 1}{2}}",
            (("t", "x"),),
        ),
        Notation(
            r"p(x | \nu) = \frac{\Gamma((\nu + 1)/2)}{\Gamma(\nu / 2) \sqrt{\pi \nu}} "
            r"\left(1 + \frac{x^2}{\nu}\right)^{-(\nu + 1)/2}"
        ),
    ),
    words=("student", "t-distribution", "t distribution"),
    derivation=derive_student,
    source=Source(casella, "equation 5.3.6"),
)

TOPIC = Topic(
    "Densities",
    formulas=(
        gamma_rate,
        gamma_scale,
        inverse_gamma,
        beta_density,
        beta_normaliser,
        dirichlet,
        laplace,
        student,
    ),
)
