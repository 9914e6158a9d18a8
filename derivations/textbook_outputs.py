"""Outputs and what becomes of them: classes from scores, error terms, regions of deep networks, switched synapses."""

from __future__ import annotations

from sympy import Sum, binomial, floor

from derivations.operators import sigmoid, softplus
from derivations.stanzas import rule, written
from derivations.vocabulary import UNIT, Formula, Quantity, Source, Topic, bound_index, integers

book = "Goodfellow, Bengio and Courville, Deep Learning"
value = Quantity("L", "the value")
score, label = Quantity("z", "the score"), Quantity("y", "the class, 0 or 1", domain=integers(0, 1))
z, y = score.symbol, label.symbol
class_chance = rule(
    "Probability of a class, 0 or 1, from the score",
    value,
    sigmoid((2 * y - 1) * z),
    (score, label),
    written(r"P(y) = \sigma((2y - 1) z)", r"P(y) = \frac{1}{1 + e^{-(2y - 1) z}}"),
    ("sigmoid", "bernoulli", "logit", "binary"),
    "the logistic function of the score with the sign of the class",
    Source(book, "equation 6.23"),
)
class_loss = rule(
    "Loss of a class, 0 or 1, as a softplus",
    value,
    softplus((1 - 2 * y) * z),
    (score, label),
    (*written(r"J = \log(1 + e^{(1 - 2y) z})", r"J = \operatorname{softplus}((1 - 2y) z)"),),
    ("softplus", "sigmoid", "bernoulli", "maximum likelihood", "binary"),
    "minus the logarithm of the probability of the class",
    Source(book, "equation 6.26"),
)
width, wide, deep = (
    Quantity("m", "units of a layer", domain=integers(1, 6)),
    Quantity("n", "inputs", domain=integers(1, 3)),
    Quantity("p", "number of layers", domain=integers(1, 3)),
)
count = Quantity("R", "number of regions")
j = bound_index("j")
regions = rule(
    "Number of linear regions that a deep rectified network reaches",
    count,
    floor(width.symbol / wide.symbol) ** (wide.symbol * (deep.symbol - 1))
    * Sum(binomial(width.symbol, j), (j, 0, wide.symbol)),
    (width, wide, deep),
    written(
        r"R = \left\lfloor \frac{m}{n} \right\rfloor^{n (L - 1)} \sum_{k=0}^n \binom{m}{k}",
        r"R = \left(\left\lfloor \frac{m}{n} \right\rfloor\right)^{n (L - 1)} \sum_{k=0}^n \binom{m}{k}",
        letters=(("L", "p"),),
    ),
    ("regions", "deep network", "rectif", "relu"),
    "each layer folds its input, and the last one cuts it",
    Source("Montúfar et al. 2014, On the Number of Linear Regions of Deep Neural Networks", "corollary 5"),
)
activity = Quantity("f", "share of active units", domain=UNIT)
stored = Quantity("k", "number of patterns", domain=integers(0, 6))
switched = rule(
    "Willshaw memory: probability that a synapse is switched on",
    value,
    1 - (1 - activity.symbol**2) ** stored.symbol,
    (activity, stored),
    written(r"p = 1 - (1 - f^2)^M", r"p_1 = 1 - (1 - f^2)^M", letters=(("M", "k"),)),
    ("willshaw", "synapse", "associative memory", "sparse pattern"),
    "not left out by any pattern",
    Source("Willshaw, Buneman and Longuet-Higgins 1969, Non-Holographic Associative Memory", "page 961"),
)
out, wanted = Quantity("o", "output of the unit", domain=UNIT), Quantity("t", "the target")
o, t = out.symbol, wanted.symbol
error_slope = rule(
    "Derivative of half the squared error by the score of a logistic output unit",
    value,
    (o - t) * o * (1 - o),
    (out, wanted),
    (
        *written(r"\delta = (o - t) o (1 - o)", r"\delta = o (1 - o) (o - t)"),
        *written(r"\delta_o = (o - t) o (1 - o)"),
        *written(r"\delta_k = (y_k - t_k) y_k (1 - y_k)", letters=(("y_k", "o"), ("t_k", "t"))),
    ),
    ("output unit", "backprop", "delta", "sigmoid"),
    "the error, times the slope of the logistic function",
    Source("Bishop, Pattern Recognition and Machine Learning", "section 5.3, with logistic outputs"),
)

FORMULAS: tuple[Formula, ...] = (class_chance, class_loss, regions, switched, error_slope)
TOPIC = Topic("Outputs, regions and synapses", formulas=FORMULAS)
