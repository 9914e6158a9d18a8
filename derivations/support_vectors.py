"""Support vector machines: margins, the hinge objective in its usual scalings, the Lagrangian and the dual.

The classes y_i are -1 and 1, an input stands in each row of X, and the score of x is w'x + b.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Lt, Max, Rational, Sum

from derivations.operators import at, dot, equal, gradient, indicator, norm, partial, row, vector_sum
from derivations.vocabulary import (
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
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
samples = Size("n", "samples", smallest=2, largest=4)
features = Size("d", "features", largest=3)
n, d = samples.symbol, features.symbol
i, j = bound_index("i j")
half = Rational(1, 2)
point = Quantity("x", "a point", shape=(features,))
weights = Quantity("w", "normal vector of the hyperplane", shape=(features,))
offset = Quantity("b", "offset of the hyperplane")
label = Quantity("y", "class, -1 or 1", domain=SIGN)
distance = Quantity("r", "distance")
x, w, b, r = point.symbol, weights.symbol, offset.symbol, distance.symbol
words = ("support vector", "svm", "margin", "hyperplane", "hinge")


def derive_distance() -> Iterator[Step]:
    """Follow the unit normal from the plane."""
    yield Step(norm((dot(w, x) + b) / norm(w) ** 2 * w), because="the way from the foot on the plane is along w")
    yield Step(Abs(dot(w, x) + b) / norm(w), because="take the factor out of the norm")


point_distance = Formula(
    title="Distance of a point from a hyperplane",
    kind=Kind.DEFINITION,
    statement=equal(r, Abs(dot(w, x) + b) / norm(w)),
    quantities=(distance, weights, point, offset),
    assumptions=(),
    notations=(
        Notation(r"r = \frac{|w^\top x + b|}{\|w\|}"),
        Notation(r"d = \frac{|w \cdot x + b|}{\|w\|_2}", letters=(("d", "r"),)),
        Notation(r"\mathrm{dist} = \frac{1}{\|w\|} |w^T x + b|", letters=(("dist", "r"),)),
        Notation(r"D = \frac{|w^\top x_0 + b|}{\sqrt{w^\top w}}", letters=(("D", "r"), ("x_0", "x"))),
    ),
    words=("distance", *words),
    derivation=derive_distance,
    source=Source(bishop, "section 4.1.1"),
)


def derive_margin() -> Iterator[Step]:
    """The signed distance."""
    y = label.symbol
    yield Step(y * (dot(w / norm(w), x) + b / norm(w)), because="the margin for the unit normal vector")
    yield Step(y * (dot(w, x) + b) / norm(w), because="take the factor out")


geometric_margin = Formula(
    title="Geometric margin of an example",
    kind=Kind.DEFINITION,
    statement=equal(r, label.symbol * (dot(w, x) + b) / norm(w)),
    quantities=(distance, label, weights, point, offset),
    assumptions=(),
    notations=(
        Notation(r"\gamma = \frac{y (w^\top x + b)}{\|w\|}", letters=(("gamma", "r"),)),
        Notation(r"\gamma = y \left(\frac{w^T}{\|w\|} x + \frac{b}{\|w\|}\right)", letters=(("gamma", "r"),)),
        Notation(r"\gamma = y \left(\left(\frac{w}{\|w\|}\right)^T x + \frac{b}{\|w\|}\right)",
                 letters=(("gamma", "r"),)),
    ),
    words=words,
    derivation=derive_margin,
    source=Source("Ng and Ma, CS229 Lecture Notes", "section 6.3"),
)


def derive_width() -> Iterator[Step]:
    """Go along w from one supporting plane to the other."""
    yield Step(norm(2 / norm(w) ** 2 * w), because="this multiple of w raises the score from -1 to 1")
    yield Step(2 / norm(w), because="take the factor out of the norm")


margin_width = Formula(
    title="Width of the margin",
    kind=Kind.DEFINITION,
    statement=equal(r, 2 / norm(w)),
    quantities=(distance, weights),
    assumptions=(),
    notations=(
        Notation(r"\rho = \frac{2}{\|w\|}", letters=(("rho", "r"),)),
        Notation(r"\gamma = \frac{2}{\|w\|}", letters=(("gamma", "r"),)),
        Notation(r"\mathrm{margin} = \frac{2}{\sqrt{w^\top w}}", letters=(("margin", "r"),)),
        Notation(r"M = \frac{2}{\|w\|_2}", letters=(("M", "r"),)),
    ),
    words=words,
    derivation=derive_width,
    source=Source(hastie, "section 4.5.2"),
)

inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
labels = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
price = Quantity("C", "price of a violated margin", domain=POSITIVE)
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
named_loss = Quantity("L", "the objective")
X, y, C, mu, L = inputs.symbol, labels.symbol, price.symbol, strength.symbol, named_loss.symbol
score = dot(w, row(X, i)) + b
hinges = Sum(Max(0, 1 - at(y, i) * score), (i, 1, n))
data = (inputs, labels, weights, offset)
example = (("x", "X"), ("X", "X"))
lam = (("lambda", "mu"),)


def derive_primal() -> Iterator[Step]:
    """The least slack that a margin needs is its hinge loss."""
    slack = Sum((1 - at(y, i) * score) * indicator(Lt(at(y, i) * score, 1)), (i, 1, n))
    yield Step(dot(w, w) / 2 + C * slack, because="the least slack: 1 less the margin where that is below 1")
    yield Step(half * norm(w) ** 2 + C * hinges, because="the slack is the hinge loss")


soft_margin = Formula(
    title="Objective of the soft-margin support vector machine",
    kind=Kind.DEFINITION,
    statement=equal(L, half * norm(w) ** 2 + C * hinges),
    quantities=(named_loss, *data, price),
    assumptions=(),
    notations=(
        Notation(r"L(w, b) = \frac{1}{2} \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))", letters=example),
        Notation(r"J = \frac{1}{2} w^T w + C \sum_{i=1}^n [1 - y_i (w^T x_i + b)]_+", letters=(("J", "L"), *example)),
        Notation(r"L(w, b) = C \sum_i \max\{0, 1 - y_i (w \cdot x_i + b)\} + \frac{1}{2} \|w\|_2^2", letters=example),
    ),
    words=("soft margin", "soft-margin", *words),
    derivation=derive_primal,
    source=Source(bishop, "equation 7.21"),
)  # fmt: skip


def derive_mean_hinge() -> Iterator[Step]:
    """The mean slack."""
    slack = Sum((1 - at(y, i) * score) * indicator(Lt(at(y, i) * score, 1)), (i, 1, n))
    yield Step(mu * dot(w, w) + slack / n, because="the least slack: 1 less the margin where that is below 1")
    yield Step(mu * norm(w) ** 2 + hinges / n, because="the slack is the hinge loss")


mean_hinge = Formula(
    title="Regularised mean hinge loss",
    kind=Kind.DEFINITION,
    statement=equal(L, mu * norm(w) ** 2 + hinges / n),
    quantities=(named_loss, *data, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w, b) = \lambda \|w\|^2 + \frac{1}{n} \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))",
                 letters=(*lam, *example)),
        Notation(r"J = \frac{1}{N} \sum_{i=1}^N [1 - y_i (w^T x_i + b)]_+ + \lambda w^\top w",
                 letters=(*lam, ("J", "L"), ("N", "n"), *example)),
    ),
    words=words,
    derivation=derive_mean_hinge,
    source=Source(shalev, "equation 15.5"),
)  # fmt: skip


def derive_pegasos() -> Iterator[Step]:
    """The mean slack."""
    slack = Sum((1 - at(y, i) * score) * indicator(Lt(at(y, i) * score, 1)), (i, 1, n))
    yield Step(mu / 2 * dot(w, w) + slack / n, because="the least slack: 1 less the margin where that is below 1")
    yield Step(mu / 2 * norm(w) ** 2 + hinges / n, because="the slack is the hinge loss")


half_mean_hinge = Formula(
    title="Regularised mean hinge loss with the factor 1/2",
    kind=Kind.DEFINITION,
    statement=equal(L, mu / 2 * norm(w) ** 2 + hinges / n),
    quantities=(named_loss, *data, strength),
    assumptions=(),
    notations=(
        Notation(r"L(w, b) = \frac{\lambda}{2} \|w\|^2 + \frac{1}{n} \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))",
                 letters=(*lam, *example)),
        Notation(r"J = \frac{1}{N} \sum_{i=1}^N [1 - y_i (w^T x_i + b)]_+ + \frac{\lambda}{2} w^\top w",
                 letters=(*lam, ("J", "L"), ("N", "n"), *example)),
    ),
    words=("pegasos", *words),
    derivation=derive_pegasos,
    source=Source(shalev, "section 15.5"),
)  # fmt: skip

soft_loss = Quantity("L", "the objective", value=half * norm(w) ** 2 + C * hinges)
violated = indicator(Lt(at(y, i) * score, 1))


def derive_subgradient() -> Iterator[Step]:
    """Only violated margins count."""
    yield Step(
        gradient(norm(w) ** 2 / 2, w) - C * vector_sum(violated * (at(y, i) * gradient(score, w)), i, 1, n),
        because="a hinge has the slope -1 where the margin is below 1, else 0",
    )
    yield Step(
        w - C * vector_sum(violated * (at(y, i) * row(X, i)), i, 1, n), because="the score has the gradient x_i"
    )


subgradient = Formula(
    title="Gradient of the soft-margin objective by the weights",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), w - C * vector_sum(violated * (at(y, i) * row(X, i)), i, 1, n)),
    quantities=(soft_loss, *data, price),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = w - C \sum_{i=1}^n \mathbb{1}[y_i (w^\top x_i + b) < 1] y_i x_i", letters=example),
        Notation(r"\frac{\partial L}{\partial w} = w - C \sum_i y_i x_i \mathbb{1}[1 - y_i (w^\top x_i + b) > 0]",
                 letters=example),
    ),
    words=("gradient", "subgradient", *words),
    derivation=derive_subgradient,
    source=Source(shalev, "section 15.5"),
)  # fmt: skip

multipliers = Quantity("alpha", "Lagrange multipliers", shape=(samples,), domain=POSITIVE)
alpha = multipliers.symbol
slack_terms = Sum(at(alpha, i) * (at(y, i) * score - 1), (i, 1, n))


def derive_lagrangian() -> Iterator[Step]:
    """Each constraint with its multiplier."""
    yield Step(
        dot(w, w) / 2 + Sum(at(alpha, i) * (1 - at(y, i) * score), (i, 1, n)),
        because="the objective plus each constraint 1 - y_i (w'x_i + b) <= 0 with its multiplier",
    )
    yield Step(half * norm(w) ** 2 - slack_terms, because="take the sign out")


lagrangian = Formula(
    title="Lagrangian of the hard-margin support vector machine",
    kind=Kind.DEFINITION,
    statement=equal(L, half * norm(w) ** 2 - slack_terms),
    quantities=(named_loss, *data, multipliers),
    assumptions=(),
    notations=(
        Notation(r"L(w, b, \alpha) = \frac{1}{2} \|w\|^2 - \sum_{i=1}^n \alpha_i [y_i (w^\top x_i + b) - 1]",
                 letters=example),
        Notation(r"L(w, b, a) = \frac{1}{2} \|w\|^2 - \sum_{n=1}^N a_n \{t_n (w^T \phi_n + b) - 1\}",
                 letters=(("a", "alpha"), ("t", "y"), ("N", "n"), ("phi", "X"))),
        Notation(r"\mathcal{L} = \frac{1}{2} w^\top w + \sum_i \alpha_i (1 - y_i (w^\top x_i + b))",
                 letters=(("calL", "L"), *example)),
    ),
    words=("lagrangian", *words),
    derivation=derive_lagrangian,
    source=Source(bishop, "equation 7.7"),
)  # fmt: skip

lagrange = Quantity("L", "the Lagrangian", value=half * norm(w) ** 2 - slack_terms)


def derive_stationary() -> Iterator[Step]:
    """Differentiate the squared norm and the scores."""
    yield Step(
        w - vector_sum(at(alpha, i) * at(y, i) * gradient(score, w), i, 1, n), because="the squared norm and the scores"
    )
    yield Step(w - vector_sum(at(alpha, i) * at(y, i) * row(X, i), i, 1, n), because="the score has the gradient x_i")


lagrangian_gradient = Formula(
    title="Gradient of the Lagrangian by the weights",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), w - vector_sum(at(alpha, i) * at(y, i) * row(X, i), i, 1, n)),
    quantities=(lagrange, *data, multipliers),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = w - \sum_{i=1}^n \alpha_i y_i x_i", letters=example),
        Notation(r"\frac{\partial L}{\partial w} = w - \sum_i \alpha_i y_i x_i", letters=example),
    ),
    words=("lagrangian", *words),
    derivation=derive_stationary,
    source=Source(bishop, "equation 7.8"),
)


def derive_offset() -> Iterator[Step]:
    """Each score has the derivative 1 by the offset."""
    yield Step(-Sum(at(alpha, i) * at(y, i) * partial(score, b), (i, 1, n)), because="only the scores depend on b")
    yield Step(-Sum(at(alpha, i) * at(y, i), (i, 1, n)), because="each score has the derivative 1")


lagrangian_offset = Formula(
    title="Derivative of the Lagrangian by the offset",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, b), -Sum(at(alpha, i) * at(y, i), (i, 1, n))),
    quantities=(lagrange, *data, multipliers),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b} = -\sum_{i=1}^n \alpha_i y_i"),
        Notation(r"\frac{\partial L}{\partial b} = -\alpha^\top y"),
    ),
    words=("lagrangian", *words),
    derivation=derive_offset,
    source=Source(bishop, "equation 7.9"),
)

TOPIC = Topic(
    "Support vector machines",
    formulas=(
        point_distance,
        geometric_margin,
        margin_width,
        soft_margin,
        mean_hinge,
        half_mean_hinge,
        subgradient,
        lagrangian,
        lagrangian_gradient,
        lagrangian_offset,
    ),
)
