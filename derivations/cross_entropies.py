"""Cross-entropies as losses: of one probability, of n examples, of one-hot targets; and their slopes.

A prediction ŷ is a probability strictly between 0 and 1, a target a label 0 or 1 (or a probability, where it is soft).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, KroneckerDelta, Max, Sum, exp, log

from derivations.operators import at, equal, gradient, partial, sigmoid
from derivations.vocabulary import (
    PROBABILITY,
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

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.3.2")
multiclass = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.3.4")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.2.2")

target = Quantity("y", "label", domain=PROBABILITY)
prediction = Quantity("y_hat", "predicted probability of label 1", domain=UNIT)
loss = Quantity("L", "loss")
y, y_hat, L = target.symbol, prediction.symbol, loss.symbol
hat = (("p", "y_hat"),)
words = ("cross-entropy", "cross entropy", "bce", "log loss", "logistic")


def derive_binary() -> Iterator[Step]:
    """The negative log-likelihood of a Bernoulli variable."""
    yield Step(-y * log(y_hat) - (1 - y) * log(1 - y_hat), because="minus the logarithm of ŷ^y (1 - ŷ)^(1 - y)")


binary = Formula(
    title="Binary cross-entropy",
    kind=Kind.DEFINITION,
    statement=equal(L, -y * log(y_hat) - (1 - y) * log(1 - y_hat)),
    quantities=(loss, target, prediction),
    assumptions=(),
    notations=(
        Notation(r"L = -[y \log \hat{y} + (1 - y) \log(1 - \hat{y})]"),
        Notation(r"L(\hat{y}, y) = -(y \log \hat{y} + (1 - y) \log(1 - \hat{y}))"),
        Notation(r"L = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})"),
        Notation(r"L = -y \log(p) - (1 - y) \log(1 - p)", hat),
    ),
    words=words,
    derivation=derive_binary,
    source=bishop,
)

valued = Quantity("L", "binary cross-entropy", value=-y * log(y_hat) - (1 - y) * log(1 - y_hat))


def derive_slope() -> Iterator[Step]:
    """Differentiate the logarithms."""
    yield Step(-y / y_hat + (1 - y) / (1 - y_hat), because="the slope of the logarithm is the reciprocal")
    yield Step((y_hat - y) / (y_hat * (1 - y_hat)), because="common denominator")


probability_slope = Formula(
    title="Derivative of the binary cross-entropy by the predicted probability",
    kind=Kind.GRADIENT,
    statement=equal(partial(valued.symbol, y_hat), (y_hat - y) / (y_hat * (1 - y_hat))),
    quantities=(valued, target, prediction),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \hat{y}} = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})}"),
        Notation(r"\frac{\partial L}{\partial \hat{y}} = -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}"),
        Notation(
            r"\frac{\partial L}{\partial \hat{y}} = -\left(\frac{y}{\hat{y}} - \frac{1 - y}{1 - \hat{y}}\right)"
        ),
        Notation(r"\frac{dL}{dp} = \frac{p - y}{p (1 - p)}", hat),
    ),
    words=(*words, "derivative", "gradient"),
    derivation=derive_slope,
    source=bishop,
)

score = Quantity("z", "score before the logistic function", domain=interval(-4, 4))
z = score.symbol
squashed = Quantity("y_hat", "predicted probability of label 1", value=sigmoid(z))
of_score = Quantity(
    "L", "binary cross-entropy", value=-y * log(squashed.symbol) - (1 - y) * log(1 - squashed.symbol)
)


def derive_score_slope() -> Iterator[Step]:
    """Chain rule."""
    yield Step(-y * (1 - sigmoid(z)) + (1 - y) * sigmoid(z), because="the slope of log σ is 1 - σ")
    yield Step(squashed.symbol - y, because="the products cancel; name the predicted probability")


score_slope = Formula(
    title="Derivative of the binary cross-entropy by the score",
    kind=Kind.GRADIENT,
    statement=equal(partial(of_score.symbol, z), squashed.symbol - y),
    quantities=(of_score, squashed, target, score),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial z} = \hat{y} - y"),
        Notation(r"\frac{\partial L}{\partial z} = \sigma(z) - y"),
        Notation(
            r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial z}"
        ),
    ),
    words=(*words, "derivative", "gradient", "logit", "sigmoid"),
    derivation=derive_score_slope,
    source=bishop,
)


def derive_stable() -> Iterator[Step]:
    """Take the larger exponential out of the logarithm."""
    yield Step(log(1 + exp(z)) - y * z, because="the logarithms of σ(z) and of 1 - σ(z) differ by z")
    yield Step(Max(z, 0) - z * y + log(1 + exp(-Abs(z))), because="log(1 + e^z) is max(z, 0) + log(1 + e^{-|z|})")


from_logit = Formula(
    title="Binary cross-entropy from the score, in the stable form",
    kind=Kind.DEFINITION,
    statement=equal(L, Max(z, 0) - z * y + log(1 + exp(-Abs(z)))),
    quantities=(loss, target, score),
    assumptions=(),
    notations=(
        Notation(r"L = \max(z, 0) - z y + \log(1 + e^{-|z|})"),
        Notation(r"L = \log(1 + e^z) - y z"),
        Notation(r"L = -y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))"),
        Notation(r"L = -[y \log \sigma(z) + (1 - y) \log(1 - \sigma(z))]"),
    ),
    words=(*words, "logit", "sigmoid"),
    derivation=derive_stable,
    source=goodfellow,
)

samples = Size("n", "examples", largest=4)
labels = Quantity("y", "labels", shape=(samples,), domain=PROBABILITY)
probabilities = Quantity("y_hat", "predicted probabilities of label 1", shape=(samples,), domain=UNIT)
n, ys, ps = samples.symbol, labels.symbol, probabilities.symbol
i, k = bound_index("i k")
summed = Sum(at(ys, i) * log(at(ps, i)) + (1 - at(ys, i)) * log(1 - at(ps, i)), (i, 1, n))


def derive_mean() -> Iterator[Step]:
    """The mean of the losses."""
    yield Step(-summed / n, because="the mean of the cross-entropies of the examples")


mean_binary = Formula(
    title="Binary cross-entropy, mean over the examples",
    kind=Kind.DEFINITION,
    statement=equal(L, -summed / n),
    quantities=(loss, labels, probabilities),
    assumptions=(),
    notations=(
        Notation(r"L = -\frac{1}{n} \sum_{i=1}^n [y_i \log \hat{y}_i + (1 - y_i) \log(1 - \hat{y}_i)]"),
        Notation(
            r"J = -\frac{1}{n} \sum_{i=1}^n \left(y^{(i)} \log \hat{y}^{(i)} "
            r"+ (1 - y^{(i)}) \log(1 - \hat{y}^{(i)})\right)",
            (("J", "L"),),
        ),
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n [-y_i \log \hat{y}_i - (1 - y_i) \log(1 - \hat{y}_i)]"),
    ),
    words=words,
    derivation=derive_mean,
    source=bishop,
)


def derive_sum() -> Iterator[Step]:
    """The sum of the losses."""
    yield Step(-summed, because="the sum of the cross-entropies of the examples")


sum_binary = Formula(
    title="Binary cross-entropy, summed over the examples",
    kind=Kind.DEFINITION,
    statement=equal(L, -summed),
    quantities=(loss, labels, probabilities),
    assumptions=(),
    notations=(
        Notation(r"L = -\sum_{i=1}^n [y_i \log \hat{y}_i + (1 - y_i) \log(1 - \hat{y}_i)]"),
        Notation(
            r"E = -\sum_{n=1}^N \{t_n \ln y_n + (1 - t_n) \ln(1 - y_n)\}",
            (("E", "L"), ("N", "n"), ("t", "y"), ("y", "y_hat")),
        ),
    ),
    words=words,
    derivation=derive_sum,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 4.90"),
)

classes = Size("K", "classes", largest=3)
one_hot = Quantity("y", "targets, a row for each example", shape=(samples, classes), domain=PROBABILITY)
table = Quantity("y_hat", "class probabilities, a row for each example", shape=(samples, classes), domain=UNIT)
Y, P, K = one_hot.symbol, table.symbol, classes.symbol
double = Sum(Sum(at(Y, i, k) * log(at(P, i, k)), (k, 1, K)), (i, 1, n))


def derive_mean_categorical() -> Iterator[Step]:
    """The mean of the losses."""
    yield Step(-double / n, because="the mean of the cross-entropies of the examples")


mean_categorical = Formula(
    title="Categorical cross-entropy, mean over the examples",
    kind=Kind.DEFINITION,
    statement=equal(L, -double / n),
    quantities=(loss, one_hot, table),
    assumptions=(),
    notations=(
        Notation(r"L = -\frac{1}{n} \sum_{i=1}^n \sum_{k=1}^K y_{ik} \log \hat{y}_{ik}"),
        Notation(r"L = -\frac{1}{n} \sum_{i=1}^n \sum_{k=1}^K y_k^{(i)} \log \hat{y}_k^{(i)}"),
        Notation(r"L = -\frac{1}{n} \sum_{i} \sum_{k} y_{i,k} \log(\hat{y}_{i,k})"),
    ),
    words=(*words, "categorical", "softmax"),
    derivation=derive_mean_categorical,
    source=multiclass,
)


def derive_sum_categorical() -> Iterator[Step]:
    """The sum of the losses."""
    yield Step(-double, because="the sum of the cross-entropies of the examples")


sum_categorical = Formula(
    title="Categorical cross-entropy, summed over the examples",
    kind=Kind.DEFINITION,
    statement=equal(L, -double),
    quantities=(loss, one_hot, table),
    assumptions=(),
    notations=(
        Notation(r"L = -\sum_{i=1}^n \sum_{k=1}^K y_{ik} \log \hat{y}_{ik}"),
        Notation(
            r"E = -\sum_{n=1}^N \sum_{k=1}^K t_{nk} \ln y_{nk}",
            (("E", "L"), ("N", "n"), ("t", "y"), ("y", "y_hat")),
        ),
    ),
    words=(*words, "categorical", "softmax"),
    derivation=derive_sum_categorical,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 4.108"),
)

vector = Quantity("y", "target", shape=(classes,), domain=PROBABILITY)
class_probabilities = Quantity("y_hat", "class probabilities", shape=(classes,), domain=UNIT)
categorical = Quantity(
    "L",
    "cross-entropy",
    value=-Sum(at(vector.symbol, k) * log(at(class_probabilities.symbol, k)), (k, 1, K)),
)
chosen = free_index("j", classes)
j = chosen.symbol


def derive_class_slope() -> Iterator[Step]:
    """Only one term depends on the probability."""
    yield Step(
        -Sum(at(vector.symbol, k) * KroneckerDelta(k, j) / at(class_probabilities.symbol, k), (k, 1, K)),
        because="the slope of the logarithm; probability k depends on probability j for k = j alone",
    )
    yield Step(
        -at(vector.symbol, j) / at(class_probabilities.symbol, j), because="the delta keeps the term k = j"
    )


class_slope = Formula(
    title="Derivative of the categorical cross-entropy by a class probability",
    kind=Kind.GRADIENT,
    statement=equal(
        at(gradient(categorical.symbol, class_probabilities.symbol), j),
        -at(vector.symbol, j) / at(class_probabilities.symbol, j),
    ),
    quantities=(categorical, vector, class_probabilities, chosen),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \hat{y}_j} = -\frac{y_j}{\hat{y}_j}"),
        Notation(r"\frac{\partial L}{\partial \hat{y}_k} = \frac{-y_k}{\hat{y}_k}", (("k", "j"),)),
    ),
    words=(*words, "categorical", "derivative", "gradient"),
    derivation=derive_class_slope,
    source=multiclass,
)

TOPIC = Topic(
    "Cross-entropies",
    formulas=(
        binary,
        probability_slope,
        score_slope,
        from_logit,
        mean_binary,
        sum_binary,
        mean_categorical,
        sum_categorical,
        class_slope,
    ),
)
