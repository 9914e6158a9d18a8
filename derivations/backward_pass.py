r"""The backward pass with one name for each slope, as first courses write it: `dW` is the derivative of the cost by W.

Examples are the columns of A and Z; the cost is the mean of the losses, and a column of dZ is the slope of one loss.
Where a formula has no factor 1/m, the cost is the sum, or there is one example.
"""

from __future__ import annotations

from sympy import Transpose
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import column, entrywise_slope, hadamard, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Size, Source, Topic, bound_index

ng = "Ng, Katanforoosh and Bensouda Mourri, Neural Networks and Deep Learning, deeplearning.ai"
course = Source(ng, "week 4, forward and backward propagation")
shallow = Source(ng, "week 3, backpropagation intuition")

units = Size("n", "units", largest=3)
below = Size("p", "units below", largest=3)
examples = Size("m", "examples", largest=4)
n, p, m = units.symbol, below.symbol, examples.symbol
i = bound_index("i")
weights = Quantity("W", "weights", shape=(units, below))
above = Quantity("dZ", "slopes of the losses by the pre-activations, by column", shape=(units, examples))
entering = Quantity("A", "activations below", shape=(below, examples))
scores = Quantity("Z", "pre-activations below", shape=(below, examples))
function = Quantity("g", "activation function", arguments=((),))
W, D, A, Z, g = (q.symbol for q in (weights, above, entering, scores, function))
weight_slope = Quantity("dW", "slope of the cost by the weights", shape=(units, below))
bias_slope = Quantity("db", "slope of the cost by the biases", shape=(units,))
input_slope = Quantity("dA", "slopes by the activations below", shape=(below, examples))
below_slope = Quantity("dZ_b", "slopes by the pre-activations below", shape=(below, examples))
words = ("backprop", "backward", "gradient", "layer", "vectorized", "vectorised", "neural network")

LABELS = (("[l]", "[l-1]"), ("[2]", "[1]"))
"""The layer of the weights and the one below it."""


def labelled(latex: str, **letters: str) -> tuple[Notation, ...]:
    """A spelling in which `@` stands for the label of the layer and `~` for that below; `letters` names what carries
    them: `A_l` the name with the label of the layer, `A_b` with that below."""
    found = []
    for here, under in LABELS:
        named = []
        for written_name, quantity in letters.items():
            base, place = written_name.rsplit("_", 1)
            label = here if place == "l" else under
            named.append((f"{base}^{label[1:-1]}", quantity))
        found.append(Notation(latex.replace("@", f"^{{{here}}}").replace("~T", f"^{{{under}T}}").replace(
            "~", f"^{{{under}}}"), tuple(named)))
    return tuple(found)  # fmt: skip


