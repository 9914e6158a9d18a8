r"""A forward pass line by line, as first courses write it: every name bears the label of its layer, and none runs.

One example is a column `x`, or the examples are the rows of `X`; the biases are then spread over the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sympy import tanh

from derivations.operators import at, entrywise, relu, sigmoid, softmax, tabulated
from derivations.stanzas import rule
from derivations.vocabulary import Formula, Notation, Quantity, Size, Source, Topic, bound_index

ng = Source("Ng, Katanforoosh and Bensouda Mourri, Neural Networks and Deep Learning, deeplearning.ai", "weeks 3 and 4")
zhang = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
karpathy = Source("Li, Karpathy and Johnson, CS231n Convolutional Neural Networks", "Neural Networks part 1")
units = Size("n", "units", largest=3)
below = Size("p", "units below", largest=3)
outputs = Size("q", "outputs", largest=2)
examples = Size("m", "examples", largest=3)
n, p, q, m = units.symbol, below.symbol, outputs.symbol, examples.symbol
i, j = bound_index("i j")
weights = Quantity("W", "weights, a row for each unit", shape=(units, below))
biases = Quantity("b", "biases", shape=(units,))
entering = Quantity("a", "activations below", shape=(below,))
score = Quantity("z", "pre-activations", shape=(units,))
function = Quantity("g", "activation function", arguments=((),))
W, b, a, g = (quantity.symbol for quantity in (weights, biases, entering, function))
words = ("forward", "pre-activation", "mlp", "perceptron", "feedforward", "neural network")
PAIRS = (("{[l]}", "{[l-1]}"), ("{[2]}", "{[1]}"), ("{[3]}", "{[2]}"), ("{(2)}", "{(1)}"), ("{(3)}", "{(2)}"),
         ("{[L]}", "{[L-1]}"))  # fmt: skip
FIRST = ("^{[1]}", "^{(1)}", "_1", "_h")
SECOND = ("^{[2]}", "^{(2)}", "_2", "_o")


def key(letter: str, label: str) -> str:
    """The name of a letter with its label."""
    bare = label.translate(str.maketrans("", "", "{}[]()"))
    return letter + bare if bare[:1] in ("_", "^") else f"{letter}^{bare}"


def lines(latex: str, labels: Iterable[tuple[str, str]], **letters: str) -> tuple[Notation, ...]:
    """A spelling with `@` for the label of the layer and `~` for that of the one below; `letters` names what bears
    them: `a_b` the name with the label below, `W_l` the name with the layer's, `x_0` a name without one."""
    found = []
    for here, under in labels:
        marks = {"l": here if here[:1] in "_^" else f"^{here}", "b": under if under[:1] in "_^" else f"^{under}"}
        text = latex.replace("@", marks["l"]).replace("~", marks["b"])
        named = []
        for name, quantity in letters.items():
            letter, place = name.rsplit("_", 1)
            named.append((key(letter, marks[place]) if place in marks else letter, quantity))
        found.append(Notation(text, tuple(named)))
    return tuple(found)


ONE = tuple((label, "") for label in FIRST)
TWO = tuple((second, first) for second, first in zip(SECOND, FIRST, strict=True))
affine = rule(
    "Pre-activations of one layer, with its label in every name",
    score,
    W * a + b,
    (weights, entering, biases),
    (
        *lines("z@ = W@ a~ + b@", (*PAIRS, *TWO[:3]), z_l="z", W_l="W", a_b="a", b_l="b"),
        *lines("z@ = W@ x + b@", ONE[:3], z_l="z", W_l="W", x_0="a", b_l="b"),
        *lines("z@ = W@ h~ + b@", (*PAIRS[3:5], *TWO[1:3]), z_l="z", W_l="W", h_b="a", b_l="b"),
        *lines("o = W@ h + b@", TWO, o_0="z", W_l="W", h_0="a", b_l="b"),
    ),
    words,
    "an affine map of the layer below",
    ng,
)
unbiased = rule(
    "Pre-activations of one layer without bias",
    score,
    W * a,
    (weights, entering),
    (
        *lines(r"z = W@ x", ONE[1:3], z_0="z", W_l="W", x_0="a"),
        *lines(r"o = W@ h", TWO[1:3], o_0="z", W_l="W", h_0="a"),
        *lines(r"z@ = W@ a~", PAIRS[1:5], z_l="z", W_l="W", a_b="a"),
    ),
    (*words, "without bias", "omit", "bias term"),
    "a linear map of the layer below",
    Source(zhang, "section 5.3.1"),
)


