"""AdaBoost: weighted error, weight of a learner, new weights of the samples, and the bound on the training error.

The classes y_i and the answers h_i of a weak learner are -1 and 1; epsilon is its weighted error.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Ne, Product, Rational, Sum, exp, log, sqrt

from derivations.operators import at, at_most, equal, indicator
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
    SIMPLEX,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    interval,
)

schapire = "Schapire and Freund, Boosting: Foundations and Algorithms"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
bishop = "Bishop, Pattern Recognition and Machine Learning"
samples = Size("n", "samples", smallest=2, largest=5)
n = samples.symbol
i, j = bound_index("i j")
half = Rational(1, 2)
labels = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
answers = Quantity("h", "answers of the learner, -1 or 1", shape=(samples,), domain=SIGN)
weights = Quantity("w", "weights of the samples", shape=(samples,), domain=POSITIVE)
distribution = Quantity("D", "weights of the samples, adding up to 1", shape=(samples,), domain=SIMPLEX)
named_error = Quantity("epsilon", "weighted error of the learner")
error = Quantity("epsilon", "weighted error of the learner", domain=UNIT)
named_strength = Quantity("alpha", "weight of the learner")
strength = Quantity("alpha", "weight of the learner", domain=POSITIVE)
y, h, w, D, eps, alpha = (q.symbol for q in (labels, answers, weights, distribution, error, strength))
words = ("adaboost", "boosting", "weak learner", "ensemble", "exponential loss")
missed = indicator(Ne(at(y, i), at(h, i)))


def derive_error() -> Iterator[Step]:
    """The share of the weights on mistakes."""
    yield Step(
        Sum(at(w, i) * (1 - at(y, i) * at(h, i)) / 2, (i, 1, n)) / Sum(at(w, i), (i, 1, n)),
        because="1 - y h is 2 on a mistake, else 0",
    )
    yield Step(Sum(at(w, i) * missed, (i, 1, n)) / Sum(at(w, i), (i, 1, n)), because="as an indicator")


weighted_error = Formula(
    title="Weighted error of a weak learner",
    kind=Kind.DEFINITION,
    statement=equal(named_error.symbol, Sum(at(w, i) * missed, (i, 1, n)) / Sum(at(w, i), (i, 1, n))),
    quantities=(named_error, labels, answers, weights),
    assumptions=(),
    notations=(
        Notation(r"\epsilon = \frac{\sum_{i=1}^n w_i \mathbb{1}[y_i \neq h_i]}{\sum_{i=1}^n w_i}"),
        Notation(r"\mathrm{err} = \frac{\sum_{i=1}^N w_i \mathbb{1}(y_i \neq h_i)}{\sum_{i=1}^N w_i}",
                 letters=(("err", "epsilon"), ("N", "n"))),
        Notation(r"\epsilon = \frac{\sum_i w_i \mathbb{1}[h_i \neq y_i]}{\sum_i w_i}"),
    ),
    words=("weighted error", *words),
    derivation=derive_error,
    source=Source(hastie, "algorithm 10.1"),
)


def derive_strength() -> Iterator[Step]:
    """The normaliser is smallest where its slope vanishes."""
    yield Step(
        log(sqrt((1 - eps) / eps)),
        because="(1 - eps) exp(-a) = eps exp(a): the slope of the normaliser vanishes",
    )
    yield Step(half * log((1 - eps) / eps), because="the logarithm of a root")


learner_weight = Formula(
    title="Weight of a learner in AdaBoost",
    kind=Kind.DEFINITION,
    statement=equal(named_strength.symbol, half * log((1 - eps) / eps)),
    quantities=(named_strength, error),
    assumptions=(),
    notations=(
        Notation(r"\alpha = \frac{1}{2} \ln \frac{1 - \epsilon}{\epsilon}"),
        Notation(r"\alpha_t = \frac{1}{2} \ln\left(\frac{1 - \epsilon_t}{\epsilon_t}\right)",
                 letters=(("alpha_t", "alpha"), ("epsilon_t", "epsilon"))),
        Notation(r"\alpha = \frac{1}{2} (\ln(1 - \epsilon) - \ln \epsilon)"),
    ),
    words=words,
    derivation=derive_strength,
    source=Source(schapire, "algorithm 1.1"),
)


def derive_full_strength() -> Iterator[Step]:
    """Twice the half."""
    yield Step(2 * log(sqrt((1 - eps) / eps)), because="weights grow on mistakes only: by the factor exp(2 a)")
    yield Step(log((1 - eps) / eps), because="the logarithm of a root")


full_learner_weight = Formula(
    title="Weight of a learner in AdaBoost.M1, where only mistakes gain weight",
    kind=Kind.DEFINITION,
    statement=equal(named_strength.symbol, log((1 - eps) / eps)),
    quantities=(named_strength, error),
    assumptions=(),
    notations=(
        Notation(r"\alpha = \ln \frac{1 - \epsilon}{\epsilon}"),
        Notation(r"\alpha_m = \log\left(\frac{1 - \mathrm{err}_m}{\mathrm{err}_m}\right)",
                 letters=(("alpha_m", "alpha"), ("err_m", "epsilon"))),
    ),
    words=words,
    derivation=derive_full_strength,
    source=Source(hastie, "algorithm 10.1"),
)

sample = free_index("s", samples)
s = sample.symbol
updated = Quantity("D_next", "weights after the round", shape=(samples,))
normaliser_value = Sum(at(D, i) * exp(-alpha * at(y, i) * at(h, i)), (i, 1, n))
normaliser = Quantity("Z", "normaliser of the round", value=normaliser_value)
Z, D_next = normaliser.symbol, updated.symbol


def derive_update() -> Iterator[Step]:
    """Hits lose weight, mistakes gain it."""
    hits = exp(-alpha) * indicator(Eq(at(y, s), at(h, s))) + exp(alpha) * indicator(Ne(at(y, s), at(h, s)))
    yield Step(at(D, s) / Z * hits, because="the factor exp(-alpha) on a hit, exp(alpha) on a mistake; normalise")
    yield Step(at(D, s) * exp(-alpha * at(y, s) * at(h, s)) / Z, because="y h is 1 on a hit, -1 on a mistake")


weight_update = Formula(
    title="New weights of the samples in AdaBoost",
    kind=Kind.DEFINITION,
    statement=equal(at(D_next, s), at(D, s) * exp(-alpha * at(y, s) * at(h, s)) / Z),
    quantities=(updated, distribution, strength, labels, answers, normaliser, sample),
    assumptions=(),
    notations=(
        Notation(r"D_i^{\mathrm{new}} = \frac{D_i e^{-\alpha y_i h_i}}{Z}", letters=(("D^new", "D_next"), ("i", "s"))),
        Notation(r"w_i^{(t+1)} = \frac{w_i^{(t)} \exp(-\alpha y_i h_i)}{Z}",
                 letters=(("w^t+1", "D_next"), ("w^t", "D"), ("i", "s"))),
        Notation(r"D_i^{\mathrm{new}} = \frac{D_i \exp(-\alpha y_i h_i)}{\sum_{j=1}^n D_j \exp(-\alpha y_j h_j)}",
                 letters=(("D^new", "D_next"), ("i", "s"))),
    ),
    words=words,
    derivation=derive_update,
    source=Source(schapire, "algorithm 1.1"),
)


def derive_normaliser() -> Iterator[Step]:
    """Sum over the samples."""
    yield Step(
        exp(-alpha) * Sum(at(D, i) * (1 - missed), (i, 1, n)) + exp(alpha) * Sum(at(D, i) * missed, (i, 1, n)),
        because="hits have the factor exp(-alpha), mistakes exp(alpha)",
    )
    yield Step(normaliser_value, because="both sums in one")


named_normaliser = Quantity("Z", "normaliser of the round")
normalisation = Formula(
    title="Normaliser of a round of AdaBoost",
    kind=Kind.DEFINITION,
    statement=equal(named_normaliser.symbol, normaliser_value),
    quantities=(named_normaliser, distribution, strength, labels, answers),
    assumptions=(),
    notations=(
        Notation(r"Z = \sum_{i=1}^n D_i e^{-\alpha y_i h_i}"),
        Notation(r"Z_t = \sum_{i=1}^m D_i \exp(-\alpha_t y_i h_i)",
                 letters=(("Z_t", "Z"), ("alpha_t", "alpha"), ("m", "n"))),
    ),
    words=("normaliser", "normalizer", *words),
    derivation=derive_normaliser,
    source=Source(schapire, "algorithm 1.1"),
)

best = Quantity("alpha", "weight of the learner", value=half * log((1 - eps) / eps))


def derive_value() -> Iterator[Step]:
    """Both terms are the same."""
    yield Step((1 - eps) * sqrt(eps / (1 - eps)) + eps * sqrt((1 - eps) / eps), because="put alpha in")
    yield Step(2 * sqrt(eps * (1 - eps)), because="both terms are the root of eps (1 - eps)")


normaliser_of_error = Formula(
    title="The normaliser of AdaBoost from the weighted error",
    kind=Kind.IDENTITY,
    statement=equal((1 - eps) * exp(-alpha) + eps * exp(alpha), 2 * sqrt(eps * (1 - eps))),
    quantities=(error, best),
    assumptions=(),
    notations=(
        Notation(r"(1 - \epsilon) e^{-\alpha} + \epsilon e^{\alpha} = 2 \sqrt{\epsilon (1 - \epsilon)}"),
        Notation(r"e^{-\alpha_t} (1 - \epsilon_t) + e^{\alpha_t} \epsilon_t = 2 \sqrt{\epsilon_t (1 - \epsilon_t)}",
                 letters=(("alpha_t", "alpha"), ("epsilon_t", "epsilon"))),
    ),
    words=("normaliser", "normalizer", *words),
    derivation=derive_value,
    source=Source(schapire, "theorem 3.1"),
)


def derive_bound() -> Iterator[Step]:
    """1 - t is at most exp(-t)."""
    yield Step(sqrt(1 - 4 * (half - eps) ** 2), because="4 eps (1 - eps) is 1 - 4 (1/2 - eps)^2")
    yield Step(exp(-2 * (half - eps) ** 2), because="1 - t is at most exp(-t)", relation="<=")


normaliser_bound = Formula(
    title="A learner with an edge makes the normaliser of AdaBoost small",
    kind=Kind.BOUND,
    statement=at_most(2 * sqrt(eps * (1 - eps)), exp(-2 * (half - eps) ** 2)),
    quantities=(error,),
    assumptions=(),
    notations=(
        Notation(r"2 \sqrt{\epsilon (1 - \epsilon)} \leq e^{-2 \left(\frac{1}{2} - \epsilon\right)^2}"),
        Notation(r"2 \sqrt{\epsilon_t (1 - \epsilon_t)} \leq \exp(-2 (1/2 - \epsilon_t)^2)",
                 letters=(("epsilon_t", "epsilon"),)),
    ),
    words=("training error", "edge", *words),
    derivation=derive_bound,
    source=Source(schapire, "theorem 3.1"),
)

rounds = Size("T", "rounds", largest=3)
T = rounds.symbol
edges = Quantity("gamma", "edges of the learners", shape=(rounds,), domain=interval(0, half))
t = bound_index("t")
gamma = edges.symbol


def derive_product() -> Iterator[Step]:
    """Each factor on its own."""
    yield Step(
        Product(exp(-2 * at(gamma, t) ** 2), (t, 1, T)), because="1 - u is at most exp(-u), in each root", relation="<="
    )
    yield Step(exp(-2 * Sum(at(gamma, t) ** 2, (t, 1, T))), because="a product of exponentials")


training_bound = Formula(
    title="The bound on the training error of AdaBoost falls exponentially",
    kind=Kind.BOUND,
    statement=at_most(
        Product(sqrt(1 - 4 * at(gamma, t) ** 2), (t, 1, T)), exp(-2 * Sum(at(gamma, t) ** 2, (t, 1, T)))
    ),
    quantities=(edges,),
    assumptions=(),
    notations=(
        Notation(r"\prod_{t=1}^T \sqrt{1 - 4\gamma_t^2} \leq \exp\left(-2 \sum_{t=1}^T \gamma_t^2\right)"),
        Notation(r"\prod_t \sqrt{1 - 4\gamma_t^2} \leq e^{-2 \sum_t \gamma_t^2}"),
    ),
    words=("training error", "edge", *words),
    derivation=derive_product,
    source=Source(schapire, "theorem 3.1"),
)

scores = Quantity("f", "scores of the samples", shape=(samples,))
f = scores.symbol
named_loss = Quantity("L", "exponential loss")


def derive_loss() -> Iterator[Step]:
    """Both classes."""
    hit, miss = (1 + at(y, i)) / 2, (1 - at(y, i)) / 2
    yield Step(
        Sum(hit * exp(-at(f, i)) + miss * exp(at(f, i)), (i, 1, n)), because="the loss of each of the two classes"
    )
    yield Step(Sum(exp(-at(y, i) * at(f, i)), (i, 1, n)), because="y is 1 or -1")


exponential_loss = Formula(
    title="Exponential loss",
    kind=Kind.DEFINITION,
    statement=equal(named_loss.symbol, Sum(exp(-at(y, i) * at(f, i)), (i, 1, n))),
    quantities=(named_loss, labels, scores),
    assumptions=(),
    notations=(
        Notation(r"L = \sum_{i=1}^n e^{-y_i f_i}"),
        Notation(r"E = \sum_{n=1}^N \exp\{-t_n f_n\}", letters=(("E", "L"), ("t", "y"), ("N", "n"))),
    ),
    words=words,
    derivation=derive_loss,
    source=Source(bishop, "equation 14.20"),
)

TOPIC = Topic(
    "AdaBoost",
    formulas=(
        weighted_error,
        learner_weight,
        full_learner_weight,
        weight_update,
        normalisation,
        normaliser_of_error,
        normaliser_bound,
        training_bound,
        exponential_loss,
    ),
)
