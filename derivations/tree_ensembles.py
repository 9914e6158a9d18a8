"""Boosted trees: rounds and votes, the weight and the worth of a leaf, the gain of a split; the normaliser of a round.

G and H are the sums of the first and second derivatives of the loss over the samples of a leaf, lambda the penalty.
"""

from __future__ import annotations

from sympy import Rational, Sum, sign, sqrt

from derivations.operators import at, evaluated
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

chen = "Chen and Guestrin 2016, XGBoost: A Scalable Tree Boosting System"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
schapire = "Schapire and Freund, Boosting: Foundations and Algorithms"
half = Rational(1, 2)
words = ("boosting", "xgboost", "gradient boosted", "adaboost", "ensemble", "leaf", "trees")
slope = Quantity("G", "sum of the slopes in a leaf")
curve = Quantity("H", "sum of the curvatures in a leaf", domain=POSITIVE)
penalty = Quantity("lambda_", "penalty of the squared weights", domain=POSITIVE)
G, H, lam = slope.symbol, curve.symbol, penalty.symbol
best = Quantity("w", "the best weight of a leaf")
lamed = ("lambda", "lambda_")
leaf = (lamed, ("w_j", "w"), ("G_j", "G"), ("H_j", "H"))
leaf_weight = rule(
    "Best weight of a leaf",
    best,
    -G / (H + lam),
    (slope, curve, penalty),
    (
        *written(r"w^* = -\frac{G}{H + \lambda}", letters=(lamed,)),
        *written(r"w_j^* = -\frac{G_j}{H_j + \lambda}", r"w_j = -\frac{G_j}{H_j + \lambda}", letters=leaf),
    ),
    words,
    "the slope G + (H + lambda) w of the second-order model vanishes",
    Source(chen, "equation 5"),
)
chosen = Quantity("w", "the best weight of a leaf", value=-G / (H + lam))
w = chosen.symbol
leaf_value = identity(
    "Least value of the second-order model of a leaf",
    G * w + half * (H + lam) * w**2,
    ((half * G * w, "at the best weight (H + lambda) w is -G"), (-half * G**2 / (H + lam), "put the weight in")),
    (chosen, slope, curve, penalty),
    (
        *written(r"G w + \frac{1}{2} (H + \lambda) w^2 = -\frac{1}{2} \frac{G^2}{H + \lambda}", letters=(lamed,)),
        *written(
            r"G_j w_j + \frac{1}{2} (H_j + \lambda) w_j^2 = -\frac{G_j^2}{2 (H_j + \lambda)}", letters=leaf
        ),
    ),
    words,
    Source(chen, "equation 6"),
)
slopes = tuple(Quantity(f"G_{side}", f"sum of the slopes on side {side}") for side in "LR")
curves = tuple(Quantity(f"H_{side}", f"sum of the curvatures on side {side}", domain=POSITIVE) for side in "LR")
price = Quantity("gamma", "price of a leaf", domain=POSITIVE)
gain = Quantity("S", "gain of the split")
(G_L, G_R), (H_L, H_R) = (tuple(q.symbol for q in pair) for pair in (slopes, curves))
whole = (G_L + G_R) ** 2 / (H_L + H_R + lam)
split_gain = rule(
    "Gain of a split of a boosted tree",
    gain,
    half * (G_L**2 / (H_L + lam) + G_R**2 / (H_R + lam) - whole) - price.symbol,
    (*slopes, *curves, penalty, price),
    written(
        r"\mathrm{Gain} = \frac{1}{2} \left[\frac{G_L^2}{H_L + \lambda} + \frac{G_R^2}{H_R + \lambda} "
        r"- \frac{(G_L + G_R)^2}{H_L + H_R + \lambda}\right] - \gamma",
        r"L = \frac{1}{2} \left(\frac{G_L^2}{H_L + \lambda} + \frac{G_R^2}{H_R + \lambda} "
        r"- \frac{(G_L + G_R)^2}{H_L + H_R + \lambda}\right) - \gamma",
        letters=(lamed, ("Gain", "S"), ("L", "S")),
    ),
    ("gain", "split", *words),
    "what the two leaves save, less what one leaf saves, less the price of a leaf",
    Source(chen, "equation 7"),
)

