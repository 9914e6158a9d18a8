"""Moments of a unit under dropout, by the probability p that it is dropped.

`dropout` states the same by the probability that a unit is kept.
"""

from __future__ import annotations

from dataclasses import replace

from derivations.operators import mean
from derivations.stanzas import identity
from derivations.vocabulary import BIT, Law, Notation, Quantity, Source, Topic

srivastava = "Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting"
kept = Quantity("r", "1 if the unit is kept, else 0", domain=BIT, law=Law("r"))
activity = Quantity("x", "the activity of the unit")
r, x = kept.symbol, activity.symbol
drop = Quantity("p", "probability that the unit is dropped", value=mean(1 - r))
p = drop.symbol
masked = Quantity("x_tilde", "the activity after inverted dropout", value=r * x / (1 - p))
plain = Quantity("x_tilde", "the activity after dropout", value=r * x)
unit = (masked, kept, activity, drop)
plain_unit = (plain, kept, activity, drop)
words = ("dropout", "dropped", "drop probability", "drop rate")
mask = "0 and 1 are their own squares"
unbiased = replace(
    identity(
        "Inverted dropout does not change the mean, by the probability of a drop",
        mean(masked.symbol),
        ((mean(r) * x / (1 - p), "the mean is linear"), (x, "a unit is kept with the probability 1 - p")),
        unit,
        (
            Notation(r"\mathbb{E}[\tilde{x}] = x"),
            Notation(r"\mathbb{E}\left[\frac{r x}{1 - p}\right] = x"),
            Notation(r"\mathbb{E}[\tilde{h}] = h", (("h_tilde", "x_tilde"), ("h", "x"))),
        ),
        words,
        Source(srivastava, "section 10"),
    ),
    assumptions=(mean(r) > 0,),
)
variance = replace(
    identity(
        "Variance of a unit under inverted dropout, by the probability of a drop",
        mean((masked.symbol - mean(masked.symbol)) ** 2),
        (
            (mean(r**2) * x**2 / (1 - p) ** 2 - x**2, "the mean square less the square of the mean"),
            (x**2 / (1 - p) - x**2, mask),
            (p / (1 - p) * x**2, "one denominator"),
        ),
        unit,
        (
            Notation(r"\operatorname{Var}[\tilde{x}] = \frac{p}{1 - p} x^2"),
            Notation(r"\operatorname{Var}(\tilde{h}) = \frac{p h^2}{1 - p}", (("h_tilde", "x_tilde"), ("h", "x"))),
            Notation(r"\operatorname{Var}\left[\frac{r x}{1 - p}\right] = \frac{p}{1 - p} x^2"),
        ),
        words,
        Source(srivastava, "section 10"),
    ),
    assumptions=(mean(r) > 0,),
)
plain_mean = identity(
    "Mean of a unit under dropout, by the probability of a drop",
    mean(plain.symbol),
    ((mean(r) * x, "the mean is linear"), ((1 - p) * x, "a unit is kept with the probability 1 - p")),
    plain_unit,
    (
        Notation(r"\mathbb{E}[\tilde{x}] = (1 - p) x"),
        Notation(r"\mathbb{E}[r x] = (1 - p) x"),
    ),
    words,
    Source(srivastava, "section 4"),
)
plain_variance = identity(
    "Variance of a unit under dropout, by the probability of a drop",
    mean((plain.symbol - mean(plain.symbol)) ** 2),
    (
        (mean(r**2) * x**2 - (1 - p) ** 2 * x**2, "the mean square less the square of the mean"),
        (p * (1 - p) * x**2, mask),
    ),
    plain_unit,
    (
        Notation(r"\operatorname{Var}[\tilde{x}] = p (1 - p) x^2"),
        Notation(r"\operatorname{Var}[r x] = p (1 - p) x^2"),
    ),
    words,
    Source(srivastava, "section 4"),
)

TOPIC = Topic("Dropped units", formulas=(unbiased, variance, plain_mean, plain_variance))