weights_mean = rule(
    "Slope by the weights, named dW: the mean over the examples",
    weight_slope,
    1 / m * D * Transpose(A),
    (above, entering),
    (
        *labelled(r"dW@ = \frac{1}{m} dZ@ {A~}^T", dW_l="dW", dZ_l="dZ", A_b="A"),
        *labelled(r"dW@ = \frac{dZ@ {A~}^T}{m}", dW_l="dW", dZ_l="dZ", A_b="A"),
        *written(r"dW^{[1]} = \frac{1}{m} dZ^{[1]} X^T",
                 letters=(("dW^1", "dW"), ("dZ^1", "dZ"), ("X", "A"))),
    ),
    words,
    "each example adds its slope times its activations below",
    course,
)  # fmt: skip
weights_sum = rule(
    "Slope by the weights, named dW: one example, or the sum over the examples",
    weight_slope,
    D * Transpose(A),
    (above, entering),
    (
        *labelled(r"dW@ = dZ@ {A~}^T", dW_l="dW", dZ_l="dZ", A_b="A"),
        *labelled(r"dW@ = dz@ {a~}^T", dW_l="dW", dz_l="dZ", a_b="A"),
        *written(r"dW^{[1]} = dz^{[1]} x^T", letters=(("dW^1", "dW"), ("dz^1", "dZ"), ("x", "A"))),
    ),
    words,
    "each example adds its slope times its activations below",
    course,
)
biases_mean = rule(
    "Slope by the biases, named db: the mean over the examples",
    bias_slope,
    vector_sum(column(D, i), i, 1, m) / m,
    (above,),
    (
        *labelled(r"db@ = \frac{1}{m} dZ@ \mathbf{1}", db_l="db", dZ_l="dZ"),
        *labelled(r"db@ = \frac{dZ@ \mathbf{1}}{m}", db_l="db", dZ_l="dZ"),
    ),
    words,
    "each example adds its slope",
    course,
)
listed = Quantity("dz", "slopes by the pre-activations, a row for each example", shape=(examples, units))
biases_listed = rule(
    "Slope by the biases, named db: the mean over the listed examples",
    bias_slope,
    vector_sum(row(listed.symbol, i), i, 1, m) / m,
    (listed,),
    (
        *written(r"db = \frac{1}{m} \sum_{i=1}^m \delta^{(i)}", letters=(("delta", "dz"),)),
        *written(r"db^{[l]} = \frac{1}{m} \sum_{i=1}^m \delta_i", letters=(("db^l", "db"), ("delta", "dz"))),
    ),
    words,
    "each example adds its slope",
    course,
)
inputs = rule(
    "Slope by the activations below, named dA",
    input_slope,
    Transpose(W) * D,
    (weights, above),
    (
        *labelled(r"dA~ = {W@}^T dZ@", dA_b="dA", W_l="W", dZ_l="dZ"),
        *labelled(r"dA~ = (W@)^T dZ@", dA_b="dA", W_l="W", dZ_l="dZ"),
        *labelled(r"da~ = (W@)^T dz@", da_b="dA", W_l="W", dz_l="dZ"),
    ),
    words,
    "each unit sends its slope back along its weights",
    course,
)
given = Quantity("dA", "slopes by the activations below", shape=(below, examples))
through = rule(
    "Slope by the pre-activations, named dZ",
    below_slope,
    hadamard(given.symbol, entrywise_slope(g, Z)),
    (given, function, scores),
    (
        *written(
            r"dZ^{[l]} = dA^{[l]} \odot g'(Z^{[l]})",
            r"dZ^{[l]} = g'(Z^{[l]}) \odot dA^{[l]}",
            letters=(("dZ^l", "dZ_b"), ("dA^l", "dA"), ("Z^l", "Z")),
        ),
    ),
    words,
    "the activation function acts on each entry",
    course,
)
recursion = rule(
    "Slope by the pre-activations below, named dZ, from that of the layer above",
    below_slope,
    hadamard(Transpose(W) * D, entrywise_slope(g, Z)),
    (weights, above, function, scores),
    (
        *labelled(r"dZ~ = {W@}^T dZ@ \odot g'(Z~)", dZ_b="dZ_b", W_l="W", dZ_l="dZ", Z_b="Z"),
        *labelled(r"dZ~ = (W@)^T dZ@ \odot g'(Z~)", dZ_b="dZ_b", W_l="W", dZ_l="dZ", Z_b="Z"),
    ),
    words,
    "back along the weights, then through the activation function",
    course,
)
hyperbolic = rule(
    "Slope by the pre-activations of tanh units, named dZ",
    below_slope,
    hadamard(Transpose(W) * D, OneMatrix(p, m) - hadamard(A, A)),
    (weights, above, entering),
    (
        *written(
            r"dZ^{[1]} = (W^{[2]})^T dZ^{[2]} \odot (1 - A^{[1]} \odot A^{[1]})",
            r"dZ^{[1]} = (1 - A^{[1]} \odot A^{[1]}) \odot ({W^{[2]}}^T dZ^{[2]})",
            letters=(("dZ^1", "dZ_b"), ("W^2", "W"), ("dZ^2", "dZ"), ("A^1", "A")),
        ),
        *written(
            r"dz^{[1]} = W^{[2]T} dz^{[2]} \odot (1 - a^{[1]} \odot a^{[1]})",
            letters=(("dz^1", "dZ_b"), ("W^2", "W"), ("dz^2", "dZ"), ("a^1", "A")),
        ),
    ),
    (*words, "tanh"),
    "the slope of tanh is 1 less its square",
    shallow,
)
logistic = rule(
    "Slope by the pre-activations of logistic units, named dZ",
    below_slope,
    hadamard(hadamard(given.symbol, A), OneMatrix(p, m) - A),
    (given, entering),
    (
        *written(
            r"dZ^{[l]} = dA^{[l]} \odot A^{[l]} \odot (1 - A^{[l]})",
            r"dZ^{[l]} = dA^{[l]} \odot (A^{[l]} - A^{[l]} \odot A^{[l]})",
            letters=(("dZ^l", "dZ_b"), ("dA^l", "dA"), ("A^l", "A")),
        ),
    ),
    (*words, "sigmoid", "logistic"),
    "the slope of the logistic function is a (1 - a)",
    shallow,
)
strength = Quantity("mu", "weight decay", domain=POSITIVE)
count = Quantity("m", "number of examples", domain=POSITIVE)
plain = Quantity("dW", "slope of the cost without the penalty", shape=(units, below))
whole = Quantity("dW_reg", "slope of the cost with the penalty", shape=(units, below))
decay_words = ("weight decay", "regulari", "l2", "penalty", "gradient descent", "update")
regularised = rule(
    "Slope by the weights with a squared norm penalty, named dW",
    whole,
    plain.symbol + strength.symbol / count.symbol * W,
    (plain, strength, count, weights),
    (
        *written(
            r"dW^{[l]}_{reg} = dW^{[l]} + \frac{\lambda}{m} W^{[l]}",
            letters=(("dW_reg^l", "dW_reg"), ("dW^l", "dW"), ("W^l", "W"), ("lambda", "mu")),
        ),
        *written(
            r"dW_{reg}^{[l]} = dW^{[l]} + \lambda W^{[l]} / m",
            letters=(("dW_reg^l", "dW_reg"), ("dW^l", "dW"), ("W^l", "W"), ("lambda", "mu")),
        ),
    ),
    decay_words,
    "the penalty is mu / (2m) times the squared norm",
    Source("Ng, Improving Deep Neural Networks, deeplearning.ai", "week 1, regularization"),
)
TOPIC = Topic(
    "The backward pass with named slopes",
    formulas=(
        weights_mean,
        weights_sum,
        biases_mean,
        biases_listed,
        inputs,
        through,
        recursion,
        hyperbolic,
        logistic,
        regularised,
    ),
)