before = Quantity("F", "the model before the round", arguments=((),))
learner = Quantity("h", "the learner of the round", arguments=((),))
rate = Quantity("nu", "learning rate", domain=UNIT)
point = Quantity("x", "an input")
after = Quantity("y", "the model after the round, at the input")
F, h, nu, x = (q.symbol for q in (before, learner, rate, point))
boosting_round = rule(
    "Round of gradient boosting",
    after,
    F(x) + nu * h(x),
    (before, learner, rate, point),
    (
        *written(r"F_m(x) = F_{m-1}(x) + \nu h_m(x)", letters=(("F_m-1", "F"), ("h_m", "h"))),
        *written(r"F(x) \leftarrow F(x) + \eta h(x)", letters=(("eta", "nu"),)),
        *written(r"F_t(x) = F_{t-1}(x) + \eta h_t(x)", letters=(("F_t-1", "F"), ("h_t", "h"), ("eta", "nu"))),
    ),
    words,
    "a shrunk learner is added",
    Source(hastie, "algorithm 10.3 with shrinkage, equation 10.41"),
)
learners = Size("T", "learners", largest=4)
strengths = Quantity("alpha", "weights of the learners", shape=(learners,), domain=POSITIVE)
answers = Quantity("h", "answers of the learners, -1 or 1", shape=(learners,), domain=SIGN)
verdict = Quantity("y", "the answer of the ensemble")
t = bound_index("t")
T, alpha, votes = learners.symbol, strengths.symbol, answers.symbol
weighted_vote = rule(
    "Answer of AdaBoost: a weighted vote",
    verdict,
    sign(Sum(at(alpha, t) * at(votes, t), (t, 1, T))),
    (strengths, answers),
    written(
        r"H(x) = \operatorname{sign}\left(\sum_{t=1}^T \alpha_t h_t\right)",
        r"y = \operatorname{sign}\left(\sum_{t=1}^T \alpha_t h_t\right)",
    ),
    ("vote", "final classifier", "final hypothesis", *words),
    "each learner votes with its weight",
    Source(schapire, "algorithm 1.1"),
)
family = Quantity("h", "answers of the learners at an input", shape=(learners,), arguments=((),))
answer = at(evaluated(family.symbol(x), T, 1), t)
weighted_vote_function = rule(
    "Answer of AdaBoost at an input: a weighted vote of functions",
    verdict,
    sign(Sum(at(alpha, t) * answer, (t, 1, T))),
    (strengths, family, point),
    written(
        r"H(x) = \operatorname{sign}\left(\sum_{t=1}^T \alpha_t h_t(x)\right)",
        r"f(x) = \operatorname{sgn}\left(\sum_{t} \alpha_t h_t(x)\right)",
    ),
    ("vote", "final classifier", "final hypothesis", *words),
    "each learner votes with its weight",
    Source(schapire, "algorithm 1.1"),
)
score_of_vote = rule(
    "Score of a boosted model at an input: the weighted sum of its learners",
    verdict,
    Sum(at(alpha, t) * answer, (t, 1, T)),
    (strengths, family, point),
    written(r"F(x) = \sum_{t=1}^T \alpha_t h_t(x)", r"F(x) = \sum_t \alpha_t h_t(x)"),
    ("vote", "additive model", *words),
    "each learner counts with its weight",
    Source(schapire, "algorithm 1.1"),
)
error = Quantity("epsilon", "weighted error of the learner", domain=UNIT)
normaliser = Quantity("Z", "normaliser of the round")
eps = error.symbol
normaliser_value = rule(
    "Normaliser of a round of AdaBoost at the best weight of its learner",
    normaliser,
    2 * sqrt(eps * (1 - eps)),
    (error,),
    (
        *written(r"Z_t = 2 \sqrt{\epsilon_t (1 - \epsilon_t)}", letters=(("Z_t", "Z"), ("epsilon_t", "epsilon"))),
        *written(r"Z = 2 \sqrt{\epsilon (1 - \epsilon)}"),
    ),
    ("normaliser", "normalizer", "normalization", *words),
    "hits and mistakes weigh the same after the round",
    Source(schapire, "theorem 3.1"),
)

trees = Size("B", "trees", largest=4)
outputs = Quantity("f", "answers of the trees, each for itself", shape=(trees,))
b = bound_index("b")
bagged_answer = Quantity("y", "the answer of the forest")
bagging = rule(
    "Answer of a forest: the mean of its trees",
    bagged_answer,
    Sum(at(outputs.symbol, b), (b, 1, trees.symbol)) / trees.symbol,
    (outputs,),
    (
        *written(r"\hat{f} = \frac{1}{B} \sum_{b=1}^B f_b"),
        *written(r"\hat{y} = \frac{1}{M} \sum_{m=1}^M f_m", letters=(("M", "B"),)),
    ),
    ("bagging", "random forest", "bootstrap aggregat", "average"),
    "the trees are averaged",
    Source(hastie, "equation 8.51"),
)

TOPIC = Topic(
    "Boosted trees and forests",
    formulas=(
        leaf_weight,
        leaf_value,
        split_gain,
        boosting_round,
        weighted_vote,
        weighted_vote_function,
        score_of_vote,
        normaliser_value,
        bagging,
    ),
)
