"""Decays of the step size by the number of the step alone, from step 0 and from step 1."""

from __future__ import annotations

from typing import Any

from sympy import sqrt

from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Formula, Quantity, Source, Topic, integers

robbins = Source("Robbins and Monro 1951, A Stochastic Approximation Method", "section 2")
bottou = Source("Bottou, Curtis and Nocedal 2018, Optimization Methods for Large-Scale Machine Learning", "section 4.2")
first = Quantity("eta_0", "first step size", domain=POSITIVE)
elapsed = Quantity("t", "number of the step", domain=integers(0, 4))
counted = Quantity("t", "number of the step", domain=integers(1, 5))
horizon = Quantity("N", "number of all steps", domain=integers(5, 9))
power = Quantity("p", "power", domain=POSITIVE)
now = Quantity("eta", "step size")
eta_0, t, N, p = first.symbol, elapsed.symbol, horizon.symbol, power.symbol
words = ("robbins", "schedule", "decay", "diminishing")
named = (("eta_t", "eta"),)


def decay(
    title: str, value: Any, quantities: tuple[Quantity, ...], spellings: tuple[str, ...], because: str, source: Source
) -> Formula:
    """A decay, as eta_t."""
    return rule(
        title, now, value, quantities, written(*(rf"\eta_t = {right}" for right in spellings), letters=named),
        words, because, source,
    )  # fmt: skip


polynomial = rule(
    "Polynomial decay of the step size to 0",
    now,
    eta_0 * (1 - t / N) ** p,
    (first, elapsed, horizon, power),
    written(
        r"\eta_t = \eta_0 \left(1 - \frac{t}{T}\right)^p",
        r"\eta_t = \eta_0 (1 - t / T)^p",
        letters=(*named, ("T", "N")),
    )
    + written(r"\eta(t) = \eta_0 \left(1 - \frac{t}{T}\right)^p", letters=(("T", "N"),)),
    ("polynomial", "poly", *words[1:]),
    "a power of the share of the steps that are left",
    Source("Chen et al. 2017, Rethinking Atrous Convolution (DeepLab)", "section 4.1"),
)
linear = rule(
    "Linear decay of the step size to 0",
    now,
    eta_0 * (1 - t / N),
    (first, elapsed, horizon),
    written(
        r"\eta_t = \eta_0 \left(1 - \frac{t}{T}\right)",
        r"\eta_t = \eta_0 (1 - t / T)",
        r"\eta_t = \eta_0 \frac{T - t}{T}",
        letters=(*named, ("T", "N")),
    )
    + written(r"\eta(t) = \eta_0 \left(1 - \frac{t}{T}\right)", letters=(("T", "N"),)),
    ("linear decay", "linearly", *words[1:]),
    "the share of the steps that are left",
    Source("Defazio et al. 2023, When, Why and How Much? Adaptive Learning Rate Scheduling by Refinement", "section 1"),
)
harmonic = decay(
    "Decay of the step size like 1/(1 + t)",
    eta_0 / (1 + t),
    (first, elapsed),
    (r"\frac{\eta_0}{1 + t}", r"\frac{\eta_0}{t + 1}", r"\eta_0 / (1 + t)"),
    "the sum of the step sizes diverges, that of their squares does not",
    robbins,
)
harmonic_from_one = decay(
    "Decay of the step size like 1/t",
    eta_0 / t,
    (first, counted),
    (r"\frac{\eta_0}{t}", r"\eta_0 / t", r"\frac{1}{t} \eta_0"),
    "the sum of the step sizes diverges, that of their squares does not",
    robbins,
)
shifted_root = decay(
    "Decay of the step size like the root of 1/(1 + t)",
    eta_0 / sqrt(1 + t),
    (first, elapsed),
    (r"\frac{\eta_0}{\sqrt{1 + t}}", r"\frac{\eta_0}{\sqrt{t + 1}}", r"\eta_0 (1 + t)^{-1/2}"),
    "the step size for convex functions that need not be smooth",
    bottou,
)
shifted_power = decay(
    "Decay of the step size like a power of 1/(1 + t)",
    eta_0 / (1 + t) ** p,
    (first, elapsed, power),
    (r"\frac{\eta_0}{(1 + t)^p}", r"\eta_0 (1 + t)^{-p}", r"\frac{\eta_0}{(t + 1)^p}"),
    "the conditions of Robbins and Monro hold for powers above 1/2 up to 1",
    robbins,
)
power_from_one = decay(
    "Decay of the step size like a power of 1/t",
    eta_0 / t**p,
    (first, counted, power),
    (r"\frac{\eta_0}{t^p}", r"\eta_0 t^{-p}"),
    "the conditions of Robbins and Monro hold for powers above 1/2 up to 1",
    robbins,
)

TOPIC = Topic(
    "Decays by the number of the step",
    formulas=(polynomial, linear, harmonic, harmonic_from_one, shifted_root, shifted_power, power_from_one),
)
