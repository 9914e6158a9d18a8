"""Losses of margins and of distances: hinge, logistic, exponential, focal; several classes; triplets and pairs.

Labels are -1 or 1; a margin is the label times the score. Several classes have a score each, and y is the true class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Max, Ne, Piecewise, Rational, Sum, exp, log

from derivations.operators import at, equal, norm, partial, sigmoid
from derivations.vocabulary import (
    BIT,
    NONNEGATIVE,
    POSITIVE,
    SIGN,
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
)

hastie = Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 10.6")
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
loss = Quantity("L", "loss")
L = loss.symbol
label = Quantity("y", "label, -1 or 1", domain=SIGN)
score = Quantity("f", "score")
y, f = label.symbol, score.symbol


def derive_squared_hinge() -> Iterator[Step]:
    """The definition."""
    yield Step(Max(0, 1 - y * f) ** 2, because="the square of the hinge loss")


squared_hinge = Formula(
    title="Squared hinge loss",
    kind=Kind.DEFINITION,
    statement=equal(L, Max(0, 1 - y * f) ** 2),
    quantities=(loss, label, score),
    assumptions=(),
    notations=(Notation(r"L = \max(0, 1 - y f)^2"), Notation(r"L = (\max\{0, 1 - y f\})^2")),
    words=("hinge", "margin", "svm"),
    derivation=derive_squared_hinge,
    source=hastie,
)

hinge = Quantity("L", "hinge loss", value=Max(0, 1 - y * f))


def derive_hinge_slope() -> Iterator[Step]:
    """One side of the kink at a time."""
    yield Step(
        Piecewise((partial(1 - y * f, f), y * f < 1), (0, True)),
        because="the loss is 1 - yf below the margin 1, and 0 above",
    )
    yield Step(Piecewise((-y, y * f < 1), (0, True)), because="the slope of a linear function")


hinge_slope = Formula(
    title="Derivative of the hinge loss by the score",
    kind=Kind.GRADIENT,
    statement=equal(partial(hinge.symbol, f), Piecewise((-y, y * f < 1), (0, True))),
    quantities=(hinge, label, score),
    assumptions=(Ne(y * f, 1),),
    notations=(
        Notation(r"\frac{\partial L}{\partial f} = \begin{cases} -y & y f < 1 \\ 0 & \text{otherwise} \end{cases}"),
        Notation(r"\frac{\partial L}{\partial f} = -y \mathbb{1}[y f < 1]"),
        Notation(
            r"\frac{\partial L}{\partial f} = \begin{cases} 0 & \text{if } y f \geq 1 \\ "
            r"-y & \text{if } y f < 1 \end{cases}"
        ),
    ),
    words=("hinge", "margin", "svm"),
    derivation=derive_hinge_slope,
    source=hastie,
)


def derive_logistic() -> Iterator[Step]:
    """Minus the logarithm of the probability of the label."""
    yield Step(-log(sigmoid(y * f)), because="the label has the probability σ(yf)")
    yield Step(log(1 + exp(-y * f)), because="definition of the logistic function")


logistic = Formula(
    title="Logistic loss of labels -1 and 1",
    kind=Kind.DEFINITION,
    statement=equal(L, log(1 + exp(-y * f))),
    quantities=(loss, label, score),
    assumptions=(),
    notations=(
        Notation(r"L = \log(1 + e^{-y f})"),
        Notation(r"L = \ln(1 + \exp(-y f))"),
        Notation(r"L = -\log \sigma(y f)"),
    ),
    words=("logistic", "margin", "log loss"),
    derivation=derive_logistic,
    source=hastie,
)

logistic_value = Quantity("L", "logistic loss", value=log(1 + exp(-y * f)))


def derive_logistic_slope() -> Iterator[Step]:
    """Chain rule."""
    yield Step(-y * exp(-y * f) / (1 + exp(-y * f)), because="chain rule")
    yield Step(-y / (1 + exp(y * f)), because="multiply numerator and denominator by exp(yf)")


logistic_slope = Formula(
    title="Derivative of the logistic loss by the score",
    kind=Kind.GRADIENT,
    statement=equal(partial(logistic_value.symbol, f), -y / (1 + exp(y * f))),
    quantities=(logistic_value, label, score),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial f} = -\frac{y}{1 + e^{y f}}"),
        Notation(r"\frac{\partial L}{\partial f} = -y \sigma(-y f)"),
        Notation(r"\frac{\partial L}{\partial f} = \frac{-y e^{-y f}}{1 + e^{-y f}}"),
    ),
    words=("logistic", "margin", "log loss"),
    derivation=derive_logistic_slope,
    source=hastie,
)


def derive_exponential() -> Iterator[Step]:
    """The definition."""
    yield Step(exp(-y * f), because="the exponential of minus the margin")


exponential = Formula(
    title="Exponential loss",
    kind=Kind.DEFINITION,
    statement=equal(L, exp(-y * f)),
    quantities=(loss, label, score),
    assumptions=(),
    notations=(Notation(r"L = e^{-y f}"), Notation(r"L(y, f) = \exp(-y f)")),
    words=("exponential loss", "adaboost", "boosting"),
    derivation=derive_exponential,
    source=hastie,
)

samples = Size("n", "examples", largest=4)
features = Size("d", "features", largest=3)
inputs = Quantity("x", "inputs, a row for each example", shape=(samples, features))
labels = Quantity("y", "labels, -1 or 1", shape=(samples,), domain=SIGN)
weights = Quantity("w", "weights", shape=(features,))
bias = Quantity("b", "bias")
penalty = Quantity("lamda", "weight of the penalty", domain=NONNEGATIVE)
n, d, x, ys, w, b, lamda = (q.symbol for q in (samples, features, inputs, labels, weights, bias, penalty))
i, k = bound_index("i k")
scale = (("lambda", "lamda"),)


def score_of(example: Any) -> Any:
    """The score of an example under a linear model."""
    return Sum(at(w, k) * at(x, example, k), (k, 1, d)) + b


def derive_mean_hinge() -> Iterator[Step]:
    """The mean of the losses, and the penalty."""
    yield Step(mean_of_hinges, because="the mean hinge loss of a linear model, and the weighted squared length of w")


mean_of_hinges = Sum(Max(0, 1 - at(ys, i) * score_of(i)), (i, 1, n)) / n + lamda * norm(w) ** 2

mean_hinge = Formula(
    title="Regularised hinge loss of a linear classifier (soft-margin support vector machine)",
    kind=Kind.DEFINITION,
    statement=equal(L, mean_of_hinges),
    quantities=(loss, inputs, labels, weights, bias, penalty),
    assumptions=(),
    notations=(
        Notation(r"L = \frac{1}{n} \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b)) + \lambda \|w\|^2", scale),
        Notation(r"L = \lambda \|w\|^2 + \frac{1}{n} \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))", scale),
        Notation(
            r"J = \frac{1}{n} \sum_{i=1}^n \max\{0, 1 - y^{(i)} (w^T x^{(i)} + b)\} + \lambda \|w\|_2^2",
            (*scale, ("J", "L")),
        ),
    ),
    words=("hinge", "margin", "svm", "support vector"),
    derivation=derive_mean_hinge,
    source=Source(murphy, "section 17.3.3"),
)

classes = Size("K", "classes", largest=4)
scores = Quantity("s", "scores of the classes", shape=(classes,))
true_class = free_index("y", classes)
gap = Quantity("Delta", "margin", domain=POSITIVE)
s, K, c, Delta = scores.symbol, classes.symbol, true_class.symbol, gap.symbol
j = bound_index("j")


def violations(gap: Any) -> Any:
    """What the other classes lack to a score that far below that of the true class, summed."""
    return Sum(Piecewise((Max(0, at(s, j) - at(s, c) + gap), Ne(j, c)), (0, True)), (j, 1, K))


every_violation = Sum(Max(0, at(s, j) - at(s, c) + Delta), (j, 1, K)) - Delta
weston = Source("Weston and Watkins 1999, Support vector machines for multi-class pattern recognition", "section 3")


def derive_classes() -> Iterator[Step]:
    """The term of the true class is Δ."""
    yield Step(violations(Delta), because="every other class whose score comes too close to that of the true class")
    yield Step(every_violation, because="the term of the true class itself is Δ")


multiclass = Formula(
    title="Hinge loss of several classes (Weston and Watkins)",
    kind=Kind.DEFINITION,
    statement=equal(L, every_violation),
    quantities=(loss, scores, gap, true_class),
    assumptions=(),
    notations=(
        Notation(r"L = \sum_{j \neq y} \max(0, s_j - s_y + \Delta)"),
        Notation(r"L_i = \sum_{j \neq y_i} \max(0, s_j - s_{y_i} + \Delta)", (("L_i", "L"), ("y_i", "y"))),
        Notation(r"L = \sum_{j \neq y} \max(0, \Delta - s_y + s_j)"),
    ),
    words=("hinge", "multiclass", "multi-class", "svm", "margin"),
    derivation=derive_classes,
    source=weston,
)


def derive_unit_margin() -> Iterator[Step]:
    """The usual margin."""
    yield Step(violations(1), because="the margin is 1")


unit_multiclass = Formula(
    title="Hinge loss of several classes with margin 1",
    kind=Kind.DEFINITION,
    statement=equal(L, violations(1)),
    quantities=(loss, scores, true_class),
    assumptions=(),
    notations=(
        Notation(r"L = \sum_{j \neq y} \max(0, s_j - s_y + 1)"),
        Notation(r"L_i = \sum_{j \neq y_i} \max(0, s_j - s_{y_i} + 1)", (("L_i", "L"), ("y_i", "y"))),
        Notation(r"L = \sum_{j \neq y} \max(0, 1 - s_y + s_j)"),
    ),
    words=("hinge", "multiclass", "multi-class", "svm", "margin"),
    derivation=derive_unit_margin,
    source=weston,
)

anchor_size = Size("d", "entries of an embedding", largest=4)
anchor, positive, negative = (
    Quantity(name, meaning, shape=(anchor_size,))
    for name, meaning in (("a", "anchor"), ("p", "an example of the same class"), ("n", "an example of another class"))
)
margin = Quantity("alpha", "margin", domain=POSITIVE)
a, p, q, alpha = anchor.symbol, positive.symbol, negative.symbol, margin.symbol


def derive_triplet() -> Iterator[Step]:
    """The definition."""
    yield Step(Max(0, norm(a - p) ** 2 - norm(a - q) ** 2 + alpha), because="the hinge of the difference of distances")


triplet = Formula(
    title="Triplet loss",
    kind=Kind.DEFINITION,
    statement=equal(L, Max(0, norm(a - p) ** 2 - norm(a - q) ** 2 + alpha)),
    quantities=(loss, anchor, positive, negative, margin),
    assumptions=(),
    notations=(
        Notation(r"L = \max(0, \|a - p\|^2 - \|a - n\|^2 + \alpha)"),
        Notation(r"L = \max(\|a - p\|_2^2 - \|a - n\|_2^2 + \alpha, 0)"),
        Notation(r"L = \left[\|a - p\|_2^2 - \|a - n\|_2^2 + \alpha\right]_+"),
    ),
    words=("triplet", "metric learning", "embedding", "anchor"),
    derivation=derive_triplet,
    source=Source("Schroff, Kalenichenko and Philbin 2015, FaceNet", "section 3.1, equation 3"),
)

similar = Quantity("y", "1 for a pair of one class, else 0", domain=BIT)
distance = Quantity("D", "distance of a pair", domain=NONNEGATIVE)
width = Quantity("m", "margin", domain=POSITIVE)
same, D, m = similar.symbol, distance.symbol, width.symbol
half = Rational(1, 2)


def derive_contrastive() -> Iterator[Step]:
    """The definition."""
    yield Step(same * D**2 + (1 - same) * Max(0, m - D) ** 2, because="pull pairs together, push others to distance m")


contrastive = Formula(
    title="Contrastive loss of pairs, label 1 for a pair of one class",
    kind=Kind.DEFINITION,
    statement=equal(L, same * D**2 + (1 - same) * Max(0, m - D) ** 2),
    quantities=(loss, similar, distance, width),
    assumptions=(),
    notations=(
        Notation(r"L = y D^2 + (1 - y) \max(0, m - D)^2"),
        Notation(r"L = y D^2 + (1 - y) (\max\{0, m - D\})^2"),
    ),
    words=("contrastive", "siamese", "metric learning", "pair"),
    derivation=derive_contrastive,
    source=Source("Hadsell, Chopra and LeCun 2006, Dimensionality reduction by invariant mapping", "section 2.1"),
)


def derive_half_contrastive() -> Iterator[Step]:
    """The definition."""
    yield Step(
        (1 - same) * half * D**2 + same * half * Max(0, m - D) ** 2, because="the label says that the classes differ"
    )


half_contrastive = Formula(
    title="Contrastive loss of pairs, label 1 for a pair of two classes, with factors 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, (1 - same) * half * D**2 + same * half * Max(0, m - D) ** 2),
    quantities=(loss, similar, distance, width),
    assumptions=(),
    notations=(
        Notation(r"L = (1 - y) \frac{1}{2} D^2 + y \frac{1}{2} \max(0, m - D)^2"),
        Notation(r"L = \frac{1}{2} (1 - y) D^2 + \frac{1}{2} y \max(0, m - D)^2"),
        Notation(r"L = (1 - y) \frac{1}{2} D^2 + y \frac{1}{2} \{\max(0, m - D)\}^2"),
    ),
    words=("contrastive", "siamese", "metric learning", "pair"),
    derivation=derive_half_contrastive,
    source=Source("Hadsell, Chopra and LeCun 2006, Dimensionality reduction by invariant mapping", "equation 4"),
)

TOPIC = Topic(
    "Losses of margins and distances",
    formulas=(
        squared_hinge,
        hinge_slope,
        logistic,
        logistic_slope,
        exponential,
        mean_hinge,
        multiclass,
        unit_multiclass,
        triplet,
        contrastive,
        half_contrastive,
    ),
)