def known_layer(title: str, apply: Callable[[Any], Any], spelled: str, *more: str) -> Formula:
    """A whole layer whose activation function is known."""
    return rule(
        title,
        Quantity("h", "activations", shape=(units,)),
        apply(W * a + b),
        (weights, entering, biases),
        (
            *lines(f"h@ = {spelled}(W@ x + b@)", ONE[:3], h_l="h", W_l="W", x_0="a", b_l="b"),
            *lines(f"h = {spelled}(W@ x + b@)", ONE, h_0="h", W_l="W", x_0="a", b_l="b"),
            *lines(f"a@ = {spelled}(W@ a~ + b@)", PAIRS[1:4], a_l="h", W_l="W", a_b="a", b_l="b"),
            *lines(f"h@ = {spelled}(W@ h~ + b@)", (*PAIRS[3:5], *TWO[1:3]), h_l="h", W_l="W", h_b="a", b_l="b"),
            *lines(rf"\hat{{y}} = {spelled}(W@ h + b@)", TWO, y_hat_0="h", W_l="W", h_0="a", b_l="b"),
        ),
        (*words, *more),
        "an affine map, then the activation function",
        ng,
    )


squashed = known_layer("A labelled layer of tanh units", lambda z: entrywise(tanh, z), r"\tanh", "tanh")
logistic = known_layer("A labelled layer of logistic units", lambda z: entrywise(sigmoid, z), r"\sigma", "sigmoid")
rectified = known_layer("A labelled layer of rectified linear units", lambda z: entrywise(relu, z),
                        r"\operatorname{ReLU}", "relu")  # fmt: skip
classified = known_layer("A labelled output layer with a softmax", softmax, r"\operatorname{softmax}", "softmax")

inputs = Quantity("X", "examples as rows", shape=(examples, below))
row_weights = Quantity("W", "weights, a column for each unit", shape=(below, units))
drawn = Quantity("beta", "biases", shape=(units,))
spread = Quantity("b", "biases, the same for each example", shape=(examples, units),
                  value=tabulated(at(drawn.symbol, j), i, m, j, n))  # fmt: skip
X, rows_b = inputs.symbol, spread.symbol
rows_words = (*words, "minibatch", "mini-batch", "batch", "vectorized", "vectorised", "linear regression",
              "affine", "softmax")  # fmt: skip
rows = rule(
    "Pre-activations of a batch, examples as rows, biases spread over them",
    Quantity("Z", "pre-activations of a batch", shape=(examples, units)),
    X * row_weights.symbol + rows_b,
    (inputs, row_weights, drawn, spread),
    (
        *lines("Z@ = X W@ + b@", ONE[:3], Z_l="Z", X_0="X", W_l="W", b_l="b"),
        *lines("O = H W@ + b@", TWO, O_0="Z", H_0="X", W_l="W", b_l="b"),
        Notation("O = X W + b", (("O", "Z"),)),
        Notation("Y = X W + b", (("Y", "Z"),)),
        Notation(r"O = H W_{hq} + b_q", (("O", "Z"), ("H", "X"), ("W_hq", "W"), ("b_q", "b"))),
        Notation(r"O_t = H_t W_{hq} + b_q", (("O_t", "Z"), ("H_t", "X"), ("W_hq", "W"), ("b_q", "b"))),
    ),
    rows_words,
    "an affine map of each row",
    Source(zhang, "section 5.1.1"),
)
wide_weights = Quantity("W", "weights, a row for each unit", shape=(units, below))
transposed_rows = rule(
    "Pre-activations of a batch, examples as rows, by weights that have a row for each unit",
    Quantity("Z", "pre-activations of a batch", shape=(examples, units)),
    X * wide_weights.symbol.T + rows_b,
    (inputs, wide_weights, drawn, spread),
    (
        *lines(r"Z@ = X {W@}^\top + b@", ONE[:3], Z_l="Z", X_0="X", W_l="W", b_l="b"),
        Notation(r"y = x W^T + b", (("y", "Z"), ("x", "X"))),
        Notation(r"Y = X W^\top + b", (("Y", "Z"),)),
        Notation(r"Z = X W^T + b"),
    ),
    (*rows_words, "pytorch", "linear layer", "nn.linear"),
    "an affine map of each row, as PyTorch stores its weights",
    Source("PyTorch documentation", "torch.nn.Linear"),
)
columns = Quantity("X", "examples as columns", shape=(below, examples))
placed = Quantity("b", "biases, the same for each example", shape=(units, examples),
                  value=tabulated(at(drawn.symbol, i), i, n, j, m))  # fmt: skip
