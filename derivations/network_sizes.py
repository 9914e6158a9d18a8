"""How many parameters networks have: layers in a row, recurrent cells, blocks of a transformer, cheap convolutions.

Each unit has one bias, except where a title says otherwise; weights are counted once however often they are used.
"""

from __future__ import annotations

from typing import Any

from sympy import Sum

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import Formula, Notation, Quantity, Size, Source, Topic, bound_index, integers

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.4, the layers of the network")
long_short = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Long Short-Term Memory")
gated = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Gated Recurrent Units")
plain = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section Recurrent Neural Networks")
vaswani = Source("Vaswani et al. 2017, Attention Is All You Need", "section 3")
kaplan = Source("Kaplan et al. 2020, Scaling Laws for Neural Language Models", "section 2.1")

total = Quantity("N", "number of parameters")
few = integers(1, 5)
inputs = Quantity("d", "number of inputs", domain=few)
hidden = Quantity("h", "number of hidden units", domain=few)
outputs = Quantity("k", "number of outputs", domain=few)
d, h, k = inputs.symbol, hidden.symbol, outputs.symbol
general = ("parameters", "parameter count", "weights", "trainable")


def counted(
    title: str,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    words: tuple[str, ...],
    because: str,
    source: Source,
) -> Formula:
    """A number of parameters."""
    return rule(title, total, right, quantities, notations, (*words, *general), because, source)


single_output = counted(
    "Number of parameters of a network with one hidden layer and one output",
    h * (d + 2) + 1,
    (inputs, hidden),
    tuple(
        Notation(latex, (("m", "h"),))
        for latex in (
            r"N = m(d + 2) + 1",
            r"N = md + 2m + 1",
            r"N = md + m + m + 1",
            r"N = m(d + 1) + (m + 1)",
            r"N = (d + 1) m + m + 1",
        )
    ),
    ("hidden layer", "one-hidden-layer", "shallow", "perceptron", "backprop"),
    "d weights and a bias for each hidden unit, and one more weight and bias for the output",
    goodfellow,
)
two_layers = counted(
    "Number of parameters of a network with one hidden layer",
    h * (d + 1) + k * (h + 1),
    (inputs, hidden, outputs),
    (
        *written(
            r"N = h(d + 1) + k(h + 1)",
            r"N = (d + 1) h + (h + 1) k",
            r"N = dh + h + hk + k",
            r"N = (dh + h) + (hk + k)",
            r"N = h(d + k + 1) + k",
        ),
        *written(
            r"N = (n_0 + 1) n_1 + (n_1 + 1) n_2",
            r"N = n_0 n_1 + n_1 + n_1 n_2 + n_2",
            r"N = n_1 n_0 + n_1 + n_2 n_1 + n_2",
            letters=(("n_0", "d"), ("n_1", "h"), ("n_2", "k")),
        ),
    ),
    ("hidden layer", "perceptron", "mlp", "fully connected", "neural network"),
    "each unit has a weight for each unit below, and a bias",
    goodfellow,
)
ends = Size("q", "layers, the input among them", smallest=2, largest=4)
widths = Quantity("n", "width of each layer; layer 0 is the input", shape=(ends,), domain=integers(1, 3), origins=(0,))
last = Quantity("L", "number of layers above the input", value=ends.symbol - 1)
L, n = last.symbol, widths.symbol
ell = bound_index("l")
perceptron_words = ("perceptron", "mlp", "fully connected", "neural network", "layer sizes", "layers", "depth")
perceptron = counted(
    "Number of parameters of a network of fully connected layers",
    Sum(at(n, ell) * (at(n, ell - 1) + 1), (ell, 1, L)),
    (widths, last),
    (
        *written(
            r"N = \sum_{l=1}^L n_l (n_{l-1} + 1)",
            r"N = \sum_{l=1}^L (n_{l-1} + 1) n_l",
            r"N = \sum_{l=1}^L (n_l n_{l-1} + n_l)",
            r"N = \sum_{l=1}^L n_{l-1} n_l + \sum_{l=1}^L n_l",
            r"N = \sum_{l=1}^L n^{[l]} (n^{[l-1]} + 1)",
            r"N = \sum_{l=1}^L (n^{[l-1]} + 1) n^{[l]}",
            r"N = \sum_{l=1}^L (n^{[l]} n^{[l-1]} + n^{[l]})",
        ),
    ),
    perceptron_words,
    "each unit has a weight for each unit below, and a bias",
    goodfellow,
)
perceptron_weights = counted(
    "Number of weights of a network of fully connected layers, without biases",
    Sum(at(n, ell) * at(n, ell - 1), (ell, 1, L)),
    (widths, last),
    written(
        r"N = \sum_{l=1}^L n_l n_{l-1}",
        r"N = \sum_{l=1}^L n_{l-1} n_l",
        r"N = \sum_{l=1}^L n^{[l]} n^{[l-1]}",
    ),
    (*perceptron_words, "without bias"),
    "each unit has a weight for each unit below",
    goodfellow,
)


