"""Convex conjugates of the functions that make f-divergences, as f-GANs need them: f*(t) is the largest t u - f(u).

u is positive; t lies where the largest value exists.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Abs, exp, log, sqrt

from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Domain, Formula, Quantity, Source, Topic, interval

nowozin = "Nowozin, Cseke and Tomioka 2016, f-GAN: Training Generative Neural Samplers using Variational Divergence"
value, conjugate = Quantity("f", "the function"), Quantity("f_star", "the conjugate")
ratio = Quantity("u", "ratio of two densities", domain=POSITIVE)
u = ratio.symbol
words = ("f-gan", "f-divergence", "conjugate", "fenchel", "variational divergence")


def conjugated(title: str, form: Any, domain: Domain, *spellings: str) -> Formula:
    """The conjugate of one function, as a function of t."""
    slope = Quantity("t", "slope", domain=domain)
    return rule(
        f"Convex conjugate for {title}",
        conjugate,
        form(slope.symbol),
        (slope,),
        written(*(f"f^*(t) = {spelling}" for spelling in spellings)),
        (*words, title.split(" (")[0].lower()),
        "where the slope of f is t",
        Source(nowozin, "table 6"),
    )


def generating(title: str, body: Any, *spellings: str) -> Formula:
    """The function of the ratio that makes one divergence."""
    return rule(
        f"Function of the ratio for {title}",
        value,
        body,
        (ratio,),
        written(*(f"f(u) = {spelling}" for spelling in spellings)),
        (*words, title.split(" (")[0].lower()),
        "convex, and as low as it goes where both densities are equal, up to a linear part",
        Source(nowozin, "table 5"),
    )


leibler = conjugated(
    "Kullback-Leibler divergence (u log u)", lambda t: exp(t - 1), interval(-4, 4), r"e^{t - 1}", r"\exp(t - 1)"
)
reverse = conjugated(
    "reverse KL divergence (-log u)", lambda t: -1 - log(-t), interval(-4, 0), r"-1 - \log(-t)", r"-\log(-t) - 1"
)
pearson = conjugated(
    "Pearson chi-square divergence",
    lambda t: t**2 / 4 + t,
    interval(-2, 4),
    r"\frac{1}{4} t^2 + t",
    r"\frac{t^2}{4} + t",
)
hellinger = conjugated(
    "squared Hellinger distance", lambda t: t / (1 - t), interval(-4, 1), r"\frac{t}{1 - t}", r"t / (1 - t)"
)
jensen = conjugated(
    "Jensen-Shannon divergence", lambda t: -log(2 - exp(t)), interval(-4, Fraction(2, 3)),
    r"-\log(2 - e^t)", r"-\log(2 - \exp(t))",
)  # fmt: skip
adversarial = conjugated(
    "GAN divergence", lambda t: -log(1 - exp(t)), interval(-4, 0), r"-\log(1 - e^t)", r"-\log(1 - \exp(t))"
)
of_hellinger = generating(
    "squared Hellinger distance", (sqrt(u) - 1) ** 2, r"(\sqrt{u} - 1)^2", r"\left(\sqrt{u} - 1\right)^2"
)
of_jensen = generating(
    "Jensen-Shannon divergence",
    -(u + 1) * log((1 + u) / 2) + u * log(u),
    r"-(u + 1) \log \frac{1 + u}{2} + u \log u",
    r"u \log u - (u + 1) \log \frac{u + 1}{2}",
)
of_adversarial = generating(
    "GAN divergence",
    u * log(u) - (u + 1) * log(u + 1),
    r"u \log u - (u + 1) \log(u + 1)",
    r"u \ln u - (1 + u) \ln(1 + u)",
)

of_leibler = generating("Kullback-Leibler divergence", u * log(u), r"u \log u", r"u \ln u")
of_reverse = generating("reverse KL divergence", -log(u), r"-\log u", r"-\ln u")
of_pearson = generating("Pearson chi-square divergence", (u - 1) ** 2, r"(u - 1)^2", r"\left(u - 1\right)^2")
of_variation = generating("total variation", Abs(u - 1) / 2, r"\frac{1}{2} |u - 1|", r"|u - 1| / 2")

TOPIC = Topic(
    "Conjugates of f-divergences",
    formulas=(
        leibler,
        reverse,
        pearson,
        hellinger,
        jensen,
        adversarial,
        of_hellinger,
        of_jensen,
        of_adversarial,
        of_leibler,
        of_reverse,
        of_pearson,
        of_variation,
    ),
)
