"""Estimates of generative classifiers from labelled examples: shares, class means, shared covariances, smoothing.

Labels t_n are 0 or 1; N_1 examples have the label 1 and N_2 the label 0. Sheets after Bishop write t_n, lectures after
Ng the indicator 1{y = 1}.
"""

from __future__ import annotations

from sympy import Eq, Inverse, Sum, log

from derivations.operators import at, dot, indicator, norm, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    POSITIVE_DEFINITE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
ng = "Ng, CS229 Lecture Notes"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, second edition"
examples = Size("N", "examples", largest=4)
features = Size("D", "features", largest=3)
N, D = examples.symbol, features.symbol
n = bound_index("n")
inputs = Quantity("X", "inputs, one in each row", shape=(examples, features))
labels = Quantity("t", "labels", shape=(examples,), domain=BIT)
count_1 = Quantity("N_1", "number of examples with label 1", domain=POSITIVE)
count_2 = Quantity("N_2", "number of examples with label 0", domain=POSITIVE)
mean = Quantity("m", "mean of a class", shape=(features,))
number = Quantity("v", "estimate")
X, t = inputs.symbol, labels.symbol
N_1, N_2 = count_1.symbol, count_2.symbol
point = row(X, n)
generative = ("generative", "discriminant analysis", "gda", "lda", "class-conditional", "maximum likelihood", "classes")
share = rule(
    "Prior probability of the first of two classes, from both counts",
    number,
    N_1 / (N_1 + N_2),
    (count_1, count_2),
    written(r"\pi = \frac{N_1}{N_1 + N_2}", r"p(C_1) = N_1 / (N_1 + N_2)"),
    generative,
    "the share of the class",
    Source(bishop, "equation 4.73"),
)
first_mean = rule(
    "Mean of the class with label 1, by its count",
    mean,
    1 / N_1 * vector_sum(at(t, n) * point, n, 1, N),
    (inputs, labels, count_1),
    written(r"\mu_1 = \frac{1}{N_1} \sum_{n=1}^N t_n x_n", r"\mu_1 = \frac{\sum_{n=1}^N t_n x_n}{N_1}",
            letters=(("x", "X"),)),
    generative,
    "only the examples of the class count",
    Source(bishop, "equation 4.75"),
)  # fmt: skip
second_mean = rule(
    "Mean of the class with label 0, by its count",
    mean,
    1 / N_2 * vector_sum((1 - at(t, n)) * point, n, 1, N),
    (inputs, labels, count_2),
    written(
        r"\mu_2 = \frac{1}{N_2} \sum_{n=1}^N (1 - t_n) x_n",
        r"\mu_2 = \frac{\sum_{n=1}^N (1 - t_n) x_n}{N_2}",
        letters=(("x", "X"),),
    ),
    generative,
    "only the examples of the class count",
    Source(bishop, "equation 4.76"),
)
spread_1 = Quantity("S_1", "covariance of the first class", shape=(features, features))
spread_2 = Quantity("S_2", "covariance of the second class", shape=(features, features))
shared = Quantity("S", "shared covariance", shape=(features, features))
total = Quantity("N", "number of examples", domain=POSITIVE)
pooled = rule(
    "Shared covariance of two classes: the mean weighted by their counts",
    shared,
    N_1 / total.symbol * spread_1.symbol + N_2 / total.symbol * spread_2.symbol,
    (count_1, count_2, total, spread_1, spread_2),
    written(r"S = \frac{N_1}{N} S_1 + \frac{N_2}{N} S_2", r"\Sigma = \frac{N_1 S_1 + N_2 S_2}{N}"),
    generative,
    "each example counts once",
    Source(bishop, "equation 4.78"),
)
scatter = rule(
    "Total scatter of classes",
    shared,
    spread_1.symbol + spread_2.symbol,
    (spread_1, spread_2),
    written(r"S_T = S_W + S_B", r"S_T = S_B + S_W", letters=(("S_W", "S_1"), ("S_B", "S_2"))),
    ("scatter", "fisher", "within-class", "between-class", "discriminant"),
    "the scatter within the classes, and that of their means",
    Source(bishop, "equation 4.45"),
)
label = Quantity("c", "label in question", domain=BIT)
here = indicator(Eq(at(t, n), label.symbol))
indicated_share = rule(
    "Share of a class by indicators",
    number,
    1 / N * Sum(here, (n, 1, N)),
    (labels, label),
    written(
        r"\phi = \frac{1}{N} \sum_{n=1}^N \mathbb{1}[t_n = c]",
        r"\pi_c = \frac{\sum_{i=1}^N \mathbb{1}[t_i = c]}{N}",
    ),
    ("naive bayes", "prior", *generative),
    "the share of the class",
    Source(ng, "part IV, section 1.2"),
)
indicated_mean = rule(
    "Mean of a class by indicators",
    mean,
    1 / Sum(here, (n, 1, N)) * vector_sum(here * point, n, 1, N),
    (inputs, labels, label),
    written(
        r"\mu_c = \frac{\sum_{i=1}^N \mathbb{1}[t_i = c] x_i}{\sum_{i=1}^N \mathbb{1}[t_i = c]}",
        r"\mu_c = \frac{1}{\sum_{n=1}^N \mathbb{1}[t_n = c]} \sum_{n=1}^N \mathbb{1}[t_n = c] x_n",
        letters=(("x", "X"),),
    ),
    generative,
    "only the examples of the class count",
    Source(ng, "part IV, section 1.2"),
)
hits = Quantity("k", "examples of the class with the feature", domain=integers(0, 5))
own = Quantity("m", "examples of the class", domain=integers(1, 6))
smoothed = rule(
    "Smoothed probability of a binary feature in a class",
    number,
    (hits.symbol + 1) / (own.symbol + 2),
    (hits, own),
    written(
        r"\hat{\theta}_{jc} = \frac{N_{jc} + 1}{N_c + 2}",
        r"\phi_{jc} = \frac{1 + N_{jc}}{2 + N_c}",
        letters=(("N_jc", "k"), ("N_c", "m")),
    )
    + written(r"p = \frac{k + 1}{m + 2}"),
    ("laplace smoothing", "add-one", "naive bayes", "smoothing", "succession"),
    "one example more of either value",
    Source("Murphy, Machine Learning: A Probabilistic Perspective", "section 3.5.1.2"),
)
first = Quantity("mu_0", "mean of the first class", shape=(features,))
second = Quantity("mu_1", "mean of the second class", shape=(features,))
covariance = Quantity("Sigma", "shared covariance", shape=(features, features), domain=POSITIVE_DEFINITE)
chance = Quantity("phi", "prior of the second class", domain=UNIT)
a, b, S, phi = first.symbol, second.symbol, covariance.symbol, chance.symbol
inverse = Inverse(S)
offset = rule(
    "Offset of the log-odds of two normal classes, by the prior of the class 1",
    number,
    (dot(a, inverse * a) - dot(b, inverse * b)) / 2 - log((1 - phi) / phi),
    (first, second, covariance, chance),
    written(
        r"\theta_0 = \frac{1}{2} (\mu_0^T \Sigma^{-1} \mu_0 - \mu_1^T \Sigma^{-1} \mu_1) - \log \frac{1 - \phi}{\phi}",
        r"b = \frac{1}{2} \mu_0^T \Sigma^{-1} \mu_0 - \frac{1}{2} \mu_1^T \Sigma^{-1} \mu_1 "
        r"+ \log \frac{\phi}{1 - \phi}",
    ),
    generative,
    "the quadratic parts that do not depend on the input, and the prior log-odds",
    Source(ng, "part IV, section 1.3"),
)
prior = Quantity("pi", "prior of the class", domain=UNIT)
class_offset = rule(
    "Offset of the linear discriminant of a normal class",
    number,
    -dot(a, inverse * a) / 2 + log(prior.symbol),
    (first, covariance, prior),
    written(
        r"w_{k0} = -\frac{1}{2} \mu_k^T \Sigma^{-1} \mu_k + \ln \pi_k",
        r"b_k = \ln \pi_k - \frac{1}{2} \mu_k^T \Sigma^{-1} \mu_k",
        letters=(("mu_k", "mu_0"), ("pi_k", "pi")),
    ),
    generative,
    "what of the log-density depends on the class alone",
    Source(bishop, "equation 4.70"),
)
mixing = Quantity("alpha", "share of the own covariance", domain=UNIT)
regularised = rule(
    "Covariance of a class drawn towards the shared one",
    shared,
    mixing.symbol * spread_1.symbol + (1 - mixing.symbol) * spread_2.symbol,
    (mixing, spread_1, spread_2),
    written(
        r"\hat{\Sigma}_k(\alpha) = \alpha \hat{\Sigma}_k + (1 - \alpha) \hat{\Sigma}",
        letters=(("Sigma_hat_k", "S_1"), ("Sigma_hat", "S_2")),
    )
    + written(r"S = \alpha S_k + (1 - \alpha) S", letters=(("S_k", "S_1"), ("S", "S_2"))),
    ("regularized discriminant", "regularised discriminant", "rda", "shrinkage", "shrink"),
    "between quadratic and linear discriminant analysis",
    Source(hastie, "equation 4.13"),
)
weights = Quantity("w", "weights", shape=(features,))
query = Quantity("x", "input", shape=(features,))
bias = Quantity("w_0", "bias")
w, x, w_0 = weights.symbol, query.symbol, bias.symbol
geometry = ("hyperplane", "decision surface", "decision boundary", "signed distance", "perpendicular", "distance",
            "margin", "discriminant function")  # fmt: skip
