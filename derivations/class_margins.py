"""Gradients of the hinge loss of several classes: by the scores, and by the weights of a linear classifier.

The loss is Σ_{j ≠ y} max(0, s_j - s_y + 1) for the true class y; a linear classifier has the scores s_j = w_j · x.
The gradients hold where no score of another class lies exactly at the margin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import Max, Ne, Piecewise, Product, Sum

from derivations.margin_losses import classes
from derivations.operators import at, dot, gradient, indicator, row
from derivations.stanzas import identity, written
from derivations.vocabulary import Kind, Notation, Quantity, Size, Source, Topic, bound_index, free_index

source = Source("Stanford CS231n, course notes", "Optimization: Stochastic Gradient Descent, gradient of the SVM loss")
words = ("hinge", "svm", "support vector", "margin", "multiclass", "multi-class", "correct class", "right class")
features = Size("d", "features", smallest=2, largest=2)
K = classes.symbol
true_class = free_index("y", classes)
y = true_class.symbol
j = bound_index("j")
scores = Quantity("s", "scores of the classes", shape=(classes,))
weights = Quantity("w", "weights, a row for each class", shape=(classes, features))
inputs = Quantity("x", "input", shape=(features,))
s, w, x = scores.symbol, weights.symbol, inputs.symbol


def excess(score: Callable[[Any], Any], of: Any) -> Any:
    """How far the score of a class is above that of the true class, less the margin of 1."""
    return score(of) - score(y) + 1


def violations(score: Callable[[Any], Any]) -> Any:
    """The hinge loss."""
    return Sum(Piecewise((Max(0, excess(score, j)), Ne(j, y)), (0, True)), (j, 1, K))


def counted(score: Callable[[Any], Any]) -> Any:
    """How many classes violate the margin; the true class itself would count, for it is 1 above its margin."""
    return Sum(indicator(excess(score, j) > 0), (j, 1, K)) - 1


def given(of: Any) -> Any:
    """A score that is given."""
    return at(s, of)


def linear(of: Any) -> Any:
    """The score of a linear classifier."""
    return dot(row(w, of), x)


def beyond(term: str) -> tuple[tuple[str, str], ...]:
    """Why a class more in the sum changes nothing."""
    changed = ("the upper bound K becomes K + 1", "the lower bound 1 becomes 0")
    reason = "there is no class beyond the classes: what has no score is not counted"
    return tuple((f"{change} in sum_{{j=1..K}}({term})", reason) for change in changed)


off_kinks = Ne(Product(excess(given, j), (j, 1, K)), 0)
linear_off_kinks = Ne(Product(excess(linear, j), (j, 1, K)), 0)
loss = Quantity("L", "hinge loss", value=violations(given))
linear_loss = Quantity("L", "hinge loss", value=violations(linear))
others = Size("C", "other classes", largest=3)
true_score = Quantity("s_y", "score of the true class")
other_scores = Quantity("s", "scores of the other classes", shape=(others,))
true_row = Quantity("w_y", "weights of the true class", shape=(features,))
other_rows = Quantity("w", "weights, a row for each other class", shape=(others, features))
other_class = free_index("k", others)
s_y, w_y, k = true_score.symbol, true_row.symbol, other_class.symbol
given_excess = at(other_scores.symbol, j) - s_y + 1
linear_excess = dot(row(other_rows.symbol, j), x) - dot(w_y, x) + 1
other_loss = Quantity("L", "hinge loss", value=Sum(Max(0, given_excess), (j, 1, others.symbol)))
linear_other_loss = Quantity("L", "hinge loss", value=Sum(Max(0, linear_excess), (j, 1, others.symbol)))
by_true = replace(
    identity(
        "Gradient of the hinge loss of several classes by the score of the true class",
        at(gradient(loss.symbol, s), y),
        ((-counted(given), "each class that violates the margin pulls the true score up"),),
        (scores, true_class, loss),
        (
            *written(
                r"\frac{\partial L}{\partial s_y} = -\sum_{j \neq y} \mathbb{1}[s_j - s_y + 1 > 0]",
                r"\frac{\partial L}{\partial s_y} = -\sum_{j \neq y} \mathbb{1}(s_j - s_y + 1 > 0)",
            ),
            Notation(
                r"\frac{\partial L_i}{\partial s_{y_i}} = -\sum_{j \neq y_i} \mathbb{1}[s_j - s_{y_i} + 1 > 0]",
                (("L_i", "L"), ("y_i", "y")),
            ),
        ),
        words,
        source,
        Kind.GRADIENT,
    ),
    assumptions=(off_kinks,),
    survivors=beyond(r"indicator((1 + (-s[y]) + s[j] > 0))"),
)
by_other = replace(
    identity(
        "Gradient of the hinge loss of several classes by the score of another class",
        at(gradient(other_loss.symbol, other_scores.symbol), k),
        ((indicator(given_excess.subs(j, k) > 0), "the class adds to the loss where it violates the margin"),),
        (other_scores, true_score, other_class, other_loss),
        written(
            r"\frac{\partial L}{\partial s_k} = \mathbb{1}[s_k - s_y + 1 > 0]",
            r"\frac{\partial L}{\partial s_k} = \mathbb{1}(s_k - s_y + 1 > 0)",
        ),
        words,
        source,
        Kind.GRADIENT,
    ),
    assumptions=(Ne(Product(given_excess, (j, 1, others.symbol)), 0),),
)
true_weights = replace(
    identity(
        "Gradient of the hinge loss of several classes by the weights of the true class",
        row(gradient(linear_loss.symbol, w), y),
        ((-counted(linear) * x, "each class that violates the margin subtracts the input"),),
        (weights, inputs, true_class, linear_loss),
        (
            Notation(
                r"\nabla_{w_y} L = -\left(\sum_{j \neq y} \mathbb{1}[w_j^\top x - w_y^\top x + 1 > 0]\right) x",
            ),
            Notation(
                r"\nabla_{w_{y_i}} L_i = "
                r"-\left(\sum_{j \neq y_i} \mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + 1 > 0)\right) x_i",
                (("L_i", "L"), ("y_i", "y"), ("x_i", "x")),
            ),
        ),
        words,
        source,
        Kind.GRADIENT,
    ),
    assumptions=(linear_off_kinks,),
    survivors=beyond(r"indicator((1 +  … x)) + dot(w[j, :], x) > 0))"),
)
other_weights = replace(
    identity(
        "Gradient of the hinge loss of several classes by the weights of another class",
        row(gradient(linear_other_loss.symbol, other_rows.symbol), k),
        ((indicator(linear_excess.subs(j, k) > 0) * x, "the class adds its score where it violates the margin"),),
        (other_rows, true_row, inputs, other_class, linear_other_loss),
        (
            Notation(r"\nabla_{w_k} L = \mathbb{1}[w_k^\top x - w_y^\top x + 1 > 0] x"),
            Notation(
                r"\nabla_{w_k} L_i = \mathbb{1}(w_k^T x_i - w_y^T x_i + 1 > 0) x_i",
                (("L_i", "L"), ("x_i", "x")),
            ),
        ),
        words,
        source,
        Kind.GRADIENT,
    ),
    assumptions=(Ne(Product(linear_excess, (j, 1, others.symbol)), 0),),
)

TOPIC = Topic("Gradients of class margins", formulas=(by_true, by_other, true_weights, other_weights))
