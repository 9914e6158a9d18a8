"""Novikov's bound on the mistakes of the perceptron, link by link.

From theta = 0 the perceptron makes mistakes on (x_1, y_1), …, (x_s, y_s) in this order, each adding y_t x_t: after them
the weights are the sum of the y_t x_t. A mistake at t means that the weights before it had y_t x_t·theta <= 0. The data
are separable with margin gamma: there is a theta* of length 1 with y_t x_t·theta* >= gamma > 0. Then
gamma s <= theta*·theta <= |theta| <= sqrt(s) for inputs of length at most 1, and so s <= 1/gamma^2.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Eq, Ge, Le, Sum, sqrt

from derivations.operators import at, at_most, dot, indicator, norm, row, vector_sum
from derivations.perceptron import features, gamma, margin, novikov, separator, theta, theta_star, weights
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
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
    integers,
    interval,
)

mistakes = Size("s", "mistakes", largest=3)
examples = Quantity("x", "inputs of the mistakes, one a row", shape=(mistakes, features))
short_examples = Quantity("x", "inputs of the mistakes, one a row", shape=(mistakes, features), domain=interval(-1, 1))
labels = Quantity("y", "labels of the mistakes", shape=(mistakes,), domain=SIGN)
number = Quantity("s", "number of mistakes", domain=integers(1, 9))
small_margin = Quantity("gamma", "margin", domain=UNIT)
radius = Quantity("R", "bound on the length of the inputs", domain=POSITIVE)

s, x, y = mistakes.symbol, examples.symbol, labels.symbol
S, R = number.symbol, radius.symbol
t, u = bound_index("t u")


def weights_after(count: Any) -> Any:
    """The weights after the first mistakes."""
    return vector_sum(at(y, u) * row(x, u), u, 1, count)


def always(condition: Any) -> Any:
    """A condition that holds at every mistake t."""
    return Eq(Sum(indicator(condition), (t, 1, s)), s)


def margin_before(position: Any) -> Any:
    """The margin of a mistake under the weights that made it."""
    return at(y, position) * dot(row(x, position), weights_after(position - 1))


are_mistakes = always(Le(margin_before(t), 0))
squares = Sum(norm(row(x, t)) ** 2, (t, 1, s))
novikoff = Source("Novikoff, On convergence proofs for perceptrons (1962)", "theorem 1")


def derive_weights_norm() -> Iterator[Step]:
    """Add up the growth of every mistake."""
    yield Step(
        Sum(2 * margin_before(t) + norm(row(x, t)) ** 2, (t, 1, s)),
        because="the squared norm grows by 2 y_t x_t·theta + |x_t|^2 at mistake t",
    )
    yield Step(squares, because="y_t x_t·theta <= 0 at each mistake", relation="<=")


weights_norm = Formula(
    title="Norm growth of the perceptron",
    kind=Kind.BOUND,
    statement=at_most(norm(weights_after(s)) ** 2, squares),
    quantities=(examples, labels),
    assumptions=(are_mistakes,),
    notations=(
        Notation(r"\left\| \sum_{t=1}^{s} y_t x_t \right\|^2 \leq \sum_{t=1}^{s} \|x_t\|^2"),
        Notation(r"\left\| \sum_{t=1}^{s} y^t x^t \right\|^2 \leq \sum_{t=1}^{s} \|x^t\|^2"),
        Notation(
            r"\left\| \sum_{i=1}^{M} y_i x_i \right\|_2^2 \leq \sum_{i=1}^{M} \|x_i\|_2^2",
            letters=(("M", "s"),),
        ),
    ),
    words=("perceptron", "norm growth", "mistakes", "novikov"),
    derivation=derive_weights_norm,
    source=novikov,
)


def derive_short_weights() -> Iterator[Step]:
    """Norm growth with inputs in the unit ball."""
    yield Step(sqrt(squares), because="norm growth", relation="<=")
    yield Step(sqrt(s), because="no input is longer than 1", relation="<=")


short_weights = Formula(
    title="Norm of the perceptron's weights after s mistakes on inputs of length at most 1",
    kind=Kind.BOUND,
    statement=at_most(norm(weights_after(s)), sqrt(s)),
    quantities=(short_examples, labels),
    assumptions=(always(Le(norm(row(x, t)) ** 2, 1)), are_mistakes),
    notations=(
        Notation(r"\left\| \sum_{t=1}^{s} y_t x_t \right\| \leq \sqrt{s}"),
        Notation(r"\left\| \sum_{t=1}^{s} y^t x^t \right\| \leq \sqrt{s}"),
    ),
    words=("perceptron", "norm growth", "mistakes", "novikov"),
    derivation=derive_short_weights,
    source=novikov,
)


def derive_alignment() -> Iterator[Step]:
    """Add up the margins."""
    yield Step(
        Sum(at(y, t) * dot(theta_star, row(x, t)), (t, 1, s)),
        because="each of the s terms is at least gamma",
        relation="<=",
    )
    yield Step(dot(theta_star, weights_after(s)), because="the inner product is linear")


alignment = Formula(
    title="Alignment of the perceptron's weights with the separator",
    kind=Kind.BOUND,
    statement=at_most(gamma * s, dot(theta_star, weights_after(s))),
    quantities=(examples, labels, separator, margin),
    assumptions=(always(Ge(at(y, t) * dot(row(x, t), theta_star), gamma)),),
    notations=(
        Notation(r"\gamma s \leq \theta^* \cdot \sum_{t=1}^{s} y_t x_t"),
        Notation(r"s \gamma \leq \sum_{t=1}^{s} y_t \, \theta^* \cdot x_t"),
        Notation(
            r"M \rho \leq v \cdot \sum_{t=1}^{M} y_t x_t",
            letters=(("M", "s"), ("rho", "gamma"), ("v", "theta_star")),
        ),
    ),
    words=("perceptron", "novikov", "margin", "convergence"),
    derivation=derive_alignment,
    source=novikov,
)


def derive_projection() -> Iterator[Step]:
    """Cauchy and Schwarz."""
    yield Step(norm(theta_star) * norm(theta), because="Cauchy-Schwarz inequality", relation="<=")
    yield Step(norm(theta), because="theta* has length 1")


projection = Formula(
    title="The weights' component along the separator is at most their length",
    kind=Kind.BOUND,
    statement=at_most(dot(theta_star, theta), norm(theta)),
    quantities=(weights, separator),
    assumptions=(),
    notations=(
        Notation(r"\theta^* \cdot \theta \leq \|\theta\|"),
        Notation(r"\langle w^*, w \rangle \leq \|w\|_2", letters=(("w_star", "theta_star"), ("w", "theta"))),
    ),
    words=("perceptron", "novikov", "cauchy-schwarz"),
    derivation=derive_projection,
    source=novikov,
)


few = Quantity("s", "number of mistakes", domain=integers(1, 4))
small = Quantity("gamma", "margin", domain=interval(0, Fraction(1, 4)))
scaled = Quantity("w", "the weights over sqrt(s)", shape=(features,), domain=interval(Fraction(-1, 2), Fraction(1, 2)))
reached = Quantity("theta", "weights after s mistakes", shape=(features,), value=sqrt(S) * scaled.symbol)


def derive_margin_growth() -> Iterator[Step]:
    """The links in a row."""
    yield Step(dot(theta_star, theta), because="each of the s mistakes turned the weights by gamma", relation="<=")
    yield Step(norm(theta), because="Cauchy-Schwarz inequality, and theta* has length 1", relation="<=")
    yield Step(sqrt(S), because="norm growth on inputs of length at most 1", relation="<=")


margin_growth = Formula(
    title="Between the two growths of the perceptron's weights: gamma s is at most sqrt(s)",
    kind=Kind.BOUND,
    statement=at_most(gamma * S, sqrt(S)),
    quantities=(few, small, scaled, reached, separator),
    assumptions=(Le(gamma * S, dot(theta_star, theta)), Le(norm(theta) ** 2, S)),
    notations=(
        Notation(r"\gamma s \leq \sqrt{s}"),
        Notation(r"M \rho \leq \sqrt{M}", letters=(("M", "s"), ("rho", "gamma"))),
    ),
    words=("perceptron", "novikov", "convergence", "margin"),
    derivation=derive_margin_growth,
    source=novikoff,
)


def derive_mistake_bound() -> Iterator[Step]:
    """Use gamma s <= sqrt(s) twice."""
    yield Step(sqrt(S) / gamma, because="gamma s <= sqrt(s)", relation="<=")
    yield Step(gamma**-2, because="sqrt(s) <= 1/gamma, the same divided by sqrt(s)", relation="<=")


mistake_bound = Formula(
    title="Novikov's bound on the mistakes of the perceptron",
    kind=Kind.BOUND,
    statement=at_most(S, gamma**-2),
    quantities=(number, small_margin),
    assumptions=(Le(gamma * S, sqrt(S)),),
    notations=(
        Notation(r"s \leq \gamma^{-2}"),
        Notation(r"s \leq \frac{1}{\gamma^2}"),
        Notation(r"M \leq \frac{1}{\rho^2}", letters=(("M", "s"), ("rho", "gamma"))),
    ),
    words=("perceptron", "novikov", "convergence", "mistakes"),
    derivation=derive_mistake_bound,
    source=novikoff,
)


def derive_radius_bound() -> Iterator[Step]:
    """Use gamma s <= R sqrt(s) twice."""
    yield Step(R * sqrt(S) / gamma, because="gamma s <= R sqrt(s)", relation="<=")
    yield Step(R**2 / gamma**2, because="sqrt(s) <= R/gamma, the same divided by sqrt(s)", relation="<=")


radius_bound = Formula(
    title="Novikov's bound for inputs of length at most R",
    kind=Kind.BOUND,
    statement=at_most(S, R**2 / gamma**2),
    quantities=(number, margin, radius),
    assumptions=(Le(gamma * S, R * sqrt(S)),),
    notations=(
        Notation(r"s \leq \frac{R^2}{\gamma^2}"),
        Notation(r"s \leq \left( \frac{R}{\gamma} \right)^2"),
        Notation(r"M \leq \frac{r^2}{\rho^2}", letters=(("M", "s"), ("rho", "gamma"), ("r", "R"))),
    ),
    words=("perceptron", "novikov", "convergence", "mistakes", "radius"),
    derivation=derive_radius_bound,
    source=novikoff,
)

TOPIC = Topic(
    "Convergence of the perceptron",
    formulas=(weights_norm, short_weights, alignment, projection, margin_growth, mistake_bound, radius_bound),
)