distance = rule(
    "Signed distance of a point from a hyperplane",
    number,
    (dot(w, x) + w_0) / norm(w),
    (weights, query, bias),
    written(
        r"r = \frac{w^T x + w_0}{\|w\|}",
        r"r = \frac{1}{\|w\|} (w^T x + w_0)",
    ),
    geometry,
    "the score along the unit normal",
    Source(bishop, "equation 4.7"),
)
origin = rule(
    "Signed distance of a hyperplane from the origin",
    number,
    -w_0 / norm(w),
    (weights, bias),
    written(r"d = -\frac{w_0}{\|w\|}", r"d = \frac{-w_0}{\|w\|_2}"),
    geometry,
    "the score is zero on the plane",
    Source(bishop, "equation 4.5"),
)
score = Quantity("y", "score of the point")
by_score = rule(
    "Signed distance of a point from a hyperplane, by its score",
    number,
    score.symbol / norm(w),
    (score, weights),
    written(r"r = \frac{y}{\|w\|}", r"d = y / \|w\|"),
    geometry,
    "the score grows by the length of the weights per unit of distance",
    Source(bishop, "equation 4.7"),
)
means = (Quantity("m_1", "projected mean of the first class"), Quantity("m_2", "projected mean of the second class"))
deviations = (Quantity("s_1", "projected spread of the first class", domain=POSITIVE),
              Quantity("s_2", "projected spread of the second class", domain=POSITIVE))  # fmt: skip
fisher = rule(
    "Fisher's criterion by projected means and spreads",
    number,
    (means[1].symbol - means[0].symbol) ** 2 / (deviations[0].symbol ** 2 + deviations[1].symbol ** 2),
    (*means, *deviations),
    written(
        r"J(w) = \frac{(m_2 - m_1)^2}{s_1^2 + s_2^2}",
        r"J = \frac{|m_1 - m_2|^2}{s_1^2 + s_2^2}",
    ),
    ("fisher", "separation", "discriminant", "projected"),
    "the squared distance of the means over the spreads within",
    Source(bishop, "equation 4.25"),
)

TOPIC = Topic(
    "Estimates of generative classifiers",
    formulas=(
        share,
        first_mean,
        second_mean,
        pooled,
        scatter,
        indicated_share,
        indicated_mean,
        smoothed,
        offset,
        class_offset,
        regularised,
        distance,
        origin,
        by_score,
        fisher,
    ),
)
