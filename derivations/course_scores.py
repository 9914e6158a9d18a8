"""Definitions that every first course carries: scaled features, odds, rates, impurities of splits, silhouettes."""

from __future__ import annotations

from sympy import Max, Sum, Transpose, exp, log

from derivations.classification_metrics import COUNT, common
from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
    UNIT,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

murphy = Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 10.2.8, standardisation")
bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.2, odds and log odds")
fawcett = Source("Fawcett 2006, An Introduction to ROC Analysis", "section 2")
quinlan = Source("Quinlan 1993, C4.5: Programs for Machine Learning", "section 2.2.3, gain ratio criterion")
breiman = Source("Breiman, Friedman, Olshen and Stone, Classification and Regression Trees", "section 2.4")
rousseeuw = Source("Rousseeuw 1987, Silhouettes", "equation 2")
hastie = Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 10.1, algorithm 10.1")
jolliffe = Source("Jolliffe, Principal Component Analysis", "section 3.1")
hand = Source("Hand and Till 2001, A Simple Generalisation of the Area Under the ROC Curve", "section 2")

feature = Quantity("x", "value of the feature")
mean = Quantity("mu", "mean of the feature")
spread = Quantity("s", "standard deviation or range of the feature", domain=POSITIVE)
scaled = Quantity("z", "scaled value of the feature")
x, mu, s = feature.symbol, mean.symbol, spread.symbol
scaling = ("feature scaling", "standardi", "z-score", "normali", "preprocessing", "mean normalisation", "scaling")
standardised = rule(
    "Standardised feature",
    scaled,
    (x - mu) / s,
    (feature, mean, spread),
    (
        *written(r"z = \frac{x - \mu}{\sigma}", r"z = (x - \mu) / \sigma", letters=(("sigma", "s"),)),
        *written(r"z = \frac{x - \bar{x}}{s}", letters=(("x_bar", "mu"),)),
        *written(r"x_j \leftarrow \frac{x_j - \mu_j}{\sigma_j}",
                 letters=(("x_j", "x"), ("mu_j", "mu"), ("sigma_j", "s"))),
        *written(r"x_j := \frac{x_j - \mu_j}{s_j}", letters=(("x_j", "x"), ("mu_j", "mu"), ("s_j", "s"))),
        *written(r"\tilde{x}_j = \frac{x_j - \mu_j}{\sigma_j}",
                 letters=(("x_tilde_j", "z"), ("x_j", "x"), ("mu_j", "mu"), ("sigma_j", "s"))),
    ),
    scaling,
    "in units of the deviation, from the mean",
    murphy,
)  # fmt: skip
low = Quantity("x_min", "least value of the feature")
gap = Quantity("x_max", "largest value of the feature")
stretched = rule(
    "Min-max scaling of a feature",
    scaled,
    (x - low.symbol) / (gap.symbol - low.symbol),
    (feature, low, gap),
    (
        *written(r"z = \frac{x - x_{\min}}{x_{\max} - x_{\min}}", r"z = (x - x_{\min}) / (x_{\max} - x_{\min})"),
        *written(r"\tilde{x} = \frac{x - x_{\min}}{x_{\max} - x_{\min}}", letters=(("x_tilde", "z"),)),
    ),
    (*scaling, "min-max", "minmax"),
    "0 for the least value, 1 for the largest",
    murphy,
)
chance = Quantity("p", "probability", domain=UNIT)
p = chance.symbol
ratio = Quantity("o", "odds")
odds = rule(
    "Odds of a probability",
    ratio,
    p / (1 - p),
    (chance,),
    tuple(
        Notation(f"{name} = {right}", ((key, "o"),))
        for name, key in ((r"\mathrm{odds}", "odds"), (r"\text{odds}", "odds"), ("o", "o"), (r"\mathrm{Odds}", "Odds"))
        for right in (r"\frac{p}{1 - p}", r"p / (1 - p)")
    ),
    ("odds", "logistic regression", "logit"),
    "how much more likely than not",
    bishop,
)
hits = Quantity("TPR", "true positive rate", domain=UNIT)
alarms = Quantity("FPR", "false positive rate", domain=UNIT)
score = Quantity("J", "the score")
positive_ratio = rule(
    "Positive likelihood ratio of a test",
    score,
    hits.symbol / alarms.symbol,
    (hits, alarms),
    (
        *written(r"\mathrm{LR}_+ = \frac{\mathrm{TPR}}{\mathrm{FPR}}", letters=(("LR_+", "J"),)),
        *written(r"\mathrm{LR} = \frac{\text{TPR}}{\text{FPR}}", letters=(("LR", "J"),)),
    ),
    ("likelihood ratio", "diagnostic", "sensitivity", *common),
    "how much more often the ill test positive than the healthy",
    fawcett,
)
area = Quantity("AUC", "area under the ROC curve", domain=UNIT)
gini_of_area = rule(
    "Gini coefficient of a classifier from the area under its ROC curve",
    score,
    2 * area.symbol - 1,
    (area,),
    tuple(
        Notation(f"{name} = {right}", ((key, "J"),))
        for name, key in ((r"\mathrm{Gini}", "Gini"), (r"\text{Gini}", "Gini"), ("G", "G"))
        for right in (r"2 \mathrm{AUC} - 1", r"2 \cdot \mathrm{AUC} - 1", r"2 \times \mathrm{AUC} - 1")
    ),
    ("auc", "roc", "gini coefficient"),
    "0 for chance, 1 for a perfect order",
    hand,
)
classes = Size("K", "classes", largest=4)
each = Quantity("F", "score of each class", shape=(classes,), domain=UNIT)
K = classes.symbol
j, k = bound_index("j k")
macro = rule(
    "Macro average of a score over the classes",
    score,
    Sum(at(each.symbol, k), (k, 1, K)) / K,
    (each,),
    (
        *written(r"F_{\text{macro}} = \frac{1}{K} \sum_{k=1}^K F_k", letters=(("F_macro", "J"),)),
        *written(r"M = \frac{1}{K} \sum_{k=1}^K F_k", letters=(("M", "J"),)),
    ),
    ("macro", "multiclass", "multi-class", *common),
    "every class counts alike",
    Source("Manning, Raghavan and Schütze, Introduction to Information Retrieval", "section 13.6"),
)  # fmt: skip
branches = Size("m", "branches", largest=4)
portions = Quantity("w", "share of the examples in each branch", shape=(branches,), domain=UNIT)
w = portions.symbol
m = branches.symbol
tree_words = ("decision tree", "gain ratio", "split", "c4.5", "information gain")
split_information = rule(
    "Split information: the entropy of the branches in bits",
    score,
    -Sum(at(w, j) * log(at(w, j)) / log(2), (j, 1, m)),
    (portions,),
    (
        *written(r"\mathrm{SplitInfo} = -\sum_{j=1}^m w_j \log_2 w_j", letters=(("SplitInfo", "J"),)),
        *written(r"\mathrm{IV} = -\sum_{j=1}^m w_j \log_2 w_j", letters=(("IV", "J"),)),
    ),
    tree_words,
    "the information in the branch that an example takes",
    quinlan,
)
gain = Quantity("G", "information gain", domain=POSITIVE)
information = Quantity("H", "split information", domain=POSITIVE)
gain_ratio = rule(
    "Gain ratio of a split",
    score,
    gain.symbol / information.symbol,
    (gain, information),
    (
        *written(r"\mathrm{GainRatio} = \frac{\mathrm{Gain}}{\mathrm{SplitInfo}}",
                 letters=(("GainRatio", "J"), ("Gain", "G"), ("SplitInfo", "H"))),
        *written(r"\mathrm{GR} = \frac{\mathrm{IG}}{\mathrm{IV}}", letters=(("GR", "J"), ("IG", "G"), ("IV", "H"))),
    ),
    tree_words,
    "gain for each bit of the split",
    quinlan,
)  # fmt: skip
left_count, right_count = (Quantity(f"n_{side}", f"examples on the {name}", domain=COUNT)
                           for side, name in (("L", "left"), ("R", "right")))  # fmt: skip