batch = rule(
    "Pre-activations of a batch with the label of the layer, examples as columns",
    Quantity("Z", "pre-activations of a batch", shape=(units, examples)),
    W * columns.symbol + placed.symbol,
    (weights, columns, drawn, placed),
    (
        *lines("Z@ = W@ A~ + b@", (*PAIRS, *TWO[:3]), Z_l="Z", W_l="W", A_b="X", b_l="b"),
        *lines("Z@ = W@ X + b@", ONE[:3], Z_l="Z", W_l="W", X_0="X", b_l="b"),
    ),
    rows_words,
    "an affine map of each column",
    ng,
)
hidden_rows = rule(
    "Hidden layer of a batch, examples as rows",
    Quantity("H", "activations of a batch", shape=(examples, units)),
    entrywise(g, X * row_weights.symbol + rows_b),
    (inputs, row_weights, drawn, spread, function),
    (
        *lines(r"H = \sigma(X W@ + b@)", ONE, H_0="H", sigma_0="g", X_0="X", W_l="W", b_l="b"),
        *lines(r"H@ = \sigma(X W@ + b@)", ONE[:3], H_l="H", sigma_0="g", X_0="X", W_l="W", b_l="b"),
        *lines(r"H@ = \sigma(H~ W@ + b@)", (*PAIRS[3:5], *TWO[1:3]),
               H_l="H", sigma_0="g", H_b="X", W_l="W", b_l="b"),
        *lines(r"H = \phi(X W@ + b@)", ONE, H_0="H", phi_0="g", X_0="X", W_l="W", b_l="b"),
    ),
    rows_words,
    "an affine map of each row, then the activation function",
    Source(zhang, "section 5.1.1"),
)  # fmt: skip
top = Quantity("U", "weights of the output layer", shape=(outputs, units))
offset = Quantity("c", "biases of the output layer", shape=(outputs,))
two_rectified = rule(
    "Scores of a network with one hidden layer of rectified linear units",
    Quantity("s", "scores", shape=(outputs,)),
    top.symbol * entrywise(relu, W * a + b) + offset.symbol,
    (top, weights, entering, biases, offset),
    (
        *lines(r"s = W~ \max(0, W@ x + b@) + b~", tuple((f, t) for t, f in TWO[:3]),
               s_0="s", W_b="U", W_l="W", x_0="a", b_l="b", b_b="c"),
        *lines(r"f = W~ \operatorname{ReLU}(W@ x + b@) + b~", tuple((f, t) for t, f in TWO[:3]),
               f_0="s", W_b="U", W_l="W", x_0="a", b_l="b", b_b="c"),
        *lines(r"f(x) = W~ \max(0, W@ x + b@) + b~", tuple((f, t) for t, f in TWO[:3]),
               f_0="s", W_b="U", W_l="W", x_0="a", b_l="b", b_b="c"),
    ),
    (*words, "relu", "scores", "two-layer"),
    "a rectified hidden layer, then an affine map",
    karpathy,
)  # fmt: skip
two_plain = rule(
    "Scores of a network with one hidden layer of rectified linear units, without biases",
    Quantity("s", "scores", shape=(outputs,)),
    top.symbol * entrywise(relu, W * a),
    (top, weights, entering),
    (
        *lines(r"s = W~ \max(0, W@ x)", tuple((f, t) for t, f in TWO[:3]), s_0="s", W_b="U", W_l="W", x_0="a"),
        *lines(r"f = W~ \max(0, W@ x)", tuple((f, t) for t, f in TWO[:3]), f_0="s", W_b="U", W_l="W", x_0="a"),
    ),
    (*words, "relu", "scores", "two-layer"),
    "a rectified hidden layer, then a linear map",
    karpathy,
)
TOPIC = Topic(
    "Layers line by line",
    formulas=(
        affine,
        unbiased,
        squashed,
        logistic,
        rectified,
        classified,
        rows,
        transposed_rows,
        batch,
        hidden_rows,
        two_rectified,
        two_plain,
    ),
)
