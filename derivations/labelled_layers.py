"""Layers whose label is part of every name, the activation function's too; and the errors of the last layer.

In a^[l] = g^[l](z^[l]) each layer has an activation function of its own. The error δ^L of the last layer is the
gradient of the cost by its pre-activations; what it is depends on cost and activation function.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, log

from derivations.operators import (
    at,
    diagonal_matrix,
    entrywise,
    entrywise_slope,
    equal,
    gradient,
    hadamard,
    jacobian,
    norm,
    sigmoid,
    softmax,
)
from derivations.vocabulary import (
    SIMPLEX,
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

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.4.1")
nielsen = "Nielsen, Neural Networks and Deep Learning"
stanford = Source("Ng, Ngiam, Foo, Mai and Suen, UFLDL Tutorial", "Multi-Layer Neural Network, backpropagation")

below_units = Size("m", "units below", largest=4)
units = Size("n", "units", largest=3)
n = units.symbol
below = Quantity("x", "activations below", shape=(below_units,))
weights = Quantity("W", "weights", shape=(units, below_units))
biases = Quantity("b", "biases", shape=(units,))
scores = Quantity("z", "pre-activations", shape=(units,))
function = Quantity("g", "activation function", arguments=((),))
after = Quantity("a", "activations", shape=(units,))
x, W, b, z, g, a = (q.symbol for q in (below, weights, biases, scores, function, after))
labels = (("[l]", "l"), ("(l)", "l"), ("(k)", "k"), ("(i)", "i"), (r"(\ell)", "l"), ("(L)", "L"))
forward_words = ("forward", "layer", "activation", "mlp", "feedforward")


def activation_notations() -> tuple[Notation, ...]:
    """The activations of a layer with each usual label."""
    return tuple(
        Notation(
            rf"a^{{{label}}} = g^{{{label}}}(z^{{{label}}})",
            ((f"a^{key}", "a"), (f"g^{key}", "g"), (f"z^{key}", "z")),
        )
        for label, key in labels
    )


def layer_notations() -> tuple[Notation, ...]:
    """A whole layer with each usual label."""
    return tuple(
        Notation(
            rf"a^{{{label}}} = g^{{{label}}}(W^{{{label}}} a^{{{label[:-1]}-1{label[-1]}}} + b^{{{label}}})",
            (
                (f"a^{key}", "a"),
                (f"g^{key}", "g"),
                (f"W^{key}", "W"),
                (f"a^{key}-1", "x"),
                (f"b^{key}", "b"),
            ),
        )
        for label, key in labels
    )


def derive_activation() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(g, z), because="the activation function acts on each unit")


activation = Formula(
    title="Activations of a layer with an activation function of its own",
    kind=Kind.DEFINITION,
    statement=equal(a, entrywise(g, z)),
    quantities=(after, function, scores),
    assumptions=(),
    notations=activation_notations(),
    words=forward_words,
    derivation=derive_activation,
    source=goodfellow,
)


def derive_layer() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(g, W * x + b), because="an affine map, then the activation function")


layer = Formula(
    title="A layer with an activation function of its own",
    kind=Kind.DEFINITION,
    statement=equal(a, entrywise(g, W * x + b)),
    quantities=(after, function, weights, below, biases),
    assumptions=(),
    notations=layer_notations(),
    words=forward_words,
    derivation=derive_layer,
    source=goodfellow,
)

activated = Quantity("a", "activations of the last layer", shape=(units,), value=entrywise(g, z))
cost = Quantity("cost", "cost as a function of the activations", arguments=((units,),))
total = Quantity("C", "cost", value=cost.symbol(activated.symbol))
C, a_L = total.symbol, activated.symbol
error = Quantity("delta", "error of the last layer", shape=(units,), value=gradient(C, z))
delta = error.symbol
unit = free_index("j", units)
j = unit.symbol
i, k = bound_index("i k")
network = (scores, function, activated, cost, total, error)
words = ("backprop", "error", "delta", "output layer", "last layer", "gradient")
marked = (("delta^L", "delta"), ("z^L", "z"), ("a^L", "a"))
sigma = (("sigma", "g"),)


def derive_output() -> Iterator[Step]:
    """Chain rule through the activation function."""
    yield Step(
        diagonal_matrix(entrywise_slope(g, z)) * gradient(C, a_L),
        because="chain rule; the Jacobian of an elementwise function is diagonal",
    )
    yield Step(hadamard(gradient(C, a_L), entrywise_slope(g, z)), because="a diagonal matrix multiplies entry by entry")


output_error = Formula(
    title="Error of the last layer (BP1)",
    kind=Kind.GRADIENT,
    statement=equal(delta, hadamard(gradient(C, a_L), entrywise_slope(g, z))),
    quantities=network,
    assumptions=(),
    notations=(
        Notation(r"\delta^L = \nabla_a C \odot \sigma'(z^L)", (*marked, *sigma, ("a", "a"))),
        Notation(r"\delta^{(L)} = \nabla_{a^{(L)}} C \odot g'(z^{(L)})", marked),
        Notation(r"\delta^{[L]} = \frac{\partial C}{\partial a^{[L]}} \odot g'(z^{[L]})", marked),
        Notation(r"\delta^L = \operatorname{diag}(\sigma'(z^L)) \nabla_a C", (*marked, *sigma, ("a", "a"))),
    ),
    words=words,
    derivation=derive_output,
    source=Source(nielsen, "chapter 2, equation BP1"),
)


def derive_output_unit() -> Iterator[Step]:
    """An entry of it."""
    yield Step(
        Sum(at(gradient(C, a_L), i) * at(jacobian(a_L, z), i, j), (i, 1, n)),
        because="chain rule: the cost depends on z_j through the activations",
    )
    yield Step(
        at(gradient(C, a_L), j) * at(entrywise_slope(g, z), j),
        because="of the activations, a_j alone depends on z_j, with slope g'(z_j)",
    )


output_unit_error = Formula(
    title="Error of a unit of the last layer",
    kind=Kind.GRADIENT,
    statement=equal(at(delta, j), at(gradient(C, a_L), j) * at(entrywise_slope(g, z), j)),
    quantities=(*network, unit),
    assumptions=(),
    notations=(
        Notation(r"\delta_j^L = \frac{\partial C}{\partial a_j^L} \sigma'(z_j^L)", (*marked, *sigma)),
        Notation(r"\delta_j^{(L)} = \frac{\partial C}{\partial a_j^{(L)}} g'(z_j^{(L)})", marked),
    ),
    words=words,
    derivation=derive_output_unit,
    source=Source(nielsen, "chapter 2, equation BP1"),
)

target = Quantity("y", "target", shape=(units,))
y = target.symbol
squares = Quantity("C", "half the squared distance", value=norm(y - a_L) ** 2 / 2)
square_error = Quantity("delta", "error of the last layer", shape=(units,), value=gradient(squares.symbol, z))


def derive_quadratic() -> Iterator[Step]:
    """The gradient of half the squared distance."""
    yield Step(hadamard(gradient(squares.symbol, a_L), entrywise_slope(g, z)), because="error of the last layer")
    yield Step(hadamard(a_L - y, entrywise_slope(g, z)), because="half the squared distance has the gradient a - y")


quadratic_error = Formula(
    title="Error of the last layer with half the squared error as cost",
    kind=Kind.GRADIENT,
    statement=equal(square_error.symbol, hadamard(a_L - y, entrywise_slope(g, z))),
    quantities=(scores, function, activated, target, squares, square_error),
    assumptions=(),
    notations=(
        Notation(r"\delta^L = (a^L - y) \odot \sigma'(z^L)", (*marked, *sigma)),
        Notation(r"\delta^{(L)} = (a^{(L)} - y) \odot g'(z^{(L)})", marked),
        Notation(r"\delta^{(L)} = -(y - a^{(L)}) \odot g'(z^{(L)})", marked),
    ),
    words=(*words, "squared", "quadratic"),
    derivation=derive_quadratic,
    source=stanford,
)

classes = Quantity("y", "target probabilities", shape=(units,), domain=SIMPLEX)
shares = Quantity("a", "class probabilities", shape=(units,), value=softmax(z))
cross = Quantity("C", "cross-entropy", value=-Sum(at(classes.symbol, k) * log(at(shares.symbol, k)), (k, 1, n)))
cross_error = Quantity("delta", "error of the last layer", shape=(units,), value=gradient(cross.symbol, z))


def derive_softmax() -> Iterator[Step]:
    """The gradient of the log-sum-exp is the softmax."""
    yield Step(softmax(z) - classes.symbol, because="the cross-entropy is the log-sum-exp less the mean score")
    yield Step(shares.symbol - classes.symbol, because="name the class probabilities")


softmax_error = Formula(
    title="Error of the last layer: softmax and cross-entropy",
    kind=Kind.GRADIENT,
    statement=equal(cross_error.symbol, shares.symbol - classes.symbol),
    quantities=(scores, shares, classes, cross, cross_error),
    assumptions=(),
    notations=(
        Notation(r"\delta^L = a^L - y", marked),
        Notation(r"\delta^{(L)} = a^{(L)} - y", marked),
        Notation(r"\delta^{[L]} = a^{[L]} - y", marked),
        Notation(r"dZ^{[L]} = A^{[L]} - Y", letters=(("dZ^L", "delta"), ("A^L", "a"), ("Y", "y"))),
        Notation(r"dZ^{[2]} = A^{[2]} - Y", letters=(("dZ^2", "delta"), ("A^2", "a"), ("Y", "y"))),
        Notation(r"dz^{[2]} = a^{[2]} - y", letters=(("dz^2", "delta"), ("a^2", "a"))),
    ),
    words=(*words, "softmax", "cross-entropy", "forward and backward", "backward prop", "gradient descent"),
    derivation=derive_softmax,
    source=Source(nielsen, "chapter 3, softmax"),
)

hidden_weights = Quantity("W_1", "weights of the hidden layer", shape=(units, below_units))
hidden_biases = Quantity("b_1", "biases of the hidden layer", shape=(units,))
outputs = Size("q", "outputs", largest=2)
output_weights = Quantity("W_2", "weights of the output layer", shape=(outputs, units))
output_biases = Quantity("b_2", "biases of the output layer", shape=(outputs,))
result = Quantity("f", "output of the network", shape=(outputs,))
W_1, b_1, W_2, b_2 = (q.symbol for q in (hidden_weights, hidden_biases, output_weights, output_biases))
raised = (("W^1", "W_1"), ("b^1", "b_1"), ("W^2", "W_2"), ("b^2", "b_2"))


def derive_two_layers() -> Iterator[Step]:
    """The definition."""
    yield Step(W_2 * entrywise(g, W_1 * x + b_1) + b_2, because="a hidden layer, then an affine map")


two_layers = Formula(
    title="Network with one hidden layer",
    kind=Kind.DEFINITION,
    statement=equal(result.symbol, W_2 * entrywise(g, W_1 * x + b_1) + b_2),
    quantities=(result, output_weights, function, hidden_weights, below, hidden_biases, output_biases),
    assumptions=(),
    notations=(
        Notation(r"f(x) = W_2 \sigma(W_1 x + b_1) + b_2", sigma),
        Notation(r"\hat{y} = W^{(2)} g(W^{(1)} x + b^{(1)}) + b^{(2)}", (*raised, ("y_hat", "f"))),
        Notation(r"f(x) = b_2 + W_2 g(b_1 + W_1 x)"),
    ),
    words=("network", "hidden layer", "mlp", "perceptron", "feedforward"),
    derivation=derive_two_layers,
    source=goodfellow,
)


def derive_logistic_output() -> Iterator[Step]:
    """The definition."""
    yield Step(logistic_value, because="a hidden layer, then logistic units")


logistic_value = entrywise(sigmoid, W_2 * entrywise(g, W_1 * x + b_1) + b_2)

logistic_output = Formula(
    title="Network with one hidden layer and logistic outputs",
    kind=Kind.DEFINITION,
    statement=equal(result.symbol, logistic_value),
    quantities=(result, output_weights, function, hidden_weights, below, hidden_biases, output_biases),
    assumptions=(),
    notations=(
        Notation(r"\hat{y} = \sigma(W_2 g(W_1 x + b_1) + b_2)", (("y_hat", "f"),)),
        Notation(r"\hat{y} = \sigma(W^{(2)} g(W^{(1)} x + b^{(1)}) + b^{(2)})", (*raised, ("y_hat", "f"))),
    ),
    words=("network", "hidden layer", "mlp", "perceptron", "feedforward", "sigmoid"),
    derivation=derive_logistic_output,
    source=goodfellow,
)

TOPIC = Topic(
    "Labelled layers and the errors of the last layer",
    formulas=(
        activation,
        layer,
        output_error,
        output_unit_error,
        quadratic_error,
        softmax_error,
        two_layers,
        logistic_output,
    ),
)