left_impurity, right_impurity = (Quantity(f"G_{side}", f"impurity on the {name}", domain=POSITIVE)
                                 for side, name in (("L", "left"), ("R", "right")))  # fmt: skip
n_L, n_R, G_L, G_R = (quantity.symbol for quantity in (left_count, right_count, left_impurity, right_impurity))
weighted = Quantity("G", "impurity of the split")
weighted_impurity = rule(
    "Impurity of a binary split: the weighted mean of both sides",
    weighted,
    (n_L * G_L + n_R * G_R) / (n_L + n_R),
    (left_count, right_count, left_impurity, right_impurity),
    (
        *written(
            r"G = \frac{n_L}{n_L + n_R} G_L + \frac{n_R}{n_L + n_R} G_R",
            r"G = \frac{n_L G_L + n_R G_R}{n_L + n_R}",
        ),
        *written(r"G_{\text{split}} = \frac{n_L G_L + n_R G_R}{n_L + n_R}", letters=(("G_split", "G"),)),
        *written(
            r"G = \frac{n_1}{n_1 + n_2} G_1 + \frac{n_2}{n_1 + n_2} G_2",
            letters=(("n_1", "n_L"), ("n_2", "n_R"), ("G_1", "G_L"), ("G_2", "G_R")),
        ),
    ),
    ("gini", "impurity", *tree_words),
    "each side counts as often as it has examples",
    breiman,
)
inside = Quantity("a", "mean distance from the others of the own cluster", domain=POSITIVE)
outside = Quantity("b", "mean distance from the nearest other cluster", domain=POSITIVE)
a, b = inside.symbol, outside.symbol
silhouette = rule(
    "Silhouette of an example",
    Quantity("s", "silhouette"),
    (b - a) / Max(a, b, evaluate=False),
    (inside, outside),
    (
        *written(r"s = \frac{b - a}{\max(a, b)}", r"s = \frac{b - a}{\max\{a, b\}}"),
        *written(r"s_i = \frac{b_i - a_i}{\max(a_i, b_i)}", r"s_i = \frac{b_i - a_i}{\max\{a_i, b_i\}}",
                 letters=(("s_i", "s"), ("a_i", "a"), ("b_i", "b"))),
    ),
    ("silhouette", "cluster", "k-means"),
    "1 well inside, -1 in the wrong cluster",
    rousseeuw,
)  # fmt: skip
before = Quantity("w", "weight of the example", domain=POSITIVE)
vote = Quantity("alpha", "weight of the learner")
label = Quantity("y", "label", domain=SIGN)
answer = Quantity("h", "answer of the learner", domain=SIGN)
after = Quantity("w_next", "weight of the example after the round")
reweighted = rule(
    "New weight of an example in AdaBoost, not yet normalised",
    after,
    before.symbol * exp(-vote.symbol * label.symbol * answer.symbol),
    (before, vote, label, answer),
    (
        *written(r"w \leftarrow w \exp(-\alpha y h)", r"w \leftarrow w e^{-\alpha y h}"),
    ),
    ("adaboost", "boosting", "weak learner"),
    "more for mistakes, less for what was right",
    hastie,
)  # fmt: skip
samples = Size("n", "examples", smallest=2, largest=4)
features = Size("d", "features", largest=3)
rows = Quantity("X", "centred examples, a row for each", shape=(samples, features))
X = rows.symbol
covariance = Quantity("C", "covariance matrix", shape=(features, features))
centred_covariance = rule(
    "Covariance matrix of centred data, with the divisor n - 1",
    covariance,
    Transpose(X) * X / (samples.symbol - 1),
    (rows,),
    tuple(
        Notation(f"{name} = {right}", ((key, "C"),))
        for name, key in (("C", "C"), ("S", "S"), (r"\Sigma", "Sigma"), (r"\hat{\Sigma}", "Sigma_hat"))
        for right in (r"\frac{1}{n - 1} X^\top X", r"\frac{X^\top X}{n - 1}", r"X^\top X / (n - 1)")
    ),
    ("pca", "principal component", "covariance", "centred", "centered"),
    "the sum of the outer products over one less than there are",
    jolliffe,
)

TOPIC = Topic(
    "Scores and scales of first courses",
    formulas=(
        standardised,
        stretched,
        odds,
        positive_ratio,
        gini_of_area,
        macro,
        split_information,
        gain_ratio,
        weighted_impurity,
        silhouette,
        reweighted,
        centred_covariance,
    ),
)
