"""What a bounded perturbation does to a linear classifier, and how far an input lies from the decision boundary.

The score of an input is f = w·x + b, the label y is 1 or -1. A perturbation δ has length at most ε in some norm; the
general p-norm stands in `dual_norms`, attacks on any loss in `adversarial`.
"""

from __future__ import annotations

from sympy import Abs, Lambda, MatrixSymbol, exp, log

from derivations.operators import dot, norm, norm1
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
)

goodfellow = "Goodfellow, Shlens and Szegedy 2015, Explaining and Harnessing Adversarial Examples"
madry = "Madry et al. 2018, Towards Deep Learning Models Resistant to Adversarial Attacks"
moosavi = "Moosavi-Dezfooli, Fawzi and Frossard 2016, DeepFool"
gowal = "Gowal et al. 2018, On the Effectiveness of Interval Bound Propagation"
tutorial = "Kolter and Madry, Adversarial Robustness: Theory and Practice"
dimensions = Size("d", "dimensions", largest=4)
weights = Quantity("w", "weights of the linear classifier", shape=(dimensions,))
inputs = Quantity("x", "the input", shape=(dimensions,))
offset = Quantity("b", "the bias")
label = Quantity("y", "the label", domain=SIGN)
budget = Quantity("epsilon", "largest size of the perturbation", domain=POSITIVE)
change = Quantity("delta", "the perturbation", shape=(dimensions,))
w, x, b, y, epsilon, delta = (q.symbol for q in (weights, inputs, offset, label, budget, change))
swing = Quantity("v", "the gain")
found = Quantity("eta", "the perturbation that is looked for", shape=(dimensions,))
words = ("adversarial", "perturbation", "fgsm", "pgd", "dual norm", "attack", "robust")
best = (("delta^star", "eta"),)

