r"""Layers backward with examples as rows, as the CS231n assignments write them, and the slopes of squashed units.

Y = X W + b; dY is the slope of the loss by Y, or L is a loss of Y.
"""

from __future__ import annotations

from sympy import Sum, Transpose, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import (
    at,
    entrywise,
    entrywise_slope,
    evaluated,
    gradient,
    hadamard,
    norm,
    sigmoid,
    tabulated,
)
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

cs231n = "Li, Karpathy and Johnson, CS231n Convolutional Neural Networks"
affine = Source(cs231n, "assignment 2, affine layer")
zhang = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
examples, below = Size("N", "examples", largest=5), Size("D", "features", largest=4)
units = Size("M", "units", largest=3)
N, D, M = examples.symbol, below.symbol, units.symbol
i, j, a, c = bound_index("i j a c")
inputs = Quantity("X", "inputs, a row for each example", shape=(examples, below))
weights = Quantity("W", "weights, a column for each unit", shape=(below, units))
arriving = Quantity("dY", "slopes of the loss by the outputs", shape=(examples, units))
X, W, G = inputs.symbol, weights.symbol, arriving.symbol
words = ("affine", "backprop", "fully connected", "linear layer", "dense layer")
weight_slope = rule(
    "Slope by the weights of an affine layer, examples as rows, named dW",
    Quantity("dW", "slope by the weights", shape=(below, units)),
    Transpose(X) * G,
    (inputs, arriving),
    (*written(r"dW = X^T dY"), Notation(r"dW = X^T dZ", (("dZ", "dY"),))),
    words,
    "each example adds its inputs times its slopes",
    affine,
)
input_slope = rule(
    "Slope by the inputs of an affine layer, examples as rows, named dX",
    Quantity("dX", "slope by the inputs", shape=(examples, below)),
    G * Transpose(W),
    (arriving, weights),
    (*written(r"dX = dY W^T"), Notation(r"dX = dZ W^T", (("dZ", "dY"),))),
    words,
    "each unit sends its slope back along its weights",
    affine,
)
one_unit = free_index("j", units)
loss = Quantity("loss", "loss as a function of the outputs", arguments=((examples, units),))
drawn = Quantity("b", "biases", shape=(units,))
outputs = Quantity("Y", "outputs", shape=(examples, units),
                   value=X * W + tabulated(at(drawn.symbol, c), a, N, c, M))  # fmt: skip
total = Quantity("L", "loss", value=loss.symbol(outputs.symbol))
L, Y, b = total.symbol, outputs.symbol, drawn.symbol
layer = (inputs, weights, drawn, outputs, loss, total)
bias_entry = identity(
    "Derivative by a bias of an affine layer, examples as rows",
    at(gradient(L, b), one_unit.symbol),
    ((Sum(at(gradient(L, Y), i, one_unit.symbol), (i, 1, N)), "a bias is added to the output of every example"),),
    (*layer, one_unit),
    written(
        r"\frac{\partial L}{\partial b_j} = \sum_{i=1}^N \frac{\partial L}{\partial Y_{ij}}",
        r"\frac{\partial L}{\partial b_j} = \sum_i \frac{\partial L}{\partial Y_{ij}}",
    ),
    (*words, "bias"),
    affine,
    Kind.GRADIENT,
)
width = Size("n", "units", largest=3)
n = width.symbol
scores = Quantity("z", "pre-activations", shape=(width,))
of_units = Quantity("loss", "loss as a function of the activations", arguments=((width,),))
z = scores.symbol
squashed = Quantity("h", "activations", shape=(width,), value=entrywise(tanh, z))
logistic = Quantity("h", "activations", shape=(width,), value=entrywise(sigmoid, z))
unit_words = ("backprop", "recurrent", "rnn", "lstm", "activation")


