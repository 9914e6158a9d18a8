"""Rounds of boosting with learners as functions, splits of trees, expansions in kernels, overlaps of patterns.

Inputs are numbers, learners and kernels any functions of them; a learner of AdaBoost answers -1 or 1.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, Ne, Sum, exp, log, sign, symbols

from derivations.operators import at, indicator
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
freund = "Freund and Schapire 1997, A Decision-Theoretic Generalization of On-Line Learning"
schoelkopf = "Schölkopf and Smola, Learning with Kernels"
hertz = "Hertz, Krogh and Palmer, Introduction to the Theory of Neural Computation"
samples = Size("n", "samples", largest=3)
n = samples.symbol
i, j = bound_index("i j")
u = symbols("u")
inputs = Quantity("x", "inputs", shape=(samples,))
labels = Quantity("y", "classes", shape=(samples,), domain=SIGN)
weights = Quantity("w", "weights of the samples", shape=(samples,), domain=POSITIVE)
curve = Quantity("c", "what the learner takes the sign of", arguments=((),))
learner = Quantity("h", "the learner", value=Lambda((u,), sign(curve.symbol(u))))
value = Quantity("v", "the value")
x, y, w, h = inputs.symbol, labels.symbol, weights.symbol, learner.symbol
missed = indicator(Ne(at(y, i), h(at(x, i))))
adaboost = ("adaboost", "boosting", "weak learner", "weak classifier")
error = rule(
    "AdaBoost: weighted error of a learner as a function",
    value,
    Sum(at(w, i) * missed, (i, 1, n)) / Sum(at(w, i), (i, 1, n)),
    (inputs, labels, weights, curve, learner),
    (
        *written(r"\epsilon_t = \frac{\sum_{i=1}^n w_i \mathbb{1}[y_i \neq h_t(x_i)]}{\sum_{i=1}^n w_i}",
                 r"\mathrm{err}_t = \frac{\sum_i w_i \mathbb{1}(h_t(x_i) \neq y_i)}{\sum_i w_i}",
                 letters=(("h_t", "h"),)),
    ),
    adaboost,
    "the share of the weights on mistakes",
    Source(hastie, "algorithm 10.1"),
)  # fmt: skip
summed_error = rule(
    "AdaBoost: error of a learner as a function, weights that sum to 1",
    value,
    Sum(at(w, i) * missed, (i, 1, n)),
    (inputs, labels, weights, curve, learner),
    (
        *written(r"\epsilon_t = \sum_{i=1}^n w_i \mathbb{1}[y_i \neq h_t(x_i)]",
                 r"\epsilon_t = \sum_i w_i \mathbb{1}(h_t(x_i) \neq y_i)", letters=(("h_t", "h"),)),
    ),
    adaboost,
    "the weights on mistakes",
    Source(freund, "figure 2"),
)  # fmt: skip
strength = Quantity("alpha", "weight of the learner", domain=POSITIVE)
alpha = strength.symbol
sample = free_index("k", samples)
k = sample.symbol
reweighted = rule(
    "AdaBoost: new weight of a sample, not yet normalised, the learner as a function",
    value,
    at(w, k) * exp(-alpha * at(y, k) * h(at(x, k))),
    (inputs, labels, weights, curve, learner, strength, sample),
    (
        *written(r"w_i \leftarrow w_i \exp(-\alpha_t y_i h_t(x_i))", r"w_i \leftarrow w_i e^{-\alpha_t y_i h_t(x_i)}",
                 letters=(("h_t", "h"), ("alpha_t", "alpha"), ("i", "k"))),
    ),
    adaboost,
    "mistakes gain weight",
    Source(freund, "figure 2"),
)  # fmt: skip
place = Quantity("x", "an input")
before = Quantity("F", "the ensemble so far", arguments=((),))
following = Quantity("h", "the new learner", arguments=((),))
step, shrinkage = Quantity("gamma", "step of the line search"), Quantity("nu", "shrinkage", domain=POSITIVE)
F, g, p = before.symbol, following.symbol, place.symbol
boosted = ("gradient boosting", "gbm", "boosting", "additive", "stagewise", "shrinkage")
searched = rule(
    "Round of gradient boosting with a line search",
    value,
    F(p) + step.symbol * g(p),
    (before, following, place, step),
    (
        *written(
            r"F_m(x) = F_{m-1}(x) + \gamma_m h_m(x)", letters=(("F_m-1", "F"), ("h_m", "h"), ("gamma_m", "gamma"))
        ),
        *written(r"f(x) \leftarrow f(x) + \beta b(x)", letters=(("f", "F"), ("b", "h"), ("beta", "gamma"))),
    ),
    boosted,
    "the new learner, as far as it helps",
    Source(hastie, "algorithm 10.2"),
)
shrunk = rule(
    "Round of gradient boosting with a line search and shrinkage",
    value,
    F(p) + shrinkage.symbol * step.symbol * g(p),
    (before, following, place, step, shrinkage),
    written(
        r"F_m(x) = F_{m-1}(x) + \nu \gamma_m h_m(x)",
        r"F_m(x) = F_{m-1}(x) + \nu \cdot \gamma_m \cdot h_m(x)",
        letters=(("F_m-1", "F"), ("h_m", "h"), ("gamma_m", "gamma")),
    ),
    boosted,
    "a share of the new learner",
    Source(hastie, "equation 10.41"),
)
impurity = Quantity("E", "impurity of a node", arguments=((),))
node, one_side, other_side = (Quantity(letter, "a node") for letter in ("t", "f", "r"))
left_share, right_share = Quantity("p", "share of the left side"), Quantity("q", "share of the right side")
J = impurity.symbol
decrease = rule(
    "Decrease of the impurity by a split, as a function of the nodes",
    value,
    J(node.symbol) - left_share.symbol * J(one_side.symbol) - right_share.symbol * J(other_side.symbol),
    (impurity, node, one_side, other_side, left_share, right_share),
    written(
        r"\Delta I = I(t) - p_L I(t_L) - p_R I(t_R)",
        r"\Delta I = I(t) - (p_L I(t_L) + p_R I(t_R))",
        letters=(("p_L", "p"), ("p_R", "q"), ("I", "E"), ("t_L", "f"), ("t_R", "r")),
    ),
    ("impurity", "decision tree", "split", "cart"),
    "the impurity less the weighted mean of both sides",
    Source("Breiman, Friedman, Olshen and Stone, Classification and Regression Trees", "section 2.4"),
)
shares = Quantity("alpha", "coefficients", shape=(samples,))
kernel = Quantity("k", "the kernel", arguments=((), ()))
a, K = shares.symbol, kernel.symbol


def spread(body: Any) -> Any:
    """The sum over all pairs of samples."""
    return Sum(Sum(at(a, i) * at(a, j) * body, (j, 1, n)), (i, 1, n))


kernels = ("representer", "kernel", "rkhs", "reproducing")
squared_norm = rule(
    "Squared norm of a function that is expanded in kernels",
    value,
    spread(K(at(x, i), at(x, j))),
    (shares, kernel, inputs),
    written(
        r"N = \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j k(x_i, x_j)",
        r"\Omega = \sum_{i,j} \alpha_i \alpha_j k(x_i, x_j)",
    ),
    kernels,
    "the kernel is its own inner product",
    Source(schoelkopf, "section 2.2.2"),
)
point = Quantity("z", "an input")
represented = rule(
    "Expansion of a function in kernels at the samples",
    value,
    Sum(at(a, i) * K(at(x, i), point.symbol), (i, 1, n)),
    (shares, kernel, inputs, point),
    written(
        r"f(z) = \sum_{i=1}^n \alpha_i k(x_i, z)",
        r"f(z) = \sum_i \alpha_i k(x_i, z)",
    ),
    kernels,
    "the representer theorem",
    Source(schoelkopf, "theorem 4.2"),
)
size = Quantity("N", "number of units", domain=integers(2, 9))
most = Quantity("P", "number of patterns")
capacity = rule(
    "Number of patterns that a Hopfield network recalls without an error",
    most,
    size.symbol / (2 * log(size.symbol)),
    (size,),
    written(r"p_{\max} = \frac{N}{2 \ln N}", r"P = \frac{N}{2 \log N}"),
    ("hopfield", "capacity", "associative memory"),
    "as many as leave all bits of a pattern stable",
    Source(hertz, "equation 2.18"),
)
bits, states = Quantity("b", "a pattern", shape=(samples,)), Quantity("s", "the state", shape=(samples,))
overlap = rule(
    "Overlap of a state with a pattern",
    value,
    Sum(at(bits.symbol, i) * at(states.symbol, i), (i, 1, n)) / n,
    (bits, states),
    written(
        r"m = \frac{1}{N} \sum_{i=1}^N \xi_i s_i",
        r"m^\mu = \frac{1}{N} \sum_i \xi_i^\mu s_i",
        r"m_\mu = \frac{1}{N} \sum_{i=1}^N \xi_i^\mu s_i",
        letters=(("xi", "b"), ("xi^mu", "b"), ("N", "n")),
    ),
    ("overlap", "hopfield", "associative memory", "mattis"),
    "1 at the pattern, -1 at its opposite",
    Source(hertz, "equation 2.42"),
)

FORMULAS: tuple[Formula, ...] = (
    error, summed_error, reweighted, searched, shrunk, decrease, squared_norm, represented, capacity, overlap,
)  # fmt: skip
TOPIC = Topic("Rounds of boosting, splits, and expansions in kernels", formulas=FORMULAS)