euclidean_gain = rule(
    "Largest change of a linear output under changes of bounded Euclidean length",
    swing,
    epsilon * norm(w),
    (weights, budget),
    written(
        r"\max_{\|\delta\|_2 \leq \epsilon} w^\top \delta = \epsilon \|w\|_2",
        r"\max_{\|\delta\| \leq \epsilon} w^\top \delta = \epsilon \|w\|",
        r"\sup_{\|\delta\|_2 \leq \epsilon} \langle w, \delta \rangle = \epsilon \|w\|_2",
    ),
    (*words, "euclidean", "cauchy-schwarz", "linear classifier"),
    "along the weights, by Cauchy and Schwarz",
    Source(tutorial, "chapter 2, linear models"),
)
euclidean_best = rule(
    "The perturbation of bounded Euclidean length that gains most",
    found,
    epsilon * w / norm(w),
    (weights, budget),
    (
        *written(
            r"\delta^* = \epsilon \frac{w}{\|w\|_2}",
            r"\delta^* = \frac{\epsilon w}{\|w\|_2}",
            r"\delta^* = \epsilon \frac{w}{\|w\|}",
            letters=best,
        ),
        *written(r"\delta = \epsilon \frac{g}{\|g\|_2}", letters=(("delta", "eta"), ("g", "w"))),
    ),
    (*words, "euclidean", "cauchy-schwarz", "linear classifier"),
    "along the weights, as far as it may",
    Source(tutorial, "chapter 2, linear models"),
)
score = dot(w, x) + b
margin_words = (*words, "margin", "linear classifier", "decision boundary", "hyperplane")
worst_margin = rule(
    "Margin of a linear classifier under the worst perturbation within the cube",
    swing,
    y * score - epsilon * norm1(w),
    (weights, inputs, offset, label, budget),
    written(
        r"\min_{\|\delta\|_\infty \leq \epsilon} y (w^\top (x + \delta) + b) = y (w^\top x + b) - \epsilon \|w\|_1",
        r"\min_{\delta} y (w^\top (x + \delta) + b) = y (w^\top x + b) - \epsilon \|w\|_1",
        r"\min_{\|\delta\|_\infty \leq \epsilon} y (w \cdot (x + \delta) + b) = y (w \cdot x + b) - \epsilon \|w\|_1",
    ),
    margin_words,
    "the perturbation takes the dual norm of the weights",
    Source(tutorial, "chapter 2, linear models"),
)
worst_euclidean = rule(
    "Margin of a linear classifier under the worst perturbation within the ball",
    swing,
    y * score - epsilon * norm(w),
    (weights, inputs, offset, label, budget),
    written(
        r"\min_{\|\delta\|_2 \leq \epsilon} y (w^\top (x + \delta) + b) = y (w^\top x + b) - \epsilon \|w\|_2",
        r"\min_{\|\delta\| \leq \epsilon} y (w^\top (x + \delta) + b) = y (w^\top x + b) - \epsilon \|w\|",
    ),
    margin_words,
    "the perturbation takes the length of the weights",
    Source(tutorial, "chapter 2, linear models"),
)
robust_logistic = rule(
    "Logistic loss of a linear classifier under the worst perturbation within the cube",
    swing,
    log(1 + exp(-y * score + epsilon * norm1(w))),
    (weights, inputs, offset, label, budget),
    tuple(
        Notation(rf"\max_{{{set}}} \{call}(1 + e^{{-y (w^\top (x + \delta) + b)}}) = \{call}(1 + e^{{{power}}})")
        for set, call, power in (
            (r"\|\delta\|_\infty \leq \epsilon", "log", r"-y (w^\top x + b) + \epsilon \|w\|_1"),
            (r"\|\delta\|_\infty \leq \epsilon", "log", r"-(y (w^\top x + b) - \epsilon \|w\|_1)"),
            (r"\delta", "log", r"\epsilon \|w\|_1 - y (w^\top x + b)"),
        )
    ),
    (*words, "logistic", "adversarial training"),
    "the loss falls with the margin, which the perturbation lowers by the dual norm",
    Source(goodfellow, "section 5"),
)
radius = Quantity("r", "distance from the boundary")
cube_distance = rule(
    "Distance of an input from a hyperplane in the maximum norm",
    radius,
    Abs(score) / norm1(w),
    (weights, inputs, offset),
    written(
        r"r = \frac{|w^\top x + b|}{\|w\|_1}",
        r"\epsilon^* = \frac{|w^\top x + b|}{\|w\|_1}",
        r"\|\delta^*\|_\infty = \frac{|w^\top x + b|}{\|w\|_1}",
        r"d_\infty(x) = \frac{|w \cdot x + b|}{\|w\|_1}",
    ),
    margin_words,
    "the score over the dual norm of the weights",
    Source(tutorial, "chapter 2, linear models"),
)
foot = rule(
    "Smallest perturbation that takes an input onto a hyperplane",
    found,
    -score * w / norm(w) ** 2,
    (weights, inputs, offset),
    (
        *written(
            r"\delta^* = -\frac{w^\top x + b}{\|w\|_2^2} w",
            r"\delta^* = -\frac{(w^\top x + b) w}{\|w\|^2}",
            r"\delta^* = -\frac{w^\top x + b}{w^\top w} w",
            letters=best,
        ),
        *written(r"r^* = -\frac{w^\top x + b}{\|w\|_2^2} w", letters=(("r^star", "eta"),)),
    ),
    (*margin_words, "deepfool", "minimal", "smallest"),
    "along the weights, by the score over their squared length",
    Source(moosavi, "equation 3"),
)
a = MatrixSymbol("a", dimensions.symbol, 1)
scored = Quantity("f", "score of an input", value=Lambda((a,), dot(w, a) + b))
foot_of_score = rule(
    "Smallest perturbation that takes an input onto a hyperplane, by its score",
    found,
    -score * w / norm(w) ** 2,
    (scored, weights, inputs, offset),
    (
        *written(
            r"\delta^* = -\frac{f(x)}{\|w\|_2^2} w",
            r"\delta^* = -\frac{f(x) w}{\|w\|^2}",
            letters=best,
        ),
        *written(
            r"r^* = -\frac{f(x)}{\|w\|_2^2} w", r"r_*(x) = -\frac{f(x)}{\|w\|_2^2} w",
            letters=(("r^star", "eta"), ("r_star", "eta")),
        ),
    ),
    (*margin_words, "deepfool", "minimal", "smallest"),
    "along the weights, by the score over their squared length",
    Source(moosavi, "equation 3"),
)  # fmt: skip
score_distance = rule(
    "Distance of an input from a hyperplane, by its score",
    radius,
    Abs(score) / norm(w),
    (scored, weights, inputs, offset),
    written(
        r"\|\delta^*\|_2 = \frac{|f(x)|}{\|w\|_2}",
        r"r = \frac{|f(x)|}{\|w\|_2}",
        r"r(x) = \frac{|f(x)|}{\|w\|}",
    ),
    (*margin_words, "deepfool", "minimal", "smallest"),
    "the score over the length of the weights",
    Source(moosavi, "equation 3"),
)
tops = Quantity("u", "upper bounds of the inputs", shape=(dimensions,))
bottoms = Quantity("l", "lower bounds of the inputs", shape=(dimensions,))
middle = Quantity("mu", "centre of the bounds", shape=(dimensions,))
ibp = ("interval bound", "ibp", "certif", "verification", "lower bound", "box")
centre = rule(
    "Centre of interval bounds",
    middle,
    (tops.symbol + bottoms.symbol) / 2,
    (tops, bottoms),
    written(r"\mu = \frac{u + l}{2}", r"\mu = \frac{l + u}{2}", r"\mu = \frac{1}{2} (u + l)"),
    ibp,
    "the mean of both bounds",
    Source(gowal, "equation 6"),
)
half_width = rule(
    "Radius of interval bounds",
    Quantity("r", "radius of the bounds", shape=(dimensions,)),
    (tops.symbol - bottoms.symbol) / 2,
    (tops, bottoms),
    written(r"r = \frac{u - l}{2}", r"r = \frac{1}{2} (u - l)", r"r = (u - l) / 2"),
    ibp,
    "half of what lies between the bounds",
    Source(gowal, "equation 6"),
)
TOPIC = Topic(
    "Bounded perturbations of a linear classifier",
    formulas=(
        euclidean_gain,
        euclidean_best,
        worst_margin,
        worst_euclidean,
        robust_logistic,
        cube_distance,
        foot,
        foot_of_score,
        score_distance,
        centre,
        half_width,
    ),
)