tanh_loss = Quantity("L", "loss", value=of_units.symbol(squashed.symbol))
sigmoid_loss = Quantity("L", "loss", value=of_units.symbol(logistic.symbol))
h, s = squashed.symbol, logistic.symbol
through_tanh = identity(
    "Gradient by the pre-activations of tanh units, from that by the activations",
    gradient(tanh_loss.symbol, z),
    (
        (hadamard(gradient(tanh_loss.symbol, h), entrywise_slope(tanh, z)), "each activation has its own score"),
        (hadamard(OneMatrix(n, 1) - hadamard(h, h), gradient(tanh_loss.symbol, h)), "the slope of tanh is 1 - tanh^2"),
    ),
    (scores, of_units, squashed, tanh_loss),
    (
        Notation(r"\frac{\partial L}{\partial z} = (1 - h \odot h) \odot \frac{\partial L}{\partial h}"),
        Notation(
            r"\frac{\partial L}{\partial a} = (1 - h_t^2) \odot \frac{\partial L}{\partial h_t}",
            (("a", "z"), ("h_t", "h")),
        ),
        Notation(
            r"\frac{\partial L}{\partial z_t} = \frac{\partial L}{\partial h_t} \odot (1 - h_t^2)",
            (("z_t", "z"), ("h_t", "h")),
        ),
    ),
    (*unit_words, "tanh"),
    Source("Goodfellow, Bengio and Courville, Deep Learning", "section 10.2.2"),
    Kind.GRADIENT,
)
through_sigmoid = identity(
    "Gradient by the pre-activations of logistic units, from that by the activations",
    gradient(sigmoid_loss.symbol, z),
    (
        (hadamard(gradient(sigmoid_loss.symbol, s), entrywise_slope(sigmoid, z)), "each activation has its own score"),
        (
            hadamard(hadamard(s, OneMatrix(n, 1) - s), gradient(sigmoid_loss.symbol, s)),
            "the slope of the logistic function is s (1 - s)",
        ),
    ),
    (scores, of_units, logistic, sigmoid_loss),
    (
        Notation(r"\frac{\partial L}{\partial z} = h \odot (1 - h) \odot \frac{\partial L}{\partial h}"),
        Notation(r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot a \odot (1 - a)", (("a", "h"),)),
        Notation(
            r"\frac{\partial L}{\partial a_i} = \frac{\partial L}{\partial i} \odot i \odot (1 - i)",
            (("a_i", "z"), ("i", "h")),
        ),
    ),
    (*unit_words, "sigmoid", "gate"),
    affine,
    Kind.GRADIENT,
)
hidden = Quantity("h", "activations below", shape=(width,))
top = Quantity("W", "weights of the output layer", shape=(units, width))
strength = Quantity("mu", "weight decay", domain=POSITIVE)
answers = Quantity("o", "outputs", shape=(units,), value=top.symbol * hidden.symbol)
of_outputs = Quantity("loss", "loss as a function of the outputs", arguments=((units,),))
objective = Quantity("J", "objective", value=of_outputs.symbol(answers.symbol)
                     + strength.symbol / 2 * norm(top.symbol) ** 2)  # fmt: skip
J, o = objective.symbol, answers.symbol
penalised = identity(
    "Gradient of a regularised objective by the weights of a linear layer",
    gradient(J, top.symbol),
    ((gradient(J, o) * Transpose(hidden.symbol) + strength.symbol * top.symbol, "chain rule; the penalty has mu W"),),
    (hidden, top, strength, answers, of_outputs, objective),
    (
        Notation(
            r"\frac{\partial J}{\partial W^{(2)}} = \frac{\partial J}{\partial o} h^\top + \lambda W^{(2)}",
            (("W^2", "W"), ("lambda", "mu")),
        ),
        Notation(
            r"\frac{\partial J}{\partial W^{(1)}} = \frac{\partial J}{\partial z} x^\top + \lambda W^{(1)}",
            (("W^1", "W"), ("z", "o"), ("x", "h"), ("lambda", "mu")),
        ),
        Notation(
            r"\frac{\partial J}{\partial W} = \frac{\partial J}{\partial z} x^\top + \lambda W",
            (("z", "o"), ("x", "h"), ("lambda", "mu")),
        ),
    ),
    (*words, "regulari", "weight decay", "hidden layer"),
    Source(zhang, "section 5.3.3"),
    Kind.GRADIENT,
)
second = Quantity("V", "weights of another layer", shape=(units, width))
penalty = rule(
    "Penalty of two layers of weights",
    Quantity("s", "penalty"),
    strength.symbol / 2 * (norm(top.symbol) ** 2 + norm(second.symbol) ** 2),
    (strength, top, second),
    (
        Notation(
            r"s = \frac{\lambda}{2} \left(\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2\right)",
            (("lambda", "mu"), ("W^1", "W"), ("W^2", "V")),
        ),
        Notation(r"s = \frac{\lambda}{2} (\|W_1\|_F^2 + \|W_2\|_F^2)", (("lambda", "mu"), ("W_1", "W"), ("W_2", "V"))),
    ),
    (*words, "regulari", "weight decay", "hidden layer", "forward propagation"),
    "half the squared lengths",
    Source(zhang, "section 5.3.1"),
)
layers = Size("K", "layers", largest=4)
stack = Quantity("W", "weights of each layer", shape=(layers, units, width))
example_losses = Quantity("e", "losses of the examples", shape=(examples,))
cost = Quantity("J", "cost")
mean_loss = Sum(at(example_losses.symbol, i), (i, 1, N)) / N
vector = Quantity("w", "weights", shape=(width,))
mean_penalised = rule(
    "Mean loss with a squared norm penalty that is averaged over the examples too",
    cost,
    mean_loss + strength.symbol / (2 * N) * norm(vector.symbol) ** 2,
    (example_losses, strength, vector),
    (
        Notation(
            r"J = \frac{1}{m} \sum_{i=1}^m \ell_i + \frac{\lambda}{2m} \|w\|_2^2",
            (("m", "N"), ("lambda", "mu"), ("l", "e")),
        ),
        Notation(
            r"J = \frac{1}{m} \sum_{i=1}^m \ell^{(i)} + \frac{\lambda}{2m} \sum_{j=1}^n w_j^2",
            (("m", "N"), ("lambda", "mu"), ("l", "e")),
        ),
        Notation(
            r"J(w, b) = \frac{1}{m} \sum_{i=1}^m \mathcal{L}^{(i)} + \frac{\lambda}{2m} \|w\|_2^2",
            (("m", "N"), ("lambda", "mu"), ("calL", "e")),
        ),
    ),
    ("regulari", "l2", "weight decay"),
    "the mean, and half the squared length over the number of examples",
    Source("Ng, Improving Deep Neural Networks, deeplearning.ai", "week 1, regularization"),
)
layers_penalised = rule(
    "Mean loss with the squared norms of all layers, averaged over the examples too",
    cost,
    mean_loss + strength.symbol / (2 * N) * Sum(norm(evaluated(at(stack.symbol, j), M, n)) ** 2, (j, 1, layers.symbol)),
    (example_losses, strength, stack),
    (
        Notation(
            r"J = \frac{1}{m} \sum_{i=1}^m \mathcal{L}^{(i)} + \frac{\lambda}{2m} \sum_{l=1}^L \|W^{[l]}\|_F^2",
            (("m", "N"), ("lambda", "mu"), ("L", "K"), ("calL", "e")),
        ),
        Notation(
            r"J = \frac{1}{m} \sum_{i=1}^m L_i + \frac{\lambda}{2m} \sum_{k=1}^K \|W_k\|_F^2",
            (("m", "N"), ("lambda", "mu"), ("L", "e")),
        ),
    ),
    ("regulari", "l2", "weight decay", "frobenius"),
    "the mean, and half the squared lengths over the number of examples",
    Source("Ng, Improving Deep Neural Networks, deeplearning.ai", "week 1, regularization"),
)

TOPIC = Topic(
    "Layers backward, examples as rows",
    formulas=(
        weight_slope,
        input_slope,
        bias_entry,
        through_tanh,
        through_sigmoid,
        penalised,
        penalty,
        mean_penalised,
        layers_penalised,
    ),
)