def cells(*spellings: str) -> tuple[Notation, ...]:
    """Spellings of a count of a recurrent cell, in several letters for the sizes of state and input."""
    letters = (("h", "d"), ("D_h", "d"), ("n", "m"), ("m", "n"), ("H", "D"), ("n_h", "n_x"), ("d_h", "d_x"), ("h", "x"))
    return tuple(
        Notation(spelling.replace("<h>", state).replace("<d>", entering), ((state, "h"), (entering, "d")))
        for state, entering in letters
        for spelling in spellings
    )


recurrent_words = ("rnn", "recurrent", "elman", "hidden size")
recurrent = counted(
    "Number of parameters of a recurrent layer",
    h**2 + h * d + h,
    (hidden, inputs),
    cells(
        r"N = <h>^2 + <h> <d> + <h>",
        r"N = <h> (<h> + <d> + 1)",
        r"N = <h> (<h> + <d>) + <h>",
        r"N = <h> <d> + <h>^2 + <h>",
    ),
    recurrent_words,
    "each unit reads all states and all inputs, and has a bias",
    plain,
)
recurrent_output = counted(
    "Number of parameters of a recurrent network with an output layer",
    h**2 + h * d + h + k * h + k,
    (hidden, inputs, outputs),
    tuple(
        Notation(spelling.replace("<k>", written_k), (*letters, (name, "k")))
        for written_k, name in (("k", "k"), ("|V|", "V"))
        for spelling, letters in (
            (r"N = h^2 + hd + h + <k> h + <k>", ()),
            (r"N = h(h + d + 1) + <k> (h + 1)", ()),
            (r"N = D_h^2 + D_h d + D_h + <k> D_h + <k>", (("D_h", "h"),)),
            (r"N = hd + h^2 + h + h <k> + <k>", ()),
        )
    ),
    recurrent_words,
    "the recurrent layer, then an affine layer on its state",
    plain,
)
lstm_words = ("lstm", "long short-term memory", "gated", "gates", *recurrent_words)
lstm = counted(
    "Number of parameters of an LSTM with one bias for each gate",
    4 * (h**2 + h * d + h),
    (hidden, inputs),
    cells(
        r"N = 4 (<h>^2 + <h> <d> + <h>)",
        r"N = 4 <h> (<h> + <d> + 1)",
        r"N = 4 (<h> (<h> + <d>) + <h>)",
        r"N = 4 (<h> <d> + <h>^2 + <h>)",
        r"N = 4 ((<d> + <h>) <h> + <h>)",
    ),
    lstm_words,
    "three gates and a candidate, each a recurrent layer of its own",
    long_short,
)
lstm_two_biases = counted(
    "Number of parameters of an LSTM with two biases for each gate, as in libraries",
    4 * (h**2 + h * d + 2 * h),
    (hidden, inputs),
    cells(
        r"N = 4 (<h>^2 + <h> <d> + 2 <h>)",
        r"N = 4 <h> (<h> + <d> + 2)",
    ),
    (*lstm_words, "pytorch"),
    "three gates and a candidate; the weights of the input and those of the state each bring a bias",
    Source("PyTorch documentation", "torch.nn.LSTM"),
)
gru_words = ("gru", "gated recurrent", "gated", "gates", *recurrent_words)
gru = counted(
    "Number of parameters of a gated recurrent unit with one bias for each gate",
    3 * (h**2 + h * d + h),
    (hidden, inputs),
    cells(
        r"N = 3 (<h>^2 + <h> <d> + <h>)",
        r"N = 3 <h> (<h> + <d> + 1)",
        r"N = 3 (<h> (<h> + <d>) + <h>)",
        r"N = 3 (<h> <d> + <h>^2 + <h>)",
        r"N = 3 ((<d> + <h>) <h> + <h>)",
    ),
    gru_words,
    "two gates and a candidate, each a recurrent layer of its own",
    gated,
)
gru_two_biases = counted(
    "Number of parameters of a gated recurrent unit with two biases for each gate, as in libraries",
    3 * (h**2 + h * d + 2 * h),
    (hidden, inputs),
    cells(
        r"N = 3 (<h>^2 + <h> <d> + 2 <h>)",
        r"N = 3 <h> (<h> + <d> + 2)",
    ),
    (*gru_words, "pytorch"),
    "two gates and a candidate; the weights of the input and those of the state each bring a bias",
    Source("PyTorch documentation", "torch.nn.GRU"),
)

