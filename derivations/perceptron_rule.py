"""The perceptron's learning rule with a rate and a bias, for labels 0 and 1 and for labels -1 and 1, and its criterion.

The convergence of the rule stands in `perceptron_convergence`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Gt, Le, Lt, Max, Piecewise, Sum

from derivations.operators import at, dot, equal, gradient, indicator, row, vector_sum
from derivations.vocabulary import (
    BIT,
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
rosenblatt = "Rosenblatt 1958, The Perceptron"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
features = Size("d", "features", largest=3)
weights = Quantity("w", "the weights", shape=(features,))
example = Quantity("x", "an input", shape=(features,))
offset = Quantity("b", "the bias")
rate = Quantity("eta", "learning rate", domain=POSITIVE)
target = Quantity("t", "the class, 0 or 1", domain=BIT)
answer = Quantity("o", "the answer, 0 or 1", domain=BIT)
sign = Quantity("y", "the class, -1 or 1", domain=SIGN)
next_weights = Quantity("w_next", "the weights after the step", shape=(features,))
next_offset = Quantity("b_next", "the bias after the step")
w, x, b, eta, t, o, y = (q.symbol for q in (weights, example, offset, rate, target, answer, sign))
rule = (weights, example, rate, target, answer)
words = ("perceptron", "learning rule", "update rule", "threshold unit")


def derive_bit_weights() -> Iterator[Step]:
    """The three cases."""
    yield Step(
        Piecewise((w + eta * x, Gt(t, o)), (w - eta * x, Lt(t, o)), (w, True), evaluate=False),
        because="add the input if a 1 was missed, take it away if a 0 was missed",
    )
    yield Step(w + eta * (t - o) * x, because="t - o is 1, -1 or 0")


bit_weights = Formula(
    title="Perceptron rule for the weights, labels 0 and 1",
    kind=Kind.DEFINITION,
    statement=equal(next_weights.symbol, w + eta * (t - o) * x),
    quantities=(next_weights, *rule),
    assumptions=(),
    notations=(
        Notation(r"w \leftarrow w + \eta (t - o) x"),
        Notation(r"w \leftarrow w + \eta (t - y) x", letters=(("y", "o"),)),
        Notation(r"\mathbf{w} \leftarrow \mathbf{w} + \eta (d - y) \mathbf{x}", letters=(("d", "t"), ("y", "o"))),
        Notation(r"w_{\mathrm{new}} = w + \eta (t - o) x", letters=(("w_new", "w_next"),)),
        Notation(r"w_{k+1} = w_k + \alpha (y - \hat{y}) x",
                 letters=(("w_k", "w"), ("w", "w"), ("alpha", "eta"), ("y", "t"), ("y_hat", "o"))),
        Notation(r"w \leftarrow w - \eta (\hat{y} - y) x", letters=(("y", "t"), ("y_hat", "o"))),
    ),
    words=words,
    derivation=derive_bit_weights,
    source=Source(rosenblatt, "page 394"),
)


def derive_bit_offset() -> Iterator[Step]:
    """The three cases."""
    yield Step(
        Piecewise((b + eta, Gt(t, o)), (b - eta, Lt(t, o)), (b, True), evaluate=False),
        because="the bias is the weight of an input that is always 1",
    )
    yield Step(b + eta * (t - o), because="t - o is 1, -1 or 0")


bit_offset = Formula(
    title="Perceptron rule for the bias, labels 0 and 1",
    kind=Kind.DEFINITION,
    statement=equal(next_offset.symbol, b + eta * (t - o)),
    quantities=(next_offset, offset, rate, target, answer),
    assumptions=(),
    notations=(
        Notation(r"b \leftarrow b + \eta (t - o)"),
        Notation(r"b_{\mathrm{new}} = b + \eta (y - \hat{y})",
                 letters=(("b_new", "b_next"), ("y", "t"), ("y_hat", "o"))),
    ),
    words=words,
    derivation=derive_bit_offset,
    source=Source(rosenblatt, "page 394"),
)

mistake = indicator(Le(y * (dot(w, x) + b), 0))


def derive_sign_weights() -> Iterator[Step]:
    """Only a mistake changes the weights."""
    yield Step(
        Piecewise((w + eta * y * x, Le(y * (dot(w, x) + b), 0)), (w, True), evaluate=False),
        because="on a mistake the weights move towards y x",
    )
    yield Step(w + (eta * y * mistake) * x, because="as an indicator")


sign_weights = Formula(
    title="Perceptron rule for the weights, labels -1 and 1",
    kind=Kind.DEFINITION,
    statement=equal(next_weights.symbol, w + (eta * y * mistake) * x),
    quantities=(next_weights, weights, example, offset, rate, sign),
    assumptions=(),
    notations=(
        Notation(r"w \leftarrow w + \eta y x \, \mathbb{1}[y (w^\top x + b) \leq 0]"),
        Notation(r"w_{\mathrm{new}} = \begin{cases} w + \eta y x & \text{if } y (w^\top x + b) \leq 0 \\ "
                 r"w & \text{otherwise} \end{cases}", letters=(("w_new", "w_next"),)),
    ),
    words=words,
    derivation=derive_sign_weights,
    source=Source(hastie, "section 4.5.1"),
)  # fmt: skip


def derive_sign_offset() -> Iterator[Step]:
    """Only a mistake changes the bias."""
    yield Step(
        Piecewise((b + eta * y, Le(y * (dot(w, x) + b), 0)), (b, True), evaluate=False),
        because="the bias is the weight of an input that is always 1",
    )
    yield Step(b + eta * y * mistake, because="as an indicator")


sign_offset = Formula(
    title="Perceptron rule for the bias, labels -1 and 1",
    kind=Kind.DEFINITION,
    statement=equal(next_offset.symbol, b + eta * y * mistake),
    quantities=(next_offset, weights, example, offset, rate, sign),
    assumptions=(),
    notations=(
        Notation(r"b \leftarrow b + \eta y \, \mathbb{1}[y (w^\top x + b) \leq 0]"),
        Notation(r"b_{\mathrm{new}} = \begin{cases} b + \eta y & \text{if } y (w^\top x + b) \leq 0 \\ "
                 r"b & \text{otherwise} \end{cases}", letters=(("b_new", "b_next"),)),
    ),
    words=words,
    derivation=derive_sign_offset,
    source=Source(hastie, "section 4.5.1"),
)  # fmt: skip

samples = Size("n", "samples", smallest=2, largest=4)
n = samples.symbol
i = bound_index("i")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
signs = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
named_loss = Quantity("L", "the criterion")
X, L = inputs.symbol, named_loss.symbol
criterion_value = Sum(Max(0, -at(signs.symbol, i) * dot(w, row(X, i))), (i, 1, n))
letters = (("x", "X"), ("X", "X"))


def derive_criterion() -> Iterator[Step]:
    """Only mistakes count."""
    s = at(signs.symbol, i) * dot(w, row(X, i))
    yield Step(-Sum(s * indicator(Lt(s, 0)), (i, 1, n)), because="minus the margins of the mistakes")
    yield Step(criterion_value, because="a negative margin counts with its size, others with 0")


criterion = Formula(
    title="Perceptron criterion",
    kind=Kind.DEFINITION,
    statement=equal(L, criterion_value),
    quantities=(named_loss, inputs, signs, weights),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \sum_{i=1}^n \max(0, -y_i w^\top x_i)", letters=letters),
        Notation(r"E_P(w) = -\sum_{n=1}^N w^T \phi_n t_n \mathbb{1}[t_n w^T \phi_n < 0]",
                 letters=(("E_P", "L"), ("N", "n"), ("phi", "X"), ("t", "y"))),
        Notation(r"J = \sum_i [-y_i w^\top x_i]_+", letters=(("J", "L"), *letters)),
    ),
    words=("criterion", *words),
    derivation=derive_criterion,
    source=Source(bishop, "equation 4.54"),
)  # fmt: skip

value = Quantity("L", "the criterion", value=criterion_value)
label = at(signs.symbol, i)
slopes = vector_sum((label * indicator(Lt(label * dot(w, row(X, i)), 0))) * row(X, i), i, 1, n)


def derive_gradient() -> Iterator[Step]:
    """Only mistakes count."""
    s = at(signs.symbol, i) * dot(w, row(X, i))
    yield Step(
        -vector_sum(indicator(Lt(s, 0)) * gradient(s, w), i, 1, n),
        because="a mistake has minus the slope of its margin",
    )
    yield Step(-slopes, because="the margin has the gradient y_i x_i")


criterion_gradient = Formula(
    title="Gradient of the perceptron criterion",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), -slopes),
    quantities=(value, inputs, signs, weights),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = -\sum_{i=1}^n y_i x_i \mathbb{1}[y_i w^\top x_i < 0]", letters=letters),
        Notation(r"\frac{\partial L}{\partial w} = -\sum_i \mathbb{1}[y_i x_i^\top w < 0] y_i x_i", letters=letters),
    ),
    words=("criterion", "gradient", *words),
    derivation=derive_gradient,
    source=Source(bishop, "section 4.1.7"),
)

TOPIC = Topic(
    "The perceptron's learning rule",
    formulas=(bit_weights, bit_offset, sign_weights, sign_offset, criterion, criterion_gradient),
)
