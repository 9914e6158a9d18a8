"""Means of rectified and exponential functions of normal numbers, of random signs, and initial variances from them.

The means of normal numbers are stated for the mean 0 and the standard deviation tau.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational, cosh, exp, pi, sqrt

from derivations.stanzas import rule, written
from derivations.vocabulary import UNIT, Formula, Notation, Quantity, Source, Topic, integers, interval

he = "He et al. 2015, Delving Deep into Rectifiers"
wainwright = "Wainwright, High-Dimensional Statistics"
value = Quantity("v", "the mean")
deviation = Quantity("tau", "standard deviation", domain=interval(Rational(1, 4), 3))
leak = Quantity("c", "slope below 0", domain=UNIT)
fan_in = Quantity("n", "number of inputs", domain=integers(1, 60))
argument = Quantity("s", "argument", domain=interval(-2, 2))
centre = Quantity("mu", "mean", domain=interval(-2, 2))
tau, c, n, s, mu = (q.symbol for q in (deviation, leak, fan_in, argument, centre))
sigma = (("sigma", "tau"),)
words = ("relu", "rectif", "half-normal", "variance propagation", "he init", "kaiming", "initiali")
RECTIFIED = (r"\operatorname{ReLU}(z)", r"\max(0, z)")
"""How sheets write the positive part of a number."""


def rectified(title: str, right: Any, operator: str, power: str, *sides: str) -> Formula:
    """A moment of the positive part of a normal number."""
    lefts = [f"{operator}[{part}{power}]" for part in RECTIFIED] + [f"{operator}({RECTIFIED[0]}{power})"]
    return rule(
        title,
        value,
        right,
        (deviation,),
        written(*(f"{left} = {side}" for side in sides for left in lefts), letters=sigma),
        words,
        "half of the normal distribution lies above 0",
        Source(he, "section 2.2"),
    )


rectified_mean = rectified(
    "Mean of a rectified normal number",
    tau / sqrt(2 * pi),
    r"\mathbb{E}",
    "",
    r"\frac{\sigma}{\sqrt{2\pi}}",
    r"\sigma \sqrt{\frac{1}{2\pi}}",
)
rectified_square = rectified(
    "Mean square of a rectified normal number",
    tau**2 / 2,
    r"\mathbb{E}",
    "^2",
    r"\frac{\sigma^2}{2}",
    r"\frac{1}{2} \sigma^2",
)
rectified_variance = rectified(
    "Variance of a rectified normal number",
    tau**2 / 2 * (1 - 1 / pi),
    r"\operatorname{Var}",
    "",
    r"\frac{\sigma^2}{2} \left(1 - \frac{1}{\pi}\right)",
    r"\sigma^2 \left(\frac{1}{2} - \frac{1}{2\pi}\right)",
    r"\frac{\sigma^2 (\pi - 1)}{2\pi}",
)
leaky_square = rule(
    "Mean square of a leaky rectified normal number",
    value,
    (1 + c**2) / 2 * tau**2,
    (deviation, leak),
    written(
        r"\mathbb{E}[\operatorname{LeakyReLU}(z)^2] = \frac{1 + c^2}{2} \sigma^2",
        r"\mathbb{E}[\phi(z)^2] = \frac{(1 + c^2) \sigma^2}{2}",
        letters=sigma,
    ),
    ("leaky", "prelu", *words),
    "half of the distribution is kept, half is shrunk by c",
    Source(he, "section 2.2"),
)
leaky_initial = rule(
    "Variance of initial weights below leaky rectified units (He, Kaiming)",
    value,
    2 / ((1 + c**2) * n),
    (leak, fan_in),
    written(r"\sigma^2 = \frac{2}{(1 + c^2) n}", r"\operatorname{Var}(w) = \frac{2}{(1 + c^2) n}")
    + tuple(
        Notation(rf"{left} = \frac{{2}}{{(1 + c^2) {size}}}", ((name, "n"),))
        for left in (r"\sigma^2", r"\sigma_w^2", r"\operatorname{Var}(w)")
        for size, name in ((r"n_{l-1}", "n_l-1"), (r"n_{\text{in}}", "n_in"), ("n_l", "n_l"))
    ),
    ("leaky", "prelu", "negative slope", *words),
    "a layer keeps (1 + c^2) / 2 of the mean square",
    Source(he, "equation 15"),
)
generating = ("moment generating", "mgf", "sub-gaussian", "subgaussian", "hoeffding", "chernoff", "exponential moment")
ARGUMENTS = (("lambda", "s"), ("sigma", "tau"))
centred_mgf = rule(
    "Moment generating function of a normal number of mean 0",
    value,
    exp(s**2 * tau**2 / 2),
    (argument, deviation),
    written(
        r"\mathbb{E}[e^{\lambda X}] = e^{\lambda^2 \sigma^2 / 2}",
        r"\mathbb{E}[e^{\lambda X}] = \exp\left(\frac{\lambda^2 \sigma^2}{2}\right)",
        r"\mathbb{E}[\exp(\lambda X)] = \exp\left(\frac{1}{2} \lambda^2 \sigma^2\right)",
        r"M_X(\lambda) = e^{\lambda^2 \sigma^2 / 2}",
        letters=ARGUMENTS,
    ),
    ("gaussian", "normal", *generating),
    "complete the square in the exponent",
    Source(wainwright, "example 2.1"),
)
shifted_mgf = rule(
    "Moment generating function of a normal number",
    value,
    exp(s * mu + s**2 * tau**2 / 2),
    (argument, centre, deviation),
    written(
        r"\mathbb{E}[e^{\lambda X}] = e^{\lambda \mu + \lambda^2 \sigma^2 / 2}",
        r"\mathbb{E}[e^{\lambda X}] = \exp\left(\mu \lambda + \frac{\sigma^2 \lambda^2}{2}\right)",
        r"M_X(\lambda) = \exp\left(\mu \lambda + \frac{1}{2} \sigma^2 \lambda^2\right)",
        letters=ARGUMENTS,
    ),
    ("gaussian", "normal", *generating),
    "complete the square in the exponent",
    Source(wainwright, "example 2.1"),
)
sign_mgf = rule(
    "Moment generating function of a random sign",
    value,
    cosh(s),
    (argument,),
    written(
        r"\mathbb{E}[e^{\lambda \sigma}] = \cosh(\lambda)",
        r"\mathbb{E}[e^{\lambda \epsilon}] = \frac{e^\lambda + e^{-\lambda}}{2}",
        r"\mathbb{E}[e^{\lambda X}] = \frac{1}{2} (e^\lambda + e^{-\lambda})",
        letters=(("lambda", "s"),),
    ),
    ("rademacher", "random sign", "coin", *generating),
    "the mean of both values",
    Source(wainwright, "example 2.3"),
)

TOPIC = Topic(
    "Rectified and exponential means",
    formulas=(
        rectified_mean,
        rectified_square,
        rectified_variance,
        leaky_square,
        leaky_initial,
        centred_mgf,
        shifted_mgf,
        sign_mgf,
    ),
)