model_width = Quantity("d", "width of the model", domain=integers(1, 6))
inner = Quantity("f", "width of the hidden layer", domain=integers(1, 6))
depth = Quantity("L", "number of blocks", domain=few)
tokens = Quantity("V", "size of the vocabulary", domain=few)
f, blocks, V = inner.symbol, depth.symbol, tokens.symbol
block_words = ("transformer", "attention", "block", "feed-forward", "ffn", "mlp")


def widths_of(*spellings: str) -> tuple[Notation, ...]:
    """Spellings with both usual letters for the width of the model."""
    return tuple(
        Notation(spelling.replace("<d>", letter), ((name, "d"), ("d_ff", "f")))
        for letter, name in (("d", "d"), (r"d_{\text{model}}", "d_model"))
        for spelling in spellings
    )


attention = counted(
    "Number of weights of self-attention, without biases",
    4 * model_width.symbol**2,
    (model_width,),
    widths_of(r"N = 4 <d>^2", r"N = 3 <d>^2 + <d>^2", r"N = 4 \cdot <d>^2"),
    block_words,
    "projections to queries, keys and values, and one of what comes out",
    kaplan,
)
attention_biased = counted(
    "Number of parameters of self-attention, with biases",
    4 * (model_width.symbol**2 + model_width.symbol),
    (model_width,),
    widths_of(r"N = 4 (<d>^2 + <d>)", r"N = 4 <d>^2 + 4 <d>", r"N = 4 <d> (<d> + 1)"),
    block_words,
    "projections to queries, keys and values, and one of what comes out, each with a bias",
    vaswani,
)
feed_forward = counted(
    "Number of parameters of the feed-forward layer of a transformer",
    2 * model_width.symbol * f + f + model_width.symbol,
    (model_width, inner),
    widths_of(
        r"N = 2 <d> d_{ff} + d_{ff} + <d>",
        r"N = <d> d_{ff} + d_{ff} + d_{ff} <d> + <d>",
        r"N = (<d> + 1) d_{ff} + (d_{ff} + 1) <d>",
    ),
    block_words,
    "an affine map to the hidden layer, and one back",
    vaswani,
)
block = counted(
    "Number of weights of a transformer block, the hidden layer four times as wide",
    12 * model_width.symbol**2,
    (model_width,),
    widths_of(r"N = 4 <d>^2 + 8 <d>^2", r"N = 12 <d>^2", r"N = 4 <d>^2 + 2 \cdot <d> \cdot 4 <d>"),
    block_words,
    "4 d^2 for the attention, and 8 d^2 for the feed-forward layer",
    kaplan,
)
block_inner = counted(
    "Number of weights of a transformer block",
    4 * model_width.symbol**2 + 2 * model_width.symbol * f,
    (model_width, inner),
    widths_of(r"N = 4 <d>^2 + 2 <d> d_{ff}", r"N = 2 <d> (2 <d> + d_{ff})"),
    block_words,
    "4 d^2 for the attention, and two weight matrices for the feed-forward layer",
    kaplan,
)
stack = counted(
    "Number of weights of a transformer, embeddings left out",
    12 * blocks * model_width.symbol**2,
    (depth, model_width),
    widths_of(r"N = 12 L <d>^2", r"N = L (4 <d>^2 + 8 <d>^2)", r"N = L \cdot 12 <d>^2"),
    (*block_words, "layers", "gpt"),
    "12 d^2 for each block",
    kaplan,
)
embedded = counted(
    "Number of weights of a transformer with its embeddings",
    12 * blocks * model_width.symbol**2 + V * model_width.symbol,
    (depth, model_width, tokens),
    widths_of(r"N = 12 L <d>^2 + V <d>", r"N = V <d> + 12 L <d>^2"),
    (*block_words, "embedding", "gpt"),
    "12 d^2 for each block, and a vector for each word",
    kaplan,
)

TOPIC = Topic(
    "Sizes of networks",
    formulas=(
        single_output,
        two_layers,
        perceptron,
        perceptron_weights,
        recurrent,
        recurrent_output,
        lstm,
        lstm_two_biases,
        gru,
        gru_two_biases,
        attention,
        attention_biased,
        feed_forward,
        block,
        block_inner,
        stack,
        embedded,
    ),
)
