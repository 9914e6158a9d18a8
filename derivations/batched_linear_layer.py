"""A linear layer on a batch of examples: they are the columns of X in Y = WX, or its rows in Y = XW."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, column, equal, gradient, row, vector_sum
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

n = Size("n", "inputs", largest=4)
m = Size("m", "units", largest=4)
s = Size("s", "examples", largest=4)

weights = Quantity("W", "weights, a row for each unit", shape=(m, n))
inputs = Quantity("X", "inputs, a column for each example", shape=(n, s))
W, X = weights.symbol, inputs.symbol
biases = Quantity("b", "biases", shape=(m,))
outputs = Quantity("Y", "outputs, a column for each example", shape=(m, s), value=W * X)
ones = OneMatrix(s.symbol, 1)
biased = Quantity("Y", "outputs, a column for each example", shape=(m, s), value=W * X + biases.symbol * ones.T)
loss = Quantity("loss", "loss as a function of all outputs", arguments=((m, s),))
total_loss = Quantity("L", "loss", value=loss.symbol(outputs.symbol))
Y, L = outputs.symbol, total_loss.symbol
errors = gradient(L, Y)
i = bound_index("i")
unit = free_index("j", m)
j = unit.symbol

row_weights = Quantity("W", "weights, a column for each unit", shape=(n, m))
row_inputs = Quantity("X", "inputs, a row for each example", shape=(s, n))
V, Z = row_weights.symbol, row_inputs.symbol
row_outputs = Quantity("Y", "outputs, a row for each example", shape=(s, m), value=Z * V)
row_loss = Quantity("loss", "loss as a function of all outputs", arguments=((s, m),))
row_total = Quantity("L", "loss", value=row_loss.symbol(row_outputs.symbol))
row_errors = gradient(row_total.symbol, row_outputs.symbol)

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.5.6")


def derive_weight_gradient() -> Iterator[Step]:
    """The gradients of the examples add up."""
    yield Step(
        vector_sum(column(errors, i) * column(X, i).T, i, 1, s.symbol),
        because="each example contributes the outer product of its error and its input",
    )
    yield Step(errors * X.T, because="a sum of outer products of columns is a matrix product")


weight_gradient = Formula(
    title="Gradient by the weights of a linear layer, examples as columns",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, W), errors * X.T),
    quantities=(weights, inputs, loss, outputs, total_loss),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Y} X^\top"),
        Notation(r"\nabla_W L = (\nabla_Y L) X^T"),
    ),
    words=("linear layer", "batch", "gradient"),
    derivation=derive_weight_gradient,
    source=goodfellow,
)


def derive_input_gradient() -> Iterator[Step]:
    """The contributions of the units add up."""
    yield Step(
        vector_sum(row(W, i) * row(errors, i).T, i, 1, m.symbol),
        because="each unit contributes its weights times its error, for every example",
    )
    yield Step(W.T * errors, because="a sum of outer products of rows is a matrix product")


input_gradient = Formula(
    title="Gradient by the inputs of a linear layer, examples as columns",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, X), W.T * errors),
    quantities=(weights, inputs, loss, outputs, total_loss),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial X} = W^\top \frac{\partial L}{\partial Y}"),
        Notation(r"\nabla_X L = W^T (\nabla_Y L)"),
    ),
    words=("linear layer", "batch", "gradient"),
    derivation=derive_input_gradient,
    source=goodfellow,
)


def derive_bias_gradient() -> Iterator[Step]:
    """Every example has the same bias."""
    yield Step(at(errors * ones, j), because="every example depends on the bias with slope 1, so the columns add up")
    yield Step(Sum(at(errors, j, i), (i, 1, s.symbol)), because="an entry of a product with the vector of ones")


bias_gradient = Formula(
    title="Derivative by a bias of a linear layer, examples as columns",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, biases.symbol), j), Sum(at(errors, j, i), (i, 1, s.symbol))),
    quantities=(weights, inputs, biases, loss, biased, total_loss, unit),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b_j} = \sum_{i=1}^s \frac{\partial L}{\partial Y_{ji}}"),
        Notation(r"(\nabla_b L)_j = \sum_{i=1}^s (\nabla_Y L)_{ji}"),
    ),
    words=("linear layer", "batch", "bias"),
    derivation=derive_bias_gradient,
    source=goodfellow,
)


def derive_row_weight_gradient() -> Iterator[Step]:
    """The gradients of the examples add up."""
    yield Step(
        vector_sum(row(Z, i) * row(row_errors, i).T, i, 1, s.symbol),
        because="each example contributes the outer product of its input and its error",
    )
    yield Step(Z.T * row_errors, because="a sum of outer products of rows is a matrix product")


row_weight_gradient = Formula(
    title="Gradient by the weights of a linear layer, examples as rows",
    kind=Kind.GRADIENT,
    statement=equal(gradient(row_total.symbol, V), Z.T * row_errors),
    quantities=(row_weights, row_inputs, row_loss, row_outputs, row_total),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial W} = X^\top \frac{\partial L}{\partial Y}"),
        Notation(r"\nabla_W L = X^T (\nabla_Y L)"),
    ),
    words=("linear layer", "batch", "gradient"),
    derivation=derive_row_weight_gradient,
    source=goodfellow,
)


def derive_row_input_gradient() -> Iterator[Step]:
    """The contributions of the units add up."""
    yield Step(
        vector_sum(column(row_errors, i) * column(V, i).T, i, 1, m.symbol),
        because="each unit contributes its error times its weights, for every example",
    )
    yield Step(row_errors * V.T, because="a sum of outer products of columns is a matrix product")


row_input_gradient = Formula(
    title="Gradient by the inputs of a linear layer, examples as rows",
    kind=Kind.GRADIENT,
    statement=equal(gradient(row_total.symbol, Z), row_errors * V.T),
    quantities=(row_weights, row_inputs, row_loss, row_outputs, row_total),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W^\top"),
        Notation(r"\nabla_X L = (\nabla_Y L) W^T"),
    ),
    words=("linear layer", "batch", "gradient"),
    derivation=derive_row_input_gradient,
    source=goodfellow,
)

TOPIC = Topic(
    "Linear layer on a batch",
    formulas=(weight_gradient, input_gradient, bias_gradient, row_weight_gradient, row_input_gradient),
)
