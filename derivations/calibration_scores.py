"""Calibration of predicted probabilities, scores of forecasts, and the variance of ensembles that predict variances.

A bin of n predictions is named by its size B_m; acc and conf are its accuracy and mean confidence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Abs, Lambda, Rational, Sum, log

from derivations.moments import joint
from derivations.operators import at, mean, sigmoid
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

guo = "Guo et al. 2017, On Calibration of Modern Neural Networks"
lakshminarayanan = "Lakshminarayanan, Pritzel and Blundell 2017, Simple and Scalable Predictive Uncertainty Estimation"
half = Rational(1, 2)
r, i, c = bound_index("r i c")
value = Quantity("v", "the value")
bins = Size("M", "bins", largest=3)
M = bins.symbol
sizes = Quantity("B", "sizes of the bins", shape=(bins,), domain=POSITIVE)
number = Quantity("n", "number of predictions", domain=POSITIVE)
accuracy = Quantity("acc", "accuracy of a bin", arguments=((),))
confidence = Quantity("conf", "mean confidence of a bin", arguments=((),))
B, n = sizes.symbol, number.symbol
gap: Any = accuracy.symbol(at(B, r)) - confidence.symbol(at(B, r))
words = ("calibration", "calibrated", "ece", "reliability", "confidence", "brier", "temperature scaling")
expected = rule(
    "Expected calibration error over bins",
    value,
    Sum(Abs(at(B, r)) / n * Abs(gap), (r, 1, M)),
    (sizes, number, accuracy, confidence),
    written(
        r"\mathrm{ECE} = \sum_{m=1}^M \frac{|B_m|}{n} |\mathrm{acc}(B_m) - \mathrm{conf}(B_m)|",
        r"\text{ECE} = \sum_{m=1}^M \frac{|B_m|}{n} \left|\text{acc}(B_m) - \text{conf}(B_m)\right|",
        r"\mathrm{ECE} = \frac{1}{n} \sum_{m=1}^M |B_m| |\mathrm{acc}(B_m) - \mathrm{conf}(B_m)|",
        letters=(("ECE", "v"),),
    ),
    words,
    "the gaps of the bins, weighted by their sizes",
    Source(guo, "equation 3"),
)
expected = replace(expected, survivors=(("the absolute value of B[r] is dropped", "a size is positive"),))
hits = Quantity("H", "accuracies of the bins", shape=(bins,))
beliefs = Quantity("F", "mean confidences of the bins", shape=(bins,))
acc_of = Quantity("acc", "accuracy of a bin", value=Lambda((c,), at(hits.symbol, c)))
conf_of = Quantity("conf", "mean confidence of a bin", value=Lambda((c,), at(beliefs.symbol, c)))
by_number = rule(
    "Expected calibration error over bins, by their numbers",
    value,
    Sum(at(B, r) / n * Abs(acc_of.symbol(r) - conf_of.symbol(r)), (r, 1, M)),
    (sizes, number, acc_of, conf_of, hits, beliefs),
    written(
        r"\text{ECE} = \sum_{b=1}^M \frac{n_b}{N} |\text{acc}(b) - \text{conf}(b)|",
        r"\mathrm{ECE} = \sum_{m=1}^M \frac{n_m}{N} |\mathrm{acc}(m) - \mathrm{conf}(m)|",
        letters=(("ECE", "v"), ("n", "B"), ("N", "n")),
    ),
    words,
    "the gaps of the bins, weighted by their sizes",
    Source("Naeini, Cooper and Hauskrecht 2015, Obtaining Well Calibrated Probabilities", "section 4"),
)
slope, shift = Quantity("A", "slope"), Quantity("B", "shift")
score = Quantity("f", "score of the classifier", arguments=((),))
place = Quantity("x", "the input")
platt = rule(
    "Platt's scaling of a score",
    value,
    sigmoid(-(slope.symbol * score.symbol(place.symbol) + shift.symbol)),
    (slope, shift, score, place),
    written(
        r"P(y = 1 | x) = \frac{1}{1 + \exp(A f(x) + B)}",
        r"p(y = 1 | x) = \frac{1}{1 + e^{A f(x) + B}}",

    ),
    ("platt", *words),
    "a logistic function of the score",
    Source("Platt 1999, Probabilistic Outputs for Support Vector Machines", "equation 1"),
)
line = slope.symbol * score.symbol(place.symbol) + shift.symbol
platt_plus = rule(
    "Platt's scaling of a score, with a positive slope for a good score",
    value,
    sigmoid(line),
    (slope, shift, score, place),
    written(
        r"P(y = 1 | x) = \frac{1}{1 + \exp(-(A f(x) + B))}",
        r"p(y = 1 | x) = \frac{1}{1 + e^{-(A f(x) + B)}}",
        r"P(y = 1 | x) = \sigma(A f(x) + B)",
    ),
    ("platt", *words),
    "a logistic function of the score",
    Source(guo, "section 4.1"),
)
label = Quantity("y", "a random label", law=joint, domain=BIT)
forecast = Quantity("q", "the forecast")
y, q = label.symbol, forecast.symbol
chance = Quantity("p", "probability of label 1", value=mean(y))
p = chance.symbol
brier = identity(
    "Expected Brier score of a forecast: miscalibration and what no forecast avoids",
    mean((q - y) ** 2),
    (
        (q**2 - 2 * q * mean(y) + mean(y**2), "expand the square"),
        (q**2 - 2 * q * p + p, "a label is its own square"),
        ((q - p) ** 2 + p * (1 - p), "complete the square"),
    ),
    (label, forecast, chance),
    written(
        r"\mathbb{E}[(q - y)^2] = (q - p)^2 + p (1 - p)",
        r"\mathbb{E}_y[(y - q)^2] = (p - q)^2 + p (1 - p)",
        r"\mathbb{E}[(y - q)^2] = (q - p)^2 + p - p^2",
    ),
    ("brier", "proper scoring", "forecast", "calibration"),
    Source("Gneiting and Raftery 2007, Strictly Proper Scoring Rules, Prediction, and Estimation", "section 3.1"),
)
members = Size("M", "members", largest=3)
means = Quantity("mu", "means of the members", shape=(members,))
spreads = Quantity("sigma", "standard deviations of the members", shape=(members,), domain=POSITIVE)
middle = Quantity("m", "mean of the means", value=Sum(at(means.symbol, r), (r, 1, members.symbol)) / members.symbol)
ensemble = rule(
    "Variance of an equal mixture of normal laws",
    value,
    Sum(at(spreads.symbol, r) ** 2 + at(means.symbol, r) ** 2, (r, 1, members.symbol)) / members.symbol
    - middle.symbol**2,
    (means, spreads, middle),
    written(
        r"\sigma_*^2 = \frac{1}{M} \sum_{m=1}^M (\sigma_m^2 + \mu_m^2) - \mu_*^2",
        r"\sigma_*^2(x) = \frac{1}{M} \sum_m (\sigma_m^2 + \mu_m^2) - \mu_*^2",
        r"\operatorname{Var}[y] = \frac{1}{M} \sum_{m=1}^M (\sigma_m^2 + \mu_m^2) - \mu_*^2",
        letters=(("mu_*", "m"), ("mu_star", "m")),
    ),
    ("deep ensemble", "ensemble", "predictive variance", "uncertainty"),
    "mean of the variances, and variance of the means",
    Source(lakshminarayanan, "section 2.4"),
)
examples = Size("N", "examples", largest=3)
targets = Quantity("y", "targets", shape=(examples,))
centres = Quantity("mu", "predicted means", shape=(examples,))
widths = Quantity("sigma", "predicted standard deviations", shape=(examples,), domain=interval(half, 3))
t, mu, s = (at(quantity.symbol, i) for quantity in (targets, centres, widths))
whole = Sum((t - mu) ** 2 / (2 * s**2) + log(s**2) / 2, (i, 1, examples.symbol))
heteroscedastic = rule(
    "Loss of a network that predicts mean and variance, averaged, but for a constant",
    value,
    whole / examples.symbol,
    (targets, centres, widths),
    written(
        r"\mathcal{L} = \frac{1}{N} \sum_{i=1}^N \left[\frac{(y_i - \mu_i)^2}{2 \sigma_i^2} + "
        r"\frac{1}{2} \log \sigma_i^2\right]",
        r"L = \frac{1}{N} \sum_{i=1}^N \left(\frac{(y_i - \mu_i)^2}{2 \sigma_i^2} + \frac{1}{2} \log \sigma_i^2\right)",
        r"L = \frac{1}{N} \sum_{i=1}^N \left(\frac{(y_i - \mu_i)^2}{2 \sigma_i^2} + \log \sigma_i\right)",
    ),
    ("heteroscedastic", "aleatoric", "uncertainty", "predicted variance", "mean and variance"),
    "minus the normal log-density",
    Source("Kendall and Gal 2017, What Uncertainties Do We Need in Bayesian Deep Learning for Computer Vision?",
           "equation 5"),
)  # fmt: skip

TOPIC = Topic(
    "Calibration, scores of forecasts and predicted variances",
    formulas=(expected, by_number, platt, platt_plus, brier, ensemble, heteroscedastic),
)
